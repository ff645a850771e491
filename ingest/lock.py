"""One writer for each data folder.

The lock is the kernel's (flock on DATA/.lock), so it ends with the process that holds it, however that dies: one that
is left behind blocks nobody. The file itself stays; what it says tells who holds it, and means nothing once unlocked.
"""

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ingest.connection import time_text
from rightswire.errors import LockedError, StorageError

LOCK_NAME = ".lock"
_MOST_BYTES = 1000


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that writes to a data folder.

    Attributes:
        pid: its number; 0 where it is unknown.
        command: what it does, such as 'ingest'.
        started: ISO 8601 in UTC.
    """

    pid: int
    command: str
    started: str

    def __str__(self) -> str:
        if not self.pid:
            return "a run that has only just begun"
        return f"`rightswire {self.command}` (process {self.pid}, since {self.started})"


@contextmanager
def only_writer(data: Path, command: str, now: datetime) -> Iterator[None]:
    """Hold the lock of the folder `data` meanwhile; `command` and `now` (aware) are told to whoever finds it held.

    Raises:
        LockedError: another process holds it; the reason says which.
        StorageError: the folder cannot be written, or its file system has no locks.
    """
    path = data / LOCK_NAME
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StorageError.of_folder(data, error) from error
    try:
        _take(handle, path)
        _introduce(handle, Holder(os.getpid(), command, time_text(now)))
        yield
    finally:
        os.close(handle)  # which unlocks it


def holder(data: Path) -> Holder | None:
    """Who writes to the folder `data` just now; None where nobody does, or the folder cannot be asked."""
    try:
        handle = os.open(data / LOCK_NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: two who ask do not find each other
    except OSError:
        return _read_holder(handle)
    finally:
        os.close(handle)
    return None


def _take(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            raise LockedError(str(path.parent), str(_read_holder(handle))) from error
        advice = "put the data folder on a file system with locks (a local disk)"
        raise StorageError(str(path), f"cannot be locked: {error.strerror}", advice) from error


def _introduce(handle: int, who: Holder) -> None:
    """Say who holds the lock. On a full disk it is held all the same, by 'a run that has only just begun'."""
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(asdict(who)).encode(), 0)
    except OSError:
        return


def _read_holder(handle: int) -> Holder:
    try:
        told = json.loads(os.pread(handle, _MOST_BYTES, 0))
        return Holder(int(told["pid"]), str(told["command"]), str(told["started"]))
    except (OSError, ValueError, KeyError, TypeError):  # empty for a moment, or somebody else's file
        return Holder(0, "", "")
