"""Which articles are copies of which: wire stories and reprints, found by their words. Pure.

Texts are compared by their shingles, runs of five words. Comparing all pairs would take too long, so that MinHash
signatures, banded, propose pairs (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3)
and the shingles themselves decide. The hash functions are fixed, so that signatures may be kept. datasketch has the
same, but brings SciPy, 170 MB, for the forty lines that are needed here.
"""

import hashlib
import re
import tomllib
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

#: Articles published further apart than this are not compared: nobody prints a wire story two months late.
WINDOW = timedelta(days=60)
#: Words in a shingle. Two reports of one event share names and quotes, hardly ever five words in a row beyond them.
_SHINGLE = 5
#: 48 bands of two propose a pair with a Jaccard similarity of 0.2 in 86 of 100 cases, of 0.3 in 99.
_BANDS, _ROWS = 48, 2
#: A text with fewer shingles is compared with none; one with fewer than `_SHORT` must be the same almost word for word.
_LEAST, _SHORT = 12, 100
_SHORT_JACCARD = 0.8
#: A copy has so much of the shorter text, and is not a roundup that holds the other among much else.
_CONTAINED, _LEAST_JACCARD = 0.5, 0.18
#: A copy that is longer than its original by so much is compared too: another outlet may have cut other paragraphs.
_LONGER = 1.2
#: What is a copy of such a copy has more of it than a copy of an original, so that no chain leads from story to story.
_CONTAINED_IN_COPY = 0.75
#: The same where the page itself names the other as its original.
_CONTAINED_AS_NAMED = 0.2
_WORD = re.compile(r"\w+")
_MOST_TEXT = 100_000

Signature = NDArray[np.uint32]
Shingles = frozenset[int]


class Wires(BaseModel):
    """What wires.toml holds; its comments say what each list is for."""

    outlets: frozenset[str]
    credits: tuple[str, ...]


@cache
def wires() -> Wires:
    """The lists of wires.toml, read once."""
    return Wires.model_validate(tomllib.loads(Path(__file__).with_name("wires.toml").read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class Signed:
    """An article as its copies are looked for.

    Attributes:
        id: of the article.
        day: of publication, or where that is unknown of the run that first stored it.
        rank: 0 for a wire service's own, 1 for others, 2 for one that credits a service.
        moment: of publication as text; empty where only the day is known. Those come last.
        signature: of its text.
        named: id of the article that its page names as its original; empty where it names none.
        size: shingles of its text.
        copy_of: id of the original where that is settled; empty for an original, and where nothing is settled.
    """

    id: str
    day: date
    rank: int
    moment: str
    signature: Signature
    named: str = ""
    size: int = 0
    copy_of: str = ""

    @property
    def order(self) -> tuple[date, int, bool, str, str]:
        """The original of some copies is the first by this."""
        return (self.day, self.rank, not self.moment, self.moment, self.id)


@dataclass(frozen=True, slots=True)
class Tie:
    """What an article was found to be: a copy of the original `copy_of`, or an original, where that is empty."""

    id: str
    copy_of: str = ""
    similarity: float | None = None


def shingles(text: str) -> Shingles:
    """The runs of words of a text, each as a number."""
    words = _WORD.findall(text[:_MOST_TEXT].lower())
    runs = {" ".join(words[start : start + _SHINGLE]) for start in range(len(words) - _SHINGLE + 1)}
    return frozenset(int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest()) for run in runs)


def signature(of: Shingles) -> Signature:
    """The MinHash signature of a text's shingles; empty where they are too few to compare."""
    if len(of) < _LEAST:
        return np.empty(0, np.uint32)
    factors, terms = _hash_functions()
    numbers = np.fromiter(of, np.uint64, len(of))
    least = [int((factor * numbers + term).min() >> np.uint64(32)) for factor, term in zip(factors, terms, strict=True)]
    return np.array(least, np.uint32)


@cache
def _hash_functions() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Multiply-shift hashing, with numbers that no version of any library changes."""
    drawn = [hashlib.blake2b(str(number).encode(), digest_size=16).digest() for number in range(_BANDS * _ROWS)]
    factors = [int.from_bytes(digest[:8]) | 1 for digest in drawn]
    return np.array(factors, np.uint64), np.array([int.from_bytes(digest[8:]) for digest in drawn], np.uint64)


def wire_rank(outlet: str, text: str) -> int:
    """Whether an article is a wire service's own (0), credits one (2), or neither (1)."""
    if outlet.strip().casefold() in wires().outlets:
        return 0
    ends = f"{text[:400]} {text[-400:]}".lower()
    return 2 if any(words in ends for words in wires().credits) else 1


def similarity(one: Shingles, other: Shingles, named: bool = False) -> float | None:
    """How much of the shorter of two texts the other holds, 0 to 1; None where neither is a copy of the other.

    Args:
        one: shingles of a text.
        other: of the other text.
        named: whether one page names the other as its original.
    """
    smaller = min(len(one), len(other))
    if smaller < _LEAST:
        return None
    shared = len(one & other)
    contained, jaccard = shared / smaller, shared / len(one | other)
    if named:
        return contained if contained >= _CONTAINED_AS_NAMED else None
    if smaller < _SHORT:
        return jaccard if jaccard >= _SHORT_JACCARD else None
    return contained if contained >= _CONTAINED and jaccard >= _LEAST_JACCARD else None


class Comparison:
    """Articles that later ones are compared with, by the bands of their signatures; old ones are forgotten.

    These are the originals, and copies that are longer than theirs.
    """

    def __init__(self, shingles_of: Callable[[str], Shingles]) -> None:
        self._shingles_of = shingles_of
        self._by_band: defaultdict[int, list[str]] = defaultdict(list)
        self._kept: deque[Signed] = deque()
        self._originals: dict[str, str] = {}

    def add(self, article: Signed, original: str = "") -> None:
        """Keep an article, itself an original or a copy of `original`; they come in their order."""
        self._kept.append(article)
        self._originals[article.id] = original or article.id
        for band in _bands(article.signature):
            self._by_band[band].append(article.id)

    def forget_before(self, day: date) -> None:
        """Drop what was published before `day`."""
        while self._kept and self._kept[0].day < day:
            old = self._kept.popleft()
            del self._originals[old.id]
            for band in _bands(old.signature):
                self._by_band[band].remove(old.id)
                if not self._by_band[band]:
                    del self._by_band[band]

    def original_of(self, article: Signed) -> Tie:
        """The original that an article is the likest copy of, the first by id where two are alike."""
        proposed = {found for band in _bands(article.signature) for found in self._by_band.get(band, ())}
        if article.named in self._originals:
            proposed.add(article.named)
        if not proposed:
            return Tie(article.id)
        own = self._shingles_of(article.id)
        ties = []
        for found in sorted(proposed):
            how_much = similarity(own, self._shingles_of(found), found == article.named)
            original = self._originals[found]
            if how_much is not None and (original == found or how_much >= _CONTAINED_IN_COPY):
                ties.append(Tie(article.id, original, round(how_much, 3)))
        return max(ties, key=lambda tie: (tie.copy_of == article.named, tie.similarity or 0.0), default=Tie(article.id))


def find_copies(
    before: Iterable[Signed], articles: Iterable[Signed], shingles_of: Callable[[str], Shingles]
) -> Iterator[Tie]:
    """Tie each article to its original: the outcome depends on the articles alone, not on how they came.

    Args:
        before: what `is_compared` from before the first of the articles, within the window.
        articles: those to tie, and all that were published since the first of them.
        shingles_of: gives the shingles of an article by its id.
    """
    comparison = Comparison(shingles_of)
    for earlier in sorted(before, key=lambda signed: signed.order):
        comparison.add(earlier, earlier.copy_of)
    sizes: dict[str, int] = {}
    for article in sorted(articles, key=lambda signed: signed.order):
        comparison.forget_before(article.day - WINDOW)
        tie = comparison.original_of(article)
        sizes[article.id] = article.size
        if tie.copy_of and tie.copy_of not in sizes:
            sizes[tie.copy_of] = len(shingles_of(tie.copy_of))
        if is_compared(article.size, sizes[tie.copy_of] if tie.copy_of else None):
            comparison.add(article, tie.copy_of)
        yield tie


def is_compared(size: int, original_size: int | None) -> bool:
    """Whether later articles are compared with one of so many shingles, given those of its original if it is a copy."""
    return original_size is None or size > _LONGER * original_size


def _bands(of: Signature) -> Iterator[int]:
    values = of.tolist()
    for band in range(len(values) // _ROWS):
        key = band
        for value in values[band * _ROWS : (band + 1) * _ROWS]:
            key = key << 32 | value
        yield key
