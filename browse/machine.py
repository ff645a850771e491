"""What the server tells of itself, without where its files lie.

Datasette 0.65 shows the path of each database at /-/databases and those of its own code at /-/threads. Whoever runs the
server knows them; a reader needs neither.
"""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Response


def routes() -> list[tuple[str, Callable[..., Any]]]:
    """These stand in place of Datasette's own: routes of plugins come first."""
    return [
        (r"/-/databases(\.(?P<format>json))?$", databases),
        (r"/-/threads(\.(?P<format>json))?$", threads),
    ]


async def databases(datasette: Any, request: Any) -> Response:
    """As Datasette has it, each path cut to the file's name."""
    told = [
        {**one, "path": Path(one["path"]).name if one["path"] else None} for one in datasette._connected_databases()
    ]
    return await _answer(datasette, request, "databases.json", told)


async def threads(datasette: Any, request: Any) -> Response:
    """How many threads there are."""
    return await _answer(datasette, request, "threads.json", {"num_threads": threading.active_count()})


async def _answer(datasette: Any, request: Any, name: str, told: Any) -> Response:
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    if request.url_vars["format"]:
        return Response.json(told)
    context = {"filename": name, "data_json": json.dumps(told, indent=4)}
    return Response.html(await datasette.render_template("show_json.html", context, request=request))
