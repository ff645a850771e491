"""Names as the encoder sees them: runs of tagged pieces with their kind."""

import re
from dataclasses import dataclass

import numpy as np

from nlp.learned.encoder import KINDS, PARTY_KINDS, Matrix, Seen

#: Between two pieces of one name: nothing, a blank, or a mark that names hold; and with a genitive, if the kind is one.
WITHIN_NAME = re.compile(r" ?|-|['\u2019.]|\.? ?& ?")
GENITIVE = re.compile(r"['\u2019]s ")


@dataclass(frozen=True, slots=True)
class Spotted:
    """Characters start to end name something of a kind; `score` is how sure that is, 0 to 1."""

    start: int
    end: int
    kind: str
    score: float


def spot(seen: Seen, text: str) -> list[Spotted]:
    """Names in order, without overlap. Tag 2k-1 begins a name of kind k, tag 2k goes on with it, 0 is none.

    Args:
        seen: the lower layers' answer.
        text: what they were shown.
    """
    odds = np.exp(seen.tags - seen.tags.max(axis=1, keepdims=True))
    odds = _by_word(odds / odds.sum(axis=1, keepdims=True), seen, text)
    kinds = (odds.argmax(axis=1) + 1) // 2
    # A piece's score is that of its kind, whether it begins a name or goes on with it.
    both = np.zeros((len(odds), len(KINDS)), np.float32)
    both[:, 1:] = odds[:, 1::2] + odds[:, 2::2]
    runs: list[list[int]] = []
    for number in range(1, len(kinds) - 1):
        if not kinds[number] or seen.pieces.ends[number] <= seen.pieces.starts[number]:
            continue
        if runs and _goes_on(
            text[seen.pieces.ends[runs[-1][-1]] : seen.pieces.starts[number]], kinds[runs[-1][-1]], kinds[number]
        ):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [_spotted(seen, run, both[run]) for run in runs]


def _by_word(odds: Matrix, seen: Seen, text: str) -> Matrix:
    """The same for all pieces of a word: their mean, so that no name ends within one."""
    starts, ends = np.array(seen.pieces.starts), np.array(seen.pieces.ends)
    goes_on = (starts[1:] == ends[:-1]) & (starts[1:] < ends[1:])
    goes_on &= [
        text[at - 1 : at + 1].isalnum() if joined else False for at, joined in zip(starts[1:], goes_on, strict=True)
    ]
    word = np.concatenate([[0], np.cumsum(~goes_on)])
    sums = np.zeros((int(word[-1]) + 1, odds.shape[1]), np.float32)
    np.add.at(sums, word, odds)
    shared: Matrix = (sums / np.bincount(word)[:, None])[word].astype(np.float32)
    return shared


def _goes_on(between: str, before: int, after: int) -> bool:
    """Whether two tagged pieces are of one name: the encoder may waver about the kind within it."""
    if WITHIN_NAME.fullmatch(between):
        return before == after or {KINDS[before], KINDS[after]} <= PARTY_KINDS
    return before == after and GENITIVE.fullmatch(between) is not None


def _spotted(seen: Seen, run: list[int], scores: Matrix) -> Spotted:
    kind = int(scores.sum(axis=0).argmax())
    return Spotted(
        seen.pieces.starts[run[0]], seen.pieces.ends[run[-1]], KINDS[kind], round(float(scores[:, kind].max()), 4)
    )
