"""Rows of rightswire.db about who is who: names, people, likeness, corrections; the other rows are in graph.rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameRow:
    """A row of `names`."""

    node_id: str
    name: str
    from_date: str
    to_date: str
    source_url: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A row of `people`."""

    id: str
    name: str
    role: str | None
    affiliation: str | None
    affiliation_id: str | None
    provenance: str
    evidence: str | None
    article_id: str | None


@dataclass(frozen=True, slots=True)
class PairRow:
    """A row of `review`."""

    number: int
    merge_id: str
    merge_name: str
    keep_id: str
    keep_name: str
    kind: str
    known: bool
    score: float
    reasons: str
    articles: int


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A row of `corrections`."""

    line: int
    action: str
    target: str
    value: str
    who: str
    decided: str
    why: str
    applied: bool
    fault: str


@dataclass(frozen=True, slots=True)
class SuccessorRow:
    """A row of `successors`."""

    old_id: str
    new_id: str
