"""Sitemaps, indexes of sitemaps and lists of addresses: every form, all of it bounded, a bad part costs itself."""

import gzip
from datetime import UTC, datetime

import pytest

from ingest import sitemap
from ingest.backfill import backfill_source
from ingest.feeds import parse_feed
from ingest.model import FeedSource, Fetched
from rightswire.errors import FeedError

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
URL = "https://wire.example/sitemap.xml"
MAP = FeedSource("Map", URL, kind="sitemap")
LIST = FeedSource("List", URL, kind="urls")
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(*urls: str, spaces: str = SPACES) -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?><urlset {spaces}>{''.join(urls)}</urlset>"


def index(*places: str) -> str:
    maps = "".join(
        f"<sitemap><loc>{place.partition(' ')[0]}</loc><lastmod>{place.partition(' ')[2]}</lastmod></sitemap>"
        for place in places
    )
    return f"<sitemapindex {SPACES}>{maps}</sitemapindex>"


def parse(body: str | bytes, source: FeedSource = MAP, content_type: str = "application/xml"):
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(source, Fetched(URL, URL, 200, content_type, data, NOW), NOW)


NEWS = (
    "<url><loc>https://wire.example/a?utm_source=map</loc><lastmod>2026-11-22</lastmod><image:image><image:loc>"
    "https://img.example/1</image:loc><image:title>A picture</image:title></image:image><n:news><n:publication>"
    "<n:name>The Wire</n:name></n:publication><n:publication_date>2026-11-20T10:00:00Z</n:publication_date>"
    "<n:title>Court &amp; chatbot</n:title></n:news></url>"
)


@pytest.mark.parametrize(
    "pack", [str.encode, lambda text: gzip.compress(text.encode()), lambda text: b"\xef\xbb\xbf" + text.encode()]
)
def test_a_news_sitemap(pack) -> None:
    parsed = parse(pack(urlset(NEWS)))
    assert [(one.url, one.title, one.outlet, one.published) for one in parsed.entries] == [
        ("https://wire.example/a", "Court & chatbot", "The Wire", datetime(2026, 11, 20, 10, tzinfo=UTC))
    ]
    assert (parsed.form, parsed.problems) == ("sitemap", ())


OTHERS = [
    (urlset("<url><loc>https://wire.example/a</loc></url>", spaces=""), 1),  # no namespace
    (urlset("<url><loc> https://wire.example/a\n</loc></url><url><loc>https://wire.example/b</lo")[:-9], 1),  # cut
    (urlset("<url><loc>https://wire.example/a?x=1&y=2</loc></url>"), 1),  # a bare ampersand
    ("https://wire.example/a\nhttps://wire.example/b\n", 2),  # the protocol's plain form
    ("<rss version='2.0'><channel><item><link>https://wire.example/a</link></item></channel></rss>", 1),
    (urlset(), 0),
    (urlset("<url><lastmod>2026</lastmod></url>"), 0),
]


@pytest.mark.parametrize(("body", "entries"), OTHERS)
def test_other_forms(body: str, entries: int) -> None:
    assert len(parse(body).entries) == entries


def test_lastmod_is_no_date_of_publication() -> None:
    assert (
        parse(urlset("<url><loc>https://wire.example/a</loc><lastmod>2026-11-22</lastmod></url>")).entries[0].published
        is None
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [("<html><body>Not here</body></html>", "not a feed"), ("", "empty answer"), (b"\x1f\x8b\x08junk", "bad encoding")],
)
def test_what_is_no_sitemap(body, reason: str) -> None:
    with pytest.raises(FeedError) as caught:
        parse(body)
    assert caught.value.reason == reason


def test_a_packed_sitemap_is_unpacked_no_further_than_allowed(monkeypatch) -> None:
    monkeypatch.setattr(sitemap, "MOST_BYTES", 1_000)
    with pytest.raises(FeedError, match="too large"):
        parse(gzip.compress(urlset("<url><loc>https://wire.example/a</loc></url>" * 100).encode()))


def test_entities_of_a_sitemap_are_not_expanded() -> None:
    bomb = "<!DOCTYPE u [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    parsed = parse(bomb + urlset("<url><loc>https://wire.example/&b;&f;</loc></url>").partition("?>")[2])
    assert all("root:" not in one.url for one in parsed.entries)


def test_an_index_is_followed_newest_first_and_within_bounds(web, night, source, monkeypatch) -> None:
    monkeypatch.setattr(sitemap, "MOST_SITEMAPS", 3)
    web.page("/a")
    web.page("/b")
    web.serve("/old.xml", urlset(f"<url><loc>{web.url('/never')}</loc></url>"))
    web.serve("/new.xml", urlset(f"<url><loc>{web.url('/a')}</loc></url>"))
    web.serve(
        "/deep.xml.gz", gzip.compress(index(web.url("/new.xml"), web.url("/index.xml")).encode()), "application/x-gzip"
    )
    web.serve("/mid.xml", urlset(f"<url><loc>{web.url('/b')}</loc></url>"))
    places = [
        web.url("/old.xml") + " 2020-01-01",
        web.url("/mid.xml") + " 2026-11-20",
        web.url("/deep.xml.gz") + " 2026-11-21",
        web.url("/gone.xml") + " 2026-11-22",
    ]
    web.serve("/index.xml", index(*places), ETag='"1"')
    feed = source(web.url("/index.xml"), kind="sitemap")
    feeds, found = night.run(feed)
    assert sorted(one.url for one in found) == [web.url("/b")]
    assert sorted(problem.reason for problem in feeds[0].problems) == ["HTTP 404", "too many sitemaps"]
    assert "2 sitemaps are left out" in str(feeds[0].problems)
    monkeypatch.setattr(sitemap, "MOST_SITEMAPS", 10)
    web.page("/never")
    web.requests.clear()
    _, found = night.run(feed)
    assert sorted(one.url for one in found if one.result == "new") == [web.url("/a"), web.url("/never")]
    assert web.requests[0].headers.get("If-None-Match") is None  # an index may stay the same while its maps change
    feeds, found = night.run(feed)
    assert (feeds[0].result, found) == ("unchanged", [])


def test_a_chain_of_indexes_ends(web, night, source) -> None:
    for number in range(8):
        web.serve(f"/{number}.xml", index(web.url(f"/{number + 1}.xml")))
    (outcome,) = night.feeds(source(web.url("/0.xml"), kind="sitemap"))
    assert [request.path for request in web.requests] == [f"/{number}.xml" for number in range(sitemap.MOST_DEPTH + 1)]
    assert outcome.result == "read"


def test_a_filter_reads_the_words_of_an_address(web, night, source) -> None:
    web.serve(
        "/map.xml",
        urlset(*(f"<url><loc>{web.url(path)}</loc></url>" for path in ("/court-rules-on-ai-training", "/weather"))),
    )
    (outcome,) = night.feeds(source(web.url("/map.xml"), kind="sitemap", filter=("AI train",)))
    assert [entry.url for entry in outcome.entries] == [web.url("/court-rules-on-ai-training")]


LINES = b"\xef\xbb\xbf# mine\n\nhttps://wire.example/a\n  https://wire.example/b?id=3#top  # why\r\nhttps://wire.example/a\nno address\nftp://x\n"


def test_a_list_of_addresses() -> None:
    parsed = parse(LINES, LIST, "text/plain")
    assert [one.url for one in parsed.entries] == ["https://wire.example/a", "https://wire.example/b?id=3"]
    assert [(problem.reason, problem.detail) for problem in parsed.problems] == [
        ("not an address", "line 6: 'no address'"),
        ("not an address", "line 7: 'ftp://x'"),
    ]


def test_a_list_on_disk_is_fetched_from_the_web_and_repeatable(web, night, tmp_path) -> None:
    (tmp_path / "urls.txt").write_text(f"{web.page('/a')}\n{web.page('/b')}\n")
    feed = backfill_source("urls", str(tmp_path / "urls.txt"), (), True)
    _, found = night.run(feed)
    assert ([one.result for one in found], {one.feed for one in found}) == (["new", "new"], {"urls.txt"})
    web.requests.clear()
    _, found = night.run(feed)
    assert (found, web.requests) == ([], [])
