"""Nights without a network: nothing is known of any page, and no try of one counts."""

import socket
from dataclasses import replace

import pytest

from ingest.offline import feeds_show_network, may_be_no_network
from ingest.update_revisions import revisit_pages

UNKNOWN = "unknown host"


@pytest.mark.parametrize(
    ("reason", "detail", "expected"),
    [
        (UNKNOWN, "wire.example: Temporary failure in name resolution", True),
        ("cannot connect", "[Errno 101] Network is unreachable", True),
        ("cannot connect", "[Errno 113] No route to host", True),
        ("cannot connect", "[Errno 111] Connection refused", False),
        ("timed out", "it took too long", False),
        ("HTTP 404", "it answered so", False),
    ],
)
def test_which_failures_may_come_of_a_missing_network(reason, detail, expected) -> None:
    assert may_be_no_network(reason, detail) == expected


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        ([], False),
        ([None], True),
        ([f"{UNKNOWN}: x", "cannot connect: No route to host"], False),
        ([f"{UNKNOWN}: x", "HTTP 500: it answered so"], True),
        (["host paused: until later"], False),
    ],
)
def test_what_feeds_show(errors, expected) -> None:
    assert feeds_show_network(errors) == expected


@pytest.fixture
def network(monkeypatch):
    """Takes names away, and gives them back."""
    real = socket.getaddrinfo

    def unplug(*hosts: str) -> None:
        def fail(host, *arguments, **named):
            if not hosts or host in hosts:
                raise socket.gaierror(-3, "Temporary failure in name resolution")
            return real(host, *arguments, **named)

        monkeypatch.setattr(socket, "getaddrinfo", fail)

    def plug() -> None:
        monkeypatch.setattr(socket, "getaddrinfo", real)

    return unplug, plug


def test_nights_without_a_network_use_up_no_tries(night, source, two_stories, network, clock) -> None:
    unplug, plug = network
    feed = source(two_stories)
    night.feeds(feed)
    unplug()
    for _ in range(6):  # more nights than there are tries
        clock.advance(days=1)
        _, found = night.run(feed)
        assert [(page.result, page.problem.reason) for page in found] == [("failed", "no network")] * 2
    plug()
    clock.advance(days=1)
    assert [page.result for page in night.run(feed)[1]] == ["new", "new"]


def test_a_host_that_is_unknown_while_others_answer_uses_up_its_tries(night, source, web, item, network, clock) -> None:
    unplug, _ = network
    links = [web.page("/good"), "http://gone.example/story"]
    feed = source(web.feed("/feed", *map(item, links)))
    unplug("gone.example")
    reasons = []
    for _ in range(5):
        reasons += [page.problem.reason for page in night.run(feed)[1] if page.problem]
        clock.advance(days=1)
    assert reasons == [UNKNOWN] * 4, "one try and three more, then it is left"


def test_runs_in_quick_succession_ask_once_for_a_page_that_cannot_be_had(night, source, web, item, clock) -> None:
    feed = source(web.feed("/feed", item(web.url("/missing"))))
    found = []
    for _ in range(8):  # as after kills, or by hand
        found += night.run(feed)[1]
        clock.advance(minutes=10)
    assert [page.result for page in found] == ["failed"]
    assert web.paths().count("/missing") == 1


def test_force_asks_again_for_a_page_that_rests_and_counts_no_further_try(night, source, web, item, clock) -> None:
    feed = source(web.feed("/feed", item(web.url("/missing"))))
    night.run(feed)
    clock.advance(minutes=10)
    night.options = replace(night.options, force=True)
    (outcome,) = night.run(feed)[1]
    assert "try 1 of 4" in outcome.problem.detail
    for _ in range(3):
        clock.advance(days=1)
        assert [page.result for page in night.run(feed)[1]] == ["failed"]
    clock.advance(days=1)
    assert night.run(feed)[1] == []


def test_nights_without_a_network_are_no_failures_of_feeds(night, source, two_stories, network, clock) -> None:
    unplug, plug = network
    feeds = [source(two_stories, interval_minutes=60), source("http://other.example/feed", interval_minutes=60)]
    unplug()
    for _ in range(40):  # enough to retire a feed
        clock.advance(days=1)
        outcomes = night.feeds(*feeds)
        assert [(outcome.result, outcome.problems[0].reason) for outcome in outcomes] == [("failed", "no network")] * 2
    assert [row["last_error"].partition(":")[0] for row in night.archive.feed_health()] == ["no network"] * 2
    plug()
    unplug("other.example")
    assert {outcome.source.url: outcome.result for outcome in night.feeds(*feeds)} == {
        two_stories: "read",
        "http://other.example/feed": "failed",
    }
    assert [night.archive.feed_state(feed.url).failures for feed in feeds] == [0, 1]


def nights_alone(night, feed, clock, count: int) -> list[list[str]]:
    """Nights of a list of one feed: the outcome's result and the reasons of its problems."""
    told = []
    for _ in range(count):
        clock.advance(days=1)
        (outcome,) = night.feeds(feed)
        told.append([outcome.result, *(problem.reason for problem in outcome.problems)])
    return told


def test_the_only_feed_is_retired_after_half_a_year_and_tried_once_a_month(
    night, source, two_stories, network, clock
) -> None:
    unplug, plug = network
    feed = source(two_stories)
    unplug()
    told = nights_alone(night, feed, clock, 260)
    assert told[:180] == [["failed", "no network"]] * 180
    assert told[180] == ["failed", "no network", "retired"]
    assert [number for number, night_s in enumerate(told) if night_s != ["retired"]][181:] == [210, 240]
    state = night.archive.feed_state(feed.url)
    assert (state.failures, state.unreached) == (0, 183)
    assert state.retired == f"no host at all was reached in 183 runs in a row since {state.unreached_since:%Y-%m-%d}"
    plug()
    assert nights_alone(night, feed, clock, 12) == [["retired"]] * 10 + [["read"], ["unchanged"]]
    state = night.archive.feed_state(feed.url)
    assert (state.retired, state.unreached, state.unreached_since) == ("", 0, None)


def test_a_feed_that_is_gone_while_another_answers_fails_by_itself_from_then_on(
    night, source, two_stories, network, clock
) -> None:
    unplug, plug = network
    gone, other = source("http://gone.example/feed"), source(two_stories)
    unplug()
    nights_alone(night, gone, clock, 181)
    assert night.archive.feed_state(gone.url).retired
    plug()
    unplug("gone.example")
    clock.advance(days=30)
    results = {outcome.source.url: outcome.problems[-1:] for outcome in night.feeds(gone, other)}
    assert [problem.reason for problem in results[gone.url]] == ["unknown host"]
    state = night.archive.feed_state(gone.url)
    assert (state.retired, state.failures, state.unreached, state.failing_since) == ("", 1, 0, clock())


def test_few_runs_without_a_network_retire_nothing(night, source, network, clock) -> None:
    """A machine that is seldom on, or a desk where somebody tries again and again."""
    unplug, _ = network
    feed = source("http://gone.example/feed")
    unplug()
    for days in (0, 400, 400):
        clock.advance(days=days)
        night.feeds(feed)
    assert night.archive.feed_state(feed.url).retired == ""
    quick = source("http://quick.example/feed")
    for _ in range(100):
        night.feeds(quick)
    assert night.archive.feed_state(quick.url).retired == ""


def test_a_network_that_is_down_uses_up_no_visit_of_a_page(night, source, two_stories, network, clock) -> None:
    unplug, plug = network
    feed = source(two_stories)
    night.run(feed)
    clock.advance(days=1)
    unplug()
    for _ in range(5):  # more than a visit is tried
        clock.advance(hours=12)
        assert [page.problem.reason for page in revisited(night, feed)] == ["no network"] * 2
    plug()
    assert [page.result for page in revisited(night, feed)] == ["unchanged"] * 2


def test_a_host_that_asks_for_a_pause_uses_up_no_visit_of_a_page(night, source, web, item, clock) -> None:
    night.options = replace(night.options, workers_per_host=1, revisit_days=(1.0,))
    feed = source(web.feed("/feed", item(web.page("/a", "A story")), item(web.page("/b", "Another story"))))
    night.run(feed)
    for path in ("/a", "/b"):
        web.serve(path, "", status=429, Retry_After="86000")
    reasons = []
    for _ in range(5):
        clock.advance(days=1)
        reasons.append({page.problem.reason for page in revisited(night, feed)})
    assert reasons[0] == {"HTTP 429", "host paused"}
    for path in ("/a", "/b"):  # the one was left after three tries, the other has one more
        web.page(path)
    clock.advance(days=1)
    assert [page.result for page in revisited(night, feed)] == ["revised"]


def revisited(night, feed):
    return list(revisit_pages(night.archive, [feed], night.options, night.start(), night.clock))
