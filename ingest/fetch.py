"""The one place that asks for something: a feed or page, from the web or from disk, as bounded bytes or an error.

Every error carries a reason that groups like failures: 'timed out', 'too large', 'HTTP 404', 'private address',
'unknown host', 'cannot connect', 'connection broken', 'not HTTP', 'no TLS', 'bad certificate', 'redirect loop',
'bad redirect', 'bad address', 'bad encoding', 'headers too large', 'not a page', 'refused by robots.txt', 'robots.txt
unreachable', 'host paused', 'interrupted' (by `Fetcher.close`), and those of ingest.disk.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

import httpx

from ingest import disk
from ingest.answers import (
    PERMANENT,
    FeedRefusedError,
    Redirect,
    RefusedError,
    Request,
    check_headers,
    check_page_type,
    failure_reason,
    request_headers,
    understood,
)
from ingest.bodies import ACCEPTED
from ingest.breaking_off import ExchangeError, Waits
from ingest.freshness import Rest
from ingest.model import FeedSource, FeedState, Fetched, FetchOptions
from ingest.network import Deadline, GuardedTransport
from ingest.pacing import PAUSED, UNTOLD_PAUSE, Pacing, PausedError, host_of
from ingest.robots import MOST_BYTES, RobotsBook, RobotsFile
from ingest.streams import AnswerStream
from ingest.urls import absolute_url, is_web_address
from rightswire.errors import FeedError, PageError

#: How long nothing may come in the midst of a body, in seconds.
_MOST_SILENCE = 60.0
_FEED_TYPES = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_PAGE_ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1"
#: Failures that say that there is no robots.txt to be had, as RFC 9309 has it; every other says that it may be there.
_NO_ROBOTS = ("redirect loop", "bad redirect", "HTTP 2", "HTTP 4")


@dataclass(frozen=True, slots=True)
class HostMemory:
    """What runs learn of hosts: who asked for a pause, by host, and the robots.txt of each origin."""

    pauses: dict[str, Rest] = field(default_factory=dict)
    robots: tuple[RobotsFile, ...] = ()


class Fetcher:
    """Fetches feeds and pages, in as many threads as like to. A context manager: it keeps connections open.

    Args:
        options: limits and patience.
        now: the clock, for the moment of each answer.
        hosts: what was learnt of hosts before; pauses do not count where options.force is set.
    """

    def __init__(self, options: FetchOptions, now: Callable[[], datetime], hosts: HostMemory | None = None) -> None:
        hosts = hosts or HostMemory()
        self._options = options
        self._now = now
        self._deadline = Deadline()
        self._waits = Waits()
        self._pacing = Pacing(options, self._waits.pause, now, {} if options.force else hosts.pauses)
        self._robots = RobotsBook(hosts.robots, self._fetch_robots, now)
        context = httpx.create_ssl_context(trust_env=False)
        # httpx's client adds cookies, logins and redirects of its own to its transport; none of them is wanted here.
        self._transports = {
            private: GuardedTransport(private, self._deadline, self._waits, context) for private in (False, True)
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection: requests under way in other threads end at once, and so do later ones."""
        self._waits.break_off()
        for transport in self._transports.values():
            transport.close()

    def hosts(self) -> HostMemory:
        """What is known of hosts now that later runs should know: pauses under way, robots.txt that were asked for."""
        return HostMemory(self._pacing.pauses(), tuple(self._robots.learnt()))

    def fetch_feed(self, source: FeedSource, state: FeedState) -> Fetched:
        """The feed, or the answer that it has not changed since the validators in `state` were given.

        It is asked at the address where it has moved for good, if it has.

        Raises:
            FeedRefusedError: its server answered with no success, or wants to be left alone; it tells how long.
            FeedError: it could not be had; the reason groups like failures.
        """
        limit = self._options.feed_bytes
        if not is_web_address(source.url):
            return disk.read_feed(source.url, limit, self._now())
        address = state.address or source.url
        return self._get(
            Request(address, FeedError, _FEED_TYPES, limit, source.allow_private, state.etag, state.last_modified)
        )

    @contextmanager
    def stream_feed(self, source: FeedSource) -> Iterator[AnswerStream]:
        """The feed's body as it comes, by the thread that asks for it; options.feed_bytes and total_seconds bound it.

        Raises:
            FeedError: as `fetch_feed` does, before anything is read and while it is.
        """
        with AnswerStream(source.url, self._options.feed_bytes) as stream:
            limit = self._options.feed_bytes
            self._get(Request(source.url, FeedError, "*/*", limit, source.allow_private, stream=stream))
            yield stream

    def fetch_page(
        self, source: FeedSource, link: str, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """The page that an entry of the feed `source` links to; with validators of an earlier answer, where it changed.

        Raises:
            PageError: it could not be had, may not be asked for, or is no text; the reason groups like failures.
        """
        limit = self._options.page_bytes
        if is_web_address(link):
            return self._get(
                Request(
                    link, PageError, _PAGE_ACCEPT, limit, source.allow_private, etag, last_modified, obeys_robots=True
                )
            )
        if is_web_address(source.url):
            raise PageError(link, "bad address", "a feed from the web may only link to http(s) addresses")
        page = disk.read_page(source.url, link, limit, self._now())
        check_page_type(link, page.content_type)
        return page

    def _fetch_robots(self, origin: str, allow_private: bool) -> str | PageError:
        """The robots.txt of an origin; empty where it has none, an error where that cannot be told.

        A server that has no time for its robots.txt (429) has none for its pages either, so that tells nothing.
        """
        request = Request(
            f"{origin}/robots.txt", PageError, "text/plain, */*;q=0.5", MOST_BYTES, allow_private, cut=True
        )
        try:
            return self._get(request).body.decode("utf-8-sig", "replace")
        except PageError as error:
            if error.reason in ("interrupted", PAUSED):
                raise
            return "" if error.reason.startswith(_NO_ROBOTS) and error.reason != "HTTP 429" else error

    def _get(self, request: Request) -> Fetched:
        url, visited, for_good = request.url, set[str](), True
        with self._deadline.whole(self._options.total_seconds):
            for _ in range(self._options.max_redirects + 1):
                visited.add(url)
                answer = self._exchange(request, url)
                if isinstance(answer, Fetched):
                    return replace(answer, moved_for_good=for_good and url != request.url)
                if answer.url in visited:
                    raise request.failure(request.url, "redirect loop", f"back to {answer.url}")
                if not is_web_address(answer.url):
                    raise request.failure(request.url, "bad redirect", f"from {url} to {answer.url[:200]!r}")
                url, for_good = answer.url, for_good and answer.for_good
        raise request.failure(request.url, "redirect loop", f"more than {self._options.max_redirects} redirects")

    def _exchange(self, request: Request, url: str) -> Fetched | Redirect:
        """Ask for one hop, at once again where the connection breaks. Returns the answer, or where it redirects to."""
        where = "" if url == request.url else f" (redirected to {url})"
        tries_left = self._options.connection_retries
        if request.obeys_robots and self._options.robots:
            self._obey_robots(request, url, where)
        while True:
            try:
                with self._pacing.turn(host_of(url)):
                    return self._ask(request, url)
            except (RefusedError, PausedError) as error:
                if request.failure is FeedError:
                    raise FeedRefusedError(request.url, error.reason, error.advice + where, error.rest) from error
                raise PageError(request.url, error.reason, error.advice + where) from error
            except ExchangeError as error:
                raise request.failure(request.url, error.reason, error.advice + where) from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                if self._waits.broken_off:
                    raise request.failure(request.url, "interrupted", "the run was ended") from error
                reason = failure_reason(error)
                broken = reason != "headers too large" and isinstance(
                    error, httpx.NetworkError | httpx.RemoteProtocolError
                )
                if not broken or tries_left == 0:
                    raise request.failure(request.url, reason, f"{error}{where}") from error
                tries_left -= 1

    def _obey_robots(self, request: Request, url: str, where: str) -> None:
        try:
            verdict = self._robots.verdict(url, request.allow_private)
        except PageError as error:
            raise request.failure(request.url, error.reason, error.advice + where) from error
        if verdict.reason:
            raise request.failure(request.url, verdict.reason, verdict.detail + where)
        self._pacing.space(host_of(url), verdict.delay)

    def _ask(self, request: Request, url: str) -> Fetched | Redirect:
        options = self._options
        timeout = httpx.Timeout(min(options.total_seconds, _MOST_SILENCE), connect=options.connect_seconds)
        accepted = "identity" if request.stream else ACCEPTED
        headers = request_headers(request, options.user_agent, options.contact, accepted)
        asked = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout.as_dict()})
        with ExitStack() as exchange:
            exchange.enter_context(self._deadline.exchange(options.timeout_seconds))
            response = self._transports[request.allow_private].handle_request(asked)
            exchange.callback(response.close)
            response.request = asked
            try:
                self._deadline.extend()
                check_headers(response)
                if response.has_redirect_location:
                    location = absolute_url(url, response.headers["location"])
                    return Redirect(location, response.status_code in PERMANENT)
                answer = understood(request, url, response, self._now())
                if request.stream:
                    request.stream.begin(response, exchange)
            except RefusedError as error:
                self._heed(host_of(url), error)
                raise
            return answer

    def _heed(self, host: str, error: RefusedError) -> None:
        """Leave a host alone that says it is asked too much."""
        if error.status == 429 or (error.status == 503 and error.rest):
            self._pacing.pause(host, error.rest or Rest(self._now() + UNTOLD_PAUSE, error.reason))
