"""Pages of a table follow one another: rows that tie in the sorted column stand in the order of the key on each page.

Datasette 0.65 continues after the last row's value and key, but orders by the key only from the second page on. The
first then shows ties in any order, and what it leaves out with a smaller key is on no page, in HTML, JSON and CSV.
"""

import re
from contextvars import ContextVar
from functools import wraps
from typing import Any

from datasette.utils import CustomRow, escape_sqlite, tilde_decode

#: A page's rows in the order of one column; facets are grouped, and later pages name the key already.
_BY_COLUMN = re.compile(r"\A(select (?!.*\bgroup by\b).*\border by (?:\[[^]]*]|\w+)(?: desc)?)( limit \d+)\Z", re.S)
_key: ContextVar[str] = ContextVar("key", default="")


class MissingColumnError(KeyError, IndexError):
    """A row lacks a column; an IndexError as sqlite3.Row's is, since Datasette then looks the value up by the key."""


def _missing(_row: CustomRow, column: str) -> Any:
    raise MissingColumnError(column)


def order_ties(datasette: Any) -> None:
    """Have the server order by the key what it orders by a column of a table."""
    from datasette.views.table import TableView  # noqa: PLC0415 - only whole once Datasette's plugins are loaded

    for database in datasette.databases.values():
        _order_database(database)
    CustomRow.__missing__ = _missing  # asked for the sorted column where ?_col= leaves that out
    answer = TableView.data
    if getattr(answer, "__wrapped__", None):
        return

    @wraps(answer)
    async def answer_in_order(self: Any, request: Any, *args: Any, **options: Any) -> Any:
        before = _key.set(await _key_of(self.ds, request))
        try:
            return await answer(self, request, *args, **options)
        finally:
            _key.reset(before)

    TableView.data = answer_in_order


def _order_database(database: Any) -> None:
    execute = database.execute

    async def execute_in_order(sql: str, *args: Any, **options: Any) -> Any:
        key = _key.get()
        return await execute(_BY_COLUMN.sub(rf"\1, {key}\2", sql) if key else sql, *args, **options)

    database.execute = execute_in_order


async def _key_of(datasette: Any, request: Any) -> str:
    """The columns of a table's key; '' where it is none of its tables, as views and queries are."""
    database = datasette.databases.get(tilde_decode(request.url_vars["database"]))
    table = tilde_decode(request.url_vars["table"])
    if database is None or not await database.table_exists(table):
        return ""
    return ", ".join(escape_sqlite(column) for column in await database.primary_keys(table)) or "rowid"
