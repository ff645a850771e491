"""Turns of the requests to one host: so many at once, so far apart, and none while it asks to be left alone."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from ingest.breaking_off import ExchangeError
from ingest.freshness import Rest
from ingest.model import FetchOptions

#: The reason of a request that was not made because its host had asked for a pause.
PAUSED = "host paused"
#: How long a host is left alone that says 'too many requests' and not for how long.
UNTOLD_PAUSE = timedelta(hours=1)


class PausedError(ExchangeError):
    """A request that was not made because its host had asked for a `rest`."""

    def __init__(self, host: str, rest: Rest) -> None:
        until = f"{rest.until:%Y-%m-%d %H:%M} UTC"
        super().__init__(host, PAUSED, f"{host} asked to be left alone until {until} ({rest.reason})")
        self.rest = rest


def host_of(address: str) -> str:
    """Host and port of an address; empty, and so one host, for everything on disk."""
    return urlsplit(address).netloc.rpartition("@")[2].lower()


class Pacing:
    """Used by many threads.

    Args:
        options: how many at once, and how far apart.
        wait: waits so many seconds, and raises where the run ends.
        now: the clock, aware.
        pauses: of hosts, as learnt before.
        monotonic: the clock that distances are measured by, in seconds.
    """

    def __init__(
        self,
        options: FetchOptions,
        wait: Callable[[float], None],
        now: Callable[[], datetime],
        pauses: Mapping[str, Rest],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._options = options
        self._wait = wait
        self._now = now
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._slots: defaultdict[str, threading.Semaphore] = defaultdict(
            lambda: threading.Semaphore(options.workers_per_host)
        )
        self._free_at: dict[str, float] = {}
        self._spacing: dict[str, float] = {}
        self._pauses = dict(pauses)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """One request to `host`: begins when it is its turn.

        Raises:
            PausedError: the host asked for a rest that is not over; and what `wait` raises.
        """
        self._check(host)
        with self._lock:
            slot = self._slots[host]
        with slot:
            self._wait(self._take_place(host))
            self._check(host)  # the host may have asked for a pause in the meantime
            yield

    def _take_place(self, host: str) -> float:
        """Seconds until the next free place in the row of requests to `host`, which is taken."""
        with self._lock:
            now = self._monotonic()
            place = max(now, self._free_at.get(host, now))
            self._free_at[host] = place + max(self._options.host_spacing_seconds, self._spacing.get(host, 0.0))
            return place - now

    def _check(self, host: str) -> None:
        with self._lock:
            pause = self._pauses.get(host)
        if pause and self._now() < pause.until:
            raise PausedError(host, pause)

    def space(self, host: str, seconds: float | None) -> None:
        """Keep requests to `host` so far apart, within what is allowed; None where robots.txt asks for nothing."""
        if seconds is not None and seconds > 0:
            with self._lock:
                self._spacing[host] = min(seconds, self._options.longest_crawl_delay_seconds)

    def pause(self, host: str, rest: Rest) -> None:
        """Let no request to `host` begin before its rest is over."""
        with self._lock:
            self._pauses[host] = rest

    def pauses(self) -> dict[str, Rest]:
        """The rests of hosts that are not over."""
        with self._lock:
            return {host: rest for host, rest in sorted(self._pauses.items()) if rest.until > self._now()}
