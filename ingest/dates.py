"""Dates as feeds give them, in every form that can mean one thing only: other parsers guess, and guess wrong.

feedparser 6.0.14 reads '2016/6/29 15:07:41' as a day in November and CEST as UTC; a date that is not sure is none.
Names of months in other languages and what else people may edit stand in dates.toml.
"""

import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate
from functools import cache
from pathlib import Path

from pydantic import BaseModel

_ZONE = re.compile(
    r"\s*(?:(?P<prefix>GMT|UTC)?(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?|(?P<name>[A-Za-z]+))$"
)
_NOTE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_MOST_CHARACTERS = 100
_TIME = (
    r"(?:[\sT,\u00b7@|-]*(?:at|um|\u00e0|a las)?\s*(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)"
    r"(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?)?"
)
#: The year first, whatever parts it from the month; and a day that cannot be a month, or the other way round.
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[/.-](?P<month>\d{{1,2}})[/.-](?P<day>\d{{1,2}}){_TIME}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"(?P<one>\d{{1,2}})[/.-](?P<two>\d{{1,2}})[/.-](?P<year>\d{{4}}){_TIME}", re.IGNORECASE)
_DAY_OF_YEAR = re.compile(r"(\d{4})-(\d{3})")
_WEEKDAY = r"(?:[^\W\d_]+\.?,?\s+)?"
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|\u00ba)?(?:\s+(?:de|of))?[\s-]+(?P<name>[^\W\d_]+)\.?,?(?:\s+de)?[\s-]+"
    rf"(?P<year>\d{{4}}){_TIME}",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}(?P<name>[^\W\d_]+)\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_TIME}",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"(\d{10})(\d{3})?")


class DateWords(BaseModel):
    """What dates.toml holds; its comments say what each table is for."""

    zones: dict[str, int]
    months: dict[str, int]


@cache
def date_words() -> DateWords:
    """The tables of dates.toml, read once."""
    return DateWords.model_validate(tomllib.loads(Path(__file__).with_name("dates.toml").read_text("utf-8")))


def read_date(text: str, now: datetime) -> datetime | None:
    """The moment that a feed's date names, in aware UTC; None where it is unsure, before 1990 or over a day ahead.

    Args:
        text: ISO 8601, RFC 822 or a form like them; no zone is taken for UTC, an unknown one makes the date unsure.
        now: aware.
    """
    moment = understood_date(text)
    return moment if moment and moment <= now + timedelta(days=1) else None


def understood_date(text: str) -> datetime | None:
    """The same for a moment that may lie ahead."""
    text = _NOTE.sub("", " ".join(text[:_MOST_CHARACTERS].split()))
    moment = _read_iso(text) or _read_rfc822(text) or _read_other(text)
    try:
        return moment.astimezone(UTC) if moment and moment >= _EARLIEST else None
    except OverflowError:  # the last hours of the year 9999
        return None


def _read_iso(text: str) -> datetime | None:
    if not text[:4].isdigit() or (text.isdigit() and len(text) != 8):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _zoned(text: str) -> tuple[str, timezone | None]:
    """A date without its zone, and the zone: UTC where it names none, None where it names one that is not known."""
    zone = _ZONE.search(text)
    if zone is None:
        return text, UTC
    rest = text[: zone.start()]
    if zone["sign"]:
        offset = timedelta(hours=int(zone["hours"]), minutes=int(zone["minutes"] or 0))
        return rest, _timezone(-offset if zone["sign"] == "-" else offset)
    name = zone["name"].upper()
    if name in ("AM", "PM"):
        return text, UTC
    if name not in date_words().zones:
        return text, None
    hours = date_words().zones[name]
    if numeric := re.search(r"\s*([+-])(\d\d):?(\d\d)$", rest):  # '+0000 GMT': the number is the surer of the two
        offset = timedelta(hours=int(numeric[2]), minutes=int(numeric[3]))
        return rest[: numeric.start()], _timezone(-offset if numeric[1] == "-" else offset)
    return rest, timezone(timedelta(hours=hours))


def _timezone(offset: timedelta) -> timezone | None:
    return timezone(offset) if abs(offset) < timedelta(hours=15) else None


def _read_rfc822(text: str) -> datetime | None:
    rest, zone = _zoned(text)
    # The library takes zones that it does not know, '+01:00' among them, for UTC: it sees the date without. It knows
    # the order of what it reads by the name of the month alone, and takes '2016/6/29' for something else.
    if zone is None or not re.search(r"[A-Za-z]{3}", rest):
        return None
    fields = parsedate(rest)
    try:
        return datetime(*fields[:6], tzinfo=zone) if fields else None
    except (ValueError, OverflowError):  # 32 March, a year of 12 digits
        return None


def _read_other(text: str) -> datetime | None:
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    if ordinal := _DAY_OF_YEAR.fullmatch(text):
        return _from_ordinal(int(ordinal[1]), int(ordinal[2]))
    rest, zone = _zoned(text)
    if zone is None:
        return None
    for form in (_YEAR_FIRST, _YEAR_LAST, _DAY_MONTH, _MONTH_DAY):
        if found := form.fullmatch(rest.strip()):
            return _from_parts(found.groupdict(), zone)
    return None


def _from_ordinal(year: int, day: int) -> datetime | None:
    try:
        moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day - 1)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year == year else None


def _from_parts(parts: dict[str, str | None], zone: timezone) -> datetime | None:
    month, day = _month_and_day(parts)
    hour = int(parts["hour"] or 0)
    if half := parts["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    try:
        return datetime(
            int(parts["year"] or 0),
            month,
            day,
            hour,
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
            tzinfo=zone,
        )
    except ValueError:
        return None


def _month_and_day(parts: dict[str, str | None]) -> tuple[int, int]:
    """Month and day; zeros, which make no date, where it is not sure which is which."""
    if name := parts.get("name"):
        return date_words().months.get(name.casefold(), 0), int(parts["day"] or 0)
    if parts.get("month"):
        return int(parts["month"] or 0), int(parts["day"] or 0)
    one, two = int(parts["one"] or 0), int(parts["two"] or 0)
    if one == two:
        return one, two
    if one > 12:
        return two, one
    return (one, two) if two > 12 else (0, 0)
