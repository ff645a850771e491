"""Which sentence of an article proves a fact best: the one that is shown beside it.

A conditional logit (McFadden 1974) over the sentences of the article: each has a score, the weighted sum of its signals
(nlp/proof_signals.py), and the likeliest comes first among the fact's evidence. The weights are data
(nlp/weights/proving.toml), fitted on annotated articles by nlp/training/fit_proving.py.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from nlp.article import Article
from nlp.learned.encoder import WEIGHTS, Matrix
from nlp.merge import MOST_EVIDENCE
from nlp.model import RELATIONS, Fact
from nlp.proof_signals import NAMES, Witness
from nlp.proposals import Learned
from nlp.speakers import is_anothers, names_or_refers
from rightswire.errors import ConfigurationError

#: A relation and the number of a sentence that denies or supposes it.
Barred = Collection[tuple[str, int]]


@cache
def weights() -> Mapping[str, Matrix]:
    """By relation the weight of each signal, in the order of NAMES.

    Raises:
        ConfigurationError: the file is missing or damaged.
    """
    path = WEIGHTS / "proving.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            relation: np.array([table[relation].get(name, 0.0) for name in NAMES], np.float32) for relation in RELATIONS
        }
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise ConfigurationError(str(path), f"cannot be read: {error}", "restore it from the project") from error


def prove(article: Article, learned: Learned, facts: Sequence[Fact], barred: Barred = ()) -> tuple[Fact, ...]:
    """The facts in their order, each with the sentence first that proves it best.

    Args:
        article: with its names.
        learned: to which sentences the encoder attended.
        facts: with the sentences by which rules or encoder found them.
        barred: sentences that are not to be taken unless a fact was found by them.
    """
    if not facts:
        return ()
    witness = Witness(article, learned, facts)
    spoken = {fact.subject: _not_theirs(article, fact) for fact in facts if fact.relation == "says"}
    denied: dict[str, list[int]] = {}
    for relation, number in barred:
        denied.setdefault(relation, []).append(number)
    return tuple(
        _proved(
            fact, witness, (*denied.get(fact.relation, ()), *(spoken[fact.subject] if fact.relation == "says" else ()))
        )
        for fact in facts
    )


def _not_theirs(article: Article, fact: Fact) -> list[int]:
    """The numbers of the sentences that are no words of a speaker: they name and mean others only."""
    return [
        sentence.index
        for sentence in article.sentences
        if not names_or_refers(sentence, fact.subject) or is_anothers(sentence, (fact.subject,))
    ]


def _proved(fact: Fact, witness: Witness, denied: Collection[int]) -> Fact:
    scores = witness.signals(fact) @ weights()[fact.relation]
    own = witness.numbers(fact)
    scores[[number for number in {*denied, *witness.headings} if number not in own]] = -np.inf
    if plain := witness.plain(fact):
        # A rule heard it in a sentence that names both sides: no other is plainer.
        scores[[number for number in range(len(scores)) if number not in plain]] = -np.inf
    best = witness.evidence(int(np.argmax(scores)))
    return replace(fact, evidence=tuple(dict.fromkeys((best, *fact.evidence)))[:MOST_EVIDENCE])
