"""Whether confidence means what it says: of the facts given 0.9, about nine in ten should be right."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from rightswire.evaluation import Finding

#: Lower bounds of the bins; the last bin holds 1.0 as well.
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Facts whose confidence lies from `low` to under `high` (shares 0 to 1; both means 0 where it is empty)."""

    low: float
    high: float
    facts: int
    mean_confidence: float
    share_right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The reliability table.

    Attributes:
        bins: from the least confidence to the most.
        error: expected calibration error, the mean gap between confidence and share right, weighted by facts
            (Naeini, Cooper and Hauskrecht 2015).
    """

    bins: tuple[Bin, ...]
    error: float

    @property
    def facts(self) -> int:
        """Facts in all bins."""
        return sum(each.facts for each in self.bins)

    def figures(self) -> dict[str, Any]:
        """The table as plain data for JSON."""
        return {"facts": self.facts, "expected_calibration_error": self.error, "bins": [asdict(b) for b in self.bins]}


def reliability(findings: Iterable[Finding]) -> Reliability:
    """Sort found facts into bins by confidence; those without one are left out."""
    rated = [(found.confidence, found.right) for found in findings if found.confidence is not None]
    bins = []
    for low, high in pairwise(EDGES):
        inside = [pair for pair in rated if low <= pair[0] < high or (high == EDGES[-1] and pair[0] >= high)]
        number = max(len(inside), 1)
        mean = sum(confidence for confidence, _ in inside) / number
        bins.append(Bin(low, high, len(inside), mean, sum(right for _, right in inside) / number))
    gap = sum(each.facts * abs(each.mean_confidence - each.share_right) for each in bins)
    return Reliability(tuple(bins), gap / max(len(rated), 1))
