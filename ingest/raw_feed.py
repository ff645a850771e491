"""The bytes of a feed to its raw entries: RSS, RDF and Atom by feedparser, JSON Feed by ingest.jsonfeed. Pure.

feedparser believes what a server says of its encoding more than the bytes, and leaves its strict parser for the least
slip. What is mended here is plain: UTF-8 under another name, text before and behind the feed, characters that XML bans.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import feedparser

from ingest.discovery import what_it_is
from ingest.jsonfeed import looks_like_json, read_json_feed
from ingest.model import FeedSource, Fetched
from ingest.plaintext import html_to_text, named_charset, one_line
from ingest.urls import is_web_address
from ingest.xml_mending import mended_markup, mended_utf8
from ingest.xml_safety import UnsafeXmlError, defused
from rightswire.errors import FeedError

#: What feedparser 6.0.14 raises instead of telling it as `bozo`, as seen with 10,000 feeds that were damaged at random:
#: OverflowError and ValueError for references to characters that are none ('&#x110000;', '&#xD800;') and bytes that are
#: not of the encoding, KeyError for elements out of place; AssertionError for '<![x]>' (its issues 431 and 468).
FEED_FAILURES = (OverflowError, ValueError, KeyError, AssertionError)
#: Encodings of two bytes a character may look like UTF-8 by accident: what is said of them stands.
_MANY_BYTES = re.compile(rb"gb|big5|shift|sjis|euc|iso-2022|utf-?16|utf-?32", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
#: Characters that XML bans, as bytes; not the escape of ISO-2022.
_BANNED = bytes(byte for byte in range(32) if byte not in b"\t\n\r\x1b")
_ENDS = (b"</rss>", b"</feed>", b"</rdf:rdf>", b"</channel>")
_START = re.compile(rb"<\?xml\s|<rss[\s>]|<feed[\s>]|<rdf:rdf[\s>]", re.IGNORECASE)
#: The most entries that are parsed: feedparser takes 2 kB of memory for the least of them.
MOST_PARSED = 2_000
#: A court's feed holds a whole day of all its cases.
MOST_DOCKET_ENTRIES = 5_000
#: How much may stand before a feed: warnings of the program that made it.
_MOST_BEFORE = 10_000
FORMS = {"rss10": "RSS 1.0 (RDF)", "rss090": "RSS 0.90 (RDF)", "rss20": "RSS 2.0", "cdf": "CDF", "rss": "RSS"}


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed as its parser gives it.

    Attributes:
        form: for people, 'RSS 2.0' or 'JSON Feed 1.1'.
        title: of the feed, one line.
        entries: with the keys of feedparser's.
        fault: what was wrong with it; empty where it is sound.
        listed: entries that the feed has, where not all of them were parsed.
    """

    form: str
    title: str
    entries: Sequence[Mapping[str, Any]]
    fault: str = ""
    listed: int = 0


def most_parsed(source: FeedSource) -> int:
    """The most entries that are parsed of a feed."""
    return MOST_DOCKET_ENTRIES if source.kind == "docket" else MOST_PARSED


def read_raw_feed(source: FeedSource, fetched: Fetched) -> RawFeed:
    """The entries of a feed as they stand.

    Args:
        source: where it comes from.
        fetched: as it came, unpacked; its content type is believed as to the encoding only, and not always.

    Raises:
        FeedError: 'empty answer', 'not a feed' (with the address of the feed, where it is an HTML page that names
            one), 'malformed feed', or 'unsafe feed'.
    """
    if not fetched.body.strip():
        raise FeedError(source.url, "empty answer", "the server sent no feed at all")
    if looks_like_json(fetched.body):
        form, title, entries = read_json_feed(source.url, fetched.body)
        return RawFeed(form, title, entries)
    parsed = _parse(source, fetched)
    title = one_line(html_to_text(str(parsed.get("feed", {}).get("title") or "")))
    return RawFeed(
        form=_form(str(parsed.get("version") or "")),
        title=title,
        entries=parsed.entries,
        fault=str(parsed.bozo_exception) if _is_malformed(parsed) else "",
        listed=parsed["listed"],
    )


def _parse(source: FeedSource, fetched: Fetched) -> Any:
    # The type is told as XML whatever the server called it: feedparser trusts the name more than the bytes.
    charset = _charset(fetched)
    headers = {"content-type": "application/xml" + (f"; charset={charset}" if charset else "")}
    if is_web_address(fetched.final_url):
        headers["content-location"] = fetched.final_url
    try:
        safe = defused(mended_markup(_utf8_mended(fetched)), most_parsed(source))
        if safe.was_wide:
            headers["content-type"] = "application/xml; charset=utf-8"
        # A stream, never the bytes themselves: feedparser opens bytes that name a file.
        parsed = feedparser.parse(
            io.BytesIO(safe.body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except UnsafeXmlError as error:
        raise FeedError(source.url, "unsafe feed", str(error)) from error
    except FEED_FAILURES as error:
        raise FeedError(source.url, "malformed feed", f"{type(error).__name__}: {error}") from error
    if not parsed.get("version") and not parsed.entries:
        raise FeedError(source.url, "not a feed", what_it_is(fetched.body, fetched.final_url))
    if not parsed.entries and _is_malformed(parsed):
        raise FeedError(source.url, "malformed feed", str(parsed.bozo_exception))
    parsed["listed"] = max(safe.entries, len(parsed.entries))
    return parsed


def _utf8_mended(fetched: Fetched) -> bytes:
    body = mended(fetched.body)
    if body.startswith(_WIDE_MARKS) or b"\0" in body[:4]:
        return body
    return mended_utf8(body, _said(fetched))


def _is_malformed(parsed: Any) -> bool:
    return bool(parsed.bozo) and not isinstance(parsed.bozo_exception, feedparser.CharacterEncodingOverride)


def _charset(fetched: Fetched) -> str:
    """The encoding to believe: UTF-8 where the bytes are so, whatever the server or the feed say of them."""
    named, said = named_charset(fetched.content_type), _said(fetched)
    if fetched.body.isascii() or fetched.body.startswith(_WIDE_MARKS) or _MANY_BYTES.search(said):
        return named
    try:
        fetched.body.decode("utf-8")
    except UnicodeDecodeError:
        return named
    return "utf-8"


def _said(fetched: Fetched) -> bytes:
    """What server and feed say of the encoding, the feed last."""
    declared = _DECLARED.match(fetched.body)
    return b" ".join((named_charset(fetched.content_type).encode(), declared[1] if declared else b""))


def mended(body: bytes) -> bytes:
    """The bytes of a feed without what stands before and behind it, and without characters that XML bans."""
    if body.startswith(_WIDE_MARKS) or b"\0" in body[:4]:
        return body
    body = body.removeprefix(b"\xef\xbb\xbf").translate(None, _BANNED).strip()
    if not body[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        start = _START.search(body, 0, _MOST_BEFORE)
        body = body[start.start() :] if start else body
    tail = body[-_MOST_BEFORE:].lower()
    end = max(tail.rfind(mark) + len(mark) if mark in tail else 0 for mark in _ENDS)
    return body[: len(body) - len(tail) + end] if end and tail[end:].strip() else body


def _form(version: str) -> str:
    if version in FORMS:
        return FORMS[version]
    if version.startswith("rss09"):
        return f"RSS 0.{version[4:6]}"
    return f"Atom {version[4]}.{version[5:]}" if version.startswith("atom") and len(version) > 5 else version
