"""Attributes that the reader gave to one fact of an article and that are another's. Pure.

Taking too much from the sentences around joins suits that are two, or dates a filing by what a court did years later.
What a fact may have borrowed is dropped where its article shows whose it is: a wrong value costs more than none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from graph.dates import agree
from graph.reports import Report
from graph.rules import rules
from graph.story_rules import holds

_ARTICLE = attrgetter("article.id")


def without_borrowed(reports: Sequence[Report]) -> list[Report]:
    """Reports in their order, each without what is surely another's of the same article.

    Of a suit these are: a day of filing on which the same sentence has a court rule between the two; a docket number
    or a caption that stands in the sentence of another suit, filed at another time.
    """
    kept: list[Report] = []
    for _, group in groupby(reports, key=_ARTICLE):
        told = list(group)
        suits = [report for report in told if report.fact.relation == "sues" and "filed_date" in report.attributes]
        if not suits or len(told) == 1:
            kept += told
            continue
        drop = {report.number: names for report in suits if (names := set(_borrowed(report, told)))}
        kept += [_less(report, drop[report.number]) if report.number in drop else report for report in told]
    return kept


def _less(report: Report, names: set[str]) -> Report:
    return replace(report, attributes={key: value for key, value in report.attributes.items() if key not in names})


def _borrowed(suit: Report, told: Sequence[Report]) -> Iterator[str]:
    """Names of the attributes that are another's."""
    if any(_rules_that_day(other, suit) for other in told):
        yield "filed_date"
    number, caption = suit.text("docket_number"), suit.text("caption")
    if number and number not in suit.sentences and any(_has_number(other, suit) for other in told):
        yield "docket_number"
    if caption and _is_told_beside(caption, suit) and any(_names(caption, other) for other in told):
        yield "caption"


def _rules_that_day(ruling: Report, suit: Report) -> bool:
    return (
        ruling.fact.relation == "ruling"
        and (ruling.source, ruling.target) == (suit.source, suit.target)
        and ruling.text("date") == suit.text("filed_date")
        and ruling.fact.evidence[0] == suit.fact.evidence[0]
    )


def _has_number(other: Report, suit: Report) -> bool:
    """Whether another plaintiff's suit, filed at another time, is told with the number in its sentence."""
    return (
        other.fact.relation == "sues"
        and other.source != suit.source
        and suit.text("docket_number") in other.sentences
        and bool(filed := other.text("filed_date"))
        and not agree(filed, suit.text("filed_date"))
    )


def _is_told_beside(caption: str, suit: Report) -> bool:
    """Whether a caption of others stands near the news that somebody sues, who is not told to join their suit."""
    return (
        not suit.fact.background
        and caption not in suit.fact.evidence[0].sentence
        and not _names(caption, suit)
        and suit.text("filed_date")[:7] == suit.day[:7]
        and not holds(suit.sentences, rules().added_words)
    )


def _names(caption: str, report: Report) -> bool:
    """Whether a caption begins with a word of who sues."""
    first = caption.casefold().split(" v. ")[0].replace(",", " ").split()
    return not set(first).isdisjoint(report.fact.subject.name.casefold().split())
