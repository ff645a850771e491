"""Court and docket number of a case, so that both belong together, now and before it moved. Pure.

A number that another court gave stands with that court in brackets behind those of the court where the case is pending.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.clues import CaseFile
from graph.dates import known_from
from graph.dockets import read_dockets
from graph.model import KnownCase
from graph.parties import Directory
from graph.reports import Report
from graph.story_rules import holds, story_rules


def with_own_courts(reports: Iterable[Report]) -> list[Report]:
    """Reports; a ruling that a sentence ascribes to a judge of a trial court has no court of appeals."""
    return [
        replace(report, attributes={key: value for key, value in report.attributes.items() if key != "court"})
        if report.fact.relation == "ruling"
        and story_rules().hears_appeals(report.text("court"))
        and holds(report.sentences, story_rules().trial_judges)
        and not holds(report.sentences, story_rules().reversals)
        else report
        for report in reports
    ]


def listed_numbers(row: KnownCase, directory: Directory) -> str:
    """The numbers of the register's row; behind one of a court where the case was before, that court."""
    before = {former.number: former.court for former in row.former}
    marked = (
        f"{number} ({_short(before[number], directory)})" if number in before else number
        for number in row.docket_numbers
    )
    return "; ".join(marked)


def told_numbers(case: CaseFile, court_id: str | None, directory: Directory) -> str | None:
    """The number that news gave last, and before it moved; None where nobody tells one.

    Args:
        case: of which the register has no number.
        court_id: where it is pending.
        directory: of courts.
    """
    given = sorted((*case.reports, *case.appealed), key=lambda report: report.order)
    told = [report for report in given if not case.dockets.isdisjoint(read_dockets(report.text("docket_number")))]
    told = [report for report in told if report.number not in case.merged_in] or told
    if not told:
        return None
    places: dict[str, str] = {}
    for report in told:
        court = directory.find(report.text("court"), "court") if report.text("court") else None
        number = report.text("docket_number")
        places.setdefault(number, "" if not court or (_is_of_trial(number) and _on_appeal(court, directory)) else court)
    last = told[-1].text("docket_number")
    if not (case.moved or len(case.courts) > 1 or _is_of_trial(last)):
        return last
    here = [number for number, court in places.items() if court in ("", court_id)]
    number = last if last in here else here[-1] if here else ""
    others = [f"{other} ({_short(court, directory)})" for other, court in places.items() if court not in ("", court_id)]
    if _on_appeal(court_id, directory) and _is_of_trial(number):
        number = f"{number} (trial court)"
    return "; ".join(filter(None, (number, *others))) or None


def before_moving(case: CaseFile, row: KnownCase, day: str) -> CaseFile:
    """A case as it was known on a day, in the court where it was then.

    Args:
        case: with what was known.
        row: the register's row, with all.
        day: YYYY-MM-DD.
    """
    if case.known is None:
        return case
    then = [former for former in row.former if former.until and day < known_from(former.until, "")]
    if not then:
        return case
    first = min(then, key=lambda former: former.until)
    return replace(case, known=replace(case.known, court=first.court, docket_numbers=(first.number,), former=()))


def moving_days(row: KnownCase | None) -> Sequence[str]:
    """The days from which on the register's case was known to be in another court."""
    return [known_from(former.until, "") for former in row.former if former.until] if row else []


def _on_appeal(court_id: str | None, directory: Directory) -> bool:
    return court_id is not None and story_rules().hears_appeals(directory.nodes[court_id].name)


def _is_of_trial(number: str) -> bool:
    return any(docket.kind for docket in read_dockets(number))


def _short(court: str, directory: Directory) -> str:
    """A court's short name: the shortest with a dot that it is known by, 'N.D. Cal.', else its name."""
    node = directory.nodes.get(directory.find(court, "court", court) or "")
    if node is None:
        return court
    forms = sorted((form for form in node.forms if "." in form), key=lambda form: (len(form), form))
    return forms[0] if forms else node.name
