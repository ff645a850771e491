"""Find judges in text by their titles, by 'the judge, …', and those of known cases by their names alone."""

import re
from functools import cache

from nlp.captions import Marked
from nlp.vocabulary import read_table

#: Capitals of European names: `re` has no class for them.
CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĮİĶĹĻŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŹŻŽȘȚ"
WORD = rf"(?:[{CAPITAL}][\w\u2019'-]+|[{CAPITAL}]\.(?:[{CAPITAL}]\.)*|[{CAPITAL}](?= [{CAPITAL}][a-z]))"
PARTICLE = rf"(?:(?:de|van|von|del|da|di|la|der|den|do|dos)(?= [{CAPITAL}]|(?: la| los| der| den)? [{CAPITAL}]))"
NAME = rf"{WORD}(?: (?:{WORD}|{PARTICLE})){{0,4}}"
FULL_NAME = rf"{WORD}(?: (?:{WORD}|{PARTICLE})){{1,4}}"
TITLE = re.compile(
    r"\b(?:(?:U\.S\.|US|United States|[Cc]hief|[Ss]enior|[Ff]ederal|[Mm]agistrate|[Dd]istrict|[Cc]ircuit|[Pp]residing"
    r"|[Dd]eputy|Mr|Mrs|Ms|Lord|Lady) ){0,4}(?:Judge|[Mm]agistrate [Jj]udge|Justice|judge|Chancellor|the Honou?rable)"
    rf" (?:(?:Dr|Dott|Prof|Dra?)\.? )?({NAME})"
)
#: 'The judge, Ada Stone,' and 'a federal judge in Miami, Ada Stone, …': a name of several words that stands alone.
BESIDE = re.compile(
    r"\b(?:[Jj]udge|presided over by|[Mm]agistrate)(?: (?:here|there)| in (?:[A-Z][\w-]+ ?){1,3})?, "
    rf"(?:(?:Dr|Dott|Prof)\.? )?(?!The )({FULL_NAME})(?=[,.;:)]| of the )"
)
#: Scottish judges have no other title.
SCOTTISH = re.compile(rf"\b(L(?:ord|ady) [{CAPITAL}][\w\u2019'-]+)")
NO_JUDGE = frozenset(
    {"Department", "Court", "Ministry", "Law", "System", "Minister", "Committee", "Collaboration", "Roberts'"}
)


def find_judges(text: str) -> tuple[Marked, ...]:
    """Judges in order, without their titles. 'Judge Stein' is given the full name that the text has elsewhere."""
    found = [
        Marked(match.start(), match.end(), re.sub(r"['\u2019]s?$", "", match[1]))
        for pattern in (TITLE, BESIDE)
        for match in pattern.finditer(text)
        if match[1].split()[0] not in NO_JUDGE
    ]
    if "Court of Session" in text:
        found += [Marked(match.start(), match.end(), match[1]) for match in SCOTTISH.finditer(text)]
    found += [
        Marked(match.start(), match.end(), re.sub(r"['\u2019]s$", "", match.group()))
        for match in _known().finditer(text)
    ]
    kept: list[Marked] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    full = {mark.text.split()[-1]: mark.text for mark in kept if " " in mark.text and not mark.text.startswith("L")}
    return tuple(Marked(mark.start, mark.end, full.get(mark.text, mark.text)) for mark in kept)


@cache
def _known() -> re.Pattern[str]:
    """Judges of the vocabulary, with or without their middle names."""
    forms = set()
    for name in read_table("courts")["judges"]:
        words = name.split()
        last = len(words) - (2 if words[-1] in {"Jr.", "IV", "III", "II"} else 1)
        forms |= {name, " ".join((words[0], *words[last:])), " ".join((words[0], words[last]))}
    longest_first = sorted(
        (form for form in forms if len(form.split()[0]) > len("P.")), key=lambda form: (-len(form), form)
    )
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
