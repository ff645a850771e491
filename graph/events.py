"""The dated steps of cases and deals, as the register and the news tell them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.clues import CaseFile
from graph.dates import first_day
from graph.deals import DealFile
from graph.reports import Report
from graph.rows import EventRow, EvidenceRow, provenance
from graph.rules import rules

#: An undated report of a ruling is taken to be about the last ruling before it, if that is not older than this.
NEWS_DAYS = 31


@dataclass(frozen=True, slots=True)
class Telling:
    """A step as one source tells it.

    Attributes:
        date: ISO 8601, as precise as told; '' where not told.
        outcome: of a ruling: 'plaintiff', 'defendant', 'mixed', 'procedural'; '' where not told.
        words: the register's own summary.
        report: None for the register's.
    """

    kind: str
    date: str
    outcome: str = ""
    amount_usd: float | None = None
    words: str = ""
    report: Report | None = None
    source_url: str = ""


def case_tellings(case: CaseFile) -> Iterator[Telling]:
    """What is told of the steps of a case."""
    row = case.known
    if row and row.filed_date:
        yield Telling("filed", row.filed_date, source_url=row.source_url)
    if row and row.status in rules().case_events:
        kind = rules().case_events[row.status]
        yield Telling(kind, row.status_date, "", row.amount_usd, row.outcome, source_url=row.source_url)
    for report in case.reports:
        relation, when = report.fact.relation, report.text("date")
        if relation == "sues":
            yield Telling("filed", report.text("filed_date"), report=report)
            if (status := report.text("status")) in rules().case_events:
                yield Telling(rules().case_events[status], when, report=report)
        elif relation == "settles_with":
            yield Telling("settled", when, "", _amount(report), report=report)
        elif relation == "ruling":
            yield Telling("ruling", when, report.text("outcome"), _amount(report), report=report)


def deal_tellings(deal: DealFile) -> Iterator[Telling]:
    """What is told of the steps of a deal."""
    row, kinds = deal.known, rules().deal_events
    if row:
        kind = kinds.get(row.status, "announced")
        first = "talks" if kind == "talks" else "announced"
        if row.announced_date or first == kind:
            yield Telling(first, row.announced_date, "", row.amount_usd, row.value_text, source_url=row.source_url)
        if first != kind:
            yield Telling(kind, "", source_url=row.source_url)
    for report in deal.reports:
        kind = kinds.get(report.text("status"), "announced")
        when = report.text("announced_date") if kind in rules().once else report.text("date")
        yield Telling(kind, when, "", _amount(report), report=report)


def announced_date(deal: DealFile) -> str:
    """When a deal was announced; '' where nobody tells."""
    return best_date(telling for telling in deal_tellings(deal) if telling.kind == "announced")


def talks_date(deal: DealFile) -> str:
    """When talks about a deal became known; '' where nobody tells."""
    return best_date(telling for telling in deal_tellings(deal) if telling.kind == "talks")


def _amount(report: Report) -> float | None:
    value = report.attributes.get("amount_usd")
    return float(value) if value is not None else None


def event_rows(
    node_id: str, name: str, tellings: Iterable[Telling], sentences: Mapping[int, EvidenceRow]
) -> list[tuple[EventRow, list[Report]]]:
    """The events of one case or deal.

    Args:
        node_id: of the case or deal.
        name: of the case or deal.
        tellings: what the register and the news tell.
        sentences: for each report's number the best sentence of its article for its edge.

    Returns:
        one row for each step with the reports on it, in the order of ids.
    """
    by_kind: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_kind[telling.kind].append(telling)
    rows: list[tuple[EventRow, list[Report]]] = []
    for kind, told in sorted(by_kind.items()):
        numbers: Counter[str] = Counter()
        steps = [told] if kind in rules().once else _steps(told)
        for step in sorted(steps, key=lambda step: (best_date(step), _outcome(step), _reported(step) or "")):
            day = best_date(step)
            numbers[day] += 1
            event = _event(f"{node_id}|{kind}|{day}|{numbers[day]}", (node_id, name), step, sentences)
            rows.append((event, [telling.report for telling in step if telling.report]))
    return sorted(rows, key=lambda row: row[0].id)


def _event(
    event_id: str, node: tuple[str, str], step: Sequence[Telling], sentences: Mapping[int, EvidenceRow]
) -> EventRow:
    register = [telling for telling in step if telling.report is None]
    reports = sorted((telling.report for telling in step if telling.report), key=lambda report: report.order)
    amounts = [telling.amount_usd for telling in (*register, *_by_day(step, latest_first=True)) if telling.amount_usd]
    first = reports[0] if reports else None
    told = next((telling.words for telling in register if telling.words), "")
    outcome = _outcome(step)
    phrases = rules().event_phrases
    plain = phrases.get(f"{step[0].kind}-{outcome}", phrases[step[0].kind]).format(name=node[1])
    return EventRow(
        id=event_id,
        node_id=node[0],
        date=best_date(step) or None,
        reported=_reported(step),
        kind=step[0].kind,
        summary=f"{plain}: {told}" if told else plain,
        amount_usd=amounts[0] if amounts else None,
        provenance=provenance(register, reports),
        evidence_id=sentences[first.number].id if first else None,
        source_url=register[0].source_url if register else first.article.url if first else None,
    )


def best_date(tellings: Iterable[Telling]) -> str:
    """The register's date, made more precise by news that agrees; else the one that most articles give.

    Of dates that agree ('2025-06', '2025-06-23') the more precise counts; among equals the earlier.
    """
    tellings = list(tellings)
    register = [telling.date for telling in tellings if telling.report is None and telling.date]
    news = Counter(telling.date for telling in tellings if telling.report and telling.date)
    if register:
        agreeing = [when for when in news if when.startswith(register[0])]
        return min(agreeing, key=lambda when: (-len(when), -news[when], when), default=register[0])
    support = {when: sum(count for other, count in news.items() if when.startswith(other)) for when in news}
    return min(support, key=lambda when: (-support[when], -len(when), when), default="")


def _steps(told: Sequence[Telling]) -> list[list[Telling]]:
    """Tellings of one kind, those of one step together: equal dates as far as precise, undated ones by a near date."""
    dated = sorted(
        (telling for telling in told if telling.date), key=lambda telling: (-len(telling.date), telling.date)
    )
    steps: dict[str, list[Telling]] = {}
    for telling in dated:
        same = [when for when in steps if when.startswith(telling.date)]
        steps.setdefault(min(same, default=telling.date), []).append(telling)
    undated: dict[str, list[Telling]] = defaultdict(list)
    for telling in (telling for telling in told if not telling.date):
        when = _near(list(steps), telling)
        (steps[when] if when else undated[telling.outcome]).append(telling)
    return [*steps.values(), *undated.values()]


def _near(dates: Sequence[str], telling: Telling) -> str:
    """The date of the step that an undated telling is about; '' where that is not plain.

    Rulings are many, so that only a fresh one is meant; a suit that was settled was settled by the last settlement.
    """
    if telling.report is None or not dates:
        return ""
    day = date.fromisoformat(telling.report.day)
    before = [when for when in dates if first_day(when) <= day]
    if telling.kind != "ruling":
        return max(before, default=min(dates))
    return max((when for when in before if (day - first_day(when)).days <= NEWS_DAYS), default="")


def _outcome(step: Iterable[Telling]) -> str:
    told = [telling.outcome for telling in _by_day(step) if telling.outcome]
    return told[-1] if told else ""


def _reported(step: Iterable[Telling]) -> str | None:
    return min((telling.report.day for telling in step if telling.report), default=None)


def _by_day(step: Iterable[Telling], latest_first: bool = False) -> list[Telling]:
    news = [(telling.report.order, telling) for telling in step if telling.report]
    return [telling for _, telling in sorted(news, key=lambda item: item[0], reverse=latest_first)]
