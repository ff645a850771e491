"""Requests to one host: how many at once, how far apart, and none while it asks for a pause. The clocks are made up."""

import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from werkzeug import Response

from ingest.breaking_off import ExchangeError
from ingest.fetch import Fetcher
from ingest.freshness import Rest
from ingest.model import FeedState, FetchOptions
from ingest.pacing import PAUSED, Pacing, PausedError


@dataclass
class Stopwatch:
    """A clock that goes on by what is waited only."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.waits.append(round(seconds, 6))
        self.seconds += seconds


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def pacing(stopwatch, clock) -> Pacing:
    options = FetchOptions(host_spacing_seconds=1.0, longest_crawl_delay_seconds=30.0)
    return Pacing(options, stopwatch.wait, clock, {}, stopwatch)


def take(pacing: Pacing, *hosts: str) -> None:
    for host in hosts:
        with pacing.turn(host):
            pass


def test_requests_to_a_host_are_spaced_and_others_are_not(pacing, stopwatch) -> None:
    take(pacing, "a", "a", "b", "a")
    assert stopwatch.waits == [0, 1, 0, 1]


def test_time_that_has_passed_counts(pacing, stopwatch) -> None:
    take(pacing, "a")
    stopwatch.seconds += 0.75
    take(pacing, "a")
    stopwatch.seconds += 10
    take(pacing, "a")
    assert stopwatch.waits == [0, 0.25, 0]


DELAYS = [(None, 1), (0.5, 1), (0, 1), (-3, 1), (10, 10), (30, 30), (86400, 30), (float("inf"), 30)]


@pytest.mark.parametrize(("asked", "kept"), DELAYS)
def test_crawl_delay_is_kept_within_bounds(pacing, stopwatch, asked, kept) -> None:
    pacing.space("a", asked)
    take(pacing, "a", "a")
    assert stopwatch.waits == [0, kept]


def test_a_host_that_asked_for_a_pause_is_left_alone_until_then(pacing, clock) -> None:
    pacing.pause("a", Rest(clock() + timedelta(minutes=5), "Retry-After"))
    with pytest.raises(PausedError) as caught:
        take(pacing, "a")
    assert caught.value.rest.until == clock() + timedelta(minutes=5)
    assert "2026-11-23 02:05 UTC (Retry-After)" in caught.value.advice
    take(pacing, "b")
    assert list(pacing.pauses()) == ["a"]
    clock.advance(minutes=5)
    take(pacing, "a")
    assert pacing.pauses() == {}


def test_a_pause_that_comes_while_waiting_counts(clock, stopwatch) -> None:
    def wait(seconds: float) -> None:
        pacing.pause("a", Rest(clock() + timedelta(hours=1), "HTTP 429"))

    pacing = Pacing(FetchOptions(), wait, clock, {}, stopwatch)
    with pytest.raises(ExchangeError, match=PAUSED):
        take(pacing, "a")


def test_no_more_than_so_many_at_once(pacing) -> None:
    entered, go_on, lock, under_way = threading.Event(), threading.Event(), threading.Lock(), []

    def request() -> None:
        with pacing.turn("a"):
            with lock:
                under_way.append(1)
                if len(under_way) == 2:
                    entered.set()
            go_on.wait(10)

    threads = [threading.Thread(target=request) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert entered.wait(10)
    assert len(under_way) == 2
    go_on.set()
    for thread in threads:
        thread.join()
    assert len(under_way) == 5


PAUSES = [
    # status, headers, minutes of the pause; None where there is none
    (429, {"Retry-After": "600"}, 10),
    (429, {"Retry-After": "Mon, 23 Nov 2026 02:10:00 GMT"}, 10),
    (429, {}, 60),
    (503, {"Retry-After": "600"}, 10),
    (503, {}, None),
    (403, {"Retry-After": "600"}, None),
    (500, {}, None),
]


@pytest.mark.parametrize("case", PAUSES)
def test_which_answers_pause_a_host(web, fetcher, source, clock, failure, case) -> None:
    status, headers, minutes = case
    web.handle("/first", lambda _: Response("", status, headers))
    page = web.page("/second")
    feed = source(web.feed("/feed"))
    assert failure(lambda: fetcher.fetch_page(feed, web.url("/first"))) == f"HTTP {status}"
    if minutes is None:
        assert fetcher.fetch_page(feed, page).status == 200
        return
    assert failure(lambda: fetcher.fetch_page(feed, page)) == PAUSED
    assert failure(lambda: fetcher.fetch_feed(feed, FeedState(feed.url))) == PAUSED
    assert web.paths() == ["/first"]
    clock.advance(minutes=minutes)
    assert fetcher.fetch_page(feed, page).status == 200


def test_a_pause_outlives_the_run_and_is_no_failure_of_its_feeds(web, night, source, clock) -> None:
    """Thirty feeds of one site that says 'too many requests' once are asked once."""
    feeds = [source(web.serve(f"/{number}", "", status=429, Retry_After="7200")) for number in range(30)]
    night.options = replace(night.options, workers_per_host=1)
    outcomes = night.feeds(*feeds)
    assert sorted(outcome.result for outcome in outcomes) == ["failed"] + ["waiting"] * 29
    assert len(web.requests) == 1
    assert sorted(night.archive.feed_state(feed.url).failures for feed in feeds) == [0] * 29 + [1]
    clock.advance(minutes=119)
    new = source(web.feed("/new"))
    assert [outcome.result for outcome in night.feeds(new)] == ["waiting"]
    night.options = replace(night.options, force=True)
    assert [outcome.result for outcome in night.feeds(new)] == ["read"]
    night.options = replace(night.options, force=False)
    clock.advance(minutes=2)
    assert [outcome.result for outcome in night.feeds(source(web.feed("/newer")))] == ["read"]


def test_a_fetcher_keeps_its_hosts_apart_by_the_robots_it_read(web, options, clock, source, monkeypatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("ingest.breaking_off.Waits.pause", lambda _, seconds: waits.append(seconds))
    web.serve("/robots.txt", "User-agent: *\nCrawl-delay: 7", "text/plain")
    with Fetcher(replace(options, robots=True), clock) as fetcher:
        for path in ("/a", "/b", "/c"):
            fetcher.fetch_page(source(web.url("/feed")), web.page(path))
    first, second = [seconds for seconds in waits if seconds > 0]
    assert first <= 7 < second <= 14
