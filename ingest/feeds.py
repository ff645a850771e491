"""The bytes of a feed to its entries. Pure: knows no network, and of the disk only where a feed's own pages lie."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ingest import disk
from ingest.dates import read_date, understood_date
from ingest.dockets import read_docket_feed
from ingest.model import DocketEntry, FeedEntry, FeedSource, Fetched
from ingest.plaintext import html_to_text, one_line
from ingest.raw_feed import RawFeed, most_parsed, read_raw_feed
from ingest.sitemap import is_sitemap, read_sitemap
from ingest.url_list import read_url_list
from ingest.urls import absolute_url, carried_url, identity_url, is_web_address, is_wrapper
from rightswire.errors import FeedError, Problem

#: The most that is taken of one feed and of one entry; what is beyond is no news.
MOST_ENTRIES = 2_000
MOST_TITLE, MOST_TEXT = 500, 200_000
#: The most markup that is looked at for one: 19 MB of it in one entry takes lxml 950 MB.
MOST_LINK = 8_000
MOST_TITLE_MARKUP, MOST_MARKUP = 20_000, 1_000_000
#: Sitemaps and lists reach far back on purpose.
MOST_LISTED = 100_000
#: More problems of one kind than this are told as one.
MOST_PROBLEMS = 3
#: White space within a link that is the feed's layout: feedparser has taken its line breaks out already.
_LAYOUT = re.compile(r"[\r\n\t]|\s{2,}")


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """The entries of a feed in its order, each canonical link once, and what was wrong with it.

    Attributes:
        dockets: entries of a docket feed, which has no others.
        form: of the feed, for people: 'RSS 2.0'.
        title: of the feed.
        listed: entries that the feed holds, whatever became of them.
    """

    entries: tuple[FeedEntry, ...]
    problems: tuple[Problem, ...]
    dockets: tuple[DocketEntry, ...] = ()
    form: str = ""
    title: str = ""
    listed: int = 0


def parse_feed(source: FeedSource, fetched: Fetched, now: datetime) -> ParsedFeed:
    """Read a feed of any form, a sitemap, a list of addresses, or the listing of a folder of pages.

    Args:
        source: its kind, outlet and place.
        fetched: as it came, unpacked.
        now: aware; dates more than a day after it are not believed.

    Raises:
        FeedError: it is no feed: empty, an HTML page, or malformed beyond reading.
    """
    if fetched.content_type == disk.FOLDER:
        return _parse_folder(source, fetched)
    if source.kind == "urls":
        found, bad = read_url_list(source.name, fetched.body)
        if bad and not found:
            raise FeedError(source.url, "not a list of addresses", f"no line of it is one; {bad[0].detail}")
        return _parsed(source, fetched, RawFeed("list", "", found), now, bad)
    if source.kind == "sitemap" and is_sitemap(fetched):
        found, bad = read_sitemap(source, fetched)
        return _parsed(source, fetched, RawFeed("sitemap", "", found), now, bad)
    raw = read_raw_feed(source, fetched)
    if source.kind == "docket":
        dockets, faults = read_docket_feed(source, fetched.final_url, raw)
        problems = (*_feed_problems(source, raw, most_parsed(source)), *_grouped(faults))
        return ParsedFeed((), problems, dockets, f"docket, {raw.form}", raw.title, len(raw.entries))
    return _parsed(source, fetched, raw, now, ())


def _parsed(source: FeedSource, fetched: Fetched, raw: RawFeed, now: datetime, faults: Iterable[Problem]) -> ParsedFeed:
    most = MOST_LISTED if raw.form in ("list", "sitemap") else MOST_ENTRIES
    entries: dict[str, FeedEntry] = {}
    told: list[Problem] = [*faults]
    for number, item in enumerate(raw.entries[:most], start=1):
        entry, reason = _read_entry(source, fetched.final_url, item, now)
        if reason:
            told.append(Problem("entry", source.name, reason, _place(number, item, reason)))
        if entry is not None:
            entries.setdefault(entry.url, entry)
    problems = (*_feed_problems(source, raw, most), *_grouped(told))
    return ParsedFeed(tuple(entries.values()), problems, (), raw.form, raw.title, len(raw.entries))


def _grouped(problems: Iterable[Problem]) -> Iterator[Problem]:
    """A few problems of a kind one by one, many as one: a feed of aggregator's links has the same with every entry."""
    by_reason: dict[str, list[Problem]] = {}
    for problem in problems:
        by_reason.setdefault(problem.reason, []).append(problem)
    for alike in by_reason.values():
        if len(alike) <= MOST_PROBLEMS:
            yield from alike
        else:
            yield replace(alike[0], detail=f"{len(alike)} entries, the first of them {alike[0].detail}")


def _feed_problems(source: FeedSource, raw: RawFeed, most: int) -> list[Problem]:
    problems = []
    if raw.fault:
        detail = f"{raw.fault}; the {len(raw.entries)} entries that could be read are kept"
        problems.append(Problem("feed", source.name, "malformed feed", detail))
    if not raw.entries:
        problems.append(Problem("feed", source.name, "no entries", "the feed is well-formed but holds nothing"))
    listed = max(len(raw.entries), raw.listed)
    if listed > most:
        detail = f"the first {most} of {listed} are read"
        problems.append(Problem("feed", source.name, "too many entries", detail))
    return problems


def _place(number: int, entry: Mapping[str, Any], reason: str) -> str:
    given = _given_date(entry) if "date" in reason else _given_link(entry)
    title = one_line(str((entry.get("title_detail") or {}).get("value") or ""))
    return f"entry {number} {title[:80]!r}" + (f": {one_line(given)[:200]}" if given else "")


def _read_entry(source: FeedSource, base: str, entry: Mapping[str, Any], now: datetime) -> tuple[FeedEntry | None, str]:
    """An entry, None where it leads nowhere; and what was wrong with it, '' for nothing."""
    link, reason = _usable_link(source, base, _given_link(entry))
    if reason:
        return None, reason
    published, reason = _published(entry, now)
    bodies = [str(body.get("value") or "") for body in entry.get("content") or []]
    carrier = one_line(str((dict.get(_as_dict(entry), "source") or {}).get("title") or ""))
    read = FeedEntry(
        url=identity_url(link) if is_web_address(link) else disk.page_address(source.name, source.url, link),
        link=link,
        title=_title(entry)[:MOST_TITLE],
        published=published,
        summary=html_to_text(str(entry.get("summary") or "")[:MOST_MARKUP])[:MOST_TEXT],
        content=html_to_text(max(bodies, key=len, default="")[:MOST_MARKUP])[:MOST_TEXT],
        outlet=source.outlet or carrier[:MOST_TITLE],
    )
    return read, reason


def _as_dict(entry: Mapping[str, Any]) -> dict[str, Any]:
    # feedparser's own get() answers for one date with another, and warns: dict's does not
    return entry if isinstance(entry, dict) else dict(entry)


def _dates(entry: Mapping[str, Any]) -> Iterator[str]:
    for key in ("published", "created", "updated"):
        if text := str(dict.get(_as_dict(entry), key) or "").strip():
            yield text


def _given_date(entry: Mapping[str, Any]) -> str:
    return next(_dates(entry), "")


def _published(entry: Mapping[str, Any], now: datetime) -> tuple[datetime | None, str]:
    """The first date that can be believed; and why none can be, where there are some."""
    given = list(_dates(entry))
    published = next(filter(None, (read_date(text, now) for text in given)), None)
    if published or not given:
        return published, ""
    ahead = any(moment > now for text in given if (moment := understood_date(text)))
    return None, "date in the future" if ahead else "date not understood"


def _given_link(entry: Mapping[str, Any]) -> str:
    given = str(entry.get("feedburner_origlink") or entry.get("link") or "")
    # feedparser lets any later link whose address is text stand for the page, a picture's too
    pages = [str(link.get("href") or "") for link in entry.get("links") or () if _is_page(link)]
    if pages and not entry.get("feedburner_origlink") and given not in pages:
        given = pages[0]
    return _LAYOUT.sub("", given.strip()).replace(" ", "%20")


def _is_page(link: Mapping[str, Any]) -> bool:
    return str(link.get("rel") or "").lower() == "alternate" and "html" in str(link.get("type") or "html")


def _usable_link(source: FeedSource, base: str, given: str) -> tuple[str, str]:
    """What is fetched for an entry, and an empty reason; or an empty link and the reason why there is none."""
    if not given:
        return "", "no link"
    if len(given) > MOST_LINK:
        return "", "bad link"
    if not is_web_address(source.url) and "://" not in given:
        path = disk.page_path(source.url, given)
        return (path.as_uri(), "") if path else ("", "outside the folder")
    link = carried_url(absolute_url(base, given))
    if not is_web_address(link):
        return "", "bad link"
    return (link, "") if not is_wrapper(link) else ("", "unresolved link")


def _title(entry: Mapping[str, Any]) -> str:
    # Whatever type it is said to be: feeds say text and send markup, and no headline holds a tag on purpose.
    return one_line(html_to_text(str((entry.get("title_detail") or {}).get("value") or "")[:MOST_TITLE_MARKUP]))


def _parse_folder(source: FeedSource, fetched: Fetched) -> ParsedFeed:
    folder = disk.feed_folder(source.url).resolve()
    names = fetched.body.decode("utf-8", "surrogateescape").split("\n") if fetched.body else []
    links = [(folder / name).as_uri() for name in names[:MOST_ENTRIES]]
    entries = tuple(
        FeedEntry(disk.page_address(source.name, source.url, link), link, "", None, "", "", source.outlet)
        for link in links
    )
    problems = () if entries else (Problem("feed", source.name, "no entries", "the folder holds no pages"),)
    return ParsedFeed(entries, problems, (), "folder", "", len(names))
