"""The run of fetching: feeds to entries, entries to articles.

What was fetched is stored before it is parsed, and what came of it before it is told: a run may be killed at any moment
and run again with nothing lost or twice. Threads only fetch; the archive is written, and pages are read, by the thread
that takes the outcomes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from ingest.archive import Archive
from ingest.article import article_from_feed, article_from_page
from ingest.connection import body_digest
from ingest.decide import (
    EntryStep,
    FailureStep,
    FeedStep,
    entry_step,
    failure_step,
    feed_step,
    is_tried_again,
    is_wanted,
)
from ingest.disk import short_name
from ingest.feeds import parse_feed
from ingest.fetch import Fetcher
from ingest.model import (
    Article,
    ArticleOutcome,
    FeedOutcome,
    FeedSource,
    FeedState,
    Fetched,
    FetchOptions,
    PendingEntry,
)
from ingest.workers import Workers
from rightswire.errors import FeedError, PageError, Problem


@dataclass(frozen=True, slots=True)
class _Run:
    """What every step of one run needs."""

    archive: Archive
    options: FetchOptions
    run_id: int
    now: Callable[[], datetime]


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
    run = _Run(archive, options, run_id, now)
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
            return fetcher.fetch_feed(*job)
        except FeedError as error:
            return error

    with Fetcher(options, now) as fetcher, Workers(due, fetch, lambda job: _host(job[0].url), options) as workers:
        while taken := workers.take(block=True):
            for (source, state), answer in taken:
                yield archive.save_feed(_feed_outcome(run, source, state, answer), run_id)


def _outcome_without_asking(run: _Run, source: FeedSource, state: FeedState) -> FeedOutcome | None:
    """What comes of a feed that is not asked now: it waits, or a killed run stored its answer; None if it is due."""
    stored = run.archive.unparsed_feed(source.url)
    step = feed_step(source, state, stored is not None, run.options.force, run.now())
    if step is FeedStep.FETCH:
        return None
    if stored is None:
        return FeedOutcome(source, state, "waiting")
    return run.archive.save_feed(_parsed(run, source, state, stored), run.run_id)


def _feed_outcome(run: _Run, source: FeedSource, state: FeedState, answer: Fetched | FeedError) -> FeedOutcome:
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


def _parsed(run: _Run, source: FeedSource, state: FeedState, answer: Fetched) -> FeedOutcome:
    asked = replace(state, last_fetched=answer.fetched_at)
    try:
        parsed = parse_feed(source, answer, run.now())
    except FeedError as error:
        return _failed(source, asked, error)
    wanted = tuple(entry for entry in parsed.entries if is_wanted(source, entry))
    return FeedOutcome(source, _understood(asked, answer), "read", wanted, parsed.problems)


def _understood(state: FeedState, answer: Fetched) -> FeedState:
    digest = body_digest(answer.body)
    return replace(state, etag=answer.etag, last_modified=answer.last_modified, digest=digest, failures=0)


def _failed(source: FeedSource, state: FeedState, error: FeedError) -> FeedOutcome:
    """A feed that failed keeps its old validators: what it last sent was not understood and must come again."""
    detail = f"{error.advice}; {short_name(source.url)}" if error.advice else short_name(source.url)
    problem = Problem("feed", source.name, error.reason, detail)
    return FeedOutcome(source, replace(state, failures=state.failures + 1), "failed", problems=(problem,))


def fetch_articles(
    archive: Archive,
    sources: Sequence[FeedSource],
    options: FetchOptions,
    run_id: int,
    now: Callable[[], datetime],
) -> Iterator[ArticleOutcome]:
    """Bring the waiting entries of these feeds to articles; arguments as in `fetch_feeds`.

    Pages are fetched and stored as they come, but read in the order of runs, feeds and entries: where two lead to one
    article, the same one brings it each time.

    Returns:
        An outcome for each waiting entry. What went wrong with one page is its problem; anything unexpected is raised.
    """
    run = _Run(archive, options, run_id, now)
    by_url = {source.url: source for source in sources}
    entries = archive.pending_entries(list(by_url))
    missing = _missing_pages(archive, entries)
    failures: dict[str, PageError] = {}

    def fetch(entry: PendingEntry) -> Fetched | PageError:
        try:
            return fetcher.fetch_page(by_url[entry.feed_url], entry.entry.link)
        except PageError as error:
            return error

    jobs = list(missing.values())
    with Fetcher(options, now) as fetcher, Workers(jobs, fetch, lambda job: _host(job.entry.link), options) as workers:
        for entry in entries:
            while entry.entry_id in missing:
                _store_pages(archive, workers.take(block=True), missing, failures)
            yield _settle(run, entry, failures.get(entry.entry_id))
            _store_pages(archive, workers.take(block=False), missing, failures)


def _store_pages(
    archive: Archive,
    taken: Iterable[tuple[PendingEntry, Fetched | PageError]],
    missing: dict[str, PendingEntry],
    failures: dict[str, PageError],
) -> None:
    """Store what was fetched, by the entries' ids; what was missing is now there, or among the failures."""
    for job, answer in taken:
        del missing[job.entry_id]
        if isinstance(answer, PageError):
            failures[job.entry_id] = answer
        else:
            archive.save_page(job.entry_id, answer)


def _missing_pages(archive: Archive, entries: Sequence[PendingEntry]) -> dict[str, PendingEntry]:
    """The entries whose page must be fetched by their id: the first of those that share an address."""
    stored = {entry.entry_id for entry in entries if entry.page_stored}
    missing: dict[str, PendingEntry] = {}
    for entry in entries:
        known = archive.known_article(entry.entry_id)
        if entry_step(known, entry.entry_id in stored) is EntryStep.FETCH:
            missing.setdefault(entry.entry_id, entry)
    return missing


def _settle(run: _Run, entry: PendingEntry, failure: PageError | None) -> ArticleOutcome:
    """Bring one entry to its end, given why its page could not be fetched, if so."""
    known = run.archive.known_article(entry.entry_id)
    if known is not None:
        run.archive.save_duplicate(entry, known)
        return ArticleOutcome("duplicate", entry.entry.url, entry.feed_name)
    try:
        article = article_from_page(entry.entry, entry.feed_url, _page(run.archive, entry, failure))
    except PageError as error:
        return _settle_failure(run, entry, error)
    return _save(run, entry, article, None)


def _page(archive: Archive, entry: PendingEntry, failure: PageError | None) -> Fetched:
    page = archive.stored_page(entry.entry_id) if failure is None else None
    if page is None:
        raise failure or PageError(entry.entry.link, "page not stored", "it will be fetched again")
    return page


def _settle_failure(run: _Run, entry: PendingEntry, failure: PageError) -> ArticleOutcome:
    article = article_from_feed(entry.entry, entry.feed_url)
    step = failure_step(entry, failure.reason, article is not None, run.options)
    link = short_name(entry.entry.link)
    if step is FailureStep.USE_FEED_TEXT and article is not None:
        detail = f"{failure.advice}; its {article.text_source} is used"
        outcome = _save(run, entry, article, Problem("page", link, failure.reason, detail))
        if is_tried_again(entry, run.options):
            run.archive.keep_trying(entry)
        return outcome
    again = step is FailureStep.TRY_AGAIN
    tries = f"try {entry.attempts + 1} of {run.options.page_retries + 1}"
    problem = Problem("page", link, failure.reason, f"{failure.advice}; {tries}")
    run.archive.save_failure(entry, problem, run.run_id, again)
    return ArticleOutcome("failed", entry.entry.url, entry.feed_name, problem=problem)


def _save(run: _Run, entry: PendingEntry, article: Article, problem: Problem | None) -> ArticleOutcome:
    is_new = run.archive.save_article(entry, article, problem, run.run_id, run.now())
    if not is_new:
        return ArticleOutcome("duplicate", article.url, entry.feed_name, problem=problem)
    return ArticleOutcome("new", article.url, entry.feed_name, article, problem)


def _host(address: str) -> str:
    """Host and port of an address; empty, and so one host, for everything on disk."""
    return urlsplit(address).netloc.lower()
