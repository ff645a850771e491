"""What a unit of a currency was worth in US dollars: data/rates.csv, by day, month or year."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.dates import is_date
from nlp.tables import read_rows
from rightswire.errors import Problem

RATE_COLUMNS = ("date", "currency", "usd", "source_url")


@dataclass(frozen=True, slots=True)
class Rates:
    """Dollars for one unit of a currency.

    Attributes:
        usd: by (date, currency); the date is a day, or a month or year for the average of it.
    """

    usd: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def at(self, currency: str, when: str) -> float | None:
        """Dollars for one unit at a date, the nearest that the table has: that day, its month, its year; else None."""
        if currency == "USD":
            return 1.0
        found = (self.usd.get((when[:length], currency)) for length in (10, 7, 4) if len(when) >= length)
        return next((rate for rate in found if rate is not None), None)


def load_rates(path: Path) -> tuple[Rates, list[Problem]]:
    """Read rates.csv; a missing file gives none.

    Returns:
        the rates, without bad rows, and a problem for each of those.

    Raises:
        DataFileError: the file is there and cannot be used at all.
    """
    if not path.exists():
        return Rates(), []
    rows, problems = read_rows(path, RATE_COLUMNS)
    usd: dict[tuple[str, str], float] = {}
    for row in rows:
        when, currency, rate = (row.cells[column] for column in RATE_COLUMNS[:3])
        if not is_date(when):
            row.report("date", "not a date", f"{when!r} is not YYYY, YYYY-MM or YYYY-MM-DD: the row is left out")
        elif not re.fullmatch(r"[A-Z]{3}", currency):
            row.report("currency", "wrong form", f"{currency!r} is no code of ISO 4217: the row is left out")
        elif not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]+)?", rate) or not float(rate):
            row.report("usd", "not a number", f"{rate!r} is no positive number in digits: the row is left out")
        elif not row.cells["source_url"]:
            row.report("source_url", "missing value", "the row is left out: name where the rate comes from")
        elif (when, currency) in usd:
            row.report("date", "given twice", f"{currency} of {when} stands above: the row is left out")
        else:
            usd[when, currency] = float(rate)
    return Rates(usd), problems + [problem for row in rows for problem in row.problems]
