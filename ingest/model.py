"""The nouns that pass between the steps of fetching: frozen, one for each boundary. Times are aware UTC."""

from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version

from rightswire.errors import Problem

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How politely, patiently and greedily pages and feeds are asked for.

    Attributes:
        contact: address or mail of whoever runs this copy, told to every server; empty where nobody gave one.
        force: ask feeds again that were asked within their interval.
        connect_seconds, timeout_seconds, total_seconds: patience for the connection, for the head of the answer
            and for the whole exchange of one request.
        feed_bytes, page_bytes: the most that is read of a feed and of a page, as sent and as unpacked.
        workers, workers_per_host: requests under way at once, altogether and to one host.
        max_redirects: hops that are followed.
        connection_retries: further tries, at once, where a connection breaks.
        robots: whether robots.txt decides on pages; not where a person asks for one by hand.
        host_spacing_seconds: from one request to a host to the next.
        longest_crawl_delay_seconds: of what robots.txt may ask for; a longer delay is cut to it.
        page_retries: later runs that try a page again before it is left, or left to the feed's own text.
        revisit_days: an article's page is asked for again so many days after it was first had; empty is never.
        revisits: pages asked for again in one run, at most.
    """

    contact: str = ""
    force: bool = False
    connect_seconds: float = 10.0
    timeout_seconds: float = 20.0
    total_seconds: float = 60.0
    feed_bytes: int = 20 * MEGABYTE
    page_bytes: int = 10 * MEGABYTE
    workers: int = 8
    workers_per_host: int = 2
    max_redirects: int = 5
    connection_retries: int = 1
    robots: bool = True
    host_spacing_seconds: float = 0.0
    longest_crawl_delay_seconds: float = 30.0
    page_retries: int = 3
    revisit_days: tuple[float, ...] = (1.0, 7.0)
    revisits: int = 200

    @property
    def user_agent(self) -> str:
        """The honest name that servers see."""
        contact = f"+{self.contact}" if self.contact else "no contact given"
        return f"Rightswire/{version('rightswire')} (nightly reader of news on AI and copyright; {contact})"


@dataclass(frozen=True, slots=True)
class FeedSource:
    """A feed as data/feeds.toml names it (the format is a contract, described in README.md).

    Attributes:
        name: unique, for people.
        url: http(s) address, or the absolute path of a feed on disk.
        outlet: name of the outlet whose articles it brings; may be empty for a search feed (the entry tells then).
        kind: 'feed', 'sitemap', 'docket', 'urls' (a list of addresses) or 'directory'; 'warc' for an archive of pages.
        filter: keep only entries whose title or summary holds one of these, any case; empty keeps all.
        interval_minutes: how long to leave the feed alone after a fetch.
        allow_private: whether it and its pages may lie on loopback or private addresses.
        why: why it is in the list.
        unconfirmed: the address could not be checked when it was listed.
        court: id of the court of a docket feed in PACER and courts-db ('nysd'), where its address does not tell.
        watch: docket numbers whose entries a docket feed keeps.
        watch_names: names of parties in whose cases against anybody a docket feed keeps entries; where there is neither
            number nor name to watch, it keeps all.
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
    court: str = ""
    watch: tuple[str, ...] = ()
    watch_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the archive remembers of a feed: validators byte for byte as the server gave them, and its health.

    Attributes:
        etag, last_modified: validators of the last answer that was understood, each byte a character (Latin-1).
        digest: of the body of that answer, and of the rules (kind, filter) by which it was read.
        last_fetched: when it was last asked, whatever came of it.
        failures: in a row.
        failing_since: when the first of them was.
        due: when it may be asked again; None where nothing tells, so at once.
        due_reason: why not earlier, for people.
        unreached: runs in a row that reached no host at all, this feed's among them; no failures of the feed.
        unreached_since: when the first of them was.
        retired: why it is asked no more, or once a month where `unreached` tells; empty while it is asked.
        address: where it has moved for good, and is asked; empty where that is its `url`.
        moving_to: where redirects that are permanent led so far, and `moves` how often in a row.
        schedule: what the feed itself asks for, as ingest.feed_schedule keeps it.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    last_fetched: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    due: datetime | None = None
    due_reason: str = ""
    unreached: int = 0
    unreached_since: datetime | None = None
    retired: str = ""
    address: str = ""
    moving_to: str = ""
    moves: int = 0
    schedule: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer to a request: bounded bytes, unpacked, and the headers that matter. `not_modified` is HTTP 304.

    A file on disk looks the same: its path is the address, the status 200.

    Attributes:
        rest_until, rest_reason: how long the server asks to be left alone (aware UTC), and by which header.
        no_store: the server asks that the body is not kept.
        moved_for_good: every redirect on the way said that it is permanent.
    """

    url: str
    final_url: str
    status: int
    content_type: str
    body: bytes
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False
    rest_until: datetime | None = None
    rest_reason: str = ""
    no_store: bool = False
    moved_for_good: bool = False


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed, its link absolute and canonical.

    Attributes:
        url: canonical link; the identity of the article until its page tells its own. For a page on disk it is
            'feed-file:NAME/pages/x.html', which says nothing of the machine.
        link: the link as the feed gives it, made absolute: what is fetched (a file: address for a page on disk).
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
class DocketEntry:
    """An entry of a court's docket, as its feed tells it. It is a step of a case and never fetched as a page.

    Attributes:
        court: id in PACER and courts-db ('nysd'); empty where neither feed nor feeds.toml tells.
        docket_number: normalised, '1:23-cv-11195'.
        caption: short name of the case as the feed gives it.
        number: of the entry in its docket; None for one without ('minute entry').
        text: what was filed or entered.
        day: of entry where the court sits, ISO 8601; empty where the feed gives no date.
        link: to the document, or else to the docket.
    """

    court: str
    docket_number: str
    caption: str
    number: int | None
    text: str
    day: str
    link: str


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
        language: of the text, ISO 639-1; empty where it does not tell. Only English is read.
        correction: the notice that it was corrected; empty where it has none.
        original_url: the address on another site that the page names as its original; empty where it names none.
    """

    url: str
    title: str
    text: str
    published: datetime | None
    outlet: str
    feed_url: str
    text_source: str
    language: str = ""
    correction: str = ""
    original_url: str = ""


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What fetching one feed gave: its state after the fetch, new entries or docket entries, and what went wrong."""

    source: FeedSource
    state: FeedState
    result: str  # 'read', 'unchanged', 'waiting' (not due yet), 'retired' (asked no more) or 'failed'
    entries: tuple[FeedEntry, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    dockets: tuple[DocketEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleOutcome:
    """What became of one entry.

    Attributes:
        result: 'new' (also where the page replaces the feed's own text), 'duplicate' (the archive has the article
            already) or 'failed'; of a page that was asked for again 'revised', 'unchanged' or 'not revisited'.
        url: canonical address of the article, of the entry where there is none.
        feed: name of the feed that brought it.
        article: None where it failed or is a duplicate.
        problem: why it failed, or why the feed's own text had to do.
    """

    result: str
    url: str
    feed: str
    article: Article | None = None
    problem: Problem | None = None
