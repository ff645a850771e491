"""The one way in which pages read the database: named SQL in, rows as dictionaries out."""

from collections.abc import Callable, Coroutine, Mapping
from sqlite3 import Connection
from typing import Any, Protocol, TypeVar

from datasette import database as datasette_database

#: Name under which Datasette serves rightswire.db; part of every address and of datasette-metadata.json.
DATABASE = "rightswire"
#: Kinds of nodes that are no parties.
NO_PARTIES = ("case", "deal", "court", "work", "product")
#: Statuses in which a case is over.
CLOSED = ("settled", "dismissed", "judgment-plaintiff", "judgment-defendant", "judgment", "withdrawn", "closed")

#: Which deals `d` license works and are more than talks, as the query most_licensed counts them.
LICENCES = """coalesce(d.status, '') <> 'in-talks' and (d.provenance = 'news'
    or d.deal_type in ('license', 'partnership', 'data-access', 'revenue-share', 'settlement-license'))"""

Row = dict[str, Any]
Read = TypeVar("Read")


class Database(Protocol):
    """What we use of Datasette's Database: read-only, with a time limit."""

    async def execute(self, sql: str, params: Mapping[str, Any] | None = None) -> Any:
        """Run a query and return its results, with `rows`."""


async def read_rows(database: Database, sql: str, **parameters: object) -> list[Row]:
    """The rows that a query gives.

    Raises:
        sqlite3.OperationalError: a table or column is missing, or the file cannot be read.
        datasette.database.QueryInterrupted: the query took longer than sql_time_limit_ms.
    """
    results = await database.execute(sql, parameters)
    columns = results.columns
    return [dict(zip(columns, row, strict=True)) for row in results.rows]  # dict(row) looks for each name anew


class _OneConnection(datasette_database.Database):  # type: ignore[misc]  # Datasette has no types
    """A database as one of Datasette's threads sees it: what it is asked is answered there and then."""

    def __init__(self, database: Any, connection: Connection) -> None:
        super().__init__(database.ds, is_memory=True)
        self.name = database.name
        self._connection = connection

    async def execute_fn(self, fn: Callable[[Connection], Any]) -> Any:
        return fn(self._connection)


async def at_once(database: Any, read: Callable[[Database], Coroutine[Any, Any, Read]]) -> Read:
    """What `read` gives, all its queries asked in one turn of one thread.

    Each query by itself would wait for a thread, and its answer for the server, behind all pages made meanwhile.

    Args:
        database: Datasette's.
        read: awaits nothing but the database that it is given; each of its queries has the usual time limit.

    Raises:
        RuntimeError: it awaits something else.
    """

    def run(connection: Connection) -> Read:
        try:
            read(_OneConnection(database, connection)).send(None)
        except StopIteration as done:
            found: Read = done.value
            return found
        raise RuntimeError("what is read at once may await its database alone")

    told: Read = await database.execute_fn(run)
    return told
