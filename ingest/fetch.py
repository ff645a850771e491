"""The one place that asks for something: a feed or page, from the web or from disk, as bounded bytes or an error.

Every error carries a reason that groups like failures: 'timed out', 'too large', 'HTTP 404', 'private address',
'unknown host', 'cannot connect', 'connection broken', 'bad certificate', 'redirect loop', 'bad redirect',
'bad address', 'bad encoding', 'not a page', 'interrupted' (by `Fetcher.close`), and those of ingest.disk.
"""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

import httpx

from ingest import disk
from ingest.bodies import read_body
from ingest.breaking_off import ExchangeError, Waits
from ingest.model import FeedSource, FeedState, Fetched, FetchOptions
from ingest.network import Deadline, GuardedTransport
from ingest.urls import absolute_url, is_web_address
from rightswire.errors import FeedError, PageError

_FEED_TYPES = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_PAGE_ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1"
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "")  # servers that name no type mostly send HTML


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked for, whatever hops lead to it."""

    url: str
    failure: type[FeedError] | type[PageError]
    accept: str
    most_bytes: int
    allow_private: bool
    etag: str | None = None
    last_modified: str | None = None


class Fetcher:
    """Fetches feeds and pages, in as many threads as like to. A context manager: it keeps connections open.

    Args:
        options: limits and patience.
        now: the clock, for the moment of each answer.
    """

    def __init__(self, options: FetchOptions, now: Callable[[], datetime]) -> None:
        self._options = options
        self._now = now
        self._user_agent = options.user_agent.encode()
        self._deadline = Deadline()
        self._waits = Waits()
        self._slots: defaultdict[str, threading.Semaphore] = defaultdict(
            lambda: threading.Semaphore(options.workers_per_host)
        )
        self._slots_lock = threading.Lock()
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

    def fetch_feed(self, source: FeedSource, state: FeedState) -> Fetched:
        """The feed, or the answer that it has not changed since the validators in `state` were given.

        Raises:
            FeedError: it could not be had; the reason groups like failures.
        """
        limit = self._options.feed_bytes
        if not is_web_address(source.url):
            return disk.read_feed(source.url, limit, self._now())
        return self._get(
            _Request(source.url, FeedError, _FEED_TYPES, limit, source.allow_private, state.etag, state.last_modified)
        )

    def fetch_page(self, source: FeedSource, link: str) -> Fetched:
        """The page that an entry of the feed `source` links to.

        Raises:
            PageError: it could not be had or is no text; the reason groups like failures.
        """
        limit = self._options.page_bytes
        if is_web_address(link):
            return self._get(_Request(link, PageError, _PAGE_ACCEPT, limit, source.allow_private))
        if is_web_address(source.url):
            raise PageError(link, "bad address", "a feed from the web may only link to http(s) addresses")
        page = disk.read_page(source.url, link, limit, self._now())
        _check_page_type(link, page.content_type)
        return page

    def _get(self, request: _Request) -> Fetched:
        url, visited = request.url, set[str]()
        for _ in range(self._options.max_redirects + 1):
            visited.add(url)
            answer = self._exchange(request, url)
            if isinstance(answer, Fetched):
                return answer
            if answer in visited:
                raise request.failure(request.url, "redirect loop", f"back to {answer}")
            if not is_web_address(answer):
                raise request.failure(request.url, "bad redirect", f"from {url} to {answer[:200]!r}")
            url = answer
        raise request.failure(request.url, "redirect loop", f"more than {self._options.max_redirects} redirects")

    def _exchange(self, request: _Request, url: str) -> Fetched | str:
        """Ask for one hop, at once again where the connection breaks. Returns the answer, or where it redirects to."""
        where = "" if url == request.url else f" (redirected to {url})"
        tries_left = self._options.connection_retries
        while True:
            try:
                with self._slot(url):
                    self._waits.check()
                    return self._ask(request, url)
            except ExchangeError as error:
                raise request.failure(request.url, error.reason, error.advice + where) from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                if self._waits.broken_off:
                    raise request.failure(request.url, "interrupted", "the run was ended") from error
                broken = isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError)
                if not broken or tries_left == 0:
                    raise request.failure(request.url, _reason(error), f"{error}{where}") from error
                tries_left -= 1

    def _slot(self, url: str) -> threading.Semaphore:
        with self._slots_lock:
            return self._slots[urlsplit(url).netloc.lower()]

    def _ask(self, request: _Request, url: str) -> Fetched | str:
        options = self._options
        self._deadline.start(min(options.timeout_seconds, options.total_seconds))
        timeout = httpx.Timeout(options.total_seconds, connect=options.connect_seconds)
        asked = httpx.Request("GET", url, headers=self._headers(request), extensions={"timeout": timeout.as_dict()})
        response = self._transports[request.allow_private].handle_request(asked)
        response.request = asked
        try:
            self._deadline.extend(options.total_seconds)
            if response.has_redirect_location:
                return absolute_url(url, response.headers["location"])
            return self._answer(request, url, response)
        finally:
            response.close()

    def _headers(self, request: _Request) -> dict[bytes, bytes]:
        headers = {
            b"User-Agent": self._user_agent,
            b"Accept": request.accept.encode(),
            b"Accept-Encoding": b"gzip, deflate",
        }
        if request.etag:
            headers[b"If-None-Match"] = request.etag.encode("latin-1")
        if request.last_modified:
            headers[b"If-Modified-Since"] = request.last_modified.encode("latin-1")
        return headers

    def _answer(self, request: _Request, url: str, response: httpx.Response) -> Fetched:
        not_modified = response.status_code == 304 and bool(request.etag or request.last_modified)
        if response.status_code not in (200, 203) and not not_modified:
            raise request.failure(request.url, f"HTTP {response.status_code}", f"{url} answered so")
        content_type = response.headers.get("content-type", "")
        body = b""
        if not not_modified:
            if request.failure is PageError:
                _check_page_type(request.url, content_type)
            body = read_body(response, request.most_bytes)
        return Fetched(
            url=request.url,
            final_url=url,
            status=response.status_code,
            content_type=content_type,
            body=body,
            fetched_at=self._now(),
            etag=_verbatim(response, b"etag"),
            last_modified=_verbatim(response, b"last-modified"),
            not_modified=not_modified,
        )


def _verbatim(response: httpx.Response, name: bytes) -> str | None:
    """A header with each of its bytes as a character, so that it can be sent back byte for byte."""
    return next((value.decode("latin-1") for key, value in response.headers.raw if key.lower() == name), None)


def _check_page_type(link: str, content_type: str) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in _PAGE_TYPES:
        raise PageError(link, "not a page", f"its content type is {kind[:100]}")


def _reason(error: httpx.HTTPError | httpx.InvalidURL) -> str:
    """The reason that groups a failed exchange with its like."""
    if isinstance(error, httpx.TimeoutException):
        return "timed out"
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return "bad address"
    if isinstance(error, httpx.ConnectError):
        return "bad certificate" if "CERTIFICATE" in str(error) else "cannot connect"
    return "connection broken"
