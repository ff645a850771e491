"""Dates that dispute nothing: those of another case or deal, of another step, or told in passing. Pure."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from graph.clues import CaseFile
from graph.dates import agree, is_later
from graph.deal_steps import deal_tellings
from graph.deals import DealFile
from graph.reports import Report
from graph.steps import steps
from graph.story_rules import holds, story_rules
from graph.told_steps import Telling, best_date, case_tellings


class Doubts:
    """Knows of each report which case or deal it is filed under, and so of what else its sentence tells.

    Args:
        reports: all, in the order of their numbers.
        stories: all cases and deals.
    """

    def __init__(self, reports: Sequence[Report] = (), stories: Iterable[CaseFile | DealFile] = ()) -> None:
        self._reports = reports
        self._stories = list(stories)
        self._places = array("i", [-1]) * (reports[-1].number + 1 if reports else 0)
        for place, story in enumerate(self._stories):
            for report in story.reports:
                self._places[report.number] = place
        self._dates: dict[tuple[int, str], tuple[str, ...]] = {}

    def is_firm(self, story: CaseFile | DealFile, telling: Telling, shown: str, listed: bool) -> bool:
        """Whether a date that somebody tells can dispute the one that is shown.

        Args:
            story: of which it is told.
            telling: with a date.
            shown: date of the step as it is shown.
            listed: whether the register gives the date of that step.
        """
        report = telling.report
        if report is None or agree(telling.date, shown):
            return True
        if listed and report.fact.background:
            return False
        over = isinstance(story, DealFile) and telling.kind == "announced" and is_later(telling.date, shown)
        if over and holds(report.sentences, story_rules().ending_words):
            return False
        return not any(
            agree(telling.date, when)
            for place in self._beside(report)
            if (other := self._stories[place]) is not story and type(other) is type(story)
            for when in self._dates_of(place, telling.kind)
        )

    def _beside(self, report: Report) -> Iterator[int]:
        """Places of the cases and deals of which the sentence of a report tells; its reports have numbers in a row."""
        start = bisect_left(self._reports, report.number, key=attrgetter("number"))
        for step in (-1, 1):
            place = start + step
            while 0 <= place < len(self._reports) and _sentence(self._reports[place]) == _sentence(report):
                story = self._places[self._reports[place].number]
                if story >= 0:
                    yield story
                place += step

    def _dates_of(self, place: int, kind: str) -> tuple[str, ...]:
        """The dates that a case or deal shows for its steps of a kind."""
        if (place, kind) not in self._dates:
            story = self._stories[place]
            told = case_tellings(story) if isinstance(story, CaseFile) else deal_tellings(story)
            same = [telling for telling in told if telling.kind == kind]
            dates = (best_date(step, story.parties) for step in steps(kind, same))
            self._dates[place, kind] = tuple(filter(None, dates))
        return self._dates[place, kind]


def _sentence(report: Report) -> tuple[str, str, int]:
    best = report.fact.evidence[0]
    return report.article.id, best.field, best.start
