"""Ends of cases and deals that cannot both have come: one source tells of a settlement, one of a dismissal. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from graph.dates import first_day, is_later
from graph.reports import Report
from graph.rules import rules
from graph.story_rules import story_rules


class Told(Protocol):
    """A status as one source tells it."""

    @property
    def date(self) -> str:
        """ISO 8601, as precise as told; '' where not told."""

    @property
    def report(self) -> Report | None:
        """None for the register's and a docket's."""


Item = TypeVar("Item", bound=Told)


def end_day(told: Told, status: str) -> str:
    """When an end came: as told, else the day of the article that tells it as news; '' where neither is known."""
    if told.date or told.report is None or told.report.fact.background or status not in rules().told_when_new:
        return told.date
    return told.report.article.published.isoformat() if told.report.article.published else ""


def disputed_ends(told: Mapping[str, Sequence[Item]]) -> dict[str, list[Item]]:
    """Of ends that exclude each other, by status, those that are told for about the same time as another.

    A dismissal after a settlement carries it out, and what is told of quite other parties denies nothing.
    """
    by_end = {status: _by_end(status, group) for status, group in told.items()}
    near: dict[str, list[Item]] = {}
    for status, ends in by_end.items():
        others = [end for other, found in by_end.items() if other != status for end in found]
        if found := [one for end, group in ends.items() if any(_deny(end, other) for other in others) for one in group]:
            near[status] = found
    return near


#: Status, day and the parties who are told to take part, none for the register's and a docket's.
_End = tuple[str, str, frozenset[str]]


def _by_end(status: str, told: Sequence[Item]) -> dict[_End, list[Item]]:
    """What is told alike together: a hundred articles on one end are asked after once."""
    found: dict[_End, list[Item]] = defaultdict(list)
    for one in told:
        if day := end_day(one, status):
            pair = frozenset((one.report.source, one.report.target)) if one.report else frozenset()
            found[status, day, pair].append(one)
    return found


def _deny(one: _End, other: _End) -> bool:
    days = story_rules().same_step_days
    limit = max(days.get(one[0], 0), days.get(other[0], 0))
    if abs((first_day(one[1]) - first_day(other[1])).days) > limit or _carries_out(one, other):
        return False
    return not (one[2] and other[2] and one[2].isdisjoint(other[2]))


def _carries_out(one: _End, other: _End) -> bool:
    dates = {one[0]: one[1], other[0]: other[1]}
    return dates.keys() == {"settled", "dismissed"} and is_later(dates["dismissed"], dates["settled"])
