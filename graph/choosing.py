"""Which of several readings of a field is the one that cases, deals and events show, and what decided for it. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graph.rows import CaseRow, DealRow
from graph.sources import Weight, deciding, weight
from graph.sums import Sum
from graph.told_steps import PROCEDURAL, Telling, backing

#: Cells of cases and deals that people fix, and the field of readings that tells of the same.
FIXED_FIELDS = {
    "filed_date": "date-filed",
    "announced_date": "date-announced",
    "status": "status",
    "amount_usd": "amount",
    "term_years": "term-years",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one field, and those who tell it.

    Attributes:
        total: the sum that the value is, None for other fields.
        shown: the value of the field that rows show, where these readings do not choose it themselves.
        firm: whether it can dispute another; not where all who tell it speak of something else, or only in passing.
    """

    field: str
    value: str
    tellings: tuple[Telling, ...]
    total: Sum | None = None
    shown: str | None = None
    firm: bool = True

    @property
    def told(self) -> str:
        """The first date that anybody who tells it gives, else the day of the first report."""
        dates = [telling.date for telling in self.tellings if telling.date]
        return min(dates or [telling.report.day for telling in self.tellings if telling.report], default="")


def shown_value(group: Sequence[Reading], parties: Collection[str]) -> str:
    """The value of a field that is shown: as told with the readings, else that with the weightiest sources."""
    if group[0].shown is not None:
        return group[0].shown
    ordered = sorted(group, key=lambda reading: (-len(reading.value), reading.value))
    return max(ordered, key=lambda reading: _weight(reading, group, parties)).value


def what_decided(chosen: Reading, others: Sequence[Reading], parties: Collection[str]) -> str:
    """What decided for a reading, as graph/schema.sql lists it.

    Args:
        chosen: the reading that is shown.
        others: those that it goes before: where some cannot be true beside it, they alone.
        parties: of the case or deal.
    """
    deciding_ones = [other for other in others if other.value != PROCEDURAL]
    if others and not deciding_ones:
        return "merits"
    others = deciding_ones
    group = [chosen, *others]
    if chosen.field.startswith("date"):
        return _of_dates(chosen, others, parties)
    weights = [_weight(reading, group, parties) for reading in others]
    otherwise = {"status": "step", "direction": "step", "amount": "recency"}.get(chosen.field, "order")
    return deciding(_weight(chosen, group, parties), weights, otherwise)


def _of_dates(chosen: Reading, others: Sequence[Reading], parties: Collection[str]) -> str:
    """As for other fields, but the latest word does not count: the more precise date does, then the earlier."""
    group = [chosen, *others]
    if others and all(chosen.value.startswith(other.value) for other in others):
        return "precision"
    weights = [_weight(reading, group, parties) for reading in others]
    mine, best = _weight(chosen, group, parties), max(weights, default=None)
    if best is not None and mine < best:
        return "published"
    longest = max((len(other.value) for other, told in zip(others, weights, strict=True) if told == best), default=0)
    return deciding(mine, weights, "precision" if len(chosen.value) > longest else "order")


def _weight(reading: Reading, group: Sequence[Reading], parties: Collection[str]) -> Weight:
    if not reading.field.startswith("date"):
        return weight(backing(reading.tellings), parties)
    told = (telling for other in group if reading.value.startswith(other.value) for telling in other.tellings)
    return (*weight(backing(told), parties)[:-1], "")


def fixed_values(row: CaseRow | DealRow, fields: Iterable[str]) -> dict[str, str]:
    """The cells of a row that people fixed, as readings have them, '' for one that they emptied."""
    values: dict[str, str] = {}
    for field in set(fields) & FIXED_FIELDS.keys():
        value = getattr(row, field)
        text = f"{value:.15g}" if isinstance(value, float) else value or ""
        values[FIXED_FIELDS[field]] = f"{text} USD total" if field == "amount_usd" and text else text
    return values
