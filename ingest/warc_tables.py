"""Pages that come without being asked for, as WARC files bring them: entry and page in one transaction."""

from collections.abc import Iterable

from ingest.connection import fetched_row
from ingest.feed_tables import FeedTables
from ingest.model import FeedEntry, FeedSource, Fetched
from ingest.urls import article_id


class WarcTables(FeedTables):
    """Tables entries and pages, filled together: no entry of a WARC file ever waits to be fetched."""

    def save_stored_pages(self, source: FeedSource, pages: Iterable[tuple[FeedEntry, Fetched]], run_id: int) -> int:
        """Keep pages with their entries, those aside that were brought to an end before.

        Returns:
            How many wait to be read now.
        """
        saved = 0
        with self._writing():
            for position, (entry, page) in enumerate(pages):
                identity = article_id(entry.url)
                if not self._insert_entry(source.url, entry, position, run_id):
                    continue
                row = {"entry_id": identity, "url": page.url, "status": page.status, **fetched_row(page)}
                self._db.table("pages").upsert(row, pk="entry_id")
                self._db.execute(
                    "UPDATE entries SET state = 'fetched' WHERE id = ? AND feed_url = ?", (identity, source.url)
                )
                saved += 1
        return saved
