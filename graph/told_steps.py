"""What sources tell of the steps of cases, and which of several dates and sums is chosen. Pure."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from graph.clues import CaseFile, is_later_paper
from graph.dates import agree, first_day
from graph.reports import Report
from graph.rules import rules
from graph.sources import Backing, weight
from graph.stages import is_step_of_its_own
from graph.story_rules import story_rules
from graph.sums import APART, Sum, read_sum

#: An outcome that decides nothing between the parties.
PROCEDURAL = "procedural"
Key = TypeVar("Key", bound=Hashable)


class Telling(NamedTuple):
    """A step as one source tells it; millions are made and let go, so a tuple: a frozen dataclass takes twice as long.

    Attributes:
        date: ISO 8601, as precise as told; '' where not told.
        outcome: of a ruling: 'plaintiff', 'defendant', 'mixed', 'procedural'; '' where not told.
        words: the register's own summary.
        report: None for the register's and a docket's.
        docket: whether a court's docket tells it.
        stated: the register's sum as its sources state it, where that is no plain total in dollars.
    """

    kind: str
    date: str
    outcome: str = ""
    amount_usd: float | None = None
    words: str = ""
    report: Report | None = None
    source_url: str = ""
    docket: bool = False
    stated: Sum | None = None

    @property
    def sum(self) -> Sum | None:
        """The sum that it tells, paid or agreed; what somebody sought or offered is none."""
        told = self.any_sum if self.report is None or self.kind not in rules().unpaid else None
        return told if told and told.basis not in APART else None

    @property
    def any_sum(self) -> Sum | None:
        """The sum that it tells, be it paid or only sought or offered."""
        if self.report is not None:
            return read_sum(self.report.attributes)
        plain = Sum(self.amount_usd, self.amount_usd, "USD", "total", "paid") if self.amount_usd else None
        return self.stated or plain


def case_tellings(case: CaseFile) -> list[Telling]:
    """What is told of the steps of a case; a ruling for the defendant by which it was dismissed is that dismissal."""
    told = _without_mere_mentions(list(_case_tellings(case)))
    ends = {(_when(one), _sides(one)) for one in told if one.kind == "dismissed"}
    if not ends:
        return told
    rulings = {(_when(one), _sides(one)) for one in told if one.kind == "ruling" and one.outcome in ("", "defendant")}
    same = {
        (ruling, sides)
        for ruling, sides in rulings
        if any((not sides or not other or sides == other) and _may_be_one(ruling, end) for end, other in ends)
    }
    return [
        one._replace(kind="dismissed", outcome="")
        if one.kind == "ruling" and one.outcome in ("", "defendant") and (_when(one), _sides(one)) in same
        else one
        for one in told
    ]


def _without_mere_mentions(told: list[Telling]) -> list[Telling]:
    """Without filings of no date in articles on a later step ('settled its suit'), where others tell the filing."""
    later = {one.report.article.id for one in told if one.report and one.kind != "filed"}
    undated = (one for one in told if one.kind == "filed" and not one.date)
    mere = [one for one in undated if one.report and one.report.article.id in later]
    filings = sum(one.kind == "filed" for one in told)
    if not mere or len(mere) == filings:
        return told
    left_out = set(map(id, mere))
    return [one for one in told if id(one) not in left_out]


def _when(telling: Telling) -> tuple[str, str]:
    """The date that is told, and the day of the article."""
    return telling.date, telling.report.day if telling.report else ""


def _sides(telling: Telling) -> frozenset[str]:
    """The two between whom an article tells it; nobody where the register or a docket tells it of the whole case."""
    return frozenset((telling.report.source, telling.report.target)) if telling.report else frozenset()


def _may_be_one(ruling: tuple[str, str], end: tuple[str, str]) -> bool:
    """Whether a ruling and a dismissal are of one day, as sources count days, or of an article soon after the other."""
    days = story_rules().same_step_days
    if ruling[0] and end[0]:
        apart = abs((first_day(ruling[0]) - first_day(end[0])).days)
        if len(ruling[0]) == len(end[0]) == len("2025-03-01"):
            return apart <= days["ruling"]
        return agree(ruling[0], end[0]) and "-" in ruling[0] and "-" in end[0]  # of one year there are many rulings
    first, last = sorted((one[0] or one[1], not one[0]) for one in (ruling, end))
    if not first[0] or (first[1] and not last[1]):  # an article before it cannot tell of it
        return False
    return (first_day(last[0]) - first_day(first[0])).days <= days["dismissed"]


def _case_tellings(case: CaseFile) -> Iterator[Telling]:
    row = case.known
    if row and row.filed_date:
        yield Telling("filed", row.filed_date, source_url=row.source_url)
    if row and row.status in rules().case_events:
        kind, outcome = rules().case_events[row.status], rules().judgments.get(row.status, "")
        yield Telling(kind, row.status_date, outcome, row.amount_usd, row.outcome, source_url=row.source_url)
    elif row and row.status in rules().case_stages and is_step_of_its_own(case, row):
        yield Telling(rules().case_stages[row.status], row.status_date, source_url=row.source_url)
    filed = [row.filed_date if row else "", *(report.text("filed_date") for report in case.reports)]
    for entry in case.docket_steps:
        if entry.status == "filed" and any(agree(entry.date, when) for when in filed if when):
            yield Telling("filed", entry.date, source_url=entry.url, docket=True)
    for report in case.reports:
        yield from _told(case, report)
    for report in case.appealed:
        if report.fact.relation == "sues" and report.text("status") == "appeal":
            yield Telling("appealed", report.text("date"), report=report)


def _told(case: CaseFile, report: Report) -> Iterator[Telling]:
    """The steps of which one report tells; that an appeal was taken is a step of the case that it was taken from."""
    relation, when = report.fact.relation, report.text("date")
    if relation == "settles_with":
        yield Telling("settled", when, "", amount_of(report), report=report)
    elif relation == "ruling":
        if (status := report.text("status")) in rules().case_ends:  # one step, of the kind that says more
            yield Telling(rules().case_events[status], when, "", amount_of(report), report=report)
        elif when and status in ("transferred", "consolidated"):
            yield Telling(rules().case_stages[status], when, report=report)
        else:
            yield Telling("ruling", when, report.text("outcome"), amount_of(report), report=report)
    elif relation == "sues" and case.appeal_of is None:
        if not (case.is_turned(report) or (report.text("filed_date") and is_later_paper(report))):
            yield Telling("filed", report.text("filed_date"), report=report)
        if (status := report.text("status")) in rules().case_events:
            yield Telling(rules().case_events[status], when, report=report)
        elif status != "filed" and status in rules().case_stages and when:
            yield Telling(rules().case_stages[status], when, report=report)


def amount_of(report: Report) -> float | None:
    """The plain sum in dollars that a report tells."""
    value = report.attributes.get("amount_usd")
    return float(value) if value is not None else None


def backing(tellings: Iterable[Telling]) -> Backing:
    """Who stands behind tellings."""
    tellings = list(tellings)
    return Backing(
        reports=tuple(telling.report for telling in tellings if telling.report),
        register=any(telling.report is None and not telling.docket for telling in tellings),
        docket=any(telling.docket for telling in tellings),
    )


def best_date(tellings: Iterable[Telling], parties: Collection[str] = ()) -> str:
    """The date behind which the weightiest sources stand; '' where nobody tells one.

    Whoever tells a date stands behind every more precise one that agrees with it: the register's '2025-06' is made
    '2025-06-23' by news. Among equals the more precise, then the earlier. What an article tells as done was done when
    it was published, so a later date, as of the approval of a settlement, is that of another step.
    """
    by_date: dict[str, list[Telling]] = defaultdict(list)
    tellings = list(tellings)
    for telling in tellings:
        if telling.date:
            by_date[telling.date].append(telling)
    told_by = min((one.report.day for one in tellings if one.report and one.report.article.published), default="")
    by_then = {when: told for when, told in by_date.items() if not told_by or when <= told_by[: len(when)]}
    by_date = by_then or by_date
    if len(by_date) < 2:
        return next(iter(by_date), "")
    best = sorted(by_date, key=lambda when: (-len(when), when))

    def sources(when: str) -> tuple[object, ...]:
        return weight(backing(one for day in by_date if when.startswith(day) for one in by_date[day]), parties)[:-1]

    return max(best, key=sources)


def best_outcome(tellings: Iterable[Telling], parties: Collection[str]) -> str:
    """For whom a court ruled, as the weightiest sources tell; '' where nobody does.

    Whoever tells only of a matter of procedure does not contradict one who tells what was decided beside it.
    """
    groups: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        if telling.outcome:
            groups[telling.outcome].append(telling)
    ordered = sorted(groups.keys() - {PROCEDURAL} or groups, key=lambda outcome: (-len(outcome), outcome))
    return max(ordered, key=lambda outcome: weight(backing(groups[outcome]), parties), default="")


def chosen_sum(tellings: Iterable[Telling], parties: Collection[str]) -> tuple[Sum | None, float | None]:
    """The sum that is chosen among those told, None where nobody tells one; and its total in dollars.

    The total is that which those give who tell the chosen sum; None where they give none: never another's.
    """
    chosen = _of_chosen_sum(tellings, parties)
    groups: dict[float, list[Telling]] = defaultdict(list)
    for telling in chosen:
        if telling.amount_usd:
            groups[telling.amount_usd].append(telling)
    sums = [told for telling in chosen if (told := telling.sum)]
    return min(sums, key=lambda one: (-len(one.text), one), default=None), choose(groups, parties)


def _of_chosen_sum(tellings: Iterable[Telling], parties: Collection[str]) -> list[Telling]:
    groups: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for telling in tellings:
        if told := telling.sum:
            groups[told.field, told.label].append(telling)
    if len(groups) < 2:
        return next(iter(groups.values()), [])
    chosen = choose(groups, parties)
    return groups[chosen] if chosen else []


def choose(groups: Mapping[Key, list[Telling]], parties: Collection[str]) -> Key | None:
    """The reading with the weightiest sources; among equals the first in the order of readings."""
    return max(sorted(groups, key=str), key=lambda key: weight(backing(groups[key]), parties), default=None)
