"""Whose is a date, court or judge: each mark is weighed for each fact, the likeliest taken.

A conditional logit (McFadden 1974): every mark has a score, which a small network gives it by its signals
(nlp/link_network.py, nlp/link_signals.py), and so has 'none of them', 0. What the rules say is one signal among others.
The weights are data (nlp/weights/linking.toml), fitted on annotated articles by nlp/training/fit_linking.py. Docket
numbers are left to the rules: they tell which case it is, so a likely one is not enough.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nlp.article import Article
from nlp.link_network import Network, load_network
from nlp.link_signals import LINKED, Linker, Weighed
from nlp.marks import Marks
from nlp.model import Fact

HIGHEST_SCORE = 30.0
#: A day of filing this likely tells that who acted before it is no judge of the suit.
SURE = 0.7
#: By attribute the signal of dates that stand with another step, and the one without which a date is none, where a date
#: needs one: no suit is filed on the day on which it is dismissed.
STANDS_WITH = {
    "sues.filed_date": ("of_later", ""),
    "settles_with.date": ("of_filed", "near_settles_with"),
    "ruling.date": ("of_filed", ""),
}


def shares(weighed: Sequence[Weighed], attribute: str, network: Network) -> dict[str, float]:
    """By value the probability that it is the fact's; equal values at several places count together."""
    if not weighed:
        return {}
    scores = network.scores(attribute, [one.signals for one in weighed])
    odds = [math.exp(min(HIGHEST_SCORE, score)) for score in scores.tolist()]
    total = 1.0 + sum(odds)
    found: dict[str, float] = {}
    for one, odd in zip(weighed, odds, strict=True):
        found[one.value] = found.get(one.value, 0.0) + odd / total
    return found


def link(article: Article, marks: Marks, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts in their order, with the dates, courts and judges that most likely are theirs.

    Co-parties of one case, told in one sentence, are given the same: what is likely for them on average.

    Args:
        article: with its names.
        marks: what was found in its text without the parser.
        facts: with what the rules gave them.
    """
    linker, network = Linker(article, marks, facts), load_network()
    sides = [[fact for fact in facts if _one_case(fact, of)] for of in facts]
    weighed: dict[tuple[int, str], Mapping[str, float]] = {}
    for fact in facts:
        filed: str | None = None
        for attribute in LINKED.get(fact.relation, ()):
            allowed = [
                one
                for one in linker.weigh(fact, attribute, filed)
                if not _barred(one, attribute, linker.is_appealed(fact))
            ]
            found = _own_shares(allowed, f"{fact.relation}.{attribute}", network)
            weighed[id(fact), attribute] = found
            if attribute == "filed_date":
                filed = next((value for value, share in found.items() if share >= SURE), None)
    return tuple(_linked(fact, together, weighed) for fact, together in zip(facts, sides, strict=True))


def _own_shares(weighed: Sequence[Weighed], attribute: str, network: Network) -> dict[str, float]:
    """As `shares`, without the dates that everywhere stand with another step of the case; those still outweigh."""
    other, needed = STANDS_WITH.get(attribute, ("", ""))
    own = {one.value for one in weighed if other not in one.signals and (not needed or needed in one.signals)}
    return {value: share for value, share in shares(weighed, attribute, network).items() if value in own}


def _barred(mark: Weighed, attribute: str, appealed: bool) -> bool:
    """Whether a mark is none however likely: a day to come or of a hearing; beside an appeal a judge elsewhere.

    No suit was filed on the day on which it was moved, joined or ended, nor heard by who acted before it was filed.
    """
    signals = mark.signals
    if "ruled" in signals:
        return False
    return (
        "future" in signals
        or "other_date" in signals
        or (attribute == "filed_date" and "other_step" in signals)
        or (attribute == "judge" and "same_sentence" not in signals and (appealed or "before_filing" in signals))
    )


def _one_case(fact: Fact, other: Fact) -> bool:
    """Whether two facts are the same relation to the same side, told in the same sentence."""
    same = fact.relation == other.relation and fact.evidence[0] == other.evidence[0]
    return fact is other or (same and fact.relation != "licenses_to" and fact.object == other.object)


def _linked(fact: Fact, together: Sequence[Fact], weighed: Mapping[tuple[int, str], Mapping[str, float]]) -> Fact:
    given: dict[str, Any] = {}
    for attribute in LINKED.get(fact.relation, ()):
        if fact.relation == "licenses_to" and fact.attributes.status != "announced":
            # The day on which talks began or a deal ended is not that on which it was made.
            continue
        found = [weighed[id(one), attribute] for one in together]
        values = {value for one in found for value in one}
        means = {value: sum(one.get(value, 0.0) for one in found) / len(found) for value in sorted(values)}
        best = max(means, key=lambda value: means[value], default=None)
        least = load_network().attributes[f"{fact.relation}.{attribute}"].least
        given[attribute] = best if best and means[best] >= least else None
    return replace(fact, attributes=replace(fact.attributes, **given)) if given else fact
