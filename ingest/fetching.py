"""What the two halves of fetching share.

What was fetched is stored before it is parsed, and what came of it before it is told: a run may be killed at any
moment and run again with nothing lost or twice. Threads only fetch; the archive is written, and pages are read, by
the thread that takes the outcomes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from ingest.archive import Archive
from ingest.fetch import Fetcher
from ingest.model import FetchOptions
from ingest.pacing import host_of

__all__ = ["Run", "host_of", "opened_fetcher"]


@dataclass(frozen=True, slots=True)
class Run:
    """What every step of one run needs."""

    archive: Archive
    options: FetchOptions
    run_id: int
    now: Callable[[], datetime]


@contextmanager
def opened_fetcher(run: Run, make: Callable[..., Fetcher] = Fetcher) -> Iterator[Fetcher]:
    """A fetcher that knows what earlier ones learnt of hosts, and leaves what it learns in the archive.

    Enter it once more after the workers that use it: it is then closed before they are waited for, so that whatever is
    under way ends at once. `make` makes another kind of fetcher from the same arguments.
    """
    fetcher = make(run.options, run.now, run.archive.hosts(run.now()))
    with fetcher:
        try:
            yield fetcher
        finally:
            run.archive.save_hosts(fetcher.hosts(), run.now())
