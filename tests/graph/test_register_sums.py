"""Sums of the register that are no plain total in dollars: read, shown, held against those of news."""

import json
import sqlite3
from contextlib import closing

import pytest

from graph.store import write_graph
from graph.sums import Sum, parse_sum, read_sum

YEARLY = "20000000..25000000 USD year"
OFFERED = "50000000.. USD total offered"


@pytest.mark.parametrize(
    ("label", "total"),
    [
        (YEARLY, Sum(2e7, 2.5e7, "USD", "year", "paid")),
        ("16000000.. USD year", Sum(1.6e7, -1.0, "USD", "year", "paid")),
        ("..50000000 USD year", Sum(-1.0, 5e7, "USD", "year", "paid")),
        ("688000000 ZAR total", Sum(6.88e8, 6.88e8, "ZAR", "total", "paid")),
        ("0.5..1 USD work", Sum(0.5, 1.0, "USD", "work", "paid")),
        (OFFERED, Sum(5e7, -1.0, "USD", "total", "offered")),
    ],
)
def test_a_sum_is_read_from_its_label_and_from_its_attributes(label: str, total: Sum) -> None:
    assert parse_sum(label) == total
    assert label.startswith(total.label)
    assert read_sum(total.attributes) == total


@pytest.mark.parametrize(
    "label",
    ["", "250 million", "25 USD", "25 usd year", ".. USD year", "9..5 USD year", "0 USD total", "5 USD year gladly",
     "5 6 USD year", "-5 USD year", "5..6..7 USD year", "1" * 16 + " USD year"],
)  # fmt: skip
def test_what_is_no_sum_is_none(label: str) -> None:
    assert parse_sum(label) is None


@pytest.fixture
def stated(make_deal):
    """A known deal with a sum as stated and no total."""
    return lambda label=YEARLY, **values: make_deal(amount_usd=None, stated=parse_sum(label), **values)


def test_the_registers_yearly_sum_is_that_of_deal_event_edge_and_reading(build, stated):
    graph = build([], deals=(stated(),))
    (deal,) = graph.deals
    assert (deal.value_min, deal.value_max, deal.value_currency, deal.value_period) == (2e7, 2.5e7, "USD", "year")
    assert (deal.amount_usd, deal.value_text) == (None, "more than 250m")
    (event,) = (event for event in graph.events if event.node_id == "mill-loom-2024")
    assert (event.value_min, event.value_max, event.value_period, event.amount_usd) == (2e7, 2.5e7, "year", None)
    (edge,) = (edge for edge in graph.edges if edge.relation == "licenses_to")
    told = json.loads(edge.attributes)
    assert (told["value_min"], told["value_max"], told["value_period"]) == (2e7, 2.5e7, "year")
    assert [(row.value, row.chosen) for row in graph.readings if row.field == "amount"] == [(YEARLY, True)]


def test_the_registers_sum_goes_before_another_of_news_whole(build, stated, make_article, make_fact):
    told = make_fact("licenses_to", "Mill Media Group", "Loom AI", amount_usd=9e6, announced_date="2024-05-22")
    graph = build([make_article("a", told)], deals=(stated(),))
    (deal,) = graph.deals
    assert (deal.amount_usd, deal.value_min, deal.value_max) == (None, 2e7, 2.5e7)
    (edge,) = (edge for edge in graph.edges if edge.relation == "licenses_to")
    assert "amount_usd" not in json.loads(edge.attributes)
    found = {row.value: row.chosen for row in graph.readings if row.field == "amount"}
    assert found == {YEARLY: True, "9000000 USD total": False}


def test_an_offer_is_no_sum_of_the_deal_but_is_read(build, stated):
    graph = build([], deals=(stated(OFFERED, status="in-talks"),))
    assert graph.deals[0].value_min is None
    assert [row.value for row in graph.readings if row.field == "amount-offered"] == ["50000000.. USD total"]


def test_the_sum_is_not_known_before_the_deal_is(build, stated, make_article, make_fact):
    early = make_fact("licenses_to", "Mill Media Group", "Loom AI", status="in-talks")
    graph = build([make_article("a", early, day="2024-02-01")], deals=(stated(),))
    versions = {row.known_from: row.attributes for row in graph.edge_history if "|licenses_to|" in row.edge_id}
    assert {day: "value_min" in told for day, told in versions.items()} == {"2024-02-01": False, "2024-05-22": True}


def test_the_view_of_facts_has_the_registers_sum(tmp_path, build, stated):
    write_graph(tmp_path / "rightswire.db", build([], deals=(stated(),)))
    with closing(sqlite3.connect(tmp_path / "rightswire.db")) as connection:
        sql = "SELECT value_min, value_max, value_currency, value_period, value_basis FROM facts WHERE deal_id IS NOT NULL"
        assert connection.execute(sql).fetchall() == [(2e7, 2.5e7, "USD", "year", "paid")]
