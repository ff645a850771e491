"""Licences that several licensors give in one announcement: one deal. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from graph.programmes import Group
from graph.reports import Report
from graph.rules import rules
from graph.story_rules import holds

#: Article, place of the sentence and licensee.
Announcement = tuple[str, str, int, str]


def joint_announcements(reports: Iterable[Report]) -> dict[int, Announcement]:
    """For the number of each report the announcement that it shares with other licensors.

    They stand in one sentence with one day, and it gives nobody terms of its own.
    """
    told: dict[Announcement, list[Report]] = defaultdict(list)
    for report in reports:
        if _may_be_joint(report):
            best = report.fact.evidence[0]
            told[report.article.id, best.field, best.start, report.target].append(report)
    return {report.number: key for key, same in told.items() if _is_joint(same) for report in same}


def _may_be_joint(report: Report) -> bool:
    dated = len(report.text("announced_date")) == len("YYYY-MM-DD")
    told_now = report.text("status") in ("announced", "active") and not report.fact.background
    return dated and told_now and not holds(report.sentences, rules().separate_deal_words)


def _is_joint(reports: Sequence[Report]) -> bool:
    days = {report.text("announced_date") for report in reports}
    sums = {report.attributes.get("amount_usd") for report in reports}
    return len(days) == len(sums) == 1 and len({report.source for report in reports}) > 1


def join_partners(groups: Sequence[Group], joint: dict[int, Announcement]) -> list[Group]:
    """Groups of which a sentence announces both as one; and whoever is told to join the one such deal of a licensee."""
    whole = list(range(len(groups)))
    sharing: dict[Announcement, list[int]] = defaultdict(list)
    for place, (_, _, reports) in enumerate(groups):
        for key in sorted({joint[report.number] for report in reports if report.number in joint}):
            sharing[key].append(place)
    for places in sharing.values():
        for one, other in pairwise(places):
            _unite(whole, one, other)
    for place, (_, licensees, reports) in enumerate(groups):
        deals = {whole[key[0]] for announcement, key in sharing.items() if announcement[3] in licensees}
        if len(deals) == 1 and any(holds(report.sentences, rules().partner_words) for report in reports):
            _unite(whole, deals.pop(), place)
    joined: dict[int, list[Group]] = defaultdict(list)
    for place, group in enumerate(groups):
        joined[whole[place]].append(group)
    return [_one(parts) for parts in joined.values()]


def _unite(whole: list[int], one: int, other: int) -> None:
    low, high = sorted((whole[one], whole[other]))
    whole[:] = [low if root == high else root for root in whole]


def _one(parts: Iterable[Group]) -> Group:
    ordered = sorted(parts, key=lambda group: group[2][0].number)
    licensors = dict.fromkeys(licensor for group in ordered for licensor in group[0])
    reports = sorted((report for group in ordered for report in group[2]), key=lambda report: report.number)
    return tuple(licensors), ordered[0][1], reports
