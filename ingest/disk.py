"""Feeds and pages on disk: the same bytes and headers as from a server. A page never lies outside its feed's folder."""

from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from ingest.model import Fetched
from rightswire.errors import FeedError, PageError

#: Content type of the listing that stands for a folder of pages: a name a line, sorted.
FOLDER = "inode/directory"
_CONTENT_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".json": "application/json",
}
_PAGES = (".html", ".htm", ".xhtml", ".txt")


def feed_folder(feed: str) -> Path:
    """The folder that the pages of the feed at path `feed` must lie in."""
    path = Path(feed)
    return path if path.is_dir() else path.parent


def page_path(feed: str, link: str) -> Path | None:
    """The path of a page that the feed at path `feed` names by `link`; None where it leads out of the feed's folder."""
    folder = feed_folder(feed).resolve()
    try:
        path = (folder / unquote(link)).resolve()
    except (OSError, ValueError):  # a NUL in the link, a loop of symbolic links
        return None
    return path if path.is_relative_to(folder) else None


def read_feed(feed: str, most_bytes: int, now: datetime) -> Fetched:
    """The feed at path `feed`; a folder gives its feed.xml, or else the listing of its pages.

    Raises:
        FeedError: it is not there, cannot be read, or is larger than `most_bytes`.
    """
    path = Path(feed)
    if path.is_dir():
        if not (path / "feed.xml").is_file():
            names = sorted(page.name for page in path.iterdir() if page.suffix.lower() in _PAGES)
            return Fetched(feed, feed, 200, FOLDER, "\n".join(names).encode("utf-8", "surrogateescape"), now)
        path /= "feed.xml"
    return _read(path, most_bytes, now, FeedError)


def read_page(feed: str, link: str, most_bytes: int, now: datetime) -> Fetched:
    """The page at path `link`, which an entry of the feed at path `feed` names.

    Raises:
        PageError: it is not there, cannot be read, is too large, or lies outside the feed's folder.
    """
    path = page_path(feed, link)
    if path is None:
        raise PageError(link, "outside the folder", "a feed on disk may only name pages beside or below it")
    return _read(path, most_bytes, now, PageError)


def _read(path: Path, most_bytes: int, now: datetime, failure: type[FeedError] | type[PageError]) -> Fetched:
    try:
        with path.open("rb") as file:
            body = file.read(most_bytes + 1)
    except FileNotFoundError as error:
        raise failure(str(path), "no such file", "put it there, or correct the address in feeds.toml") from error
    except OSError as error:
        raise failure(str(path), "cannot be read", str(error)) from error
    if len(body) > most_bytes:
        raise failure(str(path), "too large", f"more than {most_bytes} bytes")
    return Fetched(
        str(path), str(path), 200, _CONTENT_TYPES.get(path.suffix.lower(), "application/octet-stream"), body, now
    )
