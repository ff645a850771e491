"""Ids that lead elsewhere: the page of a node that was merged is that of its successor."""

from typing import Any
from urllib.parse import unquote

from browse.reading import DATABASE, read_rows

#: Tables whose rows have the id of a node.
TABLES = ("nodes", "cases", "deals")
SUCCESSOR_SQL = """
select new_id, exists (select 1 from cases where id = new_id) as cases,
  exists (select 1 from deals where id = new_id) as deals
from successors where old_id = :id
"""


async def find_successor(database: Any, path: str) -> tuple[str, str] | None:
    """Table and id of the row that stands in place of a missing one.

    Args:
        database: the graph, as Datasette holds it.
        path: that was asked for, below the server's own: '/rightswire/nodes/x' or '/rightswire/nodes/x.json'.

    Returns:
        None where the path is no node's, or no id leads on.
    """
    parts = path.strip("/").split("/")
    if len(parts) != 3 or parts[0] != DATABASE or parts[1] not in TABLES:
        return None
    rows = await read_rows(database, SUCCESSOR_SQL, id=unquote(parts[2]).removesuffix(".json"))
    if not rows:
        return None
    table = parts[1] if rows[0].get(parts[1]) else "nodes"
    return table, str(rows[0]["new_id"])
