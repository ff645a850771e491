"""Which facts are sure enough to be told: what lies below stays in the archive, and is refused with that reason."""

from dataclasses import dataclass, replace

from nlp.model import CORE_RELATIONS, Fact, Reading, Refusal

LEAST_CORE, LEAST_SIDE = 0.65, 0.5


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least confidence of suits, settlements, rulings and licences (core), and of all other facts (side)."""

    core: float = LEAST_CORE
    side: float = LEAST_SIDE

    def of(self, fact: Fact) -> float:
        """The one that a fact has to reach."""
        return self.core if fact.relation in CORE_RELATIONS else self.side

    def admits(self, fact: Fact) -> bool:
        """Whether a fact is sure enough."""
        return fact.confidence >= self.of(fact)

    def reason(self, fact: Fact) -> str:
        """Why it is not, in words."""
        return f"confidence {fact.confidence:.2f} is below {self.of(fact):.2f}"


#: What the archive keeps; less sure facts are only told where somebody asks why.
KEPT = Thresholds(0.3, 0.3)


def refuse(fact: Fact, reason: str) -> Refusal:
    """A fact that is not told, with the reason."""
    return Refusal(fact.relation, fact.subject, fact.object, fact.evidence[0], fact.rule, reason)


def keep_surest(reading: Reading, thresholds: Thresholds) -> Reading:
    """The reading with its facts below the thresholds among what was refused."""
    doubted = [fact for fact in reading.facts if not thresholds.admits(fact)]
    refusals = [refuse(fact, thresholds.reason(fact)) for fact in doubted]
    return replace(
        reading,
        facts=tuple(fact for fact in reading.facts if thresholds.admits(fact)),
        refused=(*refusals, *reading.refused),
    )
