"""Whose is a date, court or judge: each mark is weighed for each fact, the likeliest taken.

A conditional logit (McFadden 1974): every mark has a score, the weighted sum of its signals (nlp/link_signals.py), and
so has 'none of them', 0. What the rules say is one signal among others. The weights are data
(nlp/weights/linking.toml), fitted on annotated articles by nlp/training/fit_linking.py. Docket numbers are left to the
rules: they tell which case it is, so a likely one is not enough.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from nlp.article import Article
from nlp.learned.encoder import WEIGHTS
from nlp.link_signals import LINKED, Linker, Weighed
from nlp.marks import Marks
from nlp.model import Fact
from rightswire.errors import ConfigurationError

HIGHEST_SCORE = 30.0
#: By attribute the signal of dates that stand with another step, and the one without which a date is none: no suit is
#: filed on the day on which it is dismissed, nor on one beside which no word of filing stands.
STANDS_WITH = {
    "sues.filed_date": ("of_later", "near_filing"),
    "settles_with.date": ("of_filed", "near_settles_with"),
    "ruling.date": ("of_filed", ""),
}


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """By 'relation.attribute' the weight of each signal, with 'least', the probability that a value has to reach.

    Raises:
        ConfigurationError: the file is missing or damaged.
    """
    path = WEIGHTS / "linking.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(str(path), f"cannot be read: {error}", "restore it from the project") from error


def shares(weighed: Sequence[Weighed], known: Mapping[str, float]) -> dict[str, float]:
    """By value the probability that it is the fact's; equal values at several places count together."""
    scores = [sum(known.get(name, 0.0) * value for name, value in one.signals.items()) for one in weighed]
    odds = [math.exp(min(HIGHEST_SCORE, score)) for score in scores]
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
    linker = Linker(article, marks, facts)
    sides = [[fact for fact in facts if _one_case(fact, of)] for of in facts]
    weighed = {
        (id(fact), attribute): _own_shares(
            [one for one in linker.weigh(fact, attribute) if not _barred(one, attribute, linker.is_appealed(fact))],
            f"{fact.relation}.{attribute}",
        )
        for fact in facts
        for attribute in LINKED.get(fact.relation, ())
    }
    return tuple(_linked(fact, together, weighed) for fact, together in zip(facts, sides, strict=True))


def _own_shares(weighed: Sequence[Weighed], attribute: str) -> dict[str, float]:
    """As `shares`, without the dates that everywhere stand with another step of the case; those still outweigh."""
    other, needed = STANDS_WITH.get(attribute, ("", ""))
    own = {one.value for one in weighed if other not in one.signals and (not needed or needed in one.signals)}
    return {value: share for value, share in shares(weighed, weights()[attribute]).items() if value in own}


def _barred(mark: Weighed, attribute: str, appealed: bool) -> bool:
    """Whether a mark is none however likely: a day to come or of a hearing; beside an appeal a judge elsewhere.

    No suit was filed on the day on which it was moved, joined or ended.
    """
    signals = mark.signals
    if "ruled" in signals:
        return False
    return (
        "future" in signals
        or "other_date" in signals
        or (attribute == "filed_date" and "other_step" in signals)
        or (attribute == "judge" and appealed and "same_sentence" not in signals)
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
        least = weights()[f"{fact.relation}.{attribute}"]["least"]
        given[attribute] = best if best and means[best] >= least else None
    return replace(fact, attributes=replace(fact.attributes, **given)) if given else fact
