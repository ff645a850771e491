"""Which of the facts that were read enter the graph.

What the encoder alone saw between two parties that no known case or deal joins would open a case or deal of its own: of
eleven such facts of the starter articles between 0.65 and 0.90, nine were wrong. They must be surer than others.
"""

from dataclasses import dataclass
from itertools import product

from graph.register import Known
from nlp.model import CORE_RELATIONS, Fact
from nlp.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Admission:
    """The thresholds of the settings, and the pairs of parties that the register ties in cases and deals.

    Attributes:
        thresholds: what any fact must reach.
        unknown_pair: what a suit, settlement, ruling or licence must reach that no rule found, between two parties
            that the register does not tie, 0 to 1.
        pairs: ids of two parties, as plaintiff and defendant or as licensor and licensee.
    """

    thresholds: Thresholds
    unknown_pair: float
    pairs: frozenset[tuple[str, str]]

    def admits(self, fact: Fact) -> bool:
        """Whether a fact is sure enough for the graph."""
        if not self.thresholds.admits(fact):
            return False
        by_encoder = fact.relation in CORE_RELATIONS and fact.rule_confidence is None
        return not by_encoder or self._is_known(fact) or fact.confidence >= self.unknown_pair

    def _is_known(self, fact: Fact) -> bool:
        object_id = fact.object.register_id if fact.object else None
        return (fact.subject.register_id or "", object_id or "") in self.pairs


def admission(known: Known, thresholds: Thresholds, unknown_pair: float) -> Admission:
    """The rule of admission for a register."""
    sides = [(case.plaintiffs, case.defendants) for case in known.cases]
    sides += [(deal.licensors, deal.licensees) for deal in known.deals]
    return Admission(thresholds, unknown_pair, frozenset(pair for side in sides for pair in product(*side)))
