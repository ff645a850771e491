"""Find where a text points at a court without its full name: 'in the same court', 'a High Court judge'.

Which of these are a suit's court is weighed with the courts that are named (nlp/link_signals.py): alone they prove
nothing. A town alone ('sued in Chicago') is none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp.courts import CourtFound, common_names

#: 'The same court', 'in that district': the one named last before.
SAME = re.compile(
    r"\b(?:(?:[Tt]he|[Tt]hat|[Ii]n) same (?:\w+ )?|(?:in|before|to|at|with|from|by|of) (?:that|this) |Same )"
    r"(?:court|courthouse|district|bench|chamber|tribunal)\b"
)


@dataclass(frozen=True, slots=True)
class CourtHint:
    """Words between two offsets that may mean the court `name`; `kind` is 'same' or 'bare'."""

    start: int
    end: int
    name: str
    kind: str


def find_hints(text: str, courts: Iterable[CourtFound]) -> tuple[CourtHint, ...]:
    """Hints in order, none of them within a court that is named.

    Args:
        text: what the parser reads.
        courts: the courts that are named in it, in order.
    """
    named = tuple(courts)
    bare = [hint for hint in _bare(text) if not any(c.start < hint.end and hint.start < c.end for c in named)]
    known = sorted([(court.start, court.name) for court in named] + [(hint.start, hint.name) for hint in bare])
    same = []
    for match in SAME.finditer(text):
        before = [name for start, name in known if start < match.start()]
        if before:
            same.append(CourtHint(*match.span(), before[-1], "same"))
    return tuple(sorted((*bare, *same), key=lambda hint: hint.start))


def _bare(text: str) -> Iterator[CourtHint]:
    """Courts of a common name, where all places of the text that could tell which mean one."""
    for forms, places, names in common_names():
        found = [match.span() for match in re.finditer(rf"\b(?:{forms})\b(?! (?:of|in) )", text)]
        told = {names[match.group()] for match in places.finditer(text)} if found else set()
        if len(told) == 1:
            name = told.pop()
            yield from (CourtHint(start, end, name, "bare") for start, end in found)
