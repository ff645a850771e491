"""Tell what an article reports from what it only recalls.

A fact is background where every sentence that shows it recalls. A sentence of the headline or the first paragraph never
recalls, nor does a line that only gives the case its name and number. Any other does where it holds a cue ('has also',
'previously'), where its latest date lies well before publication, or where it stands in the last third of the text and
after the second paragraph; who speaks or acts for whom may stand there in any article, and does not recall for that.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from nlp.context import pattern
from nlp.dates import find_dates
from nlp.model import Document, Evidence, Fact
from nlp.vocabulary import read_table

#: Relations that tell no step of a suit or deal.
NO_EVENTS = frozenset({"says", "represents"})
CASE_LINE = re.compile(r"\W*The (?:cases?|lawsuits?|suits?) (?:is|are) \S+(?: \S+){0,12} vs?\.? ")
#: A paragraph of fewer words is a byline, a dateline or a heading.
LEAST_WORDS = 8
PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")


def mark_background(facts: Iterable[Fact], document: Document) -> tuple[Fact, ...]:
    """The facts in their order, each told whether it is background of the article."""
    recalls = cache(lambda evidence, is_event: is_recalled(evidence, document, is_event))
    return tuple(
        replace(fact, background=all(recalls(evidence, fact.relation not in NO_EVENTS) for evidence in fact.evidence))
        for fact in facts
    )


def is_recalled(evidence: Evidence, document: Document, is_event: bool = True) -> bool:
    """Whether a sentence tells what happened before the article's news."""
    text = document.text
    paragraph = _paragraph(text, evidence.start)
    if evidence.field == "title" or paragraph == 1 or CASE_LINE.match(evidence.sentence):
        return False
    if pattern("background", "cues").search(evidence.sentence) or _is_old(evidence.sentence, document.published):
        return True
    table = read_table("background")
    tail = len(text.rstrip()) * (1 - float(table["tail_share"]))
    return is_event and paragraph > int(table["opening_paragraphs"]) and evidence.start >= tail


def _paragraph(text: str, place: int) -> int:
    """Number of the paragraph that holds a place, from 1; bylines, datelines and headings do not count."""
    *before, _ = PARAGRAPH_BREAK.split(text[: place + 1])
    return 1 + sum(len(paragraph.split()) >= LEAST_WORDS for paragraph in before)


def _is_old(sentence: str, published: date | None) -> bool:
    """Whether a sentence is dated and none of its dates, at its latest, is near publication."""
    if published is None:
        return False
    dates = [found.iso for found in find_dates(sentence, published)]
    edge = (published - timedelta(days=read_table("background")["old_after_days"])).isoformat()
    # '2024-05' is at its latest the end of May: it compares by the part that it tells.
    return bool(dates) and all(iso < edge[: len(iso)] for iso in dates)
