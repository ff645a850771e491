"""Where a case or deal stands: what the register says, unless the news dates a further step after it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.clues import CaseFile
from graph.dates import first_day, is_later
from graph.deals import DealFile
from graph.parties import Directory
from graph.reports import Report
from graph.rules import rules

#: A step of equal rank so soon after the register's is taken for the same one, told with another day or in other words.
SAME_STEP_DAYS = 7


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a case or deal has come.

    Attributes:
        status: '' where nobody tells.
        date: since when, as precise as told; '' where nobody tells.
        moved: whether the register has another status, which the news has overtaken.
    """

    status: str
    date: str
    moved: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    """A status as one report tells it; `date` is '' where the article does not date it."""

    status: str
    date: str
    report: Report

    @property
    def published(self) -> str:
        """Day of publication, '' where unknown: the day on which we found an article tells nothing of its age."""
        return self.report.article.published.isoformat() if self.report.article.published else ""

    @property
    def when(self) -> str:
        """When the step was taken: as told, else the day of the report where the step is one that ends things."""
        return self.date or (self.published if self.status in rules().told_when_new else "")


def case_standing(case: CaseFile, directory: Directory) -> Standing:
    """Status of a case and its date.

    Of a case that only news knows the furthest step counts, of equal ones the one published last. The status of the
    register gives way to a step at least as far that is surely later; to a settlement or dismissal only where all
    parties take part in it.
    """
    row, ranks = case.known, rules().case_status_ranks
    steps = list(_case_steps(case))
    if row is None or not row.status:
        return _furthest(steps, ranks)
    since = row.status_date or row.filed_date
    rank = ranks.get(row.status, 0)
    further = [
        step
        for step in steps
        if ranks.get(step.status, 0) >= rank
        and _is_after(step, row.status, since, ranks)
        and not (step.status == "ruling" and step.report.text("outcome") == "procedural")
    ]
    for end in rules().case_ends:
        reports = [step.report for step in further if step.status == end]
        if not _all_take_part(case, reports, directory):
            further = [step for step in further if step.status != end]
    if not further:
        return Standing(row.status, row.status_date)
    last = max(further, key=lambda step: (ranks.get(step.status, 0), step.when, step.report.order))
    return Standing(last.status, last.when, moved=True)


def deal_standing(deal: DealFile) -> Standing:
    """Status of a deal, in the same way; a step of equal rank changes nothing ('announced' is told of 'active' too)."""
    row, ranks = deal.known, rules().deal_status_ranks
    steps = list(_deal_steps(deal))
    if row is None or not row.status:
        return _furthest(steps, ranks)
    further = [
        step
        for step in steps
        if ranks.get(step.status, 0) > ranks.get(row.status, 0)
        and _is_after(step, row.status, row.announced_date, ranks)
    ]
    if not further:
        return Standing(row.status, row.announced_date)
    last = max(further, key=lambda step: (ranks.get(step.status, 0), step.when, step.report.order))
    return Standing(last.status, last.date, moved=True)


def _furthest(steps: Iterable[_Step], ranks: Mapping[str, int]) -> Standing:
    last = max(steps, key=lambda step: (ranks.get(step.status, 0), step.report.order), default=None)
    return Standing(last.status, last.date) if last else Standing("", "")


def _case_steps(case: CaseFile) -> Iterator[_Step]:
    for report in case.reports:
        fixed = {"settles_with": "settled", "ruling": "ruling"}
        status = fixed.get(report.fact.relation, report.text("status") or "filed")
        yield _Step(status, report.text("filed_date" if status == "filed" else "date"), report)


def _deal_steps(deal: DealFile) -> Iterator[_Step]:
    for report in deal.reports:
        status = report.text("status") or "announced"
        dated_as_announced = rules().deal_events.get(status, "announced") in rules().once
        yield _Step(status, report.text("announced_date" if dated_as_announced else "date"), report)


def _is_after(step: _Step, status: str, since: str, ranks: Mapping[str, int]) -> bool:
    """Whether a step was surely taken after the register's, by an article that could know it."""
    if step.status == status or not step.when or not step.published or is_later(step.when, step.published):
        return False
    higher = ranks.get(step.status, 0) > ranks.get(status, 0)
    if not since:
        return higher
    days = (first_day(step.when) - first_day(since)).days
    return is_later(step.when, since) and (higher or days > SAME_STEP_DAYS)


def _all_take_part(case: CaseFile, reports: Iterable[Report], directory: Directory) -> bool:
    """Whether every party of the register takes part in an end of that kind; of a class those who speak for it do."""
    ends = {party for report in reports for party in (report.source, report.target)}
    named = ends | {relative for party in ends for relative in directory.kin(party)}
    is_class = case.known is not None and case.known.class_action == "yes"
    return case.defendants.keys() <= named and (is_class or case.plaintiffs.keys() <= named)
