"""What the register's rows assert, and what news may add to them."""

import json
import sqlite3
from contextlib import closing

import pytest

from graph.register import LICENCE_TYPES
from graph.store import write_graph

NYSD = "United States District Court for the Southern District of New York"
CAND = "United States District Court for the Northern District of California"
SETTLED = {"defendants": ("oracle-loom",), "status": "settled", "status_date": "2025-09-05", "amount_usd": 1.5e9,
           "outcome": "Approved in a preliminary way"}  # fmt: skip


@pytest.fixture
def query(tmp_path, clone):
    """Rows that a query, or a canned query by name, gives over a graph: `query(graph, 'most_licensed')`."""
    metadata = json.loads((clone / "datasette-metadata.json").read_text(encoding="utf-8"))
    canned = metadata["databases"]["rightswire"]["queries"]

    def ask(graph, sql):
        write_graph(tmp_path / "rightswire.db", graph)
        with closing(sqlite3.connect(tmp_path / "rightswire.db")) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(canned[sql]["sql"] if sql in canned else sql)]

    return ask


@pytest.fixture
def filed_in(build, make_case, make_article, make_fact):
    """Courts of the known case after a report: `filed_in(fields of the row, attributes of the report)`."""

    def courts(row, attributes):
        fact = make_fact("sues", "The Mill Gazette", "Loom AI", **attributes)
        case = make_case(**row)
        graph = build([make_article("a", fact)], cases=(case,))
        return {edge.target for edge in graph.edges if (edge.source, edge.relation) == (case.id, "filed_in")}

    return courts


def test_facts_of_the_register_tell_what_its_row_says_of_that_relation(build, make_case, query):
    graph = build([], cases=(make_case(**SETTLED),), deals=())
    rows = {row["relation"]: row for row in query(graph, "SELECT * FROM facts")}
    told = {relation: (row["date"], row["amount_usd"], row["outcome"]) for relation, row in rows.items()}
    assert told == {"sues": ("2023-12-27", None, None), "settles_with": ("2025-09-05", 1.5e9, None)}
    assert {(row["court"], row["docket_number"], row["judge"]) for row in rows.values()} == {
        (NYSD, "1:23-cv-11195", "Ada B. Stone")
    }
    assert [case.outcome for case in graph.cases] == ["Approved in a preliminary way"]


@pytest.mark.parametrize(("word", "confidence"), [("high", 1.0), ("medium", 0.8), ("low", 0.5)])
def test_how_sure_the_register_is_comes_through(build, make_case, make_deal, query, word, confidence):
    graph = build([], cases=(make_case(confidence=word),), deals=(make_deal(confidence=word),))
    assert {edge.confidence for edge in graph.edges if edge.relation != "owns"} == {confidence}
    assert [row.register_confidence for row in (*graph.cases, *graph.deals)] == [word, word]
    assert {row["confidence"] for row in query(graph, "SELECT confidence FROM facts")} == {confidence}


def test_the_surest_source_of_an_edge_counts(build, make_case, make_article, make_fact):
    cases = (make_case(confidence="low"),)
    graph = build([make_article("a", make_fact("sues", "The Mill Gazette", "Loom AI", confidence=0.7))], cases=cases)
    edges = {edge.id: edge.confidence for edge in graph.edges}
    assert edges["mill-gazette|sues|oracle-loom"] == 0.7
    assert edges["mill-gazette|sues|weave"] == 0.5
    only_news = build([make_article("a", make_fact("sues", "Ann Poe", "Xylo"))], cases=(), deals=())
    assert [row.register_confidence for row in only_news.cases] == [None]


def test_cases_that_the_register_ties_are_tied_once(build, make_case, query):
    pair = (make_case(id="b-case", related=("a-case", "gone")), make_case(id="a-case", related=("b-case",)))
    graph = build([], cases=pair, deals=())
    assert [edge.id for edge in graph.edges if edge.relation == "related_to"] == ["a-case|related_to|b-case"]
    assert {row["relation"] for row in query(graph, "SELECT relation FROM facts")} == {"sues"}


@pytest.mark.parametrize(
    ("row", "attributes", "courts"),
    [
        ({}, {"court": CAND}, {"nysd"}),
        ({}, {"court": "Court of Elsewhere"}, {"nysd"}),
        ({}, {"court": "S.D.N.Y."}, {"nysd"}),
        ({}, {"court": CAND, "docket_number": "1:23-cv-11195"}, {"nysd", "cand"}),
        ({}, {"court": CAND, "docket_number": "1:29-cv-00001"}, {"nysd"}),
        ({"court": ""}, {"court": CAND}, {"cand"}),
    ],
)
def test_news_moves_a_known_case_to_no_other_court(filed_in, row, attributes, courts):
    assert filed_in(row, attributes) == courts


@pytest.mark.parametrize(
    ("attributes", "judges"),
    [
        ({"judge": "Eve Fox"}, {"ada-b-stone"}),
        ({"judge": "Judge Stone"}, {"ada-b-stone"}),
        ({"judge": "Eve Fox", "docket_number": "1:23-cv-11195"}, {"ada-b-stone", "eve-fox"}),
    ],
)
def test_news_seats_no_other_judge_on_a_known_case(build, make_article, make_fact, attributes, judges):
    graph = build([make_article("a", make_fact("sues", "The Mill Gazette", "Loom AI", **attributes))])
    assert {edge.source for edge in graph.edges if edge.relation == "presides_over"} == judges


@pytest.mark.parametrize("deal_type", ["license", "partnership", "settlement-license", "tools", "distribution", ""])
def test_only_what_lets_works_be_used_is_drawn_as_a_licence_and_counted_as_one(build, make_deal, query, deal_type):
    graph = build([], cases=(), deals=(make_deal(deal_type=deal_type),))
    licences = [edge for edge in graph.edges if edge.relation == "licenses_to"]
    assert len(licences) == (deal_type in LICENCE_TYPES)
    assert len(query(graph, "most_licensed")) == len(licences)


def test_talks_are_drawn_as_such_and_counted_as_no_licence(build, make_case, make_deal, query):
    talks = make_deal(id="talks", status="in-talks")
    suit = make_case(plaintiffs=("mill",))
    graph = build([], cases=(suit,), deals=(talks,))
    (edge,) = [edge for edge in graph.edges if edge.relation == "licenses_to"]
    assert json.loads(edge.attributes)["status"] == "in-talks"
    assert query(graph, "most_licensed") == query(graph, "who_sues_and_licenses") == []
    assert query(graph, "deals_by_medium_and_year") == []
    signed = build([], cases=(suit,), deals=(talks, make_deal()))
    assert [(row["deals"], row["licensors"]) for row in query(signed, "most_licensed")] == [(1, 1)]
    assert [row["both_with"] for row in query(signed, "who_sues_and_licenses")] == ["Loom AI"]


def test_the_queries_take_the_same_deals_for_licences_as_the_graph(clone):
    text = (clone / "datasette-metadata.json").read_text(encoding="utf-8")
    assert text.count("deal_type in ('" + "', '".join(LICENCE_TYPES) + "')") == text.count("deal_type in (") >= 2


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ({"announced_date": "2024-02"}, {"announced_date": "2024-05-22"}, ["2024-02", "2024-05"]),
        ({"announced_date": "2024-05-02"}, {"announced_date": "2024-05-22"}, ["2024-05-02", "2024-05-22"]),
        ({"media": ("news",)}, {"media": ("books", "music")}, ["2024, news", "2024, books and music"]),
        ({"deal_type": "license"}, {"deal_type": "tools"}, ["2024, license", "2024, tools"]),
        ({"scope": ("training",)}, {"scope": ()}, ["2024, training", "2024"]),
    ],
)
def test_no_two_deals_have_one_name(build, make_deal, one, other, names):
    graph = build([], deals=(make_deal(id="a", **one), make_deal(id="b", **other)))
    assert [deal.name for deal in graph.deals] == [f"Mill Media Group / Loom AI ({name})" for name in names]


def test_deals_that_nothing_tells_apart_are_numbered(build, make_deal):
    graph = build([], deals=(make_deal(id="a"), make_deal(id="b")))
    assert [deal.name for deal in graph.deals] == [f"Mill Media Group / Loom AI (2024) [{number}]" for number in (1, 2)]
