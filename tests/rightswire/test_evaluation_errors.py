"""Errors sorted by what went wrong."""

import pytest

from nlp.model import CORE_RELATIONS, SIDE_RELATIONS
from rightswire.agreement import Names
from rightswire.error_classes import (
    APART,
    FAILED,
    GATED,
    INVENTED,
    OTHER_RELATION,
    SWAPPED,
    TOGETHER,
    UNRECOGNISED,
    WRONG_PARTY,
    classify_errors,
    count_classes,
)

TITLE = "Acme is in court"
TEXT = "Acme Inc. v. Borealis was filed on Monday. Cobalt looks on.\n\nDelta Press waits"
NAMES = Names([["Acme", "Acme Books"]])


def fact(relation, subject, target=None):
    return {"relation": relation, "subject": subject, "object": target}


def mention(name, field="text"):
    start = {"title": TITLE, "text": TEXT}[field].index(name)
    return {"name": name, "text": name, "field": field, "start": start, "end": start + len(name)}


RECOGNISED = [mention("Acme", "title"), *map(mention, ("Acme", "Borealis", "Cobalt", "Delta Press"))]


def classes(gold, found, **reading):
    annotated = {"id": "x-1", "url": "https://x.example", "title": TITLE, "text": TEXT, "facts": gold}
    read = {"relevant": True, "mentions": RECOGNISED, "facts": found} | reading
    return [error.error_class for error in classify_errors(annotated, read, NAMES)]


@pytest.mark.parametrize(
    ("missed", "reading", "expected"),
    [
        (fact("sues", "Acme", "Borealis"), {"relevant": False}, GATED),
        (fact("sues", "Acme", "Borealis"), {"failure": "IndexError: 3"}, FAILED),
        (fact("sues", "Acme", "Nobody Knows"), {}, UNRECOGNISED),
        (fact("sues", "Acme", "Borealis"), {"mentions": []}, UNRECOGNISED),
        (fact("sues", "Acme Books", "Borealis"), {}, TOGETHER),
        (fact("sues", "Acme", "Cobalt"), {}, APART),
        (fact("sues", "Cobalt", "Delta Press"), {}, APART),
        (fact("says", "Cobalt", "Nobody Knows"), {}, TOGETHER),
        (fact("says", "Somebody"), {}, UNRECOGNISED),
    ],
)
def test_a_missed_fact_tells_where_reading_stopped(missed, reading, expected):
    assert classes([missed], [], **reading) == [expected]


@pytest.mark.parametrize(
    ("spurious", "expected"),
    [
        (fact("sues", "Borealis", "Acme"), SWAPPED),
        (fact("accuses", "Acme", "Borealis"), OTHER_RELATION),
        (fact("accuses", "Borealis", "Acme"), OTHER_RELATION),
        (fact("sues", "Acme", "Cobalt"), WRONG_PARTY),
        (fact("sues", "Cobalt", "Borealis"), WRONG_PARTY),
        (fact("sues", "Cobalt", "Delta Press"), INVENTED),
        (fact("says", "Cobalt"), INVENTED),
    ],
)
def test_a_spurious_fact_tells_what_is_wrong_with_it(spurious, expected):
    gold = [fact("sues", "Acme", "Borealis"), fact("says", "Delta Press")]
    assert classes(gold, [*gold, spurious]) == [expected]


def test_a_counterclaim_that_is_annotated_is_not_swapped():
    both = [fact("sues", "Acme", "Borealis"), fact("sues", "Borealis", "Acme")]
    assert classes(both, both) == []


def test_lines_name_the_class_first_and_counts_keep_core_and_side_apart():
    annotated = {"id": "x-1", "url": "u", "title": TITLE, "text": TEXT, "facts": [fact("sues", "Acme", "Cobalt")]}
    invented = fact("blocks", "Cobalt", "Acme") | {"evidence": "Two\tlines\nof text"}
    errors = classify_errors(annotated, {"relevant": True, "mentions": RECOGNISED, "facts": [invented]}, NAMES)
    assert [error.line() for error in errors] == [
        f"{APART}\tx-1\tsues\tAcme -> Cobalt\t",
        f"{OTHER_RELATION}\tx-1\tblocks\tCobalt -> Acme\tTwo lines of text",
    ]
    assert count_classes(errors, CORE_RELATIONS)[APART] == 1
    assert sum(count_classes(errors, SIDE_RELATIONS).values()) == 1
