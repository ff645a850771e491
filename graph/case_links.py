"""Which case is part of another, and which is an appeal from another. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.claims import Link, NewsClaim, RegisterClaim
from graph.clues import CaseFile
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
    below. News ties a suit to a proceeding against the same defendant where a sentence says so.
    """
    register = tuple(_register_links(cases, directory))
    tied = {(claim.link.source, claim.link.relation) for claim in register}
    news = (claim for claim in _news_links(cases, directory) if (claim.link.source, claim.link.relation) not in tied)
    return CaseLinks(register, tuple(news))


def is_proceeding(case: CaseFile) -> bool:
    """Whether a case gathers others: a multi-district litigation, or one that is named after its subject."""
    named = case.known is not None and case.known.name.casefold().startswith("in re ")
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
    return bool({*one.parties} & {*other.parties})


def _news_links(cases: Sequence[CaseFile], directory: Directory) -> Iterator[NewsClaim]:
    proceedings = [case for case in cases if is_proceeding(case)]
    below: dict[str, list[CaseFile]] = defaultdict(list)
    for case in cases:
        for party in case.parties:
            below[party].append(case)
    for case in cases:
        for report in case.reports:
            if whole := _told_whole(case, report, proceedings):
                yield _claim(Link(case.id, "part_of", whole.id), report)
        if case.known is None and case.reports and _is_appeal(case, directory):
            lower = {other.id: other for party in case.parties for other in below[party] if other is not case}
            same = [
                other
                for other in lower.values()
                if {*case.parties} <= {*other.parties} and not _is_appeal(other, directory)
            ]
            if len(same) == 1:
                yield _claim(Link(case.id, "appeal_of", same[0].id), case.reports[0])


def _told_whole(case: CaseFile, report: Report, proceedings: Iterable[CaseFile]) -> CaseFile | None:
    """The proceeding that a report says the case is part of: by number, or by the defendant where one alone fits."""
    if is_proceeding(case) or not holds(report.sentences, story_rules().joining_words):
        return None
    others = [other for other in proceedings if other is not case]
    numbered = [other for other in others if not other.dockets.isdisjoint(read_dockets(report.sentences))]
    fitting = numbered or [other for other in others if case.defendants.keys() & other.defendants.keys()]
    return fitting[0] if len(fitting) == 1 else None


def _claim(link: Link, report: Report) -> NewsClaim:
    return NewsClaim(link, report, link.source)
