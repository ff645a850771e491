"""`rightswire status` and `rightswire changes`: read-only looks into the databases, for people and scripts."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from rightswire.errors import ConfigurationError, Problem, RightswireError
from rightswire.report import plain, print_line, print_problems
from rightswire.settings import Paths

Row = dict[str, Any]

FIGURES = """
SELECT (SELECT count(*) FROM cases) AS cases, (SELECT count(*) FROM deals) AS deals,
       (SELECT count(*) FROM nodes WHERE kind NOT IN ('case', 'deal')) AS parties_and_courts,
       (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM facts WHERE provenance = 'news') AS facts_from_news,
       (SELECT max(published) FROM articles) AS newest_article
"""
FEEDS = """
SELECT name, url, last_fetched, last_success, failures, articles, relevant, last_error FROM feeds ORDER BY name
"""
RUNS = "SELECT id, command, started, finished FROM runs ORDER BY id DESC LIMIT 5"
PROBLEMS = """
SELECT stage, subject, reason, detail FROM problems WHERE run_id = (SELECT max(run_id) FROM problems)
"""
STATES = """
SELECT (SELECT count(*) FROM articles) AS stored,
       (SELECT count(*) FROM readings WHERE relevant) AS relevant,
       (SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM readings)) AS unread,
       (SELECT count(*) FROM entries WHERE state IN ('pending', 'fetched')) AS pending,
       (SELECT count(*) FROM entries WHERE state = 'failed') AS failed
"""
CHANGES = "SELECT date, kind, summary FROM changes WHERE date >= ? ORDER BY date, kind, summary"
LAST_CHANGE = "SELECT max(date) AS date FROM changes"


def print_status(console: Console, paths: Paths, as_json: bool) -> None:
    """Print figures of the graph, articles by state, the last runs, failing feeds, and the last run's problems.

    Raises:
        RightswireError: there is no graph yet, or a database cannot be read.
    """
    figures, feeds, runs, problems = (_query(paths.database, sql) for sql in (FIGURES, FEEDS, RUNS, PROBLEMS))
    states = _query(paths.archive, STATES)[0] if paths.archive.exists() else {}
    if as_json:
        told = {"graph": figures[0], "articles": states, "runs": runs, "feeds": feeds, "problems": problems}
        print(json.dumps(told, indent=2))
        return
    print_line(console, f"graph     {_figures(figures[0])}")
    print_line(console, f"articles  {_figures(states)}")
    for run in runs:
        finished = f"finished {run['finished']}" if run["finished"] else "not finished"
        print_line(console, f"run       {run['id']} {run['command']}, started {run['started']}, {finished}")
    failing = [feed for feed in feeds if feed["failures"]]
    print_line(console, f"feeds     {len(feeds)}, {len(failing)} failing")
    for feed in failing:
        since = feed["last_success"] or "never"
        tries = f"{feed['failures']} times in a row, last success {since}"
        print_line(console, f"            {plain(feed['name'])}: {plain(feed['last_error'])} ({tries})")
    print_problems(console, (Problem(**row) for row in problems if row["stage"] != "feed"))


def print_changes(console: Console, paths: Paths, since: str | None, as_json: bool) -> None:
    """Print what the runs added to the graph since a day (ISO 8601), or on the last day that added anything.

    Raises:
        ConfigurationError: `since` is no day.
        RightswireError: there is no graph yet, or it cannot be read.
    """
    first_day = _day(since) if since else _query(paths.database, LAST_CHANGE)[0]["date"] or ""
    rows = _query(paths.database, CHANGES, (first_day,))
    if as_json:
        print(json.dumps(rows, indent=2))
        return
    for row in rows:
        print_line(console, f"{row['date']}  {row['kind']:<10} {plain(row['summary'])}")
    if not rows:
        print_line(console, f"no changes since {first_day}" if first_day else "no changes yet")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ConfigurationError(f"--since {text}", "is no day", "write it as YYYY-MM-DD") from error


def _figures(row: Row) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in row.items())


def _query(database: Path, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    if not database.exists():
        raise RightswireError(str(database), "there is no graph yet", "run `rightswire ingest` first")
    try:
        with closing(sqlite3.connect(_address(database), uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, parameters)]
    except sqlite3.DatabaseError as error:
        advice = "run `rightswire rebuild`, or restore the file"
        raise RightswireError(str(database), f"cannot be read: {error}", advice) from error


def _address(database: Path) -> str:
    """Read-only; a database without a journal beside it can be read even where nothing may be written."""
    settled = not database.with_name(f"{database.name}-wal").exists()
    return f"{database.resolve().as_uri()}?{'immutable=1' if settled else 'mode=ro'}"
