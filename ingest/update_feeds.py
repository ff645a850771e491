"""The first half of fetching: feeds to entries, which wait in the archive."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from ingest.archive import Archive
from ingest.connection import body_digest
from ingest.decide import FeedStep, feed_step, is_wanted
from ingest.feed_health import answered, failed, not_reached
from ingest.feeds import parse_feed
from ingest.fetch import Fetcher
from ingest.fetching import Run, at_work
from ingest.model import FeedOutcome, FeedSource, FeedState, Fetched, FetchOptions
from ingest.offline import is_no_network, shows_network
from ingest.sitemap import fetch_sitemap
from ingest.urls import is_web_address
from rightswire.errors import FeedError, Problem

_Due = tuple[FeedSource, FeedState]


def fetch_feeds(
    archive: Archive,
    sources: Sequence[FeedSource],
    options: FetchOptions,
    run_id: int,
    now: Callable[[], datetime],
) -> Iterator[FeedOutcome]:
    """Ask the feeds that are due; the entries that are new wait in the archive for `fetch_articles`.

    Args:
        archive: stores each outcome, its problems among them, before it is given.
        sources: the feeds, each URL once.
        options: limits and patience.
        run_id: number of the run.
        now: the clock, aware.

    Returns:
        An outcome for each feed, as they come: those that wait first. What went wrong with one feed is a problem of
        its outcome; anything unexpected is raised.
    """
    run = Run(archive, options, run_id, now)
    archive.save_sources(sources)
    due = []
    for source in sources:
        state = _unless_read_otherwise(source, archive.feed_state(source.url))
        if outcome := _outcome_without_asking(run, source, state):
            yield outcome
        else:
            due.append((source, state))
    put_off: list[tuple[_Due, FeedError]] = []
    has_network = False
    for job, answer in _answers(run, due):
        if isinstance(answer, FeedError) and is_no_network(answer):
            put_off.append((job, answer))  # whether there is a network is only known when all were asked
            continue
        has_network |= is_web_address(job[0].url) and (isinstance(answer, Fetched) or shows_network(answer))
        yield archive.save_feed(_feed_outcome(run, *job, answer), run_id)
    for (source, state), failure in put_off:
        outcome = failed(source, state, failure, now()) if has_network else not_reached(source, state, failure, now())
        yield archive.save_feed(outcome, run_id)


def _answers(run: Run, due: Sequence[_Due]) -> Iterator[tuple[_Due, Fetched | FeedError]]:
    """What comes of asking these feeds, as it comes."""
    if not due:
        return
    with at_work(run, due, _fetch, lambda job: job[1].address or job[0].url) as workers:
        while taken := workers.take(block=True):
            yield from taken


def _fetch(fetcher: Fetcher, job: _Due) -> Fetched | FeedError:
    try:
        return fetch_sitemap(fetcher.fetch_feed, *job) if job[0].kind == "sitemap" else fetcher.fetch_feed(*job)
    except FeedError as error:
        return error


def _outcome_without_asking(run: Run, source: FeedSource, state: FeedState) -> FeedOutcome | None:
    """What comes of a feed that is not asked now: it waits, or a killed run stored its answer; None if it is due."""
    stored = run.archive.unparsed_feed(source.url)
    step = feed_step(source, state, stored is not None, run.options.force, run.now())
    if step is FeedStep.FETCH:
        return None
    if stored is None:
        return FeedOutcome(source, state, "retired" if step is FeedStep.RETIRED else "waiting")
    return run.archive.save_feed(_parsed(run, source, state, stored), run.run_id)


def _feed_outcome(run: Run, source: FeedSource, state: FeedState, answer: Fetched | FeedError) -> FeedOutcome:
    if isinstance(answer, FeedError):
        return failed(source, state, answer, run.now())
    # A server may renew its validators with a 304, or with a body that is the same: the newest are sent back.
    if answer.not_modified:
        after, moved = answered(source, state, answer)
        etag, last_modified = answer.etag or state.etag, answer.last_modified or state.last_modified
        return FeedOutcome(source, replace(after, etag=etag, last_modified=last_modified), "unchanged", problems=moved)
    if _digest(source, answer) == state.digest:
        after, moved = _understood(source, state, answer)
        return FeedOutcome(source, after, "unchanged", problems=moved)
    run.archive.save_feed_body(source.url, answer)
    return _parsed(run, source, state, answer)


def _parsed(run: Run, source: FeedSource, state: FeedState, answer: Fetched) -> FeedOutcome:
    try:
        parsed = parse_feed(source, answer, run.now())
    except FeedError as error:
        return failed(source, state, error, answer.fetched_at)
    wanted = tuple(entry for entry in parsed.entries if is_wanted(source, entry))
    after, moved = _understood(source, state, answer)
    return FeedOutcome(source, after, "read", wanted, (*parsed.problems, *moved), parsed.dockets)


def _understood(source: FeedSource, state: FeedState, answer: Fetched) -> tuple[FeedState, tuple[Problem, ...]]:
    after, moved = answered(source, state, answer)
    digest = _digest(source, answer)
    return replace(after, etag=answer.etag, last_modified=answer.last_modified, digest=digest), moved


def _digest(source: FeedSource, answer: Fetched) -> str:
    """What an unchanged answer is known by, that is read by the same rules."""
    return f"{_rules(source)}:{body_digest(answer.body)}"


def _rules(source: FeedSource) -> str:
    rules = (source.kind, source.filter, source.court, source.watch, source.watch_names)
    return body_digest(repr(rules).encode("utf-8", "surrogateescape"))[:12]


def _unless_read_otherwise(source: FeedSource, state: FeedState) -> FeedState:
    """The state without what an answer is known by, where another filter or kind was in use: then all counts anew."""
    rules, told, _ = (state.digest or "").partition(":")
    if not told or rules == _rules(source):
        return state
    return replace(state, etag=None, last_modified=None, digest=None)
