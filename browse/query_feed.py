"""Rows of a canned query as entries of a feed.

A database that is rebuilt every night tells nobody when a row of an answer changed. So an entry is known by the ids
and addresses in its row, or by its words where it has none, and dated by the latest day that stands in the row, or else
by the latest day on which a change was told of what it names. A row that stays the same stays the same entry with the
same date.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from browse.atom import Entry
from browse.cells import BLANK, ID_TABLES, PROSE_COLUMNS, QUOTED_COLUMNS, Cell, column_words, render
from browse.changes import MAX_TEXT
from browse.codes import coded_words
from browse.dates import NO_DATES, date_words, prose_words
from browse.links import Site, anchor, short_address
from browse.moments import moment
from browse.reading import Database, Row, read_rows
from browse.reports import relation_words

#: Columns that name what a row is about, the best first.
TITLES = ("summary", "case", "deal", "story", "name", "result", "article_title", "path", "party", "relation")
LATEST_CHANGE_SQL = """
select w.value as id, max(d.date) as day from json_each(:ids) w join changes d on d.node_id = w.value
group by w.value
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a canned query answered.

    Attributes:
        query: its name.
        parameters: with which it was asked.
        columns: of the rows.
        rows: the values, in the query's own order.
    """

    query: str
    parameters: Mapping[str, str]
    columns: Sequence[str]
    rows: Sequence[Row]

    @property
    def identity(self) -> str:
        """What follows the tag in the feed's id."""
        asked = urlencode([item for item in sorted(self.parameters.items()) if item[1]])
        return f"query/{self.query}" + (f"?{asked}" if asked else "")


async def query_entries(
    database: Database, answer: Answer, span: tuple[datetime, datetime], site: Site, otherwise: str
) -> list[Entry]:
    """Entries for the rows, newest first; rows of one day stay in the query's order.

    Args:
        database: to look changes up.
        answer: of the query.
        span: from the first run's beginning, which dates what has no date, to the last run's end: no date is later.
        site: whose paths are whole addresses.
        otherwise: address of the query's own page, for a row that names no other.
    """
    named = sorted({str(row[name]) for row in answer.rows for name in _node_columns(answer.columns) if row[name]})
    changed = await read_rows(database, LATEST_CHANGE_SQL, ids=json.dumps(named))
    days = {row["id"]: row["day"] for row in changed}
    entries = []
    for key, row in zip(_keys(answer), answer.rows, strict=True):
        own = _dates([row[name] for name in answer.columns], span[1])
        updated = max(
            own or _dates([days.get(row[name]) for name in _node_columns(answer.columns)], span[1]) or [span[0]]
        )
        entries.append(
            Entry(
                id=f"{answer.identity}#{key}",
                title=_title(row, answer.columns),
                page=_page(row, answer.columns, site.row) or otherwise,
                updated=updated,
                content=_content(row, answer.columns, site),
                source=site.href(row.get("article_url")),
            )
        )
    return sorted(entries, key=lambda entry: entry.updated, reverse=True)


def _dates(values: Sequence[Any], last: datetime) -> list[datetime]:
    return [when for when in map(moment, values) if when and when <= last]


def _node_columns(columns: Sequence[str]) -> list[str]:
    return [name for name in columns if _table(name) in {"nodes", "cases", "deals"} or name == "result_id"]


def _table(column: str) -> str | None:
    return ID_TABLES.get(column, "nodes" if column.endswith("_id") else None)


def _keys(answer: Answer) -> list[str]:
    """What each row is known by: ids and addresses; all its words where these tell no rows apart; then figures too."""
    by_id = [name for name in answer.columns if name.endswith(("_id", "url")) or name in {"id", "relation", "name"}]
    by_words = [name for name in answer.columns if not any(isinstance(row[name], int | float) for row in answer.rows)]
    tries = [
        [_digest([row[name] for name in names]) for row in answer.rows]
        for names in (by_id, by_words, answer.columns)
        if names
    ]
    found = next((keys for keys in tries if len(set(keys)) == len(keys)), tries[-1] if tries else [])
    seen: dict[str, int] = {}
    keys = []
    for key in found:
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


def _digest(values: Sequence[Any]) -> str:
    text = json.dumps(values, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]


def _title(row: Row, columns: Sequence[str]) -> str:
    if {"subject", "relation"} <= set(columns):
        said = relation_words(row["relation"], alone=not row.get("object"), status=row.get("status"))
        words = (row["subject"], said, row.get("object"))
        return " ".join(str(word) for word in words if word)
    named = [name for name in TITLES if name in columns and row[name]]
    others = [name for name in columns if isinstance(row[name], str) and row[name] and not _table(name)]
    return " · ".join(_said(name, row[name]) for name in named[:1] or others[:3]) or "Row"


def _said(name: str, value: object) -> str:
    """A value of a title: dates in words as the pages have them; a name stays as it is."""
    said = None if name in NO_DATES else date_words(value)
    return said or (prose_words(value) if name in PROSE_COLUMNS else coded_words(name, value) or str(value))


def _page(row: Row, columns: Sequence[str], page: Callable[[str, str], str]) -> str | None:
    for name in columns:
        table = row.get(f"{name.removesuffix('_id')}_table") or _table(name)
        if table and row[name] and not isinstance(row[name], bytes):
            return page(str(table), str(row[name]))
    return None


def _plain(value: Any, text: str) -> Markup:
    """What the pages show as it is; of a number too long to be a year the thousands are set apart."""
    is_long = isinstance(value, int) and abs(value) >= 10_000
    return Markup("{}").format(f"{value:,}" if is_long else text)


def _content(row: Row, columns: Sequence[str], site: Site) -> Markup:
    items = []
    for name in columns:
        value = row[name]
        if value is None or value == "" or (name.endswith(("_id", "_table")) and name != "wikidata_id"):
            continue
        text = str(value) if len(str(value)) <= MAX_TEXT else str(value)[: MAX_TEXT - 1] + "…"
        address = site.href(value)
        if address:
            noted = not (name == "article_url" and row.get("article_title"))
            shown = site.link(value, short_address(address), noted) or anchor(address, short_address(address))
        elif name in QUOTED_COLUMNS:
            shown = Markup("<q>{}</q>").format(text)
        else:
            cell = Cell(text if isinstance(value, str) else value, name, None, row)
            shown = render(cell, site) or _plain(value, text)
        if shown == BLANK:
            continue
        items.append(Markup("<dt>{}</dt><dd>{}</dd>").format(column_words(name), shown))
    return Markup("<dl>{}</dl>").format(Markup("").join(items))
