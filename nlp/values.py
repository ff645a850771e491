"""Sums of money in US dollars and terms in years, as an article states them. What is no plain total gives None."""

import re
from dataclasses import dataclass

NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "half": 0.5,
}  # fmt: skip
SCALES = {
    "thousand": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "mln": 1e6, "mn": 1e6, "mm": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "t": 1e12,
}  # fmt: skip
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = r"thousand|million|billion|trillion|mln|mn|mm|bn|tn|[kmbt]"
DOLLARS = r"(?:US|U\.S\. ?)?\$|USD ?"
#: Signs of other currencies before or behind a number; with them a sum is no sum in dollars.
OTHER = (
    r"(?:[€£¥₹₩₽₺]|\b(?:A|AU|C|CA|CAD|NZ|HK|S|NT|R|Mex)\$|\b(?:EUR|GBP|JPY|INR|CAD|AUD|CHF|SEK|NOK|DKK|Rs\.?|Y|N) ?)"
)
OTHER_NAMES = (
    r"(?:euros?|pounds?|yen|rupees?|won|yuan|renminbi|francs?|kron[aeor]+|crore|lakh|pesos?|reais|rand"
    r"|naira|Canadian dollars|Australian dollars|(?:New Zealand|Hong Kong|Singapore) dollars)"
)
SUM = re.compile(
    rf"(?P<other>{OTHER})?(?:(?P<sign>{DOLLARS})\s?)?(?P<number>{DIGITS})(?:[\s-]?(?P<scale>{SCALE})\b)?"
    rf"(?:[\s-](?P<unit>(?:US |U\.S\. )?dollars?|bucks|{OTHER_NAMES})\b)?",
    re.IGNORECASE,
)
WORDED = re.compile(
    rf"\b(?P<number>{'|'.join(NUMBER_WORDS)})(?: a)? (?P<scale>thousand|million|billion|trillion)"
    rf" (?:(?:US|U\.S\.) )?(?P<unit>dollars|{OTHER_NAMES})\b",
    re.IGNORECASE,
)
RANGE = re.compile(r"^\s?(?:-|\u2013|—|to|or)\s?(?:(?:US|U\.S\. ?)?\$)?\d", re.IGNORECASE)
BEFORE_RANGE = re.compile(
    r"(?:\bbetween|\bfrom)(?: \S+(?: \S+)? and)?\s?$|\d(?:\s?(?:thousand|million|billion|mn|bn"
    r"|[mb]))?\s?(?:-|\u2013|—|to)\s?$",
    re.IGNORECASE,
)
PERIOD = re.compile(
    r"^(?: (?:US )?dollars)?,?[\s-]?(?:(?:a|per|each|every|one)[ -](year|month|week|day|quarter)\b|(annual)ly\b"
    r"|(year)ly\b|(month)ly\b|(quarter)ly\b|/(?:yr|year)\b|per (annum)\b|(p\.a\.)|/(month)\b"
    r"|(?:in )?(annual) (?:payments?|fees?|royalt(?:y|ies)|licen[cs]es?|guarantees?|instal?lments?))",
    re.IGNORECASE,
)
PER_UNIT = re.compile(
    r"^(?: (?:US )?dollars)?,?[\s-]?(?:(?:for )?each of (?:the |some |about |roughly )?(?:[\d,]+ )?[a-z]+(?: [a-z]+)?"
    r"|(?:(?:a|an|per|for each|for every|each)\b|/)[ -]?(?!year|month|quarter|week|day)[a-z]+(?:[- ][a-z]+)?"
    r"|apiece|each)\b"
    r"(?!\s(?:deal|settlement|fund|agreement))",
    re.IGNORECASE,
)
NOT_UNITS = re.compile(
    r"^,?\s?(?:a|an) (?:deal|settlement|sum|total|move|record|figure|person|spokes\w+|bid|pact|lot|half"
    r"|third|quarter of)\b",
    re.IGNORECASE,
)
ANNUAL_BEFORE = re.compile(r"\b(?:annual(?:ly)?|yearly|a year)(?: \w+){0,4}\s?$", re.IGNORECASE)
TERM = re.compile(
    rf"\b(?P<number>\d{{1,2}}(?:\.\d)?|{'|'.join(NUMBER_WORDS)})(?P<half> and a half)?[\s-](?P<unit>year|month)s?\b"
    r"(?![\s-](?:old|earlier|ago|longer|more|later|after|before|since|on|into|senior|low|high|battle|fight"
    r"|of (?:litigation|talks|negotiations)))",
    re.IGNORECASE,
)
#: Words of a span of time, the span, and how often it comes in a year.
SPANS = {
    "year": ("year", 1), "annual": ("year", 1), "annum": ("year", 1), "p.a.": ("year", 1), "month": ("month", 12),
    "week": ("week", 52), "day": ("day", 365), "quarter": ("quarter", 4),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Money:
    """A sum between two character offsets.

    Attributes:
        usd: dollars, None for another currency.
        per: 'total', 'year', 'unit' (for each work, title, user) or 'range'.
        times_a_year: how often a periodical sum falls due; 1 for a total.
    """

    start: int
    end: int
    usd: float | None
    per: str
    times_a_year: int = 1


@dataclass(frozen=True, slots=True)
class Term:
    """A duration in years between two character offsets."""

    start: int
    end: int
    years: float


def find_money(text: str) -> tuple[Money, ...]:
    """Sums in order. A bare number without a currency is no sum."""
    found = []
    for match in (*SUM.finditer(text), *WORDED.finditer(text)):
        parts = match.groupdict()
        unit = (parts.get("unit") or "").lower()
        foreign = (
            bool(parts.get("other"))
            or (unit != "" and "dollar" not in unit and unit != "bucks")
            or bool(re.search(r"canadian|australian|zealand|hong kong|singapore", unit))
        )
        if not parts.get("sign") and not unit and not parts.get("other"):
            continue
        # 'A$20 million' of a country that the pattern does not list.
        if parts.get("sign") == "$" and text[max(0, match.start() - 1) : match.start()].isalpha():
            foreign = True
        number = parts["number"].lower()
        value = NUMBER_WORDS[number] if number in NUMBER_WORDS else float(number.replace(",", ""))
        value *= SCALES.get((parts.get("scale") or "").lower(), 1)
        per, often = _basis(text, match.start(), match.end())
        found.append(Money(match.start(), match.end(), None if foreign else round(value, 2), per, often))
    return tuple(sorted(found, key=lambda money: money.start))


def _basis(text: str, start: int, end: int) -> tuple[str, int]:
    behind, before = text[end : end + 60], text[max(0, start - 40) : start]
    if RANGE.match(behind) or BEFORE_RANGE.search(before):
        return "range", 1
    if period := PERIOD.match(behind):
        word = next((group for group in period.groups() if group), "year").lower()
        return "year", SPANS[word][1]
    if PER_UNIT.match(behind) and not NOT_UNITS.match(behind):
        return "unit", 1
    if ANNUAL_BEFORE.search(before):
        return "year", 1
    return "total", 1


def find_terms(text: str) -> tuple[Term, ...]:
    """Durations in order; ages ('a three-year-old deal', 'two years ago') are none."""
    found = []
    for match in TERM.finditer(text):
        number = match["number"].lower()
        if number in {"a", "an", "half"}:
            continue
        value = NUMBER_WORDS[number] if number in NUMBER_WORDS else float(number)
        value += 0.5 if match["half"] else 0
        found.append(Term(match.start(), match.end(), value / 12 if match["unit"].lower() == "month" else value))
    return tuple(found)


def total_usd(text: str) -> float | None:
    """The one total in dollars that a text states: '$25 million a year for three years' is 75 million.

    None where there is no sum, several totals, a range, a price for each unit or another currency.
    """
    sums = find_money(text)
    totals = {money.usd for money in sums if money.per == "total" and money.usd is not None}
    if len(totals) == 1 and not any(money.per == "range" for money in sums):
        return totals.pop()
    yearly = [money for money in sums if money.per == "year" and money.usd is not None]
    terms = find_terms(text)
    if not totals and len(yearly) == 1 and len(terms) == 1 and not any(money.per == "range" for money in sums):
        return yearly[0].usd * yearly[0].times_a_year * terms[0].years if yearly[0].usd else None
    return None


def term_years(text: str) -> float | None:
    """The one duration that a text states, in years; None where there is none or several."""
    years = {term.years for term in find_terms(text)}
    return years.pop() if len(years) == 1 else None
