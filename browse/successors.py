"""Ids that lead elsewhere: from the page, rows and filters of a node that was merged to those of its successor."""

import json
import re
import sqlite3
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode
from datasette.utils.asgi import Response

from browse.reading import DATABASE, read_rows
from browse.security import Application, Message, Receive, Send

#: Tables whose rows have the id of a node.
TABLES = ("nodes", "cases", "deals")
SUCCESSOR_SQL = """
select new_id, exists (select 1 from cases where id = new_id) as cases,
  exists (select 1 from deals where id = new_id) as deals
from successors where old_id = :id
"""
#: Tables whose ids are made of the ids of nodes and other parts: 'source|relation|target', 'node|kind|date|number'.
COMPOUND = ("edges", "events")
PARTS_SQL = "select old_id, new_id from successors where old_id in (select value from json_each(:parts))"

#: A column of ids that a table is filtered by.
ID_FILTER = re.compile(r"(?:\w+_)?id(?:__exact)?")


async def find_successor(database: Any, path: str) -> tuple[str, str] | None:
    """Table and id of the row that stands in place of a missing one.

    Args:
        database: the graph, as Datasette holds it.
        path: that was asked for, below the server's own: '/rightswire/nodes/x' or '/rightswire/nodes/x.json'.

    Returns:
        None where the path is no row's whose id is a node's or made of nodes', or no id leads on.
    """
    parts = path.strip("/").split("/")
    if len(parts) != 3 or parts[0] != DATABASE or parts[1] not in (*TABLES, *COMPOUND):
        return None
    row_id = tilde_decode(parts[2]).removesuffix(".json")
    if parts[1] in COMPOUND:
        return await _find_compound(database, parts[1], row_id)
    rows = await read_rows(database, SUCCESSOR_SQL, id=row_id)
    if not rows:
        return None
    table = parts[1] if rows[0].get(parts[1]) else "nodes"
    return table, str(rows[0]["new_id"])


async def _find_compound(database: Any, table: str, row_id: str) -> tuple[str, str] | None:
    (new_id,) = await _led_on(database, [row_id])
    known = await read_rows(database, f"select 1 from {table} where id = :id", id=new_id)  # noqa: S608 - one of COMPOUND
    return (table, new_id) if known and new_id != row_id else None


async def _led_on(database: Any, ids: list[str]) -> list[str]:
    """Ids with each part that leads elsewhere put as what it leads to."""
    parts = [part for one in ids for part in one.split("|")]
    rows = await read_rows(database, PARTS_SQL, parts=json.dumps(parts))
    successors = {row["old_id"]: str(row["new_id"]) for row in rows}
    return ["|".join(successors.get(part, part) for part in one.split("|")) for one in ids]


async def find_filter(database: Any, query_string: bytes) -> str | None:
    """A table's filter with the ids that are valid now: 'id=open-ai' is 'id=openai'; None where it holds no old one."""
    asked = parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)
    ids = [value for name, value in asked if ID_FILTER.fullmatch(name)]
    led_on = iter(await _led_on(database, ids)) if ids else iter(())
    now = [(name, next(led_on) if ID_FILTER.fullmatch(name) else value) for name, value in asked]
    return urlencode(now) if now != asked else None


def with_old_ids(application: Application, datasette: Any) -> Application:
    """The application, which leads from a table filtered by a merged node's id to that filtered by its successor's."""

    async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
        graph = datasette.databases.get(DATABASE)
        base = datasette.setting("base_url").rstrip("/")
        below = scope["path"].removeprefix(base) if scope["type"] == "http" else ""
        found = None
        if graph is not None and re.fullmatch(rf"/{DATABASE}/\w+(?:\.json|\.csv)?", below):
            try:
                found = await find_filter(graph, scope.get("query_string") or b"")
            except (sqlite3.DatabaseError, QueryInterrupted):  # a graph of another version: Datasette says so
                found = None
        if found:
            # A proxy may have taken the base away.
            await Response.redirect(f"{base}{below}?{found}").asgi_send(send)
        else:
            await application(scope, receive, send)

    return wrapped
