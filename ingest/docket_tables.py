"""Docket entries in the archive: each entry of a docket once, whichever feeds bring it and however often."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from ingest.connection import read_time, time_text
from ingest.journal_tables import JournalTables
from ingest.model import DocketEntry
from ingest.stored import StoredDocketEntry

#: Between the texts of several events of one document.
AND = " AND "
MOST_TEXT = 4_000


class DocketTables(JournalTables):
    """Table docket_entries."""

    def _insert_dockets(self, feed_url: str, entries: Iterable[DocketEntry], run_id: int, now: datetime) -> None:
        """Keep entries within the transaction of their feed."""
        for entry in entries:
            self._insert_docket(feed_url, entry, run_id, now)

    def _insert_docket(self, feed_url: str, entry: DocketEntry, run_id: int, now: datetime) -> None:
        key = docket_entry_id(entry)
        held = self._one("SELECT text, day FROM docket_entries WHERE id = ?", key)
        if held is None:
            row = {
                "id": key,
                "feed_url": feed_url,
                "court": entry.court,
                "docket_number": entry.docket_number,
                "caption": entry.caption,
                "number": entry.number,
                "text": entry.text[:MOST_TEXT],
                "day": entry.day,
                "link": entry.link,
                "first_run": run_id,
                "first_seen": time_text(now),
            }
            self._db.table("docket_entries").insert(row)
            return
        text = joined_texts(held["text"], entry.text)[:MOST_TEXT]
        day = min(filter(None, (held["day"], entry.day)), default="")
        if (text, day) != (held["text"], held["day"]):
            self._db.execute("UPDATE docket_entries SET text = ?, day = ? WHERE id = ?", (text, day, key))

    def docket_entries(self) -> Iterator[StoredDocketEntry]:
        """Every entry of every docket, by docket number and number of the entry."""
        sql = """
            SELECT d.*, f.name AS feed FROM docket_entries d JOIN feeds f ON f.url = d.feed_url
            ORDER BY d.docket_number, d.court, d.number IS NULL, d.number, d.day, d.id"""
        for row in self._db.query(sql):
            entry = DocketEntry(
                court=row["court"],
                docket_number=row["docket_number"],
                caption=row["caption"],
                number=row["number"],
                text=row["text"],
                day=row["day"],
                link=row["link"],
            )
            yield StoredDocketEntry(entry, row["feed"], row["first_run"], read_time(row["first_seen"]))


def docket_entry_id(entry: DocketEntry) -> str:
    """The id of an entry: its number in its docket; without one, the day and its text tell it from others."""
    if entry.number is not None:
        parts = [entry.court, entry.docket_number, str(entry.number)]
    else:
        parts = [entry.court, entry.docket_number, entry.day, entry.text.casefold()]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def joined_texts(held: str, other: str) -> str:
    """What two tellings of one entry say together: a court's short form gives way to the full text that holds it."""
    if other.casefold() in held.casefold():
        return held
    if held.casefold() in other.casefold():
        return other
    return held + AND + other
