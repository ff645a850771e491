"""What sources tell of the steps of deals, and when they were announced. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from graph.dates import agree, first_day, is_later
from graph.deals import DealFile
from graph.model import KnownDeal
from graph.reports import Report
from graph.rules import rules
from graph.story_rules import holds, story_rules
from graph.told_steps import Telling, amount_of, best_date


def deal_tellings(deal: DealFile) -> Iterator[Telling]:
    """What is told of the steps of a deal."""
    row, kinds = deal.known, rules().deal_events
    if row:
        kind = kinds.get(row.status, "announced")
        first = "talks" if kind == "talks" else "announced"
        words = register_words(row)
        if row.announced_date or first == kind:
            begun = Telling(first, row.announced_date, words=words[0], source_url=row.source_url)
            yield begun._replace(amount_usd=row.amount_usd, stated=row.stated)
        if first != kind:
            yield Telling(kind, "", words=words[1], source_url=row.source_url)
    late, start = joined_later(deal), deal_start(deal)
    for report in deal.reports:
        kind = kinds.get(report.text("status"), "announced")
        when = report.text("announced_date") if kind in rules().once else later_date(report, start)
        when = "" if kind == "announced" and report.number in late else when
        if kind == "renewed" and not when:
            when = _renewal_date(deal, report)
        yield Telling(kind, when, "", amount_of(report), report=report)


def deal_start(deal: DealFile) -> str:
    """When a deal was announced, before it could be renewed or end: the register's date, else the first told."""
    if deal.known and deal.known.announced_date:
        return deal.known.announced_date
    kinds = rules().deal_events
    told = (
        one.text("announced_date") for one in deal.reports if kinds.get(one.text("status"), "announced") == "announced"
    )
    return min(filter(None, told), default="")


def later_date(report: Report, start: str) -> str:
    """The date of a renewal or an end, '' where it is not surely later than the start: 'renewed its deal of April'.

    A deal may end in the year in which it was made.

    Args:
        report: of a step that follows the start of a deal.
        start: as of `deal_start`; '' where nobody tells.
    """
    when = report.text("date")
    in_its_year = report.text("status") == "ended" and len(when) == len("2024") and agree(when, start)
    return when if not start or in_its_year or is_later(when, start) else ""


def register_words(row: KnownDeal) -> tuple[str, str]:
    """What the register says of a deal's value, and of its end: its text holds both, parted by semicolons."""
    parts = [part.strip() for part in row.value_text.split(";")]
    over = [part for part in parts if row.status == "ended" and holds(part, story_rules().ending_words)]
    return "; ".join(part for part in parts if part not in over), "; ".join(over)


def _renewal_date(deal: DealFile, report: Report) -> str:
    """The date of announcement that a renewal is told with, unless it is that of the deal which was renewed."""
    told, row = report.text("announced_date"), deal.known
    if not told or (row and row.announced_date and agree(told, row.announced_date)):
        return ""
    if not report.fact.background and (first_day(report.day) - first_day(told)).days > story_rules().second_deal_days:
        return ""
    others = (one for one in deal.reports if rules().deal_events.get(one.text("status"), "announced") == "announced")
    return "" if any(agree(told, one.text("announced_date") or "-") for one in others) else told


def joined_later(deal: DealFile) -> frozenset[int]:
    """Numbers of the reports on licensors who joined a deal of many later: their dates are none of its announcement."""
    if len(deal.licensors) < 2:
        return frozenset()
    told: dict[str, list[Report]] = defaultdict(list)
    for report in deal.reports:
        if rules().deal_events.get(report.text("status"), "announced") == "announced":
            told[deal.sides(report)[0]].append(report)
    first = {party: min(report.text("announced_date") or report.day for report in of) for party, of in told.items()}
    starts = [*first.values(), *([deal.known.announced_date] if deal.known and deal.known.announced_date else [])]
    if not starts:
        return frozenset()
    start = first_day(min(starts))
    late = {
        party
        for party, day in first.items()
        if is_later(day, min(starts)) and (first_day(day) - start).days > story_rules().joining_days
    }
    return frozenset(report.number for party in late for report in told[party])


def announced_date(deal: DealFile, tellings: Iterable[Telling] | None = None) -> str:
    """When a deal was announced; '' where nobody tells.

    Args:
        deal: the deal.
        tellings: its own, where the caller has them.
    """
    told = deal_tellings(deal) if tellings is None else tellings
    return best_date((telling for telling in told if telling.kind == "announced"), deal.parties)


def talks_date(deal: DealFile, tellings: Iterable[Telling] | None = None) -> str:
    """When talks about a deal became known: as told, else the day of the first report of those that only news has.

    Arguments as for `announced_date`.
    """
    told = [one for one in (deal_tellings(deal) if tellings is None else tellings) if one.kind == "talks"]
    reported = [one.report.day for one in told if one.report and one.report.article.published]
    return best_date(told, deal.parties) or ("" if deal.known else min(reported, default=""))
