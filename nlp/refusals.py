"""What was proposed and not taken, with the reason in words: how a person can tell a miss from a decision."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.assertion import why_not_asserted
from nlp.context import is_content_deal, says
from nlp.model import Fact, Party, Refusal
from nlp.rules.candidate import Candidate, parties
from nlp.rules.licence_sides import deal_verb
from nlp.rules.settlements import why_not_agreed
from nlp.sides import AI, Sides
from nlp.syntax import is_passive
from nlp.words import nouns, verbs

#: No more refusals than this are told of one article: lists of hundreds of names make thousands of pairs.
MOST_REFUSED = 100
#: Rule of what a word alone made a candidate.
TRIGGER = "trigger"
SAME = "both sides are the same party"


@dataclass(slots=True)
class Refusals:
    """Collects what the steps of one article's extraction refuse."""

    article: Article
    refused: list[tuple[Candidate, str]] = field(default_factory=list)

    def sift(self, candidates: Iterable[Candidate], why_not: Callable[[Candidate], str]) -> list[Candidate]:
        """The candidates without a reason against them; the others are kept with theirs."""
        kept = []
        for candidate in candidates:
            if reason := why_not(candidate):
                self.refused.append((candidate, reason))
            else:
                kept.append(candidate)
        return kept

    def unasserted(self) -> frozenset[tuple[str, int]]:
        """Relations with the numbers of the sentences that deny or suppose them."""
        return frozenset(
            (candidate.relation, candidate.sentence.index) for candidate, _ in self.refused if candidate.rule == TRIGGER
        )

    def told(self, facts: Iterable[Fact], doubted: Iterable[Refusal] = ()) -> tuple[Refusal, ...]:
        """What to tell: each relation between two parties once, unless it is a fact by other words after all.

        Args:
            facts: what was taken.
            doubted: refusals that are already told for pairs of parties, as of facts that are not sure enough.
        """
        taken = {(fact.relation, fact.subject, fact.object) for fact in facts}
        out: dict[tuple[str, Party, Party | None], Refusal] = {}
        doubted = list(doubted)
        # What a rule knows says more than that the encoder is not sure.
        unsure = [refusal for refusal in doubted if refusal.rule.startswith("learned.")]
        for refusal in (*(one for one in doubted if one not in unsure), *self._pairs(), *unsure):
            key = (refusal.relation, refusal.subject, refusal.object)
            if key not in taken:
                out.setdefault(key, refusal)
            if len(out) == MOST_REFUSED:
                break
        return tuple(
            sorted(out.values(), key=lambda refusal: (refusal.evidence.field != "title", refusal.evidence.start))
        )

    def _pairs(self) -> Iterator[Refusal]:
        for candidate, reason in self.refused:
            span = candidate.sentence.span
            evidence = self.article.layout.evidence(span.start_char, span.end_char)
            for subject in candidate.subjects:
                for object_ in candidate.objects:
                    if subject != object_ or candidate.relation == "says":
                        yield Refusal(candidate.relation, subject, object_, evidence, candidate.rule, reason)


def find_unasserted(article: Article, sides: Sides) -> Iterator[tuple[Candidate, str]]:
    """Words that tell a relation in sentences that name two parties, where the sentence does not state it.

    The rules leave such words alone before they look for sides, so sides are the names nearest to the word.
    """
    for sentence in article.sentences:
        if len({name.party for name in sentence.names}) < 2:
            continue
        for token in sentence.span:
            relation = _triggers().get(token.lower_)
            if relation is None or any(name.start <= token.i < name.end for name in sentence.names):
                continue
            reason = _why_not(relation, token, sentence, article)
            pair = _nearest(token, sentence, relation, sides) if reason else None
            if pair:
                yield Candidate(relation, *pair, sentence, token.i, TRIGGER, 0.0), reason


@cache
def _triggers() -> dict[str, str]:
    """Words in small letters and the relation that each tells; where a word tells two, the later of these."""
    classes = {
        "accuses": verbs("accuse"),
        "licenses_to": verbs("license") | nouns("deal_strict") | nouns("talks"),
        "settles_with": verbs("settle_strict") | nouns("settlement_strict"),
        "sues": verbs("sue") | nouns("suit_strict"),
    }
    return {word: relation for relation, words in classes.items() for word in words}


def _why_not(relation: str, token: Token, sentence: Sentence, article: Article) -> str:
    if relation == "settles_with":
        return why_not_agreed(token)
    deal = relation == "licenses_to"
    verb = None if token.tag_.startswith("VB") else deal_verb(token)
    if relation == "sues" and verb is not None and verb.lower_ in verbs("rule") | verbs("face") | verbs("settle"):
        return ""  # what is dismissed, fought or settled was brought
    reason = why_not_asserted(token, deal) or (why_not_asserted(verb, deal) if verb is not None else "")
    if deal and not reason:
        if says(sentence, "no_talks"):
            return "the sentence says that there is no deal"
        if not is_content_deal(sentence, article):
            return "the words around speak of other goods than works"
    return reason


def _nearest(
    token: Token, sentence: Sentence, relation: str, sides: Sides
) -> tuple[tuple[Party, ...], tuple[Party, ...]] | None:
    """The list of names before a word and the one behind it, as subjects and objects."""
    before = [group for group in sentence.groups if group.end <= token.i]
    behind = [group for group in sentence.groups if group.start > token.i]
    groups = [*before[-1:], *behind[:1]] if before and behind else before[-2:] or behind[:2]
    if len(groups) == 1:
        # "X and Y are in talks": both sides in one list.
        everyone = parties(groups[0].names)
        second = tuple(party for party in everyone if sides.of(party) == AI)
        first = tuple(party for party in everyone if party not in second)
    elif groups:
        first, second = (parties(group.names) for group in groups)
    else:
        return None
    makes = [any(sides.of(party) == AI for party in side) for side in (first, second)]
    if relation == "licenses_to" and makes[0] == makes[1]:
        return None
    if makes[0] if relation == "licenses_to" else is_passive(token):
        first, second = second, first
    second = tuple(party for party in second if party not in first)
    return (first, second) if first and second else None
