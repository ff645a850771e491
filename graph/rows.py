"""Rows of rightswire.db, one dataclass for each table of graph/schema.sql with its columns in their order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Self

from graph.history_rows import CaseHistoryRow, ChangeRow, DealHistoryRow, EdgeHistoryRow
from graph.party_rows import CorrectionRow, NameRow, PairRow, PersonRow, SuccessorRow
from graph.story_rows import EventEvidenceRow, ReadingRow, ReadingSourceRow
from rightswire.errors import Problem

#: Relations that tie parties, courts, judges and other cases to cases and deals; the view `facts` shows all others.
STRUCTURE = (
    "plaintiff_in",
    "defendant_in",
    "filed_in",
    "presides_over",
    "licensor_in",
    "licensee_in",
    "related_to",
    "part_of",
    "appeal_of",
    "owns",
)


def provenance(register: object, news: object) -> str:
    """Where something is known from: 'register', 'news' or 'both'."""
    return ("both" if news else "register") if register else "news"


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A row of `nodes`."""

    id: str
    kind: str
    name: str
    description: str | None
    country: str | None
    wikidata_id: str | None
    parent_id: str | None
    provenance: str
    articles: int
    first_date: str | None
    last_date: str | None


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A row of `aliases`."""

    node_id: str
    alias: str
    source: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A row of `articles`."""

    id: str
    url: str
    title: str
    outlet_id: str | None
    published: str | None
    feed: str | None
    text_source: str
    facts: int
    first_run: int
    copy_of: str | None
    correction: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A row of `cases`."""

    id: str
    name: str
    court: str | None
    court_id: str | None
    country: str | None
    docket_number: str | None
    filed_date: str | None
    judge: str | None
    status: str | None
    status_date: str | None
    outcome: str | None
    subject: str | None
    claims: str | None
    class_action: str | None
    amount_usd: float | None
    source_url: str | None
    provenance: str
    register_confidence: str | None
    articles: int
    status_provenance: str | None
    status_source_url: str | None
    single_source: bool
    value_min: float | None
    value_max: float | None
    value_currency: str | None
    value_period: str | None
    value_basis: str | None
    value_text: str | None
    value_usd_min: float | None
    value_usd_max: float | None
    value_usd_rate: float | None


@dataclass(frozen=True, slots=True)
class DealRow:
    """A row of `deals`."""

    id: str
    name: str
    status: str | None
    announced_date: str | None
    amount_usd: float | None
    value_text: str | None
    term_years: float | None
    deal_type: str | None
    medium: str | None
    scope: str | None
    source_url: str | None
    provenance: str
    register_confidence: str | None
    articles: int
    status_provenance: str | None
    status_source_url: str | None
    single_source: bool
    value_min: float | None
    value_max: float | None
    value_currency: str | None
    value_period: str | None
    value_basis: str | None
    value_usd_min: float | None
    value_usd_max: float | None
    value_usd_rate: float | None


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A row of `edges`; attributes are a JSON object."""

    id: str
    source: str
    relation: str
    target: str
    first_date: str | None
    last_date: str | None
    articles: int
    confidence: float
    provenance: str
    attributes: str
    single_source: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A row of `evidence`; attributes are a JSON object."""

    id: int
    edge_id: str
    article_id: str
    ordinal: int
    sentence: str
    field: str
    start: int
    end: int
    rule: str
    confidence: float
    case_id: str | None
    deal_id: str | None
    background: bool
    attributes: str


@dataclass(frozen=True, slots=True)
class RegisterSourceRow:
    """A row of `register_sources`; attributes are a JSON object."""

    edge_id: str
    node_id: str
    source_url: str
    confidence: float
    attributes: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """A row of `events`."""

    id: str
    node_id: str
    date: str | None
    reported: str | None
    kind: str
    summary: str
    amount_usd: float | None
    provenance: str
    evidence_id: int | None
    source_url: str | None
    docket_url: str | None = None
    parties: str | None = None
    judge: str | None = None
    sources: int = 0
    articles: int = 0
    single_source: bool = False
    value_min: float | None = None
    value_max: float | None = None
    value_currency: str | None = None
    value_period: str | None = None
    value_basis: str | None = None
    value_text: str | None = None
    value_usd_min: float | None = None
    value_usd_max: float | None = None
    value_usd_rate: float | None = None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row of `cases_to_review`."""

    id: str
    caption: str
    court: str | None
    docket_number: str
    first_date: str | None
    first_entry: str
    entries: int
    both_known: bool
    why: str
    source_url: str | None
    feed: str


@dataclass(frozen=True, slots=True)
class Graph:
    """The whole graph, each table in the order of its primary key; equal input gives an equal graph.

    Attributes:
        problems: facts that could not be drawn, and why; not stored by `write_graph`.
    """

    nodes: tuple[NodeRow, ...] = ()
    aliases: tuple[AliasRow, ...] = ()
    articles: tuple[ArticleRow, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    deals: tuple[DealRow, ...] = ()
    edges: tuple[EdgeRow, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    register_sources: tuple[RegisterSourceRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    event_evidence: tuple[EventEvidenceRow, ...] = ()
    readings: tuple[ReadingRow, ...] = ()
    reading_sources: tuple[ReadingSourceRow, ...] = ()
    cases_to_review: tuple[ReviewRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    case_history: tuple[CaseHistoryRow, ...] = ()
    deal_history: tuple[DealHistoryRow, ...] = ()
    edge_history: tuple[EdgeHistoryRow, ...] = ()
    names: tuple[NameRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    successors: tuple[SuccessorRow, ...] = ()
    corrections: tuple[CorrectionRow, ...] = ()
    review: tuple[PairRow, ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, parts: "Iterable[Part]") -> Self:
        """The graph of these parts of tables, which come in the order of their keys, but for changes."""
        tables: dict[str, list[Any]] = defaultdict(list)
        for table, rows in parts:
            if table != WHOLE:
                tables[table].extend(rows)
        tables["changes"].sort(key=attrgetter("id"))
        return cls(**{table: tuple(rows) for table, rows in tables.items()})


#: In place of a table's name: the tables named instead of rows have all their rows.
WHOLE = "whole"
#: The name of a table, and some of its rows.
Part = tuple[str, Iterable[Any]]
