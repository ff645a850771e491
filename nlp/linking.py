"""Whose is a date, court, judge or docket number: each mark is weighed for each fact, the likeliest taken.

A conditional logit (McFadden 1974): every mark has a score, the weighted sum of its signals (nlp/link_signals.py), and
so has 'none of them', 0. What the rules say is one signal among others. The weights are data
(nlp/weights/linking.toml), fitted on annotated articles by nlp/training/fit_linking.py.
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
#: Where the rules give one of these they are right as a rule, for they read what is printed behind a caption.
LEFT_TO_RULES = frozenset({"docket_number"})


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


def likeliest(weighed: Sequence[Weighed], known: Mapping[str, float]) -> tuple[str | None, float]:
    """The value that most likely is the fact's, and its probability; equal values at several places count together."""
    scores = [sum(known.get(name, 0.0) * value for name, value in one.signals.items()) for one in weighed]
    odds = [math.exp(min(HIGHEST_SCORE, score)) for score in scores]
    total = 1.0 + sum(odds)
    shares: dict[str, float] = {}
    for one, odd in zip(weighed, odds, strict=True):
        shares[one.value] = shares.get(one.value, 0.0) + odd / total
    return max(shares.items(), key=lambda item: item[1], default=(None, 0.0))


def link(article: Article, marks: Marks, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts in their order, with the dates, courts, judges and docket numbers that most likely are theirs.

    Args:
        article: with its names.
        marks: what was found in its text without the parser.
        facts: with what the rules gave them.
    """
    linker = Linker(article, marks, facts)
    return tuple(_linked(fact, linker) for fact in facts)


def _linked(fact: Fact, linker: Linker) -> Fact:
    given: dict[str, Any] = {}
    for attribute in LINKED.get(fact.relation, ()):
        if attribute in LEFT_TO_RULES and getattr(fact.attributes, attribute):
            continue
        known = weights()[f"{fact.relation}.{attribute}"]
        value, share = likeliest(linker.weigh(fact, attribute), known)
        given[attribute] = value if share >= known["least"] else None
    return replace(fact, attributes=replace(fact.attributes, **given)) if given else fact
