"""The one way in which pages read the database: named SQL in, rows as dictionaries out."""

from collections.abc import Mapping
from typing import Any, Protocol

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
    return [dict(row) for row in results.rows]
