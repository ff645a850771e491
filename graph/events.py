"""The dated steps of cases and deals: one row for each, with all who tell of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.judges import fullest, judge_names
from graph.rates import Rates
from graph.reports import Report
from graph.rows import EventRow, provenance
from graph.rules import rules
from graph.sources import independent, is_single_source
from graph.steps import step_day, steps
from graph.story_rows import EventEvidenceRow
from graph.sums import value_columns
from graph.told_edges import Sentences
from graph.told_steps import Telling, backing, best_outcome, chosen_sum


@dataclass(frozen=True, slots=True)
class Story:
    """A case or deal whose steps are told.

    Attributes:
        id, name: of its node.
        parties: ids of the nodes of its parties.
        ended: whether it stands as ended for all of them; where it does not, a settlement is told of those who made it.
    """

    id: str
    name: str
    parties: Collection[str]
    ended: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """What rows of events are made with.

    Attributes:
        sentences: of reports.
        names: of nodes, by id.
        rates: dollars for other currencies.
    """

    sentences: Sentences
    names: Mapping[str, str]
    rates: Rates


@dataclass(frozen=True, slots=True)
class Event:
    """An event with the reports on it and what ties it to their sentences."""

    row: EventRow
    reports: tuple[Report, ...]
    evidence: tuple[EventEvidenceRow, ...]


def event_rows(story: Story, tellings: Iterable[Telling], context: Context) -> list[Event]:
    """The events of one case or deal, one for each step, in the order of ids."""
    by_kind: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_kind[telling.kind].append(telling)
    events: list[Event] = []
    for kind, told in sorted(by_kind.items()):
        numbers: Counter[str] = Counter()
        dated = [(step_day(step, story.parties), step) for step in steps(kind, told)]
        for day, step in sorted(
            dated, key=lambda item: (item[0], best_outcome(item[1], story.parties), _reported(item[1]) or "")
        ):
            numbers[day] += 1
            events.append(_event(f"{story.id}|{kind}|{day}|{numbers[day]}", story, (day, step), context))
    return sorted(events, key=lambda event: event.row.id)


def _event(event_id: str, story: Story, dated: tuple[str, Sequence[Telling]], context: Context) -> Event:
    day, step = dated
    register = [telling for telling in step if telling.report is None and not telling.docket]
    docket = [telling.source_url for telling in step if telling.docket]
    reports = sorted((telling.report for telling in step if telling.report), key=lambda report: report.order)
    first = reports[0] if reports else None
    total, amount = chosen_sum(step, story.parties)
    reported = _reported(step)
    parties = _parties(reports, story, context.names)
    named = {party for report in reports for party in (report.source, report.target)}
    of_some = bool(named) and not story.ended and step[0].kind == "settled" and not named.issuperset(story.parties)
    row = EventRow(
        id=event_id,
        node_id=story.id,
        date=day or None,
        reported=reported,
        kind=step[0].kind,
        summary=_summary(step, story, register, parties if of_some else None),
        amount_usd=amount,
        provenance=provenance(register, reports),
        docket_url=docket[0] if docket else None,
        evidence_id=context.sentences.best(first.number) if first else None,
        source_url=register[0].source_url if register else first.article.url if first else None,
        parties=parties,
        judge="; ".join(_judges(reports)) or None,
        sources=independent(reports),
        articles=len({report.article.id for report in reports}),
        single_source=is_single_source(backing(step), story.parties),
        **value_columns(total, day or reported or "", context.rates),
    )
    sentences = {context.sentences.best(report.number) for report in reports}
    return Event(row, tuple(reports), tuple(EventEvidenceRow(event_id, number) for number in sorted(sentences)))


def _summary(step: Sequence[Telling], story: Story, register: Iterable[Telling], of_some: str | None) -> str:
    """A step in words; an end that only some parties reached names them, for the case goes on."""
    phrases, outcome = rules().event_phrases, best_outcome(step, story.parties)
    if of_some:
        return phrases["settled-some"].format(parties=of_some.replace("; ", ", "), name=story.name)
    plain = phrases.get(f"{step[0].kind}-{outcome}", phrases[step[0].kind]).format(name=story.name)
    told = next((telling.words for telling in register if telling.words), "")
    return f"{plain}: {told}" if told else plain


def _parties(reports: Iterable[Report], story: Story, names: Mapping[str, str]) -> str | None:
    """Names of those who take part in the step: the parties that reports name, else all of the story."""
    told = dict.fromkeys(party for report in reports for party in (report.source, report.target))
    return "; ".join(sorted({names[party] for party in told or story.parties if party in names})) or None


def _judges(reports: Iterable[Report]) -> list[str]:
    """Judges as reports name them, each once, by the fullest name."""
    return fullest(name for report in reports for name in judge_names(report.text("judge")))


def _reported(step: Iterable[Telling]) -> str | None:
    return min((telling.report.day for telling in step if telling.report), default=None)
