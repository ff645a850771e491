"""Tell a run's changes once, whatever kills it: the archive remembers what was told, and which graph it was told of."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from graph.history_rows import ChangeRow
from graph.register import Known
from graph.state import Sources, StateChange, graph_state
from graph.stored import GraphTables
from graph.telling import Night, Run, served_changes
from ingest.archive import Archive

_COLUMNS = tuple(field.name for field in fields(ChangeRow))


@dataclass(frozen=True, slots=True)
class ServedBy:
    """The run that tells, its day, and the database that it will write."""

    run_id: int
    day: date
    database: Path


def told_changes(graph: GraphTables, known: Known, archive: Archive, served: ServedBy) -> tuple[ChangeRow, ...]:
    """Every change that any run told, those of this run among them, as the graph can hold them.

    State and changes are kept in one transaction. A run that is killed before it has told nothing, and the next one
    tells it; one that is killed after it, but before its graph is written, has its changes told as the next one's.

    Args:
        graph: as it was just built; its own changes are those of an archive that no state was kept of before.
        known: the register's cases and deals.
        archive: where states and changes are kept.
        served: the run, and the graph that is served until now.
    """
    sources = Sources(graph)
    with archive.together():
        differing = archive.exchange_state(graph_state(graph, known, sources))
        archive.redate_changes(served.run_id, served.day, _shown(served.database))
        if differing is None:
            rows: Iterable[ChangeRow] = graph.changes
        else:
            rows = Night(graph, sources, (StateChange(*line) for line in differing)).rows(
                Run(served.run_id, served.day)
            )
        archive.add_changes([{name: getattr(row, name) for name in _COLUMNS} for row in rows])
        told = archive.changes()
    return served_changes(told, graph)


def _shown(database: Path) -> list[int]:
    """Ids of the changes that a graph holds; none where it is missing or of before changes had a place in it."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return [row[0] for row in connection.execute("SELECT id FROM changes")]
    except sqlite3.DatabaseError:  # write_graph tells what is wrong with it
        return []
