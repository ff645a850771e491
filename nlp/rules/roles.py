"""Who 'the plaintiffs', 'the authors', 'the magazine' or 'her' stands for, where an article leaves one choice."""

import re
from collections.abc import Sequence

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.mentions import Name
from nlp.model import Party
from nlp.reference import NOBODY, PERSONAL, Found, parties_of
from nlp.rules.candidate import Candidate
from nlp.rules.templates import Place
from nlp.sides import description_words
from nlp.vocabulary import read_table

BENCH = re.compile(r"\b(?:Judge|Justice|Magistrate|J\.)\b")
SUING = frozenset({"plaintiff", "plaintiffs", "claimant", "claimants", "complainant", "complainants", "class"})
SUED = frozenset({"defendant", "defendants", "respondent", "respondents"})
#: Suits told so many sentences apart belong to one telling.
SAME_TELLING = 4
MANY = 2


class Roles:
    """Roles in one article: by its suits, and by what it calls its parties."""

    def __init__(self, article: Article, suits: Sequence[Candidate]) -> None:
        self.article = article
        self._suits = sorted(suits, key=lambda suit: suit.sentence.index)
        self._persons = frozenset(read_table("wordings")["persons"])
        self._called: list[tuple[Name, frozenset[str]]] = [
            (name, frozenset(description_words(article, name.start, name.end)) | _own_words(name.party))
            for name in article.names
        ]

    def of(self, place: Place) -> Found:
        """Who stands in a place of a wording: the names in it, else whom its word means."""
        if place.names:
            return Found(place.names, "named")
        word = place.word
        sentence = self.article.sentence_of(word)
        if word.lower_ in PERSONAL:
            return self.person_before(word, sentence)
        if word.lower_ == "latter":
            before = [name for name in sentence.names if name.end <= word.i]
            return Found(tuple(before[-1:]), "inferred")
        if word.tag_ in {"PRP", "PRP$"}:
            return parties_of(word, self.article)
        return self._described(word, sentence)

    def called(self, noun: Token) -> Found:
        """The only party that the article has called by a noun before, as 'the guild'."""
        return self._called_so(noun, self.article.sentence_of(noun)) if noun.tag_ == "NN" else NOBODY

    def _described(self, noun: Token, sentence: Sentence) -> Found:
        explained = parties_of(noun, self.article)
        if explained and explained.how != "inferred":
            return explained
        lower = noun.lower_
        if lower in SUING | SUED:
            return self._of_suit(lower in SUING, sentence, None)
        if noun.tag_ == "NNS" or lower.endswith("s"):
            return self._of_suit(True, sentence, lower in self._persons)
        return self._called_so(noun, sentence) or explained

    def _of_suit(self, suing: bool, sentence: Sentence, persons: bool | None) -> Found:
        """The side of the suit told last before a sentence, with those who sue the same defendant nearby."""
        before = [suit for suit in self._suits if suit.sentence.index <= sentence.index] or self._suits[:1]
        if not before:
            return NOBODY
        last = before[-1]
        told = [
            suit
            for suit in self._suits
            if set(suit.objects) & set(last.objects) and abs(suit.sentence.index - last.sentence.index) <= SAME_TELLING
        ]
        sides = (party for suit in told for party in (suit.subjects if suing else suit.objects))
        chosen = [
            party for party in dict.fromkeys(sides) if party is not None and persons in {None, party.kind == "person"}
        ]
        if persons is not None and len(chosen) < MANY:
            return NOBODY
        return Found(tuple(name for party in chosen if (name := self._name_of(party))), "inferred")

    def _name_of(self, party: Party) -> Name | None:
        return next((name for name in self.article.names if name.party == party), None)

    def _called_so(self, noun: Token, sentence: Sentence) -> Found:
        """The only party that the article has called so before: 'the magazine', 'the guild'."""
        if not any(child.lower_ == "the" for child in noun.children):
            return NOBODY
        before = [name for name, words in self._called if name.start < noun.i and noun.lower_ in words]
        parties = {name.party for name in before if name.party.kind not in {"court", "law-firm"}}
        return Found(tuple(before[-1:]), "inferred") if len(parties) == 1 else NOBODY

    def person_before(self, word: Token, sentence: Sentence) -> Found:
        """Whom 'she' or 'his' means: the only person of the paragraph so far, else the last who was a subject."""
        if BENCH.search(self.article.doc[sentence.span.start : word.i].text) or any(
            BENCH.search(self.article.sentences[index].span.text)
            for index in range(max(0, sentence.index - 1), sentence.index)
            if self.article.sentences[index].paragraph == sentence.paragraph
        ):
            # Judges are no parties, but 'he' may be one.
            return NOBODY
        before = [
            name
            for name in self.article.names
            if name.party.kind == "person"
            and name.end <= word.i
            and self._place(name).paragraph >= sentence.paragraph - 1
            and self._place(name).index >= sentence.index - 3
        ]
        near = [name for name in before if self._place(name).paragraph == sentence.paragraph] or before
        if len({name.party for name in near}) == 1:
            return Found(tuple(near[-1:]), "inferred")
        doc = self.article.doc
        heads = [name for name in near if doc[name.start : name.end].root.dep_ in {"nsubj", "nsubjpass"}]
        return Found(tuple(heads[-1:]), "inferred")

    def _place(self, name: Name) -> Sentence:
        return self.article.sentence_of(self.article.doc[name.start])


def _own_words(party: Party) -> frozenset[str]:
    """Words of a party's own name that may come back as a noun: 'guild' of the Authors Guild."""
    return frozenset(word.lower() for word in party.name.split()) if party.kind != "person" else frozenset()
