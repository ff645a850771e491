"""The nouns that pass between the steps of fetching: frozen, one for each boundary. Times are aware UTC."""

from dataclasses import dataclass, field
from datetime import datetime

from rightswire.errors import Problem


@dataclass(frozen=True, slots=True)
class FeedSource:
    """A feed as data/feeds.toml names it (the format is a contract, described in README.md).

    Attributes:
        name: unique, for people.
        url: http(s) address, or the absolute path of a feed on disk.
        outlet: name of the outlet whose articles it brings; may be empty for a search feed (the entry tells then).
        kind: 'feed', 'sitemap', 'docket' or 'directory'.
        filter: keep only entries whose title or summary holds one of these, any case; empty keeps all.
        interval_minutes: how long to leave the feed alone after a fetch.
        allow_private: whether it and its pages may lie on loopback or private addresses.
        why: why it is in the list.
        unconfirmed: the address could not be checked when it was listed.
    """

    name: str
    url: str
    outlet: str = ""
    kind: str = "feed"
    filter: tuple[str, ...] = ()
    interval_minutes: int = 60
    allow_private: bool = False
    why: str = ""
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the archive remembers of a feed: validators byte for byte as the server gave them, and its health."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    last_fetched: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer to a request: bounded bytes and the headers that matter. `not_modified` is HTTP 304."""

    url: str
    final_url: str
    status: int
    content_type: str
    body: bytes
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed, its link absolute and canonical.

    Attributes:
        url: canonical link; the identity of the article.
        link: the link as the feed gives it, made absolute: what is fetched.
        published: aware UTC, None where the feed gives no date that can be trusted.
        summary, content: plain text of what the feed itself carries.
    """

    url: str
    link: str
    title: str
    published: datetime | None
    summary: str
    content: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article ready to be read.

    Attributes:
        url: canonical address, unique in the archive.
        text: paragraphs split by blank lines.
        published: aware UTC; None where neither page nor feed tells.
        outlet: name of the outlet.
        feed_url: the feed that brought it.
        text_source: 'page', 'feed content' or 'feed summary' (the last two where the page could not be had).
    """

    url: str
    title: str
    text: str
    published: datetime | None
    outlet: str
    feed_url: str
    text_source: str


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What fetching one feed gave: its state after the fetch, new entries, and what went wrong in it."""

    source: FeedSource
    state: FeedState
    result: str  # 'read', 'unchanged', 'waiting' (asked within its interval) or 'failed'
    entries: tuple[FeedEntry, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
