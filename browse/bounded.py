"""Pages of queries show the first rows, and as many as a page can hold; JSON and CSV of the same query hold all.

Datasette 0.65 puts every row of a canned query on its page: ten thousand rows are ten megabytes and seconds. While a
page is asked for, the query's SQL therefore asks for ROWS_SHOWN rows and one more, which tells that there are others.
"""

import re
from contextvars import ContextVar
from typing import Any
from urllib.parse import parse_qs

from browse.reading import DATABASE

ROWS_SHOWN = 100
#: `?_rows=` asks for more.
MOST_ROWS = 1000
_FORMAT = re.compile(r"\.\w+$")
_LIMITED = re.compile(r"\blimit\s+\w+(\s+offset\s+\w+)?\s*$", re.IGNORECASE)

rows_shown: ContextVar[int | None] = ContextVar("rows_shown", default=None)


def page_rows(path: str, query_string: bytes) -> int | None:
    """How many rows the answer shows where it is a page; None where it is JSON, CSV or the like."""
    if _FORMAT.search(path.rsplit("/", 1)[-1]):
        return None
    wanted = parse_qs(query_string.decode("latin-1")).get("_rows", [""])[0]
    return min(int(wanted), MOST_ROWS) if wanted.isdecimal() and int(wanted) else ROWS_SHOWN


def bound(sql: str, rows: int) -> str:
    """The query for so many rows and one more."""
    whole = sql.rstrip().rstrip(";")
    if _LIMITED.search(whole):
        return f"select * from (\n{whole}\n) limit {rows + 1}"  # noqa: S608 - a query of our metadata
    return f"{whole}\nlimit {rows + 1}"


def bound_pages(datasette: Any) -> None:
    """Have the server bound its canned queries while `rows_shown` is set.

    The hook for canned queries will not do: Datasette 0.65 writes what it returns into the metadata of all answers.
    """
    find = datasette.get_canned_query

    async def find_bounded(database: str, name: str, actor: Any) -> Any:
        query, rows = await find(database, name, actor), rows_shown.get()
        if not query or rows is None or query.get("write") or database != DATABASE:
            return query
        return {**query, "sql": bound(query["sql"], rows)}

    datasette.get_canned_query = find_bounded
