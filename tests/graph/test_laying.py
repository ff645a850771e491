"""Tables go to the store part by part: the same rows as the graph as a value, whatever is shared or made late."""

import json

import pytest

from graph import told_edges
from graph.build import build_graph, lay_graph
from graph.store import TABLES, write_graph, write_tables
from graph.stored import StoredGraph

STORED = ("nodes", "articles", "cases", "deals", "edges", "evidence", "events", "changes", "successors")


@pytest.fixture
def articles(make_article, make_fact):
    """Suits and licences, told by several articles."""
    suit = make_fact(
        "sues", "The Mill Gazette", "Loom AI", filed_date="2023-12-27", status="settled", date="2025-06-01"
    )
    deal = make_fact("licenses_to", "Mill Media Group", "Loom AI", start=90, announced_date="2024-05-22")
    told = make_fact("sues", "Ann Poe", "Xylo", start=200, judge="Ada B. Stone", docket_number="1:25-cv-00123")
    return [make_article("a", suit, deal), make_article("b", deal, told, run=2), make_article("c", told, suit, run=3)]


@pytest.mark.parametrize("batch", [1, 2, 1_000])
def test_the_parts_make_the_graph_that_is_built_as_a_value(articles, register, known, tmp_path, monkeypatch, batch):
    monkeypatch.setattr("graph.laying.BATCH", batch)
    graph = build_graph(articles, register, known)
    seen = {}

    def tell(stored: StoredGraph):
        seen.update({table: tuple(getattr(stored, table)) for table in STORED})
        return graph.changes[:1]

    counts = write_tables(tmp_path / "laid.db", lay_graph(reversed(articles), register, known), tell)
    assert seen == {table: getattr(graph, table) for table in STORED}
    assert counts == write_graph(tmp_path / "value.db", graph)
    assert counts.facts == counts.new_facts == 6

    def again(stored: StoredGraph):
        assert tuple(stored.changes) == ()
        return ()

    write_tables(tmp_path / "laid.db", ((table, ()) for table in TABLES), again)


def test_every_table_is_in_the_order_of_its_key(articles, register, known):
    graph = build_graph(articles, register, known)
    keys = {"event_evidence": 2, "aliases": 2, "reading_sources": 2, "case_history": 2, "deal_history": 2}
    for table in ("nodes", "articles", "edges", "evidence", "events", "readings", "changes", *keys):
        rows = [
            tuple(getattr(row, name) for name in type(row).__slots__[: keys.get(table, 1)])
            for row in getattr(graph, table)
        ]
        assert rows == sorted(rows)
        assert rows or table == "deal_history"


def test_equal_numbers_are_written_as_each_article_gave_them(make_article, make_fact, empty_build):
    """One object stands for equal values, but 5 and 5.0 are equal and are not the same in JSON."""
    amounts = {"a": 5_000_000, "b": 5_000_000.0, "c": 5_000_000}
    told = [
        make_article(name, make_fact("licenses_to", "Yarn", "Xylo", amount_usd=value))
        for name, value in amounts.items()
    ]
    by_id = {article.id: article.facts[0].attributes.amount_usd for article in told}
    for order in (told, told[::-1]):
        rows = [row for row in empty_build(*order).evidence if row.ordinal == 0 and "licenses_to" in row.edge_id]
        assert [repr(json.loads(row.attributes)["amount_usd"]) for row in rows] == [
            repr(by_id[row.article_id]) for row in rows
        ]


def test_numbers_of_sentences_that_meet_are_told_apart_the_same_way_in_any_order(
    articles, register, known, monkeypatch
):
    monkeypatch.setattr(told_edges, "row_number", lambda run, *parts: run * 100 + len(parts[0]) % 2)
    one, other = (build_graph(order, register, known) for order in (articles, articles[::-1]))
    assert one == other
    assert len({row.id for row in one.evidence}) == len(one.evidence) > 6
    held = {row.id for row in one.evidence}
    assert {row.evidence_id for row in one.events if row.evidence_id} <= held
    assert {row.evidence_id for row in one.event_evidence} <= held
