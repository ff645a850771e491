"""Copies in the archive: signatures of texts, and which article is a copy of which."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from ingest.connection import Connection
from ingest.copies import WINDOW, Signed, Tie, is_compared, shingles, signature, wire_rank
from ingest.urls import article_id

#: Articles held in memory at once.
_BATCH = 200
_SIGNED = """
    WITH signed AS (
        SELECT a.id, substr(coalesce(a.published, a.first_seen), 1, 10) AS day, a.published, a.original_url, a.copy_of,
               s.minhash, s.size, s.rank, s.settled, o.size AS original_size
        FROM articles a JOIN signatures s ON s.article_id = a.id LEFT JOIN signatures o ON o.article_id = a.copy_of)
    """


class CopyTables(Connection):
    """Table signatures, and the columns copy_of and similarity of articles."""

    def sign_articles(self) -> int:
        """Sign the texts that have no signature; kept in batches, so that a killed run has lost little."""
        sql = """
            SELECT a.id, a.outlet, a.text FROM articles a LEFT JOIN signatures s ON s.article_id = a.id
            WHERE s.article_id IS NULL ORDER BY a.id LIMIT ?"""
        count = 0
        while rows := list(self._db.query(sql, (_BATCH,))):
            signed = [_signature_row(row["id"], row["outlet"], row["text"]) for row in rows]
            with self._writing():
                self._db.table("signatures").insert_all(signed, ignore=True)
            count += len(rows)
        return count

    def first_unsettled_day(self) -> date | None:
        """The first day of publication of the articles whose copies were not looked for; None where there is none."""
        row = self._one(_SIGNED + "SELECT min(day) AS day FROM signed WHERE NOT settled")  # noqa: S608
        return date.fromisoformat(row["day"]) if row and row["day"] else None

    def signed_before(self, until: date) -> Iterator[Signed]:
        """What is compared with later articles, within the window before a day."""
        sql = _SIGNED + "SELECT * FROM signed WHERE settled AND day >= ? AND day < ?"  # noqa: S608
        for row in self._db.query(sql, ((until - WINDOW).isoformat(), until.isoformat())):
            if is_compared(row["size"], row["original_size"]):
                yield _signed(row)

    def signed_since(self, day: date) -> Iterator[Signed]:
        """Everything published since a day, that day among it."""
        sql = _SIGNED + "SELECT * FROM signed WHERE day >= ?"  # noqa: S608
        for row in self._db.query(sql, (day.isoformat(),)):
            yield replace(_signed(row), copy_of="")

    def text_of(self, identity: str) -> str:
        """The text of an article; empty where it is not there."""
        row = self._one("SELECT text FROM articles WHERE id = ?", identity)
        return row["text"] if row else ""

    def save_ties(self, ties: Iterable[Tie]) -> int:
        """Keep what the articles were found to be, all at once; returns how many are another thing than before."""
        sql = """
            UPDATE articles SET copy_of = :copy_of, similarity = :similarity
            WHERE id = :id AND (copy_of IS NOT :copy_of OR similarity IS NOT :similarity)"""
        changed = 0
        with self._writing():
            for tie in ties:
                row = {"id": tie.id, "copy_of": tie.copy_of or None, "similarity": tie.similarity}
                changed += self._db.execute(sql, row).rowcount
                self._db.execute("UPDATE signatures SET settled = 1 WHERE article_id = ? AND NOT settled", (tie.id,))
        return changed

    def count_copies(self) -> int:
        """How many articles are copies of others."""
        return self._count("SELECT count(*) FROM articles WHERE copy_of IS NOT NULL")


def _signature_row(identity: str, outlet: str, text: str) -> dict[str, object]:
    of = shingles(text)
    return {
        "article_id": identity,
        "minhash": signature(of).astype("<u4").tobytes(),
        "size": len(of),
        "rank": wire_rank(outlet, text),
        "settled": 0,
    }


def _signed(row: dict[str, str | bytes | int | None]) -> Signed:
    published, original = str(row["published"] or ""), str(row["original_url"] or "")
    minhash = row["minhash"]
    return Signed(
        id=str(row["id"]),
        day=date.fromisoformat(str(row["day"])),
        rank=int(row["rank"] or 0),
        moment="" if published.endswith("T00:00:00Z") else published,
        signature=np.frombuffer(minhash if isinstance(minhash, bytes) else b"", "<u4").astype(np.uint32),
        named=article_id(original) if original else "",
        size=int(row["size"] or 0),
        copy_of=str(row["copy_of"] or ""),
    )
