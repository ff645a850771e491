"""What the tellings of a case or deal come to: the values of its row that change as more becomes known. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.clues import CaseFile
from graph.deal_steps import announced_date, deal_tellings, talks_date
from graph.deals import DealFile
from graph.dockets import read_dockets
from graph.parties import Directory
from graph.places import listed_numbers, told_numbers
from graph.readings import told_term
from graph.reports import Report
from graph.since import dated_by_event
from graph.standing import Standing, case_standing, deal_standing
from graph.sums import Sum
from graph.told_steps import Telling, best_date, case_tellings, chosen_sum


@dataclass(frozen=True)
class CaseValues:
    """What is told of a case.

    Attributes:
        case: the case, with all that is known of it, or what was known on a day.
        directory: of all parties.
    """

    case: CaseFile
    directory: Directory

    @cached_property
    def court_id(self) -> str | None:
        """The register's court, else that which was reported last."""
        row = self.case.known
        court_text = last_of(self.case, "court", self.case.reports)
        listed = self.directory.find(row.court, "court", row.court) if row and row.court else None
        return listed or (self.directory.find(court_text, "court") if court_text else None)

    @cached_property
    def tellings(self) -> list[Telling]:
        """Of its steps."""
        return list(case_tellings(self.case))

    @cached_property
    def standing(self) -> Standing:
        """How far it has come."""
        return dated_by_event(case_standing(self.case, self.directory), self.tellings, self.case.parties)

    @cached_property
    def counted(self) -> list[Telling]:
        """The tellings among which the sum is chosen: not the register's where the case went on since."""
        moved = self.standing.moved
        return [telling for telling in self.tellings if telling.kind != "filed" and (telling.report or not moved)]

    @cached_property
    def filed(self) -> str:
        """When it was filed; '' where nobody tells."""
        return best_date((telling for telling in self.tellings if telling.kind == "filed"), self.case.parties)

    @cached_property
    def total(self) -> tuple[Sum | None, float | None]:
        """The sum that is chosen, and its total in dollars."""
        return chosen_sum(self.counted, self.case.parties)

    def cells(self) -> tuple[Any, ...]:
        """The columns that `case_history` has behind its days."""
        case, row = self.case, self.case.known
        court = self.directory.nodes[self.court_id].name if self.court_id else None
        total, amount = self.total
        return (
            court,
            (listed_numbers(row, self.directory) if row else "") or told_numbers(case, self.court_id, self.directory),
            self.filed or None,
            (row.judge if row else "") or last_of(case, "judge", case.reports),
            self.standing.status or None,
            self.standing.date or None,
            (row.outcome or None) if row else None,
            amount if total or not row else row.amount_usd,
        )


@dataclass(frozen=True)
class DealValues:
    """What is told of a deal.

    Attributes:
        deal: the deal, with all that is known of it, or what was known on a day.
    """

    deal: DealFile

    @cached_property
    def tellings(self) -> list[Telling]:
        """Of its steps."""
        return list(deal_tellings(self.deal))

    @cached_property
    def standing(self) -> Standing:
        """How far it has come."""
        return deal_standing(self.deal)

    @cached_property
    def announced(self) -> str:
        """When it was announced; '' where nobody tells."""
        return announced_date(self.deal, self.tellings)

    @cached_property
    def total(self) -> tuple[Sum | None, float | None]:
        """The sum that is chosen, and its total in dollars."""
        return chosen_sum(self.tellings, self.deal.parties)

    def cells(self) -> tuple[Any, ...]:
        """The columns that `deal_history` has behind its days."""
        deal, standing = self.deal, self.standing
        talks = talks_date(deal, self.tellings) if not self.announced and standing.status == "in-talks" else ""
        total, amount = self.total
        told_text = total.text or None if total else None
        return (
            standing.status or None,
            self.announced or talks or None,
            amount,
            (deal.known.value_text or None) if deal.known else told_text,
            told_term(deal),
        )


def last_docket(case: CaseFile) -> str | None:
    """The number that was reported last, of those that are no other case's."""
    return last_of(case, "docket_number", [report for report in case.reports if own_docket(case, report)])


def own_docket(case: CaseFile, report: Report) -> bool:
    """Whether a report gives a number of the case."""
    return not case.dockets.isdisjoint(read_dockets(report.text("docket_number")))


def last_of(case: CaseFile, attribute: str, reports: Sequence[Report]) -> str | None:
    """What was reported last; of a case into which people merged another what was told of itself goes first."""
    own = [report for report in reports if report.number not in case.merged_in] if case.merged_in else reports
    return _last(own, attribute) or _last(reports, attribute)


def _last(reports: Iterable[Report], attribute: str) -> str | None:
    told = [(report.order, text) for report in reports if (text := report.text(attribute))]
    return max(told)[1] if told else None


def day_of(tellings: Iterable[Telling], total: Sum | None) -> str:
    """The date of the step for which a sum is told, else the day of the first report on it; '' without a sum."""
    same = [telling for telling in tellings if total and telling.sum and telling.sum.label == total.label]
    return best_date(same) or min((telling.report.day for telling in same if telling.report), default="")
