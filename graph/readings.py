"""What sources say of amounts, dates, statuses and uses: every reading with its sources, one of them chosen. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from graph.choosing import Reading, shown_value, what_decided
from graph.clues import CaseFile
from graph.dates import agree
from graph.deal_steps import deal_tellings
from graph.deals import DealFile
from graph.doubts import Doubts
from graph.ends import disputed_ends, end_day
from graph.judges import surnames
from graph.parties import Directory
from graph.rates import Rates
from graph.reports import Report
from graph.rules import rules
from graph.since import dated_by_event
from graph.sources import independent, is_single_source, source_kind, source_kinds
from graph.standing import Standing, case_standing, deal_standing
from graph.steps import step_day, steps
from graph.story_rows import ReadingRow, ReadingSourceRow
from graph.story_rules import story_rules, told_uses
from graph.sums import Scales, Sum
from graph.told_edges import Sentences
from graph.told_steps import PROCEDURAL, Telling, backing, best_date, best_outcome, case_tellings, chosen_sum

Told = tuple[ReadingRow, list[Telling]]
AS_TOLD = "as told here"
_NO_DOUBTS = Doubts()
_NO_RATES = Rates()
_NOT_FIXED: Mapping[str, str] = {}


def case_readings(
    case: CaseFile, directory: Directory, doubts: Doubts, fixed: Mapping[str, str], rates: Rates
) -> list[Told]:
    """All readings of the fields of a case, contested or not."""
    tellings = case_tellings(case)
    standing = dated_by_event(case_standing(case, directory), tellings, case.parties)
    counted = [one for one in tellings if one.kind != "filed" and (one.report or not standing.moved)]
    found = [*_dates(tellings, case, doubts), *_sums(tellings, chosen_sum(counted, case.parties)[0])]
    found += _outcomes(tellings, case.parties)
    found += _statuses(tellings, story_rules().exclusive["case"], standing)
    return _rows(case, found, fixed, Scales(rates))


def deal_readings(deal: DealFile, doubts: Doubts, fixed: Mapping[str, str], rates: Rates) -> list[Told]:
    """All readings of the fields of a deal, contested or not."""
    tellings = list(deal_tellings(deal))
    found = [*_dates(tellings, deal, doubts), *_sums(tellings, chosen_sum(tellings, deal.parties)[0])]
    found += [*_uses(deal), *_terms(deal), *_directions(deal)]
    found += _statuses(tellings, story_rules().exclusive["deal"], deal_standing(deal))
    terms = tuple(sorted({float(one.value) for one in found if one.field == "term-years"}))
    return _rows(deal, found, fixed, Scales(rates, terms))


def source_rows(
    told: Iterable[tuple[ReadingRow, Sequence[Telling]]], sentences: Sentences, parties: Collection[str]
) -> Iterator[ReadingSourceRow]:
    """Who tells each reading: the register first, then articles as they were published."""
    for row, tellings in told:
        listed = [telling for telling in tellings if telling.report is None]
        news = sorted((telling.report for telling in tellings if telling.report), key=lambda report: report.order)
        sources: list[tuple[str, str | None, int | None, str]] = [
            ("court-record" if one.docket else "register", None, None, one.source_url) for one in listed
        ]
        for report in {report.article.id: report for report in reversed(news)}.values():
            kind, sentence = source_kind(report, parties), sentences.best(report.number)
            sources.append((kind, report.article.id, sentence, report.article.url))
        for ordinal, source in enumerate(sources):
            yield ReadingSourceRow(row.id, ordinal, *source)


def _rows(
    story: CaseFile | DealFile, readings: Iterable[Reading], fixed: Mapping[str, str], scales: Scales
) -> list[Told]:
    by_field: dict[str, dict[str, Reading]] = defaultdict(dict)
    for reading in readings:
        by_field[reading.field][reading.value] = reading
    for field, value in fixed.items():
        if value:
            by_field[field].setdefault(value, Reading(field, value, (), firm=False))
    rows = []
    for field, told in sorted(by_field.items()):
        group = [told[value] for value in sorted(told)]
        shown = fixed[field] if field in fixed else shown_value(group, story.parties)
        for reading in group:
            rivals = [other for other in group if other.firm and reading.firm and not _agree(reading, other, scales)]
            rule = ""
            if reading.value == shown:
                others = rivals or [other for other in group if other is not reading]
                rule = "correction" if field in fixed else what_decided(reading, others, story.parties)
            rows.append((_row(story, reading, rule, bool(rivals)), list(reading.tellings)))
    return rows


def _row(story: CaseFile | DealFile, reading: Reading, rule: str, contested: bool) -> ReadingRow:
    who = backing(reading.tellings)
    days = sorted(report.day for report in who.reports)
    return ReadingRow(
        id=f"{story.id}|{reading.field}|{reading.value}",
        node_id=story.id,
        field=reading.field,
        value=reading.value,
        chosen=bool(rule),
        rule=rule,
        contested=contested,
        sources=independent(who.reports),
        articles=len({report.article.id for report in who.reports}),
        kinds="; ".join(source_kinds(who, story.parties)) or rule,
        single_source=is_single_source(who, story.parties),
        first_reported=days[0] if days else None,
        last_reported=days[-1] if days else None,
    )


def _agree(one: Reading, other: Reading, scales: Scales) -> bool:
    if one.value == other.value:
        return True
    if one.total and other.total:
        return scales.agree(one.total, other.total, (one.told, other.told))
    if one.field.startswith("outcome"):  # a day may decide for others otherwise, or bring an order on procedure too
        pairs, judges = (
            [{tell(telling.report) for telling in side.tellings if telling.report} for side in (one, other)]
            for tell in (_ends, _judge)
        )
        if PROCEDURAL in (one.value, other.value) and not judges[0] & judges[1] - {""}:
            return True
        return bool(all(pairs) and pairs[0].isdisjoint(pairs[1]))
    return "date" in one.field and agree(one.value, other.value)


def _ends(report: Report) -> frozenset[str]:
    return frozenset((report.source, report.target))


def _judge(report: Report) -> str:
    """The surname of the judge, '' where none is named."""
    return " ".join(surnames(report.text("judge")))


def _dates(tellings: Iterable[Telling], story: CaseFile | DealFile, doubts: Doubts) -> Iterator[Reading]:
    """Dates of steps; of a kind that comes more than once only those told for one and the same step."""
    by_kind: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_kind[telling.kind].append(telling)
    for kind, told in by_kind.items():
        for step in steps(kind, told):
            shown = step_day(step, story.parties) or best_date(step, story.parties)
            field = f"date-{kind}" if kind in rules().once else f"date-{kind} {shown}"
            by_date: dict[str, list[Telling]] = defaultdict(list)
            for telling in step:
                if telling.date:
                    by_date[telling.date].append(telling)
            listed = any(one.report is None and not one.docket for group in by_date.values() for one in group)
            for when, group in by_date.items():
                firm = any(doubts.is_firm(story, telling, shown, listed) for telling in group)
                yield Reading(field, when, tuple(group), shown=shown, firm=firm)


def _outcomes(tellings: Iterable[Telling], parties: Collection[str]) -> Iterator[Reading]:
    """For whom the court ruled, ruling by ruling; of those that nobody dates it is not known which are one."""
    for step in steps("ruling", [telling for telling in tellings if telling.kind == "ruling"]):
        told: dict[str, list[Telling]] = defaultdict(list)
        for telling in step:
            if telling.outcome:
                told[telling.outcome].append(telling)
        if when := best_date(step, parties):
            shown = best_outcome(step, parties)
            for value, group in told.items():
                yield Reading(f"outcome-ruling {when}", value, tuple(group), shown=shown)


def _sums(tellings: Iterable[Telling], chosen: Sum | None) -> Iterator[Reading]:
    by_label: dict[tuple[str, str], list[tuple[Sum, Telling]]] = defaultdict(list)
    for telling in tellings:
        total = telling.any_sum
        if total and (telling.kind not in rules().unpaid or total.field != "amount"):
            by_label[total.field, total.label].append((total, telling))
    for (field, label), group in by_label.items():
        shown = chosen.label if chosen and chosen.field == field else None
        yield Reading(field, label, tuple(telling for _, telling in group), group[0][0], shown)


def _statuses(tellings: Iterable[Telling], exclusive: Sequence[str], standing: Standing) -> Iterator[Reading]:
    """Ends that cannot both have come, told for about the same time: one settled, another dismissed.

    An end that only some of the parties reached is told beside the status that the case has.
    """
    told: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        if telling.kind in exclusive and end_day(telling, telling.kind):
            told[telling.kind].append(telling)
    if not told:
        return
    disputed = disputed_ends(told)
    for status, group in (disputed or (told if len(told) == 1 else {})).items():
        yield Reading("status", status, tuple(group), shown=standing.status, firm=status in disputed)
    if standing.status not in told:
        by_register = standing.provenance == "register"
        news = [one.report for one in tellings if one.report and one.report.article.url == standing.source_url]
        stands = Telling(
            standing.status,
            standing.date,
            report=None if by_register or not news else news[0],
            source_url=standing.source_url,
            docket=standing.provenance == "docket",
        )
        yield Reading("status", standing.status, (stands,), shown=standing.status, firm=False)


def _uses(deal: DealFile) -> Iterator[Reading]:
    """Whether a licence lets works be used for training, and for display; the register's list is the whole of it."""
    told: dict[str, dict[str, list[Telling]]] = defaultdict(lambda: defaultdict(list))
    listed = deal.known.scope if deal.known else ()
    for use in listed:
        if deal.known and use in story_rules().uses:
            told[use]["yes"].append(Telling("announced", "", source_url=deal.known.source_url))
    for report in deal.reports:
        for use, allowed in told_uses(report.sentences).items():
            told[use]["yes" if allowed else "no"].append(Telling("announced", "", report=report))
    for use, answers in told.items():
        shown = ("yes" if use in listed else "no") if listed else None
        for answer, group in answers.items():
            yield Reading(f"use-{use}", answer, tuple(group), shown=shown)


def _terms(deal: DealFile) -> Iterator[Reading]:
    told: dict[float, list[Telling]] = defaultdict(list)
    if deal.known and deal.known.term_years:
        told[deal.known.term_years].append(Telling("announced", "", source_url=deal.known.source_url))
    for report in deal.reports:
        if years := report.attributes.get("term_years"):
            told[float(years)].append(Telling("announced", "", report=report))
    for years, group in told.items():
        yield Reading("term-years", f"{years:.15g}", tuple(group))


def _directions(deal: DealFile) -> Iterator[Reading]:
    """Who licenses to whom, where a source has it the other way round."""
    told: dict[str, list[Telling]] = defaultdict(list)
    if deal.known:
        told[AS_TOLD].append(Telling("announced", "", source_url=deal.known.source_url))
    for report in deal.reports:
        told["reversed" if deal.is_turned(report) else AS_TOLD].append(Telling("announced", "", report=report))
    if "reversed" in told:
        yield from (Reading("direction", value, tuple(group), shown=AS_TOLD) for value, group in told.items())


def told_scope(deal: DealFile) -> str | None:
    """The uses that a deal's chosen readings allow, as `deals.scope` has them."""
    rows = [row for row, _ in _rows(deal, _uses(deal), {}, Scales())]
    uses = [row.field.removeprefix("use-") for row in rows if row.chosen and row.value == "yes"]
    return "; ".join(sorted(uses)) or None


def told_term(deal: DealFile) -> float | None:
    """The term in years that is chosen among those told, as `deals.term_years` has it."""
    terms = list(_terms(deal))
    return float(shown_value(terms, deal.parties)) if terms else None


def story_readings(
    story: CaseFile | DealFile,
    directory: Directory,
    sentences: Sentences,
    doubts: Doubts = _NO_DOUBTS,
    fixed: Mapping[str, str] = _NOT_FIXED,
    rates: Rates = _NO_RATES,
) -> tuple[list[ReadingRow], list[ReadingSourceRow]]:
    """What is told of a case or deal: rows of `readings` and `reading_sources`, each in the order of its key.

    Args:
        story: the case or deal.
        directory: of all parties.
        sentences: of reports.
        doubts: which dates dispute nothing.
        fixed: values that people gave to fields, '' for none.
        rates: dollars for other currencies, to hold sums against each other.
    """
    if isinstance(story, CaseFile):
        told = case_readings(story, directory, doubts, fixed, rates)
    else:
        told = deal_readings(story, doubts, fixed, rates)
    told.sort(key=lambda reading: reading[0].id)
    return [row for row, _ in told], list(source_rows(told, sentences, story.parties))
