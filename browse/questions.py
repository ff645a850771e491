"""Which canned queries are offered where: `linked_from` in datasette-metadata.json says it.

`linked_from` lists places: the name of a table for its page, 'home', or 'nodes:KIND' for the pages of all nodes of a
kind, cases and deals among them ('nodes:case'), and 'TABLE:row' for those of any other row. `filled` names for a
parameter the column of the row, or several of which the first that the row has counts, so that the question on a
party's page is about this party: {"party": "id"}.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

HOME = "home"


@dataclass(frozen=True, slots=True)
class Question:
    """A query as a page offers it: its name, its title and description, and the parameters of its address."""

    name: str
    title: str
    description: str
    parameters: str


def place_of(table: str, row: Mapping[str, Any] | None = None) -> str:
    """The place that a page is: of a table, or of one of its rows."""
    if row is None:
        return table
    if table in {"cases", "deals"}:
        return f"nodes:{table.removesuffix('s')}"
    return f"nodes:{row['kind']}" if table == "nodes" else f"{table}:row"


def asked_from(queries: Iterable[Mapping[str, Any]], table: str, row: Any = None) -> list[Question]:
    """The questions that a page offers, in the order of the metadata.

    Args:
        queries: canned queries with their names.
        table: whose page it is, or HOME.
        row: the row, on its own page; values by column.
    """
    place = place_of(table, row)
    return [_question(query, row) for query in queries if place in (query.get("linked_from") or ())]


def _question(query: Mapping[str, Any], row: Any) -> Question:
    filled = (query.get("filled") or {}) if row is not None else {}
    values = {name: value for name, columns in filled.items() if (value := _value(row, columns))}
    name = str(query["name"])
    return Question(name, query.get("title") or name, query.get("description") or "", urlencode(values))


def _value(row: Any, columns: str | Iterable[str]) -> Any:
    """What the row has in the first of the columns that it has at all; of a foreign key that was looked up, the key."""
    for column in [columns] if isinstance(columns, str) else columns:
        try:
            value = row[column]
        except KeyError:
            continue
        return value["value"] if isinstance(value, Mapping) else value
    return None


def by_group(queries: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Queries by their group, groups and queries in the order of the metadata; those without one come last."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for query in queries:
        groups.setdefault(query.get("group") or "Other", []).append(query)
    return sorted(groups.items(), key=lambda item: item[0] == "Other")


def in_order(items: Iterable[Mapping[str, Any]], names: Iterable[str]) -> list[Mapping[str, Any]]:
    """Tables or facets in the order in which the metadata names them; those it does not name come last.

    A facet that the metadata names and the address asks for too, comes twice from Datasette: it stands once.
    """
    places = {name: place for place, name in enumerate(names)}
    once = {(item["name"], item.get("type")): item for item in reversed(list(items))}
    return sorted(once.values(), key=lambda item: (places.get(item["name"], len(places)), item["name"]))
