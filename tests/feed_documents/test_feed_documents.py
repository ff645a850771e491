"""Feeds that users of other readers reported as trouble, written anew: each is read as told, or refused with a reason.

The documents lie in the TOML files beside this one; markup.toml tells their form. `seen` names the thread where the
trouble was told, `story` what it was. The documents are ours.
"""

import gzip
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.feeds import ParsedFeed, parse_feed
from ingest.model import FeedSource, Fetched
from rightswire.errors import FeedError

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
URL = "https://wire.example/feeds/media.xml"
SITE = "https://wire.example"
SOUND = {
    "{title}": "<title>A story</title>",
    "{link}": f"<link>{SITE}/a</link>",
    "{alternate}": f'<link rel="alternate" type="text/html" href="{SITE}/a"/>',
    "{date}": "<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>",
}
WRAPPED = {
    "item": '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item>{}</item></channel></rss>',
    "entry": '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry>{}</entry></feed>',
}


def documents() -> list[Any]:
    """Every document of the files, by the thread where its trouble was told."""
    found: list[Any] = []
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["document"]
        found += [pytest.param(row, id=f"{path.stem}: {row['seen']}") for row in rows]
    return found


def body_of(row: dict[str, Any]) -> bytes:
    kind = next(kind for kind in ("item", "entry", "body") if kind in row)
    text = WRAPPED[kind].replace("{}", row[kind]) if kind in WRAPPED else row[kind]
    at = "{title}{link}" if "item" in row or "rss" in text else "{title}{alternate}"
    text = text.replace("{at}", at)
    for mark, sound in SOUND.items():
        text = text.replace(mark, sound)
    data = text.encode(row.get("encoding", "utf-8")).replace(b"{byte ff}", b"\xff")
    return gzip.compress(data) if row.get("packed") else data


def parse(row: dict[str, Any]) -> ParsedFeed:
    source = FeedSource("Wire", URL, outlet="Example Wire")
    content_type = row.get("content_type", "application/xml")
    return parse_feed(source, Fetched(URL, URL, 200, content_type, body_of(row), NOW), NOW)


def outcome(row: dict[str, Any]) -> dict[str, Any]:
    """What comes of a document, in the form of the files."""
    try:
        parsed = parse(row)
    except FeedError as error:
        return {"refused": error.reason}
    entries = [
        f"{entry.title} -> {entry.url.removeprefix(SITE)}"
        + (f" @ {entry.published:%Y-%m-%d %H:%M}" if entry.published else "")
        for entry in parsed.entries
    ]
    made: dict[str, Any] = {"expect": entries}
    if reasons := sorted({problem.reason for problem in parsed.problems}):
        made["told"] = reasons
    for name in ("summary", "content"):
        if name in row:
            made[name] = getattr(parsed.entries[0], name)
    return made


@pytest.mark.parametrize("row", documents())
def test_a_troublesome_feed(row: dict[str, Any]) -> None:
    keys = ("expect", "refused", "told", "summary", "content")
    assert outcome(row) == {key: row[key] for key in keys if key in row}


def test_there_are_enough_of_them() -> None:
    rows = [param.values[0] for param in documents()]
    assert len(rows) >= 150
    assert len({row["seen"] for row in rows}) == len(rows)
    assert all(row["story"] for row in rows)
