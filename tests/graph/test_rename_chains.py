"""Names that follow one another are one body's, however many sentences tell of them and on however many nights."""

from itertools import permutations

import pytest

STATED = (
    ("Beta News", "Beta News, formerly Alpha News, sued Xylo."),
    ("Gamma News", "Gamma News, formerly Beta News, sued Xylo."),
)


@pytest.fixture
def named(empty_build, make_article, make_fact):
    """The names of the bodies that sued, by id, after articles on each of (name, sentence)."""

    def build(*told, first="Alpha News"):
        opening = make_article("first", make_fact("sues", first, "Xylo", filed_date="2024-01-01"))
        later = [
            make_article(f"{place}", make_fact("sues", name, "Xylo", said, filed_date="2024-01-01"), run=2 + place)
            for place, (name, said) in enumerate(told)
        ]
        graph = empty_build(opening, *later)
        return {node.id: node.name for node in graph.nodes if node.name.endswith("News")}, graph

    return build


@pytest.mark.parametrize("told", list(permutations(STATED)))
def test_a_chain_of_names_is_one_body(named, told):
    names, graph = named(*told)
    assert list(names.values()) == ["Gamma News"]
    assert len(graph.cases) == 1
    (node,) = names
    leads = {row.old_id: row.new_id for row in graph.successors}
    ids = {"alpha-news", "beta-news", "gamma-news"}
    assert {old: leads[old] for old in ids - {node}} == dict.fromkeys(ids - {node}, node)
    (case,) = graph.cases
    suits = {f"{name}-v-xylo" for name in ids} - {case.id}
    assert {old: leads[old] for old in suits} == dict.fromkeys(suits, case.id)


def test_a_step_that_is_skipped_is_no_other_name(named):
    names, _ = named(*STATED, ("Gamma News", "Gamma News, once called Alpha News, sued Xylo."))
    assert list(names.values()) == ["Gamma News"]


@pytest.mark.parametrize(
    "last",
    [
        ("Alpha News", "Alpha News, formerly Gamma News, sued Xylo."),
        ("Delta News", "Delta News, formerly Alpha News, sued Xylo."),
    ],
)
def test_names_that_lead_back_or_apart_are_left_alone(named, last):
    names, _ = named(*STATED, last)
    assert "alpha-news" in names
    assert names["alpha-news"] == "Alpha News"


def test_a_name_that_two_bodies_are_said_to_have_taken_joins_none(named):
    names, _ = named(
        ("Aleph News", "Aleph News sued Xylo."),
        ("Beta News", "Beta News, formerly Alpha News, sued Xylo."),
        ("Beta News", "Beta News, formerly Aleph News, sued Xylo."),
    )
    assert sorted(names.values()) == ["Aleph News", "Alpha News", "Beta News"]
