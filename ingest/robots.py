"""robots.txt as RFC 9309 has it: which pages may be asked for, how far apart, and how long the file itself is believed.

Feeds are not asked for by it: somebody subscribed to each of them, as to a letter. Every page is, on every redirect.
"""

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

from rightswire.errors import PageError

#: The name by which a robots.txt may speak of us.
PRODUCT = "Rightswire"
#: What is read of a robots.txt, and no more (RFC 9309, 2.5).
MOST_BYTES = 500 * 1024
#: How long a file is believed (2.4), and how soon one is asked for again that could not be had.
BELIEVED, ASKED_AGAIN = timedelta(hours=24), timedelta(hours=1)
#: A site whose robots.txt could not be had for so long is taken to have none (2.3.1.4).
GIVEN_UP = timedelta(days=30)
REFUSED, UNREACHABLE = "refused by robots.txt", "robots.txt unreachable"


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What is known of the robots.txt of one origin.

    Attributes:
        origin: 'https://wire.example'.
        text: as last had; empty where the origin has none, which allows everything; None where it never could be had.
        asked_at: when it was asked for.
        unreachable_since: the first of the failures in a row; None where it was had.
        failure: the reason of the last of them.
    """

    origin: str
    text: str | None
    asked_at: datetime
    unreachable_since: datetime | None = None
    failure: str = ""

    def is_fresh(self, now: datetime) -> bool:
        """Whether it need not be asked for again."""
        return now - self.asked_at < (ASKED_AGAIN if self.unreachable_since else BELIEVED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a page may be asked for; the reason is empty where it may. `delay` is in seconds between requests."""

    reason: str = ""
    detail: str = ""
    delay: float | None = None


def renewed(origin: str, before: RobotsFile | None, answer: str | PageError, now: datetime) -> RobotsFile:
    """The file after it was asked for: `answer` is empty where there is none, an error where that cannot be told.

    A file that was had before stands as long as it cannot be had again.
    """
    if isinstance(answer, str):
        return RobotsFile(origin, answer, now)
    since = before.unreachable_since if before else None
    return RobotsFile(origin, before.text if before else None, now, since or now, answer.reason)


def verdict(file: RobotsFile, url: str, now: datetime) -> Verdict:
    """Whether `url` may be asked for. Of a site that cannot be reached at all, the page has the same to tell."""
    if file.text is None:
        if file.unreachable_since is None or now - file.unreachable_since >= GIVEN_UP:
            return Verdict()
        reason = UNREACHABLE if file.failure.startswith("HTTP ") else file.failure
        return Verdict(reason, f"{file.origin}/robots.txt could not be had ({file.failure}), so its pages wait")
    rules = _rules(file.text)
    delay = rules.crawl_delay(PRODUCT)
    delay = delay if delay is not None and math.isfinite(delay) else None
    if rules.can_fetch(url, PRODUCT):
        return Verdict(delay=delay)
    return Verdict(REFUSED, f"{file.origin}/robots.txt asks programs to leave it", delay)


@lru_cache(maxsize=64)
def _rules(text: str) -> Protego:
    return Protego.parse(text)


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()


class RobotsBook:
    """The robots.txt of each origin, each asked for once. Used by many threads.

    Args:
        known: as learnt before.
        fetch: what came of asking an origin for its file, as `renewed` takes it.
        now: the clock, aware.
    """

    def __init__(
        self, known: Iterable[RobotsFile], fetch: Callable[[str, bool], str | PageError], now: Callable[[], datetime]
    ) -> None:
        self._files = {file.origin: file for file in known}
        self._fetch = fetch
        self._now = now
        self._learnt: set[str] = set()
        self._lock = threading.Lock()
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def verdict(self, url: str, allow_private: bool) -> Verdict:
        """Whether `url` may be asked for; asks for its robots.txt where that is not known, or not any more."""
        origin = origin_of(url)
        with self._lock:
            lock = self._locks[origin]
        with lock:  # those who come while the file is asked for wait for it
            file = self._files.get(origin)
            if file is None or not file.is_fresh(self._now()):
                file = renewed(origin, file, self._fetch(origin, allow_private), self._now())
                with self._lock:
                    self._files[origin] = file
                    self._learnt.add(origin)
        return verdict(file, url, self._now())

    def learnt(self) -> list[RobotsFile]:
        """The files that were asked for, by origin."""
        with self._lock:
            return [self._files[origin] for origin in sorted(self._learnt)]
