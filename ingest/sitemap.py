"""Sitemaps and news sitemaps (sitemaps.org, Google's news extension): indexes followed, gzip unpacked, all bounded.

A sitemap that points to others becomes one answer that lists what all of them hold, so that it is stored and parsed,
and after a kill gone on with, like any feed's.
"""

import io
import json
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from lxml import etree

from ingest.disk import short_name
from ingest.model import FeedSource, FeedState, Fetched
from ingest.plaintext import one_line
from ingest.url_list import read_url_list
from ingest.urls import absolute_url, is_web_address
from rightswire.errors import FeedError, Problem

#: Sitemaps that one index may lead to, how deep they may lie, and what they may hold together.
MOST_SITEMAPS, MOST_DEPTH = 50, 3
MOST_BYTES = 50_000_000  # the protocol's own limit for one sitemap, unpacked
MOST_URLS = 100_000
#: Content type of the answer that lists what several sitemaps hold: a JSON object a line.
JOINED = "application/x-rightswire-sitemap"
_ROOTS = (b"<urlset", b"<sitemapindex")
_GZIP = b"\x1f\x8b"
#: The pages that a sitemap lists, and the addresses of the sitemaps that it leads to.
_Split = tuple[list[Mapping[str, str]], list[str]]


@dataclass(frozen=True, slots=True)
class _Row:
    """A url or sitemap element: its texts by local name, the news extension's with them."""

    is_index: bool
    texts: Mapping[str, str]


def is_sitemap(fetched: Fetched) -> bool:
    """Whether an answer is a sitemap in XML or text, rather than a feed that serves as one."""
    if fetched.content_type == JOINED or fetched.body.startswith(_GZIP):
        return True
    start = fetched.body[:2_000].lstrip().lower()
    return any(root in start for root in _ROOTS) or start.removeprefix(b"\xef\xbb\xbf").startswith(b"http")


def fetch_sitemap(fetch: Callable[[FeedSource, FeedState], Fetched], source: FeedSource, state: FeedState) -> Fetched:
    """A sitemap with all that it leads to.

    Args:
        fetch: gives the answer of one address, or raises FeedError.
        source: the first sitemap; the others are fetched by its rules.
        state: its validators.

    Returns:
        Its answer as it is, or for an index one that joins what its sitemaps hold. That has no validators: an index
        often stays the same while its sitemaps change. A sitemap that fails costs itself and is told in the answer.

    Raises:
        FeedError: the first sitemap could not be had, or is none.
    """
    first = fetch(source, state)
    if first.not_modified or not is_sitemap(first):
        return first
    rows, children = _split(first.final_url, source.url, first)
    if not children:
        return first
    seen = {source.url, first.final_url}
    lines = _joined(partial(_child, fetch, source), [dict(row) for row in rows], children, seen)
    body = "\n".join(json.dumps(line) for line in lines[: MOST_URLS + MOST_SITEMAPS]).encode()
    return replace(first, content_type=JOINED, body=body, etag=None, last_modified=None)


def _joined(
    fetch: Callable[[str], _Split | Problem], lines: list[dict[str, Any]], children: list[str], seen: set[str]
) -> list[dict[str, Any]]:
    """`lines` with those of the sitemaps at the addresses `children` and of all that they lead to, but for `seen`."""
    waiting = deque((child, 1) for child in children)
    asked = 0
    while waiting and asked < MOST_SITEMAPS and len(lines) < MOST_URLS:
        url, depth = waiting.popleft()
        if url in seen:
            continue
        seen.add(url)
        asked += 1
        found = fetch(url)
        if isinstance(found, Problem):
            lines.append({"problem": [found.reason, found.detail]})
            continue
        lines += [dict(row) for row in found[0]]
        waiting += [(child, depth + 1) for child in found[1] if depth < MOST_DEPTH]
    if left := len({url for url, _ in waiting} - seen):
        detail = f"{left} sitemaps are left out: {MOST_SITEMAPS} are read, {MOST_DEPTH} deep, the newest first"
        lines.append({"problem": ["too many sitemaps", detail]})
    return lines


def _child(fetch: Callable[[FeedSource, FeedState], Fetched], source: FeedSource, url: str) -> _Split | Problem:
    try:
        answer = fetch(replace(source, url=url), FeedState(url))
        return _split(answer.final_url, url, answer)
    except FeedError as error:
        return Problem("feed", source.name, error.reason, f"{short_name(url)}: {error.advice}")


def _split(base: str, url: str, fetched: Fetched) -> _Split:
    """The pages that a sitemap lists, and the addresses of the sitemaps that it leads to, newest first."""
    pages: list[Mapping[str, str]] = []
    children: list[tuple[str, str]] = []
    for row in _rows(url, fetched.body):
        if not row.is_index:
            pages.append(row.texts)
        elif is_web_address(child := absolute_url(base, row.texts.get("loc", ""))):
            children.append((row.texts.get("lastmod", ""), child))
    children.sort(key=lambda child: child[0], reverse=True)  # stable: else in the order of the index
    return pages, [child for _, child in children]


def read_sitemap(source: FeedSource, fetched: Fetched) -> tuple[list[Mapping[str, Any]], list[Problem]]:
    """Raw entries of a sitemap, or of an answer of `fetch_sitemap`, with the keys of feedparser's.

    Raises:
        FeedError: it cannot be unpacked or read at all.
    """
    if fetched.content_type == JOINED:
        lines = [json.loads(line) for line in fetched.body.splitlines()]
        problems = [Problem("feed", source.name, *line["problem"]) for line in lines if "problem" in line]
        return [_entry(line) for line in lines if "problem" not in line], problems
    if fetched.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:4].lower() == b"http":
        return read_url_list(source.name, fetched.body)
    plain = _unpacked(source.url, fetched.body)
    entries = [_entry(row.texts) for row in _rows(source.url, plain) if not row.is_index]
    detail = f"it breaks off; the {len(entries)} entries that are whole are kept"
    return entries, [] if plain == _whole(plain) else [Problem("feed", source.name, "malformed feed", detail)]


def _entry(texts: Mapping[str, str]) -> Mapping[str, Any]:
    entry: dict[str, Any] = {"link": texts.get("loc", ""), "title_detail": {"value": texts.get("title", "")}}
    if published := texts.get("publication_date", ""):
        entry["published"] = published
    return entry | {"source": {"title": texts.get("name", "")}}


def _rows(url: str, body: bytes) -> Iterator[_Row]:
    parser = etree.iterparse(
        io.BytesIO(_whole(_unpacked(url, body))), events=("end",), recover=True, resolve_entities=False, no_network=True
    )
    texts: dict[str, str] = {}
    count = 0
    try:
        for _, element in parser:
            if not isinstance(element.tag, str):
                continue
            name = _name(element)
            if name in ("url", "sitemap"):
                count += 1
                yield _Row(name == "sitemap", texts)
                texts = {}
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            elif name in ("loc", "lastmod", "title", "publication_date", "name") and element.text:
                texts.setdefault(name, one_line(element.text)[:2_000])
            if count >= MOST_URLS:
                return
    except etree.LxmlError as error:
        if not count:
            raise FeedError(url, "malformed feed", f"no sitemap: {error}") from error


def _whole(body: bytes) -> bytes:
    """A sitemap without the element at its end that breaks off: half an address leads elsewhere."""
    tail = body[-2_000:].lower()
    if b"\0" in body[:100] or b"</urlset" in tail or b"</sitemapindex" in tail or b"<url" not in body.lower():
        return body
    ends = (body.rfind(mark) + len(mark) for mark in (b"</url>", b"</sitemap>") if mark in body)
    return body[: max(ends, default=len(body))]


def _name(element: etree._Element) -> str:
    """The local name of an element of the protocol or of the news extension; '' for one of any other extension."""
    parts = etree.QName(element)
    prefix, _, name = parts.localname.rpartition(":")  # a prefix that nothing declares stays part of the name
    space = f"{parts.namespace or ''} {prefix}".lower()
    if "image" in space or "video" in space or "mobile" in space:
        return ""
    if name in ("title", "publication_date", "name"):
        return str(name) if "news" in space else ""
    return str(name)


def _unpacked(url: str, body: bytes) -> bytes:
    """The sitemap itself, where it comes as a file packed by gzip."""
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, MOST_BYTES + 1)
    except zlib.error as error:
        raise FeedError(url, "bad encoding", f"{error}") from error
    if len(plain) > MOST_BYTES:
        raise FeedError(url, "too large", f"more than {MOST_BYTES} bytes when unpacked")
    return plain
