"""Who asserts which edge: an article with its sentences, or a row of the register."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern
from types import MappingProxyType

from graph.clues import CaseFile
from graph.deal_steps import announced_date
from graph.deals import DealFile
from graph.dockets import read_dockets
from graph.judges import find_judges, surnames
from graph.model import KnownCase, ReadArticle
from graph.parties import Directory
from graph.register import LICENCE_TYPES
from graph.reports import Report
from graph.rows import STRUCTURE
from graph.rules import rules
from graph.standing import case_standing, deal_standing
from nlp.model import Evidence

Values = Mapping[str, str | float]
_NO_VALUES: Values = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Link:
    """Two nodes and a relation: what makes an edge."""

    source: str
    relation: str
    target: str
    #: Id of the edge; no slug holds a bar, so the parts cannot run together. One text for all links of one edge.
    id: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", intern(f"{self.source}|{self.relation}|{self.target}"))


@dataclass(frozen=True, slots=True)
class NewsClaim:
    """An edge as one report asserts it; there are three for each report, so that they hold no more than they must."""

    link: Link
    report: Report
    case_id: str | None = None
    deal_id: str | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The sentences, the best first; one only for edges to cases, deals, courts and judges."""
        sentences = _told_sentences(self.report)
        return sentences[:1] if self.link.relation in STRUCTURE else sentences

    @property
    def attributes(self) -> Values:
        """What the article says of it; nothing for those edges."""
        return _NO_VALUES if self.link.relation in STRUCTURE else self.report.attributes

    @property
    def article(self) -> ReadArticle:
        """The article of the report."""
        return self.report.article

    @property
    def nodes(self) -> Iterator[str]:
        """Every node that the report tells of."""
        yield from (node for node in (self.link.source, self.link.target, self.case_id, self.deal_id) if node)


@dataclass(frozen=True, slots=True)
class RegisterClaim:
    """An edge as a row of the register asserts it.

    Attributes:
        node_id: the case or deal.
        confidence: of the row, 0 to 1.
        attributes: what the row says of the relation.
        overtaken: what the news has overtaken of it since, with the values that hold now; None for none.
    """

    link: Link
    node_id: str
    source_url: str
    confidence: float
    attributes: Values = field(default_factory=dict)
    overtaken: Mapping[str, str | float | None] = field(default_factory=dict)

    @property
    def current(self) -> Values:
        """What holds now."""
        values = {**self.attributes, **self.overtaken}
        return {key: value for key, value in values.items() if value is not None}


def news_claims(
    reports: Iterable[Report],
    case_of: Mapping[int, CaseFile],
    deal_of: Mapping[int, DealFile],
    directory: Directory,
) -> Iterator[NewsClaim]:
    """All edges that reports assert; claims of one edge share its link.

    Args:
        reports: in their order.
        case_of: the case that a report is about, by the report's number.
        deal_of: the deal, in the same way.
        directory: of all parties.
    """
    links: dict[Link, Link] = {}
    for report in reports:
        yield from _claims(report, (case_of.get(report.number), deal_of.get(report.number)), directory, links)


def _claims(
    report: Report, story: tuple[CaseFile | None, DealFile | None], directory: Directory, shared: dict[Link, Link]
) -> Iterator[NewsClaim]:
    """The edge between the parties of a report first, then those to its case or deal.

    Who tells of a licence the wrong way round only shows who takes part in the deal: the direction is read otherwise.
    """
    case, deal = story
    case_id, deal_id = case.id if case else None, deal.id if deal else None
    links: list[Link] = []
    if not (deal and deal.is_turned(report)):
        links.append(Link(report.source, report.fact.relation, report.target))
    if case:
        links += _case_links(report, case, directory)
    if deal:
        licensor, licensee = deal.sides(report)
        links += [Link(licensor, "licensor_in", deal.id), Link(licensee, "licensee_in", deal.id)]
    for told in dict.fromkeys(links):
        yield NewsClaim(shared.setdefault(told, told), report, case_id, deal_id)


def _told_sentences(report: Report) -> tuple[Evidence, ...]:
    """The sentences that show the fact, without blank ones; the fact's own tuple where it has none."""
    evidence = report.fact.evidence
    if all(one.sentence.strip() for one in evidence):
        return evidence
    return tuple(one for one in evidence if one.sentence.strip())


def _case_links(report: Report, case: CaseFile, directory: Directory) -> Iterator[Link]:
    for party in (report.source, report.target):
        if party in case.plaintiffs:
            yield Link(party, "plaintiff_in", case.id)
        if party in case.defendants:
            yield Link(party, "defendant_in", case.id)
    court = directory.find(report.text("court"), "court") if report.text("court") else None
    if court and _is_confirmed([court], case.courts, case, report):
        yield Link(case.id, "filed_in", court)
    known = case.known.judge if case.known else ""
    if _is_confirmed(surnames(report.text("judge")), case.judges, case, report):
        for judge in find_judges(report.text("judge"), known, directory):
            yield Link(judge, "presides_over", case.id)


def _is_confirmed(told: Collection[str], listed: Collection[str], case: CaseFile, report: Report) -> bool:
    """Whether to believe an article on court or judge: where the register has others, only with the case's number."""
    if case.known is None or not listed or any(item in listed for item in told):
        return True
    return any(docket.same(own) for docket in read_dockets(report.text("docket_number")) for own in case.dockets)


def case_register_claims(case: CaseFile, directory: Directory) -> Iterator[RegisterClaim]:
    """Edges that the register's row of a case asserts."""
    row = case.known
    if row is None:
        return
    by_row = (case.id, row.source_url, rules().register_confidence[row.confidence])
    court = directory.find(row.court, "court", row.court) if row.court else None
    where = _given(
        court=directory.nodes[court].name if court else None,
        docket_number="; ".join(row.docket_numbers),
        judge=row.judge,
    )
    suit = _given(filed_date=row.filed_date, status=row.status) | where
    standing = case_standing(case, directory)
    now = {"status": standing.status} if standing.status != row.status else {}
    plaintiffs, defendants = _register_sides(row, directory)
    for plaintiff in plaintiffs:
        yield RegisterClaim(Link(plaintiff, "plaintiff_in", case.id), *by_row)
        for defendant in (party for party in defendants if party != plaintiff):
            yield RegisterClaim(Link(plaintiff, "sues", defendant), *by_row, suit, now)
            if row.status == "settled" and len(defendants) == 1:  # of several, some may have been let go
                terms = _given(date=row.status_date, amount_usd=row.amount_usd) | where
                yield RegisterClaim(Link(plaintiff, "settles_with", defendant), *by_row, terms)
    for defendant in defendants:
        yield RegisterClaim(Link(defendant, "defendant_in", case.id), *by_row)
    if court:
        yield RegisterClaim(Link(case.id, "filed_in", court), *by_row)
    for judge in find_judges(row.judge, row.judge, directory):
        yield RegisterClaim(Link(judge, "presides_over", case.id), *by_row)


def related_claims(cases: Collection[CaseFile]) -> Iterator[RegisterClaim]:
    """One edge between two cases that the register ties, whichever of the rows names the other."""
    by_row_id = {case.known.id: case.id for case in cases if case.known}
    for case in cases:
        for other in case.known.related if case.known else ():
            if case.known and other in by_row_id:
                pair = sorted((case.id, by_row_id[other]))
                confidence = rules().register_confidence[case.known.confidence]
                yield RegisterClaim(Link(pair[0], "related_to", pair[1]), case.id, case.known.source_url, confidence)


def _register_sides(row: KnownCase, directory: Directory) -> tuple[list[str], list[str]]:
    return (
        [node for party in row.plaintiffs if (node := directory.find("", "company", party))],
        [node for party in row.defendants if (node := directory.find("", "company", party))],
    )


def deal_register_claims(deal: DealFile) -> Iterator[RegisterClaim]:
    """Edges that the register's row of a deal asserts."""
    row = deal.known
    if row is None:
        return
    by_row = (deal.id, row.source_url, rules().register_confidence[row.confidence])
    standing = deal_standing(deal)
    now: dict[str, str | None] = {}
    if standing.status != row.status:
        now = {"status": standing.status, "announced_date": announced_date(deal) or None}
    terms = _given(
        announced_date=row.announced_date,
        status=row.status,
        amount_usd=row.amount_usd,
        term_years=row.term_years,
        **(row.stated.attributes if row.stated else {}),
    )
    for licensor in deal.licensors:
        yield RegisterClaim(Link(licensor, "licensor_in", deal.id), *by_row)
    for licensee in deal.licensees:
        yield RegisterClaim(Link(licensee, "licensee_in", deal.id), *by_row)
    if row.deal_type in LICENCE_TYPES:
        for licensor in deal.licensors:
            for licensee in (party for party in deal.licensees if party != licensor):
                yield RegisterClaim(Link(licensor, "licenses_to", licensee), *by_row, terms, now)


def _given(**values: str | float | None) -> dict[str, str | float]:
    return {key: value for key, value in values.items() if value not in (None, "")}
