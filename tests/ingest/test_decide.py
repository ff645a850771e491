"""What is done with a feed, an entry and a failure, as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.decide import (
    EntryStep,
    FailureStep,
    FeedStep,
    entry_step,
    failure_step,
    feed_step,
    is_wanted,
)
from ingest.model import FeedEntry, FeedSource, FeedState, FetchOptions
from ingest.stored import PendingEntry

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WEB, DISK = "https://wire.example/feed", "/data/starter/feed.xml"

FEEDS = [
    # url, minutes since it was asked, stored, force, step
    (WEB, None, False, False, FeedStep.FETCH),
    (WEB, 10, False, False, FeedStep.WAIT),
    (WEB, 10, False, True, FeedStep.FETCH),
    (WEB, 59, False, False, FeedStep.WAIT),
    (WEB, 60, False, False, FeedStep.FETCH),
    (WEB, 10, True, False, FeedStep.PARSE_STORED),
    (WEB, 600, True, True, FeedStep.PARSE_STORED),
    (DISK, 0, False, False, FeedStep.FETCH),
]


@pytest.mark.parametrize(("url", "minutes", "stored", "force", "step"), FEEDS)
def test_feed_step(url: str, minutes: int | None, stored: bool, force: bool, step: FeedStep) -> None:
    asked = None if minutes is None else NOW - timedelta(minutes=minutes)
    state = FeedState(url, last_fetched=asked)
    assert feed_step(FeedSource("A", url, interval_minutes=60), state, stored, force, NOW) is step


ENTRIES = [
    ("article", True, EntryStep.DUPLICATE),
    ("article", False, EntryStep.DUPLICATE),
    (None, True, EntryStep.READ_PAGE),
    (None, False, EntryStep.FETCH),
]


@pytest.mark.parametrize(("known", "stored", "step"), ENTRIES)
def test_entry_step(known: str | None, stored: bool, step: EntryStep) -> None:
    assert entry_step(known, stored) is step


FAILURES = [
    # reason, failed tries before, whether the feed has text, step
    ("timed out", 0, True, FailureStep.TRY_AGAIN),
    ("HTTP 503", 2, True, FailureStep.TRY_AGAIN),
    ("HTTP 429", 3, True, FailureStep.USE_FEED_TEXT),
    ("unknown host", 3, False, FailureStep.LEAVE),
    ("block page", 0, True, FailureStep.USE_FEED_TEXT),
    ("HTTP 404", 0, True, FailureStep.USE_FEED_TEXT),
    ("HTTP 404", 0, False, FailureStep.TRY_AGAIN),
    ("no text", 2, False, FailureStep.TRY_AGAIN),
    ("no text", 3, False, FailureStep.LEAVE),
    ("no such file", 0, True, FailureStep.TRY_AGAIN),
    ("no such file", 3, True, FailureStep.USE_FEED_TEXT),
]


@pytest.mark.parametrize(("reason", "attempts", "has_text", "step"), FAILURES)
def test_failure_step(reason: str, attempts: int, has_text: bool, step: FailureStep) -> None:
    entry = PendingEntry(FeedEntry("u", "u", "", None, "", "", ""), "id", WEB, "A", attempts, page_stored=False)
    assert failure_step(entry, reason, has_text, FetchOptions(page_retries=3)) is step


@pytest.mark.parametrize(("attempts", "step"), [(1, FailureStep.TRY_AGAIN), (3, FailureStep.LEAVE)])
def test_failure_of_a_page_whose_feed_text_is_there(attempts: int, step: FailureStep) -> None:
    nothing = FeedEntry("u", "u", "", None, "", "", "")
    entry = PendingEntry(nothing, "id", WEB, "A", attempts, page_stored=False, article_id="id")
    assert failure_step(entry, "HTTP 403", True, FetchOptions(page_retries=3)) is step


WANTED = [
    ((), "Weather", "", "", True),
    (("licens",), "News Corp LICENSES its archive", "", "", True),
    (("licens",), "Weather", "a licensing deal", "", True),
    (("licens",), "Weather", "", "a licensing deal", True),
    (("licens",), "Weather", "rain", "a licensing deal", False),
    (("copyright", "licens"), "Weather", "rain", "", False),
    (("stra\u00dfe",), "STRASSE", "", "", True),
]


@pytest.mark.parametrize(("pieces", "title", "summary", "content", "wanted"), WANTED)
def test_is_wanted(pieces: tuple[str, ...], title: str, summary: str, content: str, wanted: bool) -> None:
    entry = FeedEntry("u", "u", title, None, summary, content, "")
    assert is_wanted(FeedSource("A", WEB, filter=pieces), entry) is wanted
