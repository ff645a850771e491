"""What a server's answer to a request means: headers told apart, the body taken or refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import httpx

from ingest.bodies import read_body
from ingest.breaking_off import ExchangeError
from ingest.freshness import Rest, cache_directives, server_rest
from ingest.model import Fetched
from rightswire.errors import FeedError, PageError

if TYPE_CHECKING:
    from ingest.streams import AnswerStream

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "")  # servers that name no type mostly send HTML
_TELLING = ("retry-after", "expires", "date", "age")
PERMANENT = (301, 308)
#: More header lines than this are no mistake. Their size is bounded by httpcore, to 100 kB.
MOST_HEADERS = 250


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, whatever hops lead to it.

    Attributes:
        failure: the error that is raised where it cannot be had.
        cut: whether what is beyond `most_bytes` is left out, and not an error.
        obeys_robots: whether robots.txt decides on it, and its type must be that of a page.
        stream: takes the answer over where its body is not to be read at once.
    """

    url: str
    failure: type[FeedError] | type[PageError]
    accept: str
    most_bytes: int
    allow_private: bool
    etag: str | None = None
    last_modified: str | None = None
    cut: bool = False
    obeys_robots: bool = False
    stream: "AnswerStream | None" = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where an answer leads to."""

    url: str
    for_good: bool


class RefusedError(ExchangeError):
    """An answer that is none: its status is no success. `rest` is how long the server asks to be left alone."""

    def __init__(self, url: str, status: int, rest: Rest | None) -> None:
        super().__init__(url, f"HTTP {status}", f"{url} answered so")
        self.status = status
        self.rest = rest


class FeedRefusedError(FeedError):
    """A feed that its server does not give, or not now; `rest` is how long it asks to be left alone."""

    def __init__(self, subject: str, reason: str, advice: str, rest: Rest | None) -> None:
        super().__init__(subject, reason, advice)
        self.rest = rest


def request_headers(request: Request, user_agent: str, contact: str, encodings: str) -> dict[bytes, bytes]:
    """The headers of a request, each once; validators byte for byte as the server gave them."""
    headers = {
        b"User-Agent": user_agent.encode(),
        b"Accept": request.accept.encode(),
        b"Accept-Encoding": encodings.encode(),
    }
    if "@" in contact and "/" not in contact:
        headers[b"From"] = contact.removeprefix("mailto:").encode()
    if request.etag:
        headers[b"If-None-Match"] = request.etag.encode("latin-1")
    if request.last_modified:
        headers[b"If-Modified-Since"] = request.last_modified.encode("latin-1")
    return headers


def understood(request: Request, url: str, response: httpx.Response, now: datetime) -> Fetched:
    """The answer of the last hop, its body read.

    Raises:
        RefusedError: its status is no success.
        ExchangeError, PageError: its body cannot be had, or is that of no page.
    """
    rest = server_rest(_told(response), response.status_code, now)
    not_modified = response.status_code == 304 and bool(request.etag or request.last_modified)
    if response.status_code not in (200, 203) and not not_modified:
        raise RefusedError(url, response.status_code, rest)
    content_type = response.headers.get("content-type", "")
    body = b""
    if not not_modified:
        if request.obeys_robots:
            check_page_type(request.url, content_type)
        body = b"" if request.stream else read_body(response, request.most_bytes, request.cut)
    return Fetched(
        url=request.url,
        final_url=url,
        status=response.status_code,
        content_type=content_type,
        body=body,
        fetched_at=now,
        etag=_verbatim(response, b"etag"),
        last_modified=_verbatim(response, b"last-modified"),
        not_modified=not_modified,
        rest_until=rest.until if rest else None,
        rest_reason=rest.reason if rest else "",
        no_store="no-store" in cache_directives(response.headers.get("cache-control", "")),
    )


def check_headers(response: httpx.Response) -> None:
    """Raise ExchangeError 'headers too large' for an answer with too many."""
    if len(response.headers.raw) > MOST_HEADERS:
        raise ExchangeError("headers", "headers too large", f"{len(response.headers.raw)} lines")


def check_page_type(link: str, content_type: str) -> None:
    """Raise PageError 'not a page' for what is no text."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in _PAGE_TYPES:
        raise PageError(link, "not a page", f"its content type is {kind[:100]}")


#: What h11 says of an answer that ends too soon, where it says of others that they are against the protocol.
_BROKEN_OFF = re.compile("disconnected|peer closed|without sending")


def failure_reason(error: httpx.HTTPError | httpx.InvalidURL) -> str:
    """The reason that groups a failed exchange with its like."""
    if isinstance(error, httpx.TimeoutException):
        return "timed out"
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return "bad address"
    if isinstance(error, httpx.ConnectError):
        return _connect_reason(str(error))
    return _protocol_reason(str(error)) if isinstance(error, httpx.RemoteProtocolError) else "connection broken"


def _connect_reason(told: str) -> str:
    if "CERTIFICATE" in told:
        return "bad certificate"
    return "no TLS" if "SSL" in told else "cannot connect"


def _protocol_reason(told: str) -> str:
    if "too long" in told:
        return "headers too large"  # h11 gives up after 100 kB
    return "connection broken" if _BROKEN_OFF.search(told) else "not HTTP"


def _told(response: httpx.Response) -> Mapping[str, str]:
    """The headers that tell how long an answer is good for; of one that comes twice the first counts."""
    headers = response.headers
    told = {name: found[0] for name in _TELLING if (found := headers.get_list(name))}
    return told | {"cache-control": headers.get("cache-control", "")}


def _verbatim(response: httpx.Response, name: bytes) -> str | None:
    """A header with each of its bytes as a character, so that it can be sent back byte for byte."""
    return next((value.decode("latin-1") for key, value in response.headers.raw if key.lower() == name), None)
