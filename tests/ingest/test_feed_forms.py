"""Every form of feed there is, and what stands in place of one: read, mended, or refused with a reason that helps."""

import json
from datetime import UTC, datetime

import pytest

from ingest.discovery import find_feeds
from ingest.feeds import parse_feed
from ingest.model import FeedSource, Fetched
from ingest.raw_feed import mended
from rightswire.errors import FeedError

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
URL = "https://wire.example/feeds/media.xml"
SOURCE = FeedSource("Wire", URL, outlet="Example Wire")


def parse(body: str | bytes, content_type: str = "application/xml"):
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(SOURCE, Fetched(URL, URL, 200, content_type, data, NOW), NOW)


ITEM = "<item><title>A story</title><link>https://wire.example/a</link>{date}</item>"
RSS_DATE, ISO_DATE = "<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>", "<dc:date>2026-11-20T10:00:00Z</dc:date>"
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="{space}"><channel><title>t</title></channel>{item}</rdf:RDF>'


def rss(version: str, date: str = RSS_DATE) -> str:
    return f'<?xml version="1.0"?><rss version="{version}" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title>{ITEM.format(date=date)}</channel></rss>'


def json_feed(version: str = "1.1", **changes: object) -> str:
    item = {
        "id": "1",
        "url": "https://wire.example/a",
        "title": "A story",
        "date_published": "2026-11-20T10:00:00Z",
        **changes,
    }
    return json.dumps({"version": f"https://jsonfeed.org/version/{version}", "title": "t", "items": [item]})


FORMS = [
    ("RSS 0.90 (RDF)", RDF.format(space="http://my.netscape.com/rdf/simple/0.9/", item=ITEM.format(date=ISO_DATE))),
    ("RSS 0.91", rss("0.91")),
    ("RSS 0.92", rss("0.92")),
    ("RSS 0.93", rss("0.93")),
    ("RSS 0.94", rss("0.94")),
    ("RSS 2.0", rss("2.0")),
    ("RSS 2.0", rss("2.0", ISO_DATE)),
    ("RSS 1.0 (RDF)", RDF.format(space="http://purl.org/rss/1.0/", item=ITEM.format(date=ISO_DATE))),
    ("Atom 0.3", '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>t</title><entry><title>A story</title>'
     '<link rel="alternate" type="text/html" href="https://wire.example/a"/><issued>2026-11-20T10:00:00Z</issued></entry></feed>'),
    ("Atom 1.0", '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title type="html">A &lt;b&gt;story&lt;/b&gt;</title>'
     '<link rel="self" href="https://wire.example/self"/><link href="https://wire.example/a"/><published>2026-11-20T10:00:00Z</published></entry></feed>'),
    ("Atom 1.0", '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://wire.example/x/"><title>t</title><entry xml:base="../"><title>A story</title>'
     '<link href="a"/><updated>2026-11-20T10:00:00Z</updated></entry></feed>'),
    ("RSS 2.0", rss("2.0").replace("A story", "<![CDATA[A <i>story</i>]]>")),
    ("RSS 2.0", rss("2.0").replace("A story", "A &lt;i&gt;story&lt;/i&gt;")),
    ("RSS 2.0", rss("2.0").replace("https://wire.example/a", "/a")),
    ("RSS 2.0", rss("2.0").replace("https://wire.example/a", "\n ../a \n")),
    ("JSON Feed 1.0", json_feed("1")),
    ("JSON Feed 1.1", json_feed("1.1")),
    ("JSON Feed 1.1", "\ufeff" + json_feed("1.1", id="https://wire.example/a", url=None)),
    ("JSON Feed 1.1", json_feed("1.1", url="../a", date_published="", date_modified="2026-11-20T05:00:00-05:00")),
]  # fmt: skip


@pytest.mark.parametrize(("form", "body"), FORMS)
@pytest.mark.parametrize(
    "content_type", ["application/rss+xml", "text/html; charset=utf-8", "application/octet-stream", "image/jpeg", ""]
)
def test_forms(form: str, body: str, content_type: str) -> None:
    parsed = parse(body, content_type)
    assert [(one.url, one.title, one.published) for one in parsed.entries] == [
        ("https://wire.example/a", "A story", datetime(2026, 11, 20, 10, tzinfo=UTC))
    ]
    assert (parsed.form, parsed.title, parsed.problems, parsed.listed) == (form, "t", (), 1)


WORD = "Müller für „Kunst“"
ENCODINGS = [
    ("utf-8", "utf-8", ""),
    ("utf-8", "utf-8", "iso-8859-1"),  # a server's default that knows nothing of the feed
    ("utf-8", "iso-8859-1", ""),  # a template that was copied
    ("utf-8-sig", "utf-8", ""),
    ("windows-1252", "windows-1252", ""),
    ("windows-1252", "windows-1252", "windows-1252"),
    ("windows-1252", "utf-8", ""),
    ("utf-16", "utf-16", ""),
    ("utf-16-le", "utf-16", "utf-16le"),
]


@pytest.mark.parametrize(("real", "declared", "sent"), ENCODINGS)
def test_encodings(real: str, declared: str, sent: str) -> None:
    body = rss("2.0").replace("A story", WORD).replace('"1.0"?', f'"1.0" encoding="{declared}"?')
    parsed = parse(body.encode(real), "text/xml" + (f"; charset={sent}" if sent else ""))
    assert [one.title for one in parsed.entries] == [WORD]


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("koi8-r", "Писатели"),
        ("shift_jis", "作家が提訴"),
        ("gb2312", "作家起诉"),
        ("big5", "作家起訴"),
        ("euc-kr", "작가 소송"),
    ],
)
def test_encodings_of_other_scripts(encoding: str, word: str) -> None:
    body = rss("2.0").replace("A story", word).replace('"1.0"?', f'"1.0" encoding="{encoding}"?')
    assert [one.title for one in parse(body.encode(encoding)).entries] == [word]


MENDED = [
    "\n\n \t" + rss("2.0"),
    "<br />\n<b>Warning</b>: something in /var/www/x.php on line 3<br />\n" + rss("2.0"),
    rss("2.0") + "\n<!-- cached --><script>track()</script>",
    rss("2.0").replace("A story", "A\x0b st\x00ory\x08"),
    rss("2.0") + "\0\0\0",
]


@pytest.mark.parametrize("body", MENDED)
def test_what_is_mended_is_no_problem(body: str) -> None:
    parsed = parse(body)
    assert ([one.title for one in parsed.entries], parsed.problems) == (["A story"], ())


def test_a_sound_feed_is_left_as_it_is() -> None:
    for _, body in FORMS:
        assert mended(body.encode().removeprefix(b"\xef\xbb\xbf")) == body.encode().removeprefix(b"\xef\xbb\xbf")


DATES = [
    ("2027-01-01T00:00:00Z", "date in the future"),
    ("Fri, 32 Nov 2026", "date not understood"),
    ("06/07/2026", "date not understood"),
    ("gestern", "date not understood"),
]


@pytest.mark.parametrize(("date", "reason"), DATES)
def test_a_date_that_cannot_be_believed_is_told(date: str, reason: str) -> None:
    parsed = parse(rss("2.0", f"<pubDate>{date}</pubDate>"))
    assert [one.published for one in parsed.entries] == [None]
    assert [(problem.reason, date in problem.detail) for problem in parsed.problems] == [(reason, True)]


BAD_JSON = [
    ("{", "not a feed"),
    ('{"items": []}', "not a feed"),
    ("[]", "not a feed"),
    ('{"version": "https://jsonfeed.org/version/1.1", "items": 3}', "not a feed"),
    ('{"version": "https://jsonfeed.org/version/1.1", "items": [', "malformed feed"),
    ('{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000, "malformed feed"),
    (b'{"version": "https://jsonfeed.org/version/1.1", "title": "\xff"}', "malformed feed"),
]


@pytest.mark.parametrize(("body", "reason"), BAD_JSON)
def test_json_that_is_no_feed(body, reason: str) -> None:
    with pytest.raises(FeedError) as caught:
        parse(body)
    assert caught.value.reason == reason


def test_items_of_json_with_wrong_types_cost_themselves() -> None:
    items = [
        3,
        None,
        {"url": 7},
        {"title": ["x"], "url": "https://wire.example/a", "content_html": {}},
        {"url": "https://wire.example/b", "content_text": "a < b & c"},
    ]
    parsed = parse(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}))
    assert [(one.url, one.title, one.content) for one in parsed.entries] == [
        ("https://wire.example/a", "", ""),
        ("https://wire.example/b", "", "a < b & c"),
    ]
    assert [problem.reason for problem in parsed.problems] == ["no link"]


HEADS = [
    ('<link rel="alternate" type="application/rss+xml" href="/feed">', "https://wire.example/feed"),
    ("<LINK HREF='feed.xml' TYPE='application/atom+xml; charset=utf-8' REL='Alternate home'>", "https://wire.example/a/feed.xml"),
    ('<base href="https://cdn.example/"><link rel=alternate type=application/feed+json href=feed.json>', "https://cdn.example/feed.json"),
    ('<link rel="alternate" type="application/rss+xml" title="Site &raquo; Comments Feed" href="/comments/feed"><link rel="alternate" type="application/rss+xml" href="/feed">', "https://wire.example/feed"),
    ('<link rel="alternate" type="application/rss+xml" href="/comments/feed">', "https://wire.example/comments/feed"),
    ('<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">', ""),
    ('<link rel="alternate" type="application/json" href="/feed.json">', "https://wire.example/feed.json"),
    ('<link rel="alternate" hreflang="de" href="/de">', ""),
    ('<link rel="stylesheet" type="application/rss+xml" href="/x">', ""),
    ('<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">', ""),
    ('<link rel="alternate" type="application/rss+xml" href="http://[x">', ""),
    ('<link rel="alternate" type="application/rss+xml" href="feed://wire.example/rss">', "https://wire.example/rss"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("head", "url"), HEADS)
def test_the_feed_behind_a_page(head: str, url: str) -> None:
    page = f"<!doctype html><html><head><title>Wire</title>{head}</head><body>x</body></html>".encode()
    assert next((feed.url for feed in find_feeds(page, "https://wire.example/a/")), "") == url
    with pytest.raises(FeedError) as caught:
        parse_feed(SOURCE, Fetched(URL, "https://wire.example/a/", 200, "text/html", page, NOW), NOW)
    assert caught.value.reason == "not a feed"
    assert (f"its feed is at {url}" in caught.value.advice) is bool(url)
