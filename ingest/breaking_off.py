"""Everything that a thread may be waiting for, so that all of it can be broken off at once from another thread.

A thread that waits for a server cannot be ended from outside; what it waits for can. A connection is shut down, which
wakes its reader at once. Looking up a name and opening a connection cannot be interrupted at all: these run in threads
of their own that are given up and end by themselves, within the system's patience.
"""

import os
import socket
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import httpcore

from rightswire.errors import RightswireError

Result = TypeVar("Result")
#: What looking up a name or opening a connection may end in.
_FAILURES = (OSError, UnicodeError, httpcore.ConnectError, httpcore.ConnectTimeout)


class ExchangeError(RightswireError):
    """An exchange that is not begun or is broken off on purpose; ingest.fetch makes a FeedError or PageError of it."""


class Waits:
    """What the threads of one Fetcher wait for: connections, lookups and pauses."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handles: set[socket.socket] = set()
        self._calls: set[_Call[Any]] = set()
        self._broken_off = threading.Event()

    def break_off(self) -> None:
        """End every wait under way with an error, and whatever is begun later too."""
        with self._lock:
            self._broken_off.set()
            for handle in self._handles:
                _shut_down(handle)
            for call in self._calls:
                call.give_up()

    @property
    def broken_off(self) -> bool:
        """Whether everything is broken off."""
        return self._broken_off.is_set()

    def check(self) -> None:
        """Raise ExchangeError 'interrupted' once everything is broken off."""
        self.pause(0)

    def pause(self, seconds: float) -> None:
        """Wait so long. Raises ExchangeError 'interrupted', at once, when everything is broken off."""
        if self._broken_off.wait(seconds) if seconds > 0 else self._broken_off.is_set():
            raise ExchangeError("request", "interrupted", "the run was ended")

    def register(self, connection: socket.socket) -> socket.socket:
        """A second handle of a connection, which `break_off` shuts down and `forget` closes.

        The connection itself would not do: TLS takes it over for a socket of its own.
        """
        # not connection.dup(): a connection under TLS refuses it
        handle = socket.socket(connection.family, connection.type, connection.proto, os.dup(connection.fileno()))
        with self._lock:
            self._handles.add(handle)
            if self._broken_off.is_set():
                _shut_down(handle)
        return handle

    def forget(self, handle: socket.socket) -> None:
        """Close the handle of a connection that is closed."""
        with self._lock:
            self._handles.discard(handle)
            handle.close()

    def apart(self, work: Callable[[], Result], seconds: float, discard: Callable[[Result], None]) -> Result:
        """The result of `work`, done in a thread of its own that can be given up.

        Args:
            work: may raise what a lookup or a connection can end in.
            seconds: patience.
            discard: is given a result that comes when nobody waits for it any more.

        Raises:
            TimeoutError: patience is over.
            ExchangeError: 'interrupted'.
        """
        call = _Call(work, discard)
        with self._lock:
            self._calls.add(call)
        try:
            self.check()
            threading.Thread(target=call.run, name="connect", daemon=True).start()
            return call.wait(seconds)
        except TimeoutError:
            self.check()
            raise
        finally:
            with self._lock:
                self._calls.discard(call)


class _Call(Generic[Result]):
    """Work in another thread that the one who waits for it may give up."""

    def __init__(self, work: Callable[[], Result], discard: Callable[[Result], None]) -> None:
        self._work = work
        self._discard = discard
        self._lock = threading.Lock()
        self._settled = threading.Event()
        self._results: list[Result] = []
        self._failure: Exception | None = None

    def run(self) -> None:
        """Do the work."""
        try:
            result = self._work()
        except _FAILURES as error:
            self._failure = error
            self._settled.set()
            return
        with self._lock:
            given_up = self._settled.is_set()
            if not given_up:
                self._results.append(result)
                self._settled.set()
        if given_up:
            self._discard(result)

    def give_up(self) -> None:
        """Let the one who waits go on without a result."""
        with self._lock:
            self._settled.set()

    def wait(self, seconds: float) -> Result:
        """The result, or its error. Raises TimeoutError where it takes too long or is given up."""
        self._settled.wait(seconds)
        self.give_up()
        if self._failure is not None:
            raise self._failure
        if not self._results:
            raise TimeoutError("it took too long")
        return self._results[0]


def _shut_down(handle: socket.socket) -> None:
    try:
        handle.shutdown(socket.SHUT_RDWR)
    except OSError:  # the other side has closed it already
        return
