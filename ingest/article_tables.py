"""Entries, pages and articles in the archive: what waits, what was fetched, and what became of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ingest.connection import (
    fetched_row,
    optional_time_text,
    read_fetched,
    read_optional_time,
    time_text,
)
from ingest.journal_tables import JournalTables
from ingest.model import Article, FeedEntry, Fetched
from ingest.stored import PendingEntry
from ingest.urls import article_id, is_web_address
from rightswire.errors import Problem

#: A page that could not be had is asked for again after so long: runs in quick succession, as after a kill, do not use
#: up its tries, nor its server's patience.
_ONE_TRY = timedelta(hours=6)


class ArticleTables(JournalTables):
    """Tables entries, pages and articles. An entry is pending, fetched (its page is stored), done or failed."""

    def count_pending(self) -> int:
        """Entries that wait for their page or for its reading."""
        return self._count("SELECT count(*) FROM entries WHERE state IN ('pending', 'fetched')")

    def pending_entries(self, feed_urls: Sequence[str], force: bool = False) -> list[PendingEntry]:
        """The waiting entries of these feeds: oldest run first, then in the order of the feeds and of their entries.

        A run that was cut off and the one that goes on with its work count as one. Pages that were tried a short while
        ago are left for later, unless `force` is set; that try and this one then count as one.
        """
        order = {url: number for number, url in enumerate(feed_urls)}
        sql = """
            SELECT e.*, f.name AS feed_name, (
                SELECT min(id) FROM runs WHERE id >= e.first_run AND coalesce(outcome, 'finished') = 'finished'
            ) AS night
            FROM entries e JOIN feeds f ON f.url = e.feed_url WHERE e.state IN ('pending', 'fetched')"""
        rows = [row for row in self._db.query(sql) if row["feed_url"] in order]
        rows.sort(key=lambda row: (row["night"] or 0, order[row["feed_url"]], row["position"], row["id"]))
        since = time_text(self._last_start() - _ONE_TRY) if rows else ""
        return [_pending_entry(row, since) for row in rows if force or not _rests(row, since)]

    def known_article(self, entry_id: str) -> str | None:
        """The id of the article that entry `entry_id` leads to, by its own address or as found before.

        An article with the feed's own text does not count: its page may still be had.
        """
        sql = """
            SELECT id FROM articles WHERE text_source = 'page'
            AND id IN (SELECT ? UNION ALL SELECT article_id FROM entries WHERE id = ? AND article_id IS NOT NULL)
            LIMIT 1"""
        row = self._one(sql, entry_id, entry_id)
        return row["id"] if row else None

    def save_page(self, entry_id: str, page: Fetched) -> None:
        """Keep a page before it is parsed."""
        with self._writing():
            self._keep_page(entry_id, page)
            self._db.execute("UPDATE entries SET state = 'fetched' WHERE id = ? AND state = 'pending'", (entry_id,))

    def _keep_page(self, entry_id: str, page: Fetched) -> None:
        row = {"entry_id": entry_id, "url": page.url, "status": page.status, **fetched_row(page)}
        self._db.table("pages").upsert(row, pk="entry_id")

    def stored_page(self, entry_id: str) -> Fetched | None:
        """The page of an entry as it was fetched last."""
        row = self._one("SELECT * FROM pages WHERE entry_id = ?", entry_id)
        return read_fetched(row) if row else None

    def save_article(
        self, entry: PendingEntry, article: Article, problem: Problem | None, run_id: int, now: datetime
    ) -> bool:
        """Keep the article that an entry led to, unless it is there; either way the entry is done.

        The text of a page replaces what the feed itself carried, and is read anew.

        Args:
            entry: as it waited.
            article: from its page or from the feed.
            problem: why the feed's own text had to do, if so.
            run_id: the run that found it.
            now: aware.

        Returns:
            Whether it, or the text of its page, is new.
        """
        row = {**_article_row(article), "first_run": run_id, "first_seen": time_text(now)}
        identity = row["id"]
        is_page = article.text_source == "page"
        with self._writing():
            held = self._one("SELECT text_source FROM articles WHERE id = ?", identity)
            is_new = held is None or (is_page and held["text_source"] != "page")
            if is_new:
                self._db.execute("DELETE FROM readings WHERE article_id = ?", (identity,))
                self._db.table("articles").upsert(row, pk="id")
                self._unsettle(identity)
            if is_page and entry.article_id and entry.article_id != identity:
                self._replace_stand_in(entry.article_id, identity)
            self._finish(entry, identity)
            self._insert_problems(run_id, filter(None, (problem,)))
        return is_new

    def save_duplicate(self, entry: PendingEntry, known: str) -> None:
        """Mark an entry as done that leads to an article which is there already."""
        with self._writing():
            self._finish(entry, known)

    def _replace_stand_in(self, stand_in: str, identity: str) -> None:
        """Drop the article that has the feed's own text, now that its page tells another address."""
        if self._count("SELECT count(*) FROM articles WHERE id = ? AND text_source <> 'page'", stand_in):
            self._db.execute("UPDATE entries SET article_id = ? WHERE article_id = ?", (identity, stand_in))
            self._unsettle(stand_in)
            for table in ("readings", "revisions", "visits"):
                self._db.execute(f"DELETE FROM {table} WHERE article_id = ?", (stand_in,))  # noqa: S608
            self._db.execute("DELETE FROM articles WHERE id = ?", (stand_in,))

    def _unsettle(self, identity: str) -> None:
        """Let copies be looked for anew where the text of an article is another now, or goes."""
        self._db.execute("DELETE FROM signatures WHERE article_id = ?", (identity,))
        self._db.execute(
            "UPDATE signatures SET settled = 0 WHERE article_id IN (SELECT id FROM articles WHERE copy_of = ?)",
            (identity,),
        )
        self._db.execute("UPDATE articles SET copy_of = NULL, similarity = NULL WHERE copy_of = ?", (identity,))

    def keep_trying(self, entry: PendingEntry) -> None:
        """Let a later run try the page of an entry again whose article has the feed's own text for now."""
        with self._writing():
            self._count_try(entry)
            self._db.table("entries").update((entry.entry_id, entry.feed_url), {"state": "pending"})

    def _finish(self, entry: PendingEntry, identity: str) -> None:
        self._db.table("entries").update((entry.entry_id, entry.feed_url), {"state": "done", "article_id": identity})

    def save_failure(self, entry: PendingEntry, problem: Problem, run_id: int, again: bool) -> None:
        """Count a failed try of an entry, with its problem; a later run tries `again`, or it is left."""
        change = {"state": "pending" if again else "failed", "reason": problem.reason}
        with self._writing():
            self._count_try(entry)
            self._db.table("entries").update((entry.entry_id, entry.feed_url), change)
            self._insert_problems(run_id, (problem,))

    def put_off(self, entry: PendingEntry, problem: Problem, run_id: int) -> None:
        """Keep why a page could not be asked for; that counts as no try."""
        with self._writing():
            self._db.table("entries").update((entry.entry_id, entry.feed_url), {"reason": problem.reason})
            self._insert_problems(run_id, (problem,))

    def _count_try(self, entry: PendingEntry) -> None:
        """Count a failed try of an entry at the moment of its run, unless that try is counted already."""
        self._db.execute(
            "UPDATE entries SET attempts = ?1, tried_at = ?2 WHERE id = ?3 AND feed_url = ?4 AND attempts < ?1",
            (entry.attempts + 1, time_text(self._last_start()), entry.entry_id, entry.feed_url),
        )


def _article_row(article: Article) -> dict[str, Any]:
    return {
        "id": article_id(article.url),
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "published": optional_time_text(article.published),
        "outlet": article.outlet,
        "feed_url": article.feed_url,
        "text_source": article.text_source,
        "language": article.language or None,
        "correction": article.correction or None,
        "original_url": article.original_url or None,
    }


def _rests(row: dict[str, Any], since: str) -> bool:
    """Whether the page of an entry was asked for after `since` in vain; pages on disk may be read at any time."""
    return row["state"] == "pending" and is_web_address(row["link"]) and (row["tried_at"] or "") > since


def _pending_entry(row: dict[str, Any], since: str) -> PendingEntry:
    """The entry of a row; a try later than `since` goes on, and is not counted yet."""
    entry = FeedEntry(
        url=row["url"],
        link=row["link"],
        title=row["title"],
        published=read_optional_time(row["published"]),
        summary=row["summary"],
        content=row["content"],
        outlet=row["outlet"],
    )
    return PendingEntry(
        entry=entry,
        entry_id=row["id"],
        feed_url=row["feed_url"],
        feed_name=row["feed_name"],
        attempts=row["attempts"] - (row["tried_at"] is not None and row["tried_at"] > since),
        page_stored=row["state"] == "fetched",
        article_id=row["article_id"],
    )
