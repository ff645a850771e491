"""Cut a text into the word pieces of the encoder, each with its place in the text.

The method is BERT's (Devlin et al. 2019): words at blanks and punctuation, small letters without accents, then the
longest known pieces from the left. Written out here because the library that has it brings a network client along.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

VOCABULARY = Path(__file__).parent.parent / "weights" / "pieces.txt"
OPEN, CLOSE, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
#: Longer words are not cut but unknown: nobody's language has them.
LONGEST_WORD = 100
REMEMBERED_WORDS = 50_000


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of a text: number in the vocabulary, first and last+1 character, form of the word's letters.

    The first and the last piece are marks without a place (start = end = 0).
    """

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    shapes: tuple[int, ...]


@cache
def vocabulary() -> dict[str, int]:
    """Number of each piece: its line in the file."""
    return {piece: number for number, piece in enumerate(VOCABULARY.read_text(encoding="utf-8").split("\n")) if piece}


@cache
def _word() -> re.Pattern[str]:
    """One mark of punctuation, one Chinese character, or a run of anything else but blanks."""
    marks = "".join(re.escape(chr(code)) for code in range(0x10000) if unicodedata.category(chr(code)).startswith("P"))
    alone = marks + re.escape("$+<=>^`|~") + "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    return re.compile(rf"[{alone}]|[^{alone}\s]+")


def cut(text: str, longest: int) -> Pieces:
    """Cut a text.

    Args:
        text: any characters.
        longest: no more pieces than this, the two marks included; the rest of the text is left out.
    """
    known = vocabulary()
    ids, starts, ends, shapes = [known[OPEN]], [0], [0], [0]
    for match in _word().finditer(text):
        begin = match.start()
        for number, start, end, shape in _pieces(match.group()):
            ids.append(number)
            starts.append(begin + start)
            ends.append(begin + end)
            shapes.append(shape)
        if len(ids) >= longest:
            break
    last = longest - 1
    return Pieces((*ids[:last], known[CLOSE]), (*starts[:last], 0), (*ends[:last], 0), (*shapes[:last], 0))


@lru_cache(maxsize=REMEMBERED_WORDS)
def _pieces(word: str) -> tuple[tuple[int, int, int, int], ...]:
    """Number, start, end and form of each piece of a word; characters that are no letters are left out."""
    known = vocabulary()
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFD", word.lower())
        if unicodedata.category(letter) not in {"Mn", "Cc", "Cf", "Co", "Cs"} and letter != "\ufffd"
    )
    whole = ((known[UNKNOWN], 0, len(word), _shape(word)),)
    if len(plain) > LONGEST_WORD:
        return whole
    out: list[tuple[int, int, int, int]] = []
    start = 0
    while start < len(plain):
        for end in range(len(plain), start, -1):
            number = known.get(plain[start:end] if start == 0 else f"##{plain[start:end]}")
            if number is not None:
                # Where an accent was its own character the place is off by as much, never beyond the word.
                first, last = min(start, len(word)), min(end, len(word))
                out.append((number, first, last, _shape(word[first:last])))
                start = end
                break
        else:
            return whole
    return tuple(out)


def _shape(piece: str) -> int:
    """Form of a piece's letters: 0 small or none, 1 capital first, 2 capitals, 3 digit first, 4 capital within."""
    if not piece[:1].isalnum():
        return 0
    if piece[0].isdigit():
        return 3
    if piece.isupper() and len(piece) > 1:
        return 2
    if piece[0].isupper():
        return 1
    return 4 if any(letter.isupper() for letter in piece) else 0
