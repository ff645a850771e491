"""Articles disturbed anew for each step, made ahead in processes of their own: the network need not wait for them.

Each batch has dice of its own, thrown by cycle, epoch and place, so that the number of processes changes nothing.
"""

import multiprocessing
import os
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from nlp.training.articles import Row, content_of
from nlp.training.examples import SWAPPED_ARTICLES, Disturbance, Example, make_example
from nlp.training.places import Names, Place, names_of, place

BATCH = 8
#: Articles are drawn in chunks of this size, of like length in each batch.
CHUNK = 64
MOST_PROCESSES = 6


@dataclass(frozen=True, slots=True)
class _Stock:
    """What each process holds."""

    rows: Sequence[Row]
    places: Sequence[list[Place]]
    names: Names


_stock: _Stock | None = None


class Supply:
    """A context manager: batches of disturbed examples, epoch by epoch.

    Args:
        rows: the annotated articles.
        seed: of everything that is drawn.
    """

    def __init__(self, rows: Sequence[Row], seed: int) -> None:
        self._rows = rows
        self._seed = seed
        stock = _Stock(rows, [place(content_of(row), row["parties"]) for row in rows], names_of(rows))
        processes = max(1, min(MOST_PROCESSES, (os.cpu_count() or 1) - 1))
        self._pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _keep, (stock,))

    def __enter__(self) -> "Supply":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    @property
    def steps(self) -> int:
        """Batches of an epoch."""
        return len(self._batches(0))

    def epoch(self, number: int) -> Iterator[list[Example]]:
        """The batches of an epoch, in its order."""
        jobs = [(f"{self._seed}/{number}/{place}", batch) for place, batch in enumerate(self._batches(number))]
        return self._pool.map(_make, jobs, chunksize=4)

    def _batches(self, epoch: int) -> list[list[int]]:
        """Numbers of the rows in batches of like length, in random order."""
        dice = random.Random(f"{self._seed}/{epoch}")  # noqa: S311  (nothing secret is drawn)
        order = list(range(len(self._rows)))
        dice.shuffle(order)
        out = []
        for start in range(0, len(order), CHUNK):
            chunk = sorted(order[start : start + CHUNK], key=lambda number: len(self._rows[number]["text"]))
            out += [chunk[at : at + BATCH] for at in range(0, len(chunk), BATCH)]
        dice.shuffle(out)
        return out


def _keep(stock: _Stock) -> None:
    global _stock  # noqa: PLW0603  (a process is given its articles once, not with each batch)
    _stock = stock


def _make(job: tuple[str, list[int]]) -> list[Example]:
    seed, numbers = job
    if _stock is None:
        raise RuntimeError("a process without articles")
    dice = random.Random(seed)  # noqa: S311  (nothing secret is drawn)
    return [
        make_example(
            _stock.rows[number],
            _stock.places[number],
            Disturbance(_stock.names, dice, swap=dice.random() < SWAPPED_ARTICLES),
        )
        for number in numbers
    ]
