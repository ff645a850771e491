"""What was known of each case, deal and edge from which day on: by the articles published and the steps taken by then.

Which reports are about which case is judged with all that is known now; what they say counts from their day of
publication, or from the day on which we first saw an article without one. A row of the register counts from its dates:
of filing or announcement, and its status, outcome and sum from the date of the status; of a year or month alone from
its last day (`graph.dates.known_from`). Two cases that the register ties are tied from the day on which both were
known, a consolidated one from the date of that status; who owns whom, which it does not date, is known from the
beginning. What else has no date is known from the day on which we first saw an article. No day moves with a later run,
so an answer that was given stays. Every version thus begins on a day, and plain comparison tells what was known on
another.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any, TypeVar

from graph.claims import NewsClaim, RegisterClaim, case_register_claims, deal_register_claims
from graph.clues import CaseFile
from graph.dates import known_from
from graph.deal_steps import register_words
from graph.deals import DealFile
from graph.dockets import read_dockets
from graph.edges import edge_values, update, with_chosen_sum
from graph.history_rows import CaseHistoryRow, DealHistoryRow, EdgeHistoryRow
from graph.model import KnownCase, KnownDeal
from graph.parties import Directory
from graph.places import before_moving, moving_days
from graph.reports import Report
from graph.rows import CaseRow, DealRow, EdgeRow
from graph.story_rules import story_rules

#: A story of which more than so many days brought something is told from its first day, and then month by month: the
#: cost stays in proportion.
MOST_DAYS = 60
#: What comes after the announcement of a deal; the register does not date it.
AFTER_ANNOUNCEMENT = ("renewed", "ended")
#: Relations of two cases, which the register does not date by themselves.
TIES = ("related_to", "part_of", "appeal_of")
#: Before every day: who owns whom is known from the beginning.
BEGINNING = "0001-01-01"
Then = TypeVar("Then")
Story = TypeVar("Story", CaseFile, DealFile)
Cells = tuple[Any, ...]
#: Values, and the days from which and until which they were known; the last day is excluded, None is now.
Version = tuple[str, str | None, Cells]
Dated = list[tuple[str, RegisterClaim]]


class Historian:
    """Tells what was known when.

    Args:
        directory: of all parties.
        span: the day on which we first saw an article, and that of our newest; '' where there is none.
        fixed: ids of cases and deals of which people fixed cells: as they are now.
    """

    def __init__(self, directory: Directory, span: tuple[str, str], fixed: Collection[str] = ()) -> None:
        self._directory = directory
        self._fixed = fixed
        self._began, self._newest = span
        self._first: dict[str, str] = {}
        self._listed: dict[str, dict[str, Dated]] = defaultdict(dict)

    def cases(
        self, cases: Iterable[CaseFile], rows: Mapping[str, CaseRow], cells_of: Callable[[CaseFile], Cells]
    ) -> Iterator[CaseHistoryRow]:
        """Versions of cases.

        Args:
            cases: all of them.
            rows: what is known now, by id.
            cells_of: makes the values of a case of which less is known, or as much.
        """
        for case in cases:
            known = case.known
            dates = (known.filed_date, known.status_date) if known else ("", "")
            filed, since = (known_from(date, self._newest, self._began) for date in dates)
            days = _days((*case.reports, *case.appealed), (filed, since, *moving_days(known)))
            then = {day: _case_by(case, day, filed, since) for day in days}
            then = {day: self._below(told, case) for day, told in then.items()}
            if known and known.former:
                then = {day: told and before_moving(told, known, day) for day, told in then.items()}
            self._list(
                case.id, ((day, case_register_claims(told, self._directory)) for day, told in then.items() if told)
            )
            now = None if case.id in self._fixed else case
            cells = partial(_cells_then, cells_of, now, rows[case.id])
            for version in _versions(then, cells, self._now(rows[case.id])):
                self._first.setdefault(case.id, version[0])
                yield CaseHistoryRow(case.id, version[0], version[1], *version[2])

    def _below(self, told: CaseFile | None, case: CaseFile) -> CaseFile | None:
        """A case that the register shows on appeal, before it had come so far: without that court and its number."""
        row, then = case.known, told.known if told else None
        if told is None or row is None or then is None or then.status_date == row.status_date:
            return told
        court = self._directory.nodes.get(self._directory.find(row.court, "court", row.court) or "")
        heard = court is not None and story_rules().hears_appeals(court.name)
        below = tuple(number for number in row.docket_numbers if any(one.kind for one in read_dockets(number)))
        if not below or not (heard or row.status == "appeal"):
            return told
        return replace(told, known=replace(then, court="" if heard else row.court, docket_numbers=below))

    def deals(
        self, deals: Iterable[DealFile], rows: Mapping[str, DealRow], cells_of: Callable[[DealFile], Cells]
    ) -> Iterator[DealHistoryRow]:
        """Versions of deals, in the same way."""
        for deal in deals:
            announced = known_from(deal.known.announced_date if deal.known else "", self._newest, self._began)
            days = _days(deal.reports, (announced,))
            then = {day: _deal_by(deal, day, announced) for day in days}
            self._list(deal.id, ((day, deal_register_claims(told)) for day, told in then.items() if told))
            now = None if deal.id in self._fixed else deal
            cells = partial(_cells_then, cells_of, now, rows[deal.id])
            for version in _versions(then, cells, self._now(rows[deal.id])):
                yield DealHistoryRow(deal.id, version[0], version[1], *version[2])

    def tie(self, claims: Iterable[RegisterClaim], cases: Iterable[CaseFile]) -> None:
        """Take up what the register says of two cases; after these were told."""
        joined = {
            case.id: case.known.status_date for case in cases if case.known and case.known.status == "consolidated"
        }
        for claim in (claim for claim in claims if claim.link.relation in TIES):
            ends = (claim.link.source, claim.link.target)
            days = [self._first.get(end, self._began) for end in ends]
            if claim.link.relation == "part_of":
                days.append(known_from(joined.get(claim.link.source, ""), self._newest, self._began))
            self._list(claim.node_id, [(max(days), (claim,))])

    def edge(self, edge: EdgeRow, news: Sequence[NewsClaim]) -> Iterator[EdgeHistoryRow]:
        """Versions of an edge of which news says this; cases and deals have to be told before."""
        listed = self._listed.get(edge.id, {})
        now = _cells(EdgeHistoryRow, edge)
        if len(news) == 1 and not listed:
            yield EdgeHistoryRow(edge.id, news[0].report.day, None, *now)
            return
        if edge.relation == "owns":
            yield EdgeHistoryRow(edge.id, BEGINNING, None, *now)
            return
        days = _days((claim.report for claim in news), (day for rows in listed.values() for day, _ in rows))
        for version in _versions(_edge_by(news, listed, days), tuple, (now, self._began)):
            yield EdgeHistoryRow(edge.id, version[0], version[1], *version[2])

    def _now(self, row: CaseRow | DealRow) -> tuple[Cells, str]:
        return _story_cells(row), self._began

    def _list(self, node_id: str, told: Iterable[tuple[str, Iterable[RegisterClaim]]]) -> None:
        for day, claims in told:
            for claim in claims:
                self._listed[claim.link.id].setdefault(node_id, []).append((day, claim))


def _cells(kind: type, row: object) -> Cells:
    """The values of a row that its history tells: all columns but id and the two days."""
    return tuple(getattr(row, field.name) for field in fields(kind)[3:])


def _story_cells(row: CaseRow | DealRow) -> Cells:
    return _cells(CaseHistoryRow if isinstance(row, CaseRow) else DealHistoryRow, row)


def _cells_then(cells_of: Callable[[Story], Cells], now: Story | None, row: CaseRow | DealRow, then: Story) -> Cells:
    """The values of a story as it was known then: those of its row now where all was known."""
    return _story_cells(row) if then is now else cells_of(then)


def _versions(
    then: Mapping[str, Then | None], cells: Callable[[Then], Cells], now: tuple[Cells, str]
) -> Iterator[Version]:
    """The values that differ from those before them.

    Args:
        then: for each day, in order, what was known; None for nothing.
        cells: makes the value of it.
        now: the value now, and the day from which what has no date is known.
    """
    told: list[tuple[str, Cells]] = []
    for day, story in then.items():
        value = cells(story) if story is not None else None
        if value is not None and not (told and told[-1][1] == value):
            told.append((day, value))
    today, began = now
    if not told or told[-1][1] != today:
        last = max(began, told[-1][0]) if told else began
        told = [version for version in told if version[0] != last]
        if not told or told[-1][1] != today:  # people may have fixed it to what was known before that day
            told.append((last, today))
    for number, (day, values) in enumerate(told, 1):
        yield day, told[number][0] if number < len(told) else None, values


def _days(reports: Iterable[Report], dates: Iterable[str]) -> list[str]:
    """Days on which somebody says what nobody said before, in order; of very many the first and each month's last."""
    first: dict[object, str] = {}
    for report in reports:
        said = (report.fact.relation, report.source, report.target, *sorted(report.attributes.items()))
        first[said] = min(report.day, first.get(said, report.day))
    days = sorted({*first.values(), *filter(None, dates)})
    return days if len(days) <= MOST_DAYS else sorted({days[0], *{day[:7]: day for day in days}.values()})


def _case_by(case: CaseFile, day: str, filed: str, since: str) -> CaseFile | None:
    """A case as it was known on a day, the case itself where all was known; None where nobody knew of it.

    Args:
        case: with all that is known now.
        day: YYYY-MM-DD.
        filed: day from which the register's filing was known; '' where it gives no date.
        since: the same of its status.
    """
    reports, appealed = ([report for report in told if report.day <= day] for told in (case.reports, case.appealed))
    row = case.known
    if not reports and not (row and (appealed or _by(filed, day) or _by(since, day))):
        return None
    entered = [step for step in case.docket_steps if step.date <= day]
    known = _known_case(row, _by(filed, day), _by(since, day)) if row else None
    left = (len(reports), len(appealed), len(entered))
    if known is row and left == (len(case.reports), len(case.appealed), len(case.docket_steps)):
        return case
    return replace(case, reports=reports, known=known, docket_steps=entered, appealed=appealed)


def _known_case(row: KnownCase, begun: bool, reached: bool) -> KnownCase:
    """The register's row while neither, or only its filing, or also its status was known."""
    if reached or (begun and row.status == "filed" and not row.status_date):
        return row
    since = row.filed_date if begun else ""
    status = "filed" if begun else ""
    later: dict[str, Any] = {"outcome": "", "amount_usd": None, "judge": ""}
    return replace(row, filed_date=since, status=status, status_date=since, **later)


def _deal_by(deal: DealFile, day: str, announced: str) -> DealFile | None:
    """A deal as it was known on a day, itself where all was.

    `announced` is the day from which the register's announcement was known.
    """
    reports = [report for report in deal.reports if report.day <= day]
    row = deal.known
    if not reports and not (row and _by(announced, day)):
        return None
    known = _known_deal(row, _by(announced, day)) if row else None
    return deal if known is row and len(reports) == len(deal.reports) else replace(deal, reports=reports, known=known)


def _known_deal(row: KnownDeal, announced: bool) -> KnownDeal:
    if announced:
        if row.status not in AFTER_ANNOUNCEMENT:
            return row
        return replace(row, status="announced", value_text=register_words(row)[0])
    return replace(row, announced_date="", status="", amount_usd=None, stated=None, value_text="", term_years=None)


def _by(date: str, day: str) -> bool:
    """Whether a day had come by another; '' never comes."""
    return bool(date) and date <= day


def _edge_by(news: Sequence[NewsClaim], listed: Mapping[str, Dated], days: Sequence[str]) -> dict[str, Cells | None]:
    """What was known of an edge on each of some days, which are in order; None where nobody knew of it."""
    left = deque(sorted(news, key=lambda claim: claim.report.order))
    by_now: list[NewsClaim] = []
    told: dict[str, str | float] = {}
    confidence = 0.0
    found: dict[str, Cells | None] = {}
    for day in days:
        while left and left[0].report.day <= day:
            claim = left.popleft()
            by_now.append(claim)
            update(told, claim.attributes)
            confidence = max(confidence, claim.report.fact.confidence)
        chosen = with_chosen_sum(told, by_now)
        by_then = [[claim for when, claim in rows if when <= day][-1:] for _, rows in sorted(listed.items())]
        register = [claim for claims in by_then for claim in claims]
        is_told = len(left) < len(news)
        values = edge_values(chosen, confidence, register, is_told=is_told) if is_told or register else None
        found[day] = values
    return found
