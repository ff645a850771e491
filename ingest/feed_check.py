"""One look at feeds without an archive: what would come of each. Changes nothing."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from ingest.decide import is_wanted
from ingest.discovery import find_feeds
from ingest.feeds import ParsedFeed, parse_feed
from ingest.fetch import Fetcher
from ingest.model import FeedEntry, FeedSource, FeedState, Fetched, FetchOptions
from ingest.pacing import host_of
from ingest.sitemap import fetch_sitemap
from ingest.workers import Workers
from rightswire.errors import FeedError

_DOCKET = re.compile(r"ecf[\w-]*\.\w+\.uscourts\.gov|(?:www\.)?courtlistener\.com/docket/\d+")


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """What one look at a feed gave.

    Attributes:
        found: address of the feed where the listed one is an HTML page that names it; '' otherwise.
        parsed: None where there is none.
        wanted: its entries that pass its filter.
        error: why there is none; '' where there is.
    """

    source: FeedSource
    found: str = ""
    parsed: ParsedFeed | None = None
    wanted: tuple[FeedEntry, ...] = ()
    error: str = ""

    @property
    def newest(self) -> str:
        """Day of the newest entry; '' where none has a date."""
        if self.parsed is None:
            return ""
        days = [entry.published.date().isoformat() for entry in self.parsed.entries if entry.published]
        return max([*days, *(entry.day for entry in self.parsed.dockets)], default="")

    @property
    def is_sound(self) -> bool:
        """Whether the feed can be read where it is listed, and holds entries."""
        return self.parsed is not None and self.parsed.listed > 0 and not self.found


def kind_of(url: str) -> str:
    """'docket' for the address of a court's feed or of one docket's, else 'feed'."""
    parts = urlsplit(url)
    return "docket" if _DOCKET.match(f"{parts.netloc}{parts.path}".lower()) else "feed"


def check_feeds(
    sources: Sequence[FeedSource], options: FetchOptions, now: Callable[[], datetime]
) -> Iterator[FeedCheck]:
    """Fetch each feed once, as they come; a feed behind an HTML page once more.

    Args:
        sources: the feeds.
        options: limits and patience.
        now: the clock, aware.
    """
    jobs = list(sources)
    fetcher = Fetcher(options, now)

    def work(source: FeedSource) -> FeedCheck:
        return check_feed(fetcher, source, now)

    with Workers(jobs, work, lambda job: host_of(job.url), options) as workers, fetcher:
        while taken := workers.take(block=True):
            for _, check in taken:
                yield check


def check_feed(fetcher: Fetcher, source: FeedSource, now: Callable[[], datetime]) -> FeedCheck:
    """Fetch one feed, and where an HTML page stands in its place the feed that the page names."""
    try:
        answer = _fetch(fetcher, source)
    except FeedError as error:
        return FeedCheck(source, error=_told(error))
    try:
        return _checked(source, answer, now())
    except FeedError as error:
        feeds = find_feeds(answer.body, answer.final_url) if error.reason == "not a feed" else []
        if not feeds:
            return FeedCheck(source, error=_told(error))
    there = replace(source, url=feeds[0].url)
    try:
        return replace(_checked(there, _fetch(fetcher, there), now()), source=source, found=there.url)
    except FeedError as error:
        told = f"an HTML page; its feed at {there.url} fails: {error.reason}"
        return FeedCheck(source, found=there.url, error=told)


def _told(error: FeedError) -> str:
    return f"{error.reason}: {error.advice}" if error.advice else error.reason


def _fetch(fetcher: Fetcher, source: FeedSource) -> Fetched:
    state = FeedState(source.url)
    if source.kind == "sitemap":
        return fetch_sitemap(fetcher.fetch_feed, source, state)
    return fetcher.fetch_feed(source, state)


def _checked(source: FeedSource, answer: Fetched, now: datetime) -> FeedCheck:
    parsed = parse_feed(source, answer, now)
    return FeedCheck(source, "", parsed, tuple(entry for entry in parsed.entries if is_wanted(source, entry)))
