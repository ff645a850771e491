"""Which facts enter the graph."""

import pytest

from graph.register import Known
from nlp.model import Attributes, Evidence, Fact, Party
from nlp.thresholds import Thresholds
from rightswire.admission import Admission, admission

ADMITTED = Admission(Thresholds(0.6, 0.5), 0.9, frozenset({("avery", "corvid")}))


def fact(subject="avery", object_="corvid", *, confidence=0.7, rule=None, relation="sues"):
    sides = (Party(name.title(), "company", name) for name in (subject, object_))
    evidence = (Evidence("Avery sued Corvid.", 0, 18),)
    return Fact(relation, *sides, Attributes(), evidence, "learned.sues", confidence, rule_confidence=rule)


@pytest.mark.parametrize(
    ("told", "admitted"),
    [
        (fact(), True),
        (fact(confidence=0.55), False),
        (fact(object_="egret"), False),
        (fact(object_="egret", confidence=0.92), True),
        (fact(object_="egret", rule=0.8), True),
        (fact(object_="egret", relation="accuses"), True),
    ],
    ids=["known pair", "unsure", "unknown pair", "unknown pair, sure", "unknown pair, by a rule", "side relation"],
)
def test_what_the_encoder_alone_sees_between_strangers_must_be_surer(told, admitted):
    assert ADMITTED.admits(told) == admitted


def test_a_register_without_stories_knows_no_pair():
    assert admission(Known(), Thresholds(), 0.9).pairs == frozenset()
