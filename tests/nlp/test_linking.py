"""Whose is a date, a court, a judge: where an article tells of several cases each keeps its own."""

import pytest

from nlp.link_network import load_network, make_network
from nlp.link_signals import LINKED, Weighed
from nlp.linking import shares
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


TABLE = {
    "attributes": {
        "sues.court": {"least": 0.5, "signals": {"near": 1.0}, "start": [0.0, 0.0], "units": [0.5, 0.0]},
    },
    "hidden": {"near": [1.0, 0.0], "rival": [-2.0, 0.0]},
}


def test_the_likeliest_value_counts_all_its_places():
    marks = [Weighed("A", {"near": 1.0}), Weighed("B", {"near": 1.2}), Weighed("A", {"near": 1.0})]
    found_shares = shares(marks, "sues.court", make_network(TABLE))
    assert found_shares["A"] > found_shares["B"]
    assert sum(found_shares.values()) < 1
    assert shares([], "sues.court", make_network(TABLE)) == {}


def test_units_count_signals_together_and_unknown_signals_count_nothing():
    scores = make_network(TABLE).scores("sues.court", [{"near": 1.0}, {"near": 1.0, "rival": 1.0}, {"new": 1.0}])
    assert scores[0] > scores[1] > scores[2] == 0


def test_weights_whose_units_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="units"):
        make_network({**TABLE, "hidden": {"near": [1.0], "rival": [1.0]}})


def test_every_linked_attribute_has_weights():
    names = {f"{relation}.{attribute}" for relation, linked in LINKED.items() for attribute in linked}
    network = load_network()
    assert network.attributes.keys() == names
    assert all(0.35 <= known.least <= 0.9 and known.direct.any() for known in network.attributes.values())
