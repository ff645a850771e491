"""The second half of fetching: waiting entries to articles."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from ingest.archive import Archive
from ingest.article import article_from_feed, article_from_page
from ingest.decide import EntryStep, FailureStep, entry_step, failure_step, is_tried_again
from ingest.disk import short_name
from ingest.fetch import Fetcher
from ingest.fetching import Run, at_work
from ingest.interstitial import fetch_through
from ingest.language import is_read
from ingest.model import Article, ArticleOutcome, FeedSource, Fetched, FetchOptions
from ingest.offline import NO_NETWORK, feeds_show_network, is_no_network, shows_network
from ingest.pacing import PAUSED
from ingest.stored import PendingEntry
from ingest.urls import is_web_address
from rightswire.errors import PageError, Problem


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
    run = Run(archive, options, run_id, now)
    by_url = {source.url: source for source in sources}
    entries = archive.pending_entries(list(by_url), options.force)
    missing = _missing_pages(archive, entries)
    asked = list(missing.values())
    failures: dict[str, PageError] = {}
    put_off: list[PendingEntry] = []
    with at_work(run, asked, partial(_fetch, by_url), lambda job: job.entry.link) as workers:
        for entry in entries:
            while entry.entry_id in missing:
                _store_pages(archive, workers.take(block=True), missing, failures)
            failure = failures.get(entry.entry_id)
            if is_no_network(failure):
                put_off.append(entry)  # whether there is a network is only known when all were asked
                continue
            yield _settle(run, entry, failure)
            _store_pages(archive, workers.take(block=False), missing, failures)
    has_network = feeds_show_network(archive.web_feed_errors()) or _was_reached(asked, failures)
    for entry in put_off:
        late = failures[entry.entry_id]
        yield _settle(run, entry, late) if has_network else _put_off(run, entry, NO_NETWORK, late)


def _fetch(by_url: Mapping[str, FeedSource], fetcher: Fetcher, entry: PendingEntry) -> Fetched | PageError:
    try:
        return fetch_through(partial(fetcher.fetch_page, by_url[entry.feed_url]), entry.entry.link)
    except PageError as error:
        return error


def _was_reached(asked: Iterable[PendingEntry], failures: Mapping[str, PageError]) -> bool:
    """Whether any page that was asked for on the web shows that there is a network."""
    on_web = (failures.get(entry.entry_id) for entry in asked if is_web_address(entry.entry.link))
    return any(failure is None or shows_network(failure) for failure in on_web)


def _put_off(run: Run, entry: PendingEntry, reason: str, failure: PageError) -> ArticleOutcome:
    """Leave an entry as it is: nothing is known of its page."""
    problem = Problem("page", short_name(entry.entry.link), reason, f"{failure.advice}; no try is counted")
    run.archive.put_off(entry, problem, run.run_id)
    return ArticleOutcome("failed", entry.entry.url, entry.feed_name, problem=problem)


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


def _settle(run: Run, entry: PendingEntry, failure: PageError | None) -> ArticleOutcome:
    """Bring one entry to its end, given why its page could not be fetched, if so."""
    known = run.archive.known_article(entry.entry_id)
    if known is not None:
        run.archive.save_duplicate(entry, known)
        return ArticleOutcome("duplicate", entry.entry.url, entry.feed_name)
    try:
        article = article_from_page(entry.entry, entry.feed_url, _page(run.archive, entry, failure))
    except PageError as error:
        return _settle_failure(run, entry, error)
    return _save(run, entry, article, _language_problem(entry, article))


def _language_problem(entry: PendingEntry, article: Article) -> Problem | None:
    """Why an article that is kept is not read."""
    if is_read(article.language):
        return None
    detail = f"its language is {article.language!r}; the text is kept, and only English is read"
    return Problem("page", short_name(entry.entry.link), "not in English", detail)


def _page(archive: Archive, entry: PendingEntry, failure: PageError | None) -> Fetched:
    page = archive.stored_page(entry.entry_id) if failure is None else None
    if page is None:
        raise failure or PageError(entry.entry.link, "page not stored", "it will be fetched again")
    return page


def _settle_failure(run: Run, entry: PendingEntry, failure: PageError) -> ArticleOutcome:
    if failure.reason == PAUSED:
        return _put_off(run, entry, PAUSED, failure)
    article = article_from_feed(entry.entry, entry.feed_url)
    step = failure_step(entry, failure.reason, article is not None, run.options)
    link = short_name(entry.entry.link)
    if step is FailureStep.USE_FEED_TEXT and article is not None:
        detail = f"{failure.advice}; its {article.text_source} is used"
        with run.archive.together():  # or a kill in between would leave it without its further tries
            outcome = _save(run, entry, article, Problem("page", link, failure.reason, detail))
            if is_tried_again(entry, run.options):
                run.archive.keep_trying(entry)
        return outcome
    again = step is FailureStep.TRY_AGAIN
    tries = f"try {entry.attempts + 1} of {run.options.page_retries + 1}"
    problem = Problem("page", link, failure.reason, f"{failure.advice}; {tries}")
    run.archive.save_failure(entry, problem, run.run_id, again)
    return ArticleOutcome("failed", entry.entry.url, entry.feed_name, problem=problem)


def _save(run: Run, entry: PendingEntry, article: Article, problem: Problem | None) -> ArticleOutcome:
    is_new = run.archive.save_article(entry, article, problem, run.run_id, run.now())
    if not is_new:
        return ArticleOutcome("duplicate", article.url, entry.feed_name, problem=problem)
    return ArticleOutcome("new", article.url, entry.feed_name, article, problem)
