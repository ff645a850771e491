"""Wordings with places for names: 'A, a lawyer for B', found in a sentence whose names are put aside, without a parse.

The wordings are data: nlp/vocabulary/wordings.toml. In a wording `{name}` is a list of names, `{side}` a list of names,
a noun for them ('the authors') or a pronoun, `{owner}` the same as a possessive. A digit tells two places of a kind
apart; an exclamation mark lets a verb follow the last name, as it follows a subject.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from nlp.article import Article, Sentence
from nlp.mentions import Name
from nlp.names import words_of
from nlp.vocabulary import read_table

#: Two characters of the private use area stand around a name's number.
OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
PRIVATE = str.maketrans(dict.fromkeys((OPEN, CLOSE), " ") | {"\u2019": "'"})

_NAME = f"{OPEN}\\d+{CLOSE}"
_WORDS = r"(?:(?!(?:who|whom|which|whose|that|with|by|for|in|on|and) )[\w.&-]+ ){0,6}?"
#: A name that another word owns, or with which a new clause begins, ends a list.
_ENDS = r"(?!'s? | (?:by|for|is|are|was|were|has|have|had|said|says|did|will|would) )"
_OF_FIRM = f"(?:,? (?:of|at|from) {_WORDS}{_NAME})?"
_JOINT = r"(?:,? and |, | & |; |,? as well as |,? plus |,? together with |,? along with )"
MOST_LISTED = 15
#: Words of a list that describe its names have these tags.
DESCRIBING = frozenset({"DT", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "HYPH", "PRP$", "CC", ",", ":"})
JOINING = frozenset({"and", "of", "at", "from", "as", "well", "plus", "together", "along", "with", "&", ".", ";", "/"})


@dataclass(frozen=True, slots=True)
class Place:
    """What stands in one place of a wording: the names in it, or the word that stands for somebody."""

    names: tuple[Name, ...]
    word: Token


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording found in a sentence: its key in the table, who stands where, the token that tells it.

    `text` is what was found, `before` what stands before it in the sentence.
    """

    key: str
    places: dict[str, Place]
    anchor: Token
    text: str
    before: str


@dataclass(frozen=True, slots=True)
class _Marked:
    """A sentence with marks for names; the token at each offset."""

    text: str
    offsets: tuple[tuple[int, Token], ...]

    def token_at(self, offset: int) -> Token:
        return next(token for start, token in reversed(self.offsets) if start <= offset)


@cache
def _patterns(relation: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_table("wordings")
    classes: dict[str, str] = table["classes"]
    role = f"(?:{'|'.join(table['roles'])})"
    described = f"(?:the|both|all the|all|these|those|its|their|his|her) (?:[\\w-]+ ){{0,2}}?{role}(?![\\w'])"
    return tuple(
        (key, re.compile(_filled(wording, classes, described), re.IGNORECASE))
        for key, wordings in table[relation].items()
        for wording in wordings
    )


@cache
def _clues(relation: str) -> tuple[re.Pattern[str], ...]:
    table = read_table("wordings")
    clues: list[str] = table["clues"].get(relation, [])
    # Where a line breaks within a sentence, the text has no plain space.
    filled = (_filled(clue, table["classes"], "").replace(" ", r"\s+") for clue in clues)
    return tuple(re.compile(clue, re.IGNORECASE) for clue in filled)


def _filled(wording: str, classes: dict[str, str], described: str) -> str:
    """A wording as a regular expression."""
    for name, alternatives in classes.items():
        wording = wording.replace(f"<{name}>", f"(?:{alternatives})")
    parts = re.split(r"\{([a-z]+)(\d?)(!?)\}", wording)
    out = [parts[0]]
    for kind, digit, subject, behind in zip(parts[1::4], parts[2::4], parts[3::4], parts[4::4], strict=True):
        first = not "".join(out)
        place = _place(kind, first, _ENDS if not first and not subject else "", described)
        out.append(f"(?P<{kind}{digit}>{place}){behind}")
    return "".join(out)


def _place(kind: str, first: bool, ends: str, described: str) -> str:
    item = f"{_NAME}{_OF_FIRM}"
    listed = f"{'' if first else _WORDS}{item}{ends}(?:{_JOINT}{_WORDS}{item}{ends}){{0,{MOST_LISTED}}}"
    if kind == "name":
        return f"{listed}|the latter" if first else listed
    if kind == "owner":
        own = described.removesuffix("(?![\\w'])")
        owners = f"{'' if first else _WORDS}{item}(?:{_JOINT}{_WORDS}{item}){{0,3}}|{own}"
        return f"(?:{owners})(?:'s|')|\\b(?:its|their|his|her)\\b"
    pronouns = r"\b(?:it|them|they|him|her|he|she|both|the (?:two|three|pair|trio|duo|former|latter))\b"
    return f"{described}, the (?:[\\w-]+ ){{1,3}}{listed}|{listed}|\\b{described}|{pronouns}"


def find_wordings(relation: str, sentence: Sentence, article: Article) -> Iterator[Wording]:
    """Every wording of a relation in a sentence, in the order of the table."""
    if not sentence.names:
        return  # pronouns alone tie nobody to anybody, and most sentences name nobody
    if not all(clue.search(sentence.span.text) for clue in _clues(relation)):
        return  # a hundredth of the time that the wordings take
    marked = _mark(sentence, article)
    for key, pattern in _patterns(relation):
        for match in pattern.finditer(marked.text):
            places = {
                name: _filled_place(match, name, sentence, marked) for name, text in match.groupdict().items() if text
            }
            if all(place is not None for place in places.values()):
                sure = {name: place for name, place in places.items() if place is not None}
                yield Wording(key, sure, _anchor(match, marked), match[0], marked.text[: match.start()])


def _mark(sentence: Sentence, article: Article) -> _Marked:
    parts: list[str] = []
    offsets: list[tuple[int, Token]] = []
    length = 0
    starts = {name.start: number for number, name in enumerate(sentence.names)}
    ends = [_end(name, sentence) for name in sentence.names]
    held = {index for name, end in zip(sentence.names, ends, strict=True) for index in range(name.start + 1, end)}
    for token in sentence.span:
        if token.i in held:
            continue
        offsets.append((length, token))
        if token.i in starts:
            number = starts[token.i]
            last = article.doc[ends[number] - 1]
            part = f"{OPEN}{number}{CLOSE}{' ' if last.whitespace_ else ''}"
        else:
            part = " " if token.is_space else (token.text.translate(PRIVATE) + (" " if token.whitespace_ else ""))
        parts.append(part)
        length += len(part)
    return _Marked("".join(parts), tuple(offsets))


def _end(name: Name, sentence: Sentence) -> int:
    """Where a name ends with its legal form, which may stand outside it: 'Latham & Watkins LLP'."""
    behind = sentence.span.doc[name.end : min(name.end + 2, sentence.span.end)]
    if len(behind) and behind[0].lower_ in words_of("legal_suffixes"):
        return name.end + 1
    return (
        name.end + 2
        if len(behind) > 1 and behind[0].text == "," and behind[1].lower_ in words_of("legal_suffixes")
        else name.end
    )


def _filled_place(match: re.Match[str], name: str, sentence: Sentence, marked: _Marked) -> Place | None:
    """The names in a place; None where a word between them is neither a joint nor describes one."""
    start, end = match.span(name)
    numbers = [int(number) for number in MARK.findall(match[name])]
    names = _listed(
        tuple(sentence.names[number] for number in numbers), sentence, first=start == 0 or start == match.start()
    )
    inside = [token for offset, token in marked.offsets if start <= offset < end]
    named = {one.start for one in names}
    for token in inside if names else ():
        fits = token.tag_ in DESCRIBING or token.lower_ in JOINING or token.tag_ == "POS"
        if token.i not in named and not fits:
            return None
    return Place(names, inside[-1] if inside[-1].tag_ != "POS" or len(inside) == 1 else inside[-2])


def _listed(names: tuple[Name, ...], sentence: Sentence, first: bool) -> tuple[Name, ...]:
    """The names of a list; where a mere comma joins the last two, a new clause begins: "put billions in A, B holds"."""
    if len(names) < 2:
        return names
    gap = sentence.span.doc[names[-2].end : names[-1].start]
    if any(token.lower_ in JOINING for token in gap):
        return names
    return names[-1:] if first else names[:1]


def _anchor(match: re.Match[str], marked: _Marked) -> Token:
    """The first word outside all places, marks of punctuation aside: it tells the relation."""
    taken = [match.span(name) for name, text in match.groupdict().items() if text]
    start, end = match.span()
    words = [
        token
        for offset, token in marked.offsets
        if start <= offset < end and token.is_alpha and not any(left <= offset < right for left, right in taken)
    ]
    verbs_first = [token for token in words if token.tag_.startswith("VB") and token.dep_ not in {"aux", "auxpass"}]
    return (verbs_first or words or [marked.token_at(start)])[0]
