"""Rows that tell who stands behind the steps and the readings of cases and deals."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventEvidenceRow:
    """A row of `event_evidence`."""

    event_id: str
    evidence_id: int


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A row of `readings`."""

    id: str
    node_id: str
    field: str
    value: str
    chosen: bool
    rule: str
    contested: bool
    sources: int
    articles: int
    kinds: str
    single_source: bool
    first_reported: str | None
    last_reported: str | None


@dataclass(frozen=True, slots=True)
class ReadingSourceRow:
    """A row of `reading_sources`."""

    reading_id: str
    ordinal: int
    kind: str
    article_id: str | None
    evidence_id: int | None
    source_url: str
