"""Appeals as cases of their own. Pure.

The rule: what an article tells of an appeal is a case of its own, tied by `appeal_of` to the case that it was taken
from, where it names the court that hears the appeal or a docket number that is none of the trial's. 'X appealed' alone
is a step of the trial's case. Where the register's row holds the appeal (by its court, its numbers or its status), the
row stays the one case. A suit of which nobody tells but on appeal is the appeal. The status of the trial's case is that
of the whole suit: what is decided on appeal moves it.

A court is named where the article's fact gives it, or where the sentence that tells of an appeal says that one court of
appeals hears it. A court of appeals that merely stands in the text parts nothing: articles name it beside the filing,
the trial's rulings and as the author of other decisions, and one case told twice in an article would be split.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graph.clues import CaseFile
from graph.dockets import Docket, read_dockets
from graph.judges import surnames
from graph.names import Ids
from graph.parties import Directory
from graph.reports import Report
from graph.story_rules import story_rules
from nlp.register import RegisterCourt


def name_courts(reports: Iterable[Report], courts: Iterable[RegisterCourt]) -> list[Report]:
    """Reports; those that tell of an appeal have the court of appeals of their sentence, where it says who hears it.

    Args:
        reports: in their order.
        courts: of the register.
    """
    higher = [court for court in courts if story_rules().hears_appeals(court.name)]
    names = {form: court.name for court in higher for form in (court.name, *court.aliases)}
    one_of = "|".join(map(re.escape, sorted(names, key=lambda form: (-len(form), form))))
    if not one_of:
        return list(reports)
    named = re.compile(rf"\b({one_of})\b")
    heard = re.compile("|".join(rule.replace("COURT", f"(?:{one_of})") for rule in story_rules().appeal_heard))
    return [
        _with_court(report, named, heard, names)
        if report.text("status") == "appeal" and report.fact.relation == "sues" and not _names_court(report)
        else report
        for report in reports
    ]


def _with_court(report: Report, named: re.Pattern[str], heard: re.Pattern[str], names: Mapping[str, str]) -> Report:
    sentence = report.fact.evidence[0].sentence
    found = {names[form] for form in named.findall(sentence)}
    if len(found) != 1 or not heard.search(sentence):
        return report
    return replace(report, attributes={**report.attributes, "court": found.pop()})


def part_appeals(
    cases: Iterable[CaseFile], found: dict[int, CaseFile], directory: Directory, ids: Ids
) -> list[CaseFile]:
    """Part appeals from the cases that they were taken from.

    Args:
        cases: with ids; those with appeals leave the reports on them to the appeals.
        found: the case of each report's number; it changes.
        directory: of courts.
        ids: of all nodes.

    Returns:
        the appeals, in the order of cases and reports.
    """
    appeals: list[CaseFile] = []
    for case in cases:
        told = [] if _holds_appeal(case, directory) else _on_appeal(case)
        if not told or (case.known is None and len(told) == len(case.reports)):
            continue
        for reports in _by_appeal(told):
            appeal = _open(case, reports, directory, ids.reserve(f"{case.id}-appeal"))
            found.update({report.number: appeal for report in reports})
            appeals.append(appeal)
        case.appealed = told
        case.reports = [report for report in case.reports if not any(report is other for other in told)]
        own = {docket for report in case.reports for docket in read_dockets(report.text("docket_number"))}
        if case.known is None:
            case.dockets -= {docket for appeal in appeals for docket in appeal.dockets} - own
    return appeals


def _holds_appeal(case: CaseFile, directory: Directory) -> bool:
    """Whether the register's row of a case is that of its appeal too."""
    if case.known is None:
        return False
    courts = [directory.nodes[court].name for court in case.courts if court in directory.nodes]
    return case.known.status == "appeal" or any(map(story_rules().hears_appeals, courts))


def _on_appeal(case: CaseFile) -> list[Report]:
    """The reports that name the appeal's court or number; no number of the register's row is one."""
    listed = {
        docket.core for number in (case.known.docket_numbers if case.known else ()) for docket in read_dockets(number)
    }
    numbers = {
        docket.core
        for report in case.reports
        if _names_court(report) or report.text("status") == "appeal"
        for docket in read_dockets(report.text("docket_number"))
        if not docket.kind
    }
    below = {
        docket.core
        for report in case.reports
        if not _names_court(report) and report.text("status") != "appeal"
        for docket in read_dockets(report.text("docket_number"))
        if report.text("court")
    }
    numbers -= listed | below
    return [
        report
        for report in case.reports
        if (told := {docket.core for docket in read_dockets(report.text("docket_number"))}).isdisjoint(listed)
        and (_names_court(report) or not told.isdisjoint(numbers))
    ]


def _names_court(report: Report) -> bool:
    return story_rules().hears_appeals(report.text("court"))


def _by_appeal(reports: Iterable[Report]) -> list[list[Report]]:
    """Reports of one appeal together: those of one number, else of one court, the earliest first."""
    groups: list[list[Report]] = []
    ordered = sorted(reports, key=lambda report: (not report.text("docket_number"), report.order))
    for report in ordered:
        fitting = [group for group in groups if not _differ(group, report)]
        if fitting:
            fitting[-1].append(report)
        else:
            groups.append([report])
    return sorted((sorted(group, key=lambda one: one.number) for group in groups), key=lambda group: group[0].number)


def _differ(group: Sequence[Report], report: Report) -> bool:
    numbers, courts = _numbers(group), {one.text("court") for one in group} - {""}
    other = _numbers([report])
    if numbers and other:
        return numbers.isdisjoint(other)
    return bool(courts) and bool(report.text("court")) and report.text("court") not in courts


def _numbers(reports: Iterable[Report]) -> set[Docket]:
    return {docket for report in reports for docket in read_dockets(report.text("docket_number"))}


def _open(case: CaseFile, reports: list[Report], directory: Directory, identifier: str) -> CaseFile:
    """The appeal: the sides of the trial's case, of those whom the reports name."""
    named = {party for report in reports for party in (report.source, report.target)}
    courts = {directory.find(text, "court") for report in reports if (text := report.text("court"))}
    return CaseFile(
        id=identifier,
        plaintiffs={party: None for party in case.plaintiffs if party in named} or dict(case.plaintiffs),
        defendants={party: None for party in case.defendants if party in named} or dict(case.defendants),
        dockets={docket for docket in _numbers(reports) if not docket.kind},
        courts={court for court in courts if court},
        judges={name for report in reports for name in surnames(report.text("judge"))},
        reports=reports,
        appeal_of=case,
    )
