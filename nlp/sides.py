"""Tell on which side of a licence a party stands: owner of works, or maker of AI."""

import re
from collections import Counter

from nlp.article import Article
from nlp.gazetteer import Gazetteer
from nlp.model import Party
from nlp.names import words_of
from nlp.vocabulary import read_table

AI, RIGHTS = "ai", "rights"
AI_DESCRIBED = re.compile("|".join(read_table("names")["ai_described"]))
RIGHTS_DESCRIBED = re.compile("|".join(read_table("names")["rights_described"]))
#: What it makes decides where a description speaks of both: 'AI search company that pays publishers'.
MAKES = re.compile(r"^(?:AI|maker|marketplace|search|\w+ AI)\b")
LONGEST_DESCRIPTION = 8
LEAST_TOPIC_MENTIONS = 3


class Sides:
    """Sides of the parties of one article: by the register's descriptions, else by how the article describes them."""

    def __init__(self, article: Article, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._said: dict[Party, Counter[str]] = {}
        for name in article.names:
            counts = self._said.setdefault(name.party, Counter())
            for word in description_words(article, name.start, name.end):
                counts[AI] += word in words_of("ai_side")
                counts[RIGHTS] += word in words_of("rights_side")
        self._cache: dict[Party, str | None] = {}

    def of(self, party: Party) -> str | None:
        """'ai', 'rights' or None where neither register nor article tells."""
        if party not in self._cache:
            self._cache[party] = self._judge(party)
        return self._cache[party]

    def _judge(self, party: Party) -> str | None:
        if party.kind in {"outlet", "person"}:
            return RIGHTS
        if party.kind in {"law-firm", "government", "court"}:
            return None
        row = self._gazetteer.party(party.register_id)
        return _described_side(row.description) if row else self._said_side(party)

    def _said_side(self, party: Party) -> str | None:
        """The side of an unknown party by its name and by what the article calls it."""
        last = party.name.split()[-1].lower()
        said = self._said.get(party, Counter())
        if last in words_of("ai_endings"):
            return AI
        if said[AI] != said[RIGHTS]:
            return AI if said[AI] > said[RIGHTS] else RIGHTS
        return RIGHTS if last in words_of("rights_endings") or party.kind == "organisation" else None


def _described_side(description: str) -> str | None:
    """The side that a description in the register tells."""
    owns, makes = RIGHTS_DESCRIBED.search(description), AI_DESCRIBED.search(description)
    if makes and (not owns or MAKES.search(description)):
        return AI
    return RIGHTS if owns else None


def description_words(article: Article, start: int, end: int) -> list[str]:
    """Words that describe a name: those right before it in its noun phrase, and the apposition right behind it."""
    doc = article.doc
    words = []
    index = start - 1
    while index >= 0 and start - index <= 5 and doc[index].tag_ in {"JJ", "NN", "NNS", "HYPH", "NNP", "POS"}:
        words.append(doc[index].lower_)
        index -= 1
    if end + 1 < len(doc) and doc[end].text in {",", "(", "\u2013", "—"}:
        first = doc[end + 1].lower_
        if (
            first in {"a", "an", "the", "whose", "which", "maker", "publisher", "owner", "one", "its"}
            or doc[end + 1].tag_ == "NN"
        ):
            for token in doc[end + 1 : end + 1 + LONGEST_DESCRIPTION]:
                if token.text in {",", ".", ";", ")"}:
                    break
                words.append(token.lower_)
    return words


def topic(article: Article, sides: Sides, side: str, others: tuple[Party, ...]) -> Party | None:
    """The only party of a side that the headline names and the article keeps naming."""
    named = [party for party in article.title_parties() if sides.of(party) == side and party not in others]
    if len(named) != 1 or sum(name.party == named[0] for name in article.names) < LEAST_TOPIC_MENTIONS:
        return None
    return named[0]
