"""Feeds in the archive: what is remembered of each, its last answer, and the entries it brought."""

import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ingest.connection import (
    fetched_row,
    optional_time_text,
    read_fetched,
    read_optional_time,
    time_text,
)
from ingest.docket_tables import DocketTables
from ingest.host_tables import HostTables
from ingest.model import FeedEntry, FeedOutcome, FeedSource, FeedState, Fetched
from ingest.urls import article_id

_PARSED = """
UPDATE feed_bodies SET parsed = 1, body = CASE WHEN no_store THEN ? ELSE body END WHERE feed_url = ? AND NOT parsed
"""
_NOTHING = zlib.compress(b"")


class FeedTables(DocketTables, HostTables):
    """Tables feeds, feed_bodies and the coming of entries."""

    def save_sources(self, sources: Iterable[FeedSource]) -> None:
        """Remember the feeds as feeds.toml names them now; those it names no more stay for their articles."""
        rows = [
            {
                "url": source.url,
                "name": source.name,
                "outlet": source.outlet,
                "kind": source.kind,
                "why": source.why,
                "unconfirmed": int(source.unconfirmed),
            }
            for source in sources
        ]
        with self._writing():
            self._db.table("feeds").upsert_all(rows, pk="url")

    def feed_state(self, url: str) -> FeedState:
        """What is remembered of the feed at `url`."""
        row = self._one("SELECT * FROM feeds WHERE url = ?", url)
        if row is None:
            return FeedState(url)
        return FeedState(
            url=url,
            etag=row["etag"],
            last_modified=row["last_modified"],
            digest=row["digest"],
            last_fetched=read_optional_time(row["last_fetched"]),
            failures=row["failures"],
            failing_since=read_optional_time(row["failing_since"]),
            due=read_optional_time(row["due"]),
            due_reason=row["due_reason"],
            unreached=row["unreached"],
            unreached_since=read_optional_time(row["unreached_since"]),
            retired=row["retired"],
            address=row["address"],
            moving_to=row["moving_to"],
            moves=row["moves"],
            schedule=row["schedule"],
        )

    def save_feed_body(self, url: str, fetched: Fetched) -> None:
        """Keep an answer before it is parsed; it counts as asked from now on, even if the run dies here."""
        row = {"feed_url": url, **fetched_row(fetched), "parsed": 0, "no_store": int(fetched.no_store)}
        with self._writing():
            self._db.table("feed_bodies").upsert(row, pk="feed_url")
            self._db.execute("UPDATE feeds SET last_fetched = ? WHERE url = ?", (time_text(fetched.fetched_at), url))

    def unparsed_feed(self, url: str) -> Fetched | None:
        """The answer of the feed at `url` that a killed run stored but did not parse."""
        sql = "SELECT *, feed_url AS url, 200 AS status FROM feed_bodies WHERE feed_url = ? AND NOT parsed"
        row = self._one(sql, url)
        return read_fetched(row) if row else None

    def save_feed(self, outcome: FeedOutcome, run_id: int) -> FeedOutcome:
        """Keep what a feed brought, with its validators and health, in one transaction.

        Returns:
            The outcome with those entries only that were not known from this feed.
        """
        with self._writing():
            new = tuple(
                entry
                for position, entry in enumerate(outcome.entries)
                if self._insert_entry(outcome.source.url, entry, position, run_id)
            )
            if outcome.dockets and outcome.state.last_fetched:
                self._insert_dockets(outcome.source.url, outcome.dockets, run_id, outcome.state.last_fetched)
            self._update_feed(outcome.source.url, _health(outcome))
            self._db.execute(_PARSED, (_NOTHING, outcome.source.url))
            self._insert_problems(run_id, outcome.problems)
        return replace(outcome, entries=new)

    def _update_feed(self, url: str, columns: dict[str, Any]) -> None:
        # sqlite-utils' own update looks at the whole schema three times for each row
        names = ", ".join(f"{name} = :{name}" for name in columns)
        self._db.execute(f"UPDATE feeds SET {names} WHERE url = :url", {**columns, "url": url})  # noqa: S608

    def _insert_entry(self, feed_url: str, entry: FeedEntry, position: int, run_id: int) -> bool:
        sql = """
            INSERT OR IGNORE INTO entries
                (id, feed_url, url, link, title, published, summary, content, outlet, position, state, first_run)
            VALUES (:id, :feed_url, :url, :link, :title, :published, :summary, :content, :outlet, :position,
                    'pending', :first_run)"""
        row = {
            "id": article_id(entry.url),
            "feed_url": feed_url,
            "url": entry.url,
            "link": entry.link,
            "title": entry.title,
            "published": optional_time_text(entry.published),
            "summary": entry.summary,
            "content": entry.content,
            "outlet": entry.outlet,
            "position": position,
            "first_run": run_id,
        }
        return self._db.execute(sql, row).rowcount == 1


def _health(outcome: FeedOutcome) -> dict[str, Any]:
    state = outcome.state
    asked = optional_time_text(state.last_fetched)
    health: dict[str, Any] = {
        "etag": state.etag,
        "last_modified": state.last_modified,
        "digest": state.digest,
        "last_fetched": asked,
        "failures": state.failures,
        "failing_since": optional_time_text(state.failing_since),
        "due": optional_time_text(state.due),
        "due_reason": state.due_reason,
        "unreached": state.unreached,
        "unreached_since": optional_time_text(state.unreached_since),
        "retired": state.retired,
        "address": state.address,
        "moving_to": state.moving_to,
        "moves": state.moves,
        "schedule": state.schedule,
    }
    if outcome.result == "waiting":
        return health
    if outcome.result == "failed":
        last = outcome.problems[-1]
        return health | {"last_error": f"{last.reason}: {last.detail}" if last.detail else last.reason}
    return health | {"last_success": asked, "last_error": None}
