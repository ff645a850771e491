"""Which mark stands nearest to a fact's sentences, and who stands on its sides: for nlp/link_signals.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.model import Fact, Party


@dataclass(frozen=True, slots=True)
class Nearest:
    """How near the nearest mark of a kind is to a fact's sentences, to one of them behind it, and to the first."""

    any: int
    before: int
    first: int


def find_allies(fact: Fact, facts: Sequence[Fact], proved: Mapping[int, Sequence[int]]) -> set[Party | None]:
    """Who stands on a side of a fact: its own two and, told in the same sentences, those who sue or are sued with them.

    Args:
        fact: one of `facts`.
        facts: all of the article.
        proved: by the id of a fact the numbers of the sentences that prove it.
    """
    own = set(proved[id(fact)])
    allies = {fact.subject, fact.object}
    for other in facts:
        same_object, same_subject = other.object == fact.object, other.subject == fact.subject
        if other.relation == fact.relation and same_object != same_subject and own.intersection(proved[id(other)]):
            allies.add(other.subject if same_object else other.object)
    return allies


def find_nearest(own: Sequence[int], marks: Sequence[int]) -> Nearest:
    """The nearest of marks, by the numbers of sentences; both hold one at least."""
    gaps = [mark - number for mark in marks for number in own]
    before = min((-gap for gap in gaps if gap <= 0), default=-1)
    return Nearest(min(map(abs, gaps)), before, min(abs(mark - own[0]) for mark in marks))


def tell_order(own: Sequence[int], mark: int, apart: Sequence[int], nearest: Nearest) -> Mapping[str, float]:
    """Whether no mark of its kind stands nearer than this one, and where sentences of other cases lie.

    Args:
        own: the numbers of the sentences that prove a fact.
        mark: the number of the mark's sentence.
        apart: those of the sentences that prove facts of other parties.
        nearest: of all marks of the kind.
    """
    gap = min((mark - number for number in own), key=abs)
    low, high = min(mark, own[0]), max(mark, own[0])
    return {
        "nearest": abs(gap) == nearest.any,
        "nearest_before": any(number - mark == nearest.before for number in own),
        "nearest_first": abs(mark - own[0]) == nearest.first,
        "behind": gap > 0,
        "past": mark > max(own),
        "apart_here": mark in apart,
        "apart_between": any(low < number < high for number in apart),
        "apart": bool(apart),
    }
