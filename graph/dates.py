"""Dates as sources give them: YYYY, YYYY-MM or YYYY-MM-DD. Pure."""

import re
from calendar import monthrange
from datetime import date

_FORM = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def is_date(text: str) -> bool:
    """Whether a text has one of the three forms and is of the calendar."""
    try:
        return bool(_FORM.fullmatch(text) and first_day(text))
    except ValueError:
        return False


def first_day(when: str) -> date:
    """The first day that a date may mean. Raises ValueError for what is no date."""
    return date.fromisoformat((when + "-01-01")[:10])


def last_day(when: str) -> date:
    """The last day that a date may mean. Raises ValueError as `first_day`."""
    first = first_day(when)
    month = 12 if len(when) == len("2024") else first.month
    return first if len(when) == len("2024-05-02") else first.replace(month=month, day=monthrange(first.year, month)[1])


def known_from(when: str, newest: str, began: str = "") -> str:
    """The day from which on it was surely known what is dated so: that day, or the last of its year or month.

    Args:
        when: date as a source gives it; '' gives ''.
        newest: day of the newest article, '' for none. What is dated by a year or month that goes on then is known by
            then: it stands in the graph.
        began: the day on which the archive began, from which on that is so, or from the first day of its month or year:
            a day that does not move with the newest article.
    """
    if not when:
        return ""
    first, last = first_day(when).isoformat(), last_day(when).isoformat()
    return max(first, began) if first <= newest < last else last


def middle_day(when: str) -> date:
    """The day in the middle of what a date may mean: enough to compare distances. Raises ValueError as `first_day`."""
    return date.fromisoformat((when + {4: "-06-15", 7: "-15"}.get(len(when), ""))[:10])


def agree(one: str, other: str) -> bool:
    """Whether two dates are one as far as both are precise."""
    return one.startswith(other) or other.startswith(one)


def is_later(one: str, other: str) -> bool:
    """Whether a date is surely later than another: '2024-05-02' is later than '2024-04', and not than '2024-05'."""
    return not agree(one, other) and one > other
