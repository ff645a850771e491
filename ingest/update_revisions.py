"""Between fetching and reading: pages that were had some days ago are asked for again, for articles are corrected."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from ingest.archive import Archive
from ingest.article import article_from_page
from ingest.decide import is_passing
from ingest.disk import short_name
from ingest.fetch import Fetcher
from ingest.fetching import Run, at_work
from ingest.interstitial import fetch_through
from ingest.model import ArticleOutcome, FeedSource, Fetched, FetchOptions
from ingest.offline import NO_NETWORK, feeds_show_network, is_no_network, shows_network
from ingest.pacing import PAUSED
from ingest.revisions import Visit, change_between, doubt
from rightswire.errors import PageError, Problem

#: A visit that fails in a way that passes is tried so often, a run each.
_MOST_TRIES = 3


def revisit_pages(
    archive: Archive,
    sources: Sequence[FeedSource],
    options: FetchOptions,
    run_id: int,
    now: Callable[[], datetime],
) -> Iterator[ArticleOutcome]:
    """Ask for the pages again that are due, oldest first; arguments as in `fetch_feeds`.

    Returns:
        An outcome for each page asked for: 'revised', 'unchanged' or 'not revisited'. Where it cannot be had, or is no
        article any more, the article stays as it was.
    """
    run = Run(archive, options, run_id, now)
    by_url = {source.url: source for source in sources}
    visits = archive.due_visits(list(by_url), options.revisit_days, now(), options.revisits)
    if not visits:
        return

    put_off: list[tuple[Visit, PageError]] = []
    was_reached = False
    for visit, answer in _answers(run, by_url, visits):
        if isinstance(answer, PageError) and is_no_network(answer):
            put_off.append((visit, answer))  # whether there is a network is only known when all were asked
            continue
        was_reached |= isinstance(answer, Fetched) or shows_network(answer)
        yield _settle(run, visit, answer)
    has_network = was_reached or feeds_show_network(archive.web_feed_errors())
    for visit, failure in put_off:
        yield _failed(run, visit, failure) if has_network else _put_off(run, visit, NO_NETWORK, failure)


def _answers(
    run: Run, by_url: Mapping[str, FeedSource], visits: Sequence[Visit]
) -> Iterator[tuple[Visit, Fetched | PageError]]:
    """What comes of asking for these pages, as it comes."""
    with at_work(run, visits, partial(_fetch, by_url), lambda visit: visit.entry.link) as workers:
        while taken := workers.take(block=True):
            yield from taken


def _fetch(by_url: Mapping[str, FeedSource], fetcher: Fetcher, visit: Visit) -> Fetched | PageError:
    """The page of an article; where it is asked for at the address that gave its validators, with them."""

    def fetch(link: str) -> Fetched:
        known = (visit.etag, visit.last_modified) if link == visit.page_url else ()
        return fetcher.fetch_page(by_url[visit.feed_url], link, *known)

    try:
        return fetch_through(fetch, visit.entry.link)
    except PageError as error:
        return error


def _settle(run: Run, visit: Visit, answer: Fetched | PageError) -> ArticleOutcome:
    """Bring one visit to its end."""
    if isinstance(answer, PageError):
        return _failed(run, visit, answer)
    if answer.not_modified or _is_same(run.archive, visit, answer):
        return _unchanged(run, visit, answer)
    try:
        article = article_from_page(visit.entry, visit.feed_url, answer)
    except PageError as error:
        return _failed(run, visit, error)
    change = change_between(visit.title, visit.text, article.title, article.text)
    if not change:
        return _unchanged(run, visit, answer)
    if reason := doubt(visit.text, article.text, bool(article.correction) and not visit.correction):
        return _failed(run, visit, PageError(visit.entry.link, reason, "the page has hardly what it had before"))
    if article.correction and article.correction != visit.correction:
        change = f"correction notice, {change}"
    run.archive.save_revision(visit, answer, article, change)
    return ArticleOutcome("revised", visit.entry.url, visit.feed_name, article)


def _is_same(archive: Archive, visit: Visit, answer: Fetched) -> bool:
    page = archive.stored_page(visit.entry_id)
    return page is not None and page.body == answer.body


def _unchanged(run: Run, visit: Visit, answer: Fetched) -> ArticleOutcome:
    run.archive.save_visit(visit, answer)
    return ArticleOutcome("unchanged", visit.entry.url, visit.feed_name)


def _put_off(run: Run, visit: Visit, reason: str, failure: PageError) -> ArticleOutcome:
    """Leave a visit to a later run: nothing is known of its page."""
    problem = Problem("page", short_name(visit.entry.link), reason, f"{failure.advice}; no try is counted")
    run.archive.record_problems(run.run_id, (problem,))
    return ArticleOutcome("not revisited", visit.entry.url, visit.feed_name, problem=problem)


def _failed(run: Run, visit: Visit, failure: PageError) -> ArticleOutcome:
    if failure.reason == PAUSED:
        return _put_off(run, visit, PAUSED, failure)
    again = is_passing(failure.reason) and visit.failures + 1 < _MOST_TRIES
    detail = f"{failure.advice}; asked for again, the article stays as it was"
    problem = Problem("page", short_name(visit.entry.link), failure.reason, detail)
    run.archive.save_visit_failure(visit, problem, run.run_id, again)
    return ArticleOutcome("not revisited", visit.entry.url, visit.feed_name, problem=problem)
