"""Tell for each pair of parties which relations an article asserts, and by which of its words.

The method is that of ATLOP (Zhou et al. 2021): a party is the pooled words of its mentions, a pair looks at the words
to which both parties attend; a grouped bilinear form gives a score for each relation.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.learned.encoder import KINDS, PARTY_KINDS, RELATIONS, WEIGHTS, Marked, Matrix, Related, load_sessions
from rightswire.errors import ConfigurationError

BLOCK = 64
#: What the relations' attributes can be, as in training.
CHOICES = {
    "licenses_to": ("in-talks", "announced", "ended"),
    "ruling": ("plaintiff", "defendant", "mixed", "procedural"),
    "says": ("ai-use-lawful", "rights-holder", "neutral"),
}
#: The attribute of which these are the values.
CHOSEN = {"licenses_to": "status", "ruling": "outcome", "says": "stance"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation as the encoder sees it.

    Attributes:
        subject, object: numbers of the parties; object None is 'nobody' (a speaker who speaks for himself).
        score: 0 to 1.
        choice: status, outcome or stance, for relations that have one.
        attention: share of each piece in what both parties attend to; sums to 1.
    """

    relation: str
    subject: int
    object: int | None
    score: float
    choice: str | None
    attention: Matrix


@cache
def _weights() -> dict[str, Matrix]:
    with np.load(WEIGHTS / "heads.npz") as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def propose(related: Related, marked: Marked, least: float) -> list[Proposal]:
    """Relations between the parties with a score of at least `least`, by relation, subject and object."""
    w = _weights()
    states, looks = _parties(related, marked, w["none"])
    sides = [number for number, kind in enumerate(marked.kinds) if kind in PARTY_KINDS]
    nobody = len(marked.kinds)
    pairs = [(a, b) for a in sides for b in (*sides, nobody) if a != b]
    if not pairs:
        return []
    subjects, objects = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    attention = _shared(looks)[subjects, objects]
    attention /= attention.sum(axis=1, keepdims=True) + 1e-9
    context = attention @ related.hidden
    kinds = w["kind"][[*(KINDS.index(kind) for kind in marked.kinds), 0]]
    left = _side(states, kinds, context, subjects, (w["hs"], w["hs_b"]))
    right = _side(states, kinds, context, objects, (w["ho"], w["ho_b"]))
    both = np.concatenate([left, right], axis=1)
    scores = _logistic(_bilinear(left, right, w["bil"]) + w["bil_b"] + both @ w["lin"].T)
    return [
        Proposal(
            relation,
            pairs[row][0],
            pairs[row][1] if pairs[row][1] != nobody else None,
            round(float(scores[row, number]), 4),
            _choice(relation, both[row], w),
            attention[row],
        )
        for number, relation in enumerate(RELATIONS)
        for row in np.flatnonzero(scores[:, number] >= least)
        if (pairs[row][1] != nobody) or relation == "says"
    ]


def _parties(related: Related, marked: Marked, nobody: Matrix) -> tuple[Matrix, Matrix]:
    """State (parties + nobody x 384) and attention (parties + nobody x heads x pieces) of each party."""
    states = []
    for runs in marked.runs:
        words = related.hidden[[start for start, _ in runs]]
        top = words.max(axis=0)
        states.append(top + np.log(np.exp(words - top).sum(axis=0)))
    _, heads, length = related.attention.shape
    even = np.full((1, heads, length), 1 / length, np.float32)
    return np.stack([*states, nobody]), np.concatenate([related.attention, even])


def _shared(looks: Matrix) -> Matrix:
    """What each two parties both attend to (parties x parties x pieces), the mean over the heads."""
    by_piece = looks.transpose(2, 0, 1)
    return np.asarray((by_piece @ by_piece.transpose(0, 2, 1)).transpose(1, 2, 0) / looks.shape[1], np.float32)


def load_weights() -> None:
    """Load all that was learned, so that what is missing is told at once.

    Raises:
        ConfigurationError: a file is missing or damaged.
    """
    try:
        load_sessions()
        _weights()
    except Exception as error:  # ONNX Runtime and NumPy raise what they like for a damaged file
        raise ConfigurationError(str(WEIGHTS), f"cannot be loaded: {error}", "restore it from the project") from error


def _side(
    states: Matrix, kinds: Matrix, context: Matrix, chosen: NDArray[np.intp], layer: tuple[Matrix, Matrix]
) -> Matrix:
    """One side of each pair: what a party brings is computed once for each party, only the context for each pair."""
    weights, bias = layer
    of_state, of_context, of_kind = np.split(weights.T, 3)
    alone = states @ of_state + kinds @ of_kind + bias
    return np.asarray(np.tanh(alone[chosen] + context @ of_context), np.float32)


def _bilinear(left: Matrix, right: Matrix, weights: Matrix) -> Matrix:
    """Sum over blocks of left x weights x right, for each pair and relation."""
    blocks = left.shape[1] // BLOCK
    form = weights.reshape(-1, blocks, BLOCK, BLOCK)
    a, b = left.reshape(-1, blocks, BLOCK), right.reshape(-1, blocks, BLOCK)
    scores = np.zeros((len(left), len(form)), np.float32)
    for block in range(blocks):
        # All relations of a block in one product: pairs x (relations x 64).
        half = a[:, block] @ form[:, block].transpose(1, 0, 2).reshape(BLOCK, -1)
        scores += (half.reshape(len(left), len(form), BLOCK) @ b[:, block, :, None])[..., 0]
    return scores


def _logistic(values: NDArray[np.floating[Any]]) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))), np.float32)


def _choice(relation: str, both: Matrix, w: dict[str, Matrix]) -> str | None:
    options = CHOICES.get(relation)
    if options is None:
        return None
    return options[int((w[f"w_{relation}"] @ both + w[f"b_{relation}"]).argmax())]
