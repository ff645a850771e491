"""When a feed may be asked again: what its server asks for, what the feed asks for, and our own interval. Pure.

The latest of these moments counts. A server gets a week at most: what asks for more is a mistake (2038 is seen). Our
own interval may be longer.
"""

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ingest.feed_schedule import FeedSchedule, allowed_from

LONGEST_REST = timedelta(days=7)
#: A nightly run starts some minutes earlier or later than the last: a rest of half a day or more ends so much earlier,
#: in parts of it, or every second night would be lost. Shorter rests, and Retry-After, are kept to the second.
_LONG, _EARLY = timedelta(hours=12), 0.01
#: A server that gives no validators sends everything at each request: once a day is enough for it, so the authors of
#: the feed reader score ask (rachelbythebay.com/w/feed).
UNCONDITIONAL = timedelta(days=1)
#: The first rest of a failing feed, and the longest; it doubles with each failure in a row.
FIRST_BACKOFF, LONGEST_BACKOFF = timedelta(hours=1), timedelta(days=2)
#: The first rest where a server says that it is asked too much, or refuses.
_REFUSED_BACKOFF = timedelta(hours=4)
REFUSALS = frozenset(("HTTP 403", "HTTP 429", "HTTP 503"))
#: Up to so much is added to a rest after a failure, so that feeds which failed together are not asked together.
_JITTER = 0.25
#: A feed that failed so often in a row, over at least so long, is asked no more.
RETIRING_FAILURES, RETIRING_TIME = 30, timedelta(days=30)
#: A run that reaches no host at all tells nothing of a feed: the network may have been down. A feed of which nothing
#: else was told in so many runs, over at least so long, is taken for gone and asked once in so long, for all that.
LOST_RUNS, LOST_TIME, LOST_REST = 60, timedelta(days=180), timedelta(days=30)
_SECONDS = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Rest:
    """Until when (aware UTC) something is left alone, and why, in words for a person."""

    until: datetime
    reason: str


def server_rest(headers: Mapping[str, str], status: int, now: datetime) -> Rest | None:
    """How long an answer asks to be left alone; None where it does not tell.

    Args:
        headers: of the answer, names in lower case.
        status: of the answer; Retry-After counts with every one, the age of caches with answers that tell something.
        now: aware, when the answer came.
    """
    rests = [_retry_after(headers.get("retry-after", ""), now)]
    if status in (200, 203, 304, 429, 503):
        rests.append(_cache_rest(headers, now))
    return latest(rest for rest in rests if rest and rest.until > now)


def _retry_after(value: str, now: datetime) -> Rest | None:
    value = value.strip()
    seconds = _seconds(value)
    until = _http_date(value) if seconds is None else now + seconds
    return Rest(min(until, now + LONGEST_REST), "Retry-After") if until else None


def _cache_rest(headers: Mapping[str, str], now: datetime) -> Rest | None:
    directives = cache_directives(headers.get("cache-control", ""))
    if directives.keys() & {"no-store", "no-cache"}:
        return None  # to be asked for each time it is needed, which our own interval tells
    if "max-age" in directives:
        lasting, reason = _seconds(directives["max-age"]), "Cache-Control: max-age"
        if lasting is not None:
            lasting -= _seconds(headers.get("age", "").strip()) or timedelta()
    else:
        expires, date = (_http_date(headers.get(name, "")) for name in ("expires", "date"))
        lasting, reason = expires - (date or now) if expires else None, "Expires"
    if lasting is None or lasting <= timedelta():
        return None
    return Rest(now + _nightly(min(lasting, LONGEST_REST)), reason)


def _nightly(lasting: timedelta) -> timedelta:
    return lasting * (1 - _EARLY) if lasting >= _LONG else lasting


def cache_directives(value: str) -> dict[str, str]:
    """The directives of Cache-Control by their names in lower case; of one that comes twice the first counts."""
    directives: dict[str, str] = {}
    for part in value.split(","):
        name, _, argument = part.partition("=")
        directives.setdefault(name.strip().lower(), argument.strip().strip('"'))
    return directives


def _seconds(text: str) -> timedelta | None:
    return min(timedelta(seconds=int(text)), LONGEST_REST * 2) if _SECONDS.fullmatch(text) else None


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text.strip()[:60])
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def latest(rests: Iterable[Rest]) -> Rest | None:
    """The rest that ends last."""
    return max(rests, key=lambda rest: rest.until, default=None)


def interval_rest(interval: timedelta, asked: datetime) -> Rest:
    """How long a feed rests by its interval in feeds.toml."""
    return Rest(asked + _nightly(interval), "interval_minutes")


def after_success(
    interval: timedelta, server: Rest | None, schedule: FeedSchedule, conditional: bool, now: datetime
) -> Rest:
    """When a feed that answered is due again.

    Args:
        interval: of the feed in feeds.toml; zero where it is to be asked at each run that its server allows.
        server: what the answer asked for.
        schedule: what the feed itself asks for.
        conditional: whether the next request can carry validators.
        now: aware, when it was asked.
    """
    rests = [interval_rest(interval, now)]
    if interval and not conditional:
        rests.append(Rest(now + _nightly(UNCONDITIONAL), "its server gives no validators"))
    if schedule.rest:
        rests.append(Rest(now + _nightly(schedule.rest), schedule.rest_reason))
    due = latest([*rests, server] if server else rests) or rests[0]
    if allowed := allowed_from(schedule, due.until, now + LONGEST_REST):
        return Rest(allowed, "skipHours, skipDays") if allowed > due.until else due
    return due


def after_failure(
    url: str, reason: str, failures: int, interval: timedelta, server: Rest | None, now: datetime
) -> Rest:
    """When a feed that failed is asked again: later with each failure in a row, and not before its server allows.

    Args:
        url: of the feed; with `failures` it decides on the jitter, so that the same failure gives the same moment.
        reason: of the failure.
        failures: in a row, this one among them.
        interval: of the feed.
        server: what the answer asked for, if there was one.
        now: aware, when it was asked.
    """
    first = max(_REFUSED_BACKOFF if reason in REFUSALS else FIRST_BACKOFF, interval)
    doubled = first * 2 ** min(failures - 1, 20) if first < LONGEST_BACKOFF else first
    rest = min(doubled, max(LONGEST_BACKOFF, interval)) * (1 + _JITTER * jitter(url, failures))
    ours = Rest(now + min(rest, LONGEST_REST), f"failed {failures} times in a row" if failures > 1 else "failed")
    return latest([ours, server] if server else [ours]) or ours


def jitter(url: str, failures: int) -> float:
    """A number from 0 to 1 that looks like chance and depends on its arguments alone."""
    digest = hashlib.sha256(f"{failures} {url}".encode("utf-8", "surrogatepass")).digest()
    return math.ldexp(int.from_bytes(digest[:4], "big"), -32)


def is_given_up(failures: int, failing_since: datetime | None, now: datetime) -> bool:
    """Whether a feed has failed so often and so long that it is asked no more."""
    return failures >= RETIRING_FAILURES and failing_since is not None and now - failing_since >= RETIRING_TIME


def is_lost(unreached: int, unreached_since: datetime, now: datetime) -> bool:
    """Whether runs reached no host so often and so long that a feed is taken for gone."""
    return unreached >= LOST_RUNS and now - unreached_since >= LOST_TIME
