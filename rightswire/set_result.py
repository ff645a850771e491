"""What one set of annotated articles tells of the reader: scores, summary, errors by class, reliability."""

from dataclasses import dataclass
from typing import Any

from nlp.model import CORE_RELATIONS, SIDE_RELATIONS
from rightswire.calibration import Reliability, reliability
from rightswire.error_classes import SWAPPED, SWAPPED_BAR, count_classes
from rightswire.evaluation import Evaluation
from rightswire.evidence_share import figures
from rightswire.gold_sets import GoldSet, file_digest
from rightswire.measures import Measured, take_measures


@dataclass(frozen=True, slots=True)
class SetResult:
    """The reader's scores on a set, and the summary that puts them beside bars and baseline."""

    gold: GoldSet
    evaluation: Evaluation
    summary: tuple[Measured, ...]

    @property
    def reliability(self) -> Reliability:
        """Whether the confidence of the facts found means what it says."""
        return reliability(self.evaluation.findings)

    @property
    def swapped(self) -> int:
        """Facts found with their sides swapped."""
        return sum(error.error_class == SWAPPED for error in self.evaluation.errors)

    @property
    def swapped_share(self) -> float:
        """Share of the facts found whose sides are swapped."""
        return self.swapped / max(len(self.evaluation.findings), 1)

    def error_counts(self) -> dict[str, dict[str, int]]:
        """Errors by class, of CORE and of SIDE relations."""
        errors = self.evaluation.errors
        return {"CORE": count_classes(errors, CORE_RELATIONS), "SIDE": count_classes(errors, SIDE_RELATIONS)}

    def figures(self) -> dict[str, Any]:
        """All of it as plain data for JSON."""
        return {
            "articles": len(self.evaluation.articles),
            "sha256": file_digest(self.gold.path),
            "held_out": self.gold.held_out,
            "scores": {
                "all": self.evaluation.figures(),
                **{kind: self.evaluation.of_kind(kind).figures() for kind in self.evaluation.kinds},
            },
            "measures": {measured.name: measured.figures() for measured in self.summary},
            "errors": self.error_counts(),
            "swapped": {"facts": self.swapped, "share": self.swapped_share, "bar": SWAPPED_BAR},
            "reliability": self.reliability.figures(),
            "evidence": figures(self.evaluation.proofs),
        }


def score_set(gold: GoldSet, reading: Evaluation, baseline: Evaluation) -> SetResult:
    """Put the reader's evaluation of a set beside the trivial baseline's."""
    return SetResult(gold, reading, take_measures(reading, baseline))
