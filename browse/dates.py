"""Dates and times as people write them, with the exact value behind them.

The graph keeps ISO 8601 text as precise as known; a reader sees '6 September 2025', 'September 2025' or '2025'.
"""

import re
from datetime import UTC, date, datetime

from markupsafe import Markup, escape

from browse.markup import Shape

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_TIME_ELEMENT = Shape('<time datetime="{}" title="{}">{}</time>')
_DATE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}[0-9:.]*(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
#: Columns, attributes and fields whose values may look like dates and are none.
NO_DATES = frozenset({"docket_number", "docket_numbers"})
_IN_PROSE = re.compile(r"(?<!(?i:number|docket) )(?<!(?i:no)\. )(?<![\w/.-])[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![\w/-])")


def date_words(value: object) -> str | None:
    """'6 September 2025', 'September 2025', '2025', or '20 November 2025, 04:00 UTC'; None for what is no date."""
    if not isinstance(value, str):
        return None
    if _TIME.fullmatch(value):
        return _time_words(value)
    found = _DATE.fullmatch(value)
    if not found:
        return None
    year, month, day = found["year"], int(found["month"] or 1), int(found["day"] or 1)
    try:
        date(int(year), month, day)
    except ValueError:
        return None
    if not found["month"]:
        return year
    return f"{day} {MONTHS[month - 1]} {year}" if found["day"] else f"{MONTHS[month - 1]} {year}"


def _time_words(value: str) -> str | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M} UTC"


def time_element(value: object, words: str | None = None) -> Markup | None:
    """A date in words with the exact value on hover and for machines; None for what is no date."""
    known = date_words(value)
    if known is None:
        return None
    shown = words or known
    exact = str(value).replace(" ", "T", 1)
    return _TIME_ELEMENT(exact, value, shown)


def when(value: object) -> Markup | None:
    """A date as a sentence goes on with it: 'on 6 September 2025', 'in September 2025'; None for what is no date."""
    shown = time_element(value)
    if shown is None:
        return None
    return Markup("{} {}").format("on" if len(str(value)) >= len("2025-09-06") else "in", shown)


def show_date(value: object) -> Markup:
    """For templates: the date in words, or what the value is, escaped."""
    return time_element(value) or escape("" if value is None else value)


def prose_words(text: object) -> str:
    """As `in_prose`, as plain text."""
    return _IN_PROSE.sub(lambda found: date_words(found[0]) or found[0], str(text or ""))


def in_prose(text: object) -> Markup:
    """Text of ours with the ISO dates in it put into words; everything else escaped as it stands."""
    parts, end, whole = [], 0, str(text or "")
    for found in _IN_PROSE.finditer(whole):
        shown = time_element(found[0])
        if shown:
            parts += [escape(whole[end : found.start()]), shown]
            end = found.end()
    return Markup("").join([*parts, escape(whole[end:])])
