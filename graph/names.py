"""Keys by which two spellings of one name are equal, and ids made from names. Pure; no name is merged on likeness."""

import hashlib
import re
import unicodedata
from collections.abc import Container, Sequence
from functools import lru_cache

from graph.rules import rules

#: A name's key within a group of kinds, by which news nodes are one.
Key = tuple[str, str]
SLUG_LENGTH = 60
#: The same names come again and again.
KEYS_KEPT = 50_000
#: Letters with a stroke or ligature, which have no decomposition in Unicode.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"})
_ACCENTS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc`\u00b4]")
_POSSESSIVE = re.compile(r"'s?$")
_WORD = re.compile(r"[^\W_]+")
_IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]+)\)\s*")


@lru_cache(KEYS_KEPT)
def name_key(name: str) -> str:
    """Key of an organisation's name: case, accents, punctuation, legal form, leading 'the' and possessive do not count.

    Nor do its own initials in brackets: 'Cable News Network (CNN)' is 'cable news network'.

    Args:
        name: as an article or the register writes it.

    Returns:
        Words joined by single spaces; applied to itself it stays the same. Empty only for a name of nothing but blanks.
    """
    words = full_key(name).split()
    forms = {*rules().legal_forms, "and"}  # 'and' is left where '& Co.' went
    while len(words) > 1 and words[-1] in forms:
        words = words[:-1]
    return " ".join(words) or name.strip().casefold()


@lru_cache(KEYS_KEPT)
def full_key(name: str) -> str:
    """As `name_key`, with the legal form: 'Universal Music Corp.' is not 'Universal Music'."""
    stated = _with_initials(name)
    words = _words(stated[0] if stated else name)
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words) or name.strip().casefold()


def stated_initials(name: str) -> str:
    """The initials that a name gives in brackets, as a key: 'cnn' of 'Cable News Network (CNN)'; '' for none."""
    stated = _with_initials(name)
    return stated[1] if stated else ""


def initials(key: str) -> str:
    """First letters of a key's words: 'cnn' of 'cable news network'."""
    return "".join(word[0] for word in key.split())


def _with_initials(name: str) -> tuple[str, str] | None:
    """A name and its initials, where it ends with them in brackets; small words may be left out of them."""
    found = _IN_BRACKETS.fullmatch(_plain(name)) if name.rstrip().endswith(")") else None
    if not found:
        return None
    words, short = _words(found[1]), "".join(_words(found[2]))
    long = [word for word in words if word not in rules().small_words]
    return (
        (found[1], short) if len(long) > 1 and short in (initials(" ".join(words)), initials(" ".join(long))) else None
    )


@lru_cache(KEYS_KEPT)
def person_key(name: str) -> str:
    """Key of a person's name: as `name_key`, with titles in place of legal forms ('Judge Jo Doe' is 'jo doe')."""
    words = _words(name)
    while len(words) > 1 and words[0] in rules().titles:
        words = words[1:]
    return " ".join(words) or name.strip().casefold()


def without_initials(key: str) -> str:
    """A person's key without single letters between first and last word: 'sidney h stein' is 'sidney stein'."""
    first, *middle, last = key.split() if key.count(" ") else (key, "")
    return " ".join(word for word in (first, *(word for word in middle if len(word) > 1), last) if word)


def stands_for(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a person's given names may be written so: 'j r', 'jr' or 'j' for 'james robert', or as they are."""
    if not short or not full:
        return False
    letters = "".join(word[0] for word in full)
    return short[0] == full[0] or (len(short[0]) <= len(letters) and letters.startswith("".join(short)))


@lru_cache(KEYS_KEPT)
def court_key(name: str) -> str:
    """Key of a court's name; 'U.S.' and 'United States' are the same."""
    return re.sub(r"\bunited states\b", "us", name_key(name))


def news_key(name: str, kind: str) -> Key:
    """Key by which names from news are one node: one group of kinds, and equal but for case, legal form and so on."""
    group = rules().kind_groups[kind]
    if group == "person":
        return group, person_key(name)
    return group, court_key(name) if group == "court" else name_key(name)


def lookup_keys(name: str, kind: str) -> list[Key]:
    """Where to look a name up: under its own kind first. A recogniser takes many a firm for a person."""
    own = news_key(name, kind)
    if own[0] == "body":
        return [own, ("product", own[1]), ("person", person_key(name)), ("court", court_key(name))]
    if own[0] == "person":
        return [own, ("body", name_key(name))]
    return [own, ("body", name_key(name))] if own[0] in ("product", "court") else [own]


def slug(text: str, limit: int = SLUG_LENGTH) -> str:
    """An id made from a name: lower-case ASCII words joined by hyphens, at most `limit` characters, never empty.

    A name without a Latin letter or digit becomes 'name-' and eight digits of its digest.
    """
    words = re.findall(r"[a-z0-9]+", _plain(text).replace("'", ""))
    joined = "-".join(words)
    if len(joined) > limit:
        joined = joined[: limit + 1].rpartition("-")[0] or joined[:limit]
    return joined or f"name-{digest(text)}"


def digest(*parts: str, length: int = 8) -> str:
    """Hexadecimal digits that depend on every part and on where one part ends."""
    return hashlib.sha256(_joined(parts)).hexdigest()[:length]


def row_number(run: int, *parts: str) -> int:
    """Number of a row, the same from night to night, that sorts by the run that first brought it.

    40 bits are made from the parts; with runs up to 8,191 the whole is exact in JavaScript too.
    """
    return (run << 40) | int.from_bytes(hashlib.sha256(_joined(parts)).digest()[:5], "big")


def free_number(number: int, taken: Container[int]) -> int:
    """The number, or the next that is not taken."""
    while number in taken:
        number += 1
    return number


def _joined(parts: tuple[str, ...]) -> bytes:
    return b"".join(len(part).to_bytes(8, "big") + part.encode("utf-8", "surrogatepass") for part in parts)


def _plain(text: str) -> str:
    """Lower case, without accents and ligatures of Latin letters; other scripts stay whole."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    stripped = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    return _APOSTROPHES.sub("'", unicodedata.normalize("NFC", stripped))


def _words(name: str) -> list[str]:
    plain = _POSSESSIVE.sub("", _plain(name).strip()).replace("'", "").replace("&", " and ")
    words: list[str] = []
    initials = False
    for word in _WORD.findall(plain):
        letter = len(word) == 1 and word.isascii() and word.isalpha()
        if letter and initials:
            words[-1] += word  # 'U.S.' and 'U. S.' become 'us'
        else:
            words.append(word)
        initials = letter
    return words


class Ids:
    """Gives out ids, each once. The first has the plain slug: claim in an order that later news cannot change."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def reserve(self, identifier: str) -> str:
        """Take an id of the register as it stands, with '-2' and so on only where it is taken already."""
        number, wanted = 2, identifier
        while wanted in self._taken:
            wanted, number = f"{identifier}-{number}", number + 1
        self._taken.add(wanted)
        return wanted

    def claim(self, text: str, *discriminators: str) -> str:
        """An id for a name.

        Args:
            text: name, which becomes the slug.
            discriminators: appended, one after the other, where the slug is taken; the last resort is a digest of all.
        """
        base = slug(text)
        tries = [base, *(f"{base}-{slug(word)}" for word in discriminators)]
        tries.append(f"{base}-{digest(text, *discriminators)}")
        return self.reserve(next((wanted for wanted in tries if wanted not in self._taken), tries[-1]))
