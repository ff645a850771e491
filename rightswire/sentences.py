"""Sentences of raw text without a parser, for what only measures: the trivial baseline and the classes of errors."""

from collections.abc import Iterator
from functools import cache

from spacy.lang.en import English
from spacy.tokens import Doc


@cache
def splitter() -> English:
    """The English tokenizer of spaCy with its splitter at full stops: no model, no weights."""
    lang = English()
    lang.add_pipe("sentencizer")
    lang.max_length = 10_000_000
    return lang


def paragraphs(text: str) -> Iterator[tuple[int, Doc]]:
    """Each paragraph, split into sentences, with the offset of its first character."""
    start = 0
    for part in text.split("\n\n"):
        if part.strip():
            yield start, splitter()(part)
        start += len(part) + 2


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Character offsets of the sentences; a blank line always ends one."""
    return [(start + s.start_char, start + s.end_char) for start, doc in paragraphs(text) for s in doc.sents]
