"""Ids that lead elsewhere: the page of a node that was merged is that of its successor, as are those of its rows."""

import json
from typing import Any

from datasette.utils import tilde_decode

from browse.reading import DATABASE, read_rows

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
    parts = row_id.split("|")
    rows = await read_rows(database, PARTS_SQL, parts=json.dumps(parts))
    successors = {row["old_id"]: str(row["new_id"]) for row in rows}
    new_id = "|".join(successors.get(part, part) for part in parts)
    known = await read_rows(database, f"select 1 from {table} where id = :id", id=new_id)  # noqa: S608 - one of COMPOUND
    return (table, new_id) if known and new_id != row_id else None
