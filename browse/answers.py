"""Answers kept in memory, for as long as the graph they were made from is the one served.

Most readers ask for the same pages, and between two nightly runs each page is the same. An answer is kept with the
versions that the served files had before it was made (SQLite's data_version changes with every commit of another
process, the nightly run's too) and handed out while they hold, with an ETag of its bytes. Nothing is kept of requests
with a cookie or credentials, of answers that set one, fail or are large, and of SQL that readers wrote themselves.

After a commit all pages are to be made anew, and busy readers ask for all of them at once. While one page is being made
anew, others are told as they were before the commit, for OUTDATED_SECONDS after it was noticed: they are made anew in
turn. Whoever comes to an idle server sees a commit at once, unless the page takes longer than PATIENCE_SECONDS: it too
is told as it was, and made anew meanwhile for whoever asks next.
"""

import asyncio
import hashlib
import logging
import re
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from browse.security import Application, Message, Receive, Send

#: All answers together, and the largest that is kept.
MOST_BYTES, LARGEST = 64 << 20, 2 << 20
#: Pages under /-/ that show the graph; the others show the server.
KEPT_ROUTES = re.compile(
    r"/-/(search|complete\.json|explore|graph/\w+\.json|feeds/[^?]*\.atom|calendar\.ics|subscribe)"
)
#: How long after a commit an answer from before it may be told.
OUTDATED_SECONDS = 60.0
#: How long a reader waits for an answer that is made anew, where there is one from before.
PATIENCE_SECONDS = 0.05
_PERSONAL = {b"cookie", b"authorization"}
#: What only the page itself can answer; who sends it has an address that answers 304 quickly.
_DATED = b"if-modified-since"
_LOG = logging.getLogger("uvicorn.error")
_OWN_SQL = (b"sql=", b"_where=", b"_stream=", b"_trace=")

Key = tuple[str, str, bytes, bytes, date]
Versions = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was sent, without its ETag."""

    versions: Versions
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    etag: bytes


class FileVersions:
    """Tells when another process has changed one of the served files."""

    def __init__(self, paths: Callable[[], list[str] | None]) -> None:
        """`paths` gives the served files; None where something else is served beside files."""
        self._paths = paths
        self._open: dict[str, sqlite3.Connection] = {}

    def read(self) -> Versions | None:
        """A number for each file; None where one cannot be read now."""
        paths = self._paths()
        try:
            return tuple(self._version(path) for path in paths) if paths else None
        except sqlite3.Error:
            return None

    def _version(self, path: str) -> int:
        if path not in self._open:
            address = f"{Path(path).resolve().as_uri()}?mode=ro"
            self._open[path] = sqlite3.connect(address, uri=True, timeout=0, check_same_thread=False)
        version: int = self._open[path].execute("PRAGMA data_version").fetchone()[0]
        return version

    def close(self) -> None:
        """Let the files go."""
        while self._open:
            self._open.popitem()[1].close()


class Answers:
    """Answers by what was asked, the longest unused leaving first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """`most_bytes` is what all bodies together may take."""
        self._most = most_bytes
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0
        self._current: Versions | None = None
        self._outdated: dict[Versions, float] = {}

    def find(self, key: Key, versions: Versions) -> Answer | None:
        """The answer to this, if it was made from these versions."""
        answer = self._kept.get(key)
        if answer is None or answer.versions != versions:
            return None
        self._kept.move_to_end(key)
        return answer

    def find_outdated(self, key: Key, versions: Versions, now: float) -> Answer | None:
        """The answer to this as it was before a commit that was noticed less than OUTDATED_SECONDS ago."""
        if self._current is not None and self._current != versions:
            self._outdated[self._current] = now
        self._current = versions
        self._outdated = {old: since for old, since in self._outdated.items() if now - since < OUTDATED_SECONDS}
        answer = self._kept.get(key)
        return answer if answer and answer.versions in self._outdated else None

    def keep(self, key: Key, answer: Answer) -> None:
        """Keep it, and drop others to make room."""
        self._drop(key)
        self._kept[key] = answer
        self._bytes += len(answer.body)
        while self._bytes > self._most:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        answer = self._kept.pop(key, None)
        self._bytes -= len(answer.body) if answer else 0


def key_of(scope: Message, base: str) -> Key | None:
    """What is asked, where the answer may be kept, and the day, since some queries answer for today.

    Args:
        scope: of the request.
        base: path under which the server lies, with a slash at its end.
    """
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    path, asked = scope["path"], scope.get("query_string", b"")
    headers, below = dict(scope["headers"]), f"/{path.removeprefix(base).removeprefix('/')}"
    if headers.keys() & {*_PERSONAL, _DATED} or (below.startswith("/-/") and not KEPT_ROUTES.fullmatch(below)):
        return None
    if any(name in asked for name in _OWN_SQL):
        return None
    return scope.get("scheme", "http"), path, asked, headers.get(b"host", b""), datetime.now(UTC).date()


def with_kept_answers(application: Application, datasette: Any) -> Application:
    """The application, whose answers are kept and handed out again while the files that the server serves hold."""
    versions, answers, base = FileVersions(lambda: _files(datasette)), Answers(), datasette.setting("base_url")
    making: dict[tuple[Key, Versions], asyncio.Future[None]] = {}
    renewals: dict[Key, asyncio.Task[None]] = {}

    async def make(made: tuple[Key, Versions], scope: Message, receive: Receive, send: Send) -> None:
        future = making.setdefault(made, asyncio.get_running_loop().create_future())
        try:
            await application(scope, receive, _keeping(scope, send, made, answers))
        finally:
            renewals.pop(made[0], None)
            if making.pop(made, None) and not future.done():
                future.set_result(None)

    async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
        key = key_of(scope, base)
        served = versions.read() if key else None
        if key is None or served is None:
            await application(scope, receive, send)
            return
        outdated = answers.find_outdated(key, served, time.monotonic())
        if outdated and renewals:
            await _send(outdated, scope, send)
            return
        if (key, served) in making:  # the same is being made for somebody else
            await asyncio.shield(making[key, served])
        answer = answers.find(key, served)
        if answer:
            await _send(answer, scope, send)
            return
        if not outdated:
            await make((key, served), scope, receive, send)
            return
        sent: list[Message] = []
        renewals[key] = asyncio.create_task(make((key, served), scope, receive, _into(sent)))
        await _send_whichever(renewals[key], sent, outdated, scope, send)

    return wrapped


async def _send_whichever(
    renewal: "asyncio.Task[None]", sent: list[Message], outdated: Answer, scope: Message, send: Send
) -> None:
    """Send what the renewal sends, or the answer from before where it takes longer than a reader should wait."""
    await asyncio.wait({renewal}, timeout=PATIENCE_SECONDS)
    if not renewal.done():
        renewal.add_done_callback(_log_failure)
        await _send(outdated, scope, send)
        return
    for message in sent:
        await send(message)
    renewal.result()


def _into(sent: list[Message]) -> Send:
    async def keep(message: Message) -> None:
        sent.append(message)

    return keep


def _log_failure(renewal: "asyncio.Task[None]") -> None:
    if not renewal.cancelled() and (failure := renewal.exception()):
        _LOG.error("A page could not be made anew; its readers were told it as it was before", exc_info=failure)


def _files(datasette: Any) -> list[str] | None:
    served = [database for name, database in datasette.databases.items() if name != "_internal"]
    return None if any(database.is_memory for database in served) else [str(database.path) for database in served]


def _keeping(scope: Message, send: Send, made: tuple[Key, Versions], answers: Answers) -> Send:
    """Hold the answer back until it is whole; keep it, and send it with an ETag. One too large goes out as it comes."""
    start: Message = {}
    parts: list[bytes] = []
    large = False

    async def keep(message: Message) -> None:
        nonlocal start, large
        if message["type"] == "http.response.start":
            start = message
            names = {name.lower() for name, _ in message.get("headers", [])}
            large = message["status"] != 200 or b"set-cookie" in names
            if large:
                await send(message)
            return
        if large or message["type"] != "http.response.body":
            await send(message)
            return
        parts.append(message.get("body", b""))
        whole = not message.get("more_body", False)
        if sum(map(len, parts)) > LARGEST:
            large = True
            await send(start)
            await send({"type": "http.response.body", "body": b"".join(parts), "more_body": not whole})
        elif whole:
            answer = _answer(start, b"".join(parts), made[1])
            answers.keep(made[0], answer)
            await _send(answer, scope, send)

    return keep


def _answer(start: Message, body: bytes, served: Versions) -> Answer:
    headers = tuple((bytes(name), bytes(value)) for name, value in start.get("headers", []))
    own = [value for name, value in headers if name.lower() == b"etag"]
    digest = hashlib.sha256(repr(headers).encode() + body).hexdigest()[:20]
    others = tuple(header for header in headers if header[0].lower() != b"etag")
    return Answer(served, start["status"], others, body, own[0] if own else f'"{digest}"'.encode())


async def _send(answer: Answer, scope: Message, send: Send) -> None:
    """Send it, or tell the reader that what it has still holds."""
    given = dict(scope["headers"]).get(b"if-none-match", b"")
    same = answer.etag in [tag.strip().removeprefix(b"W/") for tag in given.split(b",")]
    kept = [*answer.headers, (b"etag", answer.etag)]
    if same:
        kept = [header for header in kept if header[0].lower() not in {b"content-length", b"content-type"}]
    await send({"type": "http.response.start", "status": 304 if same else answer.status, "headers": kept})
    await send({"type": "http.response.body", "body": b"" if same else answer.body})
