"""Sums as sources state them, and what they were in dollars, always apart from the sum as stated. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.rates import Rates

#: Bases that are no money paid or agreed: a sum of one of them is never held against one that is.
APART = ("sought", "offered", "invested")
#: Two sums are one where they differ by no more than rounding.
TOLERANCE = 0.02


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

    def agrees(self, other: "Sum") -> bool:
        """Whether both may be true: ranges that meet but for rounding, or sums that cannot be compared."""
        if (self.currency, self.period, self.field) != (other.currency, other.period, other.field):
            return True
        tops = [end if end >= 0 else float("inf") for end in (self.maximum, other.maximum)]
        return max(self.minimum, other.minimum) * (1 - TOLERANCE) <= min(tops)

    def in_dollars(self, when: str, rates: Rates) -> tuple[float | None, float | None, float | None]:
        """Least, most and rate in dollars as of a date; None where there is no rate."""
        rate = rates.at(self.currency, when) if self.currency else None
        if rate is None:
            return None, None, None
        least, most = (round(end * rate, 2) if end >= 0 else None for end in (self.minimum, self.maximum))
        return least, most, rate


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
