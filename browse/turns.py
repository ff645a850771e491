"""How SQL and the making of pages share one Python interpreter, which runs one thread at a time.

SQLite works outside the interpreter's lock, but takes it for each row, and each time Datasette 0.65 looks at the clock:
every 1,000 steps of SQLite's machine, some 0.08 ms. Beside a page that is being made it waits each time until that
page's thread yields, which is 5 ms where nothing else is set.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from sqlite3 import Connection

from datasette import database

#: Steps of SQLite's machine between two looks at the clock, one or two milliseconds; limits are a hundred and more.
STEPS = 20_000
#: Where a limit is as short as this, Datasette's own looks after each step.
SHORT_MS = 20
#: After how long a thread yields to one that waits.
TURN_SECONDS = 0.0005

_OWN_LIMIT = database.sqlite_timelimit


@contextmanager
def time_limit(connection: Connection, limit_ms: float) -> Iterator[None]:
    """End what the connection does meanwhile after `limit_ms`, as Datasette's own, with fewer looks at the clock."""
    if limit_ms <= SHORT_MS:
        with _OWN_LIMIT(connection, limit_ms):
            yield
        return
    deadline = time.perf_counter() + limit_ms / 1000
    look: Callable[[], int] = lambda: time.perf_counter() >= deadline  # noqa: E731
    connection.set_progress_handler(look, STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, STEPS)


def share_turns() -> None:
    """Let SQL take few turns of the interpreter, and get each soon."""
    database.sqlite_timelimit = time_limit
    sys.setswitchinterval(TURN_SECONDS)
