"""The bytes of a feed to its entries. Pure: knows no network, and of the disk only where a feed's own pages lie."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Any

import feedparser

from ingest import disk
from ingest.dates import read_date
from ingest.model import FeedEntry, FeedSource, Fetched
from ingest.plaintext import html_to_text, named_charset, one_line
from ingest.urls import absolute_url, canonical_url, carried_url, is_web_address, is_wrapper
from rightswire.errors import FeedError, Problem

#: The most that is taken of one feed and of one entry; what is beyond is no news.
MOST_ENTRIES = 2_000
MOST_TITLE, MOST_TEXT = 500, 200_000
#: What feedparser 6.0.14 raises instead of telling it as `bozo`, as seen with 10,000 feeds that were damaged at random:
#: OverflowError and ValueError for references to characters that are none ('&#x110000;', '&#xD800;') and bytes that are
#: not of the encoding, KeyError for elements out of place; AssertionError for '<![x]>' (its issues 431 and 468).
FEED_FAILURES = (OverflowError, ValueError, KeyError, AssertionError)
#: More problems of one kind than this are told as one.
MOST_PROBLEMS = 3


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """The entries of a feed in its order, each canonical link once, and what was wrong with it."""

    entries: tuple[FeedEntry, ...]
    problems: tuple[Problem, ...]


def parse_feed(source: FeedSource, fetched: Fetched, now: datetime) -> ParsedFeed:
    """Read a feed of any form that feedparser knows, or the listing of a folder of pages.

    Args:
        source: its kind, outlet and place.
        fetched: as it came, unpacked.
        now: aware; dates more than a day after it are not believed.

    Raises:
        FeedError: it is no feed: empty, an HTML page, malformed beyond reading, or of a kind that is not read yet.
    """
    if fetched.content_type == disk.FOLDER:
        return _parse_folder(source, fetched)
    if source.kind == "sitemap":
        raise FeedError(source.url, "unsupported kind", "sitemaps are not read yet")
    if not fetched.body.strip():
        raise FeedError(source.url, "empty answer", "the server sent no feed at all")
    parsed = _parse(source, fetched)
    entries: dict[str, FeedEntry] = {}
    unusable: list[Problem] = []
    for number, raw in enumerate(parsed.entries[:MOST_ENTRIES], start=1):
        entry = _read_entry(source, fetched.final_url, number, raw, now)
        if isinstance(entry, Problem):
            unusable.append(entry)
        else:
            entries.setdefault(entry.url, entry)
    return ParsedFeed(tuple(entries.values()), (*_feed_problems(source, parsed), *_grouped(unusable)))


def _grouped(problems: list[Problem]) -> Iterator[Problem]:
    """A few problems of a kind one by one, many as one: a feed of aggregator's links has the same with every entry."""
    by_reason: dict[str, list[Problem]] = {}
    for problem in problems:
        by_reason.setdefault(problem.reason, []).append(problem)
    for alike in by_reason.values():
        if len(alike) <= MOST_PROBLEMS:
            yield from alike
        else:
            yield replace(alike[0], detail=f"{len(alike)} entries, the first of them {alike[0].detail}")


def _parse(source: FeedSource, fetched: Fetched) -> Any:
    # The type is told as XML whatever the server called it: feedparser trusts the name more than the bytes.
    charset = named_charset(fetched.content_type)
    headers = {"content-type": "application/xml" + (f"; charset={charset}" if charset else "")}
    if is_web_address(fetched.final_url):
        headers["content-location"] = fetched.final_url
    try:
        # A stream, never the bytes themselves: feedparser opens bytes that name a file.
        parsed = feedparser.parse(
            io.BytesIO(fetched.body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except FEED_FAILURES as error:
        raise FeedError(source.url, "malformed feed", f"{type(error).__name__}: {error}") from error
    if not parsed.get("version") and not parsed.entries:
        raise FeedError(source.url, "not a feed", _what_it_is(fetched.body))
    if not parsed.entries and _is_malformed(parsed):
        raise FeedError(source.url, "malformed feed", str(parsed.bozo_exception))
    return parsed


def _is_malformed(parsed: Any) -> bool:
    return bool(parsed.bozo) and not isinstance(parsed.bozo_exception, feedparser.CharacterEncodingOverride)


def _feed_problems(source: FeedSource, parsed: Any) -> list[Problem]:
    problems = []
    if _is_malformed(parsed):
        detail = f"{parsed.bozo_exception}; the {len(parsed.entries)} entries that could be read are kept"
        problems.append(Problem("feed", source.name, "malformed feed", detail))
    if not parsed.entries:
        problems.append(Problem("feed", source.name, "no entries", "the feed is well-formed but holds nothing"))
    if len(parsed.entries) > MOST_ENTRIES:
        detail = f"the first {MOST_ENTRIES} of {len(parsed.entries)} are read"
        problems.append(Problem("feed", source.name, "too many entries", detail))
    return problems


def _what_it_is(body: bytes) -> str:
    start = body[:2_000].decode("utf-8", "replace")
    if "<html" in start.lower():
        title = one_line(unescape(start.partition("<title>")[2].partition("</title>")[0]))[:100]
        return f"it is an HTML page{f' titled {title!r}' if title else ''}; has the feed moved?"
    return f"it begins with {one_line(start)[:80]!r}"


def _read_entry(source: FeedSource, base: str, number: int, entry: Any, now: datetime) -> FeedEntry | Problem:
    title = _title(entry)[:MOST_TITLE]
    given = str(entry.get("feedburner_origlink") or entry.get("link") or "").strip()
    link, reason = _usable_link(source, base, given)
    if reason:
        detail = f"entry {number} {title[:80]!r}" + (f": {given[:200]}" if given else "")
        return Problem("entry", source.name, reason, detail)
    # feedparser's own get() answers for one date with another, and warns
    dates = (read_date(str(dict.get(entry, key) or ""), now) for key in ("published", "created", "updated"))
    bodies = [str(body.get("value") or "") for body in entry.get("content") or []]
    carrier = one_line(str((dict.get(entry, "source") or {}).get("title") or ""))
    return FeedEntry(
        url=canonical_url(link) if is_web_address(link) else disk.page_address(source.name, source.url, link),
        link=link,
        title=title,
        published=next(filter(None, dates), None),
        summary=html_to_text(str(entry.get("summary") or ""))[:MOST_TEXT],
        content=html_to_text(max(bodies, key=len, default=""))[:MOST_TEXT],
        outlet=source.outlet or carrier[:MOST_TITLE],
    )


def _usable_link(source: FeedSource, base: str, given: str) -> tuple[str, str]:
    """What is fetched for an entry, and an empty reason; or an empty link and the reason why there is none."""
    if not given:
        return "", "no link"
    if not is_web_address(source.url) and "://" not in given:
        path = disk.page_path(source.url, given)
        return (path.as_uri(), "") if path else ("", "outside the folder")
    link = carried_url(absolute_url(base, given))
    if not is_web_address(link):
        return "", "bad link"
    return (link, "") if not is_wrapper(link) else ("", "unresolved link")


def _title(entry: Any) -> str:
    # Whatever type it is said to be: feeds say text and send markup, and no headline holds a tag on purpose.
    return one_line(html_to_text(str((entry.get("title_detail") or {}).get("value") or "")))


def _parse_folder(source: FeedSource, fetched: Fetched) -> ParsedFeed:
    folder = disk.feed_folder(source.url).resolve()
    names = fetched.body.decode("utf-8", "surrogateescape").split("\n") if fetched.body else []
    links = [(folder / name).as_uri() for name in names[:MOST_ENTRIES]]
    entries = tuple(
        FeedEntry(disk.page_address(source.name, source.url, link), link, "", None, "", "", source.outlet)
        for link in links
    )
    problems = () if entries else (Problem("feed", source.name, "no entries", "the folder holds no pages"),)
    return ParsedFeed(entries, problems)
