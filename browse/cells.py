"""How single values are shown: links that are safe, sums as people write them, evidence as a quotation.

Every function takes what the database holds, which may come from a hostile page, and returns escaped markup, or None to
leave the value to Datasette (which shows it as plain, escaped text).
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from browse.links import Site, anchor, short_address

#: Columns that hold an id, and the table whose row it is. Elsewhere 'x_id' beside a column 'x' is the id of a node.
ID_TABLES = {
    "case_id": "cases",
    "deal_id": "deals",
    "article_id": "articles",
    "edge_id": "edges",
    "evidence_id": "evidence",
    "run_id": "runs",
    "first_run": "runs",
    "node_id": "nodes",
    "subject_id": "nodes",
    "object_id": "nodes",
    "outlet_id": "nodes",
    "court_id": "nodes",
    "parent_id": "nodes",
}
QUOTED_COLUMNS = frozenset({"evidence", "sentence"})
JSON_COLUMNS = frozenset({"attributes", "summary"})
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
MAX_PAIRS = 40
NO_CLASS = re.compile(r"[^a-z0-9]+")
WIKIDATA_ID = re.compile(r"Q[1-9][0-9]{0,11}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value with what stands beside it.

    Attributes:
        value: as Datasette gives it; a mapping with 'value' and 'label' for a foreign key that it has looked up.
        column, table: names; table is None in the answer to a query.
        row: the other values of the row by column.
    """

    value: Any
    column: str
    table: str | None
    row: Mapping[str, Any]


def column_words(column: str) -> str:
    """The heading of a column for people: 'outlet_id' holds a link to the outlet, 'amount_usd' a sum in dollars."""
    words = column.removesuffix("_id") if column in ID_TABLES else column.removesuffix("_usd")
    return words.replace("_", " ")


def links(value: str, site: Site) -> Markup | None:
    """Links for an address, or for several split by ';'; None where any part is no web address."""
    shown = [site.link(part, short_address(part.strip())) if site.href(part) else None for part in value.split(";")]
    return None if None in shown else Markup("<br>").join(link for link in shown if link)


def dollars(value: object) -> str | None:
    """A sum as people write it: '$1.5 billion', '$250 million' (to three figures), '$700,000'; None for no number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    sign, size = ("-" if value < 0 else ""), abs(value)
    rounded = float(f"{size:.3g}")
    for scale, word in SCALES:
        if rounded >= scale:
            return f"{sign}${rounded / scale:,.10g} {word}"
    return f"{sign}${size:,.0f}" if size == int(size) else f"{sign}${size:,.2f}"


def money(value: object) -> Markup | None:
    """A sum as people write it, with the exact one in the title."""
    text = dollars(value)
    if text is None or not isinstance(value, int | float):
        return None
    exact = f"{value:,.2f}".removesuffix(".00")
    return Markup('<span class="money" title="{} US dollars">{}</span>').format(exact, text)


def quotation(sentence: str, href: str | None) -> Markup:
    """An evidence sentence, leading to its article where that has a web address."""
    return Markup("<q>{}</q>").format(anchor(href, sentence) if href else sentence)


def pairs(text: str) -> Markup | None:
    """A JSON object as a short list of names and values; None where it is no object."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    items = [Markup("<dt>{}</dt><dd>{}</dd>").format(key, _plain(data[key])) for key in list(data)[:MAX_PAIRS]]
    more = Markup("<dt>…</dt><dd>{} more</dd>").format(len(data) - MAX_PAIRS) if len(data) > MAX_PAIRS else ""
    return Markup('<dl class="pairs">{}{}</dl>').format(Markup("").join(items), more)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def edge_words(edge_id: str) -> str:
    """'source|relation|target' as words; anything else as it is."""
    parts = edge_id.split("|")
    return f"{parts[0]} — {parts[1].replace('_', ' ')} → {parts[2]}" if len(parts) == 3 else edge_id


def render(cell: Cell, site: Site) -> Markup | None:
    """The markup for a cell, None where Datasette's own way is good enough."""
    value = cell.value
    if value is None or value == "":
        return None
    if isinstance(value, Mapping):
        return _labelled(cell, site)
    if isinstance(value, int | float):
        return _number(cell, site)
    if isinstance(value, str):
        return _named(cell, site) or _text(cell, site)
    return None


def _labelled(cell: Cell, site: Site) -> Markup | None:
    key, label = cell.value.get("value"), cell.value.get("label")
    if key is None:
        return None
    table = ID_TABLES.get(cell.column, "nodes")
    words = edge_words(str(key)) if table == "edges" else label or key
    return Markup('<a href="{}" title="{}">{}</a>').format(site.row(table, str(key)), key, words)


def _number(cell: Cell, site: Site) -> Markup | None:
    if cell.column.endswith("_usd"):
        return money(cell.value)
    if cell.column == "term_years":
        return escape(f"{cell.value:g} year" + ("" if cell.value == 1 else "s"))
    if ID_TABLES.get(cell.column) in {"runs", "evidence"}:
        return Markup('<a href="{}">{}</a>').format(site.row(ID_TABLES[cell.column], str(cell.value)), cell.value)
    return None


def _named(cell: Cell, site: Site) -> Markup | None:
    """A name that stands beside its id, or an id, as a link to the row."""
    beside = cell.row.get(f"{cell.column}_id")
    if isinstance(beside, str) and beside and cell.column not in QUOTED_COLUMNS:
        table = cell.row.get(f"{cell.column}_table") or ID_TABLES.get(f"{cell.column}_id", "nodes")
        return Markup('<a href="{}">{}</a>').format(site.row(str(table), beside), cell.value)
    if cell.column in ID_TABLES and cell.table != "problems":
        words = edge_words(cell.value) if cell.column == "edge_id" else cell.value
        return Markup('<a href="{}">{}</a>').format(site.row(ID_TABLES[cell.column], cell.value), words)
    return None


def _text(cell: Cell, site: Site) -> Markup | None:
    """What the column's name tells of its text."""
    column, value = cell.column, cell.value
    shown: Markup | None
    if column in QUOTED_COLUMNS:
        shown = quotation(value, site.href(cell.row.get("article_url")))
    elif column == "article_title":
        shown = site.link(cell.row.get("article_url"), value)
    elif column == "status":
        shown = Markup('<span class="status status-{}">{}</span>').format(
            NO_CLASS.sub("-", value.lower()), value.replace("-", " ")
        )
    elif column == "relation":
        shown = Markup('<span class="relation" title="{}">{}</span>').format(value, value.replace("_", " "))
    elif column == "wikidata_id" and WIKIDATA_ID.fullmatch(value):
        shown = anchor(f"https://www.wikidata.org/wiki/{value}", value)
    elif column in JSON_COLUMNS and value.startswith("{"):
        shown = pairs(value)
    else:
        shown = links(value, site)
    return shown
