"""Bytes of feeds to entries: every form, every way to be broken, and text that means harm."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.feeds import MOST_ENTRIES, MOST_PROBLEMS, ParsedFeed, parse_feed
from ingest.model import FeedSource, Fetched
from rightswire.errors import FeedError

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
URL = "https://wire.example/feeds/media.xml"
SOURCE = FeedSource("Wire", URL, outlet="Example Wire")


def parse(body: str | bytes, content_type: str = "application/xml", source: FeedSource = SOURCE) -> ParsedFeed:
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(source, Fetched(source.url, source.url, 200, content_type, data, NOW), NOW)


def rss(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>t</title>{"".join(items)}</channel></rss>'


def atom(*entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{"".join(entries)}</feed>'


RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title></channel><item><title>A story</title>
 <link>https://wire.example/a</link><dc:date>2026-11-20T10:00:00Z</dc:date></item></rdf:RDF>"""
DATE = "<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>"
FORMS = [
    rss(f"<item><title>A story</title><link>https://wire.example/a</link>{DATE}</item>"),
    rss(
        "<item><title>A story</title><guid>https://wire.example/a</guid><pubDate>2026-11-20T10:00:00Z</pubDate></item>"
    ),
    atom("<entry><title>A story</title><link href='/a'/><published>2026-11-20T10:00:00Z</published></entry>"),
    atom(
        "<entry><title>A story</title><link href='../a?utm_id=r'/><updated>2026-11-20T05:00:00-05:00</updated></entry>"
    ),
    RDF,
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("content_type", ["application/rss+xml", "text/html; charset=utf-8", "text/plain", ""])
def test_forms(form: str, content_type: str) -> None:
    parsed = parse(form, content_type)
    assert [(entry.url, entry.title, entry.published, entry.outlet) for entry in parsed.entries] == [
        ("https://wire.example/a", "A story", datetime(2026, 11, 20, 10, tzinfo=UTC), "Example Wire")
    ]
    assert parsed.problems == ()


def test_the_link_that_is_fetched_keeps_what_the_canonical_one_loses() -> None:
    (entry,) = parse(rss("<item><link>http://wire.example/a?utm_source=rss&amp;id=3#top</link></item>")).entries
    assert (entry.link, entry.url) == ("http://wire.example/a?utm_source=rss&id=3#top", "http://wire.example/a?id=3")


NO_FEEDS = [
    (b"", "empty answer"),
    (b" \n", "empty answer"),
    (b"<!doctype html><html><head><title>Just a moment...</title></head><body>Checking</body></html>", "not a feed"),
    (b"<html><body><p>Sign in</p></body></html>", "not a feed"),
    (b"Internal error", "not a feed"),
    (b'{"error": "quota"}', "not a feed"),
    (b"\x00\xff\xfe\x00", "not a feed"),
    (b"<?xml version='1.0'?><rss version='2.0'><channel><tit", "malformed feed"),
    (b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>", "not a feed"),
    (b"/etc/passwd", "not a feed"),
]


@pytest.mark.parametrize(("body", "reason"), NO_FEEDS)
def test_what_is_no_feed_is_an_error(body: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as caught:
        parse(body, "text/html")
    assert caught.value.reason == reason


def test_an_html_page_in_place_of_a_feed_is_named() -> None:
    with pytest.raises(FeedError, match="titled 'News & views'"):
        parse("<html><head><title>News &amp; views</title></head></html>")


def test_bytes_that_name_a_file_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss("<item><link>https://wire.example/secret</link></item>"))
    with pytest.raises(FeedError, match="not a feed"):
        parse(str(tmp_path / "feed.xml"))


def test_a_feed_without_entries_is_told() -> None:
    assert [problem.reason for problem in parse(rss()).problems] == ["no entries"]


@pytest.mark.parametrize("reference", ["&#x110000;", "&#99999999999999;", "&#xD800;"])
def test_a_reference_to_no_character_costs_itself(reference: str) -> None:
    """feedparser raises for it, and the feed would be lost."""
    parsed = parse(rss(f"<item><title>A story {reference}</title><link>https://wire.example/a</link></item>"))
    assert next(entry.title for entry in parsed.entries).startswith("A story")


def test_a_feed_that_breaks_off_keeps_what_came_before() -> None:
    parsed = parse(rss("<item><title>A</title><link>https://wire.example/a</link></item><item><tit")[:-30])
    assert [entry.url for entry in parsed.entries] == ["https://wire.example/a"]
    assert "malformed feed" in [problem.reason for problem in parsed.problems]


BAD_LINKS = [
    ("", "no link"),
    ("<link></link>", "no link"),
    ("<link>javascript:alert(1)</link>", "bad link"),
    ("<link>file:///etc/passwd</link>", "bad link"),
    ("<link>mailto:desk@wire.example</link>", "bad link"),
    ("<link>http://[broken</link>", "no link"),
    ("<link>https://news.google.com/rss/articles/CBMiabc?oc=5</link>", "unresolved link"),
]


@pytest.mark.parametrize(("link", "reason"), BAD_LINKS)
def test_an_entry_without_a_usable_link_costs_itself(link: str, reason: str) -> None:
    parsed = parse(
        rss(f"<item><title>Bad one</title>{link}</item>", "<item><link>https://wire.example/a</link></item>")
    )
    assert [entry.url for entry in parsed.entries] == ["https://wire.example/a"]
    ((stage, subject, told, detail),) = [(p.stage, p.subject, p.reason, p.detail) for p in parsed.problems]
    assert (stage, subject, told) == ("entry", "Wire", reason)
    assert "Bad one" in detail


def test_many_bad_entries_are_one_problem() -> None:
    parsed = parse(rss(*["<item><title>No link</title></item>"] * (MOST_PROBLEMS + 1)))
    assert [problem.reason for problem in parsed.problems] == ["no link"]
    assert parsed.problems[0].detail.startswith(f"{MOST_PROBLEMS + 1} entries")


def test_a_link_through_an_aggregator_that_tells_where_to() -> None:
    link = "http://www.bing.com/news/apiclick.aspx?ref=FexRss&amp;url=https%3a%2f%2fwire.example%2fa&amp;c=1"
    assert [entry.url for entry in parse(rss(f"<item><link>{link}</link></item>")).entries] == [
        "https://wire.example/a"
    ]


@pytest.mark.parametrize("date", ["", "soon", "06/07/2026 15:07", "Wed, 25 Nov 2026 10:00:00 GMT"])
def test_an_entry_without_a_date_to_be_trusted_is_kept(date: str) -> None:
    assert [
        entry.published for entry in parse(rss(f"<item><link>/a</link><pubDate>{date}</pubDate></item>")).entries
    ] == [None]


TITLES = [
    ("<title>AT&amp;T &amp;amp; others</title>", "AT&T & others"),
    ("<title>A &lt;b&gt;bold&lt;/b&gt; claim</title>", "A bold claim"),
    ("<title><![CDATA[Author&#8217;s   <i>suit</i>]]></title>", "Author\u2019s suit"),
    ("<title>one\n two&#x202e;</title>", "one two"),
    ("<title>Profit &lt; 3 &amp; rising</title>", "Profit < 3 & rising"),
    ("<title>&lt;script&gt;alert(1)&lt;/script&gt;Suit</title>", "Suit"),
]


@pytest.mark.parametrize(("markup", "title"), TITLES)
def test_titles_are_plain_text(markup: str, title: str) -> None:
    assert parse(rss(f"<item>{markup}<link>/a</link></item>")).entries[0].title == title


def test_summary_and_content_are_plain_text() -> None:
    html = "<p>One <b>two</b></p><script>evil()</script><ul><li>three</li></ul><img src=x onerror=evil()>"
    body = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item><link>/a</link>'
        f"<description>&lt;b&gt;short&lt;/b&gt;</description><content:encoded><![CDATA[{html}]]></content:encoded>"
        "</item></channel></rss>"
    )
    (entry,) = parse(body).entries
    assert (entry.summary, entry.content) == ("short", "One two\n\nthree")


def test_the_carrier_of_a_search_feed_is_the_outlet() -> None:
    item = '<item><link>/a</link><source url="https://paper.example/">The Paper</source></item>'
    assert parse(rss(item), source=FeedSource("Search", URL)).entries[0].outlet == "The Paper"
    assert parse(rss(item)).entries[0].outlet == "Example Wire"


def test_one_link_twice_is_one_entry_and_one_guid_on_many_is_many() -> None:
    guid = "<guid isPermaLink='false'>same</guid>"
    parsed = parse(rss(*(f"<item>{guid}<link>https://wire.example/{path}</link></item>" for path in ("a", "b", "a#x"))))
    assert [entry.url for entry in parsed.entries] == ["https://wire.example/a", "https://wire.example/b"]


def test_more_entries_than_anybody_writes_are_cut() -> None:
    parsed = parse(rss(*(f"<item><link>/{number}</link></item>" for number in range(MOST_ENTRIES + 1))))
    assert len(parsed.entries) == MOST_ENTRIES
    assert [problem.reason for problem in parsed.problems] == ["too many entries"]


def test_entities_do_not_multiply() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "lol">{levels}]>' + rss(
        "<item><title>&a9;</title><link>/a</link></item>"
    )
    assert sum(len(entry.title) for entry in parse(bomb).entries) < 1000


def test_a_feed_on_disk(tmp_path: Path) -> None:
    source = FeedSource("Starter", str(tmp_path / "feed.xml"), "Desk")
    links = ("pages/01-a%20b.html", "../up.html", "/etc/passwd", "https://elsewhere.example/b")
    body = atom(*(f"<entry><title>x</title><link rel='alternate' href='{link}'/></entry>" for link in links))
    parsed = parse(body, source=source)
    assert [entry.link for entry in parsed.entries] == [(tmp_path / "pages" / "01-a b.html").as_uri(), links[3]]
    assert [problem.reason for problem in parsed.problems] == ["outside the folder", "outside the folder"]


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(lambda text: rss(f"<item><title>{text}</title><link>{text}</link></item>").encode()),
        st.text("<>![]&;?-/ab'\"=", max_size=200).map(lambda text: rss(f"<item>{text}<link>/a</link></item>").encode()),
        st.text("<>![]&;?-/ab'\"=", max_size=200).map(str.encode),
    )
)
def test_any_bytes_are_a_feed_or_a_feed_error(body: bytes) -> None:
    try:
        parsed = parse(body)
    except FeedError:
        return
    assert all(entry.url for entry in parsed.entries)
