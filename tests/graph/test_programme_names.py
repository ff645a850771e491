"""A programme that goes by a known party's name is no party of its own."""

import pytest


@pytest.mark.parametrize(
    ("licensee", "node"),
    [
        ("Spool Content Marketplace", "spool"),
        ("Loom AI Publisher Program", "oracle-loom"),
        ("Harrow Marketplace", "harrow-marketplace"),  # nobody names a Harrow
    ],
)
def test_a_licence_to_a_programme_is_one_to_whoever_runs_it(build, make_article, make_fact, licensee, node):
    runs = [
        make_fact("licenses_to", name, owner, f"{name} has joined {licensee}.", announced_date="2025-04-08")
        for owner in ("Spool", "Loom AI")
        for name in ("Oakline", "Penfold")
    ]
    joins = make_fact(
        "licenses_to", "Ulver", licensee, f"Ulver has joined the {licensee}.", announced_date="2025-06-17"
    )
    graph = build(
        [make_article("a", *runs, day="2025-04-09"), make_article("b", joins, day="2025-06-18")], cases=(), deals=()
    )
    assert {edge.target for edge in graph.edges if edge.id.startswith("ulver|licenses_to|")} == {node}
    ulver = {edge.target for edge in graph.edges if edge.id.startswith("ulver|licensor_in|")}
    licensees = {edge.source for edge in graph.edges if edge.relation == "licensee_in" and edge.target in ulver}
    assert licensees == {node}


@pytest.mark.parametrize(
    ("said", "node"),
    [
        ("Ulver joined the Nimbus Content Marketplace and will license its articles to Nimbus.", "nimbus"),
        ("Ulver joined the Nimbus Content Marketplace, the Nimbus-like market.", "nimbus-content-marketplace"),
        ("Ulver joined the Nimbus Content Marketplace.", "nimbus-content-marketplace"),
    ],
)
def test_whoever_runs_a_programme_may_stand_in_the_sentence_alone(empty_build, make_article, make_fact, said, node):
    graph = empty_build(make_article("a", make_fact("licenses_to", "Ulver", "Nimbus Content Marketplace", said)))
    assert {edge.target for edge in graph.edges if edge.relation == "licenses_to"} == {node}


def test_a_plain_word_is_nobody_who_runs_a_programme(empty_build, make_article, make_fact):
    said = "Ulver joined the Publisher Marketplace, Publisher by Publisher."
    graph = empty_build(make_article("a", make_fact("licenses_to", "Ulver", "Publisher Marketplace", said)))
    assert {edge.target for edge in graph.edges if edge.relation == "licenses_to"} == {"publisher-marketplace"}
