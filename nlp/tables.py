"""CSV files that people edit, read row by row: what is wrong with a cell is told by line and column, and costs no more.

The register of parties and courts (nlp.register) and that of cases and deals (graph.register) are both read with these.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rightswire.errors import DataFileError, Problem

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(slots=True)
class TableRow:
    """One line of a CSV file under check; `text`, `choice` and the others report what is wrong with a cell.

    Attributes:
        file: name of the file, for problems.
        line: number of the line, the header being 1.
        cells: stripped text by column.
        problems: what was wrong so far; the reader of the file collects them.
    """

    file: str
    line: int
    cells: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    def report(self, column: str, reason: str, detail: str) -> None:
        """Note that the cell in `column` is bad."""
        self.problems.append(Problem("data", f"{self.file}:{self.line} {column}", reason, detail))

    def required(self, column: str) -> str | None:
        """Text of the cell; None, with a report, where it is empty."""
        if not self.cells[column]:
            self.report(column, "missing value", "the row is left out: fill the cell")
        return self.cells[column] or None

    def matching(self, column: str, pattern: re.Pattern[str], form: str) -> str | None:
        """Text of the cell where all of it fits the pattern; None where it is empty, or bad and so reported."""
        value = self.cells[column]
        if value and not pattern.fullmatch(value):
            self.report(column, "wrong form", f"{value!r} is not {form}")
            return None
        return value or None

    def choice(self, column: str, allowed: Iterable[str]) -> str | None:
        """Text of the cell where it is one of `allowed`; None where it is empty, or bad and so reported."""
        value = self.cells[column]
        if value and value not in allowed:
            self.report(column, "unknown value", f"{value!r} is none of {', '.join(allowed)}")
            return None
        return value or None

    def items(self, column: str) -> tuple[str, ...]:
        """The cell's list, in its order; an item that comes twice is reported and kept once."""
        items = split_list(self.cells[column])
        unique = tuple(dict.fromkeys(items))
        if len(unique) < len(items):
            self.report(column, "repeated item", f"{self.cells[column]!r} names an item twice")
        return unique


def split_list(cell: str) -> tuple[str, ...]:
    """Items of a cell that are joined by ';', stripped, empty ones left out."""
    return tuple(item for part in cell.split(";") if (item := part.strip()))


def join_list(items: Iterable[str]) -> str:
    """The cell that `split_list` gives the items back from; ValueError where an item holds ';' or is blank."""
    listed = tuple(items)
    joined = ";".join(listed)
    if split_list(joined) != listed:
        raise ValueError(f"cannot be joined by ';': {listed!r}")
    return joined


def read_rows(path: Path, columns: tuple[str, ...]) -> tuple[list[TableRow], list[Problem]]:
    """Read a CSV file of one row a line, header first, so that a stray quotation mark costs its own line alone.

    Args:
        path: file in UTF-8 (a byte order mark is allowed).
        columns: those the header must name; further ones are reported once and ignored.

    Returns:
        Rows whose cells could be told apart, and problems with the others.

    Raises:
        DataFileError: the file cannot be read, is no UTF-8, or its header lacks a column.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(str(path), f"cannot be read: {error}", "restore the file or its encoding, UTF-8") from error
    header = _cells(lines[0]) or []
    if missing := [column for column in columns if column not in header]:
        raise DataFileError(str(path), f"columns missing in the header: {', '.join(missing)}", "add them to line 1")
    problems = [
        Problem("data", f"{path.name}:1 {column}", "unknown column", "it is ignored")
        for column in header
        if column not in columns
    ]
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = _cells(line)
        if cells is None or len(cells) != len(header):
            found = "quotation marks do not pair" if cells is None else f"{len(cells)} cells, not {len(header)}"
            problems.append(Problem("data", f"{path.name}:{number} {columns[0]}", "not a row", found))
            continue
        rows.append(TableRow(path.name, number, dict(zip(header, cells, strict=True))))
    return rows, problems


def _cells(line: str) -> list[str] | None:
    try:
        return [cell.strip() for cell in next(csv.reader([line.rstrip("\r")], strict=True), [])]
    except csv.Error:
        return None


def read_id(row: TableRow, taken: set[str]) -> str | None:
    """The row's id, which joins `taken`; None, with a report, where it is missing, no slug or taken already."""
    identifier = row.required("id") and row.matching("id", SLUG, "a slug such as 'new-york-times'")
    if identifier in taken:
        row.report("id", "duplicate id", f"{identifier!r} is taken by an earlier row: this row is left out")
        return None
    if identifier:
        taken.add(identifier)
    return identifier
