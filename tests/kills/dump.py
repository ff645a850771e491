"""What an archive and a graph hold, without what may differ between a killed life and an undisturbed one."""

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

#: Numbers of runs, and what is counted from them.
_RUN_COLUMNS = {"run_id", "first_run", "evidence_id"}
#: Ids that are counted from runs; and which of the articles of one night that tell of an event is shown for it.
_LEFT_OUT_OF = {"evidence": {"id"}, "changes": {"id", "article_id"}, "events": {"source_url"}}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_LEFT_OUT = re.compile(r"runs|sqlite_.*|_sqlite_.*|.*_fts.*")


def dump(database: Path) -> dict[str, list[str]]:
    """Each table's rows in a canonical order, each once, without the moments of runs."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(set(_rows(connection, name))) for name in sorted(names) if not _LEFT_OUT.fullmatch(name)}


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    cursor = connection.execute(f"SELECT * FROM {table}")
    left_out = _LEFT_OUT_OF.get(table, set()) | _RUN_COLUMNS
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield repr([_shown(name, value) for name, value in zip(names, row, strict=True) if name not in left_out])


def _shown(column: str, value: object) -> object:
    return _TIME.sub("a moment", value) if isinstance(value, str) and column != "published" else value


def differences(expected: dict[str, list[str]], found: dict[str, list[str]]) -> list[str]:
    """What is missing and what is too much, table by table."""
    told = []
    for table in sorted(expected.keys() | found.keys()):
        before, after = set(expected.get(table, ())), set(found.get(table, ()))
        told += [f"missing in {table}: {row[:300]}" for row in sorted(before - after)]
        if table != "problems":  # a log: more runs may have more to tell
            told += [f"too much in {table}: {row[:300]}" for row in sorted(after - before)]
    return told


def faults(data: Path) -> list[str]:
    """What SQLite finds wrong with the databases of a folder, looking at a copy so that nothing is mended."""
    told = []
    with tempfile.TemporaryDirectory() as copies:
        for path in data.glob("*.db*"):
            shutil.copy(path, copies)
        for path in sorted(Path(copies).glob("*.db")):
            with closing(sqlite3.connect(path)) as connection:
                verdict = [row[0] for row in connection.execute("PRAGMA integrity_check")]
                broken = connection.execute("PRAGMA foreign_key_check").fetchall()
                told += [f"{path.name}: {line}" for line in [*verdict, *map(str, broken)] if line != "ok"]
    return told
