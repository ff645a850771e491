"""How single values are shown: links that are safe, sums as people write them, evidence as a quotation.

Every function takes what the database holds, which may come from a hostile page, and returns escaped markup, or None to
leave the value to Datasette (which shows it as plain, escaped text).
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

from browse.changes import kind_words
from browse.codes import coded_words
from browse.contested import field_words, value_words
from browse.courts import court_link, short_court
from browse.dates import NO_DATES, date_words, in_prose, time_element
from browse.links import LINK, Site, anchor, short_address
from browse.markup import Shape
from browse.naming import TITLED_LINK, edge_words, id_words, row_names
from browse.particulars import particulars
from browse.reports import relation_words, told_apart
from browse.sums import money, stated
from browse.words import plain, words

#: Columns that hold an id, and the table whose row it is. Elsewhere 'x_id' beside a column 'x' is the id of a node.
ID_TABLES = {
    "case_id": "cases",
    "deal_id": "deals",
    "article_id": "articles",
    "edge_id": "edges",
    "evidence_id": "evidence",
    "run_id": "runs",
    "first_run": "runs",
    "event_id": "events",
    "reading_id": "readings",
    "node_id": "nodes",
    "subject_id": "nodes",
    "object_id": "nodes",
    "outlet_id": "nodes",
    "court_id": "nodes",
    "parent_id": "nodes",
}
QUOTED_COLUMNS = frozenset({"evidence", "sentence"})
JSON_COLUMNS = frozenset({"attributes", "summary"})
PROSE_COLUMNS = frozenset({"outcome", "summary", "value_text", "decision", "detail", "before", "after"})
#: Columns whose 0 and 1 mean no and yes; those that do so in one table alone stand with it.
YES_NO = frozenset({"unconfirmed", "single_source", "background", "chosen", "contested", "applied", "both_known"})
YES_NO_IN = frozenset({("review", "known"), ("coverage", "reported")})
#: Columns that hold dates which may be as short as a year.
DATES = re.compile(r"(?:.*_)?(?:date|day|month|year|reported|published|filed|from|until)|(?:first|last)_deal")
MAX_PAIRS = 40
#: What Datasette itself shows of an empty cell.
BLANK = Markup("&nbsp;")
NO_CLASS = re.compile(r"[^a-z0-9]+")
WIKIDATA_ID = re.compile(r"Q[1-9][0-9]{0,11}")
_QUOTE = Shape("<q>{}</q>")
_STATUS = Shape('<span class="status status-{}">{}</span>')
_RELATION = Shape('<span class="relation" title="{}">{}</span>')
_TITLED = Shape('<span title="{}">{}</span>')


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


def column_words(column: str, table: str | None = None) -> str:
    """The heading of a column for people: 'outlet_id' holds a link to the outlet, 'amount_usd' a sum in dollars.

    A column that means something else in one table has a heading of its own there, as 'table.column'.
    """
    own = words().heading.get(f"{table}.{column}") or words().heading.get(column)
    short = column.removesuffix("_id") if column in ID_TABLES else column.removesuffix("_usd")
    said = own or plain(short)
    return said[:1].upper() + said[1:]


def links(value: str, site: Site, noted: bool = True) -> Markup | None:
    """Links for an address, or for several split by ';'; None where any part is no web address."""
    parts = value.split(";")
    shown = [site.link(part, short_address(part.strip()), noted) if site.href(part) else None for part in parts]
    return None if None in shown else Markup("<br>").join(link for link in shown if link)


def quotation(sentence: str, href: str | None) -> Markup:
    """An evidence sentence, leading to its article where that has a web address."""
    return _QUOTE(anchor(href, sentence) if href else sentence)


def pairs(text: str) -> Markup | None:
    """A JSON object as a short list of names and values; None where it is no object."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    told = particulars({key: data[key] for key in list(data)[:MAX_PAIRS]})
    if not told:
        return BLANK
    items = [Markup("<dt>{}</dt><dd>{}</dd>").format(name, value) for name, value in told]
    more = Markup("<dt>…</dt><dd>{} more</dd>").format(len(data) - MAX_PAIRS) if len(data) > MAX_PAIRS else ""
    return Markup('<dl class="pairs">{}{}</dl>').format(Markup("").join(items), more)


def facet_words(value: object, column: str) -> str:
    """What a facet calls one of its values: dates, codes and yes and no in words."""
    if column in YES_NO or column in {known for _, known in YES_NO_IN}:
        return {"0": "no", "1": "yes"}.get(str(value), str(value))
    if column == "relation":
        return plain(str(value))
    if said := coded_words(column, value):
        return said
    return plain(str(value)) if column in ("kind", "stance") else _dated_words(column, value)


def _dated_words(column: str, value: object) -> str:
    return (None if column in NO_DATES else date_words(value)) or str(value)


def values_of(row: Any) -> Mapping[str, Any]:
    """A row's values by column, found once for all its cells: Datasette asks for one cell after the other."""
    if _last[0] is not row:
        _last[:] = row, {name: row[name] for name in row.keys()}  # noqa: SIM118 - sqlite3.Row iterates over values
    values: Mapping[str, Any] = _last[1]
    return values


#: The row last asked for, itself and not one equal to it, and its values.
_last: list[Any] = [None, {}]


def render(cell: Cell, site: Site) -> Markup | None:
    """The markup for a cell, None where Datasette's own way is good enough."""
    value = cell.value
    if value is None or value == "":
        return stated(cell.row) if cell.column == "amount_usd" else None
    if isinstance(value, Mapping):
        return _labelled(cell, site)
    if cell.table == "changes" and cell.column == "after" and value == cell.row.get("summary"):
        return Markup('<span class="none">see summary</span>')
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
    if cell.column == "court_id" and label:
        return court_link(site.row(table, str(key)), str(label))
    names = row_names(cell.row) if table == "edges" else {}
    said = edge_words(str(key), names) if table == "edges" else date_words(label) or label or key
    return TITLED_LINK(site.row(table, str(key)), key, said)


def _number(cell: Cell, site: Site) -> Markup | None:
    if cell.column.endswith("_usd") or cell.column in ("value_usd_min", "value_usd_max"):
        return money(cell.value)
    if cell.column in ("value_min", "value_max"):
        return money(cell.value, str(cell.row.get("value_currency") or ""))
    if (cell.column in YES_NO or (cell.table, cell.column) in YES_NO_IN) and cell.value in (0, 1):
        return escape("yes" if cell.value else "no")
    if cell.column == "term_years":
        return escape(f"{cell.value:g} year" + ("" if cell.value == 1 else "s"))
    if ID_TABLES.get(cell.column) in {"runs", "evidence"}:
        return LINK(site.row(ID_TABLES[cell.column], str(cell.value)), cell.value)
    return None


def _named(cell: Cell, site: Site) -> Markup | None:
    """A name that stands beside its id, or an id, as a link to the row."""
    beside = cell.row.get(f"{cell.column}_id")
    if isinstance(beside, Mapping):  # a foreign key that Datasette has looked up
        beside = beside.get("value")
    if isinstance(beside, str) and beside and cell.column not in QUOTED_COLUMNS:
        table = cell.row.get(f"{cell.column}_table") or ID_TABLES.get(f"{cell.column}_id", "nodes")
        href = site.row(str(table), beside)
        return court_link(href, cell.value) if cell.column == "court" else LINK(href, cell.value)
    if cell.column in ID_TABLES and cell.table != "problems":
        table, names = _id_table(cell.column, cell.value), row_names(cell.row)
        said = edge_words(cell.value, names) if table == "edges" else id_words(cell.value, names)
        href = site.row(table, cell.value)
        return LINK(href, said) if said == cell.value else TITLED_LINK(href, cell.value, said)
    return None


def _id_table(column: str, key: str) -> str:
    """The table of an id; what a change is about may be a node or an edge, whose id has two strokes."""
    table = ID_TABLES[column]
    return "edges" if table == "nodes" and key.count("|") == 2 else table


def _text(cell: Cell, site: Site) -> Markup | None:
    """What the column's name tells of its text."""
    column, value = cell.column, cell.value
    if column in QUOTED_COLUMNS:
        return quotation(value, site.href(cell.row.get("article_url")))
    if column == "court":
        return short_court(value)
    if column == "article_title":
        return site.link(cell.row.get("article_url"), value)
    if column == "wikidata_id" and WIKIDATA_ID.fullmatch(value):
        return anchor(f"https://www.wikidata.org/wiki/{value}", value)
    if column in JSON_COLUMNS and value.startswith("{"):
        return pairs(value)
    noted = not (column == "article_url" and cell.row.get("article_title"))  # it is said beside the headline
    return _read(cell, site) or _coded(cell) or _dated(column, value) or links(value, site, noted)


def _read(cell: Cell, site: Site) -> Markup | None:
    """What differs among sources and what they tell of it, in words as on the page of the case or deal."""
    field, key = cell.row.get("field"), cell.row.get("node_id")
    known = cell.row.get("story_kind") in ("case", "deal") and isinstance(key, str)
    if cell.column == "story" and cell.table in ("contested", "timeline") and known:
        return LINK(site.row(f"{cell.row['story_kind']}s", str(key)), cell.value)
    if cell.table not in ("contested", "readings") or not isinstance(field, str):
        return None
    if cell.column == "value":
        return value_words(field, cell.value)
    return field_words(field) if cell.column == "field" else None


def _coded(cell: Cell) -> Markup | None:
    """A status, relation, stance, outcome or rule in words, with the code of all but the first on hover."""
    column, value = cell.column, cell.value
    if column == "status":
        css = NO_CLASS.sub("-", value.lower())
        return _STATUS(css, words().badge(value))
    if column == "relation":
        status = _status(cell.row)
        return _RELATION(value, relation_words(value, status=status) if told_apart(value, status) else plain(value))
    known = {"stance": words().stance, "outcome": words().outcome, "rule": rules_heard()}.get(column, {})
    if value in known:
        return _TITLED(value, known[value])
    if column == "kind" and cell.table == "changes":
        return escape(kind_words(value, cell.row.get("summary")))
    said = coded_words(column, value)
    return escape(said) if said else None


def _status(row: Mapping[str, Any]) -> object:
    """The status that stands beside a relation: in a column of its own, or among the attributes."""
    if row.get("status") or not isinstance(row.get("attributes"), str):
        return row.get("status")
    try:
        attributes = json.loads(row["attributes"])
    except (ValueError, RecursionError):
        return None
    return attributes.get("status") if isinstance(attributes, dict) else None


@cache
def rules_heard() -> dict[str, str]:
    """What each rule heard by which a fact was read, or a value chosen among several, in words by its name."""
    text = files("nlp").joinpath("vocabulary", "rules.toml").read_text(encoding="utf-8")
    heard: dict[str, str] = tomllib.loads(text)["rules"]
    return words().contested_rule | heard


def _dated(column: str, value: str) -> Markup | None:
    """A date in words: a whole day or moment in any column, a month or year where the column holds dates."""
    if column not in NO_DATES and (len(value) >= len("2025-09-06") or DATES.fullmatch(column)):
        shown = time_element(value)
        if shown:
            return shown
    return in_prose(value) if column in PROSE_COLUMNS and not value.startswith("{") else None
