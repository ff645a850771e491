"""Which deal a licence in the news is: a known one between the same parties, else one that news alone tells of.

Talks, announcement, renewal and end of one licence are one deal; an announcement long after another is a second deal; a
programme with many partners is one deal with many licensors.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from graph.clues import Pair
from graph.dates import agree, first_day, middle_day
from graph.joint_deals import join_partners, joint_announcements
from graph.model import KnownDeal
from graph.names import Ids, slug
from graph.parties import Directory
from graph.programmes import Group, Programmes, programme_of
from graph.reports import Report
from graph.rules import rules
from graph.story_rules import holds, story_rules


@dataclass(slots=True, eq=False)
class DealFile:
    """A deal: what is known of it, and the reports on it.

    Attributes:
        licensors, licensees: ids of nodes.
        known: the register's row.
    """

    id: str
    known: KnownDeal | None
    licensors: tuple[str, ...]
    licensees: tuple[str, ...]
    reports: list[Report] = field(default_factory=list)

    @property
    def parties(self) -> tuple[str, ...]:
        """Both sides."""
        return (*self.licensors, *self.licensees)

    @property
    def day(self) -> date | None:
        """The middle of what the register gives as date of the announcement."""
        return middle_day(self.known.announced_date) if self.known and self.known.announced_date else None


def resolve_deals(
    reports: Iterable[Report], known: Iterable[KnownDeal], directory: Directory, ids: Ids
) -> tuple[list[DealFile], dict[int, DealFile]]:
    """Tell for every licence which deal it is.

    Of several known deals of a pair the one announced nearest to the date that the article gives, or else to its day
    of publication; a licence as near to two is left without a deal.

    Returns:
        deals of the register in their order, then those of news by first report; and the deal of each report's number.
    """
    deals = [_open_known(deal, directory, ids) for deal in known]
    desk = _Desk(deals, directory)
    found: dict[int, DealFile] = {}
    news: dict[Pair, list[Report]] = defaultdict(list)
    programmes = Programmes()
    licences = [report for report in reports if report.fact.relation == "licenses_to"]
    turned = _turned(licences, desk)
    for report in licences:
        pair = (report.target, report.source) if report.number in turned else (report.source, report.target)
        candidates = desk.candidates(report, pair)
        if candidates and not _is_second(candidates, report):
            if nearest := _nearest(candidates, report):
                nearest.reports.append(report)
                found[report.number] = nearest
        elif not candidates and (told := programme_of(report)) is not None:
            programmes.add(report, told)
        else:
            news[pair].append(report)
    programme_groups = list(programmes.groups(news))  # those of one partner go to `news`
    joint = joint_announcements(report for pair in news for report in news[pair])
    direct = [group for pair in news for group in split(pair, news[pair], joint)]
    groups = [*programme_groups, *join_partners(direct, joint)]
    for licensors, licensees, group in sorted(groups, key=lambda group: group[2][0].number):
        deal = DealFile(ids.reserve(slug(f"{licensors[0]}-{licensees[0]}")), None, licensors, licensees, list(group))
        deals.append(deal)
        found.update({report.number: deal for report in group})
    return deals, found


def _open_known(deal: KnownDeal, directory: Directory, ids: Ids) -> DealFile:
    sides = [
        tuple(dict.fromkeys(node for party in side if (node := directory.find("", "company", party))))
        for side in (deal.licensors, deal.licensees)
    ]
    return DealFile(ids.reserve(deal.id), deal, sides[0], sides[1])


class _Desk:
    """The register's deals by the pairs of their parties."""

    def __init__(self, deals: Sequence[DealFile], directory: Directory) -> None:
        self._deals = deals
        self._directory = directory

    @cached_property
    def by_pair(self) -> dict[Pair, list[DealFile]]:
        """Deals of the register by licensor and licensee."""
        by_pair: dict[Pair, list[DealFile]] = defaultdict(list)
        for deal in self._deals:
            for pair in dict.fromkeys(
                (licensor, licensee) for licensor in deal.licensors for licensee in deal.licensees
            ):
                by_pair[pair].append(deal)
        return by_pair

    def candidates(self, report: Report, pair: Pair) -> list[DealFile]:
        """Deals of the very pair, else of owners or subsidiaries of its parties, else the licensee's programme."""
        if pair in self.by_pair:
            return self.by_pair[pair]
        kindred = [
            deal
            for licensor in (pair[0], *self._directory.kin(pair[0]))
            for licensee in (pair[1], *self._directory.kin(pair[1]))
            for deal in self.by_pair.get((licensor, licensee), ())
        ]
        return list(dict.fromkeys(kindred)) or self._programmes(report, pair)

    def _programmes(self, report: Report, pair: Pair) -> list[DealFile]:
        """A programme of the register that a new partner may join: one with many licensors, named by the article."""
        name = programme_of(report)
        if not name:
            return []
        return [
            deal
            for deal in self._deals
            if deal.known
            and pair[1] in deal.licensees
            and len(deal.licensors) > 2
            and name.casefold() in f"{deal.known.id.replace('-', ' ')} {deal.known.value_text}".casefold()
        ]


def _turned(reports: Iterable[Report], desk: _Desk) -> set[int]:
    """Numbers of reports that name the sides of a licence the wrong way round.

    The register knows only the opposite; or news gives both, and more independent sources give the opposite.
    """
    by_pair: dict[Pair, list[Report]] = defaultdict(list)
    for report in reports:
        by_pair[report.source, report.target].append(report)
    turned: set[int] = set()
    for pair, told in by_pair.items():
        opposite = (pair[1], pair[0])
        others = by_pair.get(opposite, ())
        fewer = len({one.article.source_id for one in told}) < len({one.article.source_id for one in others})
        if pair not in desk.by_pair and (opposite in desk.by_pair or fewer):
            turned.update(report.number for report in told)
    return turned


def _nearest(deals: Sequence[DealFile], report: Report) -> DealFile | None:
    told = report.text("announced_date")
    if len(deals) > 1 and not told and not all(deal.day for deal in deals):
        return None  # the undated one may be as near
    day = middle_day(told or report.day)
    distances = {deal: abs((known - day).days) if (known := deal.day) else float("inf") for deal in deals}
    least = min(distances.values())
    nearest = [deal for deal in deals if distances[deal] == least]
    return nearest[0] if len(nearest) == 1 else None


def _is_second(deals: Iterable[DealFile], report: Report) -> bool:
    """Whether a report announces a deal long after the register's, none of which is still only talked about."""
    told = _announced(report)
    return bool(told) and all(
        deal.known
        and deal.known.announced_date
        and deal.known.status != "in-talks"
        and not agree(told, deal.known.announced_date)
        and (first_day(told) - middle_day(deal.known.announced_date)).days > story_rules().second_deal_days
        for deal in deals
    )


def _announced(report: Report) -> str:
    """The date on which an announcement is told to have been made; '' for talks, renewals and ends, or undated ones."""
    told = report.text("announced_date")
    kind = rules().deal_events.get(report.text("status"), "announced")
    return told if kind == "announced" and told and told[:7] <= report.day[:7] else ""


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
    told = [(middle_day(when), len(when) >= 7) for report in reports if (when := _announced(report))]
    fresh = [
        (date.fromisoformat(report.day), True)
        for report in reports
        if not report.text("announced_date") and not report.fact.background and _is_told_new(report)
    ]
    starts: list[date] = []
    for day, precise in sorted(set(told), key=lambda item: (not item[1], item[0])):
        if not any(abs((day - start).days) <= (days if precise else 366) for start in starts):
            starts.append(day)
    for day, _ in sorted(set(fresh)):
        if starts and not any(abs((day - start).days) <= days for start in starts):
            starts.append(day)
    return sorted(starts)


def _is_told_new(report: Report) -> bool:
    kind = rules().deal_events.get(report.text("status"), "announced")
    return kind == "announced" and holds(report.sentences, story_rules().second_words)


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
