"""Feeds and pages on disk: read like those from the web, and never from outside the feed's folder."""

import urllib.parse
from pathlib import Path

import pytest

from ingest.disk import page_address, short_name
from ingest.model import FeedState
from ingest.urls import canonical_url


def test_feeds_and_pages_on_disk(tmp_path: Path, fetcher, source, failure) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "feed.xml").write_bytes(b"<rss/>")
    (tmp_path / "pages" / "a b.html").write_bytes(b"<p>")
    (tmp_path.parent / "secret.html").write_bytes(b"secret")
    (tmp_path / "pages" / "leak.html").symlink_to(tmp_path.parent / "secret.html")
    feed = source(str(tmp_path / "feed.xml"))
    assert fetcher.fetch_feed(feed, FeedState(feed.url)).body == b"<rss/>"
    assert fetcher.fetch_feed(source(str(tmp_path)), FeedState("")).body == b"<rss/>"
    assert fetcher.fetch_feed(source(str(tmp_path / "pages")), FeedState("")).body == b"a b.html\nleak.html"
    assert fetcher.fetch_page(feed, "pages/a%20b.html").content_type == "text/html"
    for link in (
        "../secret.html",
        "/etc/passwd",
        "file:///etc/passwd",
        "pages/leak.html",
        "pages/../../secret.html",
        "a\0b",
    ):
        assert failure(lambda link=link: fetcher.fetch_page(feed, link)) == "outside the folder"
    assert failure(lambda: fetcher.fetch_page(feed, "pages/gone.html")) == "no such file"
    assert failure(lambda: fetcher.fetch_page(feed, "pages")) == "cannot be read"
    assert failure(lambda: fetcher.fetch_page(source("https://feed.example/"), "pages/a b.html")) == "bad address"
    assert failure(lambda: fetcher.fetch_feed(source(str(tmp_path / "gone.xml")), FeedState(""))) == "no such file"


def test_a_feed_on_disk_that_is_too_large(tmp_path: Path, fetcher, source, failure) -> None:
    (tmp_path / "feed.xml").write_bytes(b"x" * 100_001)
    assert failure(lambda: fetcher.fetch_feed(source(str(tmp_path)), FeedState(""))) == "too large"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("pages/x.html", "feed-file:My%20feed%2F2/pages/x.html"),
        ("./pages/../pages/x%20y.html", "feed-file:My%20feed%2F2/pages/x%20y.html"),
        ("pages/caf\u00e9.html", "feed-file:My%20feed%2F2/pages/caf%C3%A9.html"),
    ],
)
def test_page_address_says_nothing_of_the_machine(tmp_path: Path, link: str, address: str) -> None:
    assert page_address("My feed/2", str(tmp_path / "feed.xml"), link) == address
    uri = (tmp_path / urllib.parse.unquote(link)).resolve().as_uri()
    assert page_address("My feed/2", str(tmp_path), uri) == address
    assert canonical_url(address) == address


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://wire.example/a/b", "https://wire.example/a/b"),
        ("/home/somebody/data/starter/feed.xml", "starter/feed.xml"),
        ("file:///home/somebody/data/starter/pages/01%20a.html", "pages/01 a.html"),
        ("feed.xml", "feed.xml"),
    ],
)
def test_short_name(address: str, name: str) -> None:
    assert short_name(address) == name
