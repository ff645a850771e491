"""The first half of fetching: feeds to entries, which wait in the archive."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from ingest.archive import Archive
from ingest.connection import body_digest
from ingest.decide import FeedStep, feed_step, is_wanted
from ingest.disk import short_name
from ingest.feeds import parse_feed
from ingest.fetch import Fetcher
from ingest.fetching import Run, host_of
from ingest.model import FeedOutcome, FeedSource, FeedState, Fetched, FetchOptions
from ingest.sitemap import fetch_sitemap
from ingest.workers import Workers
from rightswire.errors import FeedError, Problem


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
        state = archive.feed_state(source.url)
        if outcome := _outcome_without_asking(run, source, state):
            yield outcome
        else:
            due.append((source, state))

    def fetch(job: tuple[FeedSource, FeedState]) -> Fetched | FeedError:
        try:
            return fetch_sitemap(fetcher.fetch_feed, *job) if job[0].kind == "sitemap" else fetcher.fetch_feed(*job)
        except FeedError as error:
            return error

    fetcher = Fetcher(options, now)
    # Left in reverse: the fetcher breaks off what is under way, so that the workers' threads end at once.
    with Workers(due, fetch, lambda job: host_of(job[0].url), options) as workers, fetcher:
        while taken := workers.take(block=True):
            for (source, state), answer in taken:
                yield archive.save_feed(_feed_outcome(run, source, state, answer), run_id)


def _outcome_without_asking(run: Run, source: FeedSource, state: FeedState) -> FeedOutcome | None:
    """What comes of a feed that is not asked now: it waits, or a killed run stored its answer; None if it is due."""
    stored = run.archive.unparsed_feed(source.url)
    step = feed_step(source, state, stored is not None, run.options.force, run.now())
    if step is FeedStep.FETCH:
        return None
    if stored is None:
        return FeedOutcome(source, state, "waiting")
    return run.archive.save_feed(_parsed(run, source, state, stored), run.run_id)


def _feed_outcome(run: Run, source: FeedSource, state: FeedState, answer: Fetched | FeedError) -> FeedOutcome:
    if isinstance(answer, FeedError):
        return _failed(source, replace(state, last_fetched=run.now()), answer)
    # A server may renew its validators with a 304, or with a body that is the same: the newest are sent back.
    asked = replace(state, last_fetched=answer.fetched_at)
    if answer.not_modified:
        etag, last_modified = answer.etag or state.etag, answer.last_modified or state.last_modified
        return FeedOutcome(source, replace(asked, etag=etag, last_modified=last_modified, failures=0), "unchanged")
    if body_digest(answer.body) == state.digest:
        return FeedOutcome(source, _understood(asked, answer), "unchanged")
    run.archive.save_feed_body(source.url, answer)
    return _parsed(run, source, asked, answer)


def _parsed(run: Run, source: FeedSource, state: FeedState, answer: Fetched) -> FeedOutcome:
    asked = replace(state, last_fetched=answer.fetched_at)
    try:
        parsed = parse_feed(source, answer, run.now())
    except FeedError as error:
        return _failed(source, asked, error)
    wanted = tuple(entry for entry in parsed.entries if is_wanted(source, entry))
    return FeedOutcome(source, _understood(asked, answer), "read", wanted, parsed.problems, parsed.dockets)


def _understood(state: FeedState, answer: Fetched) -> FeedState:
    digest = body_digest(answer.body)
    return replace(state, etag=answer.etag, last_modified=answer.last_modified, digest=digest, failures=0)


def _failed(source: FeedSource, state: FeedState, error: FeedError) -> FeedOutcome:
    """A feed that failed keeps its old validators: what it last sent was not understood and must come again."""
    detail = f"{error.advice}; {short_name(source.url)}" if error.advice else short_name(source.url)
    problem = Problem("feed", source.name, error.reason, detail)
    return FeedOutcome(source, replace(state, failures=state.failures + 1), "failed", problems=(problem,))
