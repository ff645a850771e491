"""What Datasette 0.65 works out anew for every request, kept while it holds.

A table's page asks two dozen questions about the schema, the first page more than a hundred, each in a thread of its
own, and every check of a right copies the whole metadata. The schema is kept until the file's schema_version changes,
counts of tables until another process commits, rights for good: they stand in metadata that nothing changes.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from functools import cache, wraps
from itertools import count
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette.plugins import pm

from browse import record
from browse.bounded import rows_shown
from browse.reading import DATABASE

#: Methods of Datasette's Database that tell of the schema alone.
OF_SCHEMA = (
    "fts_table",
    "foreign_keys_for_table",
    "get_all_foreign_keys",
    "hidden_table_names",
    "primary_keys",
    "table_column_details",
    "table_columns",
    "table_exists",
    "table_names",
    "view_names",
)
#: For counting one table, once after each commit. Datasette's own 5 would call half a million rows 'many'.
COUNT_LIMIT_MS = 200
_SCHEMA_SQL = "select name from sqlite_master"


_NUMBERS = count()  # two servers of one process tell different states


class Watched:
    """What was found out about a file, forgotten once one of its numbers changes."""

    def __init__(self, path: Path) -> None:
        """The file is opened when first asked about."""
        self._path = path
        self._number = next(_NUMBERS)
        self._connection: sqlite3.Connection | None = None
        self._kept: dict[tuple[Any, ...], tuple[int, Any]] = {}

    async def keep(self, pragma: str, key: tuple[Any, ...], find: Callable[[], Awaitable[Any]]) -> Any:
        """What is found, or what was found at the same 'data_version' or 'schema_version'."""
        number = self._read(pragma)
        held = self._kept.get(key)
        if held and number is not None and held[0] == number:
            return held[1]
        found = await find()
        if number is not None:
            self._kept[key] = (number, found)
        return found

    def schema(self) -> int | None:
        """What differs after each change of the schema; None where the file cannot be read."""
        return self._read("schema_version")

    def state(self) -> tuple[int, int] | None:
        """What differs after each commit of another process; None where the file cannot be read."""
        version = self._read("data_version")
        return None if version is None else (self._number, version)

    def _read(self, pragma: str) -> int | None:
        try:
            if self._connection is None:
                address = f"{self._path.resolve().as_uri()}?mode=ro"
                self._connection = sqlite3.connect(address, uri=True, timeout=0, check_same_thread=False)
            number: int = self._connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        except sqlite3.Error:
            return None
        return number


_WATCHED: WeakKeyDictionary[Any, Watched] = WeakKeyDictionary()


def watch(database: Any) -> Watched:
    """What is known of a file that Datasette serves."""
    if database not in _WATCHED:
        _WATCHED[database] = Watched(Path(database.path))
    return _WATCHED[database]


def data_state(database: Any) -> tuple[int, int] | None:
    """What differs once a commit changed a served file; None for a graph in memory, and where it cannot be read."""
    return watch(database).state() if database.path else None


def spare_work(datasette: Any) -> None:
    """Have the server keep what it found out about its files and about rights."""
    for database in datasette.databases.values():
        if not database.is_memory:
            _remember(database)
    if not pm.hook.get_metadata.get_hookimpls():  # a plugin's metadata may change
        datasette._table_permission_allows = cache(datasette._table_permission_allows)
    _list_schemas_once(datasette)
    _count_for_readers_only()


def _list_schemas_once(datasette: Any) -> None:
    """Datasette copies the schemas of its files into a database of its own, and looks before each answer."""
    refresh, listed = datasette.refresh_schemas, None

    async def refresh_schemas() -> None:
        nonlocal listed
        files = {name: database for name, database in datasette.databases.items() if name != "_internal"}
        schemas = {name: None if file.is_memory else watch(file).schema() for name, file in files.items()}
        if None in schemas.values() or schemas != listed:
            await refresh()
            listed = schemas

    datasette.refresh_schemas = refresh_schemas


def _count_for_readers_only() -> None:
    """Datasette counts the rows that point at a row, dear for a busy party; our pages of rows do not show that."""
    from datasette.views.row import RowView  # noqa: PLC0415 - only whole once Datasette's plugins are loaded

    count = RowView.foreign_key_tables
    if getattr(count, "__wrapped__", None):
        return

    @wraps(count)
    async def count_where_shown(self: Any, database: str, table: str, keys: Any) -> Any:
        unshown = database == DATABASE and table in record.TABLES and rows_shown.get() is not None
        return [] if unshown else await count(self, database, table, keys)

    RowView.foreign_key_tables = count_where_shown


def _remember(database: Any) -> None:
    watched = watch(database)
    for name in OF_SCHEMA:
        setattr(database, name, _kept(watched, name, getattr(database, name)))
    execute, count_rows = database.execute, database.table_counts

    async def execute_or_remember(sql: str, params: Any = None, *options: Any, **named: Any) -> Any:
        if not sql.startswith(_SCHEMA_SQL):
            return await execute(sql, params, *options, **named)
        return await watched.keep(
            "schema_version", (sql, repr(params)), lambda: execute(sql, params, *options, **named)
        )

    async def table_counts(limit: int = 10) -> Any:
        return await watched.keep("data_version", ("counts",), lambda: count_rows(max(limit, COUNT_LIMIT_MS)))

    database.execute, database.table_counts = execute_or_remember, table_counts


def _kept(watched: Watched, name: str, find: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def found(*given: Any) -> Any:
        answer = await watched.keep("schema_version", (name, *given), lambda: find(*given))
        return list(answer) if isinstance(answer, list) else answer

    return found
