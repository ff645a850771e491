"""How a data folder fares: what `rightswire status` tells, read from both databases without writing to them."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from graph.rows import STRUCTURE
from ingest.connection import read_optional_time
from ingest.disk import short_name
from ingest.lock import holder
from rightswire.alarms import Signs, alarms
from rightswire.errors import Problem, RightswireError
from rightswire.settings import Paths, StatusSettings
from rightswire.summary import problems_by_reason

Row = dict[str, Any]

FIGURES = """
SELECT (SELECT count(*) FROM cases) AS cases, (SELECT count(*) FROM deals) AS deals,
       (SELECT count(*) FROM nodes WHERE kind NOT IN ('case', 'deal')) AS parties_and_courts,
       (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM facts WHERE provenance = 'news') AS facts_from_news,
       (SELECT max(published) FROM articles) AS newest_article
"""
# Numbers of runs grow, so the greatest is the newest; only facts that are sure enough are in the graph.
NEWEST_FACT = f"""
SELECT max(a.first_run) AS run FROM evidence v JOIN edges e ON e.id = v.edge_id JOIN articles a ON a.id = v.article_id
WHERE e.relation NOT IN {STRUCTURE}
"""  # noqa: S608
STATES = """
SELECT (SELECT count(*) FROM articles) AS stored,
       (SELECT count(*) FROM readings WHERE relevant) AS relevant,
       (SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM readings)
        AND coalesce(language, 'en') = 'en') AS unread,
       (SELECT count(*) FROM articles WHERE language <> 'en') AS not_in_English,
       (SELECT count(*) FROM articles WHERE copy_of IS NOT NULL) AS copies,
       (SELECT count(*) FROM articles WHERE revision > 1) AS revised,
       (SELECT count(*) FROM articles WHERE correction IS NOT NULL) AS corrected,
       (SELECT count(*) FROM entries WHERE state IN ('pending', 'fetched')) AS pending,
       (SELECT count(*) FROM entries WHERE state = 'failed') AS failed
"""
WAITING = """
SELECT CASE WHEN e.state = 'fetched' THEN 'page stored, not yet read'
            WHEN e.attempts = 0 THEN 'not yet tried' ELSE 'tried, ' || e.reason END AS state,
       count(*) AS entries, min(r.started) AS oldest, max(e.attempts) AS most_tries
FROM entries e JOIN runs r ON r.id = e.first_run WHERE e.state IN ('pending', 'fetched')
GROUP BY 1 ORDER BY 2 DESC, 1
"""
# With max(), SQLite takes the other columns of a group from the row that has the greatest value.
FEEDS = """
SELECT f.name, f.url, f.kind, f.last_fetched, f.last_success, f.failures, f.failing_since, f.last_error, f.due,
       f.due_reason, f.retired, count(a.id) AS articles, coalesce(sum(r.relevant), 0) AS relevant
FROM (SELECT *, max(coalesce(last_fetched, '')) FROM feeds GROUP BY name) f
LEFT JOIN feeds g ON g.name = f.name LEFT JOIN articles a ON a.feed_url = g.url
LEFT JOIN readings r ON r.article_id = a.id
GROUP BY f.name ORDER BY f.name
"""
RUNS = """
SELECT id, command, started, finished, outcome, summary,
       (SELECT count(*) FROM problems p WHERE p.run_id = runs.id) AS problems
FROM runs ORDER BY id DESC LIMIT 7
"""
MOMENTS = """
SELECT (SELECT min(started) FROM runs) AS first_run,
       (SELECT max(finished) FROM runs WHERE command LIKE 'ingest%' AND outcome = 'finished') AS last_finished,
       (SELECT started FROM runs WHERE id = ?) AS newest_fact
"""
PROBLEMS = """
SELECT stage, subject, reason, detail FROM problems WHERE run_id = (SELECT max(run_id) FROM problems)
ORDER BY stage, reason, subject, detail
"""


def examine(paths: Paths, limits: StatusSettings, listed: frozenset[str], now: datetime) -> Row:
    """Everything that `status` tells, as plain data.

    Args:
        paths: of the data folder.
        limits: of the alarms.
        listed: names of the feeds in feeds.toml; others are told, and make no alarm.
        now: aware.

    Raises:
        RightswireError: nothing has run yet, or a database cannot be read.
    """
    figures: Row = {}
    newest = None
    if paths.database.exists() or not paths.archive.exists():
        figures = query(paths.database, FIGURES)[0]
        newest = query(paths.database, NEWEST_FACT)[0]["run"]
    if not paths.archive.exists():
        raise RightswireError(str(paths.archive), "there is no archive here", "run `rightswire ingest` first")
    feeds = [_feed(row) for row in query(paths.archive, FEEDS)]
    moments = query(paths.archive, MOMENTS, (newest,))[0]
    signs = _signs(moments, feeds, listed)
    problems = query(paths.archive, PROBLEMS)
    at_work = holder(paths.data)
    return {
        "alarms": [alarm.to_dict() for alarm in alarms(signs, limits, now)],
        "at_work": str(at_work) if at_work else None,
        "graph": {**figures, "newest_fact_accepted": moments["newest_fact"]},
        "articles": query(paths.archive, STATES)[0],
        "waiting": query(paths.archive, WAITING),
        "runs": [_run(row) for row in query(paths.archive, RUNS)],
        "feeds": feeds,
        "problems": problems,
        "problems_by_reason": _reasons(problems),
    }


def _signs(moments: Row, feeds: list[Row], listed: frozenset[str]) -> Signs:
    tried = [feed for feed in feeds if feed["last_fetched"] or feed["last_error"]]
    tried = [feed for feed in tried if feed["name"] in listed] or tried  # another list may be in use
    asked = [feed for feed in tried if not feed["retired"]] or tried  # where all are retired, somebody must know
    return Signs(
        first_run=read_optional_time(moments["first_run"]),
        last_finished=read_optional_time(moments["last_finished"]),
        newest_fact=read_optional_time(moments["newest_fact"]),
        errors=tuple(feed["last_error"] for feed in asked),
    )


def query(database: Path, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Rows of a database that is only read.

    Raises:
        RightswireError: it is not there, or cannot be read.
    """
    if not database.exists():
        raise RightswireError(str(database), "there is no graph yet", "run `rightswire ingest` first")
    try:
        with closing(sqlite3.connect(_address(database), uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, parameters)]
    except sqlite3.OperationalError as error:
        if not str(error).startswith(("no such column", "no such table")):
            raise _unreadable(database, error) from error
        advice = "run `rightswire ingest` or `rightswire rebuild`, which bring it up to date and keep what it holds"
        raise RightswireError(str(database), f"is of an earlier version ({error})", advice) from error
    except sqlite3.DatabaseError as error:
        raise _unreadable(database, error) from error


def _unreadable(database: Path, error: sqlite3.DatabaseError) -> RightswireError:
    advice = "run `rightswire rebuild`, or restore the file"
    return RightswireError(str(database), f"cannot be read: {error}", advice)


def _address(database: Path) -> str:
    """Read-only; a database without a journal beside it can be read even where nothing may be written."""
    settled = not database.with_name(f"{database.name}-wal").exists()
    return f"{database.resolve().as_uri()}?{'immutable=1' if settled else 'mode=ro'}"


def _feed(row: Row) -> Row:
    share = round(row["relevant"] / row["articles"], 3) if row["articles"] else None
    return {**row, "url": short_name(row["url"]), "share_relevant": share}


def _run(row: Row) -> Row:
    """A run with what it brought, from the figures of its summary."""
    summary = json.loads(row.pop("summary"))
    return {
        **row,
        "new_articles": summary.get("articles", {}).get("new", 0),
        "read": sum(summary.get("read", {}).get(kind, 0) for kind in ("relevant", "not relevant")),
        "new_facts": summary.get("graph", {}).get("new_facts", 0),
    }


def _reasons(problems: list[Row]) -> list[Row]:
    groups = problems_by_reason(Problem(**row) for row in problems)
    return [
        {"stage": stage, "reason": reason, "count": len(group), "example": group[0].subject}
        for (stage, reason), group in groups.items()
    ]
