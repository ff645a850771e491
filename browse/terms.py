"""From words that somebody typed to searches that are always valid."""

import re
from unicodedata import combining, normalize

from datasette.utils import escape_fts

#: Between two names: a caption's, and nothing to search for.
VERSUS = frozenset({"v", "v.", "vs", "vs.", "versus"})
NAMED, ALSO = "{name aliases docket_number id}", "{name aliases docket_number id words}"


def whole_words(words: object) -> str:
    """A search for text that holds all the words; Datasette's own makes nothing of a lone quotation mark."""
    escaped: str = escape_fts(_without_versus(str(words or "").replace("\x00", " ")))
    return escaped or '""'


def beginnings(words: object, columns: str = ALSO) -> str:
    """A search for names with words that begin like these: '"new"* "yor"*' in any of the columns."""
    begun = parts(words)
    return f"{columns} : ({' '.join(begun)})" if begun else '""'


def most_beginnings(words: object) -> str | None:
    """A search for names that hold all of these beginnings but one; None for fewer than two."""
    begun = parts(words)
    if len(begun) < 2:
        return None
    fewer = (" ".join(begun[:place] + begun[place + 1 :]) for place in range(len(begun)))
    return f"{ALSO} : ({' OR '.join(f'({some})' for some in fewer)})"


def parts(words: object) -> list[str]:
    """The beginnings of words that are searched for, quoted for FTS5, twelve at most."""
    typed = re.split(r"[\s\"\x00]+", _without_versus(str(words or "")))
    return [f'"{part}"*' for part in typed if any(map(str.isalnum, part))][:12]


def _without_versus(words: str) -> str:
    """The words without the 'v.' between two of them; within quotation marks it counts."""
    if '"' in words:
        return words
    parts = words.split()
    return " ".join(part for place, part in enumerate(parts) if not _stands_between(part, place, len(parts)))


def _stands_between(part: str, place: int, many: int) -> bool:
    return part.casefold() in VERSUS and 0 < place < many - 1


def phrase(words: str) -> str | None:
    """A search for the words beside each other; None for a single word or where the reader quotes words."""
    parts = words.replace("\x00", " ").split()
    return None if len(parts) < 2 or '"' in words else '"{}"'.format(" ".join(parts))


def folded(text: str) -> str:
    """Text without accents and capitals, as the index of names folds it."""
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign)).casefold()
