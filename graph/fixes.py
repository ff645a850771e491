"""Corrections at work on what single articles say, and on the dated steps of cases and deals.

A fact's attribute that is fixed counts from the start: the case or deal that it is about, status, dates, sums and
events follow. An event that is fixed changes alone, and keeps its id, by which its row is found at the next rebuild.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from graph.corrections import Correction
from graph.decisions import Ledger
from graph.parties import Directory
from graph.reports import Report
from graph.rows import EventRow
from graph.rules import rules
from graph.story_rows import ReadingRow, ReadingSourceRow
from graph.sums import fixed_columns

#: Attributes whose values are numbers.
NUMBERS = ("amount_usd", "term_years")


#: Fixed attribute -> beginnings of the fields of readings that it tells.
_READINGS = {
    "amount_usd": ("amount",),
    "filed_date": ("date-filed",),
    "announced_date": ("date-announced", "date-talks"),
    "date": ("date-",),
    "term_years": ("term-years",),
    "status": ("status",),
    "outcome": ("outcome",),
}


class FactFixes:
    """Attributes of facts that people fixed, of one article's or of all articles'."""

    def __init__(self, ledger: Ledger, directory: Directory) -> None:
        self._ledger = ledger
        self._rows: dict[str, dict[str, list[Correction]]] = defaultdict(lambda: defaultdict(list))
        for row in (row for row in ledger.waiting("fix") if row.fixes == "fact"):
            source, relation, target, *article = row.node.split("|", 3)
            edge = "|".join((directory.moves.follow(source), relation, directory.moves.follow(target)))
            self._rows[edge]["".join(article)].append(row)
        self._fixed_of: dict[str, set[tuple[frozenset[str], str]]] = defaultdict(set)

    def apply(self, reports: Iterable[Report]) -> list[Report]:
        """Reports with what was fixed; the correction of one article goes before that of all."""
        if not self._rows:
            return list(reports)
        return [self._fixed(report) for report in reports]

    def _fixed(self, report: Report) -> Report:
        rows = self._rows.get(f"{report.source}|{report.fact.relation}|{report.target}")
        if rows is None:
            return report
        values = dict(report.attributes)
        for article in ("", report.article.id, report.article.url):
            for row in rows.get(article, ()):
                _set(values, row.field, row.value)
                self._fixed_of[report.article.id].add((frozenset((report.source, report.target)), row.field))
                self._ledger.note(row)
        return replace(report, attributes=values)

    def mark(
        self, parties: Iterable[str], rows: Iterable[ReadingRow], sources: Iterable[ReadingSourceRow]
    ) -> list[ReadingRow]:
        """Readings of a case or deal; one that was chosen, and that an article tells as people fixed it, says so.

        Args:
            parties: of the case or deal.
            rows: its readings.
            sources: of the readings.
        """
        if not self._fixed_of:
            return list(rows)
        fields: dict[str, list[str]] = defaultdict(list)
        here = set(parties)
        for source in sources:
            for ends, field in self._fixed_of.get(source.article_id or "", ()):
                if ends <= here:
                    fields[source.reading_id] += _READINGS.get(field, ())
        return [
            replace(row, rule="correction") if row.chosen and row.field.startswith(tuple(fields[row.id])) else row
            for row in rows
        ]


def _set(values: dict[str, str | float], field: str, value: str) -> None:
    if field == "amount_usd":  # the sum as stated is what was wrong
        for name in [name for name in values if name.startswith("value_")]:
            del values[name]
    if value:
        values[field] = float(value) if field in NUMBERS else value
    else:
        values.pop(field, None)


class EventFixes:
    """Cells of events that people fixed."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._rows: dict[str, list[Correction]] = defaultdict(list)
        for row in (row for row in ledger.waiting("fix") if row.fixes == "event"):
            self._rows[row.node].append(row)

    def apply(self, event: EventRow, names: Mapping[str, str]) -> EventRow:
        """An event with what was fixed.

        Args:
            event: as sources tell it.
            names: of cases and deals, by id.
        """
        for row in self._rows.get(event.id, ()):
            event = replace(event, **_cells(row, event, names))
            self._ledger.note(row)
        return event


def _cells(row: Correction, event: EventRow, names: Mapping[str, str]) -> dict[str, Any]:
    if row.field == "kind":
        return {"kind": row.value, "summary": rules().event_phrases[row.value].format(name=names[event.node_id])}
    if row.field != "amount_usd":
        return {row.field: row.value or None}
    return fixed_columns(float(row.value) if row.value else None)
