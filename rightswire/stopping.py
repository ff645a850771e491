"""Ending on Ctrl-C (SIGINT) and SIGTERM: within two seconds and in good order, or at once when asked twice.

The first signal raises `Stopped` in the main thread, which undoes what is half written and tells what was done. Should
the main thread be deep in a library's own code, a second thread ends the process all the same: whatever is stored is
whole at any moment. Signals reach that thread through a socket, so it needs no help of the main one.
"""

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: Seconds that the main thread has for ending in good order.
PATIENCE = 1.6
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
#: The signals that were heard so far.
_heard: list[int] = []
#: What the watch listens to, kept from being closed with whoever made it.
_kept: list[socket.socket] = []


class Stopped(KeyboardInterrupt):
    """The run was told to end by a signal."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.strsignal(number))
        self.number = number


def exit_code(stopped: KeyboardInterrupt) -> int:
    """What the process ends with, as shells count: 130 for SIGINT, 143 for SIGTERM."""
    return 128 + (stopped.number if isinstance(stopped, Stopped) else signal.SIGINT)


@contextmanager
def stoppable() -> Iterator[None]:
    """Let signals raise `Stopped` within; the process must end soon after one has. Main thread only."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    before = {number: signal.signal(number, _raise_stopped) for number in _SIGNALS}
    descriptor = signal.set_wakeup_fd(ours.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=(theirs,), name="stopping", daemon=True).start()
    stopped = False
    try:
        with signals_first():
            yield
    except KeyboardInterrupt:
        stopped = True
        _kept.append(ours)  # the watch goes on to the end of the process
        raise
    finally:
        if not stopped:
            signal.set_wakeup_fd(descriptor)
            for number, handler in before.items():
                signal.signal(number, handler)
            ours.close()


@contextmanager
def signals_first() -> Iterator[None]:
    """Make `Stopped` of an error that a signal led to: a library interrupted while it loads fails in its own way."""
    try:
        yield
    except BaseException as error:  # whatever a library makes of the signal; anything else is raised as it is
        if _heard and not isinstance(error, KeyboardInterrupt):
            raise Stopped(_heard[0]) from error
        raise


def _raise_stopped(number: int, _: FrameType | None) -> None:
    _heard.append(number)
    for other in _SIGNALS:
        signal.signal(other, _ignore)  # not SIG_IGN: the watch is to hear of a second one
    raise Stopped(number)


def _ignore(number: int, _: FrameType | None) -> None:
    """The watch has heard of it."""


def _watch(signals: socket.socket) -> None:
    with signals:
        number = _next(signals, None)
        if number:
            again = _next(signals, PATIENCE)
            if again is None:
                print("rightswire: stopped in the middle; what was stored is kept, run again to go on", file=sys.stderr)
                sys.stderr.flush()
            if again != 0:
                os._exit(128 + (again or number))


def _next(signals: socket.socket, patience: float | None) -> int | None:
    """The next of our signals; 0 where none will come any more, None where none came in time."""
    signals.settimeout(patience)
    try:
        while told := signals.recv(1):
            if told[0] in _SIGNALS:
                return told[0]
    except TimeoutError:
        return None
    return 0


def end(code: int) -> None:
    """End the process without waiting for threads or other processes; nothing that they hold is needed."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
