"""A sentence is searched for the wordings of a relation only where it holds their clues: no wording may lie outside of them."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.rules import templates
from nlp.vocabulary import read_table

RELATIONS = sorted(read_table("wordings")["clues"])


@pytest.mark.parametrize("relation", RELATIONS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(data=st.data())
def test_every_wording_holds_the_clues_of_its_relation(relation: str, data: st.DataObject) -> None:
    wording = data.draw(st.sampled_from([pattern for _, pattern in templates._patterns(relation)]))
    text = data.draw(st.from_regex(re.compile(wording.pattern, re.IGNORECASE | re.ASCII)))
    assert all(clue.search(text) for clue in templates._clues(relation))
