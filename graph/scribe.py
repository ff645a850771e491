"""Who writes the rows of a graph: this process, and from so many rows on one beside it.

SQLite's share of the work, which is storing, indexes and search, then goes on while Python lays out what comes next.
Rows go to the process beside in files, so that neither waits for the other and they fill nobody's memory.
"""

import os
import pickle
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import fields
from functools import cache
from itertools import chain, islice
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from graph.aside import ROWS, open_aside
from graph.derived import DERIVED_FROM, SEARCH_FROM, derive_search, derive_tables
from graph.indexes import make_indexes, take_indexes
from graph.rows import WHOLE, ArticleRow, Part
from rightswire.errors import DataFileError, StorageError

#: After so many rows a process beside writes the others. To start it takes half a second.
MANY_ROWS = 100_000
#: So many rows go into one file.
BATCH = 10_000
#: Memory for pages of the process beside, while what the rows are made of is still held here.
CACHE_KIB = 32_768

Rows = Sequence[tuple[Any, ...]]


class Writes(Protocol):
    """Takes rows, and is told which tables are whole."""

    def insert(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        """Write rows; `columns` names their values."""

    def complete(self, tables: Iterable[str]) -> None:
        """No more rows will come for these tables."""


#: What follows from tables once they are whole: search early, while Python still lays out other tables.
_FOLLOWING = ((SEARCH_FROM, derive_search), (DERIVED_FROM, derive_tables))


class Scribe:
    """Writes rows, and as soon as tables are whole their indexes and what follows from them.

    Args:
        connection: within a transaction, to a database that nobody reads yet.
        indexes: statements that make the indexes of tables, by table; none for a table that is whole.
    """

    def __init__(self, connection: sqlite3.Connection, indexes: Mapping[str, Sequence[str]]) -> None:
        self._connection = connection
        self.indexes = dict(indexes)

    def insert(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        """As `Writes` has it."""
        self._connection.executemany(insert_sql(table, tuple(columns)), rows)

    def complete(self, tables: Iterable[str]) -> None:
        """As `Writes` has it."""
        waited = [step for step in _FOLLOWING if self._waits(step[0])]
        for table in tables:
            make_indexes(self._connection, self.indexes.pop(table, ()))
        for needed, derive in waited:
            if not self._waits(needed):
                derive(self._connection)

    def _waits(self, tables: Iterable[str]) -> bool:
        """Whether one of the tables has not all its rows yet."""
        return not self.indexes.keys().isdisjoint(tables)


def write_parts(connection: sqlite3.Connection, path: Path, tables: Sequence[str], parts: Iterable[Part]) -> None:
    """Put these rows in place of all that the tables hold, with their indexes and what is derived from them.

    Args:
        connection: to the database at `path`, within a transaction; within one at the end too.
        path: of a database that nobody reads yet.
        tables: those to be written; a part of any other is left out.
        parts: as `Part` describes them.

    Raises:
        sqlite3.DatabaseError: as SQLite told it, here or in the process beside.
        StorageError: a file with rows cannot be written or read.
    """
    scribe = Scribe(connection, take_indexes(connection, tables))
    for table in reversed(tables):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
    left = iter(parts)
    if not _write(scribe, tables, left, MANY_ROWS):
        scribe.complete(tables)
        return
    connection.execute("COMMIT")
    connection.execute("PRAGMA shrink_memory")
    with _beside(path, scribe.indexes) as writer:
        _write(writer, tables, left)
        writer.complete(tables)
        writer.close()
    connection.execute("BEGIN")


def insert_rows(connection: sqlite3.Connection, table: str, rows: Iterable[Any]) -> None:
    """Insert rows, dataclasses with the columns of the table."""
    for columns, batch in _batches(rows):
        connection.executemany(insert_sql(table, tuple(columns)), batch)


def _write(writer: Writes, tables: Sequence[str], parts: Iterator[Part], most: float = float("inf")) -> bool:
    """Write parts until there are no more; whether it ended before, since so many rows were written."""
    count = 0
    for table, rows in parts:
        if table == WHOLE:
            writer.complete(rows)
        elif table in tables:
            for columns, batch in _batches(sorted(rows, key=_day) if table == "articles" else rows):
                writer.insert(table, columns, batch)
                count += len(batch)
            if count >= most:
                return True
    return False


def _batches(rows: Iterable[Any]) -> Iterator[tuple[Sequence[str], Rows]]:
    left = iter(rows)
    for first in left:
        columns = tuple(field.name for field in fields(first))
        yield columns, list(map(attrgetter(*columns), chain((first,), islice(left, BATCH - 1))))


def _day(article: ArticleRow) -> str:
    """Articles go in by their days, so that search can walk back from the newest by rowid."""
    return article.published or ""


@cache
def insert_sql(table: str, columns: tuple[str, ...]) -> str:
    """The statement that inserts one row."""
    quoted = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({quoted}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608


class _Beside:
    """A scribe in another process: told what to do in order, asked at the end whether it is done."""

    def __init__(self, folder: Path, orders: Connection, answer: Connection) -> None:
        self._folder = folder
        self._orders = orders
        self._answer = answer
        self._count = 0

    def insert(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        """As `Writes` has it."""
        self._count += 1
        file = self._folder / str(self._count)
        try:
            with file.open("wb") as out:
                pickle.dump((table, columns, rows), out, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise StorageError.of_folder(self._folder.parent, error) from error
        self._tell(self._count)

    def complete(self, tables: Iterable[str]) -> None:
        """As `Writes` has it."""
        self._tell(tuple(tables))

    def close(self) -> None:
        """Wait until all is written."""
        self._tell(None)
        self._hear()

    def _tell(self, what: int | tuple[str, ...] | None) -> None:
        """Thousands of orders can wait while the process beside makes indexes: the number of a file takes few bytes."""
        if self._answer.poll():
            self._hear()
        try:
            self._orders.send(what)
        except (BrokenPipeError, ConnectionResetError):
            self._hear()

    def _hear(self) -> None:
        """The last word of the process beside: None where all went well, else what failed, which is raised here."""
        try:
            failed = self._answer.recv()
        except (EOFError, ConnectionResetError):
            advice = "see whether memory has run out, and run the command again"
            raise DataFileError(
                str(self._folder.parent), "the process that writes the rows was ended from outside", advice
            ) from None
        if isinstance(failed, OSError):
            raise StorageError.of_folder(self._folder.parent, failed) from failed
        if failed:
            raise failed


@contextmanager
def _beside(path: Path, indexes: Mapping[str, Sequence[str]]) -> Iterator[_Beside]:
    (told, orders), (answer, answers) = Pipe(duplex=False), Pipe(duplex=False)  # a socket would hold few orders
    ends = (told.fileno(), answers.fileno())
    path = path.absolute()
    # Not a fork, which would hold all this memory, nor multiprocessing's spawn, which runs the caller's script again.
    command = [sys.executable, "-P", "-m", __name__, str(path), *map(str, ends)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(_code_paths())}
    with (
        TemporaryDirectory(prefix=path.name + ROWS, dir=path.parent) as folder,
        orders,
        answer,
        subprocess.Popen(command, env=environment, cwd=path.parent, pass_fds=ends) as process,  # noqa: S603
    ):
        told.close()
        answers.close()
        orders.send((Path(folder), indexes))
        try:
            yield _Beside(Path(folder), orders, answer)
        finally:
            process.terminate()


def _code_paths() -> Iterator[str]:
    """Where code is looked for, ours first; what stands there as seen from the working folder, while there is one."""
    yield str(Path(__file__).absolute().parents[1])
    for folder in sys.path:
        with suppress(FileNotFoundError):  # the working folder was deleted
            yield os.path.abspath(folder)


def _write_beside(path: Path, orders: Connection, answers: Connection) -> None:
    """What the process beside does, until it hears None; first it hears of its folder and of the indexes to be made."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the run, and that ends this process
    try:
        with closing(open_aside(path, CACHE_KIB)) as connection:
            connection.execute("BEGIN")
            folder, indexes = orders.recv()
            scribe = Scribe(connection, indexes)
            while (told := orders.recv()) is not None:
                if isinstance(told, int):
                    rows_file = folder / str(told)
                    with rows_file.open("rb") as file:
                        table, columns, rows = pickle.load(file)  # noqa: S301  (our own file, of this moment)
                    rows_file.unlink()
                    scribe.insert(table, columns, rows)
                else:
                    scribe.complete(told)
            connection.execute("COMMIT")
        answers.send(None)
    except (EOFError, ConnectionResetError):
        return  # who laid out the rows is gone: nobody wants what was written
    except (sqlite3.Error, OSError, ValueError, OverflowError) as error:  # what SQLite and Python make of bad values
        with suppress(OSError):  # the same
            answers.send(error)


if __name__ == "__main__":
    _write_beside(
        Path(sys.argv[1]), Connection(int(sys.argv[2]), writable=False), Connection(int(sys.argv[3]), readable=False)
    )
