"""Replies of the addresses that are neither a table's nor a query's: who may have them, and whether anything is new."""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from datasette.utils.asgi import NotFound, Response

from browse.moments import from_http_date, http_date
from browse.reading import DATABASE
from browse.rights import ensure_whole_graph

View = Callable[..., Awaitable[Any]]
#: Seconds for which a feed, a calendar or a download may be kept unasked.
FRESH_SECONDS = 300
_ETAG = re.compile(r'(?:W/)?("[^"]*")|\*')


def graph_view(view: View) -> View:
    """A view that is called with `datasette` and `request`, where the graph is served and the reader may see it.

    The view's address answers GET and HEAD and nothing else.
    """

    @wraps(view)
    async def guarded(datasette: Any, request: Any) -> Any:
        if request.method not in {"GET", "HEAD"}:
            return Response.text("Only GET and HEAD are answered here", status=405, headers={"Allow": "GET, HEAD"})
        if DATABASE not in datasette.databases:
            raise NotFound("No graph is served here: `make ingest` builds it")
        await ensure_whole_graph(datasette, request.actor)
        return await view(datasette, request)

    return guarded


def fresh_or_unchanged(request: Any, body: bytes, content_type: str, modified: datetime) -> Response:
    """The body, or 304 where the reader has it already (RFC 9110, section 13).

    Args:
        request: whose If-None-Match, or else If-Modified-Since, says what the reader has.
        body: whole.
        content_type: with its charset.
        modified: when what the body tells of was last changed, aware UTC.
    """
    headers = validators(f'"{hashlib.sha256(body).hexdigest()[:32]}"', modified)
    if is_unchanged(request.headers, headers):
        return Response("", status=304, headers=headers, content_type=content_type)
    return Response(body, headers=headers, content_type=content_type)


class Kept:
    """Documents that were made last, each for one state of the data: a reader who asks again costs nothing."""

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._documents: OrderedDict[Hashable, Any] = OrderedDict()

    def find(self, key: Hashable) -> Any:
        """The document; None where it is not kept."""
        if key in self._documents:
            self._documents.move_to_end(key)
        return self._documents.get(key)

    def keep(self, key: Hashable, document: Any) -> None:
        """Keep a document; the one that was asked for least lately goes."""
        self._documents[key] = document
        while len(self._documents) > self._size:
            self._documents.popitem(last=False)


def validators(etag: str, modified: datetime) -> dict[str, str]:
    """Headers by which a reader can ask again for little."""
    return {"ETag": etag, "Last-Modified": http_date(modified), "Cache-Control": f"max-age={FRESH_SECONDS}"}


def is_unchanged(asked: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Whether a request's conditions say that the reader has what these validators name.

    Args:
        asked: headers of the request, names in lower case.
        headers: of `validators`.
    """
    known = asked.get("if-none-match")
    if known is not None:
        return any(match[0] == "*" or match[1] == headers["ETag"] for match in _ETAG.finditer(known))
    since = from_http_date(asked.get("if-modified-since", ""))
    modified = from_http_date(headers["Last-Modified"])
    return (
        since is not None and modified is not None and modified <= since and modified > datetime(1970, 1, 1, tzinfo=UTC)
    )
