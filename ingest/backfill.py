"""Reaching back: sitemaps, lists of addresses and WARC files as sources of one run."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import urlsplit

from ingest.archive import Archive
from ingest.model import ArticleOutcome, FeedEntry, FeedOutcome, FeedSource, Fetched, FetchOptions
from ingest.update_articles import fetch_articles
from ingest.urls import identity_url, is_web_address, is_wrapper
from ingest.warc import WarcPages
from rightswire.errors import ConfigurationError

KINDS = ("sitemap", "urls", "warc")
STANDARD_INPUT = "/dev/stdin"
#: Pages that are held at once, and so read again at the most after a kill.
BATCH = 25


def backfill_source(kind: str, place: str, pieces: tuple[str, ...] = (), allow_private: bool = False) -> FeedSource:
    """The source that stands for a sitemap, list or WARC file, named after the file.

    Args:
        kind: one of KINDS.
        place: path or address; '-' is standard input.
        pieces: of text; only entries whose title, summary or address holds one are kept.
        allow_private: whether it and its pages may lie on loopback or private addresses.

    Raises:
        ConfigurationError: no such kind, no such file, or a WARC file that is no file.
    """
    if kind not in KINDS:
        raise ConfigurationError(f"--from {kind}", "no such kind of source", f"use {', '.join(KINDS)}")
    if is_web_address(place):
        if kind == "warc":
            raise ConfigurationError(place, "a WARC file is read from disk", "fetch it first, or pipe it in as '-'")
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
    """Bring the pages in a WARC file to articles; nothing is fetched. Arguments as in `fetch_feeds`.

    Returns:
        An outcome for each page that was not brought to its end before, and last one for the file, with what could not
        be read in it. What is given is stored.
    """
    with ExitStack() as stack:
        stream = stack.enter_context(Path(source.url).open("rb"))
        yield from pages_of_stream(stream, archive, source, replace(options, page_retries=0), (run_id, now))


def pages_of_stream(
    stream: BinaryIO,
    archive: Archive,
    source: FeedSource,
    options: FetchOptions,
    run: tuple[int, Callable[[], datetime]],
) -> Iterator[ArticleOutcome | FeedOutcome]:
    """The same for an open stream, and the number and clock of the run."""
    run_id, now = run
    archive.save_sources([source])
    state = archive.feed_state(source.url)
    pages = WarcPages(stream, options.page_bytes, now())
    yield from fetch_articles(archive, [source], options, run_id, now)  # what a killed run left
    entries = _entries(source, pages)
    while batch := list(islice(entries, BATCH)):
        if archive.save_stored_pages(source, batch, run_id):
            yield from fetch_articles(archive, [source], options, run_id, now)
    problems = tuple(pages.problems(source.name))
    outcome = FeedOutcome(source, replace(state, last_fetched=now(), failures=0), "read", problems=problems)
    yield archive.save_feed(outcome, run_id)


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
