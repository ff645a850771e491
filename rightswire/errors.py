"""The one tree of errors, and the value that a bad input becomes. A leaf: imports nothing of ours."""

import errno
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Self


class RightswireError(Exception):
    """Base of every error that Rightswire raises on purpose.

    Args:
        subject: the feed, URL, file or row that failed.
        reason: what went wrong, in words for a person.
        advice: what to do about it; empty where nothing can be done.
    """

    def __init__(self, subject: str, reason: str, advice: str = "") -> None:
        self.subject = subject
        self.reason = reason
        self.advice = advice
        super().__init__(f"{subject}: {reason}" + (f" ({advice})" if advice else ""))


class ConfigurationError(RightswireError):
    """A file, option or setting that nothing can be done with; the command ends with exit code 2."""


class FeedError(RightswireError):
    """A feed that could not be fetched or understood."""


class PageError(RightswireError):
    """A page that could not be fetched or holds no article."""


class DataFileError(RightswireError):
    """A file in data/ that could not be read at all (bad rows are Problems, not errors)."""


_KEPT = "what was stored is kept; run the command again"
_NOT_ALLOWED = f"let the user of this run write to the file and its folder; {_KEPT}"
_STORAGE_ADVICE = {
    sqlite3.SQLITE_FULL: f"make room on the disk; {_KEPT}",
    sqlite3.SQLITE_IOERR: f"see whether the disk is full or broken; {_KEPT}",
    sqlite3.SQLITE_READONLY: _NOT_ALLOWED,
    sqlite3.SQLITE_CANTOPEN: _NOT_ALLOWED,
    sqlite3.SQLITE_PERM: _NOT_ALLOWED,
}


class StorageError(DataFileError):
    """The data folder cannot be written: disk full, read-only, not allowed; the command ends with exit code 4."""

    @classmethod
    def of_folder(cls, folder: Path, error: OSError) -> Self:
        """The error for a file that cannot be made in `folder`."""
        advice = "make room on the disk" if error.errno == errno.ENOSPC else "let the user of this run write to it"
        return cls(str(folder), f"cannot be written: {error.strerror}", advice)

    @classmethod
    def of_database(cls, path: Path, error: sqlite3.Error) -> Self | None:
        """The error for SQLite's failure to write the file at `path`; None where it failed for another reason."""
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest tells the particulars
        advice = _STORAGE_ADVICE.get(primary)
        return cls(str(path), f"cannot be written: {error}", advice) if advice else None


class LockedError(RightswireError):
    """Another run writes to the data folder; the command ends with exit code 3.

    Args:
        folder: the data folder.
        holder: who writes to it, in words.
    """

    def __init__(self, folder: str, holder: str) -> None:
        super().__init__(folder, f"another run is at work: {holder}", "wait until it ends, or end it, and run again")


class ReadingError(RightswireError):
    """An article that could not be read into facts."""


class ExportError(RightswireError):
    """A graph that could not be written in the format asked for."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A bad input that cost only itself: told in the summary, counted and kept in the archive.

    Attributes:
        stage: where it was met: 'feed', 'entry', 'page', 'data', 'read', 'graph' or 'export'.
        subject: the feed, URL or 'file:line column' that failed.
        reason: a short phrase that groups like problems ('too large', 'no text', 'not a feed').
        detail: the particulars, with what to do where something can be done.
    """

    stage: str
    subject: str
    reason: str
    detail: str = ""
