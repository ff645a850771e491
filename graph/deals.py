"""Which deal a licence in the news is: a known one between the same parties, else a new one for the pair."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from graph.clues import Pair
from graph.dates import middle_day
from graph.model import KnownDeal
from graph.names import Ids, slug
from graph.parties import Directory
from graph.reports import Report


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
    by_pair: dict[Pair, list[DealFile]] = defaultdict(list)
    for deal in deals:
        for pair in dict.fromkeys((licensor, licensee) for licensor in deal.licensors for licensee in deal.licensees):
            by_pair[pair].append(deal)
    found: dict[int, DealFile] = {}
    for report in reports:
        if report.fact.relation != "licenses_to":
            continue
        candidates = _candidates(report, by_pair, directory)
        if not candidates:
            deal = DealFile(
                ids.reserve(slug(f"{report.source}-{report.target}")), None, (report.source,), (report.target,)
            )
            by_pair[report.source, report.target].append(deal)
            deals.append(deal)
            candidates = [deal]
        nearest = _nearest(candidates, report)
        if nearest:
            nearest.reports.append(report)
            found[report.number] = nearest
    return deals, found


def _open_known(deal: KnownDeal, directory: Directory, ids: Ids) -> DealFile:
    sides = [
        tuple(dict.fromkeys(node for party in side if (node := directory.find("", "company", party))))
        for side in (deal.licensors, deal.licensees)
    ]
    return DealFile(ids.reserve(deal.id), deal, sides[0], sides[1])


def _candidates(report: Report, by_pair: dict[Pair, list[DealFile]], directory: Directory) -> list[DealFile]:
    """Deals of the very pair, else of owners or subsidiaries of its parties."""
    pair = (report.source, report.target)
    if pair in by_pair:
        return by_pair[pair]
    kindred = [
        deal
        for licensor in (report.source, *directory.kin(report.source))
        for licensee in (report.target, *directory.kin(report.target))
        for deal in by_pair.get((licensor, licensee), ())
        if deal.known
    ]
    return list(dict.fromkeys(kindred))


def _nearest(deals: Sequence[DealFile], report: Report) -> DealFile | None:
    told = report.text("announced_date")
    if len(deals) > 1 and not told and not all(_day(deal) for deal in deals):
        return None  # the undated one may be as near
    day = middle_day(told or report.day)
    distances = {deal: abs((known - day).days) if (known := _day(deal)) else float("inf") for deal in deals}
    least = min(distances.values())
    nearest = [deal for deal in deals if distances[deal] == least]
    return nearest[0] if len(nearest) == 1 else None


def _day(deal: DealFile) -> date | None:
    return middle_day(deal.known.announced_date) if deal.known and deal.known.announced_date else None
