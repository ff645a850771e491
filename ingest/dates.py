"""Dates as feeds give them. Only the two forms that standards name are read: other parsers guess, and guess wrong.

feedparser 6.0.14 reads '2016/6/29 15:07:41' as a day in November and CEST as UTC; a date that is not sure is none.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate

#: Hours east of UTC of the zone names of RFC 822, and of others that mean one thing only where news is written.
_ZONES = (
    dict.fromkeys(("GMT", "UT", "UTC", "Z", "WET"), 0)
    | {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
    | {"CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "BST": 1, "WEST": 1, "EET": 2, "EEST": 3, "JST": 9, "KST": 9}
)
_ZONE = re.compile(r"\s*(?:(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)|(?P<name>[A-Za-z]+))$")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def read_date(text: str, now: datetime) -> datetime | None:
    """The moment that a feed's date names, in aware UTC; None where it is unsure, before 1990 or over a day ahead.

    Args:
        text: ISO 8601 or RFC 822; no zone is taken for UTC, an unknown one makes the date unsure.
        now: aware.
    """
    moment = _read_iso(text.strip()) or _read_rfc822(text.strip())
    if moment is None or not _EARLIEST <= moment <= now + timedelta(days=1):
        return None
    return moment.astimezone(UTC)


def _read_iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read_rfc822(text: str) -> datetime | None:
    zone = _ZONE.search(text)
    offset = timedelta()
    if zone and zone["sign"]:
        offset = timedelta(hours=int(zone["hours"]), minutes=int(zone["minutes"])) * (-1 if zone["sign"] == "-" else 1)
    elif zone:
        if zone["name"].upper() not in _ZONES:
            return None
        offset = timedelta(hours=_ZONES[zone["name"].upper()])
    # The library takes zones that it does not know, '+01:00' among them, for UTC: it sees the date without.
    fields = parsedate(text[: zone.start()] if zone else text)
    try:
        return datetime(*fields[:6], tzinfo=timezone(offset)) if fields else None
    except (ValueError, OverflowError):  # 32 March, a year of 12 digits, a zone of 99 hours
        return None
