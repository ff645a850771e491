"""Jobs in threads, a few to each host at once."""

from collections import Counter
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
        self._waiting = [(job, host_of(job)) for job in jobs]
        self._work = work
        self._options = options
        self._under_way: dict[Future[Result], tuple[Job, str]] = {}
        self._by_host: Counter[str] = Counter()
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
            self._by_host[host] -= 1
            taken.append((job, future.result()))
        self._start()
        return taken

    def _start(self) -> None:
        still_waiting = []
        for job, host in self._waiting:
            free = len(self._under_way) < self._options.workers
            if free and self._by_host[host] < self._options.workers_per_host:
                self._by_host[host] += 1
                self._under_way[self._threads.submit(self._work, job)] = (job, host)
            else:
                still_waiting.append((job, host))
        self._waiting = still_waiting
