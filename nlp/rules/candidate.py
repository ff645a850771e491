"""What a rule proposes, before attributes are attached and rivals are merged."""

from collections.abc import Iterable
from dataclasses import dataclass

from nlp.article import Sentence
from nlp.mentions import Name
from nlp.model import Attributes, Party
from nlp.reference import Found

#: Confidence by how a side was found; a candidate is as sure as its weaker side.
NO_ATTRIBUTES = Attributes()
CONFIDENCE = {"named": 0.9, "described": 0.85, "inferred": 0.65, "topic": 0.55}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation between every subject and every object, stated by a sentence.

    Attributes:
        anchor: number of the token that tells the relation, near which attributes are looked for.
        rule: name of the rule, kept with the fact.
        attributes: what the rule itself knows (status, outcome, stance); the rest is attached later.
        ways: how subject and object were found, keys of CONFIDENCE; empty where the rule does not tell.
    """

    relation: str
    subjects: tuple[Party, ...]
    objects: tuple[Party | None, ...]
    sentence: Sentence
    anchor: int
    rule: str
    confidence: float
    attributes: Attributes = NO_ATTRIBUTES
    ways: tuple[str, str] = ("", "")


def propose(
    relation: str, subject: Found, object_: Found, sentence: Sentence, anchor: int, rule: str
) -> Iterable[Candidate]:
    """A candidate where both sides are known and differ."""
    left, right = parties(subject.names), parties(object_.names)
    right = tuple(party for party in right if party not in left)
    if left and right:
        confidence = min(CONFIDENCE[subject.how], CONFIDENCE[object_.how])
        ways = (subject.how, object_.how)
        yield Candidate(relation, left, right, sentence, anchor, rule, confidence, ways=ways)


def parties(names: Iterable[Name]) -> tuple[Party, ...]:
    """The parties of some names, in order, each once."""
    return tuple(dict.fromkeys(name.party for name in names))
