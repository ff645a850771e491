"""Revisions in the archive: pages that are due to be asked for again, and what became of their articles."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ingest.article_tables import ArticleTables
from ingest.connection import body_digest, read_optional_time, read_time, time_text
from ingest.model import Article, FeedEntry, Fetched
from ingest.revisions import Visit
from rightswire.errors import Problem

#: A nightly run starts some seconds earlier or later than the last.
_EARLY = 0.95
#: Articles that nobody looked after for so long are left as they are.
_TOO_LATE = timedelta(days=30)


class RevisionTables(ArticleTables):
    """Tables revisions and visits."""

    def due_visits(self, feed_urls: Sequence[str], days: Sequence[float], now: datetime, most: int) -> list[Visit]:
        """Pages of these feeds that are to be asked for again, oldest first; not those of articles on other matters.

        Args:
            feed_urls: addresses of feeds.
            days: after which a page is asked for again, counted from when it was first had.
            now: aware.
            most: so many at once.
        """
        if not days:
            return []
        known = set(feed_urls)
        oldest = time_text(now - timedelta(days=max(days)) - _TOO_LATE)
        visits = []
        for row in self._db.query(_DUE, (oldest, time_text(now), len(days))):
            age = now - read_time(row["first_seen"])
            due = sum(age >= timedelta(days=day) * _EARLY for day in days)
            if due > row["done"] and row["feed_url"] in known:
                visits.append(_visit(row, due))
            if len(visits) >= most:
                break
        return visits

    def save_visit(self, visit: Visit, page: Fetched | None) -> None:
        """Mark a visit as done that brought no change; `page` is what answered, None for a failure that stays."""
        with self._writing():
            if page is not None:
                self._keep_validators(visit, page)
            self._done(visit)

    def save_visit_failure(self, visit: Visit, problem: Problem, run_id: int, again: bool) -> None:
        """Count a visit that failed, with its problem; a later run tries `again`, or it is done."""
        with self._writing():
            if again:
                row = {"article_id": visit.article_id, "failures": visit.failures + 1}
                self._db.execute(
                    "INSERT INTO visits (article_id, done, failures) VALUES (:article_id, 0, :failures)"
                    " ON CONFLICT (article_id) DO UPDATE SET failures = :failures",
                    row,
                )
            else:
                self._done(visit)
            self._insert_problems(run_id, (problem,))

    def save_revision(self, visit: Visit, page: Fetched, article: Article, change: str) -> None:
        """Keep the text that a page has now as a new revision of its article, which is to be read anew."""
        identity, number = visit.article_id, visit.revision + 1
        with self._writing():
            before = self._one("SELECT fetched_at FROM pages WHERE entry_id = ?", visit.entry_id)
            first_seen = before["fetched_at"] if before else time_text(page.fetched_at)
            self._insert_revision(identity, visit.revision, (visit.title, visit.text), first_seen, "")
            text = (article.title, article.text)
            self._insert_revision(identity, number, text, time_text(page.fetched_at), change)
            row = {
                "title": article.title,
                "text": article.text,
                "language": article.language or None,
                "correction": article.correction or None,
                "revision": number,
            }
            self._db.table("articles").update(identity, row)
            self._db.execute("DELETE FROM readings WHERE article_id = ?", (identity,))
            self._unsettle(identity)
            self._keep_page(visit.entry_id, page)
            self._done(visit)

    def revisions(self, identity: str) -> list[dict[str, Any]]:
        """The revisions of an article, first to last; none where its page never changed."""
        return list(self._db.query("SELECT * FROM revisions WHERE article_id = ? ORDER BY number", (identity,)))

    def _insert_revision(self, identity: str, number: int, text: tuple[str, str], fetched_at: str, change: str) -> None:
        row = {
            "article_id": identity,
            "number": number,
            "title": text[0],
            "text": text[1],
            "digest": body_digest("\n\n".join(text).encode()),
            "fetched_at": fetched_at,
            "change": change,
        }
        self._db.table("revisions").insert(row, ignore=True)

    def _keep_validators(self, visit: Visit, page: Fetched) -> None:
        """A server may renew its validators with a 304, or with a body that is the same: the newest are sent back."""
        change = {"etag": page.etag or visit.etag, "last_modified": page.last_modified or visit.last_modified}
        if page.not_modified:
            self._db.table("pages").update(visit.entry_id, change)
        else:
            self._keep_page(visit.entry_id, page)

    def _done(self, visit: Visit) -> None:
        row = {"article_id": visit.article_id, "done": visit.due, "failures": 0}
        self._db.table("visits").upsert(row, pk="article_id")


_DUE = """
    SELECT a.id AS article, a.title AS article_title, a.text, a.correction, a.revision, a.first_seen, e.*,
           f.name AS feed_name, p.url AS page_url, p.etag, p.last_modified,
           coalesce(v.done, 0) AS done, coalesce(v.failures, 0) AS failures
    FROM articles a
    JOIN entries e ON e.rowid = (
        SELECT o.rowid FROM entries o JOIN pages q ON q.entry_id = o.id
        WHERE o.article_id = a.id AND o.state = 'done' AND o.link LIKE 'http%'
        ORDER BY o.first_run, o.id, o.feed_url LIMIT 1)
    JOIN feeds f ON f.url = e.feed_url
    JOIN pages p ON p.entry_id = e.id
    LEFT JOIN visits v ON v.article_id = a.id
    LEFT JOIN readings r ON r.article_id = a.id
    WHERE a.text_source = 'page' AND a.first_seen BETWEEN ? AND ? AND coalesce(v.done, 0) < ?
      AND coalesce(r.relevant, 1)
    ORDER BY a.first_seen, a.id"""


def _visit(row: dict[str, Any], due: int) -> Visit:
    entry = FeedEntry(
        url=row["url"],
        link=row["link"],
        title=row["title"],
        published=read_optional_time(row["published"]),
        summary=row["summary"],
        content=row["content"],
        outlet=row["outlet"],
    )
    return Visit(
        article_id=row["article"],
        title=row["article_title"],
        text=row["text"],
        correction=row["correction"] or "",
        revision=row["revision"],
        entry=entry,
        entry_id=row["id"],
        feed_url=row["feed_url"],
        feed_name=row["feed_name"],
        page_url=row["page_url"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        due=due,
        failures=row["failures"],
    )
