"""What the reader gave to one fact of an article and belongs to another joins no two suits and dates no filing."""

import pytest

SUED = "Ann Poe sued Xylo on Tuesday, No. 1:25-cv-03790."
BROTHER = "Her brother Ben Poe has a suit before the same court, filed in April."


def told(graph):
    """Case -> status, day of filing and number."""
    return {case.id: (case.status, case.filed_date, case.docket_number) for case in graph.cases}


@pytest.mark.parametrize("turned", [False, True])
def test_a_number_in_the_sentence_of_one_suit_is_not_that_of_another_filed_at_another_time(
    empty_build, make_article, make_fact, turned
):
    number = {"docket_number": "1:25-cv-03790"}
    suit = make_fact("sues", "Ann Poe", "Xylo", SUED, filed_date="2025-12-02", **number)
    other = make_fact("sues", "Ben Poe", "Xylo", BROTHER, start=60, filed_date="2025-04", **number)
    paid = make_article("b", make_fact("settles_with", "Ben Poe", "Xylo", date="2026-04-01"), day="2026-04-02")
    articles = [make_article("a", suit, other, day="2025-12-04"), paid]
    assert told(empty_build(*articles[:: -1 if turned else 1])) == {
        "ann-poe-v-xylo": ("filed", "2025-12-02", "1:25-cv-03790"),
        "ben-poe-v-xylo": ("settled", "2025-04", None),
    }


def test_who_sues_beside_a_known_case_is_no_plaintiff_in_it(make_case, make_article, make_fact, build):
    known = make_case(class_action="yes", status="settled", status_date="2025-09-05")
    named = {"caption": "Mill Gazette Company v. Loom AI"}
    suit = make_fact("sues", "Ann Poe", "Loom AI", "Ann Poe sued Loom AI on Friday.", filed_date="2026-05-15", **named)
    old = make_fact(
        "settles_with", "Mill Gazette Company", "Loom AI", "She left Mill Gazette Company v. Loom AI.", start=50
    )
    graph = build([make_article("a", suit, old, day="2026-05-16")], (known,), ())
    assert told(graph)["ann-poe-v-oracle-loom"] == ("filed", "2026-05-15", None)
    assert "ann-poe|plaintiff_in|mill-gazette-v-loom" not in {edge.id for edge in graph.edges}


def test_a_suit_is_not_filed_on_the_day_on_which_its_sentence_has_a_court_rule(empty_build, make_article, make_fact):
    words = "Judge Clara Tindall ruled on Tuesday for Ben Poe and other poets who are suing Xylo."
    suit = make_fact("sues", "Ben Poe", "Xylo", words, filed_date="2026-03-17")
    ruled = make_fact("ruling", "Ben Poe", "Xylo", words, date="2026-03-17", outcome="plaintiff")
    graph = empty_build(make_article("a", suit, ruled, day="2026-03-18"))
    assert told(graph) == {"ben-poe-v-xylo": ("ruling", None, None)}
    assert [(event.kind, event.date) for event in graph.events] == [("filed", None), ("ruling", "2026-03-17")]
