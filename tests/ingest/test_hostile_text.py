"""Long text made to make patterns run away: whatever of it is read, is read in a time that goes with its length."""

import time
from datetime import UTC, datetime

import pytest

from ingest.dates import read_date
from ingest.feeds import parse_feed
from ingest.freshness import cache_directives, server_rest
from ingest.model import FeedSource, Fetched
from ingest.plaintext import html_to_text, named_charset, one_line, wrapped_text
from ingest.urls import canonical_url

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LENGTH = 200_000
PIECES = [
    " ",
    "\t",
    "\n",
    "\n ",
    "a",
    "a ",
    "A.",
    "1",
    "1 ",
    "0,",
    "-",
    "- ",
    "/",
    ".",
    "%",
    "&",
    "&#",
    "&amp;",
    "<",
    "<a ",
    "<!--",
    "[",
    "((",
    "=",
    '"',
    "'",
    ", ",
    ";",
]

READERS = {
    "date": lambda text: read_date(text, NOW),
    "date after a day": lambda text: read_date("Mon, 23 Nov 2026 " + text, NOW),
    "line": one_line,
    "plain text": wrapped_text,
    "markup": html_to_text,
    "charset": lambda text: named_charset("text/html; charset=" + text),
    "retry-after": lambda text: server_rest({"retry-after": text}, 429, NOW),
    "expires": lambda text: server_rest({"expires": text}, 200, NOW),
    "cache-control": cache_directives,
    "address": lambda text: canonical_url("https://wire.example/a?" + text),
}


@pytest.mark.parametrize("reader", READERS)
def test_long_hostile_text_is_read_in_time(reader) -> None:
    """Where a pattern begins anew at each place, one of these takes minutes; all of them may take half of one."""
    started = time.process_time()
    for piece in PIECES:
        READERS[reader](piece * (LENGTH // len(piece)) + "\0!")
    assert time.process_time() - started < 30


@pytest.mark.parametrize("kind", ["feed", "docket"])
def test_a_feed_with_long_hostile_text_everywhere_is_read_in_time(kind) -> None:
    source = FeedSource("Wire", "https://wire.example/feed", "Wire", kind=kind)
    started = time.process_time()
    for piece in (" ", "1", "a", "a.", "(", "v. ", "1:23-cv-", "et al "):
        text = piece * (20_000 // len(piece)) + "!"
        item = f"<item><title>{text}</title><link>https://wire.example/{text}</link><pubDate>{text}</pubDate>"
        item += f"<description>{text}</description><guid>{text}</guid></item>"
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{text}</title>{item * 3}</channel></rss>'
        parse_feed(source, Fetched(source.url, source.url, 200, "text/xml", body.encode(), NOW), NOW)
    assert time.process_time() - started < 30
