"""Marketplaces and programmes: many licensors, one licensee, one deal. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator

from graph.clues import Pair
from graph.reports import Report
from graph.story_rules import holds, story_rules

_NAME = re.compile(r"((?:[A-Z][\w\u2019'&-]*\s+){0,4})([A-Z][\w-]*)")
Group = tuple[tuple[str, ...], tuple[str, ...], list[Report]]


def programme_of(report: Report) -> str | None:
    """Name of the programme that a licence is part of, '' where it is not named; None where it is part of none."""
    text = report.sentences
    for match in _NAME.finditer(text):
        if match[2].casefold() in story_rules().programme_names and match[1].strip():
            return f"{match[1]}{match[2]}".removeprefix("The ").strip()
    return "" if holds(text, story_rules().programme_words) else None


class Programmes:
    """Reports on programmes, by licensee and name."""

    def __init__(self) -> None:
        self._told: dict[str, dict[str, list[tuple[str, Report]]]] = defaultdict(lambda: defaultdict(list))

    def add(self, report: Report, name: str, pair: Pair) -> None:
        """Take up a report on a licence that is part of a programme; `pair` is who licenses to whom."""
        self._told[pair[1]][name.casefold()].append((pair[0], report))

    def groups(self, direct: dict[Pair, list[Report]]) -> Iterator[Group]:
        """Programmes of two licensors and more; others become deals of their pair, in `direct`.

        Args:
            direct: reports by pair that are part of no programme; grows by those of programmes with one partner.
        """
        for licensee in sorted(self._told):
            named = {name: list(reports) for name, reports in sorted(self._told[licensee].items())}
            unnamed = named.pop("", [])
            if len(named) == 1:
                next(iter(named.values())).extend(unnamed)
            elif unnamed:
                named[""] = unnamed
            for reports in named.values():
                told = sorted(reports, key=lambda one: one[1].number)
                licensors = tuple(dict.fromkeys(licensor for licensor, _ in told))
                ordered = [report for _, report in told]
                if len(licensors) > 1:
                    yield licensors, (licensee,), ordered
                else:
                    direct[licensors[0], licensee].extend(ordered)
