"""Whether the sentence shown as a fact's proof is one of those that the annotation names for it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.model import RELATIONS
from nlp.proposals import LEARNED
from rightswire.agreement import FactKey, FactRow

#: What made a fact, as the measure groups it.
RULES, MODEL = "rules", "model"
#: The two stretches share at least so much of the shorter: an annotated one may be part of a sentence, or run over it.
LEAST_SHARED = 0.5

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact found and right in an article that names its evidence.

    Attributes:
        relation: of the fact.
        maker: RULES or MODEL.
        right: whether its first sentence is among the annotated ones.
    """

    relation: str
    maker: str
    right: bool


def judge_proofs(
    article: FactRow, wanted: Mapping[FactKey, FactRow], got: Mapping[FactKey, FactRow]
) -> tuple[Proof, ...]:
    """The proofs of the right facts of one article, in the order of their keys.

    Args:
        article: as annotated, with `text` and `title`; a fact's `evidence` is one string of theirs or several.
        wanted: its annotated facts; those without evidence are left out.
        got: facts found, each with `rule` and `evidence_place` (field, start, end) of its first sentence.
    """
    proofs = []
    for key in sorted(wanted.keys() & got.keys()):
        annotated, place = tuple(_places(wanted[key].get("evidence"), article)), got[key].get("evidence_place")
        if annotated and place:
            maker = MODEL if str(got[key].get("rule", "")).startswith(LEARNED) else RULES
            proofs.append(Proof(key[0], maker, any(_share(place, other) for other in annotated)))
    return tuple(proofs)


def _places(evidence: str | Iterable[str] | None, article: FactRow) -> Iterator[Place]:
    for stretch in [evidence] if isinstance(evidence, str) else evidence or ():
        for field in ("text", "title"):
            start = (article.get(field) or "").find(stretch)
            if stretch and start >= 0:
                yield field, start, start + len(stretch)
                break


def _share(one: Place, other: Place) -> bool:
    shared = min(one[2], other[2]) - max(one[1], other[1])
    return one[0] == other[0] and shared >= LEAST_SHARED * min(one[2] - one[1], other[2] - other[1])


def count_proofs(proofs: Iterable[Proof]) -> dict[str, tuple[int, int]]:
    """How many are right of how many: of all, by what made the fact, by relation; without what there is none of."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for proof in proofs:
        for group in ("all", proof.maker, proof.relation):
            right[group] += proof.right
            total[group] += 1
    return {group: (right[group], total[group]) for group in ("all", RULES, MODEL, *RELATIONS) if total[group]}


def figures(proofs: Iterable[Proof]) -> dict[str, dict[str, Any]]:
    """The counts as plain data for JSON."""
    counts = count_proofs(proofs)
    return {group: {"right": n, "of": total, "share": n / total} for group, (n, total) in counts.items()}


def as_text(proofs: Iterable[Proof]) -> str:
    """The counts in one line; empty where no evidence is annotated."""
    counts = count_proofs(proofs)
    if not counts:
        return ""
    n, total = counts.pop("all")
    parts = ", ".join(f"{group} {few} of {many}" for group, (few, many) in counts.items())
    return f"the sentence shown is annotated as evidence: {n / total:.3f} of {total} right facts ({parts})"
