"""Adding to feeds.toml: text behind what stands there, so that comments and order stay as their writer left them."""

import json
import os
import tomllib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from ingest.model import FeedSource
from ingest.plaintext import one_line
from ingest.sources import load_feeds
from ingest.urls import canonical_url
from rightswire.errors import ConfigurationError

HEADER = "# The feeds that Rightswire reads; README.md describes the format.\n"


def listed_feeds(path: Path) -> list[FeedSource]:
    """The feeds that are listed already; none where there is no file or an empty one.

    Raises:
        ConfigurationError: the file cannot be used.
    """
    if not path.exists() or not path.read_text(encoding="utf-8").strip():
        return []
    return load_feeds(path)[0]


def add_feeds(path: Path, feeds: Iterable[FeedSource]) -> tuple[list[FeedSource], list[FeedSource]]:
    """Append feeds that are not listed yet; the file is changed in one step, or not at all.

    Names that are taken get a number.

    Returns:
        what was added, under the name that it got, and what was listed before.

    Raises:
        ConfigurationError: the file is no TOML, has its feeds in another form than [[feed]], or cannot be written.
    """
    before = listed_feeds(path)
    urls = {canonical_url(feed.url) for feed in before}
    names = {feed.name for feed in before}
    added: list[FeedSource] = []
    known: list[FeedSource] = []
    blocks: list[str] = []
    for feed in feeds:
        if canonical_url(feed.url) in urls:
            known.append(feed)
            continue
        name = _free_name(one_line(feed.name) or feed.url, names)
        urls.add(canonical_url(feed.url))
        names.add(name)
        blocks.append(feed_block(name, feed))
        added.append(feed)
    if blocks:
        _append(path, blocks)
    return added, known


def _free_name(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def feed_block(name: str, feed: FeedSource) -> str:
    """A feed as a table of feeds.toml, what is usual left out."""
    lines = ["[[feed]]", f"name = {_quoted(name)}", f"url = {_quoted(feed.url)}", f"outlet = {_quoted(feed.outlet)}"]
    lines.append(f"kind = {_quoted(feed.kind)}")
    if feed.court:
        lines.append(f"court = {_quoted(feed.court)}")
    if feed.allow_private:
        lines.append("allow_private = true")
    if feed.why:
        lines.append(f"why = {_quoted(feed.why)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A basic string of TOML is one of JSON, save that it may not hold DEL; one_line takes control characters out.
    return json.dumps(one_line(text), ensure_ascii=False)


def _append(path: Path, blocks: Sequence[str]) -> None:
    old = path.read_text(encoding="utf-8") if path.exists() else HEADER
    new = old.rstrip("\n") + "\n\n" + "\n".join(blocks)
    try:
        tomllib.loads(new)
    except tomllib.TOMLDecodeError as error:
        advice = "write each feed as a table [[feed]]"
        raise ConfigurationError(str(path), f"nothing can be appended: {error}", advice) from error
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(new, encoding="utf-8")
        if path.exists():
            aside.chmod(path.stat().st_mode & 0o777)
        aside.replace(path.resolve())
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise ConfigurationError(str(path), f"cannot be written: {error.strerror}", "is the folder yours?") from error
