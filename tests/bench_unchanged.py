"""Many feeds of which nothing has changed: ours against a plain loop of feedparser, over the same server, in one run.

Part of `make bench`; with --json and --feeds N it gives the counts, for the tests. The server is a process of its own on
loopback with an address for each feed; a second round has it wait 20 ms before each answer, as one far away would.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import feedparser
from rich.table import Table

from ingest.archive import Archive
from ingest.model import FeedSource, FetchOptions
from ingest.update_articles import fetch_articles
from ingest.update_feeds import fetch_feeds

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ENTRIES = 10
OPTIONS = FetchOptions(host_spacing_seconds=1.0)  # as in data/settings.toml
STORY = "The publisher sued the maker of the chatbot in federal court on Friday over the copying of its articles. " * 3
_MODIFIED = "Sun, 22 Nov 2026 10:00:00 GMT"


def _feed(path: str, home: str) -> bytes:
    """All feeds tell of the same few stories, as feeds on one subject do."""
    items = "".join(
        f"<item><title>Story {number}</title><link>{home}/story/{number}</link><description>{STORY}</description></item>"
        for number in range(ENTRIES)
    )
    return f'<rss version="2.0"><channel><title>{path}</title>{items}</channel></rss>'.encode()


def _answer(path: str, head: str, home: str) -> tuple[str, bytes, str]:
    """Status, body and type of an answer."""
    if path.startswith("/feed/"):
        if f'If-None-Match: "{path}"'.lower() in head.lower():
            return "304 Not Modified", b"", "application/rss+xml"
        return "200 OK", _feed(path, home), "application/rss+xml"
    if path.startswith("/story/"):
        return "200 OK", f"<html><body><article><p>{path} {STORY}</p></article></body></html>".encode(), "text/html"
    return "404 Not Found", b"", "text/plain"


async def _serve(hosts: int, pipe: Connection) -> None:
    seen: Counter[str] = Counter()
    delay, home = 0.0, ""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal delay
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
                path = head.split(" ")[1]
                if path.startswith("/tell/"):
                    delay = float(path.removeprefix("/tell/"))
                    status, body, kind = "200 OK", json.dumps(seen).encode(), "application/json"
                    seen.clear()
                else:
                    status, body, kind = _answer(path, head, home)
                    seen[path.split("/")[1]] += 1
                    seen["bytes"] += len(body)
                    await asyncio.sleep(delay)
                lines = f'HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nETag: "{path}"\r\nLast-Modified: {_MODIFIED}\r\n'
                length = "" if status.startswith("304") else f"Content-Length: {len(body)}\r\n"
                writer.write(f"{lines}{length}\r\n".encode() + body)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    addresses = [f"127.8.{number // 250}.{number % 250 + 1}" for number in range(hosts)]
    servers = [await asyncio.start_server(talk, address, 0) for address in addresses]
    bases = [
        f"http://{each}:{server.sockets[0].getsockname()[1]}" for each, server in zip(addresses, servers, strict=True)
    ]
    home = bases[0]
    pipe.send(bases)
    await asyncio.Event().wait()


def _run_server(hosts: int, pipe: Connection) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(_serve(hosts, pipe))


def tell(host: str, delay: float) -> dict[str, int]:
    """What the server has counted since it was last asked; from now on it waits `delay` seconds before each answer."""
    with urllib.request.urlopen(f"{host}/tell/{delay}") as answer:
        return dict(json.load(answer))


def measured(work: Callable[[], Any]) -> dict[str, Any]:
    """Seconds and peak memory of some work in a fork of this process, and what it gives."""
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        started = time.perf_counter()
        given = work()
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with os.fdopen(writer, "w") as pipe:
            json.dump({"seconds": seconds, "peak_mb": peak, "given": given}, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        result = pipe.read()
    os.waitpid(child, 0)
    return dict(json.loads(result))


def night(path: Path, sources: list[FeedSource]) -> dict[str, int]:
    """A run of ours over all feeds; results of feeds and articles, counted."""
    counts: Counter[str] = Counter()
    with Archive(path) as archive:
        run_id = archive.start_run("ingest", "bench", NOW)
        counts.update(feed.result for feed in fetch_feeds(archive, sources, OPTIONS, run_id, lambda: NOW))
        counts.update(a.result for a in fetch_articles(archive, sources, OPTIONS, run_id, lambda: NOW))
    return dict(counts)


def with_validators(urls: list[str]) -> dict[str, int]:
    """A user's loop that remembers what servers gave it (from memory here: the feeds' first round is not counted)."""
    statuses: Counter[str] = Counter()
    for url in urls:
        etag = '"' + "/" + url.split("/", 3)[3] + '"'
        statuses[str(feedparser.parse(url, etag=etag, modified=_MODIFIED).get("status"))] += 1
    return dict(statuses)


def without_validators(urls: list[str]) -> dict[str, int]:
    """A user's loop as tutorials write it."""
    return {"entries": sum(len(feedparser.parse(url).entries) for url in urls)}


def rounds(feeds: int, delays: tuple[float, ...]) -> list[dict[str, Any]]:
    """Everything measured: ours and the two loops, for each delay of the server."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_run_server, args=(feeds, theirs), daemon=True)
    server.start()
    bases = ours.recv()
    urls = [f"{base}/feed/{number}" for number, base in enumerate(bases)]
    sources = [
        FeedSource(f"Feed {n}", url, "Wire", interval_minutes=0, allow_private=True) for n, url in enumerate(urls)
    ]
    results = []
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.db"
        ways: tuple[tuple[str, Callable[[], Any]], ...] = (
            ("Rightswire", lambda: night(archive, sources)),
            ("feedparser.parse with etag and modified", lambda: with_validators(urls)),
            ("feedparser.parse(url)", lambda: without_validators(urls)),
        )
        measured(ways[0][1])  # the first night, on which everything is new
        for delay in delays:
            for who, work in ways:
                tell(bases[0], delay)
                result = measured(work)
                results.append({"who": who, "delay": delay, **result, "requests": tell(bases[0], 0)})
    server.terminate()
    return results


def table(feeds: int) -> Table:
    """The same as a table for people."""
    made = Table("who", "server waits", "seconds", "requests a second", "requests", "MB sent", "peak MB")
    made.title = f"{feeds:,} feeds, nothing changed"
    for row in rounds(feeds, (0.0, 0.02)):
        asked = sum(count for name, count in row["requests"].items() if name != "bytes")
        made.add_row(
            row["who"],
            f"{row['delay'] * 1000:.0f} ms",
            f"{row['seconds']:.1f}",
            f"{asked / row['seconds']:,.0f}",
            f"{asked:,}",
            f"{row['requests'].get('bytes', 0) / 1e6:.1f}",
            f"{row['peak_mb']:.0f}",
        )
    return made


def main() -> None:
    """Print the table, or with --json the counts."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--feeds", type=int, default=1000)
    arguments.add_argument("--json", action="store_true")
    asked = arguments.parse_args()
    if asked.json:
        print(json.dumps(rounds(asked.feeds, (0.0,))))
    else:
        from rich.console import Console

        Console(width=None if sys.stdout.isatty() else 120).print(table(asked.feeds))


if __name__ == "__main__":
    main()
