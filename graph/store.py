"""rightswire.db: the graph, written whole in one transaction while readers go on reading."""

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from sqlite_utils import Database

from graph.aside import aside_of, made_aside, open_for_writing, take_over_log
from graph.derived import DERIVED_TABLES, SEARCH_TABLES, SEARCHED, analyse, derived_sql
from graph.history_rows import ChangeRow
from graph.rows import STRUCTURE, Graph, Part
from graph.scribe import insert_rows, insert_sql, write_parts
from graph.stored import StoredGraph
from graph.successors import told_successors
from rightswire.errors import DataFileError, StorageError

#: Memory for pages once all rows are in: what they were made of is gone by then.
LATE_CACHE_KIB = 229_376
TABLES = (
    "nodes",
    "aliases",
    "articles",
    "cases",
    "deals",
    "edges",
    "evidence",
    "register_sources",
    "events",
    "event_evidence",
    "readings",
    "reading_sources",
    "cases_to_review",
    "changes",
    "case_history",
    "deal_history",
    "edge_history",
    "names",
    "people",
    "successors",
    "corrections",
    "review",
)
VIEWS = ("timeline", "contested", "register_candidates")
JOURNAL_TABLES = ("feeds", "runs", "problems")


@dataclass(frozen=True, slots=True)
class Journal:
    """What the archive tells of feeds, runs and problems, as rows with the columns of graph/schema.sql."""

    feeds: Sequence[Mapping[str, Any]] = ()
    runs: Sequence[Mapping[str, Any]] = ()
    problems: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class GraphCounts:
    """What was written, and how it differs from what the file held before. Facts are those from news.

    Attributes:
        new_nodes, new_facts, new_cases, new_deals: were not in the file.
        updated_nodes, updated_facts, updated_cases, updated_deals: were there with other values.
    """

    nodes: int
    new_nodes: int
    updated_nodes: int
    facts: int
    new_facts: int
    updated_facts: int
    cases: int
    new_cases: int
    updated_cases: int
    deals: int
    new_deals: int
    updated_deals: int

    def to_dict(self) -> dict[str, int]:
        """Plain data for JSON."""
        return asdict(self)


def write_graph(path: Path, graph: Graph) -> GraphCounts:
    """As `write_tables`, of a graph as a value."""
    return write_tables(path, ((table, getattr(graph, table)) for table in TABLES))


def write_tables(
    path: Path, parts: Iterable[Part], tell: Callable[[StoredGraph], Iterable[ChangeRow]] | None = None
) -> GraphCounts:
    """Replace the graph in rightswire.db. Readers see the old graph until the end, then the new, without a restart.

    Args:
        path: rightswire.db; made where it is missing, and made anew where its schema is of another version.
        parts: all rows, in any order of tables. Feeds, runs and problems stay as the file holds them.
        tell: makes the changes out of the tables as they were just written, in place of those that came with them.

    Raises:
        StorageError: the disk is full, or the file or its folder read-only; the file holds what it held before.
        DataFileError: the file is no database, or is locked for longer than half a minute.
    """
    with _told(path), made_aside(path) as connection:
        before = _snapshot(connection)
        _prepare_schema(connection)
        write_parts(connection, aside_of(path), TABLES, parts)
        connection.execute(f"PRAGMA cache_size = -{LATE_CACHE_KIB}")
        if tell:
            stored = StoredGraph(connection)
            changes = tuple(tell(stored))
            connection.execute("DELETE FROM changes")
            insert_rows(connection, "changes", changes)
            insert_rows(connection, "successors", told_successors(changes, stored))
        analyse(connection)
        _check_references(connection, path)
        after = _snapshot(connection)
    return _counts(before, after)


def write_journal(path: Path, journal: Journal) -> None:
    """Replace feeds, runs and problems alone, in one transaction.

    Raises:
        DataFileError: as for `write_graph`.
    """
    with _told(path), _writing(path) as connection:
        _prepare_schema(connection)
        _replace_journal(connection, journal)


def schema() -> str:
    """The SQL that makes the tables."""
    return files("graph").joinpath("schema.sql").read_text(encoding="utf-8")


def schema_version() -> int:
    """A number that changes with the schema, kept as user_version: a derived file is migrated by making it anew."""
    return zlib.crc32((schema() + derived_sql()).encode()) & 0x7FFFFFFF


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection within one transaction, committed at the end."""
    with closing(open_for_writing(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:  # Ctrl-C too: undone, then raised again
            connection.rollback()
            raise
        connection.execute("COMMIT")
        take_over_log(connection)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what SQLite finds wrong in words of ours."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if storage := StorageError.of_database(path, error):
            raise storage from error
        advice = "end what else writes to it, or move the file away: it is made anew from the archive"
        raise DataFileError(str(path), f"cannot be written: {error}", advice) from error


def _prepare_schema(connection: sqlite3.Connection) -> None:
    """Make the tables where they are missing or of another version; tables that are not ours stay."""
    database = Database(connection)
    held = int(connection.execute("PRAGMA user_version").fetchone()[0])
    names = set(database.table_names())
    if held == schema_version() and names.issuperset({*TABLES, *DERIVED_TABLES, *JOURNAL_TABLES}):
        return
    for view in {*VIEWS, *DERIVED_TABLES}.intersection(database.view_names()):  # some of the tables were views once
        connection.execute(f"DROP VIEW {view}")
    searches = (*(f"{table}_fts" for table in SEARCHED), *SEARCH_TABLES)
    for table in (*searches, *DERIVED_TABLES, *reversed((*TABLES, *JOURNAL_TABLES))):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    database.executescript(schema())
    connection.execute(f"PRAGMA user_version = {schema_version()}")


def _replace_journal(connection: sqlite3.Connection, journal: Journal) -> None:
    for table in JOURNAL_TABLES:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
        columns = tuple(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))
        for row in getattr(journal, table):
            if unknown := sorted(set(row) - set(columns)):
                raise DataFileError(
                    table, f"a row of the journal has columns that the table lacks: {', '.join(unknown)}"
                )
            connection.execute(insert_sql(table, columns), [row.get(column) for column in columns])


def _check_references(connection: sqlite3.Connection, path: Path) -> None:
    """Merges both columns, in order: SQLite's own check looks up row after row."""
    for table in TABLES:
        for _, _, other, column, key, *_ in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            named = f'SELECT "{column}" FROM {table} WHERE "{column}" IS NOT NULL'  # noqa: S608
            missing = f'{named} EXCEPT SELECT "{key}" FROM {other} ORDER BY 1 LIMIT 1'  # noqa: S608
            if row := connection.execute(missing).fetchone():
                raise DataFileError(str(path), f"a row of {table} names {row[0]} of {other} that is not there")


_COUNTED = {
    "nodes": "SELECT * FROM nodes",
    "facts": "SELECT v.edge_id || '|' || v.article_id, v.* FROM evidence v JOIN edges e ON e.id = v.edge_id "  # noqa: S608
    f"WHERE v.ordinal = 0 AND e.relation NOT IN {STRUCTURE}",
    "cases": "SELECT * FROM cases",
    "deals": "SELECT * FROM deals",
}


#: For each counted row a hash of its key and one of its values, by key.
_Snapshot = dict[str, "np.ndarray[Any, Any]"]
_HASHES = np.dtype([("key", np.int64), ("row", np.int64)])


def _snapshot(connection: sqlite3.Connection) -> _Snapshot:
    """What the file holds; nothing for a file without our tables."""
    known = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not known.issuperset(TABLES):
        return {name: np.empty(0, _HASHES) for name in _COUNTED}
    return {
        name: np.sort(np.fromiter(((hash(row[0]), hash(row)) for row in connection.execute(sql)), _HASHES), order="key")
        for name, sql in _COUNTED.items()
    }


def _counts(before: _Snapshot, after: _Snapshot) -> GraphCounts:
    figures: dict[str, int] = {}
    for name, rows in after.items():
        old = before[name]
        known = np.isin(rows["key"], old["key"])
        values = old["row"][np.searchsorted(old["key"], rows["key"][known])]
        figures[name] = len(rows)
        figures[f"new_{name}"] = int(np.count_nonzero(~known))
        figures[f"updated_{name}"] = int(np.count_nonzero(values != rows["row"][known]))
    return GraphCounts(**figures)
