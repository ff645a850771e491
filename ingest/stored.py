"""The nouns that the archive hands out and takes back: what waits in it, and what is kept. Times are aware UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ingest.model import DocketEntry, FeedEntry


@dataclass(frozen=True, slots=True)
class StoredDocketEntry:
    """An entry of a docket as the archive keeps it, with the run and moment that first stored it."""

    entry: DocketEntry
    feed: str
    first_run: int
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """An entry that waits in the archive for its page, or for its stored page to be read.

    Attributes:
        entry: as the feed gave it.
        entry_id: digest of its canonical link.
        feed_url, feed_name: the feed that brought it.
        attempts: failed tries so far.
        page_stored: its page is in the archive, so nothing needs to be fetched.
        article_id: the article with the feed's own text that stands in for its page so far; None where there is none.
    """

    entry: FeedEntry
    entry_id: str
    feed_url: str
    feed_name: str
    attempts: int
    page_stored: bool
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the archive keeps it.

    Attributes:
        id: digest of the canonical address.
        feed: name of the feed that first brought it.
        text_source: 'page', 'feed content' or 'feed summary'.
        first_run, first_seen: number and moment of the run that first stored it.
        copy_of: id of the article that this one is a copy of; empty for an original.
        correction: the notice that it was corrected; empty where it has none.
        revision: 1 as first had, more where its page has changed since.
    """

    id: str
    url: str
    title: str
    text: str
    published: datetime | None
    outlet: str
    feed: str
    text_source: str
    first_run: int
    first_seen: datetime
    copy_of: str = ""
    correction: str = ""
    revision: int = 1


@dataclass(frozen=True, slots=True)
class StoredReading:
    """What a reader made of an article, as the archive keeps it.

    Attributes:
        reader: version of code, vocabulary, register and model that made it.
        relevant: whether the article is on works and AI.
        facts: number of facts read in it.
        reading: the reading as plain data, kept as JSON.
    """

    article_id: str
    reader: str
    relevant: bool
    facts: int
    reading: Mapping[str, Any]
