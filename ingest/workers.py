"""Jobs in threads, a few to each host at once."""

import heapq
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Generic, Self, TypeVar

from ingest.model import FetchOptions

Job = TypeVar("Job")
Result = TypeVar("Result")


class Workers(Generic[Job, Result]):
    """A context manager that works through jobs in threads; results are taken by the thread that made it.

    No more than options.workers jobs are under way, and no more than options.workers_per_host of one host, so a slow
    host keeps no more threads than its share. Jobs start in their order as far as that allows.

    Args:
        jobs: what is to be done.
        work: does a job in a thread; an error that it raises reaches whoever takes results.
        host_of: the host that a job asks.
        options: how many at once.
    """

    def __init__(
        self, jobs: Iterable[Job], work: Callable[[Job], Result], host_of: Callable[[Job], str], options: FetchOptions
    ) -> None:
        self._work = work
        self._options = options
        self._under_way: dict[Future[Result], tuple[Job, str]] = {}
        self._jobs = list(jobs)
        # Places of jobs in their order: those that wait for others of their host, and those that may start, as a heap.
        self._waiting: defaultdict[str, deque[int]] = defaultdict(deque)
        self._ready: list[tuple[int, str]] = []
        for place, job in enumerate(self._jobs):
            self._waiting[host_of(job)].append(place)
        for host in self._waiting:
            for _ in range(options.workers_per_host):
                self._make_ready(host)
        self._threads = ThreadPoolExecutor(options.workers, thread_name_prefix="fetch")

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    def take(self, block: bool) -> list[tuple[Job, Result]]:
        """Jobs that are done with their results, and start others; empty when all are taken.

        Args:
            block: wait until at least one is done, unless none is left.
        """
        done, _ = wait(self._under_way, timeout=None if block else 0, return_when=FIRST_COMPLETED)
        taken = []
        for future in [future for future in self._under_way if future in done]:
            job, host = self._under_way.pop(future)
            self._make_ready(host)
            taken.append((job, future.result()))
        self._start()
        return taken

    def _make_ready(self, host: str) -> None:
        """Let the next job of a host start that has room for one more."""
        if waiting := self._waiting[host]:
            heapq.heappush(self._ready, (waiting.popleft(), host))

    def _start(self) -> None:
        while self._ready and len(self._under_way) < self._options.workers:
            place, host = heapq.heappop(self._ready)
            job = self._jobs[place]
            self._under_way[self._threads.submit(self._work, job)] = (job, host)
