"""What the ids in a row stand for, in names, as far as the row itself has them."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from browse.contested import field_words
from browse.dates import date_words
from browse.markup import Shape
from browse.words import plain, words

SLUG = re.compile(r"(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*")
#: Columns that hold the name of what another column's id stands for, where they are not called alike.
NAME_COLUMNS = {"story": "node_id", "name": "id"}
TITLED_LINK = Shape('<a href="{}" title="{}">{}</a>')


def row_names(row: Mapping[str, Any]) -> dict[str, str]:
    """Names by id: those that Datasette has looked up, and those that stand beside their ids."""
    names = {}
    for column, value in row.items():
        key = row.get(NAME_COLUMNS.get(column, f"{column}_id"))
        if isinstance(value, Mapping):
            names[str(value.get("value"))] = str(value.get("label") or value.get("value"))
        elif isinstance(key, str) and isinstance(value, str) and value:
            names[key] = value
    return names


def id_words(key: str, names: Mapping[str, str]) -> str:
    """What an id stands for: its name, else a slug with blanks in place of its strokes, else as it is."""
    return names.get(key) or (key.replace("-", " ") if SLUG.fullmatch(key) else key)


def edge_words(edge_id: str, names: Mapping[str, str]) -> str:
    """'source|relation|target' as words; anything else as it is."""
    parts = edge_id.split("|")
    if len(parts) != 3:
        return edge_id
    return f"{id_words(parts[0], names)} — {plain(parts[1])} → {id_words(parts[2], names)}"


def edge_link(cells: Any, href: str) -> Markup:
    """The link of a row of `edges` to its page, in the names of its sides, with its id on hover.

    Args:
        cells: of the row, as Datasette hands them to the template of a table; the id is the first.
        href: of the page.
    """
    key = str(cells[0].get("raw"))
    names = row_names({cell["column"]: cell["raw"] for cell in cells})
    return TITLED_LINK(href, key, edge_words(key, names))


def told_link(cells: Any, href: str) -> Markup:
    """The same for a row of `events` or `readings`: what it is about, and which step or field of that."""
    row = {cell["column"]: cell["raw"] for cell in cells}
    key, names = str(cells[0].get("raw")), row_names({cell["column"]: cell["raw"] for cell in cells})
    node = row.get("node_id")
    about = id_words(str(node.get("value") if isinstance(node, Mapping) else node), names)
    if "field" in row:
        part = field_words(str(row["field"])).striptags()
    else:
        day = date_words(row.get("date"))
        part = words().say("event_kind", row.get("kind")) + (f", {day}" if day else "")
    return TITLED_LINK(href, key, f"{about}: {part}")


def without_name(summary: str, name: str) -> str:
    """The summary of an event, without the name of the case or deal on whose own page it stands."""
    said = str(summary)
    rest = said.removeprefix(f"{name} is ").removeprefix(f"{name} ")
    if rest == said:
        rest = said.replace(f" in {name}", "", 1) if f" in {name}" in said else said.replace(f": {name}", "", 1)
    rest = rest.strip()
    return rest[:1].upper() + rest[1:] if rest else said
