"""Run the encoder: a whole article at once, first its words (names), then, with the parties marked, its relations.

Six layers of MiniLM (Wang et al. 2020), trained on our annotated articles (nlp/training). The lower three tell which
words name what; then each party's mark is added to its words, and the upper three relate the parties. Weights are whole
numbers of eight bits, run by ONNX Runtime on one thread: processes, not threads, read articles side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from nlp.learned.wordpiece import Pieces, cut

WEIGHTS = Path(__file__).parent.parent / "weights"
#: Pieces of an article that the encoder sees, about 750 words; what stands behind them is left to the rules.
LONGEST = 1024
#: More parties than these are not related: the least often named are left out.
MOST_PARTIES = 40
#: Kinds by number, as in training; the first stands for a kind that is not known.
KINDS = ("none", "company", "outlet", "person", "organisation", "government", "law-firm", "work", "product")
#: The kinds that can be a side of a relation; works and products are none.
PARTY_KINDS = frozenset(KINDS[1:7])
RELATIONS = ("sues", "settles_with", "ruling", "licenses_to", "accuses", "blocks", "says", "invests_in", "represents")

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Seen:
    """An article after the lower layers: its pieces, what they hold (pieces x 384), and the tag of each piece."""

    pieces: Pieces
    hidden: Matrix
    tags: Matrix


@dataclass(frozen=True, slots=True)
class Marked:
    """Parties as the upper layers are told of them: by party its kind and the runs of pieces (first, last + 1)."""

    kinds: tuple[str, ...]
    runs: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Related:
    """An article after the upper layers: pieces x 384, attention of each party (parties x heads x pieces)."""

    hidden: Matrix
    attention: Matrix


@cache
def _session(name: str) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(WEIGHTS / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])


def see(text: str) -> Seen:
    """Run the lower layers over a text."""
    pieces = cut(text, LONGEST)
    hidden, tags = _session("lower").run(
        None, {"ids": np.array([pieces.ids], np.int64), "shapes": np.array([pieces.shapes], np.int64)}
    )
    return Seen(pieces, hidden, tags[0])


def relate(seen: Seen, marked: Marked) -> Related:
    """Run the upper layers with the parties marked; at least one party is needed."""
    length = len(seen.pieces.ids)
    parties = np.zeros((1, length), np.int64)
    kinds = np.zeros((1, length), np.int64)
    where = np.zeros((len(marked.runs), length), np.float32)
    for number, (kind, runs) in enumerate(zip(marked.kinds, marked.runs, strict=True)):
        for start, end in runs:
            parties[0, start:end] = number + 1
            kinds[0, start:end] = KINDS.index(kind)
            where[number, start] = 1 / len(runs)
    read, attention = _session("upper").run(
        ["read", "attention"], {"hidden": seen.hidden, "parties": parties, "kinds": kinds, "where": where}
    )
    return Related(read[0], attention)


def load_sessions() -> None:
    """Load both graphs."""
    _session("lower")
    _session("upper")


def runs_of(pieces: Pieces, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Runs of pieces that cover spans of characters, in order; spans beyond what was seen are left out."""
    ends = np.array(pieces.ends[1:-1])
    starts = np.array(pieces.starts[1:-1])
    out = []
    for start, end in spans:
        first = int(np.searchsorted(ends, start, side="right")) + 1
        last = int(np.searchsorted(starts, end, side="left")) + 1
        if first < last:
            out.append((first, last))
    return tuple(out)
