"""Feeds of court dockets to docket entries: PACER's feed of a whole court, CourtListener's feed of one docket. Pure.

A court's feed holds the docket number, a short caption, and for each entry a short description, the number and link of
its document and the moment; no parties, no nature of suit, no judge, and no more than about a day. CourtListener's
holds the full text of the entries, and the day as midnight on the West coast; it does not name the court.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ingest.captions import Names, index_names, named_sides
from ingest.dates import understood_date
from ingest.docket_words import docket_words
from ingest.model import DocketEntry, FeedSource
from ingest.plaintext import html_to_text, one_line
from ingest.raw_feed import RawFeed, most_parsed
from ingest.urls import absolute_url, is_web_address
from rightswire.errors import Problem

MOST_TEXT, MOST_CAPTION = 2_000, 300
_FEDERAL = re.compile(r"(?:(\d{1,2}):)?(\d{2}|\d{4})-([a-z]{2,3})-(\d{1,6})(?:-[\w-]*)?", re.IGNORECASE | re.ASCII)
_OTHER = re.compile(r"\d{2,4}-\d{1,6}(?:-\w+)*", re.ASCII)
#: '1:23-cv-11195 Authors Guild v. OpenAI'; '23-1234 Smith v. Jones'
_COURT_TITLE = re.compile(r"(?=\S*\d)(\S+)\s+(\S.*)")
#: 'Entry #42 in Authors Guild v. OpenAI Inc., 1:23-cv-11195'; 'Minute entry from 2026-11-20 in ...'
_LISTENER_TITLE = re.compile(
    r"(?:Entry #(?P<number>\d{1,9})|Minute entry from (?P<day>\S.*?)) in (?P<caption>.*), (?P<docket>[^,]+)"
)
_SHORT = re.compile(r"\[([^\[\]]*)\]")
_DOCUMENT = re.compile(r"<a\s[^>]*href=[\"']?([^\"'\s>]+)[^>]*>\s*(\d{1,9})\s*</a>", re.IGNORECASE)
_NUMBER = re.compile(r"\((\d{1,9})\)\s*$")
_COURT_HOST = re.compile(r"(?:ecf|ecf-\w+)\.(\w+)\.uscourts\.gov")
_LISTENER_ZONE = ZoneInfo("America/Los_Angeles")


def docket_number(text: str) -> str:
    """A docket number in the form in which two spellings are equal; '' where the text is none.

    '1:23-cv-11195-SHS-OTW' is '1:23-cv-11195', '23-CV-3223' is '23-cv-03223'.
    """
    text = text.strip().strip("[]().,;")
    if federal := _FEDERAL.fullmatch(text):
        office = f"{federal[1]}:" if federal[1] else ""
        return f"{office}{federal[2][-2:]}-{federal[3].lower()}-{int(federal[4]):05d}"
    return text.casefold() if _OTHER.fullmatch(text) else ""


def docket_core(number: str) -> str:
    """A normalised docket number without the office of the court, which not everybody writes."""
    return number.rpartition(":")[2]


def docket_type(number: str) -> str:
    """'cv', 'md', 'cr' and so on of a normalised number; '' for an appeal's."""
    parts = docket_core(number).split("-")
    return parts[1] if len(parts) == 3 and parts[1].isalpha() else ""


def court_of(source: FeedSource, address: str) -> str:
    """Id of the court whose feed this is: as feeds.toml says, else as an address of PACER tells; '' where unknown."""
    if source.court:
        return source.court
    for url in (source.url, address):
        if is_web_address(url) and (found := _COURT_HOST.fullmatch((urlsplit(url).hostname or "").lower())):
            return found[1]
    return ""


def read_docket_feed(source: FeedSource, base: str, raw: RawFeed) -> tuple[tuple[DocketEntry, ...], list[Problem]]:
    """The entries that are kept of a docket feed, oldest first as courts list the newest first.

    Of a court's whole feed those are kept whose docket number is watched, or whose caption names a watched party;
    everything where nothing is watched, and of the feed of one docket.

    Args:
        source: court, and what is watched.
        base: address against which links are resolved.
        raw: the feed.

    Returns:
        entries, and a problem for each item that is no entry of a docket.
    """
    numbers = {docket_core(number) for text in source.watch if (number := docket_number(text))}
    names = index_names(source.watch_names)
    kept: list[DocketEntry] = []
    problems: list[Problem] = []
    for place, item in enumerate(raw.entries[: most_parsed(source)], start=1):
        title = one_line(html_to_text(str((item.get("title_detail") or {}).get("value") or "")))[:MOST_TEXT]
        read = _listener_entry(source, base, title, item) or _court_entry(source, base, title, item)
        if read is None:
            detail = f"entry {place} {title[:80]!r} does not begin with a docket number"
            problems.append(Problem("entry", source.name, "not a docket entry", detail))
        elif _passes(source, read[0]) and (read[1] or is_watched(read[0], numbers, names)):
            kept.append(read[0])
    return tuple(reversed(kept)), problems


def _passes(source: FeedSource, entry: DocketEntry) -> bool:
    text = f"{entry.caption}\n{entry.text}".casefold()
    return not source.filter or any(piece.casefold() in text for piece in source.filter)


def is_watched(entry: DocketEntry, numbers: set[str], names: Names) -> bool:
    """Whether an entry of a court's whole feed is kept.

    Args:
        entry: the entry.
        numbers: docket numbers without their office.
        names: of parties.
    """
    if docket_core(entry.docket_number) in numbers or not (numbers or names):
        return True
    if docket_type(entry.docket_number) not in {*docket_words().watched_types, ""}:
        return False
    return any(name for _, name in named_sides(entry.caption, names))


def _court_entry(source: FeedSource, base: str, title: str, item: Mapping[str, Any]) -> tuple[DocketEntry, bool] | None:
    found = _COURT_TITLE.fullmatch(title)
    number = docket_number(found[1]) if found else ""
    if not found or not number:
        return None
    markup = str(item.get("summary") or "")
    document = _DOCUMENT.search(markup)
    plain = one_line(html_to_text(markup))
    told = " AND ".join(text for part in _SHORT.findall(plain) if (text := part.strip()))
    counted = _NUMBER.search(plain)
    court = court_of(source, str(item.get("link") or ""))
    entry = DocketEntry(
        court=court,
        docket_number=number,
        caption=found[2][:MOST_CAPTION],
        number=int(document[2]) if document else int(counted[1]) if counted else None,
        text=(told or plain)[:MOST_TEXT],
        day=_day(item, ZoneInfo(docket_words().zone(court))),
        link=_link(base, document[1] if document else "", item),
    )
    return entry, False


def _listener_entry(
    source: FeedSource, base: str, title: str, item: Mapping[str, Any]
) -> tuple[DocketEntry, bool] | None:
    found = _LISTENER_TITLE.fullmatch(title)
    number = docket_number(found["docket"]) if found else ""
    if not found or not number:
        return None
    entry = DocketEntry(
        court=source.court,
        docket_number=number,
        caption=found["caption"][:MOST_CAPTION],
        number=int(found["number"]) if found["number"] else None,
        text=one_line(html_to_text(str(item.get("summary") or "")))[:MOST_TEXT],
        day=_plain_day(found["day"] or "") or _day(item, _LISTENER_ZONE),
        link=_link(base, "", item),
    )
    return entry, True


def _plain_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _day(item: Mapping[str, Any], zone: ZoneInfo) -> str:
    for key in ("published", "updated"):
        given = str(dict.get(item, key) or "") if isinstance(item, dict) else ""
        if moment := understood_date(given):
            return moment.astimezone(zone).date().isoformat()
    return ""


def _link(base: str, document: str, item: Mapping[str, Any]) -> str:
    for given in (document, str(item.get("link") or "")):
        link = absolute_url(base, given.replace("&amp;", "&")) if given else ""
        if is_web_address(link):
            return link
    return ""
