"""The tables of archive.db, as migrations: one function a change, never edited once released.

Times are ISO 8601 in UTC ('2026-11-23T02:00:00Z'), so that they sort as text. Bodies are packed with zlib.
"""

from sqlite_utils import Database, Migrations

migrations = Migrations("archive")


@migrations(name="001_archive")
def create_tables(db: Database) -> None:
    """The tables of the first release."""
    for statement in _TABLES:
        db.execute(statement)


_TABLES = (
    """
    CREATE TABLE feeds (
        url           TEXT PRIMARY KEY, -- address, or path of a feed on disk
        name          TEXT NOT NULL,
        outlet        TEXT NOT NULL,
        kind          TEXT NOT NULL,
        why           TEXT NOT NULL,
        unconfirmed   INTEGER NOT NULL,
        etag          TEXT,             -- validators of the last answer that was understood, each byte a character
        last_modified TEXT,
        digest        TEXT,             -- of the body of that answer
        last_fetched  TEXT,             -- asked, whatever came of it
        last_success  TEXT,
        last_error    TEXT,
        failures      INTEGER NOT NULL DEFAULT 0 -- in a row
    )""",
    """
    CREATE TABLE feed_bodies ( -- the last answer of each feed, stored before it is parsed
        feed_url      TEXT PRIMARY KEY REFERENCES feeds(url),
        final_url     TEXT NOT NULL,
        content_type  TEXT NOT NULL,
        etag          TEXT,
        last_modified TEXT,
        fetched_at    TEXT NOT NULL,
        body          BLOB NOT NULL,
        parsed        INTEGER NOT NULL DEFAULT 0
    )""",
    """
    CREATE TABLE entries ( -- each entry of each feed: the same link in two feeds is two rows
        id        TEXT NOT NULL,        -- digest of the canonical link
        feed_url  TEXT NOT NULL REFERENCES feeds(url),
        url       TEXT NOT NULL,
        link      TEXT NOT NULL,        -- what is fetched
        title     TEXT NOT NULL,
        published TEXT,
        summary   TEXT NOT NULL,
        content   TEXT NOT NULL,
        outlet    TEXT NOT NULL,
        position  INTEGER NOT NULL,     -- in the feed that first brought it
        state     TEXT NOT NULL CHECK (state IN ('pending', 'fetched', 'done', 'failed')),
        attempts  INTEGER NOT NULL DEFAULT 0, -- that failed
        reason    TEXT,                 -- of the last failure
        article_id TEXT REFERENCES articles(id),
        first_run INTEGER NOT NULL REFERENCES runs(id),
        PRIMARY KEY (id, feed_url)
    )""",
    "CREATE INDEX entries_state ON entries(state)",
    """
    CREATE TABLE pages ( -- as last fetched, stored before they are parsed
        entry_id      TEXT PRIMARY KEY,
        url           TEXT NOT NULL,
        final_url     TEXT NOT NULL,
        status        INTEGER NOT NULL,
        content_type  TEXT NOT NULL,
        etag          TEXT,
        last_modified TEXT,
        fetched_at    TEXT NOT NULL,
        body          BLOB NOT NULL
    )""",
    """
    CREATE TABLE articles (
        id          TEXT PRIMARY KEY,   -- digest of the canonical address
        url         TEXT NOT NULL,
        title       TEXT NOT NULL,
        text        TEXT NOT NULL,      -- paragraphs split by blank lines
        published   TEXT,
        outlet      TEXT NOT NULL,
        feed_url    TEXT NOT NULL REFERENCES feeds(url),
        text_source TEXT NOT NULL,      -- page, feed content or feed summary
        first_run   INTEGER NOT NULL REFERENCES runs(id),
        first_seen  TEXT NOT NULL
    )""",
    "CREATE INDEX articles_feed ON articles(feed_url)",
    """
    CREATE TABLE readings ( -- one for each article: the last
        article_id TEXT PRIMARY KEY REFERENCES articles(id),
        reader     TEXT NOT NULL,       -- version of code, vocabulary, register and model
        relevant   INTEGER NOT NULL,
        facts      INTEGER NOT NULL,
        reading    TEXT NOT NULL,       -- JSON
        run_id     INTEGER NOT NULL REFERENCES runs(id)
    )""",
    """
    CREATE TABLE runs (
        id       INTEGER PRIMARY KEY,
        started  TEXT NOT NULL,
        finished TEXT,
        command  TEXT NOT NULL,
        version  TEXT NOT NULL,
        summary  TEXT NOT NULL          -- JSON
    )""",
    """
    CREATE TABLE problems (
        run_id  INTEGER NOT NULL REFERENCES runs(id),
        stage   TEXT NOT NULL,
        subject TEXT NOT NULL,
        reason  TEXT NOT NULL,
        detail  TEXT NOT NULL,
        PRIMARY KEY (run_id, stage, subject, reason, detail)
    ) WITHOUT ROWID""",
)


@migrations(name="002_manners")
def add_manners(db: Database) -> None:
    """When feeds are due and why, where they have moved, which are retired; pauses of hosts, and robots.txt."""
    for statement in _MANNERS:
        db.execute(statement)


_MANNERS = (
    "ALTER TABLE feeds ADD COLUMN failing_since TEXT",  # first of the failures in a row
    "ALTER TABLE feeds ADD COLUMN due TEXT",  # not asked before
    "ALTER TABLE feeds ADD COLUMN due_reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE feeds ADD COLUMN retired TEXT NOT NULL DEFAULT ''",  # why it is asked no more
    "ALTER TABLE feeds ADD COLUMN address TEXT NOT NULL DEFAULT ''",  # where it has moved for good and is asked
    "ALTER TABLE feeds ADD COLUMN moving_to TEXT NOT NULL DEFAULT ''",  # where permanent redirects led so far
    "ALTER TABLE feeds ADD COLUMN moves INTEGER NOT NULL DEFAULT 0",  # how often in a row
    "ALTER TABLE feeds ADD COLUMN schedule TEXT NOT NULL DEFAULT ''",  # JSON: what the feed itself asks for
    "ALTER TABLE feed_bodies ADD COLUMN no_store INTEGER NOT NULL DEFAULT 0",  # its body goes once it is parsed
    "CREATE TABLE host_pauses (host TEXT PRIMARY KEY, until TEXT NOT NULL, reason TEXT NOT NULL)",
    """
    CREATE TABLE robots ( -- robots.txt as last had
        origin            TEXT PRIMARY KEY, -- 'https://wire.example'
        text              BLOB,         -- packed with zlib; of nothing where there is none, NULL if never had
        asked_at          TEXT NOT NULL,
        unreachable_since TEXT,
        failure           TEXT NOT NULL -- why it could not be had
    )""",
)


@migrations(name="003_sources")
def create_docket_entries(db: Database) -> None:
    """Entries of court dockets: steps of cases, never fetched as pages."""
    db.execute("""
        CREATE TABLE docket_entries (
            id            TEXT PRIMARY KEY, -- digest of court, docket number and number of the entry, or day and text
            feed_url      TEXT NOT NULL REFERENCES feeds(url), -- that first brought it
            court         TEXT NOT NULL,    -- id in PACER and courts-db, '' where unknown
            docket_number TEXT NOT NULL,    -- normalised, '1:23-cv-11195'
            caption       TEXT NOT NULL,
            number        INTEGER,          -- of the entry
            text          TEXT NOT NULL,
            day           TEXT NOT NULL,    -- where the court sits, '' where unknown
            link          TEXT NOT NULL,
            first_run     INTEGER NOT NULL REFERENCES runs(id),
            first_seen    TEXT NOT NULL
        )""")
    db.execute("CREATE INDEX docket_entries_docket ON docket_entries(docket_number, court)")


@migrations(name="005_keeping")
def add_outcomes_and_tries(db: Database) -> None:
    """How runs ended, and when a try of a page was last counted."""
    # 'finished'; 'stopped' by a signal, with a summary; 'interrupted': killed, as the next run found. NULL: at work.
    db.execute("ALTER TABLE runs ADD COLUMN outcome TEXT")
    db.execute("UPDATE runs SET outcome = 'finished' WHERE finished IS NOT NULL")
    # Runs in quick succession, as after a kill, count as one try.
    db.execute("ALTER TABLE entries ADD COLUMN tried_at TEXT")


@migrations(name="004_pages")
def add_page_knowledge(db: Database) -> None:
    """Languages, corrections, copies and revisions of articles."""
    for statement in _PAGES:
        db.execute(statement)


_PAGES = (
    "ALTER TABLE articles ADD COLUMN language TEXT",  # ISO 639-1; NULL where the text does not tell
    "ALTER TABLE articles ADD COLUMN correction TEXT",  # the notice that it was corrected
    "ALTER TABLE articles ADD COLUMN revision INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE articles ADD COLUMN original_url TEXT",  # on another site, as its page names it
    "ALTER TABLE articles ADD COLUMN copy_of TEXT REFERENCES articles(id)",  # always an original itself
    "ALTER TABLE articles ADD COLUMN similarity REAL",  # to that original, 0 to 1
    "CREATE INDEX articles_copy_of ON articles(copy_of)",
    """
    CREATE TABLE revisions ( -- of articles whose page changed, the first among them
        article_id TEXT NOT NULL REFERENCES articles(id),
        number     INTEGER NOT NULL,
        title      TEXT NOT NULL,
        text       TEXT NOT NULL,
        digest     TEXT NOT NULL,
        fetched_at TEXT NOT NULL,
        change     TEXT NOT NULL,       -- in short, against the one before; empty for the first
        PRIMARY KEY (article_id, number)
    )""",
    """
    CREATE TABLE visits ( -- pages that were asked for again
        article_id TEXT PRIMARY KEY REFERENCES articles(id),
        done       INTEGER NOT NULL,    -- of the visits that are due in the course of time
        failures   INTEGER NOT NULL     -- since the last of them, of the kind that passes
    )""",
    """
    CREATE TABLE signatures ( -- of texts, to find copies by
        article_id TEXT PRIMARY KEY REFERENCES articles(id),
        minhash    BLOB NOT NULL,       -- 32-bit numbers; empty for a text too short to compare
        size       INTEGER NOT NULL,    -- shingles of the text
        rank       INTEGER NOT NULL,    -- 0 a wire service's own, 1 others, 2 one that credits a service
        settled    INTEGER NOT NULL     -- whether copy_of takes it into account
    )""",
)


@migrations(name="006_changes")
def create_changes(db: Database) -> None:
    """What was last told of the graph, and what changed in it since, run by run."""
    for statement in _CHANGES:
        db.execute(statement)


_CHANGES = (
    "CREATE TABLE graph_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",  # see graph/state.py
    """
    CREATE TABLE changes ( -- as in the graph that is served, see graph/schema.sql
        id         INTEGER PRIMARY KEY,
        run_id     INTEGER NOT NULL REFERENCES runs(id),
        date       TEXT NOT NULL,
        kind       TEXT NOT NULL,
        node_id    TEXT,
        edge_id    TEXT,
        article_id TEXT,
        subject_id TEXT NOT NULL,
        field      TEXT NOT NULL,
        "before"   TEXT,
        "after"    TEXT,
        summary    TEXT NOT NULL,
        shown      INTEGER NOT NULL      -- whether a graph that holds it was written
    )""",
)


@migrations(name="007_unreached")
def add_unreached(db: Database) -> None:
    """Runs that reached no host at all, feed by feed."""
    db.execute("ALTER TABLE feeds ADD COLUMN unreached INTEGER NOT NULL DEFAULT 0")  # in a row
    db.execute("ALTER TABLE feeds ADD COLUMN unreached_since TEXT")
