"""What the archive keeps of the graph that was last served, and what each night changed in it.

The graph itself is derived; that somebody was told of a change is not, and has to outlast every rebuild.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ingest.connection import Connection

Line = tuple[str, str | None, str | None]


class ChangeTables(Connection):
    """Tables graph_state and changes. Their rows are the graph's, which this package knows nothing of."""

    def exchange_state(self, lines: Iterable[tuple[str, str]]) -> list[Line] | None:
        """Put a new state in place of the one that is kept.

        Args:
            lines: key and value, each key once.

        Returns:
            Key, value before and value after of each line that differs, by key, None for no line; None where no state
            was kept.
        """
        with self._writing():
            self._db.execute("DROP TABLE IF EXISTS temp.next_state")
            self._db.execute("CREATE TEMP TABLE next_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
            self._connection.executemany("INSERT INTO temp.next_state VALUES (?, ?)", lines)
            is_first = not self._count("SELECT count(*) FROM (SELECT 1 FROM graph_state LIMIT 1)")
            differing = [] if is_first else [(row[0], row[1], row[2]) for row in self._db.execute(_DIFFERING)]
            self._db.execute("DELETE FROM graph_state WHERE key NOT IN (SELECT key FROM temp.next_state)")
            self._db.execute(_TAKE_OVER)
            self._db.execute("DROP TABLE temp.next_state")
        return None if is_first else differing

    def redate_changes(self, run_id: int, day: date, shown: Iterable[int]) -> None:
        """Give changes that no run has come to show to this run, so that nobody who asks by day misses them.

        Args:
            run_id: of this run.
            day: of this run.
            shown: ids of the changes that the graph being served holds.
        """
        with self._writing():
            waiting = [row[0] for row in self._db.execute("SELECT id FROM changes WHERE NOT shown")]
            for change in set(waiting).difference(shown):
                self._db.execute(
                    "UPDATE changes SET run_id = ?, date = ? WHERE id = ?", (run_id, day.isoformat(), change)
                )
            self._db.execute("UPDATE changes SET shown = 1 WHERE run_id <> ?", (run_id,))

    def add_changes(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep changes, rows as graph/schema.sql wants them."""
        with self._writing():
            self._connection.executemany(_ADD, rows)

    def mark_changes_shown(self) -> None:
        """Note that the graph being served holds all changes."""
        with self._writing():
            self._db.execute("UPDATE changes SET shown = 1 WHERE NOT shown")

    def changes(self) -> list[dict[str, Any]]:
        """Every change of every run by id, as graph/schema.sql wants them."""
        return list(self._db.query(f"SELECT {', '.join(_COLUMNS)} FROM changes ORDER BY id"))  # noqa: S608


_COLUMNS = (
    "id", "run_id", "date", "kind", "node_id", "edge_id", "article_id", "subject_id", "field", '"before"', '"after"',
    "summary",
)  # fmt: skip
_ADD = """
    INSERT OR IGNORE INTO changes (id, run_id, date, kind, node_id, edge_id, article_id, subject_id, field, "before",
                                   "after", summary, shown)
    VALUES (:id, :run_id, :date, :kind, :node_id, :edge_id, :article_id, :subject_id, :field, :before, :after,
            :summary, 0)
"""
_DIFFERING = """
    SELECT n.key, o.value, n.value FROM temp.next_state n LEFT JOIN graph_state o ON o.key = n.key
    WHERE o.value IS NOT n.value
    UNION ALL
    SELECT o.key, o.value, NULL FROM graph_state o WHERE o.key NOT IN (SELECT key FROM temp.next_state)
    ORDER BY 1
"""
_TAKE_OVER = """
    INSERT INTO graph_state (key, value)
    SELECT n.key, n.value FROM temp.next_state n LEFT JOIN graph_state o ON o.key = n.key WHERE o.value IS NOT n.value
    ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""
