"""The rules of graph/docket_rules.toml, loaded once and checked."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from nlp.register import Register, RegisterParty

_FRONT = re.compile(
    r"^(?:[#\d.\s-]+|first|second|third|fourth|fifth|amended|corrected|supplemental|proposed|sealed|joint|consolidated"
    r"|notice \(other\)|\(.*?\))\s+",
    re.IGNORECASE,
)


class EntryKind(BaseModel):
    """A kind of docket entry; the comments of the file say how it is recognised."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: str
    phrase: str
    starts: tuple[str, ...]
    holds: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def fits(self, forms: Iterable[str]) -> bool:
        """Whether an entry is of this kind, given its text in lower case with and without the words in front."""
        forms = tuple(forms)
        whole = forms[0]
        if any(piece in whole for piece in self.without):
            return False
        return any(form.startswith(self.starts) for form in forms) or any(piece in whole for piece in self.holds)


class EntryStatus(BaseModel):
    """A status that entries of a kind bring about, where they hold one of the words (any, where there are none)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: str
    status: str
    holds: tuple[str, ...] = ()

    def fits(self, whole: str) -> bool:
        """Whether an entry, in lower case, holds one of the words."""
        return not self.holds or any(piece in whole for piece in self.holds)


class DocketRules(BaseModel):
    """See graph/docket_rules.toml for what each of them means."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    maker_words: tuple[str, ...]
    maker_ids: frozenset[str]
    kind: tuple[EntryKind, ...]
    status: tuple[EntryStatus, ...]
    partial: tuple[str, ...]
    first_entries: int

    def status_of(self, text: str, number: int | None) -> str:
        """The status that an entry brings its case into; '' for none, and where it may concern a part of the case."""
        kind, whole = self.kind_of(text).kind, f" {' '.join(text.casefold().split())} "
        if kind == "complaint":
            return "filed" if number is None or number <= self.first_entries else ""
        if any(word in whole for word in self.partial):
            return ""
        found = (rule.status for rule in self.status if rule.kind == kind and rule.fits(whole))
        return next(found, "")

    def kind_of(self, text: str) -> EntryKind:
        """What kind of entry a text tells of; the last kind takes what no other does."""
        whole = " ".join(text.casefold().split())
        bare = whole
        while (shorter := _FRONT.sub("", bare)) != bare:
            bare = shorter
        return next((kind for kind in self.kind if kind.fits((whole, bare))), self.kind[-1])

    def is_maker(self, party: RegisterParty) -> bool:
        """Whether a party of the register makes AI."""
        described = party.kind == "company" and any(word in party.description for word in self.maker_words)
        return described or party.id in self.maker_ids


@cache
def docket_rules() -> DocketRules:
    """The rules that come with the package."""
    text = files("graph").joinpath("docket_rules.toml").read_text(encoding="utf-8")
    return DocketRules.model_validate(tomllib.loads(text))


def maker_names(register: Register) -> dict[str, RegisterParty]:
    """Every strong form of the names of AI makers (not of their products), with the maker."""
    return {
        form: party
        for party in register.parties
        if docket_rules().is_maker(party)
        for form in (party.name, *party.aliases)
        if form not in party.weak_aliases
    }
