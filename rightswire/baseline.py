"""The trivial baseline: a trigger word, and the two parties of the register nearest to it in the sentence.

What any figure of the reader has to be held against: it knows the same names, and no grammar. The party on the left is
the subject. An article in which it finds nothing counts as irrelevant; it reads no attributes and nothing negated.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Span

from nlp.gazetteer import WEAK, Gazetteer, Hit
from nlp.model import Document
from nlp.register import Register
from rightswire.errors import ConfigurationError
from rightswire.sentences import paragraphs, splitter

TRIGGERS = Path(__file__).with_name("baseline.toml")


class Baseline:
    """Reads as the baseline does; holds the register's forms, so it is made once."""

    def __init__(self, register: Register) -> None:
        lang = splitter()
        self._gazetteer = Gazetteer(register, lang.vocab, lang.make_doc)

    def read(self, document: Document) -> dict[str, Any]:
        """What one document says, in the form that the scorer takes."""
        facts: dict[tuple[str, str, str], dict[str, Any]] = {}
        for text in (document.title, document.text):
            for _, doc in paragraphs(text):
                for fact in self._facts(doc):
                    facts.setdefault((fact["relation"], fact["subject"], fact["object"]), fact)
        return {"url": document.url, "relevant": bool(facts), "facts": list(facts.values())}

    def _facts(self, doc: Doc) -> Iterator[dict[str, Any]]:
        hits = [hit for hit in self._gazetteer.find(doc) if hit.form != WEAK]
        for sentence in doc.sents:
            inside = [hit for hit in hits if sentence.start <= hit.start < sentence.end]
            for relation, place in _triggers(sentence):
                if pair := _nearest(inside, place):
                    left, right = pair
                    yield {"relation": relation, "subject": left.party.name, "object": right.party.name}


def _triggers(sentence: Span) -> Iterator[tuple[str, int]]:
    relations = trigger_words()
    for token in sentence:
        for relation in relations.get(token.lower_, ()):
            yield relation, token.i


def _nearest(hits: list[Hit], place: int) -> tuple[Hit, Hit] | None:
    """The two different parties nearest to a token, the left one first."""
    nearest: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda hit: (abs(hit.start - place), hit.start)):
        nearest.setdefault(hit.party.id, hit)
    pair = sorted(list(nearest.values())[:2], key=lambda hit: hit.start)
    return (pair[0], pair[1]) if len(pair) == 2 else None


@cache
def trigger_words() -> dict[str, tuple[str, ...]]:
    """The relations of each trigger word.

    Raises:
        ConfigurationError: the file beside this module cannot be read.
    """
    try:
        table = tomllib.loads(TRIGGERS.read_text(encoding="utf-8"))["triggers"]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(str(TRIGGERS), f"trigger words cannot be read: {error}", "restore the file") from error
    words: dict[str, tuple[str, ...]] = {}
    for relation, triggers in table.items():
        for word in triggers:
            words[word] = (*words.get(word, ()), relation)
    return words
