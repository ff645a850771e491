"""A small web on loopback and an archive on disk. Only the clock is made up."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from ingest.archive import Archive
from ingest.fetch import Fetcher
from ingest.model import ArticleOutcome, FeedOutcome, FeedSource, Fetched, FetchOptions
from ingest.update_articles import fetch_articles
from ingest.update_feeds import fetch_feeds
from rightswire.errors import FeedError, PageError

STORY = (
    "The publisher sued the maker of the chatbot in federal court on Friday over the copying of its articles.",
    "The complaint says that thousands of articles were used for training without a licence.",
)


@dataclass
class Clock:
    """A clock that stands still until it is told otherwise."""

    moment: datetime = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **amount: float) -> None:
        self.moment += timedelta(**amount)


@dataclass
class SmallWeb:
    """Answers by path, and the requests that came."""

    server: HTTPServer
    requests: list[Request] = field(default_factory=list)
    answers: dict[str, Callable[[Request], Response]] = field(default_factory=dict)
    released: threading.Event = field(default_factory=threading.Event)  # handlers that hang wait for it

    def __post_init__(self) -> None:
        self.server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        self.requests.append(request)
        handler = self.answers.get(request.full_path.rstrip("?")) or self.answers.get(request.path)
        return handler(request) if handler else Response("nothing here", status=404)

    def url(self, path: str) -> str:
        return self.server.url_for(path)

    def serve(
        self, path: str, body: bytes | str, content_type: str = "text/html", status: int = 200, **headers: str
    ) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = lambda _: Response(body, status, named, content_type=content_type)
        return self.url(path)

    def handle(self, path: str, handler: Callable[[Request], Response]) -> str:
        self.answers[path] = handler
        return self.url(path)

    def page(
        self, path: str, title: str = "Publisher sues chatbot maker", head: str = "", story: tuple[str, ...] = STORY
    ) -> str:
        paragraphs = "".join(f"<p>{text}</p>" for text in story)
        body = f"<html><head><title>{title}</title>{head}</head><body><article>{paragraphs}</article></body></html>"
        return self.serve(path, body, "text/html; charset=utf-8")

    def feed(self, path: str, *items: str, **headers: str) -> str:
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{"".join(items)}</channel></rss>'
        return self.serve(path, body, "application/rss+xml", **headers)

    def paths(self) -> list[str]:
        return sorted(request.path for request in self.requests)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def threaded_server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", threaded=True) as server:
        yield server


@pytest.fixture
def web(threaded_server: HTTPServer) -> Iterator[SmallWeb]:
    small = SmallWeb(threaded_server)
    yield small
    small.released.set()
    threaded_server.clear()


@pytest.fixture
def item() -> Callable[..., str]:
    """An item of an RSS feed."""

    def make(link: str, title: str = "A story", extra: str = "") -> str:
        return f"<item><title>{title}</title><link>{link}</link>{extra}</item>"

    return make


@pytest.fixture
def two_stories(web: SmallWeb, item: Callable[..., str]) -> str:
    """A feed of two stories."""
    links = [web.page("/a", "A story"), web.page("/b", "Another story")]
    return web.feed("/feed", *map(item, links), ETag='"v1"')


@pytest.fixture
def options() -> FetchOptions:
    """Without robots.txt, so that the requests are those that a test is about; test_robots.py has it."""
    return FetchOptions(
        contact="https://desk.example/about", connect_seconds=2, timeout_seconds=2, total_seconds=4, robots=False
    )


@pytest.fixture
def source() -> Callable[..., FeedSource]:
    """A feed that may lie on loopback and is asked at each run."""

    def make(url: str, **changes: object) -> FeedSource:
        plain = FeedSource(name=f"Feed {url}", url=url, outlet="Example Wire", interval_minutes=0, allow_private=True)
        return replace(plain, **changes)

    return make


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.db") as opened:
        yield opened


@dataclass
class Night:
    """Runs over one archive."""

    archive: Archive
    options: FetchOptions
    clock: Clock

    def start(self) -> int:
        return self.archive.start_run("ingest", "test", self.clock())

    def feeds(self, *sources: FeedSource) -> list[FeedOutcome]:
        return list(fetch_feeds(self.archive, sources, self.options, self.start(), self.clock))

    def run(self, *sources: FeedSource) -> tuple[list[FeedOutcome], list[ArticleOutcome]]:
        run_id = self.start()
        feeds = list(fetch_feeds(self.archive, sources, self.options, run_id, self.clock))
        return feeds, list(fetch_articles(self.archive, sources, self.options, run_id, self.clock))

    def tomorrow(self, *sources: FeedSource) -> tuple[list[FeedOutcome], list[ArticleOutcome]]:
        self.clock.advance(days=1)
        return self.run(*sources)


@pytest.fixture
def night(archive: Archive, options: FetchOptions, clock: Clock) -> Night:
    return Night(archive, options, clock)


@pytest.fixture
def fetcher(options: FetchOptions, clock: Clock) -> Iterator[Fetcher]:
    """Reads no more than 100 kB of a feed or page."""
    with Fetcher(replace(options, feed_bytes=100_000, page_bytes=100_000), clock) as opened:
        yield opened


@pytest.fixture
def page(fetcher: Fetcher, source: Callable[..., FeedSource]) -> Callable[[str], Fetched]:
    """Fetches the page at a link."""
    return lambda link: fetcher.fetch_page(source("https://feed.example/"), link)


@pytest.fixture
def failure() -> Callable[[Callable[[], Fetched]], str]:
    """The reason why a call fails."""

    def reason_of(call: Callable[[], Fetched]) -> str:
        with pytest.raises((FeedError, PageError)) as caught:
            call()
        return caught.value.reason

    return reason_of


@pytest.fixture
def socket_server() -> Iterator[Callable[..., tuple[str, list[int]]]]:
    """A server below HTTP: sends each connection the bytes given for it, then hangs up."""
    import socket

    listener = socket.create_server(("127.0.0.1", 0))
    threads = []

    def serve(answers: list[bytes], drip: float = 0.0) -> tuple[str, list[int]]:
        tries: list[int] = []

        def answer() -> None:
            for body in answers:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                tries.append(1)
                with connection:
                    connection.recv(65536)
                    try:
                        for piece in [body] if not drip else [body[i : i + 4] for i in range(0, len(body), 4)]:
                            connection.sendall(piece)
                            time.sleep(drip)
                    except OSError:
                        continue

        threads.append(threading.Thread(target=answer, daemon=True))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/", tries

    yield serve
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    for thread in threads:
        thread.join(5)
