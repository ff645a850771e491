"""A small web on loopback that changes from night to night: a real HTTP server, the same answers in each life."""

import threading
import time
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FEEDS = 26
FIRST_NIGHT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
NIGHTS = 4
_NEW, _SHOWN = 2, 5  # entries that a feed gains in a night, and that it shows
DEFENDANTS = ("OpenAI", "Anthropic", "Microsoft", "Meta", "Google", "Stability AI")
DEALERS = ("News Corp", "Axel Springer", "The Associated Press", "Condé Nast", "Vox Media", "The Atlantic")


class ChangingWeb(ThreadingHTTPServer):
    """Feeds at /feed/N, pages below /page and /wire; `night` is which night it is, from 1."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.night = 1
        self.requests = 0
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, *_: object) -> None:
        """Say nothing: clients are killed here."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, path: str) -> tuple[int, str, str]:
        """Status, content type and body of what lies at `path` in this night."""
        kind, *rest = path.split("?", maxsplit=1)[0].strip("/").split("/")
        if kind == "feed":
            return self._feed(int(rest[0]))
        if kind == "page":
            return self._page(*map(int, rest))
        if kind == "wire":
            return self._story(f"/wire/{rest[0]}", 1000 + int(rest[0]))
        return 404, "text/plain", "nothing here"

    def _feed(self, number: int) -> tuple[int, str, str]:
        if number == FEEDS - 1:
            return 404, "text/plain", "gone"
        if number == FEEDS - 2:
            return 200, "application/rss+xml", "<rss><channel><item><title>cut"
        if number == FEEDS - 3 and self.night == 2:
            return 503, "text/plain", "later"
        night = min(self.night, 2) if number == FEEDS - 4 else self.night  # one falls silent
        items = (self._item(number, entry) for entry in range(night * _NEW, night * _NEW + _SHOWN))
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{"".join(items)}</channel></rss>'
        return 200, "application/rss+xml", body

    def _item(self, feed: int, entry: int) -> str:
        link = f"{self.address}/page/{feed}/{entry}"
        if entry % 4 == 0:  # a wire story that many feeds carry, some with a tracking parameter
            link = f"{self.address}/wire/{entry}" + ("?utm_source=rss" if feed % 2 else "")
        date = format_datetime(FIRST_NIGHT - timedelta(days=1) + timedelta(hours=entry), usegmt=True)
        summary = _sentences(feed * 100 + entry) if feed % 3 == 0 else ""
        return (
            f"<item><title>Story {feed}-{entry}</title><link>{link}</link><pubDate>{date}</pubDate>"
            f"<description>{summary}</description></item>"
        )

    def _page(self, feed: int, entry: int) -> tuple[int, str, str]:
        if entry % 7 == 3:
            return 404, "text/plain", "nothing here"
        if entry % 7 == 5 and self.night < 3:
            return 500, "text/plain", "broken tonight"
        if entry % 11 == 6:
            return 200, "text/html", "<html><body></body></html>"
        if entry % 5 == 2:  # a page that says that it is the same as another's
            return self._story(f"/page/{feed - feed % 2}/{entry}", feed - feed % 2)
        return self._story(f"/page/{feed}/{entry}", feed * 100 + entry)

    def _story(self, path: str, number: int) -> tuple[int, str, str]:
        correction = "Correction: an earlier version misspelt a name." if number % 5 == 1 and self.night > 2 else ""
        body = (
            f'<html lang="en"><head><title>Story at {path}</title><link rel="canonical" href="{self.address}{path}">'
            f'<meta property="article:published_time" content="2026-11-19T08:00:00Z"></head><body><article>'
            f"<h1>Story at {path}</h1><p>{_sentences(number)}</p><p>It is told at {path}.</p><p>{correction}</p></article></body></html>"
        )
        return 200, "text/html; charset=utf-8", body


def _sentences(number: int) -> str:
    party, dealer = DEFENDANTS[number % 6], DEALERS[number // 6 % 6]
    if number % 3 == 0:
        return f"{dealer} has licensed its articles to {party}, which may train artificial intelligence on them."
    if number % 3 == 1:
        return f"{dealer} sued {party} over copyright in articles used to train artificial intelligence."
    return f"Rain will reach the coast on day {number}, forecasters said, and winds will be light."


class _Handler(BaseHTTPRequestHandler):
    server: ChangingWeb
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.requests += 1
        status, content_type, body = self.server.answer(self.path)
        etag = f'"{hash_of(body)}"'
        if self.headers.get("If-None-Match") == etag:
            status, body = 304, ""
        content = body.encode()
        time.sleep(0.002)
        try:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
            if self.path.startswith("/feed"):
                self.send_header("ETag", etag)
            self.end_headers()
            self.wfile.write(content)
        except OSError:  # the reader was killed
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def hash_of(body: str) -> str:
    """A short digest, the same in each process."""
    return f"{zlib.crc32(body.encode()):08x}"
