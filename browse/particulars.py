"""What a source says of something, name by name, as people read it: sums in one, dates in words, codes as phrases."""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from browse.dates import NO_DATES, in_prose, time_element
from browse.sums import stated
from browse.words import words

#: Attributes that make up one sum together.
SUM_ATTRIBUTES = ("amount_usd", "value_min", "value_max", "value_currency", "value_period", "value_basis")
TABLES = {"stance": "stance", "outcome": "outcome"}


def heading(name: str) -> str:
    """The heading of a column or attribute."""
    return words().say("heading", name)


def particulars(attributes: Mapping[str, Any]) -> list[tuple[str, Markup]]:
    """The attributes of a fact or relation in their order, with their headings."""
    told, total = [], stated(attributes) if set(SUM_ATTRIBUTES) & set(attributes) else None
    for name, value in attributes.items():
        if total and name in SUM_ATTRIBUTES:
            continue
        told.append((heading(name), value_words(name, value)))
    return [(heading("amount_usd"), total), *told] if total else told


def _plain(value: object) -> Markup:
    """What is no text: yes and no, counts by name, numbers; the rest as JSON has it."""
    if isinstance(value, bool):
        return escape("yes" if value else "no")
    if isinstance(value, Mapping):
        return escape(", ".join(f"{heading(name)}: {_plain(part)}" for name, part in value.items()) or "none")
    return escape(value if isinstance(value, int) else json.dumps(value, ensure_ascii=False))


def value_words(name: str, value: object) -> Markup:
    """One value as people read it."""
    if not isinstance(value, str):
        if name == "term_years" and isinstance(value, int | float):
            return escape(f"{value:g} year" + ("" if value == 1 else "s"))
        return _plain(value)
    if name == "status":
        return escape(words().badge(value))
    if name in TABLES:
        return escape(words().say(TABLES[name], value)) if value in getattr(words(), TABLES[name]) else in_prose(value)
    return (None if name in NO_DATES else time_element(value)) or escape(value)
