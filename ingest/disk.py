"""Feeds and pages on disk: the same bytes and headers as from a server. A page never lies outside its feed's folder."""

import os
from datetime import datetime
from pathlib import Path, PurePath
from urllib.parse import quote, unquote, urlsplit

from ingest.model import Fetched
from ingest.urls import is_web_address
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


def short_name(address: str) -> str:
    """An address from the web as it is; of one on disk the last two parts, which say nothing of the machine."""
    if is_web_address(address):
        return address
    return "/".join(PurePath(unquote(urlsplit(address).path)).parts[-2:])


def feed_folder(feed: str) -> Path:
    """The folder that the pages of the feed at path `feed` must lie in."""
    path = Path(feed)
    return path if path.is_dir() else path.parent


def page_path(feed: str, link: str) -> Path | None:
    """The page that the feed at path `feed` names by a relative or file: link; None if outside its folder."""
    folder = feed_folder(feed).resolve()
    try:
        path = (folder / unquote(urlsplit(link).path)).resolve()
    except (OSError, ValueError):  # a NUL in the link, a loop of symbolic links
        return None
    return path if path.is_relative_to(folder) else None


def page_address(name: str, feed: str, link: str) -> str:
    """The address of a page on disk, for one that names no address of its own: 'feed-file:NAME/pages/x.html'.

    It tells the feed and the place beside it, and nothing of the machine; the folder may be moved without its articles
    becoming others.

    Args:
        name: of the feed, unique in feeds.toml.
        feed: path of the feed.
        link: to the page, relative or file:.
    """
    path = page_path(feed, link)
    place = path.relative_to(feed_folder(feed).resolve()) if path else PurePath(unquote(urlsplit(link).path)).name
    return f"feed-file:{quote(name, safe='')}/{quote(os.fsencode(PurePath(place).as_posix()))}"


def read_feed(feed: str, most_bytes: int, now: datetime) -> Fetched:
    """The feed at path `feed`; a folder gives its feed.xml, or else the listing of its pages.

    Raises:
        FeedError: it is not there, cannot be read, or is larger than `most_bytes`.
    """
    path = Path(feed)
    if path.is_dir() and not (path / "feed.xml").is_file():
        return _read_folder(path, now)
    return _read(path / "feed.xml" if path.is_dir() else path, most_bytes, now, FeedError)


def _read_folder(folder: Path, now: datetime) -> Fetched:
    try:
        names = sorted(page.name for page in folder.iterdir() if page.suffix.lower() in _PAGES)
    except OSError as error:
        raise FeedError(str(folder), "cannot be read", error.strerror or type(error).__name__) from error
    return Fetched(str(folder), str(folder), 200, FOLDER, "\n".join(names).encode("utf-8", "surrogateescape"), now)


def read_page(feed: str, link: str, most_bytes: int, now: datetime) -> Fetched:
    """The page at `link`, relative or file:, which an entry of the feed at path `feed` names.

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
        raise failure(str(path), "cannot be read", error.strerror or type(error).__name__) from error
    if len(body) > most_bytes:
        raise failure(str(path), "too large", f"more than {most_bytes} bytes")
    return Fetched(
        str(path), str(path), 200, _CONTENT_TYPES.get(path.suffix.lower(), "application/octet-stream"), body, now
    )
