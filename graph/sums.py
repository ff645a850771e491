"""Sums as sources state them, and what they were in dollars, always apart from the sum as stated. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from graph.rates import Rates
from graph.story_rules import story_rules
from nlp.model import BASES, PERIODS

#: Bases that are no money paid or agreed: a sum of one of them is never held against one that is.
APART = ("sought", "offered", "invested")
#: Two sums are one where they differ by no more than rounding.
TOLERANCE = 0.02
#: The same for sums of different currencies: people convert at the rate of some day, and round.
CONVERTED_TOLERANCE = 0.1
#: How often in a year a sum for a period falls due.
IN_A_YEAR = {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 365}

_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,2})?"
_LABEL = re.compile(
    rf"(?P<least>{_NUMBER})?(?P<range>\.\.)?(?P<most>{_NUMBER})? (?P<currency>[A-Z]{{3}}) "
    rf"(?P<period>{'|'.join(PERIODS)})(?: (?P<basis>{'|'.join(BASES)}))?"
)
#: Least and most of something.
Range = tuple[float, float]
_ONCE: Range = (1, 1)
_ANY: Range = (0, float("inf"))


@dataclass(frozen=True, slots=True, order=True)
class Sum:
    """A sum as stated; 0 to infinity where an end is open.

    Attributes:
        minimum, maximum: in units of the currency; -1 stands for an open end.
        currency, period, basis, text: as in nlp.model.Value, '' for none.
    """

    minimum: float
    maximum: float
    currency: str
    period: str
    basis: str
    text: str = ""

    @property
    def field(self) -> str:
        """Under which name readings of it are held against each other."""
        return f"amount-{self.basis}" if self.basis in APART else "amount"

    @property
    def label(self) -> str:
        """In words for people, the same for equal sums: '5000000 USD total', '1000000..2000000 EUR year'."""
        ends = ["" if end < 0 else f"{end:.15g}" for end in (self.minimum, self.maximum)]
        numbers = ends[0] if ends[0] == ends[1] else "..".join(ends)
        return " ".join(part for part in (numbers, self.currency, self.period) if part)

    @property
    def attributes(self) -> dict[str, str | float]:
        """It as attributes of a fact have it, from which `read_sum` reads it again."""
        ends = {"value_min": self.minimum, "value_max": self.maximum}
        words = {"value_currency": self.currency, "value_period": self.period, "value_basis": self.basis}
        return {name: end for name, end in ends.items() if end >= 0} | {**words, "value_text": self.text}

    def in_dollars(self, when: str, rates: Rates) -> tuple[float | None, float | None, float | None]:
        """Least, most and rate in dollars as of a date; None where there is no rate."""
        rate = rates.at(self.currency, when) if self.currency else None
        if rate is None:
            return None, None, None
        least, most = (round(end * rate, 2) if end >= 0 else None for end in (self.minimum, self.maximum))
        return least, most, rate


@dataclass(frozen=True, slots=True)
class Scales:
    """What makes sums of different currencies and periods comparable.

    Attributes:
        rates: dollars for other currencies.
        terms: years for which a licence is told to run; none where nobody tells.
    """

    rates: Rates = field(default_factory=Rates)
    terms: tuple[float, ...] = ()

    def agree(self, one: Sum, other: Sum, days: tuple[str, str] = ("", "")) -> bool:
        """Whether both may be true: ranges that meet but for rounding, or sums that cannot be compared.

        A sum for a period is held against a total over the terms told, else over one year to as many as a licence
        runs at most (story_rules.toml).

        Args:
            one: a sum.
            other: another.
            days: when each was told, for the rates.
        """
        units = self._units((one, other), days)
        if one.field != other.field or units is None:
            return True
        ends = [
            (max(told.minimum, 0) * unit, (told.maximum if told.maximum >= 0 else float("inf")) * unit)
            for told, unit in zip((one, other), units, strict=True)
        ]
        tolerance = TOLERANCE if one.currency == other.currency else CONVERTED_TOLERANCE
        return any(
            max(ends[0][0] * first[0], ends[1][0] * second[0]) * (1 - tolerance)
            <= min(ends[0][1] * first[1], ends[1][1] * second[1])
            for first, second in self._lengths(one.period, other.period)
        )

    def _units(self, sums: tuple[Sum, Sum], days: tuple[str, str]) -> tuple[float, float] | None:
        """What a unit of each is worth in one currency; None where there is no rate."""
        if sums[0].currency == sums[1].currency:
            return 1.0, 1.0
        first, second = (
            self.rates.at(told.currency, when) if told.currency else None for told, when in zip(sums, days, strict=True)
        )
        return (first, second) if first is not None and second is not None else None

    def _lengths(self, one: str, other: str) -> list[tuple[Range, Range]]:
        """By what at least and at most each of two sums is multiplied; no limit where periods cannot be compared."""
        if one == other:
            return [(_ONCE, _ONCE)]
        yearly = [IN_A_YEAR.get(period, 0) for period in (one, other)]
        if all(yearly):
            return [((yearly[0],) * 2, (yearly[1],) * 2)]
        if {one, other}.isdisjoint({"total"}) or not any(yearly):
            return [(_ANY, _ANY)]
        terms = [(years, years) for years in self.terms] or [(1, story_rules().longest_term_years)]
        lengths = [((least * sum(yearly), most * sum(yearly)), _ONCE) for least, most in terms]
        return lengths if yearly[0] else [(second, first) for first, second in lengths]


def read_sum(attributes: Mapping[str, str | float]) -> Sum | None:
    """The sum among the attributes of a fact; one in dollars alone where the words are not kept."""
    least, most = attributes.get("value_min"), attributes.get("value_max")
    if least is None and most is None:
        amount = attributes.get("amount_usd")
        return Sum(float(amount), float(amount), "USD", "total", "paid") if amount is not None else None
    return Sum(
        minimum=-1.0 if least is None else float(least),
        maximum=-1.0 if most is None else float(most),
        currency=str(attributes.get("value_currency", "")),
        period=str(attributes.get("value_period", "")),
        basis=str(attributes.get("value_basis", "")),
        text=str(attributes.get("value_text", "")),
    )


def parse_sum(label: str) -> Sum | None:
    """The sum of a label as `Sum.label` makes it, '20000000..25000000 USD year', a basis other than paid behind it.

    An end that is left out is open: '16000000.. USD year', '..50000000 USD total offered'.

    Returns:
        None where it is no such label, gives neither end, or a least that is more than the most.
    """
    match = _LABEL.fullmatch(label)
    if match is None or (match["range"] is None and match["most"]):
        return None
    least = float(match["least"]) if match["least"] else -1.0
    most = float(match["most"]) if match["most"] else -1.0 if match["range"] else least
    if max(least, most) <= 0 or 0 <= most < least:
        return None
    return Sum(least, most, match["currency"], match["period"], match["basis"] or "paid")


def value_columns(total: Sum | None, when: str, rates: Rates) -> dict[str, Any]:
    """Columns of a row for a sum as stated, and in dollars at the rate of a date; None for what is not known."""
    known = total or Sum(-1.0, -1.0, "", "", "")
    least, most, rate = known.in_dollars(when, rates)
    return {
        "value_min": known.minimum if known.minimum >= 0 else None,
        "value_max": known.maximum if known.maximum >= 0 else None,
        "value_currency": known.currency or None,
        "value_period": known.period or None,
        "value_basis": known.basis or None,
        "value_text": known.text or None,
        "value_usd_min": least,
        "value_usd_max": most,
        "value_usd_rate": rate,
    }


def fixed_columns(amount: float | None) -> dict[str, Any]:
    """Columns of a row for a total in dollars that people fixed, None for none: what was stated was wrong."""
    total = Sum(amount, amount, "USD", "total", "paid") if amount is not None else None
    return {"amount_usd": amount, **value_columns(total, "", Rates())}


class Summed(Protocol):
    """A row with a sum as stated."""

    @property
    def amount_usd(self) -> float | None:
        """The total in dollars."""

    @property
    def value_min(self) -> float | None:
        """The least, in units of the currency."""

    @property
    def value_max(self) -> float | None:
        """The most."""

    @property
    def value_currency(self) -> str | None:
        """Three letters."""

    @property
    def value_period(self) -> str | None:
        """As in nlp.model.Value."""


def tell_one_sum(one: Summed, other: Summed) -> bool:
    """Whether two rows give one sum: one total in dollars, or ranges of one currency with the same ends, rounded."""
    if one.amount_usd is not None and one.amount_usd == other.amount_usd:
        return True
    ends = [(row.value_min, row.value_max) for row in (one, other)]
    if (None, None) in ends:
        return False
    if (one.value_currency, one.value_period) != (other.value_currency, other.value_period):
        return False
    return all(_near(*sides) for sides in zip(*ends, strict=True))


def _near(one: float | None, other: float | None) -> bool:
    """Whether two ends of ranges are one but for rounding; an open end may be any."""
    return one is None or other is None or abs(one - other) <= TOLERANCE * max(one, other)
