"""Requests that Datasette 0.65 answers with a failure, or not at all, get an answer that says what is wrong.

Beside rich, an address without a route was one of them (browse.plugin.startup). The others, each shown by a test: an
address with a part longer than a file's name may be, where a file is looked for; a method that no view has, or POST
where nothing can be posted; bytes in an address that are no ASCII; a cookie of somebody else with a name that Python's
reader of cookies refuses. Whatever else goes wrong is answered too, so that no answer lacks the security headers.
"""

import errno
import json
import sqlite3
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, NotFound
from datasette.views.base import DatasetteError

from browse.security import Application, Message, Receive, Send

#: Bytes of an address with its parameters, at most. A browser's own limit is of this size.
MAX_ADDRESS = 16_384
#: What SQLite says where a row's address holds fewer parts than the key has columns.
UNBOUND = "did not supply a value for binding"
#: What Datasette says before the name of a column that it cannot sort by.
SORTING = "Cannot sort table by "
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def with_limits(application: Application) -> Application:
    """The application, behind what must hold of a request."""

    async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        if refusal := _refusal(scope):
            await _tell(send, *refusal)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await application(_readable(scope), receive, watched)
        finally:  # an exception goes on to the server, whose log tells it
            if not started:
                await _tell(send, 500, "Something went wrong here; the server's log says what.")

    return wrapped


def _refusal(scope: Message) -> tuple[int, str] | None:
    raw = scope.get("raw_path") or b""
    if scope["method"] not in METHODS:
        return 405, f"Only {', '.join(METHODS)} are answered here."
    if len(raw) + len(scope.get("query_string") or b"") > MAX_ADDRESS:
        return 414, f"The address is longer than {MAX_ADDRESS:,} bytes."
    if not raw.isascii():
        return 400, "The address holds bytes that must be percent-encoded."
    return None


def _readable(scope: Message) -> Message:
    """The request without cookies that cannot be read: any site of the same host may have set them."""
    kept = [(name, value) for name, value in scope.get("headers") or [] if name.lower() != b"cookie" or _reads(value)]
    return {**scope, "headers": kept}


def _reads(cookies: bytes) -> bool:
    try:
        SimpleCookie().load(cookies.decode("latin-1"))
    except CookieError:
        return False
    return True


async def _tell(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    headers += [(b"allow", ", ".join(METHODS).encode())] if status == 405 else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})


def _mistake(failure: Exception, request: Any) -> str | None:
    """A reader's mistake in a sentence, of which Datasette 0.65 makes a failure of the server."""
    if isinstance(failure, json.JSONDecodeError) and request.args.get("_through"):
        return "What stands in _through is no JSON."
    if not isinstance(failure, DatasetteError) or failure.status != 500:
        return None
    said = str(failure.message)
    if said.startswith(SORTING):
        return f"This table has no column “{said.removeprefix(SORTING)[:60]}” to sort by."
    if said.startswith("Cannot use _sort and _sort_desc"):
        return "A table is sorted by _sort or by _sort_desc, not by both."
    if said.startswith("Invalid _through"):
        return "No table named in _through refers to this one."
    return None


def shown_failure(datasette: Any, request: Any, failure: Exception) -> Callable[[], Awaitable[Any]] | None:
    """The page for a failure whose own words a reader should not see; None where Datasette's page does.

    An OSError names a path of this machine. What SQLite says is about the question and stays.
    """
    from datasette.handle_exception import handle_exception  # noqa: PLC0415 - only whole once plugins are loaded

    if isinstance(failure, sqlite3.ProgrammingError) and UNBOUND in str(failure) and "pks" in request.url_vars:
        missing = NotFound("The address names only a part of this table's key")
        told_missing: Callable[[], Awaitable[Any]] = handle_exception(datasette, request, missing)
        return told_missing
    if sentence := _mistake(failure, request):
        told_mistake: Callable[[], Awaitable[Any]] = handle_exception(
            datasette, request, DatasetteError(sentence, title="Not answered", status=400)
        )
        return told_mistake
    if isinstance(failure, Base400 | DatasetteError | sqlite3.Error):
        return None
    if isinstance(failure, OSError) and failure.errno == errno.ENAMETOOLONG:
        told: Exception = NotFound("There is no page of such a name")
    elif isinstance(failure, QueryInterrupted):  # Datasette's own page for it is for HTML and JSON alone
        told = DatasetteError("The query took too long", title="SQL Interrupted", status=400)
    elif isinstance(failure, AssertionError) and request.method == "POST":
        told = DatasetteError("Only GET and HEAD are answered here", status=405)
    else:
        told = DatasetteError("Something went wrong here; the server's log says what.", status=500)
    shown: Callable[[], Awaitable[Any]] = handle_exception(datasette, request, told)
    return shown
