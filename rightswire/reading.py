"""Reading many articles: in this process when they are few, on every core when they are many."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.model import Document, Reading
from nlp.register import load_register
from nlp.thresholds import Thresholds

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
    """
    stream = iter(documents)
    first = list(islice(stream, WORTH_A_POOL))
    workers = processes or _cores()
    if workers == 1 or len(first) < WORTH_A_POOL:
        yield from build_reader(setup).read_many(chain(first, stream))
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (setup,)) as pool:
        yield from _in_order(pool, _chunks(chain(first, stream)), workers)


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
        under_way.append(pool.submit(_read_chunk, chunk))
        if len(under_way) >= 2 * workers:
            yield from under_way.pop(0).result()
    for future in under_way:
        yield from future.result()


_reader: "Reader | None" = None


def _start_worker(setup: ReaderSetup) -> None:
    global _reader  # noqa: PLW0603  (one model a worker process, loaded once)
    _reader = build_reader(setup)


def _read_chunk(documents: list[Document]) -> list[Reading]:
    if _reader is None:
        raise RuntimeError("a worker was used before it was started")
    return list(_reader.read_many(documents))
