"""What follows from the tables of rightswire.db: tables that are read fast, and search."""

import sqlite3
from importlib.resources import files

from sqlite_utils import Database

from graph.indexes import without_indexes

#: Tables with full-text search, and the columns searched.
SEARCHED = {"articles": ("title",), "evidence": ("sentence",)}
#: Tables that graph/derived.sql fills, and those that it fills for search alone.
DERIVED_TABLES = ("facts", "carried", "coverage", "feed_coverage", "known_as", "edge_media")
#: Of each index; all rows of a million articles would take seconds more each night.
ROWS_ANALYSED = 1000
SEARCH_TABLES = ("names_fts", "sentences_fts")
#: Tables out of which the search of sentences and headlines is made, and those out of which all else is filled.
SEARCH_FROM = ("articles", "evidence")
DERIVED_FROM = ("nodes", "aliases", "articles", "cases", "deals", "edges", "evidence", "register_sources")


def derive(connection: sqlite3.Connection) -> None:
    """Fill the derived tables and the search indexes anew from the rows of the others, within the caller's transaction.

    Args:
        connection: to a database with the tables of graph/schema.sql.
    """
    derive_search(connection)
    derive_tables(connection)


def derive_search(connection: sqlite3.Connection) -> None:
    """The part of `derive` that needs no more than the tables SEARCH_FROM."""
    connection.create_function("relation_of", 1, _relation_of, deterministic=True)
    connection.execute("DELETE FROM sentences_fts")
    for statement in _statements("sentences.sql"):
        connection.execute(statement)
    _optimise(connection, "sentences_fts")
    _index_text(connection)


def derive_tables(connection: sqlite3.Connection) -> None:
    """The other part, which needs the tables DERIVED_FROM."""
    connection.create_function("casefolded", 1, str.lower, deterministic=True)
    with without_indexes(connection, DERIVED_TABLES):
        for table in (*DERIVED_TABLES, "names_fts"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
        for statement in _statements("derived.sql"):
            connection.execute(statement)
    _optimise(connection, "names_fts")


def analyse(connection: sqlite3.Connection) -> None:
    """Note how rows lie: without these figures, SQLite takes seconds for some questions that take milliseconds."""
    connection.execute(f"PRAGMA analysis_limit = {ROWS_ANALYSED}")
    connection.execute("ANALYZE")


def derived_sql() -> str:
    """The SQL that fills the derived tables and the search of sentences."""
    return _sql("derived.sql") + _sql("sentences.sql")


def _sql(name: str) -> str:
    return files("graph").joinpath(name).read_text(encoding="utf-8")


def _statements(name: str) -> list[str]:
    """One by one: a script would end the transaction."""
    return [statement for statement in _sql(name).split(";\n") if statement.strip()]


def _relation_of(edge_id: str) -> str:
    """The relation of an edge, out of its id (`graph.claims.Link`)."""
    return edge_id.split("|")[1]


def _optimise(connection: sqlite3.Connection, table: str) -> None:
    connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608


def _index_text(connection: sqlite3.Connection) -> None:
    """Full-text search in the form that Datasette detects."""
    database = Database(connection)
    for table, columns in SEARCHED.items():
        searched = database.table(table)
        if searched.detect_fts() is None:
            searched.enable_fts(columns, tokenize="porter")
        else:
            searched.rebuild_fts()
