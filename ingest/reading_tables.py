"""Readings in the archive: which articles wait for a reader, and what readers made of the others."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ingest.connection import Connection, read_optional_time, read_time
from ingest.stored import StoredArticle, StoredReading

#: Articles held in memory at once.
_BATCH = 100


class ReadingTables(Connection):
    """Table readings, and articles as readers and the graph take them, always in the order of their ids."""

    def unread(self, reader: str | None) -> Iterator[StoredArticle]:
        """Articles that wait to be read; readings may be saved meanwhile.

        Args:
            reader: None for articles that nobody has read; a version for those not read by that version too.
        """
        for article, _ in self._articles(*_unread(reader)):
            yield article

    def count_unread(self, reader: str | None) -> int:
        """How many articles `unread` gives."""
        where, parameters = _unread(reader)
        return self._count(f"SELECT count(*) {_FROM} WHERE {where}", *parameters)

    def count_stale(self, reader: str) -> int:
        """Articles that were read, but by another version than `reader`."""
        return self._count("SELECT count(*) FROM readings WHERE reader <> ?", reader)

    def save_readings(self, run_id: int, rows: Iterable[StoredReading]) -> None:
        """Keep readings, each in place of the one that its article had."""
        stored = [
            {
                "article_id": row.article_id,
                "reader": row.reader,
                "relevant": int(row.relevant),
                "facts": row.facts,
                "reading": json.dumps(row.reading, ensure_ascii=False),
                "run_id": run_id,
            }
            for row in rows
        ]
        with self._writing():
            self._db.table("readings").upsert_all(stored, pk="article_id")

    def relevant_readings(self) -> Iterator[tuple[StoredArticle, dict[str, Any]]]:
        """Articles on works and AI with what was read in them."""
        for article, reading in self._articles("r.relevant", ()):
            yield article, json.loads(reading or "{}")

    def _articles(self, where: str, parameters: tuple[str, ...]) -> Iterator[tuple[StoredArticle, str | None]]:
        """Rows in batches by id: no cursor stays open while others write."""
        sql = f"""
            SELECT a.*, f.name AS feed, r.reading {_FROM} JOIN feeds f ON f.url = a.feed_url
            WHERE a.id > ? AND ({where}) ORDER BY a.id LIMIT {_BATCH}"""
        last = ""
        while rows := list(self._db.query(sql, (last, *parameters))):
            last = rows[-1]["id"]
            for row in rows:
                yield _stored_article(row), row["reading"]


_FROM = "FROM articles a LEFT JOIN readings r ON r.article_id = a.id"


def _unread(reader: str | None) -> tuple[str, tuple[str, ...]]:
    """Articles in other languages than English never wait: the reader reads no other."""
    english = "coalesce(a.language, 'en') = 'en'"
    if reader is None:
        return f"r.article_id IS NULL AND {english}", ()
    return f"(r.article_id IS NULL OR r.reader <> ?) AND {english}", (reader,)


def _stored_article(row: dict[str, Any]) -> StoredArticle:
    return StoredArticle(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        text=row["text"],
        published=read_optional_time(row["published"]),
        outlet=row["outlet"],
        feed=row["feed"],
        text_source=row["text_source"],
        first_run=row["first_run"],
        first_seen=read_time(row["first_seen"]),
        copy_of=row["copy_of"] or "",
        correction=row["correction"] or "",
        revision=row["revision"],
    )
