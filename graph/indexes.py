"""Indexes are made after the rows: one that grows row by row, its keys in no order, costs several times as much."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

INDEXES_SQL = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ? ORDER BY name"
)


@contextmanager
def without_indexes(connection: sqlite3.Connection, tables: Iterable[str]) -> Iterator[None]:
    """Take the indexes of tables away and make them again at the end, within the caller's transaction.

    Keys stay. Where the body fails the indexes are gone until the caller has rolled back.

    Args:
        connection: within a transaction.
        tables: whose rows the body writes.
    """
    taken = take_indexes(connection, tables)
    yield
    for statements in taken.values():
        make_indexes(connection, statements)


def take_indexes(connection: sqlite3.Connection, tables: Iterable[str]) -> dict[str, list[str]]:
    """Take the indexes of tables away; by table the statements that make them again."""
    taken: dict[str, list[str]] = {}
    for table in tables:
        found = connection.execute(INDEXES_SQL, (table,)).fetchall()
        for name, _ in found:
            connection.execute(f'DROP INDEX "{name}"')
        taken[table] = [sql for _, sql in found]
    return taken


def make_indexes(connection: sqlite3.Connection, statements: Iterable[str]) -> None:
    """Make indexes by their statements."""
    for sql in statements:
        connection.execute(sql)
