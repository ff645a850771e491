"""Feeds over many nights: those that move, fail, are gone, and come back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from werkzeug import Response

from ingest.feed_health import MOVES_BELIEVED


def results(outcomes) -> list[str]:
    return [outcome.result for outcome in outcomes]


def reasons(outcomes) -> list[str]:
    return [problem.reason for outcome in outcomes for problem in outcome.problems]


@pytest.fixture
def next_night(night):
    """A night later, the outcomes of these feeds."""

    def run(*sources):
        night.clock.advance(days=1)
        return night.feeds(*sources)

    return run


def moved(web, old: str, new: str, status: int = 301) -> None:
    web.handle(old, lambda _: Response("", status, {"Location": new}))


@pytest.mark.parametrize("status", [301, 308])
def test_a_feed_that_moved_for_good_is_asked_where_it_is(web, night, source, item, next_night, status) -> None:
    moved(web, "/old", "/new", status)
    web.feed("/new", item("https://wire.example/a"), ETag='"1"')
    feed = source(web.url("/old"))
    told = [reasons(next_night(feed)) for _ in range(MOVES_BELIEVED + 2)]
    assert told == [["no entries"][:0]] * (MOVES_BELIEVED - 1) + [["moved for good"]] * 3
    assert web.paths().count("/old") == MOVES_BELIEVED
    assert web.paths().count("/new") == MOVES_BELIEVED + 2
    state = night.archive.feed_state(feed.url)
    assert (state.url, state.address) == (web.url("/old"), web.url("/new"))
    assert [row["url"] for row in night.archive.feed_health()] == [web.url("/old")]


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_feed_that_moved_for_now_is_asked_where_it_was(web, night, source, next_night, status) -> None:
    moved(web, "/old", "/new", status)
    web.feed("/new", ETag='"1"')
    feed = source(web.url("/old"))
    for _ in range(6):
        next_night(feed)
    assert web.paths().count("/old") == 6
    assert night.archive.feed_state(feed.url).address == ""


def test_a_chain_is_for_good_where_each_redirect_is(web, night, source, next_night) -> None:
    moved(web, "/old", "/middle")
    moved(web, "/middle", "/new", 302)
    web.feed("/new", ETag='"1"')
    feed = source(web.url("/old"))
    for _ in range(4):
        next_night(feed)
    assert night.archive.feed_state(feed.url).address == ""
    moved(web, "/middle", "/new", 308)
    for _ in range(3):
        next_night(feed)
    assert night.archive.feed_state(feed.url).address == web.url("/new")


def test_a_move_to_what_is_no_feed_is_not_believed(web, night, source, next_night) -> None:
    moved(web, "/old", "/login")
    web.serve("/login", "<html><title>Sign in</title></html>")
    feed = source(web.url("/old"))
    for _ in range(8):
        next_night(feed)
    assert night.archive.feed_state(feed.url).address == ""


def test_an_address_that_fails_gives_way_to_the_one_in_feeds_toml(web, night, source, next_night) -> None:
    moved(web, "/old", "/new")
    web.feed("/new", ETag='"1"')
    feed = source(web.url("/old"))
    for _ in range(3):
        next_night(feed)
    web.serve("/new", "", status=404)
    web.feed("/old", ETag='"2"')
    outcomes = [results(next_night(feed))[0] for _ in range(6)]
    assert outcomes[:3] == ["failed"] * 3
    assert "unchanged" in outcomes
    assert night.archive.feed_state(feed.url).address == ""


def test_a_feed_that_is_gone_is_asked_no_more(web, night, source, next_night) -> None:
    feed = source(web.serve("/feed", "", status=410))
    outcomes = next_night(feed)
    assert (results(outcomes), reasons(outcomes)) == (["failed"], ["HTTP 410", "retired"])
    assert [results(next_night(feed)) for _ in range(30)] == [["retired"]] * 30
    assert len(web.requests) == 1
    (health,) = night.archive.feed_health()
    assert health["last_error"].startswith("retired: HTTP 410; it is asked no more")


def test_a_retired_feed_comes_back_by_force_or_under_another_address(web, night, source, next_night) -> None:
    feed = source(web.serve("/feed", "", status=410))
    next_night(feed)
    night.options = replace(night.options, force=True)
    assert results(next_night(feed)) == ["failed"]
    web.feed("/feed", ETag='"1"')
    assert results(next_night(feed)) == ["read"]
    night.options = replace(night.options, force=False)
    assert results(next_night(feed)) == ["unchanged"]
    web.serve("/feed", "", status=410)
    next_night(feed)
    assert results(next_night(replace(feed, url=web.feed("/elsewhere")))) == ["read"]


def test_a_feed_that_fails_for_months_is_asked_less_and_less_and_then_no_more(web, night, source, next_night) -> None:
    feed = source(web.serve("/feed", "", status=404))
    nights = [results(next_night(feed))[0] for _ in range(120)]
    assert nights[0] == "failed"
    assert nights.count("failed") == 30
    first_retired = nights.index("retired")
    assert first_retired >= 30
    assert set(nights[first_retired:]) == {"retired"}
    assert len(web.requests) == 30
    state = night.archive.feed_state(feed.url)
    assert state.retired == f"HTTP 404, 30 times in a row since {state.failing_since:%Y-%m-%d}"


def test_many_failures_in_a_short_time_retire_nothing(web, night, source) -> None:
    """Somebody without a network who tries again and again by force."""
    feed = source(web.serve("/feed", "", status=500))
    night.options = replace(night.options, force=True)
    for _ in range(40):
        night.feeds(feed)
    assert night.archive.feed_state(feed.url).retired == ""


def test_a_feed_on_disk_never_waits_and_is_never_retired(night, source, tmp_path) -> None:
    feed = source(str(tmp_path / "feed.xml"))
    assert [results(night.feeds(feed)) for _ in range(40)] == [["failed"]] * 40
    night.clock.advance(days=40)
    assert results(night.feeds(feed)) == ["failed"]
    (tmp_path / "feed.xml").write_text('<rss version="2.0"><channel><ttl>9999</ttl></channel></rss>')
    assert [results(night.feeds(feed)) for _ in range(2)] == [["read"], ["unchanged"]]


def test_a_success_forgets_failures(web, night, source, next_night) -> None:
    feed = source(web.serve("/feed", "", status=500))
    for _ in range(5):
        next_night(feed)
    web.feed("/feed", ETag='"1"')
    night.clock.advance(days=3)
    assert results(night.feeds(feed)) == ["read"]
    state = night.archive.feed_state(feed.url)
    assert (state.failures, state.failing_since, state.due_reason) == (0, None, "interval_minutes")


def test_the_moment_and_its_reason_are_kept(web, night, source, clock) -> None:
    schedule = "<ttl>60</ttl><skipHours><hour>4</hour></skipHours>"
    body = f'<rss version="2.0"><channel><title>t</title>{schedule}</channel></rss>'
    feed = source(web.serve("/feed", body, "text/xml", ETag='"1"', Cache_Control="max-age=7200"))
    night.feeds(feed)
    state = night.archive.feed_state(feed.url)
    assert (state.due, state.due_reason) == (clock() + timedelta(hours=3), "skipHours, skipDays")
    web.handle("/feed", lambda _: Response(status=304))
    clock.advance(hours=4)
    night.feeds(feed)
    state = night.archive.feed_state(feed.url)
    assert (state.due, state.due_reason) == (clock() + timedelta(hours=1), "ttl")  # what it asked for still counts


def test_an_interval_that_was_changed_counts_at_once(web, night, source, clock) -> None:
    feed = source(web.feed("/feed", ETag='"1"'), interval_minutes=600)
    night.feeds(feed)
    clock.advance(minutes=90)
    assert results(night.feeds(replace(feed, interval_minutes=120))) == ["waiting"]
    assert results(night.feeds(replace(feed, interval_minutes=60))) == ["unchanged"]


def test_a_body_that_is_not_to_be_stored_goes_once_it_is_read(web, night, source, item) -> None:
    kept = source(web.feed("/kept", item("https://wire.example/a")))
    gone = source(web.feed("/gone", item("https://wire.example/b"), Cache_Control="no-store"))
    night.feeds(kept, gone)
    bodies = {row["feed_url"]: row for row in night.archive._db.query("SELECT * FROM feed_bodies")}
    assert len(bodies[kept.url]["body"]) > 100
    assert len(bodies[gone.url]["body"]) < 20
    assert [row["parsed"] for row in bodies.values()] == [1, 1]
