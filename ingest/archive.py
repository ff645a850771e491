"""archive.db: the private record of what was fetched, of what was read in it, and of which changes were told."""

from ingest.change_tables import ChangeTables
from ingest.copy_tables import CopyTables
from ingest.reading_tables import ReadingTables
from ingest.revision_tables import RevisionTables
from ingest.warc_tables import WarcTables


class Archive(WarcTables, RevisionTables, CopyTables, ReadingTables, ChangeTables):
    """The whole of archive.db as a context manager; each method is one transaction.

    The methods stand by table: feeds and their entries in feed_tables, entries, pages and articles in article_tables,
    pages asked for again in revision_tables, copies in copy_tables, readings in reading_tables, runs and problems in
    journal_tables, what changed in the graph in change_tables. Only the thread that opened an archive may use it.
    """
