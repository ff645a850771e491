"""Names as the encoder sees them: runs of tagged pieces with their kind."""

from dataclasses import dataclass

import numpy as np

from nlp.learned.encoder import KINDS, Seen


@dataclass(frozen=True, slots=True)
class Spotted:
    """Characters start to end name something of a kind; `score` is the least certain piece's, 0 to 1."""

    start: int
    end: int
    kind: str
    score: float


def spot(seen: Seen) -> list[Spotted]:
    """Names in order, without overlap. Tag 2k-1 begins a name of kind k, tag 2k goes on with it, 0 is none."""
    odds = np.exp(seen.tags - seen.tags.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    best, sure = odds.argmax(axis=1), odds.max(axis=1)
    found: list[Spotted] = []
    run: tuple[int, int, float] | None = None
    for number, (tag, score) in enumerate(zip(best.tolist(), sure.tolist(), strict=True)):
        kind = (tag + 1) // 2
        if run and tag and tag % 2 == 0 and kind == run[1]:
            run = (run[0], kind, min(run[2], score))
            continue
        if run:
            found.append(_spotted(seen, run, number))
        run = (number, kind, score) if tag % 2 == 1 else None
    if run:
        found.append(_spotted(seen, run, len(best)))
    return [name for name in found if name.end > name.start]


def _spotted(seen: Seen, run: tuple[int, int, float], stop: int) -> Spotted:
    first, kind, score = run
    return Spotted(seen.pieces.starts[first], seen.pieces.ends[stop - 1], KINDS[kind], round(score, 4))
