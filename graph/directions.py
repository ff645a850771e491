"""Who licenses to whom, where sources name the sides of a licence both ways round. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from graph.clues import Pair
from graph.dates import middle_day
from graph.parties import Directory
from graph.reports import Report
from graph.rules import rules
from graph.sources import Backing, support, weight
from rightswire.errors import Problem

#: Kinds of parties that have works to license; a company may be on either side.
OWNERS_OF_WORKS = ("outlet", "person", "organisation")


class Directions:
    """Which way round licences are told.

    Args:
        reports: all on licences.
        known: pairs of licensor and licensee of the register.
        directory: of all parties.
    """

    def __init__(self, reports: Iterable[Report], known: Collection[Pair], directory: Directory) -> None:
        self._told: dict[Pair, list[Report]] = defaultdict(list)
        for report in reports:
            self._told[report.source, report.target].append(report)
        self._known = known
        self._directory = directory
        self._licensors = {licensor for licensor, _ in known}
        self._licensees = {licensee for _, licensee in known}

    def turned(self) -> set[int]:
        """Numbers of reports that name the sides of a licence the wrong way round.

        The register knows only the opposite; or news gives both, and more independent sources give the opposite
        and it is not dated as another licence, or as many at about the same time, and more speaks for the opposite.
        """
        turned: set[int] = set()
        for pair, told in self._told.items():
            opposite = (pair[1], pair[0])
            if pair in self._known:
                continue
            if opposite in self._known or (opposite in self._told and self._is_weaker(pair, opposite)):
                turned.update(report.number for report in told)
        return turned

    def _is_weaker(self, pair: Pair, opposite: Pair) -> bool:
        told, others = self._told[pair], self._told[opposite]
        if support(told) != support(others):
            return support(told) < support(others) and not _is_dated_apart(told, others)
        return _are_near(told, others) and self._weakness(pair) > self._weakness(opposite)

    def _weakness(self, pair: Pair) -> tuple[list[int], int, tuple[str, str], Pair]:
        """What speaks against a direction: its sources, the parties' part elsewhere, and that it was told later."""
        licensor, licensee = pair
        sources = [-count for count in weight(Backing(tuple(self._told[pair])), pair)[1:7]]
        against = (licensor in self._licensees) + (licensee in self._licensors) + self._owns_works(licensee)
        against -= (licensor in self._licensors) + (licensee in self._licensees) + self._owns_works(licensor)
        return sources, against, min((report.day, report.article.url) for report in self._told[pair]), pair

    def _owns_works(self, node_id: str) -> bool:
        return self._directory.nodes[node_id].kind in OWNERS_OF_WORKS


def without(turned: Collection[Report], reports: list[Report]) -> tuple[list[Report], list[Problem]]:
    """Reports without those that tell of a licence the wrong way round and of no deal, and a problem for each."""
    if not turned:
        return reports, []
    numbers = {report.number for report in turned}
    return [report for report in reports if report.number not in numbers], [_problem(report) for report in turned]


def _problem(report: Report) -> Problem:
    fact = report.fact
    words = f"{fact.subject.name!r} {fact.relation} {fact.object.name if fact.object else 'nobody'!r}"
    detail = f"{words}: the other licenses to the one, by the register or by more sources; the fact is left out"
    return Problem("graph", report.article.url, "told the wrong way round", detail)


def _is_dated_apart(told: Sequence[Report], others: Sequence[Report]) -> bool:
    """Whether all date their licence, and far from the other: it is another, years later, the other way round."""
    return all(report.text("announced_date") for report in told) and not _are_near(told, others)


def _are_near(one: Sequence[Report], other: Sequence[Report]) -> bool:
    """Whether reports of both directions may be about one announcement: no more than a few weeks lie between."""
    spans = [sorted(map(_day, reports)) for reports in (one, other)]
    apart = max((spans[0][0] - spans[1][-1]).days, (spans[1][0] - spans[0][-1]).days)
    return apart <= rules().own_deal_days


def _day(report: Report) -> date:
    return middle_day(report.text("announced_date") or report.day)
