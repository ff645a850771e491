"""Days and times as the database has them, as moments: feeds and calendars tell when, and never by the clock."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from browse.reading import Database, read_rows

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: A run that did not finish counts from its start.
LAST_RUN_SQL = "select min(started) as first, max(coalesce(finished, started)) as last from runs"
#: Stands where the graph tells no time at all.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def moment(text: object) -> datetime | None:
    """A day (its beginning) or a time as aware UTC; None for anything else, a month or a year too."""
    if not isinstance(text, str) or not _DAY.match(text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        return None


async def first_and_last_run(database: Database) -> tuple[datetime, datetime]:
    """When the first run began and the last one ended; NEVER where there was none."""
    rows = await read_rows(database, LAST_RUN_SQL)
    return moment(rows[0]["first"]) or NEVER, moment(rows[0]["last"]) or NEVER


def http_date(when: datetime) -> str:
    """As HTTP writes it (RFC 9110, section 5.6.7)."""
    return format_datetime(when.astimezone(UTC).replace(microsecond=0), usegmt=True)


def from_http_date(text: str) -> datetime | None:
    """What HTTP wrote, aware UTC; None where it is no date."""
    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
