"""The sum as stated, and background, on their way into the database."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from graph.store import write_graph
from nlp.model import Value

COLUMNS = "value_min, value_max, value_currency, value_period, value_basis, value_text"
YEARLY = Value(5e6, 8e6, "EUR", "year", "paid", "€5m to €8m a year")
FLOOR = Value(2e7, None, "USD", "total", "offered", "at least $20 million")


@pytest.fixture
def facts_of(tmp_path, build):
    """Rows of the view `facts` that articles give, by publication."""

    def read(columns, *articles):
        path = tmp_path / "rightswire.db"
        write_graph(path, build(articles))
        with closing(sqlite3.connect(path)) as connection:
            sql = f"SELECT {columns} FROM facts WHERE provenance = 'news' ORDER BY published, relation"
            return connection.execute(sql).fetchall()

    return read


def test_a_fact_has_the_sum_as_stated_and_null_where_none_is(facts_of, make_article, make_fact):
    rows = facts_of(
        COLUMNS,
        make_article("a", make_fact("licenses_to", "Mill Radio", "Weave Labs", value=YEARLY), day="2024-01-01"),
        make_article("b", make_fact("licenses_to", "Mill Radio", "Weave Labs", value=FLOOR), day="2024-01-02"),
        make_article("c", make_fact("licenses_to", "Mill Radio", "Weave Labs"), day="2024-01-03"),
    )
    assert rows == [
        (5e6, 8e6, "EUR", "year", "paid", "€5m to €8m a year"),
        (2e7, None, "USD", "total", "offered", "at least $20 million"),
        (None,) * 6,
    ]


def test_the_latest_sum_of_an_edge_is_whole(build, make_article, make_fact):
    paid = replace(FLOOR, basis="paid")
    graph = build(
        [
            make_article("a", make_fact("licenses_to", "Mill Radio", "Weave Labs", value=YEARLY), day="2024-01-01"),
            make_article("b", make_fact("licenses_to", "Mill Radio", "Weave Labs", value=paid), day="2024-01-02"),
        ]
    )
    (edge,) = (edge for edge in graph.edges if edge.relation == "licenses_to" and "€" not in edge.id and edge.articles)
    assert '"value_max"' not in edge.attributes
    assert '"value_text": "at least $20 million"' in edge.attributes


def test_a_hostile_sum_is_cleaned_and_costs_itself_alone(build, make_article, make_fact):
    value = Value(float("inf"), 8e6, "EUR", "total", "paid", "€5m\0\ud800")
    graph = build([make_article("a", make_fact("licenses_to", "Mill Radio", "Weave Labs", value=value))])
    assert [problem.reason for problem in graph.problems] == ["bad value_min"]
    (evidence,) = (row for row in graph.evidence if "value_text" in row.attributes)
    assert "\0" not in evidence.attributes
    assert '"value_max": 8000000.0' in evidence.attributes


def test_background_is_told_unless_one_report_of_the_article_is_news(facts_of, make_article, make_fact):
    def recalled(*parties):
        return replace(make_fact("sues", *parties), background=True)

    again = make_fact("sues", "Mill Media Group", "Weave Labs", start=500)
    rows = facts_of(
        "object, background",
        make_article("a", recalled("Mill Media Group", "Weave Labs"), day="2024-01-01"),
        make_article("b", recalled("Mill Media Group", "Weave Labs"), again, day="2024-01-02"),
    )
    assert [background for _, background in rows] == [1, 0]


def test_a_date_that_says_less_takes_nothing_from_an_edge(empty_build, make_article, make_fact):
    graph = empty_build(
        make_article("a", make_fact("sues", "Ann Poe", "Xylo", filed_date="2025-02-03"), day="2025-02-04"),
        make_article("b", make_fact("sues", "Ann Poe", "Xylo", filed_date="2025-02"), day="2025-03-04"),
    )
    (edge,) = [edge for edge in graph.edges if edge.relation == "sues"]
    assert json.loads(edge.attributes)["filed_date"] == "2025-02-03"
