"""The journal in the archive: runs, what went wrong in them, and how the feeds fare."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ingest.connection import Connection, read_time, time_text
from ingest.disk import short_name
from rightswire.errors import Problem


class JournalTables(Connection):
    """Tables runs and problems, and the health of feeds; rows come as graph/schema.sql wants them."""

    def start_run(self, command: str, version: str, now: datetime) -> int:
        """Begin a run of `command` by this `version` at the aware moment `now`; returns its number.

        Runs that have not ended are marked as interrupted: whoever starts one holds the folder's lock, so they died.
        """
        row = {"started": time_text(now), "command": command, "version": version, "summary": "{}"}
        with self._writing():
            self._db.execute("UPDATE runs SET outcome = 'interrupted' WHERE outcome IS NULL")
            self._db.table("runs").insert(row)
            return self._count("SELECT last_insert_rowid()")

    def finish_run(self, run_id: int, now: datetime, summary: Mapping[str, Any]) -> None:
        """End a run with the figures of its summary (plain data, kept as JSON)."""
        change = {"finished": time_text(now), "summary": json.dumps(dict(summary)), "outcome": "finished"}
        with self._writing():
            self._db.table("runs").update(run_id, change)

    def stop_run(self, run_id: int, summary: Mapping[str, Any]) -> None:
        """End a run that was told to stop, with the figures of what it did so far; it has not finished."""
        with self._writing():
            self._db.table("runs").update(run_id, {"summary": json.dumps(dict(summary)), "outcome": "stopped"})

    def _last_start(self) -> datetime:
        """When the newest run began."""
        return read_time(self._db.execute("SELECT started FROM runs ORDER BY id DESC LIMIT 1").fetchone()[0])

    def web_feed_errors(self) -> list[str | None]:
        """The last error of each web feed that the newest run has asked; None for one that answered."""
        sql = "SELECT last_error FROM feeds WHERE url LIKE 'http%' AND last_fetched >= ? ORDER BY url"
        return [row["last_error"] for row in self._db.query(sql, (time_text(self._last_start()),))]

    def record_problems(self, run_id: int, problems: Iterable[Problem]) -> None:
        """Keep problems of a run; one that the run has kept already (fetching keeps its own) is not kept twice."""
        with self._writing():
            self._insert_problems(run_id, problems)

    def _insert_problems(self, run_id: int, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self._db.execute(
                "INSERT OR IGNORE INTO problems (run_id, stage, subject, reason, detail) VALUES (?, ?, ?, ?, ?)",
                (run_id, problem.stage, problem.subject, problem.reason, problem.detail),
            )

    def runs(self) -> list[dict[str, Any]]:
        """Every run, first to last; `summary` is JSON, `finished` None for one that was killed or stopped."""
        return list(
            self._db.query("SELECT id, started, finished, command, version, summary, outcome FROM runs ORDER BY id")
        )

    def problems(self) -> list[dict[str, Any]]:
        """Every problem of every run, in an order that does not depend on which came first."""
        return list(
            self._db.query(
                "SELECT run_id, stage, subject, reason, detail FROM problems"
                " ORDER BY run_id, stage, subject, reason, detail"
            )
        )

    def feed_health(self) -> list[dict[str, Any]]:
        """Each feed by name, with its articles and how many of them are on works and AI.

        A feed whose address was changed is one row, with its newest address. Of a feed on disk only the last two parts
        of its path are told: the graph that is served says nothing of the machine that made it. (Addresses of articles
        do not either: a page on disk without one of its own has 'feed-file:NAME/...', see ingest.disk.page_address.)
        """
        rows = list(self._db.query(_FEED_HEALTH))
        for row in rows:
            row["url"] = short_name(row["url"])
        return rows


# With max(), SQLite takes the other columns of a group from the row that has the greatest value.
_FEED_HEALTH = """
    SELECT name, url, outlet, kind, why, unconfirmed, last_fetched, last_success, last_error, failures,
           articles, relevant
    FROM (
        SELECT f.*, max(coalesce(f.last_fetched, '')) AS newest,
               (SELECT count(*) FROM articles a JOIN feeds g ON g.url = a.feed_url WHERE g.name = f.name) AS articles,
               (SELECT count(*) FROM articles a JOIN feeds g ON g.url = a.feed_url
                JOIN readings r ON r.article_id = a.id WHERE g.name = f.name AND r.relevant) AS relevant
        FROM feeds f GROUP BY f.name
    )
    ORDER BY name
"""
