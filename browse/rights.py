"""Who may see the pages that put the whole graph together.

Datasette 0.65 asks for the right to a table where it shows that table. Our own pages (the first one, search, feeds,
calendar, explorer, downloads, and those of parties, cases, deals, articles and relations) take what they show from many
tables at once: they are for those who may see every table, and never leave out rows without a word.
"""

from typing import Any

from datasette.utils.asgi import Forbidden

from browse.reading import DATABASE

REFUSAL = (
    "This page is put together from all tables of the graph, and you have no right to some of them. "
    "Tables that you may see are open to you at their own addresses."
)


async def ensure_whole_graph(datasette: Any, actor: Any) -> None:
    """Let those through who may see the database and every table and view of it.

    Args:
        datasette: that serves.
        actor: who asks, as Datasette knows them; None for anybody.

    Raises:
        datasette.utils.asgi.Forbidden: the actor lacks a right.
    """
    await datasette.ensure_permissions(actor, [("view-database", DATABASE), "view-instance"])
    graph = datasette.databases.get(DATABASE)
    for name in [*await graph.table_names(), *await graph.view_names()] if graph else ():
        if not await datasette.permission_allowed(actor, "view-table", resource=(DATABASE, name), default=True):
            raise Forbidden(REFUSAL)
