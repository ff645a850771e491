"""What the two halves of fetching share.

What was fetched is stored before it is parsed, and what came of it before it is told: a run may be killed at any
moment and run again with nothing lost or twice. Threads only fetch; the archive is written, and pages are read, by
the thread that takes the outcomes.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from ingest.archive import Archive
from ingest.fetch import Fetcher
from ingest.model import FetchOptions
from ingest.pacing import host_of
from ingest.workers import Workers

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Run:
    """What every step of one run needs."""

    archive: Archive
    options: FetchOptions
    run_id: int
    now: Callable[[], datetime]


@contextmanager
def at_work(
    run: Run, jobs: Iterable[Job], fetch: Callable[[Fetcher, Job], Result], address: Callable[[Job], str]
) -> Iterator[Workers[Job, Result]]:
    """Workers that fetch, by a fetcher that knows what earlier ones learnt of hosts, and leaves what it learns.

    Args:
        run: options, clock and archive.
        jobs: what is to be fetched.
        fetch: does a job in a thread.
        address: that a job asks.
    """
    fetcher = Fetcher(run.options, run.now, run.archive.hosts(run.now()))
    work = partial(fetch, fetcher)
    try:
        # The fetcher is closed before its workers are waited for, so that whatever is under way ends at once.
        with fetcher, Workers(jobs, work, lambda job: host_of(address(job)), run.options) as workers, fetcher:
            yield workers
    finally:
        run.archive.save_hosts(fetcher.hosts(), run.now())
