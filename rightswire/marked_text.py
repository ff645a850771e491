"""Cut a title or text into paragraphs of pieces: plain, naming a party, proving a fact. Data for a page, no markup."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from nlp.model import PARTY_KINDS, Evidence, Fact, Mention

PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*\n))*")

#: More facts than this in a row are named as a range behind the sentence that proves them.
MOST_SINGLE = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one kind; `mention` where they name a party, `first` where it is the party's first name here."""

    text: str
    mention: Mention | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces in a row that prove the same facts, or none.

    Attributes:
        proof: number of the stretch of evidence that they are, 0 for none.
        opens: whether the stretch begins here, so that links to it lead here.
        facts: first and last numbers of the facts to name behind the run: none but at the end of a stretch.
    """

    pieces: tuple[Piece, ...]
    proof: int = 0
    opens: bool = False
    facts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Evidence in one field, what overlaps joined: its number, its place, the numbers of the facts it proves."""

    number: int
    field: str
    start: int
    end: int
    facts: tuple[int, ...]


def find_stretches(facts: Sequence[Fact]) -> tuple[Stretch, ...]:
    """Stretches of title and text that prove facts, numbered in reading order; facts are numbered from one."""
    places = sorted(
        ((evidence.field != "title", evidence.start, evidence.end), number)
        for number, fact in enumerate(facts, 1)
        for evidence in fact.evidence
    )
    out: list[Stretch] = []
    for (in_text, start, end), number in places:
        field = "text" if in_text else "title"
        last = out[-1] if out else None
        if last and last.field == field and start < last.end:
            numbers = tuple(dict.fromkeys((*last.facts, number)))
            out[-1] = Stretch(last.number, field, last.start, max(last.end, end), numbers)
        else:
            out.append(Stretch(len(out) + 1, field, start, end, (number,)))
    return tuple(out)


def stretch_of(evidence: Evidence, stretches: Iterable[Stretch]) -> int:
    """The number of the stretch that holds a piece of evidence."""
    return next(
        (one.number for one in stretches if one.field == evidence.field and one.start <= evidence.start < one.end), 0
    )


class Marker:
    """Cuts the fields of one reading; remembers whom it has named already.

    Args:
        mentions: of the reading; those that overlap an earlier one, or name no party, are left out.
        stretches: of its evidence.
    """

    def __init__(self, mentions: Iterable[Mention], stretches: Sequence[Stretch]) -> None:
        apart = list(_apart(mentions))
        self._mentions = {field: [one for one in apart if one.field == field] for field in ("title", "text")}
        self._stretches = stretches
        self._named: set[str] = set()

    def paragraphs(self, field: str, text: str) -> list[tuple[Run, ...]]:
        """The paragraphs of a field, each in runs that together hold all its characters."""
        return [tuple(self._runs(field, text, match.start(), match.end())) for match in PARAGRAPH.finditer(text)]

    def _runs(self, field: str, text: str, start: int, end: int) -> Iterator[Run]:
        at = start
        for stretch in self._stretches:
            if stretch.field != field or stretch.end <= at or stretch.start >= end:
                continue
            begin, stop = max(stretch.start, at), min(stretch.end, end)
            if begin > at:
                yield Run(self._pieces(field, text, at, begin))
            ends = stop == stretch.end or not text[stop : stretch.end].strip()
            facts = tuple(_ranges(stretch.facts)) if ends else ()
            yield Run(self._pieces(field, text, begin, stop), stretch.number, begin == stretch.start, facts)
            at = stop
        if at < end:
            yield Run(self._pieces(field, text, at, end))

    def _pieces(self, field: str, text: str, start: int, end: int) -> tuple[Piece, ...]:
        out: list[Piece] = []
        at = start
        mentions = self._mentions[field]
        for mention in mentions[bisect_right(mentions, start, key=lambda one: one.end) :]:
            if mention.start >= end:
                break
            begin, stop = max(mention.start, at), min(mention.end, end)
            if begin > at:
                out.append(Piece(text[at:begin]))
            out.append(Piece(text[begin:stop], mention, mention.name not in self._named))
            self._named.add(mention.name)
            at = stop
        if at < end:
            out.append(Piece(text[at:end]))
        return tuple(out)


def _apart(mentions: Iterable[Mention]) -> Iterator[Mention]:
    reached: dict[str, int] = {}
    parties = (mention for mention in mentions if mention.label in PARTY_KINDS)
    for mention in sorted(parties, key=lambda mention: (mention.field != "title", mention.start, -mention.end)):
        if mention.start >= reached.get(mention.field, 0) and mention.end > mention.start:
            reached[mention.field] = mention.end
            yield mention


def _ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers as first and last of those that follow each other, where they are many; as one and itself else."""
    ordered = sorted(numbers)
    for _, group in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0]):
        row = [number for _, number in group]
        if len(row) > MOST_SINGLE:
            yield row[0], row[-1]
        else:
            yield from ((number, number) for number in row)
