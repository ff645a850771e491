"""`rightswire review`: pairs are listed, decisions become rows of corrections, decided pairs are gone."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from graph.corrections import load_corrections
from graph.store import schema
from rightswire.errors import ConfigurationError, RightswireError
from rightswire.review_command import Decision, decide, print_pairs
from rightswire.settings import Paths

DAY = date(2026, 11, 23)
PAIRS = [
    (100001, "open-loom", "Open Loom", "loom", "OpenLoom", "company", 1, 0.9, "same letters", 2),
    (100002, "cnn", "CNN [bold]", "cable-news", "Cable News Network", "outlet", 0, 0.7, "initials", 3),
    (100003, "open-loom", "Open Loom", "loam", "Open Loam", "company", 0, 0.65, "letters alike", 2),
]


@pytest.fixture
def paths(tmp_path):
    """A data folder whose graph proposes three pairs."""
    made = Paths(tmp_path)
    with closing(sqlite3.connect(made.database)) as connection:
        connection.executescript(schema())
        connection.executemany(f"INSERT INTO review VALUES ({', '.join('?' * 10)})", PAIRS)
        connection.commit()
    return made


@pytest.fixture
def told():
    """A console, and what was printed on it."""
    out = StringIO()
    return Console(file=out, width=200), out


def test_pairs_are_listed_the_likeliest_first_with_score_and_reasons(paths, told):
    print_pairs(told[0], paths, 2, as_json=False)
    lines = told[1].getvalue().splitlines()
    assert lines[0] == "100001  0.90  Open Loom (open-loom) = the register's OpenLoom (loom)?"
    assert "same letters; 2 articles" in lines[1]
    assert "CNN [bold] (cnn)" in lines[2]
    assert lines[-1] == "and 1 more: --limit 3"


def test_pairs_as_json(paths, told, capsys):
    print_pairs(told[0], paths, 1, as_json=True)
    (pair,) = json.loads(capsys.readouterr().out)
    assert (pair["number"], pair["merge_id"], pair["score"]) == (100001, "open-loom", 0.9)


def test_decisions_become_rows_and_decided_pairs_are_gone(paths, told):
    decide(told[0], paths, Decision((100001,), (100002,), "A. Editor", "asked\nthem", DAY))
    rows, problems = load_corrections(paths.corrections)
    assert problems == []
    assert [(row.action, row.target, row.value, row.who, row.when, row.why) for row in rows] == [
        ("merge", "open-loom", "loom", "A. Editor", "2026-11-23", "asked them"),
        ("apart", "cnn", "cable-news", "A. Editor", "2026-11-23", "asked them"),
    ]
    console, out = Console(file=StringIO(), width=200), told[1]
    assert "Open Loom is OpenLoom" in out.getvalue()
    assert "CNN [bold] is not Cable News Network" in out.getvalue()
    print_pairs(console, paths, 9, as_json=False)
    assert console.file.getvalue() == "no names look alike that nobody has decided on\n"


@pytest.mark.parametrize(
    ("accepted", "rejected", "who", "why"),
    [((1,), (), "Jo", "x"), ((100001,), (100001,), "Jo", "x"), ((100001,), (), " ", "x"), ((100001,), (), "Jo", "")],
)
def test_a_decision_that_cannot_be_kept_writes_nothing(paths, told, accepted, rejected, who, why):
    with pytest.raises(ConfigurationError):
        decide(told[0], paths, Decision((100002, *accepted), rejected, who, why, DAY))
    assert not paths.corrections.exists()


def test_without_a_graph_it_says_what_to_do(tmp_path, told):
    with pytest.raises(RightswireError, match="no graph yet"):
        print_pairs(told[0], Paths(tmp_path), 9, as_json=False)
