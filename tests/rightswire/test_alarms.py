"""When `status` raises an alarm: tables of signs, then the real databases."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from graph.rows import Graph
from graph.store import write_graph
from ingest.archive import Archive
from ingest.model import FeedOutcome, FeedSource, FeedState
from rightswire.alarms import Signs, alarms
from rightswire.errors import Problem, RightswireError
from rightswire.settings import Paths, StatusSettings
from rightswire.status_command import print_status

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WELL = Signs(NOW - timedelta(days=400), NOW - timedelta(hours=6), NOW - timedelta(days=1), (None, None, None))


def ago(**amount: float) -> datetime:
    return NOW - timedelta(**amount)


CASES = [
    ({}, []),
    ({"newest_fact": ago(days=6.9)}, []),
    ({"newest_fact": ago(days=7.1)}, ["newest-fact"]),  # green runs that bring nothing
    ({"newest_fact": None}, ["newest-fact"]),
    ({"newest_fact": None, "first_run": ago(days=3)}, []),  # too early to say
    ({"last_finished": ago(days=1.9)}, []),
    ({"last_finished": ago(days=2.1)}, ["last-run"]),
    ({"last_finished": None}, ["last-run"]),
    ({"errors": ("timed out", None, None)}, []),
    ({"errors": ("timed out", None)}, ["failing-feeds"]),
    ({"errors": ("HTTP 500: x", "HTTP 500: y", "timed out")}, ["failing-feeds"]),
    ({"errors": ()}, []),
    ({"newest_fact": None, "last_finished": None, "errors": ("x",)}, ["newest-fact", "last-run", "failing-feeds"]),
]


@pytest.mark.parametrize(("signs", "names"), CASES)
def test_alarms(signs, names):
    rung = alarms(replace(WELL, **signs), StatusSettings(), NOW)
    assert [alarm.name for alarm in rung] == names
    assert all(alarm.message and alarm.advice for alarm in rung)


def test_a_limit_of_0_turns_an_alarm_off():
    off = StatusSettings(newest_fact_days=0, last_run_days=0, failing_share=0)
    assert alarms(Signs(None, None, None, ("x",)), off, NOW) == []


def test_the_commonest_error_is_named():
    (alarm,) = alarms(replace(WELL, errors=("HTTP 500: x", "timed out", "HTTP 500: y")), StatusSettings(), NOW)
    assert "3 of 3 feeds fail (limit 50%), 2 with 'HTTP 500'" in alarm.message


@pytest.fixture
def paths(tmp_path):
    """Two feeds, one of which fails, and a run that finished three hours ago."""
    sources = [FeedSource(name, f"https://{name}.example/feed") for name in ("good", "bad")]
    lines = (f'[[feed]]\nname = "{source.name}"\nurl = "{source.url}"\noutlet = "x"\n' for source in sources)
    (tmp_path / "feeds.toml").write_text("\n".join(lines))
    with Archive(tmp_path / "archive.db") as archive:
        run_id = archive.start_run("ingest", "test", ago(hours=3))
        archive.save_sources(sources)
        for source, failures in zip(sources, (0, 2), strict=True):
            state = FeedState(source.url, last_fetched=ago(hours=3), failures=failures)
            problems = (Problem("feed", source.name, "HTTP 500", "it answered so"),) if failures else ()
            archive.save_feed(FeedOutcome(source, state, "failed" if failures else "read", problems=problems), run_id)
        archive.finish_run(run_id, ago(hours=3), {"articles": {"new": 0}})
    write_graph(tmp_path / "rightswire.db", Graph())
    return Paths(tmp_path)


def status(paths, capsys, now=NOW, **limits):
    rings = print_status(Console(), paths, StatusSettings(**limits), now, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert rings == bool(told["alarms"])
    return told


def test_status_tells_each_feed_and_what_rings(paths, capsys):
    told = status(paths, capsys)
    assert [alarm["name"] for alarm in told["alarms"]] == ["failing-feeds"]
    bad, good = told["feeds"]
    assert (bad["name"], bad["failures"], bad["last_error"]) == ("bad", 2, "HTTP 500: it answered so")
    assert (good["name"], good["failures"], good["articles"], good["share_relevant"]) == ("good", 0, 0, None)
    assert told["problems_by_reason"] == [{"stage": "feed", "reason": "HTTP 500", "count": 1, "example": "bad"}]
    assert told["runs"][0]["outcome"] == "finished"
    later = status(paths, capsys, NOW + timedelta(days=8), failing_share=0)
    assert [alarm["name"] for alarm in later["alarms"]] == ["newest-fact", "last-run"]


def test_a_feed_that_is_no_longer_listed_makes_no_alarm(paths, capsys):
    lines = paths.feeds.read_text().split("\n\n")
    paths.feeds.write_text(lines[0])
    assert status(paths, capsys)["alarms"] == []


def test_a_retired_feed_makes_no_alarm_and_is_told(paths, capsys):
    with closing(sqlite3.connect(paths.archive)) as connection, connection:
        connection.execute("UPDATE feeds SET retired = 'gone for good' WHERE name = 'bad'")
    assert status(paths, capsys)["alarms"] == []
    print_status(Console(width=200), paths, StatusSettings(), NOW, as_json=False)
    assert "retired bad: gone for good" in capsys.readouterr().out


def test_a_list_of_retired_feeds_only_is_an_alarm(paths, capsys):
    with closing(sqlite3.connect(paths.archive)) as connection, connection:
        connection.execute("UPDATE feeds SET retired = 'gone for good', last_error = 'retired: gone for good'")
    (alarm,) = status(paths, capsys)["alarms"]
    assert "2 of 2 feeds fail (limit 50%), 2 with 'retired'" in alarm["message"]


def test_people_see_the_alarm_first_and_what_to_do(paths, capsys):
    assert print_status(Console(width=200), paths, StatusSettings(), NOW, as_json=False)
    first, advice, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("ALARM")
    assert "feeds.toml" in advice
    assert any("failing bad: HTTP 500: it answered so (2 times in a row, last success never)" in line for line in rest)


def test_nights_without_a_network_are_an_alarm_though_no_feed_is_to_blame(tmp_path):
    source = FeedSource("Wire", "https://wire.example/feed")
    problem = Problem("feed", "Wire", "no network", "unknown host")
    with Archive(tmp_path / "archive.db") as archive:
        run_id = archive.start_run("ingest", "test", NOW)
        archive.save_sources([source])
        archive.save_feed(FeedOutcome(source, FeedState(source.url), "failed", problems=(problem,)), run_id)
        archive.finish_run(run_id, NOW, {})
    write_graph(tmp_path / "rightswire.db", Graph())
    console = Console(record=True, width=200)
    assert print_status(console, Paths(tmp_path), StatusSettings(), NOW, as_json=False)
    told = console.export_text()
    assert "1 of 1 feeds fail (limit 50%), 1 with 'no network'" in told
    assert "failing Wire: no network: unknown host (last success never)" in told


def test_an_archive_of_an_earlier_version_is_told_as_such(tmp_path):
    with Archive(tmp_path / "archive.db"):
        pass
    write_graph(tmp_path / "rightswire.db", Graph())
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        connection.execute("ALTER TABLE runs DROP COLUMN outcome")
    with pytest.raises(RightswireError, match=r"of an earlier version .*rightswire ingest"):
        print_status(Console(), Paths(tmp_path), StatusSettings(), NOW, as_json=False)
