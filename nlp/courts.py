"""Find courts in running text and give them their official English names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import courts_db

from nlp.judges import CAPITAL
from nlp.register import RegisterCourt
from nlp.vocabulary import read_table

NUMBERS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh")
STATE = (
    r"(?:New (?:York|Jersey|Mexico|Hampshire)|(?:North|South) (?:Carolina|Dakota)|West Virginia|Rhode Island"
    r"|Puerto Rico|Columbia|[A-Z][a-z]+)"
)
REGION = "Northern|Southern|Eastern|Western|Central|Middle"
US = r"(?:(?:U\.S\.|US|United States|[Ff]ederal) )?"
DISTRICT = re.compile(
    rf"{US}(?:[Dd]istrict [Cc]ourt (?:for|in) (?:the )?)?(?:({REGION}) District of ({STATE})|District of ({STATE}))"
)
GENITIVE = re.compile(
    r"(New York|California|Texas|Illinois|Florida)['\u2019]s (Northern|Southern|Eastern|Western|Central"
    r"|Middle) District"
)
CIRCUIT = re.compile(
    rf"(?:{US}(?:Circuit )?Court of Appeals for the )?({'|'.join(NUMBERS)}|D\.C\.|Federal) Circuit\b"
    r"(?: Court of Appeals)?"
)
#: A word of a court's own name: with an ordinal or a capital; a full stop ends a sentence but for initials.
OWN_WORD = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|[{CAPITAL}](?:[\w'\u2019-]+|\.))"
#: Courts that carry their own place: 'Tokyo District Court', 'Superior Court of Justice of Ontario'.
PLAIN = re.compile(
    rf"\b(?:{OWN_WORD} ){{1,4}}?(?:(?:Higher|Central|Upper) )?(?:High|District|Regional|Superior"
    r"|Commercial|Judicial|City|County|Enterprise|Economic|Magistrates'?|Circuit|Civil|Municipal|Metropolitan|Market"
    rf"|Regional Trial|Local) (?:Court|Tribunal)(?: No\. \d+)?(?: of (?:the )?{OWN_WORD}(?: City)?)?"
    r"(?: I{1,3}\b)?"
    r"|\b(?:Higher Regional|Regional Trial|Regional|High|District|Superior|Supreme|Commercial|Civil|Municipal|Market"
    rf"|Federal) Court (?:No\. \d+ )?of (?:the )?{OWN_WORD}(?: (?:and )?(?!I{{1,3}}\b){OWN_WORD})?"
    rf"|\b{OWN_WORD} Court of First Instance\b|\bTribunal of {OWN_WORD}"
    r"|\bCourt of (?:Session|Milan|Rome|Paris|Amsterdam|Turin|Justice of the European Union)\b"
)
#: So far before and behind a court of a common name the place may stand that tells which it is.
PLACE_REACH, PLACE_BEHIND = 400, 25
FIRST_WORDS = frozenset(
    {
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "Before",
        "U.S.",
        "US",
        "United",
        "Federal",
        "That",
        "This",
        "When",
        "And",
        "But",
        "Senior",
        "Chief",
    }
)


@dataclass(frozen=True, slots=True)
class CourtFound:
    """A court named between two character offsets; `name` is its official English name."""

    start: int
    end: int
    name: str


@cache
def federal_names() -> dict[str, str]:
    """Official names of the federal courts of the United States by their id in courts-db."""
    return {court["id"]: _official(court["name"]) for court in courts_db.courts if court["system"] == "federal"}


def _official(name: str) -> str:
    """courts-db's name in the form that courts use: 'District Court, S.D. New York' is written out."""
    short = re.fullmatch(r"District Court, ([NSEWCM])\.D\. (.+)|District Court, D\. (.+)", name)
    if not short:
        return name
    side = {"N": "Northern", "S": "Southern", "E": "Eastern", "W": "Western", "C": "Central", "M": "Middle"}
    place = f"{side[short[1]]} District of {short[2]}" if short[1] else f"District of {short[3]}"
    return f"United States District Court for the {place}"


@cache
def _citations() -> dict[str, str]:
    """'S.D.N.Y.' and its like, without blanks, to official names."""
    kinds = re.compile(r"^United States (?:District Court|Court of Appeals)")
    named = (
        (court["citation_string"], _official(court["name"]))
        for court in courts_db.courts
        if court["system"] == "federal"
    )
    return {citation.replace(" ", ""): name for citation, name in named if "." in citation and kinds.match(name)}


@cache
def _citation_pattern() -> re.Pattern[str]:
    forms = sorted(_citations(), key=lambda form: (-len(form), form))
    spaced = (re.sub(r"\\\.", r"\\.\\s?", re.escape(form)).removesuffix(r"\s?") for form in forms)
    return re.compile(r"(?<![\w.])(?:" + "|".join(spaced) + r")(?!\w)")


@cache
def _seat_pattern() -> re.Pattern[str]:
    seats = "|".join(
        re.escape(seat) for seat in sorted(read_table("courts")["seats"], key=lambda seat: (-len(seat), seat))
    )
    court = r"(?:(?:[Ff]ederal (?:district )?|U\.S\. [Dd]istrict |[Dd]istrict )[Cc]ourt|court|judge|jury|federal bench)"
    return re.compile(
        rf"(?<!state )(?<!superior )(?<!appeals )\b(?:{court}|[Jj]udge(?: {OWN_WORD}){{1,4}}) (?:here )?(?:in|of)"
        rf" ({seats})\b(?! (?:County|state))"
        rf"|\b({seats})(?:['\u2019]s)? (?:(?:federal|U\.S\. district|district) )?(?:court|judge|jury)\b"
    )


@cache
def common_names() -> tuple[tuple[str, re.Pattern[str], Mapping[str, str]], ...]:
    """Names that several courts bear, as an expression, each with the places that tell which is meant."""
    tables = read_table("courts")["bare"]
    return tuple(
        (
            "|".join(table["forms"]),
            re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(table["places"], key=len, reverse=True))) + r")\b"),
            table["places"],
        )
        for table in tables
    )


def _near_place(text: str, start: int, end: int, places: re.Pattern[str]) -> str | None:
    """The place named last before a court within some sentences, else the one that follows at once."""
    before = [match.group() for match in places.finditer(text, max(0, start - PLACE_REACH), start)]
    behind = places.search(text, end, end + PLACE_BEHIND)
    return behind.group() if behind else before[-1] if before else None


class CourtFinder:
    """Finds courts by the register, by courts-db and by the patterns of news.

    Args:
        courts: rows of courts.csv.
    """

    def __init__(self, courts: Iterable[RegisterCourt]) -> None:
        self._known: dict[str, str] = {}
        for court in courts:
            for form in (court.name, *court.aliases):
                self._known.setdefault(form, court.name)
        for form, name in read_table("courts")["elsewhere"].items():
            self._known.setdefault(form, name)
        self._pattern = _any_of(self._known)

    def find(self, text: str) -> tuple[CourtFound, ...]:
        """Courts in a text, in order, without overlap: the longest first, then the register before patterns."""
        found = [
            CourtFound(match.start(), match.end(), self._known[match.group()]) for match in self._pattern.finditer(text)
        ]
        found += self._districts(text)
        for match in CIRCUIT.finditer(text):
            number = match[1] if match[1] != "D.C." else "District of Columbia"
            found.append(CourtFound(*match.span(), f"United States Court of Appeals for the {number} Circuit"))
        for match in _citation_pattern().finditer(text):
            found.append(CourtFound(*match.span(), _citations()[match.group().replace(" ", "")]))
        for match in _seat_pattern().finditer(text):
            name = federal_names().get(read_table("courts")["seats"][match[1] or match[2]])
            if name:
                found.append(CourtFound(*match.span(), name))
        for match in PLAIN.finditer(text):
            start, name = match.start(), match.group()
            while name.split(" ")[0] in FIRST_WORDS:
                start += len(name.split(" ")[0]) + 1
                name = text[start : match.end()]
            if len(name.split()) > 2:
                found.append(CourtFound(start, match.end(), self._known.get(name, name)))
        return _without_overlap([*found, *_common(text)])

    @staticmethod
    def _districts(text: str) -> list[CourtFound]:
        names = set(federal_names().values())
        found = []
        for match in DISTRICT.finditer(text):
            place = f"{match[1]} District of {match[2]}" if match[1] else f"District of {match[3]}"
            name = f"United States District Court for the {place}"
            if name in names:
                found.append(CourtFound(*match.span(), name))
        for match in GENITIVE.finditer(text):
            name = f"United States District Court for the {match[2]} District of {match[1]}"
            if name in names:
                found.append(CourtFound(*match.span(), name))
        return found


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """The longest of some forms as whole words; by first letter, so that few are tried at each word of a text."""
    by_letter: dict[str, list[str]] = {}
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        by_letter.setdefault(form[0], []).append(form[1:])
    tried = (f"{re.escape(letter)}(?:{'|'.join(map(re.escape, rest))})" for letter, rest in sorted(by_letter.items()))
    return re.compile(rf"(?<!\w)(?:{'|'.join(tried)})(?!\w)")


def _common(text: str) -> Iterator[CourtFound]:
    """Courts of a common name ('the High Court') whose place the text tells."""
    for forms, places, names in common_names():
        for match in re.finditer(rf"\b(?:[Tt]he|[Aa]|[Tt]hat|[Ii]ts) (?:{forms})\b(?! of )", text):
            place = _near_place(text, *match.span(), places)
            if place:
                yield CourtFound(*match.span(), names[place])


def _without_overlap(found: list[CourtFound]) -> tuple[CourtFound, ...]:
    kept: list[CourtFound] = []
    for court in sorted(found, key=lambda court: court.start - court.end):
        if all(court.end <= other.start or court.start >= other.end for other in kept):
            kept.append(court)
    return tuple(sorted(kept, key=lambda court: court.start))
