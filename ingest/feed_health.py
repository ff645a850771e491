"""What an answer, or its failing to come, does to what is remembered of a feed. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from ingest.answers import FeedRefusedError
from ingest.disk import short_name
from ingest.feed_schedule import FeedSchedule, read_schedule
from ingest.freshness import LOST_REST, Rest, after_failure, after_success, is_given_up, is_lost
from ingest.model import FeedOutcome, FeedSource, FeedState, Fetched
from ingest.offline import NO_NETWORK
from ingest.pacing import PAUSED
from ingest.urls import is_web_address
from rightswire.errors import FeedError, Problem

#: An address is taken for the feed's own once redirects that call themselves permanent led there so often in a row: a
#: site that is being moved, or a wireless network that asks for a login, says so once by mistake. Two more requests
#: are the price. Only answers that were understood count.
MOVES_BELIEVED = 3
#: Where the new address fails so often in a row, the one of feeds.toml is asked again.
MOVED_FAILURES = 3


def answered(source: FeedSource, state: FeedState, answer: Fetched) -> tuple[FeedState, tuple[Problem, ...]]:
    """What is remembered of a feed that answered and was understood, but for validators; and where it has moved.

    Args:
        source: the feed.
        state: before.
        answer: its new body, or that it has not changed.
    """
    schedule = FeedSchedule.from_json(state.schedule) if answer.not_modified else read_schedule(answer.body)
    server = Rest(answer.rest_until, answer.rest_reason) if answer.rest_until else None
    conditional = bool(
        answer.etag or answer.last_modified or (answer.not_modified and (state.etag or state.last_modified))
    )
    interval = timedelta(minutes=source.interval_minutes)
    due = after_success(interval, server, schedule, conditional, answer.fetched_at)
    after = replace(
        _moved(source, state, answer),
        last_fetched=answer.fetched_at,
        failures=0,
        failing_since=None,
        unreached=0,
        unreached_since=None,
        retired="",
        due=due.until if is_web_address(source.url) else None,
        due_reason=due.reason if is_web_address(source.url) else "",
        schedule=schedule.to_json(),
    )
    if not after.address:
        return after, ()
    detail = f"it is asked at {after.address}; write that address into feeds.toml"
    return after, (Problem("feed", source.name, "moved for good", detail),)


def _moved(source: FeedSource, state: FeedState, answer: Fetched) -> FeedState:
    if not answer.moved_for_good:
        return replace(state, moving_to="", moves=0)
    moves = state.moves + 1 if state.moving_to == answer.final_url else 1
    if moves < MOVES_BELIEVED:
        return replace(state, moving_to=answer.final_url, moves=moves)
    address = "" if answer.final_url == source.url else answer.final_url
    return replace(state, address=address, moving_to="", moves=0)


def failed(source: FeedSource, state: FeedState, error: FeedError, now: datetime) -> FeedOutcome:
    """The outcome of a feed that failed, or was not asked because its host wants to be left alone.

    It keeps its old validators: what it last sent was not understood and must come again.
    """
    server = error.rest if isinstance(error, FeedRefusedError) else None
    if error.reason == PAUSED and server:
        return FeedOutcome(source, replace(state, due=server.until, due_reason=server.reason), "waiting")
    detail = f"{error.advice}; {short_name(source.url)}" if error.advice else short_name(source.url)
    problem = Problem("feed", source.name, error.reason, detail)
    if state.unreached:  # other hosts are reached again: from now on its failures are its own
        state = replace(state, unreached=0, unreached_since=None, retired="")
    failures, since = state.failures + 1, state.failing_since or now
    after = replace(state, last_fetched=now, failures=failures, failing_since=since, moving_to="", moves=0)
    if not is_web_address(source.url):
        return FeedOutcome(source, after, "failed", problems=(problem,))
    interval = timedelta(minutes=source.interval_minutes)
    rest = after_failure(source.url, error.reason, failures, interval, server, now)
    after = replace(after, due=rest.until, due_reason=rest.reason)
    if failures >= MOVED_FAILURES:
        after = replace(after, address="")
    if error.reason != "HTTP 410" and not is_given_up(failures, since, now):
        return FeedOutcome(source, after, "failed", problems=(problem,))
    why = (
        error.reason
        if error.reason == "HTTP 410"
        else f"{error.reason}, {failures} times in a row since {since:%Y-%m-%d}"
    )
    told = f"{why}; it is asked no more: correct its address in feeds.toml or remove it, or try again with --force"
    retired = Problem("feed", source.name, "retired", told)
    return FeedOutcome(source, replace(after, retired=why), "failed", problems=(problem, retired))


def not_reached(source: FeedSource, state: FeedState, error: FeedError, now: datetime) -> FeedOutcome:
    """The outcome of a feed in a run that has reached no host at all: it stays due, and nothing counts as its failure.

    Only after half a year of nothing else is it taken for gone, and asked once a month: a list of one feed, or of one
    host, never shows whether the host is dead or the network is.
    """
    runs, since = state.unreached + 1, state.unreached_since or now
    after = replace(state, unreached=runs, unreached_since=since)
    detail = f"{error.reason}, {error.advice}; it does not count as a failure of the feed"
    problem = Problem("feed", source.name, NO_NETWORK, detail)
    if not is_lost(runs, since, now):
        return FeedOutcome(source, after, "failed", problems=(problem,))
    why = f"no host at all was reached in {runs} runs in a row since {since:%Y-%m-%d}"
    told = f"{why}; it is asked once a month: see whether this machine reaches the web, else correct its address"
    retired = Problem("feed", source.name, "retired", f"{told} in feeds.toml or remove it")
    after = replace(after, retired=why, due=now + LOST_REST, due_reason="retired")
    return FeedOutcome(source, after, "failed", problems=(problem, retired))
