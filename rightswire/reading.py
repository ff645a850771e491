"""Reading many articles: in this process when they are few, on every core when they are many."""

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.model import Document, Reading
from nlp.register import load_register
from nlp.thresholds import Thresholds
from rightswire.errors import ReadingError

if TYPE_CHECKING:
    from nlp.reader import Reader

#: Fewer documents than this are read before a second process would have loaded its model.
WORTH_A_POOL = 64
CHUNK = 50
DEFAULT_THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class ReaderSetup:
    """What makes a reader: each process of a pool builds its own from it; and which of its facts are told."""

    register: Path
    model: str | None = None
    thresholds: Thresholds = DEFAULT_THRESHOLDS


def build_reader(setup: ReaderSetup) -> "Reader":
    """A reader over the register (its bad rows are told by the nightly run, not here)."""
    from nlp.reader import make_reader  # spaCy costs a second: only where something is read

    register, _ = load_register(setup.register)
    return make_reader(register, setup.model)


def read_documents(documents: Iterable[Document], setup: ReaderSetup, processes: int = 0) -> Iterator[Reading]:
    """Read documents; readings come in the order of the documents, as soon as they are ready.

    Args:
        documents: read lazily, so an archive of any size passes in bounded memory.
        setup: register and model.
        processes: 0 is one for each core; 1 reads in this process.

    Raises:
        ReadingError: a reading process died.
    """
    stream = iter(documents)
    first = list(islice(stream, WORTH_A_POOL))
    workers = processes or _cores()
    if workers == 1 or len(first) < WORTH_A_POOL:
        yield from build_reader(setup).read_many(chain(first, stream))
        return
    yield from _read_in_processes(_chunks(chain(first, stream)), setup, workers)


def _read_in_processes(chunks: Iterator[list[Document]], setup: ReaderSetup, workers: int) -> Iterator[Reading]:
    """Read in processes that end with this one, however it ends, and at once where the caller stops early."""
    context = get_context("spawn")
    alive, keep_alive = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(workers, context, _start_worker, (setup, alive))
    try:
        yield from _in_order(pool, chunks, workers)
        pool.shutdown()
    except BrokenProcessPool as error:
        advice = "memory may have run out: set reading.processes to 1 in settings.toml"
        raise ReadingError("reading", "a reading process died", advice) from error
    finally:
        keep_alive.close()
        pool.shutdown(cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, chunk: list[Document]) -> "Future[list[Reading]]":
    """Submit with signals held back: a process that is started meanwhile keeps them so, and leaves them to this one."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        return pool.submit(_read_chunk, chunk)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _cores() -> int:
    """Cores that this process may use, fewer than the machine's in a container."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chunks(documents: Iterator[Document]) -> Iterator[list[Document]]:
    while chunk := list(islice(documents, CHUNK)):
        yield chunk


def _in_order(pool: ProcessPoolExecutor, chunks: Iterator[list[Document]], workers: int) -> Iterator[Reading]:
    """Keep two chunks a worker under way, no more, so that memory stays bounded."""
    under_way: list[Future[list[Reading]]] = []
    for chunk in chunks:
        under_way.append(_submit(pool, chunk))
        if len(under_way) >= 2 * workers:
            yield from under_way.pop(0).result()
    for future in under_way:
        yield from future.result()


_reader: "Reader | None" = None


def _start_worker(setup: ReaderSetup, alive: Connection) -> None:
    threading.Thread(target=_end_with_parent, args=(alive,), name="parent", daemon=True).start()
    global _reader  # noqa: PLW0603  (one model a worker process, loaded once)
    _reader = build_reader(setup)


def _end_with_parent(alive: Connection) -> None:
    """End this process when the other end of the pipe is closed, or gone with the process that held it."""
    wait([alive])
    os._exit(0)


def _read_chunk(documents: list[Document]) -> list[Reading]:
    if _reader is None:
        raise RuntimeError("a worker was used before it was started")
    return list(_reader.read_many(documents))
