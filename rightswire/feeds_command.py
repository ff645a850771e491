"""`rightswire feeds`: add to the list of feeds, look at each once, exchange it as OPML. No archive is touched."""

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ingest.disk import short_name
from ingest.feed_check import FeedCheck, check_feeds, kind_of
from ingest.feed_list import add_feeds
from ingest.model import FeedEntry, FeedSource, FetchOptions
from ingest.opml import read_opml, write_opml
from ingest.sources import load_feeds
from ingest.urls import is_web_address
from nlp.gate import judge
from nlp.model import Document
from rightswire.errors import ConfigurationError, FeedError
from rightswire.progress import Progress
from rightswire.report import plain, print_line
from rightswire.settings import Paths, load_settings

MOST_OPML = 20_000_000
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The machine's clock, aware UTC."""
    return datetime.now(UTC)


def add_feed(console: Console, paths: Paths, feed: FeedSource, clock: Clock = utc_now) -> None:
    """Look at a feed and append it to the list; of an HTML page the feed that it names.

    Args:
        console: tells what was added.
        paths: of the data folder.
        feed: address, and name and outlet where they are given; its kind is told by its address.
        clock: aware.

    Raises:
        ConfigurationError: no address, or the list cannot be changed.
        FeedError: there is no feed.
    """
    if not is_web_address(feed.url):
        raise ConfigurationError(feed.url, "no http(s) address", "feeds on disk are added to feeds.toml by hand")
    (check,) = check_feeds([replace(feed, kind=kind_of(feed.url))], _options(paths), clock)
    if check.parsed is None:
        raise FeedError(feed.url, "not added", check.error)
    if check.found:
        print_line(console, f"{plain(feed.url)} is an HTML page; its feed is at {plain(check.found)}")
    url = check.found or feed.url
    listed = replace(check.source, url=url, kind=kind_of(url), name=feed.name or check.parsed.title or url)
    added, _ = add_feeds(paths.feeds, [listed])
    told = "added" if added else "is listed already"
    print_line(console, f"{plain(url)} {told}: {plain(check.parsed.form)}, {check.parsed.listed} entries")


def check_list(console: Console, paths: Paths, as_json: bool, clock: Clock = utc_now) -> bool:
    """Fetch each feed once and print what it holds; changes nothing.

    Returns:
        Whether every feed is where it is listed and holds entries.
    """
    sources, problems = load_feeds(paths.feeds)
    checks: dict[str, FeedCheck] = {}
    outcomes = check_feeds(sources, _options(paths), clock)
    with closing(Progress(console).track(outcomes, "feeds", len(sources))) as tracked:
        for check in tracked:
            checks[check.source.url] = check
    rows = [_row(checks[source.url]) for source in sources]
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        _print_table(console, rows)
        for problem in problems:
            print_line(console, f"{plain(problem.subject)}: {plain(problem.reason)}: {plain(problem.detail)}")
    return not problems and all(check.is_sound for check in checks.values())


def _options(paths: Paths) -> FetchOptions:
    fetch = load_settings(paths.settings).fetch
    return FetchOptions(contact=fetch.contact, workers=fetch.workers, timeout_seconds=fetch.timeout_seconds, force=True)


def _row(check: FeedCheck) -> dict[str, Any]:
    parsed = check.parsed
    return {
        "name": check.source.name,
        "url": short_name(check.source.url),
        "reachable": parsed is not None,
        "found_at": check.found or None,
        "format": parsed.form if parsed else None,
        "entries": parsed.listed if parsed else 0,
        "wanted": len(check.wanted) + (len(parsed.dockets) if parsed else 0),
        "newest": check.newest or None,
        "relevant_share": relevant_share(check.wanted),
        "problem": check.error
        or ("; ".join(sorted({one.reason for one in parsed.problems})) if parsed else "")
        or None,
    }


def relevant_share(entries: Sequence[FeedEntry]) -> float | None:
    """The share of entries that the gate lets in by title and summary, 0 to 1; None without entries."""
    if not entries:
        return None
    documents = (Document(entry.url, entry.title, entry.summary or entry.content) for entry in entries)
    return round(sum(judge(document)[0] for document in documents) / len(entries), 3)


def _print_table(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    table = Table("feed", "reachable", "format", "entries", "wanted", "newest", "relevant", "problem", box=None)
    for row in rows:
        share = row["relevant_share"]
        reached = "elsewhere" if row["found_at"] else "yes" if row["reachable"] else "no"
        moved = f"an HTML page, its feed is at {row['found_at']}" if row["found_at"] and row["reachable"] else ""
        told = "; ".join(filter(None, (moved, row["problem"])))
        values = (row["name"], reached, row["format"], row["entries"], row["wanted"], row["newest"])
        cells = [plain("" if value is None else value) for value in values]
        table.add_row(*cells, "" if share is None else f"{share:.0%}", plain(told))
    wide = console if console.is_terminal else Console(width=220, highlight=False, file=console.file)
    wide.print(table)
    print_line(console, f"{sum(row['reachable'] for row in rows)} of {len(rows)} feeds can be read")


def list_feeds(console: Console, paths: Paths, as_json: bool) -> None:
    """Print the feeds of the list, and what is wrong with it."""
    sources, problems = load_feeds(paths.feeds)
    if as_json:
        keys = ("name", "outlet", "kind", "interval_minutes", "why", "unconfirmed")
        rows = [{"url": short_name(one.url), **{key: getattr(one, key) for key in keys}} for one in sources]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for source in sources:
        mark = " (unconfirmed)" if source.unconfirmed else ""
        print_line(console, f"{plain(source.name)}: {plain(short_name(source.url))} [dim]{source.kind}{mark}[/dim]")
    print_line(console, f"{len(sources)} feeds")
    for problem in problems:
        print_line(console, f"{plain(problem.subject)}: {plain(problem.reason)}: {plain(problem.detail)}")


def import_feeds(console: Console, paths: Paths, file: Path) -> None:
    """Append the feeds of an OPML file that are not listed yet.

    Raises:
        ConfigurationError: the file cannot be read, is no OPML, or the list cannot be changed.
    """
    try:
        with file.open("rb") as opened:
            body = opened.read(MOST_OPML + 1)
    except OSError as error:
        raise ConfigurationError(str(file), f"cannot be read: {error.strerror}", "give an OPML file") from error
    if len(body) > MOST_OPML:
        raise ConfigurationError(str(file), f"is larger than {MOST_OPML} bytes", "no list of feeds is")
    listed = read_opml(file.name, body)
    feeds = [FeedSource(one.name, one.url, outlet=one.name, kind=kind_of(one.url)) for one in listed]
    added, known = add_feeds(paths.feeds, feeds)
    print_line(console, f"{len(added)} feeds added, {len(known)} were listed already")
    if added:
        print_line(console, "The outlet of each is its title; correct it in feeds.toml where that is not so.")


def export_feeds(console: Console, paths: Paths, file: Path | None) -> None:
    """Write the list as OPML, to a file or to standard output.

    Raises:
        ConfigurationError: the file cannot be written.
    """
    sources, _ = load_feeds(paths.feeds)
    body, left = write_opml(sources, "Rightswire")
    if file is None:
        sys.stdout.write(body.decode("utf-8"))
        return
    try:
        file.write_bytes(body)
    except OSError as error:
        raise ConfigurationError(str(file), f"cannot be written: {error.strerror}", "give another place") from error
    print_line(console, f"{plain(file)}: {len(sources) - len(left)} feeds")
    if left:
        names = ", ".join(source.name for source in left)
        print_line(console, f"left out, as no reader of feeds could use them: {plain(names)}")
