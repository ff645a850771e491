"""Between fetching and reading: pages that were had some days ago are asked for again, for articles are corrected."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from ingest.answers import Request
from ingest.archive import Archive
from ingest.article import article_from_page
from ingest.decide import is_passing
from ingest.disk import short_name
from ingest.fetch import Fetcher
from ingest.fetching import Run, host_of, opened_fetcher
from ingest.interstitial import fetch_through
from ingest.model import ArticleOutcome, FeedSource, Fetched, FetchOptions
from ingest.revisions import Visit, change_between, doubt
from ingest.workers import Workers
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

    def fetch(visit: Visit) -> Fetched | PageError:
        try:
            return fetch_through(partial(fetcher.fetch_page, by_url[visit.feed_url]), visit.entry.link)
        except PageError as error:
            return error

    with (
        opened_fetcher(run, partial(_SecondFetcher, {visit.entry.link: visit for visit in visits})) as fetcher,
        Workers(visits, fetch, lambda visit: host_of(visit.entry.link), options) as workers,
        fetcher,
    ):
        while taken := workers.take(block=True):
            for visit, answer in taken:
                yield _settle(run, visit, answer)


class _SecondFetcher(Fetcher):
    """Asks for pages with the validators that they had."""

    def __init__(self, visits: Mapping[str, Visit], *arguments: Any) -> None:
        super().__init__(*arguments)
        self._visits = visits

    def _get(self, request: Request) -> Fetched:
        visit = self._visits.get(request.url)
        if visit is not None:
            request = replace(request, etag=visit.etag, last_modified=visit.last_modified)
        return super()._get(request)


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


def _failed(run: Run, visit: Visit, failure: PageError) -> ArticleOutcome:
    again = is_passing(failure.reason) and visit.failures + 1 < _MOST_TRIES
    detail = f"{failure.advice}; asked for again, the article stays as it was"
    problem = Problem("page", short_name(visit.entry.link), failure.reason, detail)
    run.archive.save_visit_failure(visit, problem, run.run_id, again)
    return ArticleOutcome("not revisited", visit.entry.url, visit.feed_name, problem=problem)
