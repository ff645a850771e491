"""Since when a case has its status: the day of the very event that brought it about. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from graph.rules import rules
from graph.standing import Standing
from graph.steps import step_day, steps
from graph.told_steps import Telling, best_date


def dated_by_event(standing: Standing, tellings: Iterable[Telling], parties: Collection[str]) -> Standing:
    """A case's standing with the date that its events give it, so that table, timeline and readings tell one day.

    The register may tell of another day that a case was filed and nothing more: it was pending on that day. A status
    without an event (of a docket's entry, or one that is not dated) keeps its date.

    Args:
        standing: as `graph.standing.case_standing` tells it.
        tellings: of the steps of the case.
        parties: of the case.
    """
    kind = _kind(standing.status)
    told = [telling for telling in tellings if telling.kind == kind] if kind else []
    listed = [telling.date for telling in told if telling.report is None and not telling.docket]
    if kind == "filed" and standing.provenance == "register" and standing.date not in ("", *listed):
        return standing
    if kind == "filed":
        return replace(standing, date=best_date(told, parties))
    own = [step for step in steps(kind, told) if any(_tells(telling, standing) for telling in step)] if told else []
    days = [day for step in own if (day := step_day(step, parties))]
    if not days or standing.date in days:
        return standing
    return replace(standing, date=max(days))


def _kind(status: str) -> str:
    """Kind of the event that brings a status about; '' for none."""
    if status in ("filed", "ruling"):
        return status
    return rules().case_events.get(status) or rules().case_stages.get(status, "")


def _tells(telling: Telling, standing: Standing) -> bool:
    if telling.report is None:
        return standing.provenance == ("docket" if telling.docket else "register")
    return standing.provenance == "news" and telling.report.article.url == standing.source_url
