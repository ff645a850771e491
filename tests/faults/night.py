"""A night of fetching in a process of its own, as JSON from and to its caller: what came of it, seconds and memory.

Everything is the real thing but two: addresses that begin with 127.9. count as the open internet, so that every check
of addresses is in force for the misbehaving servers, and a certificate authority of the tests is trusted beside none.
Each night is run in a fork of one process that has loaded everything, so its memory is its own.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import certifi

import ingest.network
from ingest.archive import Archive
from ingest.model import FeedSource, FetchOptions
from ingest.update_articles import fetch_articles
from ingest.update_feeds import fetch_feeds

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def run(night: dict[str, Any]) -> dict[str, Any]:
    """One run over the night's feeds, in an archive of its own."""
    options = replace(FetchOptions(contact="https://desk.example/about"), **night["options"])
    sources = [FeedSource(**feed) for feed in night["feeds"]]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
        run_id = archive.start_run("ingest", "test", NOW)
        feeds = list(fetch_feeds(archive, sources, options, run_id, lambda: NOW))
        read = [source for source in sources if source.name not in night["without_pages"]]
        articles = list(fetch_articles(archive, read, options, run_id, lambda: NOW))
        problems = archive.problems()
    return {
        "feeds": {
            feed.source.name: {
                "result": feed.result,
                "entries": len(feed.entries),
                "reasons": sorted({problem.reason for problem in feed.problems}),
                "advice": [problem.detail for problem in feed.problems],
                "titles": [entry.title[:200] for entry in feed.entries[:3]],
            }
            for feed in feeds
        },
        "articles": [
            {
                "url": article.url[:300],
                "feed": article.feed,
                "result": article.result,
                "reason": article.problem.reason if article.problem else "",
                "subject": article.problem.subject if article.problem else "",
            }
            for article in articles
        ],
        "recorded": Counter(problem["reason"] for problem in problems),
        "seconds": time.monotonic() - started,
    }


def forked(night: dict[str, Any]) -> dict[str, Any]:
    """The same in a fork, with the memory that it took at most beyond what was there, and in all."""
    before = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        result = run(night)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        with os.fdopen(writer, "w") as pipe:
            json.dump({**result, "peak_mb": peak / 1e6, "grown_mb": max(0, peak - before) / 1e6}, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    if status or not text:
        return {"died": os.waitstatus_to_exitcode(status)}
    return dict(json.loads(text))


def main() -> None:
    """Read the nights from standard input, and write a line for each."""
    asked = json.load(sys.stdin)
    is_public = ingest.network.is_public
    ingest.network.is_public = lambda address: address.startswith("127.9.") or is_public(address)
    if asked["authority"]:
        certifi.where = lambda: asked["authority"]
    for night in asked["nights"]:
        print(json.dumps(forked(night)), flush=True)


if __name__ == "__main__":
    main()
