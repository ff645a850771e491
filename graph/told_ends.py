"""Ends of known deals as the news tells them. Pure.

The reader often takes 'the licence was given up in March' for a licence announced in March. Where the register says
that the only deal of the two has ended, such a sentence shows the end, and its date is that of the end; of other deals
the reader's word stands.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from graph.clues import Pair
from graph.dates import is_later
from graph.fixes import FactFixes
from graph.model import KnownDeal
from graph.parties import Directory
from graph.reports import Report
from graph.story_rules import story_rules

#: With whom a deal is, where that is a name.
_WITH = re.compile(r"\b[Ww]ith (?:the )?([A-Z][\w&-]*)")


def tell_ends(
    reports: list[Report], deals: Iterable[KnownDeal], directory: Directory, fixes: FactFixes
) -> list[Report]:
    """Reports, with those that tell the end of a deal as its announcement set right.

    Args:
        reports: all.
        deals: the register's.
        directory: of all parties.
        fixes: what people fixed of facts, which holds here too.
    """
    ended = _ended(deals, directory)
    return [_of_end(report, ended, fixes) for report in reports] if ended else reports


def _ended(deals: Iterable[KnownDeal], directory: Directory) -> dict[Pair, KnownDeal]:
    """The register's ended deals by licensor and licensee, and the other way round, of pairs with no other deal."""
    by_pair: dict[Pair, list[KnownDeal]] = {}
    for deal in deals:
        sides = ([directory.find("", "company", party) for party in side] for side in (deal.licensors, deal.licensees))
        licensors, licensees = ([node for node in side if node] for side in sides)
        for one in licensors:
            for other in licensees:
                by_pair.setdefault((one, other), []).append(deal)
                by_pair.setdefault((other, one), []).append(deal)
    return {pair: told[0] for pair, told in by_pair.items() if len(told) == 1 and told[0].status == "ended"}


def _of_end(report: Report, ended: dict[Pair, KnownDeal], fixes: FactFixes) -> Report:
    row = ended.get((report.source, report.target)) if report.fact.relation == "licenses_to" else None
    if row is None or is_later(row.announced_date, report.day):
        return report
    if report.text("status") not in ("", "announced", "active") or not _says_over(report):
        return report
    values = {**report.attributes, "status": "ended"}
    told = report.text("announced_date")
    if told and is_later(told, row.announced_date):
        del values["announced_date"]
        values.setdefault("date", told)
    return fixes.apply([replace(report, attributes=values)])[0]


@cache
def _over() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in story_rules().deal_over), re.IGNORECASE)


def _says_over(report: Report) -> bool:
    """Whether a sentence says of the deal that it is over: not that it may be, nor of one with somebody else."""
    names = [party.name.casefold().split() for party in (report.fact.subject, report.fact.object) if party]
    return any(
        all(any(word.casefold() in name for name in names) for word in _WITH.findall(found[0]))
        for evidence in report.fact.evidence
        for found in _over().finditer(evidence.sentence)
    )
