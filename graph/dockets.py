"""Docket numbers and captions in the form in which two spellings are equal. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from graph.names import name_key

#: The same numbers come again and again.
NUMBERS_KEPT = 20_000

#: Number of a United States federal trial court: office, year, type, number; initials of judges may follow.
_FEDERAL = re.compile(
    r"(?:\b(\d{1,2})\s*:\s*)?\b(\d{2}|\d{4})-(cv|md|mc|cr|bk|ap|mj|civ)-(\d{1,6})(?!\d)", re.IGNORECASE | re.ASCII
)
_PREFIX = re.compile(
    r"^(?:case|docket|civil action|index|file)?\s*(?:nos?\.|nos?\b|numbers?\b|#)?\s*:?\s*", re.IGNORECASE
)
_NOTE = re.compile(r"\s*\([^()]*\)\s*$")
_SIDES = re.compile(r"\s+(?:v|vs|versus)\.?\s+", re.IGNORECASE)
_AND_OTHERS = re.compile(r",?\s+et\s+al\b\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Docket:
    """A docket number.

    Attributes:
        core: what identifies it within a court, '23-cv-11195'.
        office: number of the court's office before the colon, '' where not given.
    """

    core: str
    office: str = ""

    @property
    def kind(self) -> str:
        """'cv', 'md' and so on for a federal trial court, '' for any other."""
        parts = self.core.split("-")
        return parts[1] if len(parts) == 3 and parts[1].isalpha() and parts[0].isdigit() else ""

    def same(self, other: "Docket") -> bool:
        """Whether both may be one number: equal cores, and no office that contradicts."""
        return self.core == other.core and (not self.office or not other.office or self.office == other.office)


@lru_cache(NUMBERS_KEPT)
def read_dockets(text: str) -> frozenset[Docket]:
    """Every docket number in a cell or attribute; several are separated by ';' or 'and'.

    '1:23-cv-11195', 'No. 23-cv-11195-SHS' and '1:23-CV-11195 (S.D.N.Y.)' have one core. Any other form ('310 O 227/23')
    is compared without case, blanks and note in brackets.
    """
    federal = {
        Docket(f"{match[2][-2:]}-{_kind(match[3])}-{int(match[4])}", match[1] or "")
        for match in _FEDERAL.finditer(text)
    }
    if federal:
        return frozenset(federal)
    found = set()
    for part in re.split(r";|\band\b", text):
        core = _other_form(part)
        if any(char.isdigit() for char in core):
            found.add(Docket(core))
    return frozenset(found)


@lru_cache(NUMBERS_KEPT)
def printed_dockets(sentences: str) -> frozenset[Docket]:
    """The numbers of federal trial courts that stand in running text."""
    return read_dockets(sentences) if _FEDERAL.search(sentences) else frozenset()


def gather(dockets: Iterable[Docket]) -> bool:
    """Whether one of the numbers is that of a multi-district proceeding."""
    return any(docket.kind == "md" for docket in dockets)


def _kind(kind: str) -> str:
    return "cv" if kind.lower() == "civ" else kind.lower()


def _other_form(text: str) -> str:
    bare = _NOTE.sub("", text.strip()) or text.strip()
    return re.sub(r"[^\w/()\[\]-]+", "", _PREFIX.sub("", bare)).casefold()


def caption_key(caption: str) -> str:
    """Key of a caption: 'Bartz et al. v. Anthropic PBC' is 'bartz v anthropic', as 'Bartz vs. Anthropic' is."""
    bare = _AND_OTHERS.sub("", _NOTE.sub("", caption.strip()))
    sides = [name_key(side) for side in _SIDES.split(bare, maxsplit=1)]
    return " v ".join(sides) if all(sides) else ""
