"""The archive keeps what it is given, whole or not at all, and gives it back the same."""

import json
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.archive import Archive
from ingest.model import Article, FeedEntry, FeedOutcome, FeedSource, FeedState, Fetched
from ingest.stored import StoredArticle, StoredReading
from ingest.urls import article_id
from rightswire.errors import ConfigurationError, Problem

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
URL = "https://wire.example/feed"
SOURCE = FeedSource("Wire", URL, "Example Wire", why="w", unconfirmed=True)
ENTRY = FeedEntry("https://wire.example/a", "https://wire.example/a?utm_id=1", "A", NOW, "summary", "content", "Wire")
ARTICLE = Article(ENTRY.url, "A", "One.\n\nTwo.", NOW, "Example Wire", URL, "page")

texts = st.text(st.characters(codec="utf-8"), max_size=40)
moments = st.none() | st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
same_archive = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)


@pytest.fixture
def run_id(archive: Archive) -> int:
    archive.save_sources([SOURCE])
    return archive.start_run("ingest", "1.0", NOW)


def bring(
    archive: Archive, run_id: int, *entries: FeedEntry, source: FeedSource = SOURCE, **changes: object
) -> FeedOutcome:
    archive.save_sources([source])
    state = FeedState(source.url, last_fetched=NOW, **changes)
    return archive.save_feed(FeedOutcome(source, state, "read", entries), run_id)


def add_article(archive: Archive, run_id: int, url: str, **changes: object) -> str:
    bring(archive, run_id, replace(ENTRY, url=url))
    (pending,) = [entry for entry in archive.pending_entries([URL]) if entry.entry.url == url]
    assert archive.save_article(pending, replace(ARTICLE, url=url, **changes), None, run_id, NOW)
    return article_id(url)


def reading(article: str, reader: str = "r1", relevant: bool = True) -> StoredReading:
    return StoredReading(article, reader, relevant, 1, {"url": "u", "facts": [{"a": "\xe9"}]})


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        with Archive(tmp_path / "a.db") as archive:
            archive.start_run("ingest", "1.0", NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db"]
    with Archive(tmp_path / "a.db") as archive:
        assert [run["id"] for run in archive.runs()] == [1, 2]


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("no database at all" * 100)
    with pytest.raises(ConfigurationError, match="no archive"):
        Archive(tmp_path / "a.db")
    with pytest.raises(ConfigurationError, match="cannot be opened"):
        Archive(tmp_path / "missing" / "a.db")


@same_archive
@given(texts.filter(bool), st.none() | texts, st.none() | texts, moments, st.integers(0, 100))
def test_feed_state_round_trip(archive: Archive, name, etag, last_modified, asked, failures) -> None:
    source = replace(SOURCE, url=URL + name)
    archive.save_sources([source])
    state = FeedState(source.url, etag, last_modified, "digest", asked, failures)
    archive.save_feed(FeedOutcome(source, state, "unchanged"), archive.start_run("ingest", "1.0", NOW))
    assert archive.feed_state(source.url) == state


def test_a_feed_that_was_never_seen(archive: Archive) -> None:
    assert archive.feed_state("https://other.example/") == FeedState("https://other.example/")


@same_archive
@given(st.builds(FeedEntry, texts, texts, texts, moments, texts, texts, texts))
def test_entry_round_trip(archive: Archive, entry: FeedEntry) -> None:
    source = replace(SOURCE, url=URL + repr(entry))
    bring(archive, archive.start_run("ingest", "1.0", NOW), entry, source=source)
    (pending,) = archive.pending_entries([source.url])
    assert (pending.entry, pending.feed_name, pending.entry_id) == (entry, "Wire", article_id(entry.url))


@same_archive
@given(st.binary(max_size=200), texts, st.none() | texts)
def test_body_round_trip(archive: Archive, body: bytes, content_type: str, etag: str | None) -> None:
    fetched = Fetched(URL, URL + "/moved", 200, content_type, body, NOW, etag, None)
    archive.save_sources([SOURCE])
    archive.save_feed_body(URL, fetched)
    archive.save_page("id", fetched)
    assert archive.stored_page("id") == fetched
    assert archive.unparsed_feed(URL) == fetched
    assert archive.feed_state(URL).last_fetched == NOW


def test_known_entries_are_not_new(archive: Archive, run_id: int) -> None:
    other = replace(ENTRY, url="https://wire.example/b")
    assert bring(archive, run_id, ENTRY).entries == (ENTRY,)
    assert bring(archive, run_id, ENTRY, other).entries == (other,)
    assert archive.count_pending() == 2


def test_validators_and_entries_are_kept_together_or_not_at_all(archive: Archive, run_id: int) -> None:
    bad = Problem("feed", "Wire", "x", sqlite3.connect)  # type: ignore[arg-type]  # a value that SQLite refuses
    outcome = FeedOutcome(SOURCE, FeedState(URL, etag='"1"', last_fetched=NOW), "read", (ENTRY,), (bad,))
    with pytest.raises(sqlite3.Error):
        archive.save_feed(outcome, run_id)
    assert archive.feed_state(URL).etag is None
    assert archive.count_pending() == 0


def test_article_round_trip(archive: Archive, run_id: int) -> None:
    identity = add_article(archive, run_id, ENTRY.url)
    assert list(archive.unread(None)) == [
        StoredArticle(identity, ENTRY.url, "A", "One.\n\nTwo.", NOW, "Example Wire", "Wire", "page", run_id, NOW)
    ]
    assert archive.count_pending() == 0
    assert archive.known_article(identity) == identity


def test_one_article_by_two_addresses_is_kept_once(archive: Archive, run_id: int) -> None:
    add_article(archive, run_id, ENTRY.url)
    other = replace(ENTRY, url="https://wire.example/amp/a")
    bring(archive, run_id, other)
    (pending,) = archive.pending_entries([URL])
    assert not archive.save_article(pending, replace(ARTICLE, text="changed"), None, run_id, NOW)
    assert [article.text for article in archive.unread(None)] == ["One.\n\nTwo."]
    assert archive.known_article(article_id(other.url)) == article_id(ENTRY.url)


def test_readings(archive: Archive, run_id: int) -> None:
    ids = sorted(add_article(archive, run_id, f"https://wire.example/{number}") for number in range(5))
    archive.save_readings(run_id, [reading(ids[0]), reading(ids[1], "r2"), reading(ids[2], relevant=False)])
    assert [article.id for article in archive.unread(None)] == ids[3:]
    assert [article.id for article in archive.unread("r1")] == [ids[1], *ids[3:]]
    assert (archive.count_unread(None), archive.count_unread("r1")) == (2, 3)
    assert (archive.count_stale("r1"), archive.count_stale("r3")) == (1, 3)
    assert [(article.id, data) for article, data in archive.relevant_readings()] == [
        (ids[0], reading(ids[0]).reading),
        (ids[1], reading(ids[1]).reading),
    ]
    archive.save_readings(run_id, [reading(ids[1], "r3", relevant=False)])
    assert [article.id for article, _ in archive.relevant_readings()] == [ids[0]]
    assert archive.count_stale("r3") == 2


def test_readings_may_be_saved_while_unread_articles_are_taken(archive: Archive, run_id: int, monkeypatch) -> None:
    monkeypatch.setattr("ingest.reading_tables._BATCH", 2)
    ids = sorted(add_article(archive, run_id, f"https://wire.example/{number}") for number in range(7))
    seen = []
    for article in archive.unread("r1"):
        seen.append(article.id)
        archive.save_readings(run_id, [reading(article.id)])
    assert seen == ids
    assert archive.count_unread("r1") == 0


def test_the_journal(archive: Archive, run_id: int) -> None:
    problems = [Problem("page", "b", "no text", "d"), Problem("feed", "a", "timed out")]
    archive.record_problems(run_id, problems)
    archive.record_problems(run_id, [*problems, Problem("data", "feeds.toml:3 url", "bad feed")])
    assert archive.problems() == [
        {"run_id": run_id, "stage": "data", "subject": "feeds.toml:3 url", "reason": "bad feed", "detail": ""},
        {"run_id": run_id, "stage": "feed", "subject": "a", "reason": "timed out", "detail": ""},
        {"run_id": run_id, "stage": "page", "subject": "b", "reason": "no text", "detail": "d"},
    ]
    started = {"id": run_id, "started": "2026-11-23T02:00:00Z", "command": "ingest", "version": "1.0"}
    assert archive.runs() == [{**started, "finished": None, "summary": "{}", "outcome": None}]
    archive.finish_run(run_id, NOW.replace(hour=3), {"articles": {"new": 3}})
    (run,) = archive.runs()
    assert (run["finished"], json.loads(run["summary"])) == ("2026-11-23T03:00:00Z", {"articles": {"new": 3}})


def test_feed_health_is_what_the_graph_takes(archive: Archive, run_id: int) -> None:
    """Its columns are those of graph/schema.sql: a feed by name, whatever its address was before."""
    first, second = (add_article(archive, run_id, f"https://wire.example/{number}") for number in range(2))
    archive.save_readings(run_id, [reading(first), reading(second, relevant=False)])
    moved = replace(SOURCE, url="https://moved.example/feed")
    failed = FeedState(moved.url, last_fetched=NOW.replace(hour=5), failures=2)
    archive.save_sources([moved, FeedSource("Starter", "/home/somebody/data/starter/feed.xml")])
    problem = Problem("feed", "Wire", "HTTP 404", "gone")
    archive.save_feed(FeedOutcome(moved, failed, "failed", problems=(problem,)), run_id)
    starter, wire = archive.feed_health()
    assert starter["url"] == "starter/feed.xml"
    assert wire == {
        "name": "Wire",
        "url": "https://moved.example/feed",
        "outlet": "Example Wire",
        "kind": "feed",
        "why": "w",
        "unconfirmed": 1,
        "last_fetched": "2026-11-23T05:00:00Z",
        "last_success": None,
        "last_error": "HTTP 404: gone",
        "failures": 2,
        "articles": 2,
        "relevant": 1,
    }
    schema = (Path(__file__).resolve().parents[2] / "graph" / "schema.sql").read_text("utf-8")
    with sqlite3.connect(":memory:") as served:
        served.executescript(schema)
        columns = [row[1] for row in served.execute("PRAGMA table_info(feeds)")]
    served.close()
    assert sorted(wire) == sorted(columns)


def test_a_writer_waits_for_another(archive: Archive, run_id: int, tmp_path: Path) -> None:
    """A second run that holds the archive for a moment delays the first; it does not break it."""
    other = sqlite3.connect(tmp_path / "archive.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.2, other.execute, ("COMMIT",))
    release.start()
    archive.record_problems(run_id, [Problem("feed", "a", "timed out")])
    release.join()
    other.close()
    assert len(archive.problems()) == 1
