"""What speaks for and against a sentence as the proof of a fact, as named numbers, for all sentences at once.

Who is named in it and near before it, whether it holds words of the relation or of another, where it stands, whether
rules found the fact by it, and how far the encoder attends to it.
"""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from nlp.article import Article
from nlp.learned.encoder import Matrix
from nlp.model import CORE_RELATIONS, Evidence, Fact, Party
from nlp.proposals import LEARNED, Learned
from nlp.vocabulary import read_table

#: Signals of a sentence that are the same for all facts of a relation, in their order.
COMMON = (
    "title",  # the headline
    "lead",  # in the first paragraph
    "place",  # log of 1 + its number
    "long",  # log of 1 + its words
    "names",  # log of 1 + the parties named
    "quote",  # holds a quotation mark
    "tells",  # holds a word that tells the relation
    "tells_title",
    "touches",  # holds a word that may speak of the relation
    "other",  # holds words that tell another relation of the core
    "only_other",  # and none that tells this one
    "others_proof",  # stands first among the evidence of a fact of another relation
)
#: All signals: those and what hangs on the fact.
NAMES = (
    *COMMON,
    "rival",  # names a party that is no side of the fact
    "subject",  # names the subject
    "object",
    "both",
    "neither",
    "near_subject",  # how few sentences ago the subject was last named: 1 here, a third two sentences behind
    "near_object",
    "rare_subject",  # 1 by the number of sentences that name the subject, where this one does
    "rare_object",
    "tells_both",  # holds a word that tells the relation, and names both sides
    "tells_subject",
    "tells_object",
    "tells_neither",
    "touches_both",
    "evidence",  # the fact was found by it
    "first",  # the first by which it was found
    "first_rule",  # and by a rule
    "evidence_rule",
    "evidence_title",
    "attended",  # log of the encoder's attention by the most attended's
    "attended_rule",  # where a rule found the fact
    "share",  # share of the attention
    "tells_share",
    "share_before",  # of the sentence before
    "share_behind",
    "most",  # the most attended
)
FADING = 2.0
#: Words and marks of the shortest sentence that proves anything without being what a fact was found by.
LEAST_TOKENS = 5
LEAST_SHARE = 0.001


@cache
def _pattern(kind: str, relation: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(read_table("telling")[kind][relation]) + r")(?!\w)", re.IGNORECASE)


class Witness:
    """Gathers the signals of one article's sentences.

    Args:
        article: with its names.
        learned: to which sentences the encoder attended.
        facts: all facts, with the sentences by which they were found.
    """

    def __init__(self, article: Article, learned: Learned, facts: Sequence[Fact]) -> None:
        self._article = article
        self._learned = learned
        self._texts = [sentence.span.text for sentence in article.sentences]
        self._evidence = [article.layout.evidence(one.span.start_char, one.span.end_char) for one in article.sentences]
        numbers = {(one.field, one.start): number for number, one in enumerate(self._evidence)}
        self._numbers = {
            id(fact): [numbers[one.field, one.start] for one in fact.evidence if (one.field, one.start) in numbers]
            for fact in facts
        }
        self._named: dict[Party, Matrix] = {}
        for sentence in article.sentences:
            for name in sentence.names:
                self._named.setdefault(name.party, self._zeros())[sentence.index] = 1
        self._parties = np.sum(list(self._named.values()), axis=0) if self._named else self._zeros()
        self._near: dict[Party | None, Matrix] = {}
        self._words: dict[tuple[str, str], Matrix] = {}
        self._common: dict[str, Matrix] = {}
        self._first: dict[str, Matrix] = {}
        for fact in facts:
            self._first.setdefault(fact.relation, self._zeros())[self.numbers(fact)[:1]] = 1
        self._place = self._places()
        #: Numbers of what is too short to tell anything.
        self.headings = [one.index for one in article.sentences if len(one.span) < LEAST_TOKENS]

    def numbers(self, fact: Fact) -> list[int]:
        """The numbers of the sentences by which one of the facts was found."""
        return self._numbers[id(fact)]

    def plain(self, fact: Fact) -> list[int]:
        """The numbers of the sentences of the text by which a rule found a fact, and which name both its sides."""
        if fact.rule.startswith(LEARNED) or fact.object is None:
            return []
        named, title = (self._named.get(party, self._zeros()) for party in (fact.subject, fact.object)), self._place[0]
        both = np.prod(list(named), axis=0) * (1 - title)
        return [number for number in self.numbers(fact) if both[number]]

    def evidence(self, number: int) -> Evidence:
        """A sentence as evidence."""
        return self._evidence[number]

    def signals(self, fact: Fact) -> Matrix:
        """Sentences x NAMES."""
        none = self._zeros()
        subject = self._named.get(fact.subject, none)
        object_ = self._named.get(fact.object, none) if fact.object and fact.object != fact.subject else none
        both, neither = subject * object_, (1 - subject) * (1 - object_)
        tells = self._holds("tells", fact.relation)
        rule = float(not fact.rule.startswith(LEARNED))
        found, first = none.copy(), none.copy()
        own = self.numbers(fact)
        found[own], first[own[:1]] = 1, 1
        columns = (
            self._parties > subject + object_,
            subject,
            object_,
            both,
            neither,
            self._nearness(fact.subject),
            self._nearness(fact.object),
            subject / max(1.0, subject.sum()),
            object_ / max(1.0, object_.sum()),
            tells * both,
            tells * subject,
            tells * object_,
            tells * neither,
            self._holds("touches", fact.relation) * both,
            found,
            first,
            first * rule,
            found * rule,
            found * self._place[0],
            *self._attention(fact, tells, rule),
        )
        return np.concatenate([self._of_relation(fact.relation), np.array(columns, np.float32)]).T

    def _of_relation(self, relation: str) -> Matrix:
        """COMMON x sentences."""
        if relation not in self._common:
            tells = self._holds("tells", relation)
            other = np.sum([self._holds("tells", each) for each in CORE_RELATIONS if each != relation], axis=0)
            firsts = [first for each, first in self._first.items() if each != relation]
            columns = (
                *self._place,
                tells,
                tells * self._place[0],
                self._holds("touches", relation),
                other,
                (other > 0) * (1 - tells),
                np.max(firsts, axis=0) if firsts else self._zeros(),
            )
            self._common[relation] = np.array(columns, np.float32)
        return self._common[relation]

    def _attention(self, fact: Fact, tells: Matrix, rule: float) -> tuple[Matrix, ...]:
        share = self._learned.attention(fact.relation, fact.subject, fact.object)
        if share is None or not share.any():
            return (self._zeros(),) * 7
        logs = np.log(share / share.max() + LEAST_SHARE)
        before, behind = self._zeros(), self._zeros()
        before[1:], behind[:-1] = share[:-1], share[1:]
        return (logs, logs * rule, share, tells * share, before, behind, share == share.max())

    def _zeros(self) -> Matrix:
        return np.zeros(len(self._article.sentences), np.float32)

    def _places(self) -> tuple[Matrix, ...]:
        sentences = self._article.sentences
        title = np.array([one.span.start_char < self._article.layout.start for one in sentences], np.float32)
        lead = np.array([one.paragraph <= 1 for one in sentences], np.float32) * (1 - title)
        long = np.log1p(np.array([len(one.span) for one in sentences], np.float32))
        quote = np.array([any(mark in text for mark in '"“”') for text in self._texts], np.float32)
        return title, lead, np.log1p(np.arange(len(sentences))), long, np.log1p(self._parties), quote

    def _nearness(self, party: Party | None) -> Matrix:
        """How near before or in each sentence a party was last named: 1 in it, fading behind it."""
        if party not in self._near:
            near, last = self._zeros(), 0.0
            fade = float(np.exp(-1 / FADING))
            for number, named in enumerate(self._named.get(party, near) if party else near):
                last = 1.0 if named else last * fade
                near[number] = last
            self._near[party] = near
        return self._near[party]

    def _holds(self, kind: str, relation: str) -> Matrix:
        """For each sentence whether it holds a word of a class of telling.toml."""
        if (kind, relation) not in self._words:
            search = _pattern(kind, relation).search
            held = np.array([search(text) is not None for text in self._texts], np.float32)
            self._words[kind, relation] = held
        return self._words[kind, relation]
