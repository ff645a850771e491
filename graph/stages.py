"""Stages that a case came to, as the register dates them. Pure."""

from graph.clues import CaseFile
from graph.model import KnownCase


def is_step_of_its_own(case: CaseFile, row: KnownCase) -> bool:
    """Whether the stage that the register shows is dated, not as its filing, nor as a decision of which news tells."""
    day = row.status_date
    if not day or (row.status == "filed" and row.filed_date.startswith(day)):
        return False
    decided = ("ruling", "settles_with")
    return not any(
        report.text("date") == day and report.fact.relation in decided and report.text("status") != row.status
        for report in case.reports
    )
