"""Runs that end before they are done, and runs beside each other: nothing is lost, nothing is kept twice."""

import threading
from pathlib import Path

import pytest

from ingest.archive import Archive
from ingest.update_articles import fetch_articles
from ingest.update_feeds import fetch_feeds


def results(outcomes) -> list[str]:
    return [outcome.result for outcome in outcomes]


def articles(archive: Archive) -> list[str]:
    return sorted(article.url for article in archive.unread(None))


def test_an_unexpected_error_stops_the_run(night, source, two_stories, monkeypatch) -> None:
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("ingest.fetch.Fetcher.fetch_page", broken)
    with pytest.raises(ZeroDivisionError):
        night.run(source(two_stories))
    monkeypatch.undo()
    assert results(night.run(source(two_stories))[1]) == ["new", "new"]


def test_a_run_killed_between_articles_goes_on(web, night, source, two_stories) -> None:
    feed = source(two_stories)
    run_id = night.start()
    list(fetch_feeds(night.archive, [feed], night.options, run_id, night.clock))
    killed = fetch_articles(night.archive, [feed], night.options, run_id, night.clock)
    assert next(killed).result == "new"
    killed.close()
    feeds, found = night.run(feed)
    assert (results(feeds), results(found)) == (["unchanged"], ["new"])
    assert len(articles(night.archive)) == 2


def test_a_run_killed_after_a_page_was_stored_does_not_fetch_it_again(
    web, night, source, two_stories, monkeypatch
) -> None:
    feed = source(two_stories)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.update_articles.article_from_page", killed)
    with pytest.raises(KeyboardInterrupt):
        night.run(feed)
    monkeypatch.undo()
    assert results(night.run(feed)[1]) == ["new", "new"]
    assert web.paths().count("/a") == 1


def test_a_run_killed_after_a_feed_was_stored_parses_it_without_asking(
    web, night, source, two_stories, monkeypatch
) -> None:
    feed = source(two_stories, interval_minutes=60)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.update_feeds.parse_feed", killed)
    with pytest.raises(KeyboardInterrupt):
        night.run(feed)
    monkeypatch.undo()
    assert night.archive.feed_state(feed.url).etag is None
    feeds, found = night.run(feed)
    assert (results(feeds), results(found)) == (["read"], ["new", "new"])
    assert web.paths().count("/feed") == 1
    assert night.archive.feed_state(feed.url).etag == '"v1"'


def test_a_run_killed_before_a_feed_was_stored_asks_again(web, night, source, two_stories, monkeypatch) -> None:
    feed = source(two_stories)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.archive.Archive.save_feed", killed)
    with pytest.raises(KeyboardInterrupt):
        night.run(feed)
    monkeypatch.undo()
    assert results(night.run(feed)[1]) == ["new", "new"]


def test_an_abandoned_run_leaves_no_threads(night, source, web, item) -> None:
    links = [web.page(f"/{number}") for number in range(12)]
    feed = source(web.feed("/feed", *map(item, links)))
    night.feeds(feed)
    run = fetch_articles(night.archive, [feed], night.options, night.start(), night.clock)
    next(run)
    run.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("fetch")]


def test_two_runs_at_once_keep_each_article_once(web, night, source, two_stories, tmp_path: Path) -> None:
    feed = source(two_stories)
    night.feeds(feed)
    with Archive(tmp_path / "archive.db") as second:
        other = fetch_articles(second, [feed], night.options, night.start(), night.clock)
        found = [next(other).result]
        found += results(fetch_articles(night.archive, [feed], night.options, night.start(), night.clock))
        found += results(other)
    assert sorted(found) == ["duplicate", "new", "new"]
    assert len(articles(night.archive)) == 2
