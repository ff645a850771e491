"""Which of several deals of one pair a report is about, by what it tells of time and of a deal before. Pure."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from datetime import date

from graph.clues import Pair
from graph.dates import agree, first_day, is_later, middle_day
from graph.model import KnownDeal
from graph.programmes import Group
from graph.reports import Report
from graph.rules import rules
from graph.story_rules import holds, story_rules


def fitting(deals: Sequence[KnownDeal], report: Report) -> int | None:
    """The place of the register's deal that a report is about; None where none fits or several fit as well.

    It is the one announced nearest to the date that the article gives, or else to its day of publication: of those
    that were made by then where it tells of a renewal or an end. Talks beside another deal of the pair are meant only
    by a report that tells of talks, or that surely tells what came of them.
    """
    places = [place for place, deal in enumerate(deals) if not _is_of_talks(deal) or _may_be_outcome(deal, report)]
    if not places:
        places = list(range(len(deals)))
        if report.fact.background and not _told_day(report) and _kind(report) != "talks":
            return None  # what is only recalled, of a deal that nobody knows, is not what came of the talks
    if _kind(report) in ("renewed", "ended"):
        day = middle_day(report.text("date") or report.day)
        made = [place for place in places if (begun := _day(deals[place])) and begun <= day]
        places = made or places
    return _nearest(places, deals, report)


def _nearest(places: Sequence[int], deals: Sequence[KnownDeal], report: Report) -> int | None:
    told = _told_day(report)
    if len(places) > 1 and not told and not all(_day(deals[place]) for place in places):
        return None  # the undated one may be as near
    day = middle_day(told or report.day)
    distances = {place: abs((known - day).days) if (known := _day(deals[place])) else float("inf") for place in places}
    least = min(distances.values())
    nearest = [place for place in places if distances[place] == least]
    return nearest[0] if len(nearest) == 1 else None


def _day(deal: KnownDeal) -> date | None:
    """The middle of what the register gives as date of the announcement."""
    return middle_day(deal.announced_date) if deal.announced_date else None


def _told_day(report: Report) -> str:
    """The date by which a report names its deal: that of the announcement, of a renewal or an end its own."""
    own = report.text("date") if _kind(report) in ("renewed", "ended") else ""
    return report.text("announced_date") or own


def _kind(report: Report) -> str:
    return rules().deal_events.get(report.text("status"), "announced")


def _is_of_talks(deal: KnownDeal) -> bool:
    return deal.status == "in-talks"


def _may_be_outcome(deal: KnownDeal, report: Report) -> bool:
    """Whether a report may be about talks of the register although the pair has another deal.

    So it is with one of talks, with a dated announcement that is not surely earlier, and with news of a deal that is
    told to be a new one.
    """
    if _kind(report) != "announced":
        return _kind(report) == "talks"
    if told := report.text("announced_date"):
        return not (deal.announced_date and is_later(deal.announced_date, told))
    return not report.fact.background and holds(report.sentences, story_rules().second_words)


def is_second(deals: Sequence[KnownDeal], report: Report, others: Collection[str] = ()) -> bool:
    """Whether a report announces a deal long after the register's, none of which is still only talked about.

    One that it calls another deal may come sooner, and so may one of the day of such a deal; and what was announced
    before the talks that the register alone knows did not come of them.

    Args:
        deals: the register's, of the parties of the report.
        report: on a licence.
        others: dates of announcements that other reports give to another deal of the parties.
    """
    told = _announced(report)
    soon = is_told_other(report) or (len(told) >= len("YYYY-MM") and any(agree(told, other) for other in others))
    days = rules().own_deal_days if soon else story_rules().second_deal_days
    meant = [deal for deal in deals if not _is_of_talks(deal) or _may_be_outcome(deal, report)]
    if told and not meant:
        begun = [deal.announced_date for deal in deals]
        return all(day and (first_day(day) - middle_day(told)).days > rules().own_deal_days for day in begun)
    return bool(told) and all(
        deal.announced_date
        and not _is_of_talks(deal)
        and not agree(told, deal.announced_date)
        and (first_day(told) - middle_day(deal.announced_date)).days > days
        for deal in meant
    )


def _announced(report: Report) -> str:
    """The date on which an announcement is told to have been made; '' for talks, renewals and ends, or undated ones."""
    told = report.text("announced_date")
    return told if _kind(report) == "announced" and told and told[:7] <= report.day[:7] else ""


def split(pair: Pair, reports: Sequence[Report], joint: Container[int] = ()) -> Iterator[Group]:
    """The deals of a pair that the register does not know: sides and reports of each, the earliest first.

    Args:
        pair: licensor and licensee.
        reports: those on licences of the pair.
        joint: numbers of reports on what others announced with the licensor; its own deal may follow soon.
    """
    beside_joint = any(report.number in joint for report in reports)
    starts = _starts(reports, rules().own_deal_days if beside_joint else story_rules().second_deal_days)
    groups: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        groups[_which(report, starts)].append(report)
    for _, group in sorted(groups.items()):
        yield (pair[0],), (pair[1],), group


def _starts(reports: Iterable[Report], days: int) -> list[date]:
    """Days of the announcements, one for each deal: told dates that lie far apart, or a deal that is told to be new."""
    reports = list(reports)
    told = [(middle_day(when), len(when) >= 7) for report in reports if (when := _announced(report))]
    starts: list[date] = []
    for day, precise in sorted(set(told), key=lambda item: (not item[1], item[0])):
        if not _is_near(day, starts, days if precise else 366):
            starts.append(day)
    for day in sorted({date.fromisoformat(report.day) for report in reports if _is_news_of_new(report)}):
        if starts and not _is_near(day, starts, days):
            starts.append(day)
    return sorted([*starts, *_sooner(reports, starts)])


def _sooner(reports: Iterable[Report], starts: Sequence[date]) -> list[date]:
    """Starts of deals that are told to be other ones although another start is near, and of those before them."""
    reports, soon = list(reports), rules().own_deal_days
    others = sorted(
        {
            middle_day(when)
            for report in reports
            if len(when := _announced(report)) >= len("YYYY-MM") and is_told_other(report)
        }
    )
    if not others:
        return []
    first_news = [date.fromisoformat(report.day) for report in reports if _is_undated_news(report)]
    earliest = min([*starts, *first_news])
    found = [earliest] if not _is_near(earliest, starts, soon) else []
    for day in others:
        if not _is_near(day, [*starts, *found], soon):
            found.append(day)
    return found


def _is_near(day: date, starts: Iterable[date], days: int) -> bool:
    return any(abs((day - start).days) <= days for start in starts)


def _is_undated_news(report: Report) -> bool:
    """Whether a report announces a deal as the news of its day without giving the date."""
    return _kind(report) == "announced" and not report.text("announced_date") and not report.fact.background


def _is_news_of_new(report: Report) -> bool:
    return _is_undated_news(report) and holds(report.sentences, story_rules().second_words)


def is_told_other(report: Report) -> bool:
    """Whether a report on a licence says that it is not the pair's first."""
    return _kind(report) == "announced" and holds(report.sentences, story_rules().other_deal_words)


def _which(report: Report, starts: Sequence[date]) -> int:
    """Number of the deal that a report is about; -1 for talks that no announcement followed."""
    if len(starts) < 2 and not (starts and report.text("status") == "in-talks"):
        return 0
    if when := _announced(report):
        return min(range(len(starts)), key=lambda place: (abs((starts[place] - middle_day(when)).days), place))
    day = middle_day(report.text("date") or report.text("announced_date") or report.day)
    before = [place for place, start in enumerate(starts) if start <= day]
    if report.text("status") != "in-talks":
        return before[-1] if before else 0
    after = [place for place, start in enumerate(starts) if 0 <= (start - day).days <= story_rules().talks_days]
    late = bool(before) and (day - starts[before[-1]]).days <= story_rules().second_deal_days
    if late and not after:
        return before[-1]
    return after[0] if after else len(starts)
