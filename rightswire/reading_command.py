"""`rightswire read`: articles in, facts out, without a database."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from pydantic import BaseModel, ValidationError
from rich.console import Console
from rich.markup import escape

from ingest.article import article_from_page
from ingest.fetch import Fetcher
from ingest.model import FeedEntry, FeedSource, Fetched, FetchOptions
from nlp.model import Document, Reading
from nlp.thresholds import keep_surest
from rightswire.errors import ConfigurationError, PageError
from rightswire.reading import ReaderSetup, build_reader, read_documents
from rightswire.reading_page import write_page
from rightswire.report import print_reading


@dataclass(frozen=True, slots=True)
class Showing:
    """How one article's reading is shown: with reasons or without, and on which page, if any."""

    explain: bool = False
    page: Path | None = None


class ArticleLine(BaseModel):
    """A line of `--jsonl`: further keys are ignored."""

    url: str
    title: str = ""
    published: date | datetime | None = None
    text: str = ""
    outlet: str = ""

    def document(self) -> Document:
        """The article as the reader takes it."""
        day = self.published.date() if isinstance(self.published, datetime) else self.published
        return Document(self.url, self.title, self.text, day, self.outlet)


def read_lines(path: Path, setup: ReaderSetup, processes: int) -> bool:
    """Print one JSON line for each line of the file that is an article; others are told on standard error.

    Returns:
        whether there was an article, or nothing at all to read.

    Raises:
        ConfigurationError: the file cannot be opened.
    """
    refused: list[int] = []
    read = 0
    for reading in read_documents(_documents(path, refused), setup, processes):
        print(json.dumps(as_line(keep_surest(reading, setup.thresholds)), ensure_ascii=False))
        if reading.failure:
            print(f"rightswire: {reading.url} cannot be read: {reading.failure}", file=sys.stderr)
        read += 1
    return bool(read or not refused)


def _documents(path: Path, refused: list[int]) -> Iterator[Document]:
    """Articles of the file; the numbers of lines that are none are added to `refused`."""
    if str(path) == "-":
        yield from _parse(sys.stdin, "standard input", refused)
        return
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            yield from _parse(lines, str(path), refused)
    except OSError as error:
        raise ConfigurationError(str(path), error.strerror or "cannot be read", "give a file of JSON lines") from error


def _parse(lines: TextIO, name: str, refused: list[int]) -> Iterator[Document]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield ArticleLine.model_validate_json(line).document()
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"])) or "line"
            refused.append(number)
            print(f"rightswire: {name}:{number} {field}: {first['msg']}; line left out", file=sys.stderr)


def as_line(reading: Reading) -> dict[str, Any]:
    """A reading in the form that scripts and the scorer take."""
    return {
        "url": reading.url,
        "relevant": reading.relevant,
        "facts": [
            {
                "relation": fact.relation,
                "subject": fact.subject.name,
                "object": fact.object.name if fact.object else None,
                **fact.attributes.present(),
                **(fact.attributes.value.columns() if fact.attributes.value else {}),
                "background": fact.background,
                "evidence": fact.evidence[0].sentence,
                "rule": fact.rule,
                "confidence": round(fact.confidence, 3),
            }
            for fact in reading.facts
        ],
    }


def read_one(source: str, setup: ReaderSetup, console: Console, showing: Showing) -> None:
    """Read one file or address and print its facts for people.

    Raises:
        PageError: it could not be fetched, or holds no article.
        ConfigurationError: the page asked for cannot be written.
    """
    document = _document(source)
    reading = keep_surest(build_reader(setup).read(document), setup.thresholds)
    print_reading(console, document.title or source, reading, showing.explain)
    if showing.page is not None:
        write_page(showing.page, source if _is_address(source) else Path(source).name, document, reading)
        console.print(f"\n{escape(str(showing.page))} ({showing.page.stat().st_size:,} bytes)", soft_wrap=True)


def _is_address(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def _fetched(fetcher: Fetcher, url: str) -> Fetched:
    try:
        return fetcher.fetch_page(FeedSource(name=url, url=url), url)
    except PageError as error:
        if error.reason != "private address":
            raise
        raise PageError(
            url, error.reason, "pages of an intranet are read from disk: save it and give the file"
        ) from error


def _document(source: str) -> Document:
    if _is_address(source):
        with Fetcher(FetchOptions(robots=False), _now) as fetcher:
            return _from_page(source, _fetched(fetcher, source))
    path = Path(source)
    try:
        body = path.read_bytes()
    except OSError as error:
        advice = "give an HTML or text file, or an address"
        raise PageError(source, error.strerror or "cannot be read", advice) from error
    address = path.resolve().as_uri()
    if path.suffix.lower() in (".html", ".htm", ".xhtml"):
        return _from_page(address, Fetched(address, address, 200, "text/html", body, _now()))
    try:
        title, _, text = body.decode("utf-8-sig").strip().partition("\n")
    except UnicodeDecodeError as error:
        raise PageError(source, "is no text in UTF-8", "give an HTML or text file, or an address") from error
    return Document(url=address, title=title.strip(), text=text.strip())


def _from_page(source: str, page: Fetched) -> Document:
    entry = FeedEntry(url=source, link=source, title="", published=None, summary="", content="", outlet="")
    article = article_from_page(entry, source, page)
    day = article.published.date() if article.published else None
    return Document(article.url, article.title, article.text, day, article.outlet)


def _now() -> datetime:
    return datetime.now(UTC)
