"""Fetching over real sockets: what comes back, what is refused, and how each failure is called."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from werkzeug import Request, Response

from ingest.model import FeedState, Fetched, FetchOptions
from ingest.network import is_metadata, is_public
from rightswire.errors import PageError

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


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


def test_304_without_validators_is_an_error(web, fetcher, source, failure) -> None:
    feed = source(web.serve("/feed", "", status=304))
    assert failure(lambda: fetcher.fetch_feed(feed, FeedState(feed.url))) == "HTTP 304"


STATUSES = [(404, "HTTP 404"), (403, "HTTP 403"), (500, "HTTP 500"), (204, "HTTP 204")]


@pytest.mark.parametrize(("status", "reason"), STATUSES)
def test_statuses(web, page, status, reason, failure) -> None:
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
def test_content_types_of_pages(web, page, content_type, accepted, failure) -> None:
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
def test_bad_redirects(web, page, location, reason, failure) -> None:
    web.handle("/again", redirect("/start"))
    assert failure(lambda: page(web.handle("/start", redirect(location)))) == reason
    assert len(web.requests) <= 2


def test_a_redirect_to_nonsense(page, socket_server, failure) -> None:
    address, _ = socket_server([b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://[broken\r\n\r\n"])
    assert failure(lambda: page(address)) == "bad redirect"


def test_endless_redirects_end(web, page, failure) -> None:
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
    "64:ff9b::7f00:1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::808:808",
    "::127.0.0.1",
    "::ffff:0:10.0.0.1",
    "fec0::1",
    "::",
]
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address) -> None:
    assert not is_public(address)


METADATA = [
    "169.254.169.254", "169.254.1.1", "fe80::1%eth0", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254",
    "100.100.100.200", "192.0.0.192", "fd00:ec2::254",
]  # fmt: skip


@pytest.mark.parametrize("address", METADATA)
def test_addresses_at_which_clouds_tell_secrets_are_refused_to_every_feed(fetcher, source, address) -> None:
    assert is_metadata(address)
    assert not is_public(address)
    host = f"[{address.partition('%')[0]}]" if ":" in address else address
    with pytest.raises(PageError) as caught:
        fetcher.fetch_page(source("https://feed.example/", allow_private=True), f"http://{host}/latest/meta-data")
    assert caught.value.reason == "private address"
    assert "allow_private" not in caught.value.advice


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.8", "fd12::1", "8.8.8.8"])
def test_addresses_of_intranets_are_none_of_metadata(address) -> None:
    assert not is_metadata(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "0x7f.1"])
def test_private_hosts_are_refused_however_they_are_spelled(web, fetcher, source, host, failure) -> None:
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
