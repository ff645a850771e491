"""Captions of cases, as courts' feeds give them: 'Chau v. Donovan et al'. Pure."""

import re
from collections.abc import Iterable, Mapping

from ingest.docket_words import docket_words

_SIDES = re.compile(r"\s+(?:v|vs|versus)\.?\s+", re.IGNORECASE)
_OTHERS = re.compile(r",?\s+et\.?\s+al\b\.?.*$|\s*[(\[][^()\[\]]*[)\]]", re.IGNORECASE)
_MATTER = re.compile(r"^\s*(?:in\s+re|in\s+the\s+matter\s+of|ex\s+parte|application\s+of)\b:?\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")

#: Words of a name -> the name itself.
Names = Mapping[tuple[str, ...], str]


def sides(caption: str) -> list[str]:
    """The parties that a caption names, one for each side; a matter ('In re X') has one."""
    named = [_OTHERS.sub("", side).strip(" ,;.") for side in _SIDES.split(_MATTER.sub("", caption), maxsplit=1)]
    return [side for side in named if side]


def index_names(names: Iterable[str]) -> Names:
    """Names by their words without legal forms, for `find_name`; of two with the same words the first."""
    index: dict[tuple[str, ...], str] = {}
    for name in names:
        if words := _words(name):
            index.setdefault(_without_forms(words), name)
    return index


def find_name(side: str, names: Names) -> str | None:
    """Which of the names a side of a caption is: all of its words, and beyond them nothing but legal forms."""
    words = _words(side)
    while words:
        if found := names.get(words):
            return found
        if words[-1] not in docket_words().legal_forms:
            return None
        words = words[:-1]
    return None


def _words(name: str) -> tuple[str, ...]:
    # 'L.L.C.' is one word, 'X.AI' and 'Character.AI' are two
    joined = re.sub(r"\b((?:[A-Za-z]\.){2,})", lambda found: found[1].replace(".", "") + " ", name.casefold())
    words = tuple(_WORD.findall(joined.replace("'", "").replace("\u2019", "")))
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _without_forms(words: tuple[str, ...]) -> tuple[str, ...]:
    while len(words) > 1 and words[-1] in docket_words().legal_forms:
        words = words[:-1]
    return words
