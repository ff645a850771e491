"""`rightswire status` and `rightswire changes`: read-only views of the graph database for people and scripts."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from rightswire.errors import RightswireError
from rightswire.report import plain
from rightswire.settings import Paths

FIGURES = """
SELECT (SELECT count(*) FROM cases) AS cases, (SELECT count(*) FROM deals) AS deals,
       (SELECT count(*) FROM nodes WHERE kind NOT IN ('case', 'deal')) AS parties,
       (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM facts WHERE provenance = 'news') AS facts_from_news,
       (SELECT max(published) FROM articles) AS newest_article
"""
FEEDS = "SELECT name, last_fetched, last_success, failures, articles, relevant, last_error FROM feeds ORDER BY name"
RUNS = "SELECT id, command, started, finished, version FROM runs ORDER BY id DESC LIMIT 5"
CHANGES = "SELECT date, kind, summary FROM changes WHERE date >= ? ORDER BY date, kind, summary"
LAST_CHANGE = "SELECT max(date) AS date FROM changes"


def print_status(console: Console, paths: Paths, as_json: bool) -> None:
    """Print figures of the graph, the last runs, and each feed that has a story to tell.

    Raises:
        RightswireError: there is no graph yet.
    """
    figures, feeds, runs = (_query(paths.database, sql) for sql in (FIGURES, FEEDS, RUNS))
    if as_json:
        print(json.dumps({"graph": figures[0], "feeds": feeds, "runs": runs}, indent=2))
        return
    console.print("  ".join(f"{name.replace('_', ' ')} [bold]{value}[/bold]" for name, value in figures[0].items()))
    _print_table(console, "last runs", runs)
    failing = [feed for feed in feeds if feed["failures"]]
    console.print(f"{len(feeds)} feeds, {len(failing)} failing")
    _print_table(console, "feeds", feeds)


def print_changes(console: Console, paths: Paths, since: str | None, as_json: bool) -> None:
    """Print what the runs added to the graph since a day (ISO 8601), or on the last day that added anything.

    Raises:
        RightswireError: there is no graph yet.
    """
    first_day = since or _query(paths.database, LAST_CHANGE)[0]["date"] or ""
    rows = _query(paths.database, CHANGES, (first_day,))
    if as_json:
        print(json.dumps(rows, indent=2))
    elif rows:
        _print_table(console, f"changes since {first_day}", rows)
    else:
        console.print(f"no changes since {first_day}" if first_day else "no changes yet")


def _query(database: Path, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
    if not database.exists():
        raise RightswireError(str(database), "there is no graph yet", "run `rightswire ingest` first")
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, parameters)]


def _print_table(console: Console, title: str, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    table = Table(*rows[0], title=title, title_justify="left")
    for row in rows:
        table.add_row(*("" if value is None else plain(value) for value in row.values()))
    console.print(table)
