"""Which case is part of another, and which is an appeal from another. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.claims import Link, NewsClaim, RegisterClaim
from graph.clues import CaseFile, Pair
from graph.dates import is_later
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
    below. News ties a suit to a proceeding against the same defendant, or to the suit that it was joined to, where a
    sentence says so (`_leading` tells which of two is part of the other), and an appeal to the case that it was taken
    from (graph.appeals).
    """
    register = tuple(_register_links(cases, directory))
    tied = {(claim.link.source, claim.link.relation) for claim in register}
    turned = {(claim.link.target, claim.link.relation, claim.link.source) for claim in register}
    told = [*_told_parts(cases, directory), *_told_appeals(cases, directory)]
    news = (
        claim
        for claim in told
        if (claim.link.source, claim.link.relation) not in tied
        and (claim.link.source, claim.link.relation, claim.link.target) not in turned
    )
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


def _told_parts(cases: Sequence[CaseFile], directory: Directory) -> Iterator[NewsClaim]:
    """Cases that sentences tell to be part of others."""
    proceedings = [case for case in cases if is_proceeding(case)]
    numbered: dict[str, list[CaseFile]] = defaultdict(list)
    for case in cases:
        for core in {docket.core for docket in case.dockets}:
            numbered[core].append(case)
    joined: dict[frozenset[str], list[tuple[CaseFile, CaseFile, Report]]] = defaultdict(list)
    for case in cases:
        for report in case.reports:
            if whole := _told_whole(case, report, proceedings, numbered):
                joined[frozenset((case.id, whole.id))].append((case, whole, report))
    for told in joined.values():
        case, other, _ = told[0]
        leading = _leading(case, other, [report for _, _, report in told], directory)
        part = other if leading is case else case
        for _, _, report in told:
            yield _claim(Link(part.id, "part_of", leading.id), report)
    yield from _gathered(cases, proceedings)


def _leading(case: CaseFile, other: CaseFile, reports: Iterable[Report], directory: Directory) -> CaseFile:
    """Of two cases that were joined the one that holds the other.

    It is the proceeding, else the one that sentences name as what the other was joined into, else the one filed
    earlier, else the register's; else the one whose number is told.
    """
    if is_proceeding(other):
        return other
    named = Counter(one.id for report in reports for one in _named_as_leading(report, (case, other), directory))
    if named[case.id] != named[other.id]:
        return case if named[case.id] > named[other.id] else other
    filed = [one.known.filed_date if one.known else min(one.filed, default="") for one in (case, other)]
    if all(filed) and (is_later(*filed) or is_later(*reversed(filed))):
        return other if is_later(*filed) else case
    return case if case.known and not other.known else other


def _named_as_leading(report: Report, cases: Sequence[CaseFile], directory: Directory) -> list[CaseFile]:
    """The one of two cases that is named behind words such as 'consolidated into'; none or both tell nothing."""
    behind = story_rules().behind_leading_words(report.sentences)
    named = [case for case in cases if _is_named(case, behind, directory)]
    return named if len(named) == 1 else []


def _is_named(case: CaseFile, text: str, directory: Directory) -> bool:
    if any(docket.same(own) for docket in read_dockets(text) for own in case.dockets):
        return True
    plaintiffs = [directory.nodes[party] for party in case.plaintiffs]
    names = [node.name.split()[-1] if node.kind == "person" else node.name for node in plaintiffs]
    return any(name in text for name in names)


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
