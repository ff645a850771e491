"""Sums of money as they are stated, in any currency: plain, with one end open, as a range, or as 'eight-figure'.

Nothing is multiplied, added or made sharper than its words. Signs, names and scales are data: vocabulary/money.toml.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from nlp.values import ANNUAL_BEFORE, DIGITS, NOT_UNITS, NUMBER_WORDS, PER_UNIT, PERIOD, SPANS
from nlp.vocabulary import read_table

TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
WORDED = (
    rf"(?:{'|'.join(TENS)})[- ](?:{'|'.join(UNITS)})|half an?|a hundred|one hundred|{'|'.join((*NUMBER_WORDS, *TENS))}"
)
FIGURES = {word: number for number, word in enumerate((*UNITS, "ten"), 1)}
#: How much 'tens of millions' is at least, in millions.
ROUND = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100}
TO = re.compile(r"\s?[-\u2013\u2014]\s?|\sto\s")
AND = re.compile(r"\sand\s")
BETWEEN = re.compile(r"(?i)\bbetween (?:about |around |roughly )?$")
FROM = re.compile(r"(?i)\bfrom (?:about |around |roughly )?$")
#: 'Rose from $5 million to $8 million' names two sums and no range.
MOVED = re.compile(
    r"(?i)\b(?:rose|ris\w+|rais\w+|increas\w+|grew|grow\w*|up|doubl\w+|trebl\w+|tripl\w+|cut|fell|fall\w*|reduc\w+"
    r"|lower\w*|jump\w*|climb\w*|went|down|drop\w*)(?: \w+){0,3} from (?:about |around )?$"
)
TERM_BEHIND = re.compile(
    rf"(?i)^,? (?:over|for|across|during)"
    r"(?: (?:a|the|its|at least|about|more than|up to|first|next|coming|period of)){0,3}"
    rf" (?:\d{{1,2}}|{'|'.join(NUMBER_WORDS)})[- ](?:year|month)s?\b"
)


#: So far before a sum the thing for each of which it is due may stand.
UNIT_REACH = 80


@dataclass(frozen=True, slots=True)
class StatedSum:
    """A sum between two character offsets, with the words that bound it and tell its period.

    Attributes:
        minimum, maximum, currency, period: see `nlp.model.Value`.
        basis: 'credits', 'mixed' or 'fund' where the words beside it say so, else ''.
    """

    start: int
    end: int
    minimum: float | None
    maximum: float | None
    currency: str | None
    period: str = "total"
    basis: str = ""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that may be a sum: with a scale and a currency, or bare."""

    start: int
    end: int
    number: float
    scale: float
    currency: str | None

    @property
    def amount(self) -> float:
        return round(self.number * self.scale, 2)


def find_sums(text: str) -> tuple[StatedSum, ...]:
    """Sums in order, without overlap; a bare number without a currency is none."""
    exact = list(_ranges_and_plain(text))
    free = (one for one in _vague(text) if not any(one.start < other.end and other.start < one.end for other in exact))
    bounded = (_bounded(one, text) for one in (*exact, *free) if not _open_ended(one, text))
    return tuple(sorted((_periodical(one, text) for one in bounded), key=lambda one: one.start))


def _ranges_and_plain(text: str) -> Iterator[StatedSum]:
    numbers = list(_numbers(text))
    position = 0
    while position < len(numbers):
        one = numbers[position]
        other = numbers[position + 1] if position + 1 < len(numbers) else None
        joined = _range(one, other, text) if other else None
        if joined:
            yield joined
        elif one.currency:
            yield StatedSum(one.start, one.end, one.amount, one.amount, one.currency)
        position += 2 if joined else 1


def _numbers(text: str) -> Iterator[_Number]:
    signs, names = _codes("signs"), _codes("names", flags=re.IGNORECASE)
    for match in _number_pattern().finditer(text):
        sign, name = match["sign"] or match["trailing"], match["name"]
        worded = match["worded"]
        if worded and not (match["scale"] and name):
            continue
        currency = _code(name, names) if name else _code(sign, signs) if sign else None
        # 'A$20 million' of a country that the table does not list.
        if match["sign"] == "$" and text[max(0, match.start() - 1) : match.start()].isalpha():
            currency = None
        number = _worded(worded.lower()) if worded else float(match["digits"].replace(",", ""))
        yield _Number(match.start(), match.end(), number, _scale(match["scale"]), currency)


def _range(one: _Number, other: _Number, text: str) -> StatedSum | None:
    """'A to B', 'A-B', 'between A and B'; a scale or currency that only one of both has holds for both."""
    gap, before = text[one.end : other.start], text[max(0, one.start - 60) : one.start]
    between = BETWEEN.search(before)
    if not (TO.fullmatch(gap) or (between and AND.fullmatch(gap))) or MOVED.search(before):
        return None
    currency = one.currency or other.currency
    if not currency or (one.currency and other.currency and one.currency != other.currency):
        return None
    # 'In 2024-$5 million': a sign belongs to its own number alone, unless it stands before both or the first.
    if not one.currency and not text[other.start].isdigit():
        return None
    if one.scale == 1 < other.scale and one.number < other.number:
        one = replace(one, scale=other.scale)
    if one.amount >= other.amount or (other.scale == 1 and other.currency is None and one.scale > 1):
        return None
    opening = between or FROM.search(before)
    start = one.start - (len(before) - opening.start()) if opening else one.start
    return StatedSum(start, other.end, one.amount, other.amount, currency)


def _vague(text: str) -> Iterator[StatedSum]:
    """'Tens of millions of dollars', 'an eight-figure sum', 'multimillion-euro'."""
    names = _codes("names", flags=re.IGNORECASE)
    for match in _vague_pattern().finditer(text):
        name = match["name"] or match["figure_name"] or match["multi_name"]
        currency = _code(name, names) if name else None
        least, most = _vague_bounds(match)
        if least:
            yield StatedSum(match.start(), match.end(), least, most, currency)


def _vague_bounds(match: re.Match[str]) -> tuple[float | None, float | None]:
    if figure := match["figures"]:
        digits = int(figure) if figure.isdigit() else FIGURES[figure.lower()]
        return (10.0 ** (digits - 1), 10.0**digits - 1) if digits > 3 else (None, None)
    if multi := match["multi"]:
        return _scale(multi), None
    scale = _scale(match["plural"].lower().rstrip("s"))
    if match["digit"]:
        return 10 * scale, 100 * scale - 1
    if size := match["round"]:
        least = ROUND[size.lower()]
        return least * scale, 10.0 ** len(str(least)) * scale - 1
    return scale, None


def _open_ended(one: StatedSum, text: str) -> bool:
    """'Could exceed $2 million': neither the least nor the most is told."""
    return _bound("open").search(text[max(0, one.start - 45) : one.start]) is not None


def _bounded(one: StatedSum, text: str) -> StatedSum:
    """With its least or most taken away where the words beside it open that end."""
    behind = text[one.end : one.end + 30]
    if found := _bound("about").search(text[max(0, one.start - 45) : one.start]):
        one = replace(one, start=one.start - (len(found[0])))
    before = text[max(0, one.start - 45) : one.start]
    bounds = [(key, found) for key in ("floor", "ceiling") if (found := _bound(key).search(before))]
    key, found = min(bounds, key=lambda bound: bound[1].start(), default=("", None))  # 'no less than' holds 'less than'
    if found:
        one = replace(one, start=one.start - (len(before) - found.start()))
    else:
        behind_bounds = ((end, _bound_behind(f"{end}_behind").match(behind)) for end in ("floor", "ceiling"))
        key, found = next(((end, match) for end, match in behind_bounds if match), ("", None))
        one = replace(one, end=one.end + found.end()) if found else one
    if not found:
        return one
    return replace(one, minimum=None) if key == "ceiling" else replace(one, maximum=None)


def _periodical(one: StatedSum, text: str) -> StatedSum:
    """With what it is due for, its basis, and the words of both."""
    behind, before = text[one.end : one.end + 70], text[max(0, one.start - 50) : one.start]
    period, start, end = "total", one.start, one.end
    if found := PERIOD.match(behind):
        word = next((group for group in found.groups() if group), "year").lower()
        period, end = SPANS[word][0], one.end + found.end()
    elif (found := PER_UNIT.match(behind)) and not NOT_UNITS.match(behind):
        period, end = ("work" if _works().search(found[0]) else "each"), one.end + found.end()
    elif found := _unit_before().search(text[max(0, one.start - UNIT_REACH) : one.start]):
        period = "work" if _works().search(found[0]) else "each"
    elif found := ANNUAL_BEFORE.search(before):
        period, start = "year", one.start - (len(before) - found.start())
    if term := TERM_BEHIND.match(text[end : end + 60]):
        end += term.end()
    return replace(one, start=start, end=end, period=period, basis=_basis(before, text[one.end : one.end + 60]))


def _basis(before: str, behind: str) -> str:
    for basis in ("mixed", "credits", "fund"):
        if _beside(f"{basis}_behind", r"(?i)[ -](?:{})").match(behind):
            return basis
        if _beside(f"{basis}_before", r"(?i)\b(?:{})\s$").search(before):
            return basis
    return ""


@cache
def _beside(key: str, form: str) -> re.Pattern[str]:
    return re.compile(form.format("|".join(read_table("money")["basis"][key])))


@cache
def _number_pattern() -> re.Pattern[str]:
    table = read_table("money")
    signs = "|".join(_longest_first(sign for forms in table["signs"].values() for sign in forms))
    names = "|".join(_longest_first(name for forms in table["names"].values() for name in forms))
    scales = "|".join(_longest_first(table["scales"]))
    return re.compile(
        rf"(?<![\w.,])(?:(?P<sign>{signs})\s?)?(?:(?P<digits>(?:\d{{1,3}}(?:,\d{{2,3}})*,\d{{3}}(?:\.\d+)?)|{DIGITS})"
        rf"|(?<![$€£])(?P<worded>(?i:{WORDED})))(?:[\s-]?(?:a )?(?P<scale>(?i:{scales}))(?![\w]))?"
        rf"(?:[\s-](?P<name>(?i:{names}))\b|\s?(?P<trailing>[€£]|(?:USD|EUR|GBP|CHF|JPY|INR|SEK|NOK|DKK|AUD|CAD)\b))?"
    )


@cache
def _vague_pattern() -> re.Pattern[str]:
    names = "|".join(_longest_first(name for forms in read_table("money")["names"].values() for name in forms))
    scale = "thousand|million|billion"
    return re.compile(
        rf"(?i)\b(?:(?:(?:(?P<round>{'|'.join(ROUND)}) of|several|a few|many|(?P<digit>double-digit))\s)?"
        rf"(?P<plural>(?:{scale})s?)(?: of)? (?P<name>{names})\b"
        rf"|(?:(?:low|mid|high)[- ])?(?P<figures>(?:{'|'.join(FIGURES)})"
        r"(?=-| figures\b(?! (?:in|of|who|from|at)\b))|1?\d(?=-))"
        rf"[ -]figures?\b(?:[- ](?P<figure_name>{names})\b)?"
        rf"|multi-?(?P<multi>{scale})[ -](?P<multi_name>{names})\b)"
    )


def _longest_first(forms: Iterable[str]) -> list[str]:
    return sorted(forms, key=lambda form: (-len(form), form))


@cache
def _codes(table: str, flags: int = 0) -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = read_table("money")[table].items()
    return tuple((re.compile(form, flags), code) for code, forms in rows for form in forms)


def _code(written: str, codes: tuple[tuple[re.Pattern[str], str], ...]) -> str | None:
    # Some signs ask for the digit behind them: 'Y' of 'Y5bn'.
    return next((code for form, code in codes if (found := form.match(written + "0")) and found[0] == written), None)


@cache
def _scale(written: str | None) -> float:
    if not written:
        return 1
    rows = read_table("money")["scales"].items()
    return next(float(size) for form, size in rows if re.fullmatch(form, written, re.IGNORECASE))


def _worded(words: str) -> float:
    if words.startswith("half"):
        return 0.5
    if words.endswith("hundred"):
        return 100
    tens, _, unit = words.replace("-", " ").partition(" ")
    if tens in TENS:
        return (TENS.index(tens) + 2) * 10 + (UNITS.index(unit) + 1 if unit else 0)
    return NUMBER_WORDS[words]


@cache
def _bound(key: str) -> re.Pattern[str]:
    forms = "|".join(_longest_first(read_table("money")["bounds"][key]))
    return re.compile(rf"(?i)(?<!\w)(?:(?:just|well|slightly|considerably|far) )?(?:{forms})\s$")


@cache
def _bound_behind(key: str) -> re.Pattern[str]:
    forms = "|".join(_longest_first(read_table("money")["bounds"][key]))
    plus = r"\+|" if key == "floor_behind" else ""
    return re.compile(rf"(?i){plus},?[ -]\(?(?:{forms})\b")


@cache
def _unit_before() -> re.Pattern[str]:
    """'A per-book payment of', 'for each further work the company pays': a rate whose unit comes first."""
    works = "|".join(read_table("money")["units"]["work"])
    each = rf"for (?:each|every)(?: [a-z]+){{0,2}} (?:{works})\b[^.;$€£]{{0,50}}"
    return re.compile(rf"(?i)\b(?:per[- ](?:{works})\b(?: [a-z]+){{0,3}}|{each}) $")


@cache
def _works() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(read_table('money')['units']['work'])})\b")
