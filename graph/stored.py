"""Tables of the graph, whether they are held as values or read row by row from a database."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Generic, Protocol, TypeVar

from graph.history_rows import ChangeRow
from graph.party_rows import CorrectionRow, SuccessorRow
from graph.rows import ArticleRow, CaseRow, DealRow, EdgeRow, EventRow, EvidenceRow, NodeRow

Row = TypeVar("Row")


class GraphTables(Protocol):
    """Tables that tell what changed; each can be gone through again and again, and is in the order of its key."""

    @property
    def nodes(self) -> Iterable[NodeRow]:
        """All nodes."""

    @property
    def articles(self) -> Iterable[ArticleRow]:
        """All articles."""

    @property
    def cases(self) -> Iterable[CaseRow]:
        """All cases."""

    @property
    def deals(self) -> Iterable[DealRow]:
        """All deals."""

    @property
    def edges(self) -> Iterable[EdgeRow]:
        """All edges."""

    @property
    def evidence(self) -> Iterable[EvidenceRow]:
        """All sentences."""

    @property
    def events(self) -> Iterable[EventRow]:
        """All events."""

    @property
    def changes(self) -> Iterable[ChangeRow]:
        """Changes as far as they are known."""

    @property
    def corrections(self) -> Iterable[CorrectionRow]:
        """What people decided, and what became of it."""

    @property
    def successors(self) -> Iterable[SuccessorRow]:
        """Ids that lead to another."""


@dataclass(frozen=True, slots=True)
class _Table(Generic[Row]):
    connection: sqlite3.Connection
    name: str
    row: type[Row]

    def __iter__(self) -> Iterator[Row]:
        key, *others = (f'"{field.name}"' for field in fields(self.row))  # type: ignore[arg-type]
        columns = ", ".join((key, *others))
        for row in self.connection.execute(f"SELECT {columns} FROM {self.name} ORDER BY {key}"):  # noqa: S608
            yield self.row(*row)


class StoredGraph:
    """The tables of an open database; flags are 0 and 1, as SQLite has them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.nodes = _Table(connection, "nodes", NodeRow)
        self.articles = _Table(connection, "articles", ArticleRow)
        self.cases = _Table(connection, "cases", CaseRow)
        self.deals = _Table(connection, "deals", DealRow)
        self.edges = _Table(connection, "edges", EdgeRow)
        self.evidence = _Table(connection, "evidence", EvidenceRow)
        self.events = _Table(connection, "events", EventRow)
        self.changes = _Table(connection, "changes", ChangeRow)
        self.corrections = _Table(connection, "corrections", CorrectionRow)
        self.successors = _Table(connection, "successors", SuccessorRow)
