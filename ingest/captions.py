"""Captions of cases, as courts' feeds give them: 'Chau v. Donovan et al'. Pure."""

import re
from collections.abc import Iterable, Mapping

from ingest.docket_words import docket_words

_SIDES = re.compile(r"\s+(?:v|vs|versus)\.?\s+", re.IGNORECASE)
_OTHERS = re.compile(
    r",?\s+et\.?\s+al\b\.?.*$|,?\s+(?:[dafn]/?[kb]/?a|doing business as)\b.*$|\s*[(\[][^()\[\]]*[)\]]", re.IGNORECASE
)
_MATTER = re.compile(r"^\s*(?:in\s+re|in\s+the\s+matter\s+of|ex\s+parte|application\s+of)\b:?\s*", re.IGNORECASE)
_INITIALS = re.compile(r"\b((?:[a-z]\.){2,}[a-z]?)(?![a-z])")
_WORD = re.compile(r"[^\W_]+")

#: Words of a name -> the name itself.
Names = Mapping[tuple[str, ...], str]


def sides(caption: str) -> list[str]:
    """The parties that a caption names, one for each side; a matter ('In re X') has one."""
    named = [_OTHERS.sub("", side).strip(" ,;.") for side in _SIDES.split(_MATTER.sub("", caption), maxsplit=1)]
    return [side for side in named if side]


def named_sides(caption: str, names: Names) -> list[tuple[str, str | None]]:
    """The parties of a caption, each with the name that it is; of joined suits ('In re X Copyright Litigation') X."""
    found = [(side, find_name(side, names)) for side in sides(caption)]
    if len(found) == 1 and found[0][1] is None and _MATTER.match(caption) and "litig" in caption.casefold():
        words = _words(found[0][0])
        starts = (names.get(words[:length]) for length in range(len(words), 0, -1))
        return [(found[0][0], next(filter(None, starts), None))]
    return found


def index_names(names: Iterable[str]) -> Names:
    """Names by their words without legal forms, for `find_name`; of two with the same words the first."""
    index: dict[tuple[str, ...], str] = {}
    for name in names:
        if words := _words(name):
            index.setdefault(_without_forms(words), name)
    return index


def find_name(side: str, names: Names) -> str | None:
    """Which of the names a side of a caption is: all of its words, and beyond them but legal forms and the like.

    A name that is a surname too needs such a word behind it: courts name persons by their surnames.
    """
    whole = words = _words(side)
    tables = docket_words()
    while words:
        found = names.get(words)
        if found and (words != whole or not tables.surnames.issuperset(words)):
            return found
        if words[-1] not in tables.legal_forms | tables.other_words:
            return None
        words = words[:-1]
    return None


def _words(name: str) -> tuple[str, ...]:
    # 'L.L.C.' is one word, 'X.AI' and 'Character.AI' are two
    joined = _INITIALS.sub(lambda found: found[1].replace(".", "") + " ", name.casefold())
    words = tuple(_WORD.findall(joined.replace("'", "").replace("\u2019", "")))
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _without_forms(words: tuple[str, ...]) -> tuple[str, ...]:
    while len(words) > 1 and words[-1] in docket_words().legal_forms:
        words = words[:-1]
    return words
