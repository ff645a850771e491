"""Which deal a licence in the news is: a known one between the same parties, else one that news alone tells of.

Talks, announcement, renewal and end of one licence are one deal; an announcement long after another is a second deal; a
programme with many partners is one deal with many licensors.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from graph.clues import Pair
from graph.directions import Directions
from graph.joint_deals import join_partners, joint_announcements
from graph.model import KnownDeal
from graph.names import Ids, slug
from graph.parties import Directory
from graph.programmes import Programmes, programme_of
from graph.reports import Report
from graph.told_deals import fitting, is_second, is_told_other, split


@dataclass(slots=True, eq=False)
class DealFile:
    """A deal: what is known of it, and the reports on it.

    Attributes:
        licensors, licensees: ids of nodes.
        known: the register's row.
        turned: numbers of the reports that name the sides of a licence the wrong way round, of all deals.
    """

    id: str
    known: KnownDeal | None
    licensors: tuple[str, ...]
    licensees: tuple[str, ...]
    reports: list[Report] = field(default_factory=list)
    turned: set[int] = field(default_factory=set)

    @property
    def parties(self) -> tuple[str, ...]:
        """Both sides."""
        return (*self.licensors, *self.licensees)

    def is_turned(self, report: Report) -> bool:
        """Whether a report names the sides the wrong way round."""
        return report.number in self.turned

    def sides(self, report: Report) -> Pair:
        """Licensor and licensee of a report, the right way round."""
        return (report.target, report.source) if self.is_turned(report) else (report.source, report.target)

    def faces(self, other: "DealFile") -> bool:
        """Whether it is between the same parties the other way round."""
        return not {*self.licensors}.isdisjoint(other.licensees) and not {*self.licensees}.isdisjoint(other.licensors)

    def turn(self) -> "DealFile":
        """The deal the other way round, and all reports on it."""
        self.turned ^= {report.number for report in self.reports}
        return replace(self, licensors=self.licensees, licensees=self.licensors)


def resolve_deals(
    reports: Iterable[Report], known: Iterable[KnownDeal], directory: Directory, ids: Ids
) -> tuple[list[DealFile], dict[int, DealFile], list[Report]]:
    """Tell for every licence which deal it is.

    Of several known deals of a pair the one announced nearest to the date that the article gives, or else to its day
    of publication; a licence as near to two is left without a deal.

    Returns:
        deals of the register in their order, then those of news by first report; the deal of each report's number; and
        the reports that name the sides of a licence the wrong way round and fit several deals: they assert nothing.
    """
    deals = [_open_known(deal, directory, ids) for deal in known]
    licences = [report for report in reports if report.fact.relation == "licenses_to"]
    desk = _Desk(deals, directory)
    found: dict[int, DealFile] = {}
    news: dict[Pair, list[Report]] = defaultdict(list)
    programmes = Programmes()
    turned = Directions(licences, desk.by_pair, directory).turned()
    for deal in deals:
        deal.turned = turned
    others = desk.told_others(licences)
    for report in licences:
        pair = (report.target, report.source) if report.number in turned else (report.source, report.target)
        candidates = desk.candidates(report, pair)
        if candidates and not is_second(_known(candidates), report, others.get(pair, ())):
            if (place := fitting(_known(candidates), report)) is not None:
                candidates[place].reports.append(report)
                found[report.number] = candidates[place]
        elif not candidates and (told := programme_of(report)) is not None:
            programmes.add(report, told, pair)
        else:
            news[pair].append(report)
    programme_groups = list(programmes.groups(news))  # those of one partner go to `news`
    joint = joint_announcements(report for pair in news for report in news[pair])
    direct = [group for pair in news for group in split(pair, news[pair], joint)]
    groups = [*programme_groups, *join_partners(direct, joint)]
    for licensors, licensees, group in sorted(groups, key=lambda group: group[2][0].number):
        name = ids.reserve(slug(f"{licensors[0]}-{licensees[0]}"))
        deal = DealFile(name, None, licensors, licensees, list(group), turned)
        deals.append(deal)
        found.update({report.number: deal for report in group})
    unplaced = [report for report in licences if report.number in turned and report.number not in found]
    return deals, found, unplaced


def _known(deals: Iterable[DealFile]) -> list[KnownDeal]:
    return [deal.known for deal in deals if deal.known]


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

    def told_others(self, reports: Iterable[Report]) -> dict[Pair, list[str]]:
        """Dates on which pairs are told to have announced another deal than those that the register has of them."""
        told: dict[Pair, list[str]] = defaultdict(list)
        for report in filter(is_told_other, reports):
            pair = (report.source, report.target)
            if is_second(_known(self.by_pair.get(pair, ())), report):
                told[pair].append(report.text("announced_date"))
        return told

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
