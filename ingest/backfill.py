"""Reaching back: sitemaps, lists of addresses and WARC files as sources of one run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from ingest.archive import Archive
from ingest.disk import short_name
from ingest.fetch import Fetcher
from ingest.model import ArticleOutcome, FeedEntry, FeedOutcome, FeedSource, Fetched, FetchOptions
from ingest.streams import ByteSource
from ingest.update_articles import fetch_articles
from ingest.urls import identity_url, is_web_address, is_wrapper
from ingest.warc import WarcPages
from rightswire.errors import ConfigurationError, FeedError, Problem

KINDS = ("sitemap", "urls", "warc")
STANDARD_INPUT = "/dev/stdin"
#: Pages that are held at once, and so read again at the most after a kill.
BATCH = 25
#: The most that is read of a WARC file from the web, and for how long: files of crawls hold a gigabyte, made to last.
MOST_WARC_BYTES, MOST_WARC_SECONDS = 20_000_000_000, 6 * 3600.0


def backfill_source(kind: str, place: str, pieces: tuple[str, ...] = (), allow_private: bool = False) -> FeedSource:
    """The source that stands for a sitemap, list or WARC file, named after the file.

    Args:
        kind: one of KINDS.
        place: path or address; '-' is standard input.
        pieces: of text; only entries whose title, summary or address holds one are kept.
        allow_private: whether it and its pages may lie on loopback or private addresses.

    Raises:
        ConfigurationError: no such kind, or no such file.
    """
    if kind not in KINDS:
        raise ConfigurationError(f"--from {kind}", "no such kind of source", f"use {', '.join(KINDS)}")
    if is_web_address(place):
        parts = urlsplit(place)
        name = PurePosixPath(parts.path).name or parts.netloc
        return FeedSource(name, place, kind=kind, filter=pieces, interval_minutes=0, allow_private=allow_private)
    path = Path(STANDARD_INPUT) if place == "-" else Path(place).resolve()
    if place != "-" and not path.is_file():
        raise ConfigurationError(place, "no such file", "give a path or an address, or - for standard input")
    name = "standard input" if place == "-" else path.name
    return FeedSource(name, str(path), kind=kind, filter=pieces, interval_minutes=0, allow_private=allow_private)


def read_warc(
    archive: Archive, source: FeedSource, options: FetchOptions, run_id: int, now: Callable[[], datetime]
) -> Iterator[ArticleOutcome | FeedOutcome]:
    """Bring the pages in a WARC file to articles; no page is fetched. Arguments as in `fetch_feeds`.

    Returns:
        An outcome for each page that was not brought to its end before, and last one for the file, with what could not
        be read in it. What is given is stored.
    """
    try:
        with _opened(source, options, now) as stream:
            yield from pages_of_stream(stream, archive, source, replace(options, page_retries=0), (run_id, now))
    except FeedError as error:
        archive.save_sources([source])
        detail = f"{error.advice}; {short_name(source.url)}" if error.advice else short_name(source.url)
        problem = Problem("feed", source.name, error.reason, detail)
        yield archive.save_feed(_outcome(archive, source, (problem,), now(), failed=True), run_id)


@contextmanager
def _opened(source: FeedSource, options: FetchOptions, now: Callable[[], datetime]) -> Iterator[ByteSource]:
    """A file on disk or from the web. Raises FeedError where it cannot be had."""
    if not is_web_address(source.url):
        try:
            file = Path(source.url).open("rb")  # noqa: SIM115  (closed below)
        except OSError as error:
            raise FeedError(source.url, "cannot be read", error.strerror or type(error).__name__) from error
        with file:
            yield file
        return
    patience = replace(options, feed_bytes=MOST_WARC_BYTES, total_seconds=MOST_WARC_SECONDS)
    with Fetcher(patience, now) as fetcher, fetcher.stream_feed(source) as stream:
        yield stream


def _outcome(
    archive: Archive, source: FeedSource, problems: tuple[Problem, ...], now: datetime, failed: bool
) -> FeedOutcome:
    state = archive.feed_state(source.url)
    after = replace(state, last_fetched=now, failures=state.failures + 1 if failed else 0)
    return FeedOutcome(source, after, "failed" if failed else "read", problems=problems)


def pages_of_stream(
    stream: ByteSource,
    archive: Archive,
    source: FeedSource,
    options: FetchOptions,
    run: tuple[int, Callable[[], datetime]],
) -> Iterator[ArticleOutcome | FeedOutcome]:
    """The same for an open stream, and the number and clock of the run."""
    run_id, now = run
    archive.save_sources([source])
    pages = WarcPages(stream, options.page_bytes, now())
    yield from fetch_articles(archive, [source], options, run_id, now)  # what a killed run left
    entries = _entries(source, pages)
    while batch := list(islice(entries, BATCH)):
        if archive.save_stored_pages(source, batch, run_id):
            yield from fetch_articles(archive, [source], options, run_id, now)
    problems = tuple(pages.problems(source.name))
    failed = bool(problems) and not pages.came
    if not problems and not pages.came:
        problems = (Problem("feed", source.name, "no entries", "it holds no page in HTML of status 200"),)
    yield archive.save_feed(_outcome(archive, source, problems, now(), failed), run_id)


def _entries(source: FeedSource, pages: WarcPages) -> Iterator[tuple[FeedEntry, Fetched]]:
    for page in pages:
        if is_wrapper(page.url) or not _is_wanted(source, page):
            continue
        entry = FeedEntry(identity_url(page.url), page.url, "", None, "", "", source.outlet)
        yield entry, page


def _is_wanted(source: FeedSource, page: Fetched) -> bool:
    """Whether a page passes the filter: any piece stands anywhere in it. A crawl holds a thousand others for each."""
    if not source.filter:
        return True
    text = page.body.lower()
    return any(piece.lower().encode() in text for piece in source.filter)
