"""A night over servers that misbehave in every way of misbehaviours.csv at once, beside healthy ones.

The night is a process of its own over real sockets; report.py serves and runs it, `make faults` prints it as a table.
"""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
with (HERE / "misbehaviours.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
CASES = [pytest.param(f"{kind} {row['name']}", row[kind]) for row in ROWS for kind in ("feed", "page") if row[kind]]
MOST_MEGABYTES = 500
#: Every wait of the night together, in turns; a server that could hold it up would hold it up for ever.
MOST_SECONDS = 240


@pytest.fixture(scope="module")
def night() -> dict[str, Any]:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command makes the certificates, and is not here")
    command = [sys.executable, str(HERE / "report.py"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize(("name", "reason"), CASES)
def test_a_misbehaviour_is_recorded_by_its_name(night: dict[str, Any], name: str, reason: str) -> None:
    assert night["recorded_as"][name] == reason


def test_every_misbehaviour_is_in_the_table(night: dict[str, Any]) -> None:
    served = {name for name in night["asked"] if name.startswith(("feed ", "page "))}
    assert served == {str(case.values[0]) for case in CASES}
    assert len(ROWS) >= 60


def test_each_costs_only_itself(night: dict[str, Any]) -> None:
    """Every article of every healthy feed arrives, with its own address."""
    arrived = [each for each in night["articles"] if each["feed"].startswith("healthy") and each["result"] == "new"]
    assert len(arrived) == night["healthy"]["feeds"] * night["healthy"]["stories"]
    assert len({each["url"] for each in arrived}) == len(arrived)


def test_memory_and_time_are_bounded(night: dict[str, Any]) -> None:
    assert night["peak_mb"] < MOST_MEGABYTES
    assert night["seconds"] < MOST_SECONDS


def test_nobody_is_led_to_the_machine_itself(night: dict[str, Any]) -> None:
    """Neither redirects nor entities, document types and style sheets reach servers and files inside."""
    assert night["trap"] == []
    titles = [title for feed in night["feeds"].values() for title in feed["titles"]]
    assert titles
    assert not any("root:" in title for title in titles)


def test_what_was_put_behind_an_answer_is_no_answer_to_the_next_request(night: dict[str, Any]) -> None:
    results = [each["result"] for each in night["articles"] if each["feed"] == "feed keep-alive-poison"]
    assert results == ["new", "new"]


def test_nobody_who_asks_to_be_left_alone_is_asked_again(night: dict[str, Any]) -> None:
    """In the same night: one request for a feed that answered with 4xx or 5xx, however it was put."""
    polite = [name for name in night["asked"] if name.startswith("feed ") and name[-4:-2] in ("-4", "-5")]
    assert len(polite) >= 6
    assert {name: len(night["asked"][name]) for name in polite} == dict.fromkeys(polite, 1)
