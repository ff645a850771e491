"""Feeds of which nothing has changed cost their servers one small answer each, and us no page and no reading.

tests/bench_unchanged.py measures the same with a thousand, beside plain loops of feedparser.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FEEDS = 60
BENCH = Path(__file__).parent.parent / "bench_unchanged.py"


@pytest.fixture(scope="module")
def by_who() -> dict[str, dict[str, Any]]:
    command = [sys.executable, str(BENCH), "--json", "--feeds", str(FEEDS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    return {row["who"]: row for row in json.loads(done.stdout)}


def test_one_request_each_and_nothing_else(by_who: dict[str, dict[str, Any]]) -> None:
    assert by_who["Rightswire"]["requests"] == {"feed": FEEDS, "bytes": 0}


def test_nothing_is_fetched_or_read_anew(by_who: dict[str, dict[str, Any]]) -> None:
    assert by_who["Rightswire"]["given"] == {"unchanged": FEEDS}


def test_the_loops_that_it_is_compared_with_do_their_work(by_who: dict[str, dict[str, Any]]) -> None:
    assert by_who["feedparser.parse with etag and modified"]["given"] == {"304": FEEDS}
    assert by_who["feedparser.parse(url)"]["given"]["entries"] == FEEDS * 10
