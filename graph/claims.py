"""Who asserts which edge: an article with its sentences, or a row of the register."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.clues import CaseFile
from graph.deals import DealFile
from graph.judges import find_judges
from graph.model import KnownCase, ReadArticle
from graph.parties import Directory
from graph.reports import Report
from graph.rules import rules
from nlp.model import Evidence

Values = Mapping[str, str | float]


@dataclass(frozen=True, slots=True)
class Link:
    """Two nodes and a relation: what makes an edge."""

    source: str
    relation: str
    target: str

    @property
    def id(self) -> str:
        """Id of the edge; no slug holds a bar, so the parts cannot run together."""
        return f"{self.source}|{self.relation}|{self.target}"


@dataclass(frozen=True, slots=True)
class NewsClaim:
    """An edge as one report asserts it.

    Attributes:
        evidence: best sentence first; one only for edges to cases, deals, courts and judges.
        attributes: what the article says of it; empty for those edges.
    """

    link: Link
    report: Report
    evidence: tuple[Evidence, ...]
    case_id: str | None = None
    deal_id: str | None = None
    attributes: Values = field(default_factory=dict)

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
    """An edge as a row of the register asserts it; `node_id` is the case or deal."""

    link: Link
    node_id: str
    source_url: str
    attributes: Values = field(default_factory=dict)


def news_claims(report: Report, case: CaseFile | None, deal: DealFile | None, directory: Directory) -> list[NewsClaim]:
    """All edges that a report asserts: the one between its parties first, then those to its case or deal."""
    case_id, deal_id = case.id if case else None, deal.id if deal else None
    link = Link(report.source, report.fact.relation, report.target)
    sentences = tuple(evidence for evidence in report.fact.evidence if evidence.sentence.strip())
    links: list[Link] = []
    if case:
        links += _case_links(report, case, directory)
    if deal:
        links += [Link(report.source, "licensor_in", deal.id), Link(report.target, "licensee_in", deal.id)]
    ties = [NewsClaim(tie, report, sentences[:1], case_id, deal_id) for tie in dict.fromkeys(links)]
    return [NewsClaim(link, report, sentences, case_id, deal_id, report.attributes), *ties]


def _case_links(report: Report, case: CaseFile, directory: Directory) -> Iterator[Link]:
    for party in (report.source, report.target):
        if party in case.plaintiffs:
            yield Link(party, "plaintiff_in", case.id)
        if party in case.defendants:
            yield Link(party, "defendant_in", case.id)
    court = directory.find(report.text("court"), "court") if report.text("court") else None
    if court:
        yield Link(case.id, "filed_in", court)
    known = case.known.judge if case.known else ""
    for judge in find_judges(report.text("judge"), known, directory):
        yield Link(judge, "presides_over", case.id)


def case_register_claims(case: CaseFile, directory: Directory) -> Iterator[RegisterClaim]:
    """Edges that the register's row of a case asserts."""
    row = case.known
    if row is None:
        return
    court = directory.find(row.court, "court", row.court) if row.court else None
    suit = _given(
        filed_date=row.filed_date,
        court=directory.nodes[court].name if court else None,
        docket_number="; ".join(row.docket_numbers),
        judge=row.judge,
        status=row.status,
    )
    plaintiffs, defendants = _register_sides(row, directory)
    for plaintiff in plaintiffs:
        yield RegisterClaim(Link(plaintiff, "plaintiff_in", case.id), case.id, row.source_url)
        for defendant in (party for party in defendants if party != plaintiff):
            yield RegisterClaim(Link(plaintiff, "sues", defendant), case.id, row.source_url, suit)
            if row.status == "settled" and len(defendants) == 1:  # of several, some may have been let go
                terms = _given(date=row.status_date, amount_usd=row.amount_usd)
                yield RegisterClaim(Link(plaintiff, "settles_with", defendant), case.id, row.source_url, terms)
    for defendant in defendants:
        yield RegisterClaim(Link(defendant, "defendant_in", case.id), case.id, row.source_url)
    if court:
        yield RegisterClaim(Link(case.id, "filed_in", court), case.id, row.source_url)
    for judge in find_judges(row.judge, row.judge, directory):
        yield RegisterClaim(Link(judge, "presides_over", case.id), case.id, row.source_url)


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
    terms = _given(
        announced_date=row.announced_date, status=row.status, amount_usd=row.amount_usd, term_years=row.term_years
    )
    for licensor in deal.licensors:
        yield RegisterClaim(Link(licensor, "licensor_in", deal.id), deal.id, row.source_url)
    for licensee in deal.licensees:
        yield RegisterClaim(Link(licensee, "licensee_in", deal.id), deal.id, row.source_url)
    if row.deal_type not in rules().no_licence:
        for licensor in deal.licensors:
            for licensee in (party for party in deal.licensees if party != licensor):
                yield RegisterClaim(Link(licensor, "licenses_to", licensee), deal.id, row.source_url, terms)


def _given(**values: str | float | None) -> dict[str, str | float]:
    return {key: value for key, value in values.items() if value not in (None, "")}
