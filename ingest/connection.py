"""One connection to archive.db, and how values are kept in it."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlite_utils import Database

from ingest.model import Fetched
from ingest.schema import migrations
from rightswire.errors import ConfigurationError, DataFileError, RightswireError, StorageError

#: How long a writer waits for another run's transaction.
_BUSY_SECONDS = 30.0


class Connection:
    """A context manager over archive.db, made where it is missing. Used by the thread that opened it only.

    Raises:
        ConfigurationError: the folder is not there, or the file is no archive.
        StorageError: the file cannot be written: full disk, read-only folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        if not path.parent.is_dir():
            raise ConfigurationError(str(path), "cannot be opened", "is the folder there?")
        try:
            self._connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise _opening_failure(path, error) from error
        try:
            self._db = Database(self._connection)
            self._db.enable_wal()
            self._db.execute("PRAGMA foreign_keys = ON")
            migrations.apply(self._db)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise _opening_failure(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make one transaction of several methods: all that they write is kept, or nothing.

        It waits for another program's transaction; sqlite-utils' own would fail.

        Raises:
            StorageError: the disk is full, or the file read-only.
            DataFileError: another program holds the file for longer than half a minute.
        """
        if self._connection.in_transaction:  # a part of a larger one
            yield
            return
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException as error:  # Ctrl-C too, between any two of these lines: undone, then raised again
            self._undo()
            if isinstance(error, sqlite3.OperationalError) and (failure := _failure(self._path, error)):
                raise failure from error
            raise

    _writing = together

    def _undo(self) -> None:
        if self._connection.in_transaction:  # on a full disk SQLite may have undone it already
            self._connection.rollback()

    def _one(self, sql: str, *parameters: object) -> dict[str, Any] | None:
        return next(self._db.query(sql, parameters), None)

    def _count(self, sql: str, *parameters: object) -> int:
        return int(self._db.execute(sql, parameters).fetchone()[0])


def _failure(path: Path, error: sqlite3.Error) -> RightswireError | None:
    """What a failure of SQLite means for the archive at `path`; None where it is a mistake of ours."""
    if storage := StorageError.of_database(path, error):
        return storage
    if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DataFileError(str(path), f"cannot be written: {error}", "end the other program that writes to it")
    return None


def _opening_failure(path: Path, error: sqlite3.Error) -> RightswireError:
    advice = "restore it from a copy, or move it away and fetch anew"
    return _failure(path, error) or ConfigurationError(str(path), f"is no archive that can be used: {error}", advice)


def time_text(moment: datetime) -> str:
    """An aware moment as the archive keeps it: ISO 8601 in UTC to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def optional_time_text(moment: datetime | None) -> str | None:
    """The same for a moment that may be unknown."""
    return time_text(moment) if moment else None


def read_time(text: str) -> datetime:
    """The aware moment that `time_text` wrote."""
    return datetime.fromisoformat(text)


def read_optional_time(text: str | None) -> datetime | None:
    """The same for a moment that may be unknown."""
    return datetime.fromisoformat(text) if text else None


def body_digest(body: bytes) -> str:
    """Digest by which an unchanged body is known."""
    return hashlib.sha256(body).hexdigest()


def fetched_row(fetched: Fetched) -> dict[str, Any]:
    """The columns that feed_bodies and pages share."""
    return {
        "final_url": fetched.final_url,
        "content_type": fetched.content_type,
        "etag": fetched.etag,
        "last_modified": fetched.last_modified,
        "fetched_at": time_text(fetched.fetched_at),
        "body": zlib.compress(fetched.body),
    }


def read_fetched(row: dict[str, Any]) -> Fetched:
    """The answer that `fetched_row` keeps, with the `url` and `status` of its row."""
    return Fetched(
        url=row["url"],
        final_url=row["final_url"],
        status=row["status"],
        content_type=row["content_type"],
        body=zlib.decompress(row["body"]),
        fetched_at=read_time(row["fetched_at"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
    )
