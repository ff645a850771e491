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
from rightswire.errors import ConfigurationError, DataFileError

#: How long a writer waits for another run's transaction.
_BUSY_SECONDS = 30.0


class Connection:
    """A context manager over archive.db, made where it is missing. Used by the thread that opened it only.

    Raises:
        ConfigurationError: the file cannot be opened, or is no archive.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise ConfigurationError(str(path), f"cannot be opened: {error}", "is the folder there?") from error
        try:
            self._db = Database(connection)
            self._db.enable_wal()
            self._db.execute("PRAGMA foreign_keys = ON")
            migrations.apply(self._db)
        except sqlite3.DatabaseError as error:
            connection.close()
            raise ConfigurationError(str(path), f"is no archive that can be used: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: all of it is kept, or nothing. It waits for another run's; sqlite-utils' own would fail."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:  # Ctrl-C too: undone, then raised again
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise DataFileError(
                str(self._path), f"cannot be written: {error}", "is another run at work, or the disk full?"
            ) from error

    def _one(self, sql: str, *parameters: object) -> dict[str, Any] | None:
        return next(self._db.query(sql, parameters), None)

    def _count(self, sql: str, *parameters: object) -> int:
        return int(self._db.execute(sql, parameters).fetchone()[0])


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
