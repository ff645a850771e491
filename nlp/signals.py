"""What speaks for and against a candidate fact, as numbers: what rules and encoder say, and where the parties stand."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp.article import Article
from nlp.model import Party
from nlp.proposals import Learned
from nlp.sides import AI, RIGHTS, Sides

#: The numbers by name, in the order in which they are kept. 'logit' is the log of the odds.
NAMES = (
    "score",  # logit of the encoder's score
    "rule",  # 1 where a rule found it
    "rule_confidence",  # logit of the surest rule's confidence, 0 without
    "reverse",  # logit of the encoder's score with the sides swapped
    "companion",  # logit of its score of a relation that goes with this one between the same two
    "rival",  # logit of its best score of the same relation between the same subject and somebody else
    "rule_elsewhere",  # 1 where rules found the same relation in the article, but not this fact
    "subject_ai",  # 1 where the subject makes AI
    "subject_rights",  # 1 where it owns works
    "object_ai",
    "object_rights",
    "apart",  # log of 1 + the sentences between the nearest mentions of both
    "subject_named",  # log of 1 + how often the subject is named
    "object_named",
    "in_list",  # 1 where a side is named in one list with others: 'A, B and C sued X'
    "listed",  # logit of how sure the same is of those others, on average; 0 without
)
#: A ruling or settlement has a suit beside it, a suit may have a ruling.
COMPANIONS = {"ruling": "sues", "settles_with": "sues", "sues": "ruling"}
#: Relations of which one side makes AI, the other owns works.
BETWEEN_SIDES = frozenset({"sues", "ruling", "settles_with", "licenses_to", "accuses", "blocks"})
UNSEEN = 0.01
FARTHEST = 50

Key = tuple[str, Party, Party | None]


@dataclass(frozen=True, slots=True)
class Signals:
    """The numbers of one candidate fact, in the order of NAMES."""

    relation: str
    values: tuple[float, ...]


class Weigher:
    """Gathers the signals of one article's candidates.

    Args:
        article: with its names.
        sides: who makes AI, who owns works.
        learned: what the encoder says.
        ruled: what the rules found, with their confidence.
    """

    def __init__(self, article: Article, sides: Sides, learned: Learned, ruled: dict[Key, float]) -> None:
        self._sides = sides
        self._learned = learned
        self._ruled = ruled
        self._relations = {relation for relation, _, _ in ruled}
        self._sentences: dict[Party, list[int]] = {}
        for sentence in article.sentences:
            for name in sentence.names:
                self._sentences.setdefault(name.party, []).append(sentence.index)
        self._lists = listed_together(article)
        self._best: dict[tuple[str, Party], list[tuple[float, Party | None]]] = {}
        for (relation, subject, object_), score in (learned.scores or {}).items():
            self._best.setdefault((relation, subject), []).append((score, object_))

    def signals(self, key: Key) -> Signals | None:
        """The signals of a candidate; None where the encoder has not seen both parties."""
        relation, subject, object_ = key
        score = self._learned.score(*key)
        if score is None:
            return None
        rule = self._ruled.get(key)
        between = relation in BETWEEN_SIDES
        object_side = self._sides.of(object_) if object_ and between else None
        subject_side = self._sides.of(subject) if between else None
        companion = COMPANIONS.get(relation)
        listed = self._others(key, self._listed(subject, object_))
        values = (
            logit(score),
            float(rule is not None),
            logit(rule) if rule is not None else 0.0,
            logit(self._score(relation, object_, subject) if object_ else UNSEEN),
            logit(self._score(companion, subject, object_)) if companion else 0.0,
            logit(self._rival(key)),
            float(rule is None and relation in self._relations),
            float(subject_side == AI),
            float(subject_side == RIGHTS),
            float(object_side == AI),
            float(object_side == RIGHTS),
            math.log1p(self._apart(subject, object_)),
            math.log1p(len(self._sentences.get(subject, ()))),
            math.log1p(len(self._sentences.get(object_, ()))) if object_ else 0.0,
            float(bool(listed)),
            logit(sum(listed) / len(listed)) if listed else 0.0,
        )
        return Signals(relation, values)

    def _score(self, relation: str, subject: Party, object_: Party | None) -> float:
        return self._learned.score(relation, subject, object_) or UNSEEN

    def _listed(self, subject: Party, object_: Party | None) -> Iterator[tuple[Party, Party | None]]:
        """The same two with one side in the place of another of its list."""
        yield from ((other, object_) for other in self._lists.get(subject, ()) if other != object_)
        if object_:
            yield from ((subject, other) for other in self._lists.get(object_, ()) if other != subject)

    def _others(self, key: Key, pairs: Iterable[tuple[Party, Party | None]]) -> list[float]:
        """How sure rules or encoder are of the same relation between other pairs."""
        return [
            max(self._score(key[0], *pair), self._ruled.get((key[0], *pair), 0.0)) for pair in pairs if pair != key[1:]
        ]

    def _rival(self, key: Key) -> float:
        relation, subject, object_ = key
        return max(
            (score for score, other in self._best.get((relation, subject), ()) if other != object_), default=UNSEEN
        )

    def _apart(self, subject: Party, object_: Party | None) -> int:
        if object_ is None:
            return 0
        return _gap(self._sentences.get(subject, ()), self._sentences.get(object_, ()))


def listed_together(article: Article) -> dict[Party, tuple[Party, ...]]:
    """By party those with which it stands in one list anywhere, in the order of the article."""
    found: dict[Party, dict[Party, None]] = {}
    for sentence in article.sentences:
        for group in sentence.groups:
            members = dict.fromkeys(name.party for name in group.names)
            for party in members:
                found.setdefault(party, {}).update(dict.fromkeys(other for other in members if other != party))
    return {party: tuple(others) for party, others in found.items()}


def _gap(ones: Iterable[int], others: Iterable[int]) -> int:
    """The fewest sentences between two lists of sentences."""
    return min((abs(one - other) for one in ones for other in others), default=FARTHEST)


def logit(probability: float) -> float:
    """Log of the odds, bounded at 0.001 and 0.999."""
    bounded = min(max(probability, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))
