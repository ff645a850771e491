"""Which case is part of another, and which is an appeal from another. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.claims import Link, NewsClaim, RegisterClaim
from graph.clues import CaseFile, Pair
from graph.dockets import read_dockets
from graph.parties import Directory
from graph.reports import Report
from graph.rules import rules
from graph.story_rules import holds, story_rules


@dataclass(frozen=True, slots=True)
class CaseLinks:
    """Edges between cases, as the register and as news assert them."""

    register: tuple[RegisterClaim, ...]
    news: tuple[NewsClaim, ...]


def case_links(cases: Sequence[CaseFile], directory: Directory) -> CaseLinks:
    """Edges `part_of` and `appeal_of`.

    The register ties cases by `related`: of two the multi-district proceeding holds the other, or the one that a
    consolidated suit was joined to; a case in a court of appeals is taken from the one of the same parties in a court
    below. News ties a suit to a proceeding against the same defendant, or to the suit whose number it took, where a
    sentence says so, and an appeal to the case that it was taken from (graph.appeals).
    """
    register = tuple(_register_links(cases, directory))
    tied = {(claim.link.source, claim.link.relation) for claim in register}
    told = [*_told_parts(cases), *_told_appeals(cases, directory)]
    news = (claim for claim in told if (claim.link.source, claim.link.relation) not in tied)
    return CaseLinks(register, tuple(news))


def is_proceeding(case: CaseFile) -> bool:
    """Whether a case gathers others: a multi-district litigation, or one that is named after its subject."""
    captions = [case.known.name.casefold()] if case.known else case.captions
    named = any(caption.startswith("in re ") for caption in captions)
    return named or any(docket.kind == "md" for docket in case.dockets)


def _is_appeal(case: CaseFile, directory: Directory) -> bool:
    names = [directory.nodes[court].name for court in case.courts if court in directory.nodes]
    return any(story_rules().hears_appeals(name) for name in names)


def _register_links(cases: Sequence[CaseFile], directory: Directory) -> Iterator[RegisterClaim]:
    by_row = {case.known.id: case for case in cases if case.known}
    for case in cases:
        if case.known is None:
            continue
        others = [by_row[other] for other in case.known.related if other in by_row]
        found = [("part_of", whole)] if (whole := _whole(case, others)) else []
        if _is_appeal(case, directory):
            below = [other for other in others if not _is_appeal(other, directory) and _share(case, other)]
            found += [("appeal_of", below[0])] if len(below) == 1 else []
        for relation, other in found:
            confidence = rules().register_confidence[case.known.confidence]
            yield RegisterClaim(Link(case.id, relation, other.id), case.id, case.known.source_url, confidence)


def _whole(case: CaseFile, others: Iterable[CaseFile]) -> CaseFile | None:
    """The case that one of the register was joined to."""
    if case.known is None or any(docket.kind == "md" for docket in case.dockets):
        return None
    same = [other for other in others if _share_defendant(case, other)]
    gathering = [other for other in same if any(docket.kind == "md" for docket in other.dockets)]
    if not gathering and case.known.status == "consolidated":
        gathering = [
            other
            for other in same
            if other.known and other.known.status != "consolidated" and case.courts & other.courts
        ]
    return gathering[0] if len(gathering) == 1 else None


def _share_defendant(one: CaseFile, other: CaseFile) -> bool:
    return not other.defendants or bool(one.defendants.keys() & other.defendants.keys())


def _share(one: CaseFile, other: CaseFile) -> bool:
    """Whether parties of both sides of one case are parties of the other: an appellant comes first, whoever sued."""
    return all({*side} & {*other.parties} for side in (one.plaintiffs, one.defendants))


def _told_parts(cases: Sequence[CaseFile]) -> Iterator[NewsClaim]:
    """Cases that sentences tell to be part of others."""
    proceedings = [case for case in cases if is_proceeding(case)]
    numbered: dict[str, list[CaseFile]] = defaultdict(list)
    for case in cases:
        for core in {docket.core for docket in case.dockets}:
            numbered[core].append(case)
    for case in cases:
        for report in case.reports:
            if whole := _told_whole(case, report, proceedings, numbered):
                yield _claim(Link(case.id, "part_of", whole.id), report)
    yield from _gathered(cases, proceedings)


def _gathered(cases: Sequence[CaseFile], proceedings: Iterable[CaseFile]) -> Iterator[NewsClaim]:
    """Suits that what is told of a proceeding names among those that it gathers: by their parties, where one fits."""
    words = (*story_rules().joining_words, *story_rules().gathering_words)
    suits: dict[Pair, list[CaseFile]] = defaultdict(list)
    for case in cases:
        if not is_proceeding(case) and case.appeal_of is None:
            for pair in case.pairs:
                suits[pair].append(case)
    for whole in proceedings:
        for report in whole.reports:
            fitting = suits.get((report.source, report.target), [])
            if len(fitting) == 1 and holds(report.sentences, words):
                yield _claim(Link(fitting[0].id, "part_of", whole.id), report)


def _told_appeals(cases: Sequence[CaseFile], directory: Directory) -> Iterator[NewsClaim]:
    """Appeals that were parted from their cases, and those of which only the appeal was told under other parties."""
    taken_from = {report.number: case for case in cases for report in case.appealed}
    sided: dict[str, list[CaseFile]] = defaultdict(list)
    for case in cases:
        for party in case.parties:
            sided[party].append(case)
    for case in (case for case in cases if case.known is None and case.reports):
        if case.appeal_of is not None:
            below = [taken_from[case.reports[0].number]] if case.reports[0].number in taken_from else []
        elif _is_appeal(case, directory):
            others = {other.id: other for party in case.parties for other in sided[party] if other is not case}
            below = [other for other in others.values() if _is_below(case, other, directory)]
        else:
            below = []
        if len(below) == 1:
            yield _claim(Link(case.id, "appeal_of", below[0].id), case.reports[0])


def _is_below(case: CaseFile, other: CaseFile, directory: Directory) -> bool:
    return {*case.parties} <= {*other.parties} and not _is_appeal(other, directory)


def _told_whole(
    case: CaseFile, report: Report, proceedings: Iterable[CaseFile], numbered: Mapping[str, Sequence[CaseFile]]
) -> CaseFile | None:
    """The case that a report says the case is part of: by number, or the only proceeding against the defendant."""
    if is_proceeding(case) or not holds(report.sentences, story_rules().joining_words):
        return None
    told = sorted(read_dockets(f"{report.sentences} {report.text('docket_number')}"))
    of_number = {
        other.id: other
        for docket in told
        for other in numbered.get(docket.core, ())
        if any(docket.same(own) for own in other.dockets)
    }
    others = [other for other in of_number.values() if other is not case and _share_defendant(case, other)]
    fitting = others or [
        other for other in proceedings if other is not case and case.defendants.keys() & other.defendants.keys()
    ]
    return fitting[0] if len(fitting) == 1 else None


def _claim(link: Link, report: Report) -> NewsClaim:
    return NewsClaim(link, report, link.source)
