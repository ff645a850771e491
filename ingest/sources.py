"""data/feeds.toml to feeds. A bad entry costs itself and is told by line and field; a good one stands on its own."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ingest.dockets import docket_number
from ingest.model import FeedSource
from ingest.urls import canonical_url, is_web_address
from rightswire.errors import ConfigurationError, Problem

_HEADER = re.compile(r"^\s*\[\[\s*feed\s*\]\]", re.MULTILINE)


class _FeedRow(BaseModel):
    """An entry of feeds.toml; README.md describes the format."""

    model_config = ConfigDict(strict=True)

    name: str = Field(min_length=1)
    url: str = Field(min_length=1)
    outlet: str = ""
    kind: Literal["feed", "sitemap", "docket", "urls", "directory"] = "feed"
    filter: list[str] = []
    interval_minutes: int = Field(default=60, ge=0)
    allow_private: bool = False
    why: str = ""
    unconfirmed: bool = False
    court: str = Field(default="", pattern=r"^\w*$")
    watch: list[str] = []

    @field_validator("watch")
    @classmethod
    def _are_docket_numbers(cls, numbers: list[str]) -> list[str]:
        if bad := [number for number in numbers if not docket_number(number)]:
            raise ValueError(f"{bad[0]!r} is no docket number such as '1:23-cv-11195'")
        return numbers

    @field_validator("url")
    @classmethod
    def _is_address_or_path(cls, url: str) -> str:
        if "://" in url and not is_web_address(url):
            raise ValueError("must be an http(s) address, or a path relative to the file")
        return url

    @field_validator("filter")
    @classmethod
    def _has_no_empty_piece(cls, pieces: list[str]) -> list[str]:
        if not all(pieces):
            raise ValueError("an empty piece of text would keep every entry")
        return pieces


def load_feeds(path: Path) -> tuple[list[FeedSource], list[Problem]]:
    """Read the list of feeds.

    Args:
        path: feeds.toml; paths of feeds on disk are relative to its folder.

    Returns:
        The feeds in the order of the file, and a problem for each entry or key that is not used, with its line.

    Raises:
        ConfigurationError: there is no such file, it is no TOML, or it names no feed at all.
    """
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except FileNotFoundError as error:
        raise ConfigurationError(str(path), "no such file", "README.md shows the format") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(str(path), f"cannot be read as TOML: {error}") from error
    rows = document.get("feed")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise ConfigurationError(str(path), "names no feed", "each feed begins with a line [[feed]]")
    lines = _Lines(path.name, text)
    problems = [lines.problem(None, key, "unknown key", "ignored") for key in document if key != "feed"]
    feeds: list[FeedSource] = []
    for number, row in enumerate(rows):
        problems += [
            lines.problem(number, key, "unknown key", "ignored; is it misspelt?")
            for key in row
            if key not in _FeedRow.model_fields
        ]
        feed = _read_row(row, path.parent, number, lines)
        if isinstance(feed, FeedSource):
            feed = _unless_listed(feed, feeds, number, lines)
        if isinstance(feed, FeedSource):
            feeds.append(feed)
        else:
            problems += feed
    return feeds, problems


class _Lines:
    """Where the entries and keys of a TOML file stand: the parser does not tell."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text
        self._starts = [match.start() for match in _HEADER.finditer(text)] + [len(text)]

    def problem(self, number: int | None, key: str, reason: str, detail: str) -> Problem:
        """A problem with `key` of the entry of this `number` (None: of the file), at the line where it stands."""
        start, end = 0, self._starts[0]
        if number is not None and number + 1 < len(self._starts):
            start, end = self._starts[number], self._starts[number + 1]
        found = re.compile(rf"^\s*\"?{re.escape(key)}\"?\s*=", re.MULTILINE).search(self._text, start, end)
        place = found.end() if found else start
        line = self._text.count("\n", 0, place) + 1
        return Problem("data", f"{self._file}:{line} {key}", reason, detail)


def _read_row(row: Mapping[str, Any], folder: Path, number: int, lines: _Lines) -> FeedSource | list[Problem]:
    try:
        checked = _FeedRow.model_validate(row)
    except ValidationError as error:
        return [
            lines.problem(number, str(fault["loc"][0]), "bad feed", f"{fault['msg']}; the feed is left out")
            for fault in error.errors()
        ]
    url = checked.url.strip()
    if not is_web_address(url):
        url = str((folder / url).resolve())
    return FeedSource(
        name=checked.name.strip(),
        url=url,
        outlet=checked.outlet.strip(),
        kind=checked.kind,
        filter=tuple(checked.filter),
        interval_minutes=checked.interval_minutes,
        allow_private=checked.allow_private,
        why=checked.why,
        unconfirmed=checked.unconfirmed,
        court=checked.court.lower(),
        watch=tuple(checked.watch),
    )


def _unless_listed(feed: FeedSource, feeds: list[FeedSource], number: int, lines: _Lines) -> FeedSource | list[Problem]:
    for other in feeds:
        if other.name == feed.name:
            return [
                lines.problem(number, "name", "duplicate feed", f"{feed.name!r} stands above; this one is left out")
            ]
        if canonical_url(other.url) == canonical_url(feed.url):
            return [lines.problem(number, "url", "duplicate feed", f"{other.name!r} has it; this one is left out")]
    return feed
