"""Where an annotated article names its parties, and the same article with other names in it."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nlp.learned.encoder import KINDS
from nlp.training.articles import Row, content_of, real_names

CONNECTING = frozenset(
    {"of", "and", "for", "the", "de", "del", "della", "la", "le", "les", "der", "die", "das", "von", "van", "du", "des",
     "&", "y", "e", "et", "in", "to", "di", "da", "do", "dos", "und", "a", "at", "on", "-"}
)  # fmt: skip
TITLES = re.compile(
    r"^(?:the|a|an|mr|mrs|ms|dr|prof|judge|justice|sir|lord|lady|senator|professor)\.?\s+", re.IGNORECASE
)
#: What a side is called by its part in a case: no name, however it is spelled.
ROLES = re.compile(
    r"^(?:(?:first|second|third|lead|co-)?[ -]?"
    r"(?:plaintiff|defendant|claimant|respondent|appellant|petitioner|applicant)s?(?: (?:no\.? ?)?[0-9]+)?"
    r"|(?:same|his|her|its|their|this|that|another|one|local)\b.*)$",
    re.IGNORECASE,
)
LONGEST_NAME = 9
#: Relations whose object makes AI, so that a maker's name can take its place.
TOWARDS_MAKERS = frozenset({"sues", "licenses_to", "blocks", "accuses", "ruling", "settles_with", "invests_in"})
#: Share of the new names that are real ones, from the register.
REAL_SHARE = 0.35

Place = tuple[int, int, int]
Move = Callable[[int], int]


def proper_forms(party: Row) -> set[str]:
    """The forms of a party that are names: descriptions ('the publisher') are left for the encoder to understand."""
    forms = set()
    # 'Label' at the head of a sentence is 'the label' again, not a name.
    described = {bare.lower() for form in party["forms"] if (bare := _bare(form)).islower()}
    for form in {party["name"], *party["forms"]}:
        bare = _bare(form)
        words = bare.split()
        is_name = (
            words and len(bare) > 1 and len(words) <= LONGEST_NAME and _is_name(form == party["name"], bare, words)
        )
        if is_name and (form == party["name"] or not (bare.lower() in described or ROLES.match(bare))):
            forms.add(bare)
    return forms


def _bare(form: str) -> str:
    """A form without articles and titles before it."""
    while title := TITLES.match(form):
        form = form[title.end() :]
    return form


def _is_name(canonical: bool, bare: str, words: list[str]) -> bool:
    capitals = all(
        word[:1].isupper() or not word[:1].isalpha() or word.lower().strip(",.") in CONNECTING for word in words
    )
    if canonical or (capitals and any(word[:1].isupper() for word in words)):
        return True
    # 'iHeart', 'eBay Books': a small letter before a capital within the first word is spelling, not a description.
    return bool(re.match(r"^[a-z]+[A-Z]", bare)) and all(word[:1].isupper() for word in words[1:])


def place(content: str, parties: Sequence[Row]) -> list[Place]:
    """Start, end and number of the party of each name in a text, the longest first where they would overlap."""
    forms = [
        (form, number) for number, party in enumerate(parties) if party["kind"] in KINDS for form in proper_forms(party)
    ]
    taken = bytearray(len(content))
    found = []
    for form, number in sorted(forms, key=lambda one: (-len(one[0]), one[1])):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", content):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append((start, end, number))
    return sorted(found)


@dataclass
class Names:
    """Names to put in the place of others, by kind: those of the training articles, and real ones."""

    invented: dict[str, list[str]] = field(default_factory=dict)
    makers: list[str] = field(default_factory=list)
    real: dict[str, list[str]] = field(default_factory=dict)

    def draw(self, kind: str, makes_ai: bool, dice: random.Random) -> str:
        """A name of a kind."""
        if dice.random() < REAL_SHARE:
            pool = self.makers if makes_ai else self.real.get(kind, [])
            if pool:
                return dice.choice(pool)
        return dice.choice(self.invented[kind])


def names_of(rows: Sequence[Row]) -> Names:
    """The names of some articles and of the register."""
    invented: dict[str, set[str]] = {}
    for row in rows:
        for party in row["parties"]:
            if party["kind"] in KINDS:
                invented.setdefault(party["kind"], set()).add(party["name"])
    makers, real = real_names()
    return Names({kind: sorted(names) for kind, names in invented.items()}, makers, real)


def swap(
    row: Row, places: list[Place], names: Names, dice: random.Random, chance: float
) -> tuple[str, list[Place], Move]:
    """The article with some parties renamed throughout.

    Returns:
        text, places in it, and a function from an offset in the old text to one in the new.
    """
    content, parties = content_of(row), row["parties"]
    objects = {fact.get("object") for fact in row["facts"] if fact["relation"] in TOWARDS_MAKERS}
    new = {
        number: names.draw(party["kind"], party["name"] in objects, dice)
        for number, party in enumerate(parties)
        if party["kind"] in KINDS and dice.random() < chance
    }
    pieces, at, length = [], 0, 0
    moved: list[Place] = []
    shifts = [(0, 0)]
    for start, end, number in places:
        pieces.append(content[at:start])
        length += start - at
        form = content[start:end]
        if number in new:
            form = _reform(form, parties[number], new[number])
        pieces.append(form)
        moved.append((length, length + len(form), number))
        length += len(form)
        at = end
        shifts.append((end, length - end))
    return "".join(pieces) + content[at:], moved, lambda offset: offset + [s for e, s in shifts if e <= offset][-1]


def _reform(form: str, party: Row, name: str) -> str:
    """The form of a new name that answers to a form of the old: full, surname, initials, first word."""
    old, new = re.sub(r"^[Tt]he ", "", party["name"]), re.sub(r"^[Tt]he ", "", name)
    words = new.split()
    if old in form or form == party["name"]:
        return new if form == party["name"] else form.replace(old, new)
    if party["kind"] == "person":
        return words[-1] if form == old.split()[-1] else words[0] if form == old.split()[0] else new
    if form.isupper() and len(form) <= 6 and len(words) > 1:
        return "".join(word[0] for word in words if word[:1].isupper()) or words[0]
    if form in old:
        return words[0] if len(words[0]) > 3 or len(words) == 1 else " ".join(words[:2])
    return form
