"""How often a feed itself asks to be asked: ttl, skipHours and skipDays of RSS, updatePeriod of the syndication module.

Read by expat from what stands in the channel, beside feedparser: that keeps the last of several hours only. Pure.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from xml.parsers import expat

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WANTED = frozenset(("ttl", "hour", "day", "updateperiod", "updatefrequency"))
_ENTRIES = frozenset(("item", "entry"))
_MOST_TEXT, _MOST_TTL = 40, timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FeedSchedule:
    """What a feed asks for.

    Attributes:
        rest: between two requests, the longer of ttl and update period; zero where it does not tell.
        rest_reason: which of them, for people.
        skip_hours: hours of the day, GMT, 0 to 23.
        skip_days: days of the week, GMT, Monday is 0.
    """

    rest: timedelta = timedelta()
    rest_reason: str = ""
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()

    def to_json(self) -> str:
        """As the archive keeps it."""
        return json.dumps(
            [int(self.rest.total_seconds()), self.rest_reason, sorted(self.skip_hours), sorted(self.skip_days)]
        )

    @classmethod
    def from_json(cls, text: str | None) -> "FeedSchedule":
        """What `to_json` wrote."""
        if not text:
            return cls()
        seconds, reason, hours, days = json.loads(text)
        return cls(timedelta(seconds=seconds), reason, frozenset(hours), frozenset(days))


@dataclass
class _Found:
    """Texts of the elements that are wanted, and where the parser is."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    inside: str = ""
    entry_depth: int = 0

    def start(self, name: str, _: object) -> None:
        local = name.rpartition(":")[2].lower()
        if self.entry_depth or local in _ENTRIES:
            self.entry_depth += 1
        elif local in _WANTED and len(self.texts) < 100:
            self.inside = local
            self.texts.append((local, ""))

    def data(self, text: str) -> None:
        if self.inside:
            name, before = self.texts[-1]
            self.texts[-1] = (name, (before + text)[:_MOST_TEXT])

    def end(self, _: str) -> None:
        self.entry_depth = max(0, self.entry_depth - 1)
        self.inside = ""


def read_schedule(body: bytes) -> FeedSchedule:
    """What the feed in `body` asks for; of one that is no XML, or malformed, as much as stands before the fault."""
    found = _Found()
    parser = expat.ParserCreate()
    parser.StartElementHandler = found.start
    parser.CharacterDataHandler = found.data
    parser.EndElementHandler = found.end
    parser.EntityDeclHandler = _refuse
    with suppress(expat.ExpatError, _EntityDeclared, LookupError, ValueError):  # its reading tells what is wrong
        parser.Parse(body, True)
    return _schedule([(name, text.strip().lower()) for name, text in found.texts])


class _EntityDeclared(Exception):  # noqa: N818  # it ends a parse and is never told
    """A feed declares entities: they can hold more than memory does, so the schedule ends here."""


def _refuse(*_: object) -> None:
    raise _EntityDeclared


def _schedule(texts: list[tuple[str, str]]) -> FeedSchedule:
    values = dict(reversed(texts))
    hours = {_number(text) for name, text in texts if name == "hour"}
    days = {text for name, text in texts if name == "day"}
    rests = [(timedelta(minutes=_number(values.get("ttl", "")) or 0), "ttl")]
    if values.get("updateperiod") in _PERIODS:
        frequency = max(1, _number(values.get("updatefrequency", "")) or 1)
        rests.append((_PERIODS[values["updateperiod"]] / frequency, "sy:updatePeriod"))
    rest, reason = max(rests)
    return FeedSchedule(
        rest=min(rest, _MOST_TTL),
        rest_reason=reason if rest else "",
        # 24 stands for midnight in RSS 0.91
        skip_hours=frozenset(hour % 24 for hour in hours if hour is not None and hour <= 24),
        skip_days=frozenset(number for number, day in enumerate(_DAYS) if day in days),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None


def allowed_from(schedule: FeedSchedule, moment: datetime, last: datetime) -> datetime | None:
    """The first moment from `moment` on, in hours and days that are not skipped; None where there is none by `last`."""
    if not schedule.skip_hours and not schedule.skip_days:
        return moment
    candidate = moment.astimezone(UTC)
    while candidate <= last:
        if candidate.hour not in schedule.skip_hours and candidate.weekday() not in schedule.skip_days:
            return candidate
        candidate = candidate.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return None
