"""XML made to hurt: it ends quickly, in little memory, by its name, and feeds that only look odd are read."""

import time
from datetime import UTC, datetime

import pytest

from ingest.feed_schedule import read_schedule
from ingest.feeds import parse_feed
from ingest.model import FeedSource, Fetched
from ingest.xml_safety import UnsafeXmlError, defused
from rightswire.errors import FeedError

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HEAD = b'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>t</title>'
ITEM = b"<item><title>x</title><link>https://wire.example/%d</link></item>"
TAIL = b"</channel></rss>"


def parse(body: bytes):
    source = FeedSource("Wire", "https://wire.example/feed", "Wire")
    return parse_feed(source, Fetched(source.url, source.url, 200, "text/xml", body, NOW), NOW)


def entities(declarations: bytes, title: bytes) -> bytes:
    return (
        b'<?xml version="1.0"?>\n<!DOCTYPE rss [\n' + declarations + b'\n]>\n<rss version="2.0"><channel><item><title>'
        b"Publisher sues " + title + b"</title><link>https://wire.example/a</link></item></channel></rss>"
    )


LAUGHS = b"".join(b'<!ENTITY b%d "%s">\n' % (level, b"&b%d;" % (level - 1) * 10) for level in range(1, 10))
ENTITY_BOMBS = {
    "billion laughs": entities(b'<!ENTITY b0 "ha">\n' + LAUGHS, b"&b9;"),
    "quadratic": entities(b'<!ENTITY a "' + b"x" * 50_000 + b'">', b"&a;" * 50_000),
    "external": entities(b'<!ENTITY a SYSTEM "file:///etc/passwd">', b"&a;"),
    "parameter": entities(b'<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd">%a;', b"&a;"),
    "bracket in a value": entities(b'<!ENTITY a "]>">', b"&a;"),
    "utf-16": entities(b'<!ENTITY a "' + b"x" * 5_000 + b'">', b"&a;" * 5_000).decode().encode("utf-16"),
}


@pytest.mark.parametrize("name", ENTITY_BOMBS)
def test_entities_are_never_expanded(name) -> None:
    entries = parse(ENTITY_BOMBS[name]).entries
    assert len(entries) == 1
    assert entries[0].title.startswith("Publisher sues")
    assert "root:" not in entries[0].title
    assert "ha" not in entries[0].title
    assert "xx" not in entries[0].title


def test_an_entity_of_html_in_a_feed_with_a_document_type_is_text() -> None:
    body = entities(b'<!ENTITY nbsp "&#160;">', b"&eacute;lan&nbsp;vital")
    assert parse(body).entries[0].title == "Publisher sues \u00e9lan vital"


UNSAFE = {
    "deep": HEAD + b"<a>" * 400 + b"</a>" * 400 + TAIL,
    "endlessly deep": HEAD + b"<a>" * 1_000_000,
    "attributes": HEAD + b"<a " + b" ".join(b"a%d='1'" % number for number in range(2_000)) + b"/>" + TAIL,
    "comments": HEAD.replace(b"<rss", b"<!-- x -->" * 2_000 + b"<rss") + TAIL,
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_is_too_much_is_refused(name) -> None:
    with pytest.raises(FeedError) as caught:
        parse(UNSAFE[name])
    assert caught.value.reason == "unsafe feed"


def test_depth_is_kept_to_the_element() -> None:
    assert defused(HEAD + b"<a>" * 254 + b"</a>" * 254 + TAIL, 10).entries == 0
    with pytest.raises(UnsafeXmlError):
        defused(HEAD + b"<a>" * 255 + b"</a>" * 255 + TAIL, 10)


@pytest.mark.parametrize("flaw", [b"", b"&nbsp;", b"<br>"])
def test_of_a_million_entries_the_first_are_read(flaw) -> None:
    """Whether it is well-formed or not: no more than the first are ever parsed."""
    body = HEAD + b"".join(ITEM.replace(b"<link", flaw + b"<link") % number for number in range(150_000)) + TAIL
    parsed = parse(body)
    assert [entry.url for entry in parsed.entries] == [f"https://wire.example/{number}" for number in range(2_000)]
    assert "too many entries" in {problem.reason for problem in parsed.problems}


def test_a_cut_feed_is_still_well_formed() -> None:
    parsed = parse(HEAD + b"".join(ITEM % number for number in range(2_100)) + TAIL)
    assert [(problem.reason, problem.detail) for problem in parsed.problems] == [
        ("too many entries", "the first 2000 of 2100 are read")
    ]


ENCODINGS = ["punycode", "idna", "utf-7", "unicode_escape", "undefined", "cp037", "x-unheard-of", ""]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_encoding_that_is_none_of_feeds_is_not_believed(encoding) -> None:
    declared = HEAD.replace(b'"1.0"', f'"1.0" encoding="{encoding}"'.encode())
    assert len(parse(declared + ITEM % 1 + b"<item><title>" + b"z9-" * 20_000 + b"</title></item>" + TAIL).entries) == 1


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "koi8-r", "shift_jis", "iso-8859-5"]
)
def test_other_encodings_are_read(encoding) -> None:
    text = f'<?xml version="1.0" encoding="{encoding[:6] if "utf" in encoding else encoding}"?>'
    text += (
        HEAD.decode().partition("\n")[2] + (ITEM % 1).decode().replace(">x<", ">\u0441\u0443\u0434<") + TAIL.decode()
    )
    assert parse(text.encode(encoding)).entries[0].title == "\u0441\u0443\u0434"


BEFORE_THE_FEED = {
    "blank lines": b"\n" * 2_000_000,
    "comments": b"<!-- " * 500_000,
    "entities": b"<!ENTITY a \n" * 300_000,
    "document types": b"<!DOCTYPE a [\n" * 300_000,
    "brackets": b"<!DOCTYPE a [" + b"] " * 1_000_000,
    "instructions": b"<?x " * 500_000,
    "no markup": b"< " * 1_000_000,
    "declarations": b"<?xml " + b'encoding="' * 300_000,
    "marked sections": b"<![CDATA[" * 300_000,
    "references": b"&" * 1_000_000,
}


@pytest.mark.parametrize("name", BEFORE_THE_FEED)
def test_what_stands_before_a_feed_costs_no_more_than_its_length(name) -> None:
    """Each of these took minutes or hours where a pattern begins anew at each place; the bound is far from both."""
    started = time.process_time()
    for body in (BEFORE_THE_FEED[name] + HEAD + TAIL, b'<?xml version="1.0"?>\n' + BEFORE_THE_FEED[name] + b"<rss/>"):
        read_schedule(body)
        try:
            parse(body)
        except FeedError:
            continue
    assert time.process_time() - started < 30
