"""Sums as people write them: in the currency in which they are stated, and in dollars beside it."""

import math
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from browse.markup import Shape

_MONEY = Shape('<span class="money" title="{} {}">{}</span>')
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
BASES = {
    "sought": "sought",
    "offered": "offered",
    "credits": "in credits",
    "mixed": "in money and credits",
    "fund": "in a fund",
    "invested": "invested",
}


def units(value: object) -> str | None:
    """A number as people write it: '1.5 billion', '250 million' (to three figures), '700,000'; None for no number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    rounded = float(f"{abs(value):.3g}")
    for scale, word in SCALES:
        if rounded >= scale:
            return f"{rounded / scale:,.10g} {word}"
    return f"{abs(value):,.0f}" if value == int(value) else f"{abs(value):,.2f}"


def in_currency(value: object, currency: str | None) -> str | None:
    """'$1.5 billion', '€70 million', '12 million SEK'; None for no number."""
    text = units(value)
    if text is None or not isinstance(value, int | float):
        return None
    sign, symbol = ("-" if value < 0 else ""), SYMBOLS.get(currency or "")
    return f"{sign}{symbol}{text}" if symbol else f"{sign}{text} {currency or ''}".rstrip()


def dollars(value: object) -> str | None:
    """A sum in US dollars as people write it; None for no number."""
    return in_currency(value, "USD")


def money(value: object, currency: str = "USD") -> Markup | None:
    """A sum as people write it, with the exact one in the title."""
    text = in_currency(value, currency)
    if text is None or not isinstance(value, int | float):
        return None
    exact = f"{value:,.2f}".removesuffix(".00")
    name = "US dollars" if currency == "USD" else currency
    return _MONEY(exact, name, text)


def stated(row: Mapping[str, Any]) -> Markup | None:
    """The sum of a case, deal or event: as stated, for what period and of what kind, and in dollars where it was not.

    Args:
        row: with amount_usd and the columns value_… of graph/schema.sql; None where it holds no sum.
    """
    currency = str(row.get("value_currency") or "")
    shown = span_of_money(row.get("value_min"), row.get("value_max"), currency) if currency else None
    if shown is None or (currency == "USD" and row.get("amount_usd") is not None and _is_plain(row)):
        return money(row.get("amount_usd"))
    period, basis = row.get("value_period"), BASES.get(str(row.get("value_basis") or ""))
    shown += f" a {period}" if period and period != "total" else ""
    shown += f" {basis}" if basis else ""
    if currency == "USD":
        return shown
    converted = span_of_money(row.get("value_usd_min"), row.get("value_usd_max"), "USD")
    return Markup("{} (about {})").format(shown, converted) if converted else shown


def _is_plain(row: Mapping[str, Any]) -> bool:
    """Whether the stated sum says no more than the total does."""
    return (
        row.get("value_min") == row.get("value_max")
        and row.get("value_period") in (None, "total")
        and str(row.get("value_basis") or "") not in BASES
    )


def span_of_money(least: object, most: object, currency: str) -> Markup | None:
    """'$20 million to $25 million', 'at least …' or 'up to …' where an end is open; None where both are."""
    low, high = money(least, currency), money(most, currency)
    if low and high:
        return low if least == most else Markup("{} to {}").format(low, high)
    return Markup("at least {}").format(low) if low else Markup("up to {}").format(high) if high else None
