"""Where a case or deal stands: what the register says, unless news or a docket dates a further step after it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.clues import CaseFile
from graph.dates import agree, first_day, is_later
from graph.deal_steps import deal_start, later_date
from graph.deals import DealFile
from graph.ends import disputed_ends
from graph.parties import Directory
from graph.reports import Report
from graph.rules import rules
from graph.sources import Backing, weight
from graph.story_rules import story_rules
from graph.told_steps import Telling, best_date, case_tellings

#: A step of equal rank so soon after the register's is taken for the same one, told with another day or in other words.
SAME_STEP_DAYS = 7
#: Dates of one status that lie no further apart are of one step.
NEAR_DAYS = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a case or deal has come.

    Attributes:
        status: '' where nobody tells.
        date: since when, as precise as told; '' where nobody tells.
        moved: whether the register has another status, which has been overtaken.
        provenance: who says so: 'register', 'news' or 'docket'; '' where nobody does.
        source_url: of the register, the first article or the docket's document.
    """

    status: str
    date: str
    moved: bool = False
    provenance: str = ""
    source_url: str = ""


class _Step(NamedTuple):
    """A status as one report or entry tells it; `date` is '' where it is not dated. A docket's has no report."""

    status: str
    date: str
    report: Report | None = None
    url: str = ""

    @property
    def published(self) -> str:
        """Day of publication, '' where unknown: the day on which we found an article tells nothing of its age."""
        if self.report is None:
            return self.date
        return self.report.article.published.isoformat() if self.report.article.published else ""

    @property
    def when(self) -> str:
        """When the step was taken: as told, else the day of the report where the step is one that ends things."""
        return self.date or (self.published if self.status in rules().told_when_new and not self.background else "")

    @property
    def known_by(self) -> str:
        """The last day on which the step can have been taken: as told, else the day of the report."""
        return self.date or (self.report.day if self.report else "")

    @property
    def order(self) -> tuple[str, str, int]:
        """By publication; of one day by address, not by the run that brought the article: a run may be cut."""
        return (self.report.day, self.report.article.url, self.report.number) if self.report else (self.date, "", -1)

    @property
    def is_placed(self) -> bool:
        """Whether its place among the steps is known: what is only recalled, or one ruling of many, needs a date."""
        return bool(self.date) or not (self.background or self.status == "ruling")

    @property
    def background(self) -> bool:
        """Whether an article only recalls it."""
        return self.report is not None and self.report.fact.background


def case_standing(case: CaseFile, directory: Directory) -> Standing:
    """Status of a case and its date as told; `graph.since` then ties it to the event.

    Of a case that only news knows the furthest step counts, of equal ones the one taken last. The status of the
    register gives way to a step at least as far that is surely later; to a settlement or dismissal only where all
    parties take part in it. Of ends that cannot both have come the one with the weightier sources counts.
    """
    row, ranks, ends_of_one = case.known, rules().case_status_ranks, story_rules().exclusive["case"]
    steps = [
        *_case_steps(case),
        *(_Step(step.status, step.date, url=step.url) for step in case.docket_steps if step.status != "filed"),
    ]
    if row is None or not row.status:
        held = _undenied(_whole(case, steps, directory), ends_of_one, ranks, case.parties)
        return _furthest(held, ranks, case.parties)
    since = row.status_date or row.filed_date
    rank = ranks.get(row.status, 0)
    listed = _Step(row.status, row.status_date, url=row.source_url)
    further = [
        step
        for step in _undenied(steps, ends_of_one, ranks, case.parties, listed)
        if step.status != "filed"
        and ranks.get(step.status, 0) >= rank
        and _is_after(step, row.status, since, ranks)
        and not (step.status == "ruling" and _is_procedural(step))
    ]
    for end in rules().case_ends:
        ends = [step for step in further if step.status == end]
        if all(step.report for step in ends) and not _all_take_part(case, ends, directory):
            further = [step for step in further if step.status != end]
    if not further:
        return Standing(row.status, row.status_date, False, "register", row.source_url)
    last = max(further, key=lambda step: (ranks.get(step.status, 0), step.when, step.order))
    return _told(last, last.when)


def deal_standing(deal: DealFile) -> Standing:
    """Status of a deal, in the same way; a step of equal rank changes nothing ('announced' is told of 'active' too)."""
    row, ranks = deal.known, rules().deal_status_ranks
    steps = _undenied(list(_deal_steps(deal)), story_rules().exclusive["deal"], ranks, deal.parties)
    if row is None or not row.status:
        return _furthest(steps, ranks, deal.parties)
    further = [
        step
        for step in steps
        if ranks.get(step.status, 0) > ranks.get(row.status, 0)
        and _is_after(step, row.status, row.announced_date, ranks)
    ]
    if not further:
        return Standing(row.status, row.announced_date, False, "register", row.source_url)
    last = max(further, key=lambda step: (ranks.get(step.status, 0), step.when, step.order))
    return _told(last, last.date)


def _told(step: _Step, when: str) -> Standing:
    url = step.report.article.url if step.report else step.url
    return Standing(step.status, when, True, "news" if step.report else "docket", url)


def _whole(case: CaseFile, steps: Iterable[_Step], directory: Directory) -> list[_Step]:
    """Without the ends that only some of several defendants reached."""
    kept = list(steps)
    for end in rules().case_ends:
        ends = [step for step in kept if step.status == end]
        if all(step.report for step in ends) and not case.defendants.keys() <= _named(ends, directory):
            kept = [step for step in kept if step.status != end]
    return kept


def _undenied(
    steps: Sequence[_Step],
    exclusive: Sequence[str],
    ranks: Mapping[str, int],
    parties: Collection[str],
    listed: _Step | None = None,
) -> list[_Step]:
    """Without ends that weightier sources deny, by telling of another for the same time.

    Args:
        steps: as told.
        exclusive: statuses of which only one can hold.
        ranks: of statuses; of equally weighty ends the furthest counts.
        parties: of the case or deal.
        listed: the register's own.
    """
    told: dict[str, list[_Step]] = defaultdict(list)
    for step in (*steps, listed) if listed else steps:
        if step.status in exclusive:
            told[step.status].append(step)
    disputed = disputed_ends(told) if len(told) > 1 else {}
    if not disputed:
        return list(steps)
    ordered = sorted(disputed, key=lambda status: (-ranks.get(status, 0), status))
    kept = max(ordered, key=lambda status: weight(_backing(disputed[status], listed), parties))
    denied = {id(step) for status, ends in disputed.items() if status != kept for step in ends}
    unplaced = {id(step) for status in disputed if status != kept for step in told[status] if not step.when}
    return [step for step in steps if id(step) not in denied | unplaced]


def _backing(steps: Iterable[_Step], listed: _Step | None) -> Backing:
    steps = list(steps)
    return Backing(
        tuple(step.report for step in steps if step.report),
        register=any(step is listed for step in steps),
        docket=any(step.report is None and step is not listed for step in steps),
    )


def _furthest(steps: Iterable[_Step], ranks: Mapping[str, int], parties: Iterable[str]) -> Standing:
    """The furthest step, of equal ones the one taken last: what an article only recalls was taken before others."""
    steps = list(steps)
    last = max(
        steps,
        key=lambda step: (
            ranks.get(step.status, 0),
            step.is_placed,
            step.known_by,
            step.status != "ruling",
            step.order,
        ),
        default=None,
    )
    if last is None:
        return Standing("", "")
    same = [step for step in steps if step.status == last.status and _may_be_one(step, last)]
    when = best_date(
        (Telling(step.status, step.date, report=step.report, docket=step.report is None) for step in same),
        list(parties),
    )
    fresh = [step.when for step in same if step.when and not step.background] or [
        step.when for step in same if step.when
    ]
    first = min(same, key=lambda step: (step.report is not None, step.order))
    url = first.report.article.url if first.report else first.url
    return Standing(last.status, when or min(fresh, default=""), False, "news" if first.report else "docket", url)


def _may_be_one(step: _Step, last: _Step) -> bool:
    """Whether both may be one step: nothing told differs by more than a few weeks."""
    if not step.date or not last.date or agree(step.date, last.date):
        return True
    return abs((first_day(step.date) - first_day(last.date)).days) <= NEAR_DAYS


def _case_steps(case: CaseFile) -> list[_Step]:
    steps = list(_told_steps(case))
    if all(step.status != "dismissed" for step in steps):
        return steps
    ends = {told.report.number for told in case_tellings(case) if told.kind == "dismissed" and told.report}
    return [
        step._replace(status="dismissed")
        if step.status == "ruling" and step.report and step.report.number in ends
        else step
        for step in steps
    ]


def _told_steps(case: CaseFile) -> Iterator[_Step]:
    for report in (*case.reports, *case.appealed):
        plain = {"settles_with": "settled", "ruling": "ruling"}
        is_settlement = report.fact.relation == "settles_with"
        told = "" if is_settlement else report.text("status")
        status = told or plain.get(report.fact.relation, "filed")
        if status == "filed" and case.is_turned(report):
            continue  # a counterclaim was filed
        yield _Step(status, report.text("filed_date" if status == "filed" else "date"), report)


def _deal_steps(deal: DealFile) -> Iterator[_Step]:
    start = deal_start(deal)
    for report in deal.reports:
        status = report.text("status") or "announced"
        dated_as_announced = rules().deal_events.get(status, "announced") in rules().once
        yield _Step(status, report.text("announced_date") if dated_as_announced else later_date(report, start), report)


def _is_procedural(step: _Step) -> bool:
    return step.report is not None and step.report.text("outcome") == "procedural"


def _is_after(step: _Step, status: str, since: str, ranks: Mapping[str, int]) -> bool:
    """Whether a step was surely taken after the register's, by an article that could know it."""
    if step.status == status or not step.when or not step.published or is_later(step.when, step.published):
        return False
    higher = ranks.get(step.status, 0) > ranks.get(status, 0)
    if not since:
        return higher
    days = (first_day(step.when) - first_day(since)).days
    return is_later(step.when, since) and (higher or days > SAME_STEP_DAYS)


def _named(steps: Iterable[_Step], directory: Directory) -> set[str]:
    ends = {party for step in steps if step.report for party in (step.report.source, step.report.target)}
    return ends | {relative for party in ends for relative in directory.kin(party)}


def _all_take_part(case: CaseFile, steps: Iterable[_Step], directory: Directory) -> bool:
    """Whether every party of the register takes part in an end of that kind; of a class those who speak for it do."""
    named = _named(steps, directory)
    is_class = case.known is not None and case.known.class_action == "yes"
    return case.defendants.keys() <= named and (is_class or case.plaintiffs.keys() <= named)
