"""What an article tells of a case once holds for all its parties: court, judge, docket number, day of filing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from nlp.context import pattern
from nlp.model import Fact
from nlp.surroundings import APPEAL

#: What co-parties of one complaint share, and what a suit and the ruling in it share.
OF_THE_CASE = ("filed_date", "court", "docket_number", "judge")
OF_THE_BENCH = ("court", "judge")
#: What so many of the co-parties have, the others have too: what one alone has may be a slip.
COMMON_SHARE = 0.5


def share_within_cases(facts: Sequence[Fact], text: str) -> tuple[Fact, ...]:
    """The facts in their order, with what is known of other facts of the same case filled in where they lack it.

    Suits that rest on the same sentence and have a side in common are one case; so are a suit and a ruling between the
    same two, unless the article's text speaks of an appeal. Where others differ, nothing is filled in.
    """
    suits = [fact for fact in facts if fact.relation == "sues"]
    filled = {_pair(suit): _fill(suit, _co_parties(suit, suits), _common(suit), COMMON_SHARE) for suit in suits}
    rulings = {_pair(fact): fact for fact in facts if fact.relation == "ruling"}

    def shared(fact: Fact) -> Fact:
        pair = _pair(fact)
        if fact.relation == "sues":
            return _fill(filled[pair], [rulings[pair]] if pair in rulings else [], OF_THE_BENCH)
        if fact.relation == "ruling" and pair in filled:
            return _fill(fact, [filled[pair]], OF_THE_BENCH)
        return fact

    if APPEAL.search(text):
        # Two courts had a case: which of them sat when is for the sentences to tell.
        return tuple(filled[_pair(fact)] if fact.relation == "sues" else fact for fact in facts)

    return tuple(map(shared, facts))


def _common(suit: Fact) -> tuple[str, ...]:
    """What is shared: suits that their sentence tells to be joined have each a number and a day of their own."""
    joined = pattern("suit_steps", "joining").search(suit.evidence[0].sentence)
    return OF_THE_BENCH if joined else OF_THE_CASE


def _pair(fact: Fact) -> tuple[str, str]:
    return fact.subject.name, fact.object.name if fact.object else ""


def _co_parties(suit: Fact, suits: Iterable[Fact]) -> list[Fact]:
    """The other suits that the same sentence tells, against the same defendant or by the same plaintiff."""
    return [
        other
        for other in suits
        if other is not suit
        and other.evidence[0] == suit.evidence[0]
        and (other.object == suit.object or other.subject == suit.subject)
    ]


def _fill(fact: Fact, others: Sequence[Fact], names: Iterable[str], share: float = 0.0) -> Fact:
    known: dict[str, Any] = {}
    for name in names:
        values = [value for other in others if (value := getattr(other.attributes, name))]
        if len(set(values)) == 1 and not getattr(fact.attributes, name) and len(values) >= share * len(others):
            known[name] = values[0]
    return replace(fact, attributes=replace(fact.attributes, **known)) if known else fact
