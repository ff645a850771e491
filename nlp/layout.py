"""Lay title and text out as one string for the parser, without furniture, and find the way back to both."""

import re
import unicodedata
from dataclasses import dataclass

from nlp.captions import find_datelines
from nlp.characters import gather
from nlp.furniture import find_furniture
from nlp.gate import LONGEST_TEXT, LONGEST_TITLE
from nlp.model import Document, Evidence

GAP = "\n\n"
WORD = re.compile(r"[^\W\d_][\w'\u2019]*")
#: No word is that long: an address, a table, or letters meant to keep the tokenizer busy.
ENDLESS = re.compile(r"\S{150,}")
NOT_NEWLINE = re.compile(r"[^\n]")
#: A headline is in title case where this share of its longer words is capitalised.
TITLE_CASE_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Layout:
    """What the parser reads: as long as title, gap and text together, so that offsets carry over.

    Attributes:
        document: the article.
        text: title, gap and the part of the text that is read; furniture, datelines and control characters are blanks.
        start: where the article's text begins in `text`.
        cut_short: whether the article is longer than what is read of it.
        places: for each character of `text` where it stands in title, gap and text; empty where all stand in place.
    """

    document: Document
    text: str
    start: int
    cut_short: bool
    places: tuple[int, ...] = ()

    def locate(self, start: int, end: int) -> tuple[str, int, int]:
        """Field ('title' or 'text') and offsets into it of a span of `text`; a span never holds parts of both."""
        if self.places and start < end:
            start, end = self.places[start], self.places[end - 1] + 1
        if start < self.start:
            return "title", start, min(end, len(self.document.title))
        return "text", start - self.start, end - self.start

    def original(self, start: int, end: int) -> str:
        """The characters of the document behind a span of `text`."""
        field, begin, stop = self.locate(start, end)
        return (self.document.title if field == "title" else self.document.text)[begin:stop]

    def evidence(self, start: int, end: int) -> Evidence:
        """A span of `text` as evidence, without blanks (and so without furniture) at its ends."""
        read = self.text[start:end]
        begin = start + len(read) - len(read.lstrip())
        field, begin, stop = self.locate(begin, max(begin, start + len(read.rstrip())))
        source = self.document.title if field == "title" else self.document.text
        return Evidence(source[begin:stop], begin, stop, field)


def lay_out(document: Document, proper: frozenset[str]) -> Layout:
    """Prepare an article for the parser.

    Args:
        document: the article.
        proper: words that keep their capital in a headline in title case, since known names hold them.
    """
    text, places = gather(document.text[:LONGEST_TEXT])
    headline, places_in_title = gather(document.title[:LONGEST_TITLE])
    start = len(headline) + len(GAP)
    pieces, at = [], 0
    spans = [*find_furniture(text), *((mark.start, mark.end) for mark in find_datelines(text))]
    for begin, end in sorted(spans):
        if begin < at:
            continue
        pieces += [text[at:begin], NOT_NEWLINE.sub(" ", text[begin:end])]
        at = end
    body = "".join(pieces) + text[at:]
    title = _sentence_case(headline, body, proper)
    whole = ENDLESS.sub(_blank, "".join(map(_printable, title + GAP + body)))
    moved: tuple[int, ...] = ()
    if places or places_in_title:
        in_text = places or range(len(text))
        moved = (
            *(places_in_title or range(len(headline))),
            *range(len(headline), start),
            *(start + at for at in in_text),
        )
    return Layout(document, whole, start, len(document.text) > LONGEST_TEXT, moved)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _printable(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    return "\n" if character == "\u2029" else " "


def _sentence_case(title: str, body: str, proper: frozenset[str]) -> str:
    """Small letters for the capitals of a headline in title case: the parser knows sentences, not headlines."""
    words = list(WORD.finditer(title))
    longer = [word.group() for word in words if len(word.group()) > 3]
    if len(longer) < 3 or sum(word[0].isupper() for word in longer) < TITLE_CASE_SHARE * len(longer):
        return title
    out = list(title)
    for position, word in enumerate(words):
        first = word.group()[0]
        small = first.lower()
        plain = word.group()[1:].islower() or len(word.group()) == 1
        if not first.isupper() or len(small) != 1 or not plain or word.group() in proper or position == 0:
            continue
        # A capital inside the article's sentences is a name's; a small one is not.
        if re.search(rf"[a-z,] {re.escape(word.group())}\b", body) and not re.search(
            rf"\b{re.escape(small + word.group()[1:])}\b", body
        ):
            continue
        out[word.start()] = small
    return "".join(out)


def is_blank(text: str) -> bool:
    """Whether a string shows nothing: blanks and what Unicode calls format characters."""
    return all(character.isspace() or unicodedata.category(character) == "Cf" for character in text)
