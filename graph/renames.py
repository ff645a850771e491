"""Names that known parties bore and bear, with the days from and to which: data/register/renames.csv."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.dates import is_date, is_later
from graph.parties import Directory
from graph.party_rows import NameRow
from nlp.tables import TableRow, read_rows
from rightswire.errors import Problem

COLUMNS = ("party_id", "name", "from_date", "to_date", "source_url")


@dataclass(frozen=True, slots=True)
class KnownName:
    """A row of renames.csv: a name of a party, and from and to when it bore it; '' where unknown or still so."""

    party_id: str
    name: str
    from_date: str
    to_date: str
    source_url: str


def load_names(path: Path, parties: Collection[str]) -> tuple[tuple[KnownName, ...], list[Problem]]:
    """Read the file; one that is missing holds nothing.

    Returns:
        Good rows in the order of the file, and a problem for each bad one, which is left out.

    Raises:
        DataFileError: the file cannot be used at all.
    """
    if not path.exists():
        return (), []
    rows, problems = read_rows(path, COLUMNS)
    names = [name for row in rows if (name := _read(row, parties))]
    return tuple(names), problems + [problem for row in rows for problem in row.problems]


def _read(row: TableRow, parties: Collection[str]) -> KnownName | None:
    cells = row.cells
    for column in ("party_id", "name", "source_url"):
        row.required(column)
    if cells["party_id"] and cells["party_id"] not in parties:
        row.report("party_id", "unknown party", f"{cells['party_id']!r} is no id of parties.csv: the row is left out")
    for column in ("from_date", "to_date"):
        if cells[column] and not is_date(cells[column]):
            row.report(
                column, "not a date", f"{cells[column]!r} is not YYYY, YYYY-MM or YYYY-MM-DD: the row is left out"
            )
    if not row.problems and cells["from_date"] and cells["to_date"] and is_later(cells["from_date"], cells["to_date"]):
        row.report("to_date", "before from_date", "the row is left out")
    return None if row.problems else KnownName(**{column: cells[column] for column in COLUMNS})


def apply_names(names: Iterable[KnownName], directory: Directory) -> None:
    """Call each party as it is called now; the names it bore stay forms of it."""
    for known in names:
        node = directory.nodes.get(directory.find("", "company", known.party_id) or "")
        if node and known.to_date:
            if known.name != node.name:
                node.forms.setdefault(known.name, "register")
        elif node:
            node.rename(known.name)


def name_rows(names: Sequence[KnownName], directory: Directory, nodes: Collection[str]) -> tuple[NameRow, ...]:
    """The names of those nodes that are shown."""
    found = {
        (node, name.from_date, name.name): NameRow(node, name.name, name.from_date, name.to_date, name.source_url)
        for name in names
        if (node := directory.find("", "company", name.party_id)) in nodes and node
    }
    return tuple(found[key] for key in sorted(found))
