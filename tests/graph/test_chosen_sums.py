"""One row, one sum: the total in dollars and the sum as stated are the same reading, and others are held against it."""

import json

import pytest

from graph.build import build_graph
from graph.rates import Rates
from graph.register import Known
from graph.sums import Scales, Sum
from nlp.model import Value
from nlp.register import Register

RATES = Rates({("2024", "EUR"): 1.1})


def sum_of(amount, currency="USD", period="total"):
    """A sum as an article states it."""
    return Value(amount, amount, currency, period, "paid", f"{amount} {currency}")


@pytest.fixture
def graph_of(make_article, make_fact):
    """The graph of one deal, an article for each of the sums: `graph_of((outlet, value, amount_usd), ...)`."""

    def make(*told, term=None, relation="licenses_to"):
        given = {"announced_date": "2024-06-10", "term_years": term} if relation == "licenses_to" else {}
        articles = []
        for number, (outlet, value, amount) in enumerate(told):
            fact = make_fact(relation, "Ann Poe", "Xylo", "A suit ended.", value=value, amount_usd=amount, **given)
            articles.append(make_article(f"a{number}", fact, outlet=outlet, day="2024-06-11"))
        return build_graph(articles, Register(), Known(rates=RATES))

    return make


def amounts(row):
    """The total in dollars, and the sum as stated, in its currency and in dollars."""
    return row.amount_usd, row.value_min, row.value_currency, row.value_period, row.value_usd_min


@pytest.mark.parametrize("relation", ["licenses_to", "settles_with"])
def test_the_total_in_dollars_is_never_that_of_a_reading_that_lost(graph_of, relation):
    euros = sum_of(30e6, "EUR")
    graph = graph_of(("One", euros, None), ("Two", euros, None), ("Techmeme", sum_of(5e6), 5e6), relation=relation)
    event = next(event for event in graph.events if event.kind in ("announced", "settled"))
    for row in (*graph.deals, *graph.cases, event):
        assert amounts(row) == (None, 30e6, "EUR", "total", 33e6)
    assert [(row.value, row.chosen) for row in graph.readings if row.field == "amount" and row.contested] == [
        ("30000000 EUR total", True),
        ("5000000 USD total", False),
    ]


@pytest.mark.parametrize("relation", ["licenses_to", "settles_with"])
def test_a_relation_carries_the_sum_that_was_chosen_not_the_latest(make_article, make_fact, relation):
    def told(slug, outlet, day, amount):
        fact = make_fact(relation, "Ann Poe", "Xylo", "The lawsuit ended.", value=sum_of(amount), amount_usd=amount)
        return make_article(slug, fact, outlet=outlet, day=day)

    articles = [
        told("a", "Xylo", "2024-06-10", 5e6),
        told("b", "One", "2024-06-11", 4e6),
        told("c", "Two", "2024-06-12", 6e6),
    ]
    graph = build_graph(articles, Register(), Known())
    (edge,) = [edge for edge in graph.edges if edge.relation == relation]
    held = json.loads(edge.attributes)
    assert (held["amount_usd"], held["value_min"], held["value_text"]) == (5e6, 5e6, "5000000.0 USD")
    assert [row.amount_usd for row in (*graph.deals, *graph.cases)] == [5e6]
    versions = [json.loads(row.attributes)["amount_usd"] for row in graph.edge_history if row.edge_id == edge.id]
    assert versions == [5e6]


def test_a_relation_of_two_deals_carries_the_sum_of_the_latest(make_article, make_fact):
    def told(slug, day, amount):
        fact = make_fact("licenses_to", "Ann Poe", "Xylo", amount_usd=amount, announced_date=day)
        return make_article(slug, fact, day=day)

    articles = [told("a", "2024-06-10", 5e6), told("b", "2024-06-10", 5e6), told("c", "2026-06-12", 6e6)]
    graph = build_graph(articles, Register(), Known())
    (edge,) = [edge for edge in graph.edges if edge.relation == "licenses_to"]
    assert json.loads(edge.attributes)["amount_usd"] == 6e6


def test_the_sum_for_a_year_does_not_stand_beside_another_total(graph_of):
    yearly = sum_of(5e6, period="year")
    graph = graph_of(("One", yearly, None), ("Two", yearly, None), ("Three", sum_of(50e6), 50e6), term=2.0)
    assert [amounts(row)[:4] for row in graph.deals] == [(None, 5e6, "USD", "year")]
    assert [row.contested for row in graph.readings if row.field == "amount"] == [True, True]


def test_who_states_the_chosen_sum_may_give_the_total_of_it(graph_of):
    graph = graph_of(("One", sum_of(5e6, period="year"), 10e6), term=2.0)
    assert [amounts(row)[:4] for row in graph.deals] == [(10e6, 5e6, "USD", "year")]


@pytest.mark.parametrize(
    ("one", "other", "terms", "agree"),
    [
        ((30e6, "EUR", "total"), (33e6, "USD", "total"), (), True),
        ((30e6, "EUR", "total"), (35e6, "USD", "total"), (), True),  # converted at the rate of another day
        ((30e6, "EUR", "total"), (5e6, "USD", "total"), (), False),
        ((30e6, "GBP", "total"), (5e6, "USD", "total"), (), True),  # no rate is at hand
        ((50e6, "USD", "total"), (5e6, "USD", "year"), (), False),  # no licence runs so long
        ((50e6, "USD", "total"), (5e6, "USD", "year"), (10.0,), True),
        ((50e6, "USD", "total"), (5e6, "USD", "year"), (2.0,), False),
        ((15e6, "USD", "total"), (5e6, "USD", "year"), (), True),
        ((5e6, "USD", "total"), (50e6, "USD", "year"), (), False),
        ((12e6, "USD", "year"), (1e6, "USD", "month"), (), True),
        ((12e6, "USD", "year"), (2e6, "USD", "month"), (), False),
        ((11e6, "USD", "year"), (10e6, "EUR", "year"), (), True),
        ((5e6, "USD", "total"), (2500, "USD", "work"), (), True),
    ],
)
def test_sums_of_two_currencies_or_periods_agree_where_both_may_be_true(one, other, terms, agree):
    sums = [Sum(amount, amount, currency, period, "paid") for amount, currency, period in (one, other)]
    days = ("2024-06-10", "2024-06-10")
    assert Scales(RATES, terms).agree(*sums, days) is agree
    assert Scales(RATES, terms).agree(*reversed(sums), days) is agree
