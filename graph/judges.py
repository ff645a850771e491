"""Judges as cells of the register and articles name them: one or several, with titles, notes and panels."""

import re
from collections.abc import Iterable, Iterator

from graph.names import name_key, person_key
from graph.parties import Directory
from graph.rules import rules

_NOTE = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r";|,(?!\s*(?:Jr|Sr|I+V?)\b)|\band\b")


def judge_names(text: str) -> list[str]:
    """Names in a cell or attribute, without titles and notes in brackets; panels and chambers are no persons."""
    names = []
    for part in _BETWEEN.split(_NOTE.sub("", text)):
        words = part.split()
        while len(words) > 1 and name_key(words[0]) in rules().titles:
            words = words[1:]
        name = " ".join(words)
        if (
            name
            and not any(char.isdigit() for char in name)
            and rules().not_persons.isdisjoint(person_key(name).split())
        ):
            names.append(name)
    return names


def full_names(texts: Iterable[str]) -> Iterator[str]:
    """Those names that make a node: with a first name, not only a surname with or without an initial."""
    for text in texts:
        yield from (name for name in judge_names(text) if _is_full(name))


def surnames(text: str) -> list[str]:
    """Surnames of the judges in a text, as keys."""
    return [_long_words(name)[-1] for name in judge_names(text) if _long_words(name)]


def fullest(names: Iterable[str]) -> list[str]:
    """Names in order, each judge once: what may be short for a longer name gives way to it."""
    told = sorted(set(names))
    return [name for name in told if not any(_is_short_for(name, other) for other in told)]


def find_judges(text: str, known: str, directory: Directory) -> list[str]:
    """Nodes of the judges that a text names.

    Args:
        text: as an article or the register gives it: 'Judge Sidney Stein', or a surname alone.
        known: the judges that the register gives for the case; a surname alone means one of them or nobody.
        directory: made of the full names among others.
    """
    nodes = []
    for name in judge_names(text):
        namesakes = [name] if _is_full(name) else [other for other in full_names([known]) if _same_surname(other, name)]
        node = directory.find(namesakes[0], "person") if len(namesakes) == 1 else None
        if node:
            nodes.append(node)
    return nodes


def _long_words(name: str) -> list[str]:
    return [word for word in person_key(name).split() if len(word) > 1 and word not in rules().name_suffixes]


def _is_full(name: str) -> bool:
    return len(_long_words(name)) > 1


def _is_short_for(name: str, other: str) -> bool:
    """Whether a name is another with words left out or cut to initials; 'J. Reed' is not short for 'Ann Reed'."""
    words = iter(person_key(other).split())
    parts = person_key(name).split()
    return (
        len(name) < len(other)
        and _same_surname(name, other)
        and all(any(word == part or (len(part) == 1 and word[0] == part) for word in words) for part in parts)
    )


def _same_surname(one: str, other: str) -> bool:
    return surnames(one)[-1:] == surnames(other)[-1:]
