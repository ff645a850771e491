"""Fetching over real sockets: what comes back, what is refused, and how each failure is called."""

import gzip
import os
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from werkzeug import Request, Response

from ingest.bodies import read_body
from ingest.fetch import Fetcher
from ingest.model import FeedSource, FeedState, Fetched, FetchOptions
from ingest.network import ExchangeError, is_public
from rightswire.errors import FeedError, PageError

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def fetcher(options: FetchOptions) -> Iterator[Fetcher]:
    with Fetcher(replace(options, feed_bytes=100_000, page_bytes=100_000), lambda: NOW) as opened:
        yield opened


@pytest.fixture
def page(fetcher: Fetcher, source: Callable[..., FeedSource]) -> Callable[[str], Fetched]:
    return lambda link: fetcher.fetch_page(source("https://feed.example/"), link)


def failure(call: Callable[[], Fetched]) -> str:
    with pytest.raises((FeedError, PageError)) as caught:
        call()
    return caught.value.reason


def test_a_page_comes_with_its_address_and_headers(web, page) -> None:
    web.serve("/a", "<p>x</p>", "text/html; charset=utf-8", ETag='"1"', Last_Modified="Mon, 01 Nov 2026 00:00:00 GMT")
    assert page(web.url("/a")) == Fetched(
        web.url("/a"),
        web.url("/a"),
        200,
        "text/html; charset=utf-8",
        b"<p>x</p>",
        NOW,
        '"1"',
        "Mon, 01 Nov 2026 00:00:00 GMT",
    )
    assert web.requests[0].headers["User-Agent"].startswith("Rightswire/")
    assert "+https://desk.example/about" in web.requests[0].headers["User-Agent"]


VALIDATORS = [
    ('"abc"', None),
    ('W/"weak, and: odd"', "mon, 1 nov 2026 00:00:00 gmt"),
    (None, "Mon, 01 Nov 2026 00:00:00 GMT"),
    ('"caf\xe9 \xff"', None),
    ("unquoted", "never"),
]


@pytest.mark.parametrize(("etag", "last_modified"), VALIDATORS)
def test_validators_go_back_byte_for_byte(web, fetcher, source, etag, last_modified) -> None:
    feed = source(
        web.serve(
            "/feed", "", **{name: value for name, value in (("ETag", etag), ("Last_Modified", last_modified)) if value}
        )
    )
    first = fetcher.fetch_feed(feed, FeedState(feed.url))
    assert (first.etag, first.last_modified) == (etag, last_modified)
    web.handle("/feed", lambda request: Response(status=304))
    second = fetcher.fetch_feed(feed, FeedState(feed.url, first.etag, first.last_modified))
    assert second.not_modified
    assert web.requests[0].headers.get("If-None-Match") is None
    assert web.requests[1].headers.get("If-None-Match") == etag
    assert web.requests[1].headers.get("If-Modified-Since") == last_modified


def test_304_without_validators_is_an_error(web, fetcher, source) -> None:
    feed = source(web.serve("/feed", "", status=304))
    assert failure(lambda: fetcher.fetch_feed(feed, FeedState(feed.url))) == "HTTP 304"


STATUSES = [(404, "HTTP 404"), (403, "HTTP 403"), (500, "HTTP 500"), (204, "HTTP 204")]


@pytest.mark.parametrize(("status", "reason"), STATUSES)
def test_statuses(web, page, status, reason) -> None:
    assert failure(lambda: page(web.serve("/a", "", status=status))) == reason


CONTENT_TYPES = [
    ("text/html", True),
    ("TEXT/HTML;charset=x", True),
    ("application/xhtml+xml", True),
    ("text/plain", True),
    ("application/pdf", False),
    ("image/png", False),
    ("application/json", False),
]


@pytest.mark.parametrize(("content_type", "accepted"), CONTENT_TYPES)
def test_content_types_of_pages(web, page, content_type, accepted) -> None:
    link = web.serve("/a", "x", content_type)
    assert (page(link).body == b"x") if accepted else (failure(lambda: page(link)) == "not a page")


def redirect(location: str, status: int = 302) -> Callable[[Request], Response]:
    return lambda _: Response(status=status, headers={"Location": location})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(web, page, status) -> None:
    web.serve("/end", "here")
    link = web.handle("/start", redirect("/end", status))
    assert (page(link).url, page(link).final_url) == (link, web.url("/end"))


REDIRECTS = [
    ("/start", "redirect loop"),
    ("/again", "redirect loop"),
    ("file:///etc/passwd", "bad redirect"),
    ("javascript:alert(1)", "bad redirect"),
    ("ftp://example.org/x", "bad redirect"),
    ("", "redirect loop"),
]


@pytest.mark.parametrize(("location", "reason"), REDIRECTS)
def test_bad_redirects(web, page, location, reason) -> None:
    web.handle("/again", redirect("/start"))
    assert failure(lambda: page(web.handle("/start", redirect(location)))) == reason
    assert len(web.requests) <= 2


def test_a_redirect_to_nonsense(page, socket_server) -> None:
    address, _ = socket_server([b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://[broken\r\n\r\n"])
    assert failure(lambda: page(address)) == "bad redirect"


def test_endless_redirects_end(web, page) -> None:
    for number in range(20):
        web.handle(f"/{number}", redirect(f"/{number + 1}"))
    assert failure(lambda: page(web.url("/0"))) == "redirect loop"
    assert len(web.requests) == FetchOptions().max_redirects + 1


PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "192.168.0.1",
    "172.16.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:127.0.0.1",
    "2002:7f00:1::",
]
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "0x7f.1"])
def test_private_hosts_are_refused_however_they_are_spelled(web, fetcher, source, host) -> None:
    feed = source(f"http://{host}:{web.server.port}/feed", allow_private=False)
    assert failure(lambda: fetcher.fetch_feed(feed, FeedState(feed.url))) == "private address"
    assert web.requests == []


def test_a_redirect_to_a_private_address_is_refused(web, fetcher, source, monkeypatch) -> None:
    """The first hop counts as public here, so that only the second can be what is refused."""
    monkeypatch.setattr("ingest.network.is_public", lambda address: address == "127.0.0.1")
    link = web.handle("/a", redirect("http://127.0.0.2/metadata"))
    with pytest.raises(PageError) as caught:
        fetcher.fetch_page(source("https://feed.example/", allow_private=False), link)
    assert caught.value.reason == "private address"
    assert caught.value.subject == link
    assert "127.0.0.2" in caught.value.advice


def test_an_announced_giant_is_not_read(web, page) -> None:
    sent = []

    def giant(_: Request) -> Response:
        return Response(
            (sent.append(1) or b"x" * 65536 for _ in range(800)),
            headers={"Content-Length": str(800 * 65536)},
            content_type="text/html",
        )

    assert failure(lambda: page(web.handle("/a", giant))) == "too large"


def test_a_streamed_giant_is_cut_off(web, page) -> None:
    """50 MB without a length: the server finds its reader gone long before the end."""
    sent = []
    link = web.handle(
        "/a", lambda _: Response((sent.append(1) or b"x" * 65536 for _ in range(800)), content_type="text/html")
    )
    assert failure(lambda: page(link)) == "too large"
    assert len(sent) < 400


PACKED = [
    ("gzip", gzip.compress(b"hello"), b"hello"),
    ("deflate", zlib.compress(b"hello"), b"hello"),
    ("deflate", zlib.compressobj(wbits=-15).compress(b"") + zlib.compress(b"hello")[2:-4], b"hello"),
    ("GZIP", gzip.compress(b""), b""),
    ("identity", b"hello", b"hello"),
    ("gzip", gzip.compress(b"\0" * 50_000_000), "too large"),
    ("gzip", gzip.compress(os.urandom(9_000))[:-2_000], "bad encoding"),
    ("gzip", b"this is not gzip at all", "bad encoding"),
    ("br", b"x", "bad encoding"),
]


@pytest.mark.parametrize(("encoding", "body", "expected"), PACKED)
def test_packed_bodies(web, page, encoding, body, expected) -> None:
    link = web.serve("/a", body, Content_Encoding=encoding)
    if isinstance(expected, bytes):
        assert page(link).body == expected
    else:
        assert failure(lambda: page(link)) == expected


def test_a_bomb_is_not_unpacked_beyond_the_cap() -> None:
    packed = gzip.compress(b"\0" * 50_000_000)
    response = httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=iter([packed]))
    tracemalloc.start()
    try:
        with pytest.raises(ExchangeError, match="too large"):
            read_body(response, 100_000)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def quick(options: FetchOptions) -> FetchOptions:
    return replace(options, timeout_seconds=0.2, total_seconds=0.5)


def test_a_server_that_never_answers(web, options, source) -> None:
    link = web.handle("/a", lambda _: web.released.wait(20) and Response(""))
    with Fetcher(quick(options), lambda: NOW) as fetcher:
        assert failure(lambda: fetcher.fetch_page(source("https://feed.example/"), link)) == "timed out"
    assert len(web.requests) == 1


def test_a_server_that_drips(web, options, source) -> None:
    """Each byte comes in time, the whole never does."""

    def drip() -> Iterator[bytes]:
        while not web.released.wait(0.05):
            yield b"x"

    link = web.handle("/a", lambda _: Response(drip(), content_type="text/html"))
    with Fetcher(quick(options), lambda: NOW) as fetcher:
        assert failure(lambda: fetcher.fetch_page(source("https://feed.example/"), link)) == "timed out"


def test_a_broken_connection_is_tried_once_more(web, page, socket_server) -> None:
    address, tries = socket_server([b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok"])
    assert page(address).body == b"ok"
    assert len(tries) == 2


def test_a_connection_that_breaks_twice(page, socket_server) -> None:
    address, tries = socket_server(
        [b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\nContent-Type: text/html\r\n\r\nonly this"] * 3
    )
    assert failure(lambda: page(address)) == "connection broken"
    assert len(tries) == 2


def test_headers_that_drip_end_in_time(options, source, socket_server) -> None:
    address, _ = socket_server([b"HTTP/1.1 200 OK\r\n" + b"X-Slow: x\r\n" * 400], drip=0.02)
    with Fetcher(quick(options), lambda: NOW) as fetcher:
        assert failure(lambda: fetcher.fetch_page(source("https://feed.example/"), address)) == "timed out"


UNREACHABLE = [
    ("http://127.0.0.1:9/", "cannot connect"),
    ("http://nowhere.invalid/", "unknown host"),
    ("http://a..b/", "unknown host"),
    ("http://exa mple.org/", "unknown host"),
]


@pytest.mark.parametrize(("link", "reason"), UNREACHABLE)
def test_unreachable(page, link, reason) -> None:
    assert failure(lambda: page(link)) == reason


def test_no_more_than_two_requests_to_a_host_at_once(web, page) -> None:
    now, most, lock = [0], [0], threading.Lock()

    def busy(_: Request) -> Response:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        web.released.wait(0.05)
        with lock:
            now[0] -= 1
        return Response("x", content_type="text/html")

    threads = [threading.Thread(target=page, args=(web.handle(f"/{number}", busy),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2


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
