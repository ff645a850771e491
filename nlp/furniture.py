"""Find the parts of a page's text that assert nothing: newsletter boxes, teasers, profiles, author biographies."""

import re
from collections.abc import Iterable

from nlp.vocabulary import read_table

#: A tail of teasers ends where real prose begins again: no teaser in the wild was longer.
LONGEST_TEASER_WORDS = 45
LONGEST_HEADING_WORDS = 9
#: Biographies close an article: they are looked for in this many last blocks.
LAST_BLOCKS = 3
LONGEST_BIOGRAPHY_WORDS = 45

BLOCK = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
LINE = re.compile(r"[^\n]+")
#: A profile does not open an article: it must end beyond this share of the text.
PROFILE_FROM = 0.15


def _pattern(key: str, whole: bool) -> re.Pattern[str]:
    choices = "|".join(f"(?:{choice})" for choice in read_table("furniture")[key])
    return re.compile(rf"\W*(?:{choices})\W*\Z" if whole else rf"[\W]*(?:{choices})", re.IGNORECASE)


HEADING = _pattern("headings", whole=True)
PROFILE = _pattern("profiles", whole=True)
OPENING = _pattern("openings", whole=False)
BIOGRAPHY = re.compile("|".join(read_table("furniture")["biographies"]))


def find_furniture(text: str) -> tuple[tuple[int, int], ...]:
    """Find what to leave unread.

    Args:
        text: paragraphs split by blank lines, as in a Document.

    Returns:
        Character spans (start, end) in order, without overlap; what they hold is no part of the article.
    """
    blocks = [match.span() for match in BLOCK.finditer(text)]
    cut: list[tuple[int, int]] = []
    state = "article"
    for index, (start, end) in enumerate(blocks):
        block = text[start:end]
        words = len(block.split())
        heading = words <= LONGEST_HEADING_WORDS
        if heading and HEADING.match(block):
            state = "teasers"
        elif heading and PROFILE.match(block) and (end > len(text) * PROFILE_FROM or state == "profile"):
            state = "profile"
        elif state == "teasers" and words > LONGEST_TEASER_WORDS and start < len(text) * 0.8:
            state = "article"
        last = index >= len(blocks) - LAST_BLOCKS and words <= LONGEST_BIOGRAPHY_WORDS
        if state != "article" or OPENING.match(block) or (last and BIOGRAPHY.search(block)):
            cut.append((start, end))
        else:
            cut.extend(_lines(text, start, end))
    return tuple(_joined(cut))


def _lines(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Lines of a block that are furniture by themselves, as where a byline sits on top of a paragraph."""
    lines = [(start + match.start(), start + match.end()) for match in LINE.finditer(text[start:end])]
    if len(lines) < 2:
        return
    for begin, stop in lines:
        line = text[begin:stop]
        if len(line.split()) <= LONGEST_TEASER_WORDS and (OPENING.match(line) or HEADING.match(line)):
            yield begin, stop


def _joined(spans: list[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    spans.sort()
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current
