"""What sources say of amounts, dates, statuses and uses: every reading with its sources, one of them chosen. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.clues import CaseFile
from graph.dates import agree, first_day
from graph.deals import DealFile
from graph.parties import Directory
from graph.rates import Rates
from graph.reports import Report
from graph.rules import rules
from graph.sources import deciding, independent, is_single_source, source_kind, source_kinds, weight
from graph.standing import case_standing, deal_standing
from graph.steps import steps
from graph.story_rows import ReadingRow, ReadingSourceRow
from graph.story_rules import story_rules
from graph.sums import Scales, Sum, read_sum
from graph.told_edges import Sentences
from graph.told_steps import Telling, backing, best_date, case_tellings, deal_tellings

#: The direction of a licence that the deal shows, among readings of it.
AS_SHOWN = "as told here"


@dataclass(frozen=True, slots=True)
class _Reading:
    """One value of one field, and those who tell it."""

    field: str
    value: str
    tellings: tuple[Telling, ...]
    total: Sum | None = None

    @property
    def told(self) -> str:
        """The first date that anybody who tells it gives, else the day of the first report."""
        dates = [telling.date for telling in self.tellings if telling.date]
        return min(dates or [telling.report.day for telling in self.tellings if telling.report], default="")


def case_readings(
    case: CaseFile, directory: Directory, rates: Rates | None = None
) -> list[tuple[ReadingRow, list[Telling]]]:
    """All readings of the fields of a case, contested or not."""
    tellings = list(case_tellings(case))
    found = [*_dates(tellings, case.parties), *_sums(tellings)]
    found += _statuses(tellings, story_rules().exclusive["case"])
    return _rows(case.id, found, case.parties, (case_standing(case, directory).status, Scales(rates or Rates())))


def deal_readings(deal: DealFile, rates: Rates | None = None) -> list[tuple[ReadingRow, list[Telling]]]:
    """All readings of the fields of a deal, contested or not."""
    tellings = list(deal_tellings(deal))
    found = [*_dates(tellings, deal.parties), *_sums(tellings), *_uses(deal), *_terms(deal), *_directions(deal)]
    found += _statuses(tellings, story_rules().exclusive["deal"])
    scales = Scales(rates or Rates(), tuple(sorted({float(one.value) for one in found if one.field == "term-years"})))
    return _rows(deal.id, found, deal.parties, (deal_standing(deal).status, scales))


def source_rows(
    told: Iterable[tuple[ReadingRow, Sequence[Telling]]], sentences: Sentences, parties: Collection[str]
) -> Iterator[ReadingSourceRow]:
    """Who tells each reading: the register first, then articles as they were published."""
    for row, tellings in told:
        listed = [telling for telling in tellings if telling.report is None]
        news = sorted((telling.report for telling in tellings if telling.report), key=lambda report: report.order)
        sources = [
            ReadingSourceRow(row.id, 0, "court-record" if one.docket else "register", None, None, one.source_url)
            for one in listed
        ]
        for report in {report.article.id: report for report in reversed(news)}.values():
            kind, sentence = source_kind(report, parties), sentences.best(report.number)
            sources.append(ReadingSourceRow(row.id, 0, kind, report.article.id, sentence, report.article.url))
        for ordinal, source in enumerate(sources):
            yield replace(source, ordinal=ordinal)


def _rows(
    node_id: str, readings: Iterable[_Reading], parties: Collection[str], shown: tuple[str, Scales]
) -> list[tuple[ReadingRow, list[Telling]]]:
    status, scales = shown
    by_field: dict[str, list[_Reading]] = defaultdict(list)
    for reading in readings:
        by_field[reading.field].append(reading)
    rows = []
    for field, group in sorted(by_field.items()):
        weights = {reading.value: weight(backing(reading.tellings), parties) for reading in group}
        ordered = sorted(group, key=lambda reading: (-len(reading.value), reading.value))
        chosen = max(ordered, key=lambda reading: weights[reading.value]).value
        rule = deciding(list(weights.values()))
        if field == "status" and status in weights:
            chosen = status
        if field == "direction" and chosen != AS_SHOWN:
            chosen, rule = AS_SHOWN, "order"
        for reading in sorted(group, key=lambda reading: reading.value):
            choice = (chosen, rule, any(not _agree(reading, other, scales) for other in group))
            rows.append((_row(node_id, reading, parties, choice), list(reading.tellings)))
    return rows


def _row(node_id: str, reading: _Reading, parties: Collection[str], choice: tuple[str, str, bool]) -> ReadingRow:
    chosen, rule, contested = choice
    who = backing(reading.tellings)
    days = sorted(report.day for report in who.reports)
    return ReadingRow(
        id=f"{node_id}|{reading.field}|{reading.value}",
        node_id=node_id,
        field=reading.field,
        value=reading.value,
        chosen=reading.value == chosen,
        rule=rule if reading.value == chosen else "",
        contested=contested,
        sources=independent(who.reports),
        articles=len({report.article.id for report in who.reports}),
        kinds="; ".join(source_kinds(who, parties)),
        single_source=is_single_source(who, parties),
        first_reported=days[0] if days else None,
        last_reported=days[-1] if days else None,
    )


def _agree(one: _Reading, other: _Reading, scales: Scales) -> bool:
    if one.value == other.value:
        return True
    if one.total and other.total:
        return scales.agree(one.total, other.total, (one.told, other.told))
    return "date" in one.field and agree(one.value, other.value)


def _dates(tellings: Iterable[Telling], parties: Collection[str]) -> Iterator[_Reading]:
    """Dates of steps; of a kind that comes more than once only those told for one and the same step."""
    by_kind: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_kind[telling.kind].append(telling)
    for kind, told in by_kind.items():
        for step in steps(kind, told):
            mark = "" if kind in rules().once else f" {best_date(step, parties)}"
            by_date: dict[str, list[Telling]] = defaultdict(list)
            for telling in step:
                if telling.date:
                    by_date[telling.date].append(telling)
            for when, group in by_date.items():
                yield _Reading(f"date-{kind}{mark}", when, tuple(group))


def _sums(tellings: Iterable[Telling]) -> Iterator[_Reading]:
    by_label: dict[tuple[str, str], list[tuple[Sum, Telling]]] = defaultdict(list)
    for telling in tellings:
        total = telling.sum or (read_sum(telling.report.attributes) if telling.report else None)
        if total and (telling.kind != "filed" or total.field != "amount"):
            by_label[total.field, total.label].append((total, telling))
    for (field, label), group in by_label.items():
        yield _Reading(field, label, tuple(telling for _, telling in group), group[0][0])


def _statuses(tellings: Iterable[Telling], exclusive: Sequence[str]) -> Iterator[_Reading]:
    """Ends that cannot both have come, told for about the same time: one settled, another dismissed."""
    told: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        if telling.kind in exclusive and telling.date:
            told[telling.kind].append(telling)
    days = story_rules().same_step_days
    for status, group in told.items():
        others = [telling for other in told if other != status for telling in told[other]]
        limit = days.get(status, 0)
        near = [one for one in group if not others or any(_days_apart(one, other) <= limit for other in others)]
        if near:
            yield _Reading("status", status, tuple(near))


def _days_apart(one: Telling, other: Telling) -> int:
    return abs((first_day(one.date) - first_day(other.date)).days)


def _uses(deal: DealFile) -> Iterator[_Reading]:
    """Whether a licence lets works be used for training, and for display."""
    told: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for use in deal.known.scope if deal.known else ():
        if deal.known and use in story_rules().uses:
            told[use, "yes"].append(Telling("announced", "", source_url=deal.known.source_url))
    for report in deal.reports:
        for use, allowed in story_rules().told_uses(report.sentences).items():
            told[use, "yes" if allowed else "no"].append(Telling("announced", "", report=report))
    for (use, answer), group in told.items():
        yield _Reading(f"use-{use}", answer, tuple(group))


def _terms(deal: DealFile) -> Iterator[_Reading]:
    told: dict[float, list[Telling]] = defaultdict(list)
    if deal.known and deal.known.term_years:
        told[deal.known.term_years].append(Telling("announced", "", source_url=deal.known.source_url))
    for report in deal.reports:
        if years := report.attributes.get("term_years"):
            told[float(years)].append(Telling("announced", "", report=report))
    for years, group in told.items():
        yield _Reading("term-years", f"{years:.15g}", tuple(group))


def _directions(deal: DealFile) -> Iterator[_Reading]:
    """Who licenses to whom, where a source has it the other way round."""
    told: dict[str, list[Telling]] = defaultdict(list)
    for report in deal.reports:
        value = "reversed" if _is_reversed(deal, report) else AS_SHOWN
        told[value].append(Telling("announced", "", report=report))
    if "reversed" in told:
        yield from (_Reading("direction", value, tuple(group)) for value, group in told.items())


def _is_reversed(deal: DealFile, report: Report) -> bool:
    return report.source in deal.licensees and report.target in deal.licensors and report.source not in deal.licensors


def told_scope(deal: DealFile) -> str | None:
    """The uses that a deal's chosen readings allow, as `deals.scope` has them."""
    rows = [row for row, _ in _rows(deal.id, _uses(deal), deal.parties, ("", Scales()))]
    uses = [row.field.removeprefix("use-") for row in rows if row.chosen and row.value == "yes"]
    return "; ".join(sorted(uses)) or None


def story_readings(
    story: CaseFile | DealFile, directory: Directory, sentences: Sentences, rates: Rates | None = None
) -> tuple[list[ReadingRow], list[ReadingSourceRow]]:
    """What is told of a case or deal: rows of `readings` and `reading_sources`, each in the order of its key."""
    told = case_readings(story, directory, rates) if isinstance(story, CaseFile) else deal_readings(story, rates)
    told.sort(key=lambda reading: reading[0].id)
    return [row for row, _ in told], list(source_rows(told, sentences, story.parties))
