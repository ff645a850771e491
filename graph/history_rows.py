"""Rows of rightswire.db that tell how it came to be: what each night altered, and what was known on which day."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A row of `changes`."""

    id: int
    run_id: int
    date: str
    kind: str
    node_id: str | None
    edge_id: str | None
    summary: str
    article_id: str | None = None
    subject_id: str = ""
    field: str = ""
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class CaseHistoryRow:
    """A row of `case_history`; the columns after the days are some of `CaseRow`."""

    case_id: str
    known_from: str
    known_until: str | None
    court: str | None
    docket_number: str | None
    filed_date: str | None
    judge: str | None
    status: str | None
    status_date: str | None
    outcome: str | None
    amount_usd: float | None


@dataclass(frozen=True, slots=True)
class DealHistoryRow:
    """A row of `deal_history`; the columns after the days are some of `DealRow`."""

    deal_id: str
    known_from: str
    known_until: str | None
    status: str | None
    announced_date: str | None
    amount_usd: float | None
    value_text: str | None
    term_years: float | None


@dataclass(frozen=True, slots=True)
class EdgeHistoryRow:
    """A row of `edge_history`; the columns after the days are some of `EdgeRow`."""

    edge_id: str
    known_from: str
    known_until: str | None
    provenance: str
    confidence: float
    attributes: str
