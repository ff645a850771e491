"""A database made beside the one that people read, whose place it takes in one transaction.

Written in place, it would all go through SQLite's log, which is searched from end to end for every page that is read
before the transaction ends: with gigabytes in it, that took longer than all else (https://sqlite.org/wal.html, "A large
WAL").
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from glob import escape
from pathlib import Path

#: Seconds to wait for another writer.
BUSY_SECONDS = 30.0
#: Memory for pages: those of the indexes that are asked for keys in no order.
CACHE_KIB = 131_072
#: How the file that is being made is named; one that a killed process left is made anew.
SUFFIX = ".new"
#: How a folder with rows for it is named, behind its name.
ROWS = ".rows-"


@contextmanager
def made_aside(path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of a database to be written at will; at the end readers see it in place of the old, without a restart.

    Until then nobody else can write to the database. If the body fails, it holds what it held before.

    Args:
        path: of the database; made where it is missing.

    Raises:
        sqlite3.DatabaseError: it is none, or another writer keeps it for longer than BUSY_SECONDS.
    """
    aside = aside_of(path)
    with closing(open_for_writing(path)) as lock, closing(open_for_writing(path)) as read:
        lock.execute("BEGIN IMMEDIATE")  # of another connection: one that writes cannot be copied from
        _remove(aside)
        try:
            with closing(sqlite3.connect(aside, isolation_level=None)) as empty:
                read.backup(empty)
            with closing(open_aside(aside)) as made:
                made.execute("BEGIN")
                yield made
                made.execute("COMMIT")
                lock.rollback()
                made.backup(read)
        finally:
            _remove(aside)
        take_over_log(read)


def aside_of(path: Path) -> Path:
    """Where the database is made that is to take the place of the one at a path."""
    return path.with_name(path.name + SUFFIX)


def open_aside(aside: Path, cache_kib: int = CACHE_KIB) -> sqlite3.Connection:
    """A connection to a database that is made aside; transactions are the caller's.

    Args:
        aside: where it is made.
        cache_kib: memory for pages, in KiB.
    """
    connection = sqlite3.connect(aside, isolation_level=None)
    for setting in ("journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF"):
        connection.execute(f"PRAGMA {setting}")  # nobody reads it yet, and a half made one is of no use
    connection.execute(f"PRAGMA cache_size = -{cache_kib}")
    return connection


def _remove(aside: Path) -> None:
    """The database made aside, and folders beside it with rows that were not written."""
    aside.unlink(missing_ok=True)
    for folder in aside.parent.glob(f"{escape(aside.name)}{ROWS}*/"):
        shutil.rmtree(folder)


def open_for_writing(path: Path) -> sqlite3.Connection:
    """A connection that readers do not hinder and that does not hinder them; transactions are the caller's."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def take_over_log(connection: sqlite3.Connection) -> None:
    """Write the log into the file, if no reader is in the middle."""
    connection.execute("PRAGMA busy_timeout = 1000")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
