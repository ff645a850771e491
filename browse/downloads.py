"""The exports that lie beside the graph's file, offered for download, and every table and query as CSV and JSON."""

import asyncio
import os
import sqlite3
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from datasette.utils.asgi import NotFound, Response

from browse.moments import moment
from browse.reading import DATABASE, read_rows
from browse.replies import graph_view, is_unchanged, validators

FOLDER = "exports"
#: A run writes the exports before it ends: what is older than its beginning it did not write.
LAST_RUN_SQL = "select max(started) as begun from runs"
PAGE_PATH = "/-/downloads"
CHUNK = 1 << 16
SIZES = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


@dataclass(frozen=True, slots=True)
class Export:
    """A file that `rightswire export` writes.

    Attributes:
        name: of the file; no other is ever served.
        title: its format.
        opens: what it is good for.
        content_type: as which it is sent.
    """

    name: str
    title: str
    opens: str
    content_type: str


#: What `rightswire export` may have written (graph/formats.py).
EXPORTS = (
    Export("rightswire.gexf", "GEXF 1.2", "Gephi, sigma.js, networkx", "application/xml; charset=utf-8"),
    Export(
        "rightswire.graphml", "GraphML", "Cytoscape, yEd, igraph (R, Python), Neo4j", "application/xml; charset=utf-8"
    ),
    Export("rightswire.json", "Node-link JSON", "networkx, d3, scripts", "application/json; charset=utf-8"),
    Export("nodes.csv", "CSV: nodes", "spreadsheets, pandas, R", "text/csv; charset=utf-8"),
    Export("edges.csv", "CSV: edges", "spreadsheets, pandas, R; Gephi with the nodes", "text/csv; charset=utf-8"),
)
#: By name: a name of the address is looked up here and never joined to a path.
BY_NAME = {export.name: export for export in EXPORTS}


@dataclass(frozen=True, slots=True)
class Found:
    """An export that is there: its size in bytes, and when it was written (aware UTC)."""

    export: Export
    size: int
    written: datetime

    @property
    def size_words(self) -> str:
        """'1.7 MB'."""
        for scale, word in SIZES:
            if self.size >= scale:
                return f"{self.size / scale:.3g} {word}"
        return f"{self.size} byte{'' if self.size == 1 else 's'}"


class ExportDownload:
    """An export as an answer: sent in pieces from a file that was opened once, so that a renewal cannot mix two."""

    def __init__(self, descriptor: int, status: int, headers: dict[str, str]) -> None:
        self._descriptor = descriptor
        self._status = status
        self._headers = headers

    async def asgi_send(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Send head and body, and close the file whatever happens."""
        with open(self._descriptor, "rb") as file:
            pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self._headers.items()]
            await send({"type": "http.response.start", "status": self._status, "headers": pairs})
            async for piece in _pieces(file):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(file.read, CHUNK):
        yield piece


def routes() -> list[tuple[str, Callable[..., Any]]]:
    """What Datasette is to serve, by address."""
    return [(r"/-/downloads$", downloads_page), (r"/-/downloads/(?P<name>[^/]+)$", download)]


def export_folder(database: Any) -> Path | None:
    """Where the exports of a served graph lie: beside its file, wherever that is; None for a graph in memory."""
    return Path(database.path).resolve().parent / FOLDER if database.path else None


def open_export(folder: Path, export: Export) -> int | None:
    """A descriptor of the file; None where there is none. A link is refused: it may lead to what is not ours."""
    try:
        descriptor = os.open(folder / export.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    return None


def find_exports(folder: Path | None) -> list[Found]:
    """The exports that are there."""
    found = []
    for export in EXPORTS if folder else ():
        descriptor = open_export(folder, export) if folder else None
        if descriptor is not None:
            told = os.fstat(descriptor)
            os.close(descriptor)
            found.append(Found(export, told.st_size, datetime.fromtimestamp(told.st_mtime, UTC)))
    return found


@graph_view
async def download(datasette: Any, request: Any) -> Any:
    """One of the exports."""
    export, folder = BY_NAME.get(request.url_vars["name"]), export_folder(datasette.databases[DATABASE])
    descriptor = open_export(folder, export) if export and folder else None
    if export is None or descriptor is None:
        raise NotFound("There is no such export: `make export` writes them all")
    told = os.fstat(descriptor)
    headers = validators(f'"{told.st_mtime_ns:x}-{told.st_size:x}"', datetime.fromtimestamp(told.st_mtime, UTC))
    headers |= {"Content-Type": export.content_type, "Content-Disposition": f'attachment; filename="{export.name}"'}
    if is_unchanged(request.headers, headers):
        os.close(descriptor)
        return Response("", status=304, headers=headers, content_type=export.content_type)
    if request.method == "HEAD":
        os.close(descriptor)
        return Response("", headers={**headers, "Content-Length": str(told.st_size)}, content_type=export.content_type)
    return ExportDownload(descriptor, 200, {**headers, "Content-Length": str(told.st_size)})


@graph_view
async def downloads_page(datasette: Any, request: Any) -> Response:
    """Exports, tables and queries with their addresses."""
    graph = datasette.databases[DATABASE]
    found = find_exports(export_folder(graph))
    metadata = datasette.metadata(database=DATABASE) or {}
    try:
        begun = moment((await read_rows(graph, LAST_RUN_SQL))[0]["begun"])
    except sqlite3.DatabaseError:
        begun = None
    context = {
        "found": found,
        "stale": any(begun is not None and item.written < begun for item in found),
        "last_run": begun,
        "tables": [
            *await graph.view_names(),
            *(set(await graph.table_names()) - set(await graph.hidden_table_names())),
        ],
        "described": metadata.get("tables") or {},
        "most_rows": datasette.setting("max_returned_rows"),
        "most_megabytes": datasette.setting("max_csv_mb"),
        "streams": datasette.setting("allow_csv_stream"),
        "rightswire_database": DATABASE,
    }
    return Response.html(await datasette.render_template("downloads.html", context, request=request))
