"""What to do with a feed, an entry and a failure. Pure: it only compares."""

import re
from datetime import datetime, timedelta
from enum import Enum, auto

from ingest.freshness import interval_rest
from ingest.model import FeedEntry, FeedSource, FeedState, FetchOptions
from ingest.pacing import PAUSED
from ingest.robots import UNREACHABLE
from ingest.stored import PendingEntry
from ingest.urls import is_web_address

#: Failures that often pass by themselves; statuses of 500 and more do too.
_PASSING = frozenset(
    (
        "timed out",
        "cannot connect",
        "connection broken",
        "no TLS",
        "not HTTP",
        "unknown host",
        "HTTP 408",
        "HTTP 425",
        "HTTP 429",
        PAUSED,
        UNREACHABLE,
        "no such file",  # of a page on disk: it may be put there
    )
)


class FeedStep(Enum):
    """What to do with a feed."""

    PARSE_STORED = auto()  # a killed run left its answer unparsed
    WAIT = auto()  # it is not due yet
    RETIRED = auto()  # it is asked no more
    FETCH = auto()


class EntryStep(Enum):
    """What to do with a waiting entry."""

    DUPLICATE = auto()  # its article is there
    READ_PAGE = auto()  # its page is there
    FETCH = auto()


class FailureStep(Enum):
    """What to do with an entry whose page could not be had."""

    TRY_AGAIN = auto()  # on a later run
    USE_FEED_TEXT = auto()
    LEAVE = auto()


def feed_step(source: FeedSource, state: FeedState, stored: bool, force: bool, now: datetime) -> FeedStep:
    """Whether a feed is asked now. Feeds on disk always are: that disturbs nobody.

    Args:
        source: the feed.
        state: what is remembered of it.
        stored: whether an answer of it is stored but not parsed.
        force: ask it even if it is not due, or retired.
        now: aware.
    """
    if stored:
        return FeedStep.PARSE_STORED
    if force or not is_web_address(source.url):
        return FeedStep.FETCH
    if state.retired:
        is_tried = state.unreached and state.due and now >= state.due  # the network may be back
        return FeedStep.FETCH if is_tried else FeedStep.RETIRED
    if state.last_fetched is None:
        return FeedStep.FETCH
    ours = interval_rest(timedelta(minutes=source.interval_minutes), state.last_fetched)
    # An interval that was changed since counts as it is now.
    told = state.due if state.due and state.due_reason != ours.reason else ours.until
    return FeedStep.FETCH if now >= max(told, ours.until) else FeedStep.WAIT


def is_wanted(source: FeedSource, entry: FeedEntry) -> bool:
    """Whether an entry passes its feed's filter; where the feed gives no summary, its content stands for it.

    Of a mere address, as sitemaps and lists hold, the words count: 'court-rules-on-ai-training'.
    """
    if not source.filter:
        return True
    text = f"{entry.title}\n{entry.summary or entry.content}".strip() or re.sub("[-_+/]|%20", " ", entry.link)
    text = text.casefold()
    return any(piece.casefold() in text for piece in source.filter)


def entry_step(known_article: str | None, page_stored: bool) -> EntryStep:
    """What a waiting entry needs, given the article that it is known to lead to and whether its page is stored."""
    if known_article is not None:
        return EntryStep.DUPLICATE
    return EntryStep.READ_PAGE if page_stored else EntryStep.FETCH


def failure_step(entry: PendingEntry, reason: str, feed_has_text: bool, options: FetchOptions) -> FailureStep:
    """What follows when an entry's page fails once more.

    A failure that often passes is tried again on later runs before the feed's own text is used in place of the page;
    one that stays makes the feed's text do at once, and the page is tried again all the same. Without such text every
    failure is tried again.
    """
    passing = is_passing(reason)
    needs_text = feed_has_text and entry.article_id is None
    if is_tried_again(entry, options) and (passing or not needs_text):
        return FailureStep.TRY_AGAIN
    return FailureStep.USE_FEED_TEXT if needs_text else FailureStep.LEAVE


def is_passing(reason: str) -> bool:
    """Whether a failure is of a kind that often passes by itself."""
    return reason in _PASSING or reason.startswith("HTTP 5")


def is_tried_again(entry: PendingEntry, options: FetchOptions) -> bool:
    """Whether a later run may try the page of an entry again that failed just now."""
    return entry.attempts < options.page_retries
