"""Whose is a date, a court, a judge: where an article tells of several cases each keeps its own."""

import pytest

from nlp.link_signals import LINKED, Weighed
from nlp.linking import shares, weights
from nlp.model import Attributes

# published 2025-09-17, a Wednesday

CAND = "United States District Court for the Northern District of California"
NYSD = "United States District Court for the Southern District of New York"


def found(facts, subject, object_):
    matching = [
        f.attributes for f in facts if f.relation == "sues" and (f.subject.name, f.object.name) == (subject, object_)
    ]
    assert matching, f"no suit of {subject}"
    return matching[0]


TWO_CASES = (
    "Getty Images sued Stability AI over its photographs in federal court in San Francisco in January 2023. "
    "Judge Ada Stone has the case.\n\n"
    "The New York Times sued OpenAI over its articles in federal court in Manhattan in December 2023. "
    "Judge Sidney Stein has that one."
)
EACH = [
    ("Getty Images", "Stability AI", Attributes(filed_date="2023-01", court=CAND)),
    ("The New York Times", "OpenAI", Attributes(filed_date="2023-12", court=NYSD)),
]


@pytest.mark.parametrize(("plaintiff", "defendant", "wanted"), EACH)
def test_each_case_keeps_its_own_date_and_court(read_facts, plaintiff, defendant, wanted):
    attributes = found(read_facts(TWO_CASES), plaintiff, defendant)
    assert (attributes.filed_date, attributes.court) == (wanted.filed_date, wanted.court)


def test_co_parties_are_given_the_same(read_facts):
    facts = read_facts("Le Monde, Reuters and Axel Springer sued OpenAI in federal court in Manhattan on Monday.")
    suits = {(f.attributes.filed_date, f.attributes.court) for f in facts if f.relation == "sues"}
    assert suits == {("2025-09-15", NYSD)}


def test_the_likeliest_value_counts_all_its_places():
    marks = [Weighed("A", {"near": 1.0}), Weighed("B", {"near": 1.2}), Weighed("A", {"near": 1.0})]
    found_shares = shares(marks, {"near": 1.0})
    assert found_shares["A"] > found_shares["B"]
    assert sum(found_shares.values()) < 1
    assert shares([], {}) == {}


def test_every_linked_attribute_has_weights():
    names = {f"{relation}.{attribute}" for relation, linked in LINKED.items() for attribute in linked}
    assert weights().keys() == names
    assert all(0.35 <= known["least"] <= 0.9 and "bias" in known for known in weights().values())
