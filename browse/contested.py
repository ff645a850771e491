"""What sources tell differently of a case or deal: the values side by side, each with those who tell it."""

import re
from collections import defaultdict
from dataclasses import dataclass

from markupsafe import Markup, escape

from browse.dates import time_element, when
from browse.reading import Database, Row, read_rows
from browse.sums import span_of_money
from browse.words import words

VALUES_SHOWN = 60
TELLERS_SHOWN = 6

VALUES_SQL = """
select r.id, r.field, r.value, r.chosen, r.rule, r.contested, r.sources, r.articles, r.kinds, r.single_source,
  r.first_reported, r.last_reported
from readings r
where r.node_id = :id and r.field in (select field from readings where node_id = :id and contested)
order by r.field, r.chosen desc, r.sources desc, r.value limit :shown
"""
TELLERS_SQL = """
select s.reading_id, s.kind, s.source_url, s.ordinal, a.id as article_id, a.title, a.published, w.name as outlet,
  a.outlet_id, v.sentence
from readings r join reading_sources s on s.reading_id = r.id and s.ordinal < :tellers
  left join articles a on a.id = s.article_id left join nodes w on w.id = a.outlet_id
  left join evidence v on v.id = s.evidence_id
where r.node_id = :id and r.field in (select field from readings where node_id = :id and contested)
order by s.reading_id, s.ordinal
"""
_AMOUNT = re.compile(
    r"(?P<low>[0-9]*(?:\.[0-9]+)?)(?P<open>\.\.)?(?P<high>[0-9]*(?:\.[0-9]+)?)"
    r"(?: (?P<currency>[A-Z]{3}))?(?: (?P<period>[a-z-]+))?"
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field.

    Attributes:
        shown: as people write it.
        row: of `readings`.
        rule: why it was chosen, in words; empty for the others.
        tellers: the first who tell it.
    """

    shown: Markup
    row: Row
    rule: str
    tellers: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """What differs, in words, with all its values, the chosen one first."""

    name: Markup
    values: tuple[Value, ...]


async def read_contested(database: Database, row_id: str) -> tuple[Field, ...]:
    """The contested fields of a case or deal."""
    rows = await read_rows(database, VALUES_SQL, id=row_id, shown=VALUES_SHOWN)
    if not rows:
        return ()
    tellers: dict[str, list[Row]] = defaultdict(list)
    for row in await read_rows(database, TELLERS_SQL, id=row_id, tellers=TELLERS_SHOWN):
        tellers[row["reading_id"]].append(row)
    fields: dict[str, list[Value]] = defaultdict(list)
    for row in rows:
        rule = words().say("contested_rule", row["rule"]) if row["chosen"] else ""
        shown = value_words(row["field"], row["value"])
        fields[row["field"]].append(Value(shown, row, rule, tuple(tellers[row["id"]])))
    return tuple(Field(field_words(field), tuple(values)) for field, values in fields.items())


def field_words(field: str) -> Markup:
    """'date-ruling 2025-04-03' as 'Date of the ruling (3 April 2025)'."""
    name, _, step = field.partition(" ")
    said = words().say("contested_field", name)
    shown = time_element(step)
    return Markup("{} ({})").format(said, shown) if shown else escape(f"{said} ({step})" if step else said)


def value_words(field: str, value: str) -> Markup:
    """A value as people write it: a date, a sum, a status or a plain answer."""
    if field.startswith("date"):
        return time_element(value) or escape(value)
    if field.startswith("amount"):
        return amount_words(value) or escape(value)
    if field == "status":
        return escape(words().badge(value))
    if field.startswith("outcome"):
        return escape(words().say("outcome", value))
    if field == "term-years":
        return escape(f"{value} year" + ("" if value in ("1", "1.0") else "s"))
    return escape(value)


def amount_words(value: str) -> Markup | None:
    """'1500000000 USD total' as '$1.5 billion', '2e7..2.5e7 USD year' as a span a year; None for anything else."""
    found = _AMOUNT.fullmatch(value)
    if not found or not (found["low"] or found["high"]):
        return None
    least = float(found["low"]) if found["low"] else None
    most = float(found["high"]) if found["high"] else None if found["open"] else least
    shown, period = span_of_money(least, most, found["currency"] or ""), found["period"]
    return shown if shown is None or period in (None, "total") else Markup("{} a {}").format(shown, period)


def span(row: Row) -> Markup:
    """When a value was told: 'told on 6 September 2025', or from when to when."""
    first, last = when(row["first_reported"]), time_element(row["last_reported"])
    if first is None:
        return Markup("")
    if row["first_reported"] == row["last_reported"] or last is None:
        return Markup("told {}").format(first)
    return Markup("told from {} to {}").format(time_element(row["first_reported"]), last)
