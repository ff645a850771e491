"""Where sources differ: every reading is kept, one is chosen by a stated rule; sums, dollars, steps and their sources."""

import json
from dataclasses import replace
from itertools import pairwise
from statistics import fmean

import pytest

from graph.build import build_graph
from graph.rates import Rates, load_rates
from graph.register import Known
from graph.story_rules import told_uses
from nlp.model import Party, Value
from nlp.register import Register, RegisterParty


def euros(low, high, text="euros"):
    """A sum in euros."""
    return Value(low, high, "EUR", "total", "paid", text)


@pytest.fixture
def deal(make_article, make_fact):
    """An article on one deal: `deal('slug', outlet=..., **attributes)`."""

    def make(slug, sentence="", outlet="Example Wire", day="2024-06-10", **attributes):
        fact = make_fact("licenses_to", "Ann Poe", "Xylo", sentence, **attributes)
        return make_article(slug, fact, outlet=outlet, day=day)

    return make


def readings(graph, field):
    """Value, whether chosen, rule and whether contested of a field's readings."""
    return [(row.value, row.chosen, row.rule, row.contested) for row in graph.readings if row.field == field]


def test_more_independent_sources_decide_and_copies_count_once(empty_build, deal):
    five = [deal(f"five{number}", amount_usd=5e6) for number in range(3)]
    five = [five[0], *(replace(copy, copy_of=five[0].id, outlet=f"Copyist {copy.id}") for copy in five[1:])]
    seven = [deal("seven1", amount_usd=7e6), deal("seven2", outlet="Sample Tribune", amount_usd=7e6)]
    graph = empty_build(*five, *seven)
    assert readings(graph, "amount") == [
        ("5000000 USD total", False, "", True),
        ("7000000 USD total", True, "sources", True),
    ]
    assert [row.sources for row in graph.readings if row.field == "amount"] == [1, 2]
    assert [row.amount_usd for row in graph.deals] == [7e6]
    (event,) = graph.events
    assert (event.sources, event.articles, event.parties) == (2, 5, "Ann Poe; Xylo")
    assert len(graph.event_evidence) == 5
    assert len([row for row in graph.reading_sources if "|amount|5000000" in row.reading_id]) == 3


def test_what_one_outlet_tells_again_is_no_independent_source(empty_build, deal):
    two_outlets = [deal("a", amount_usd=7e6), deal("b", outlet="Sample Tribune", amount_usd=7e6)]
    again = [deal(f"c{number}", outlet="Daily Echo", amount_usd=5e6) for number in range(3)]
    graph = empty_build(*two_outlets, *again)
    assert readings(graph, "amount")[1] == ("7000000 USD total", True, "sources", True)
    assert {row.value: (row.sources, row.articles) for row in graph.readings if row.field == "amount"} == {
        "5000000 USD total": (1, 3),
        "7000000 USD total": (2, 2),
    }
    # Where as many outlets tell each value, what more articles tell counts, and is not called more sources.
    graph = empty_build(two_outlets[0], *again)
    assert readings(graph, "amount")[0] == ("5000000 USD total", True, "articles", True)


@pytest.mark.parametrize(
    ("told", "sources"),
    [
        ([("a", "One", ""), ("b", "Two", "a")], 1),
        ([("a", "One", ""), ("b", "Two", "a"), ("c", "One", "")], 1),
        ([("a", "One", ""), ("b", "Two", "a"), ("c", "Two", "")], 2),
        ([("b", "Two", "z"), ("c", "Three", "z")], 1),
        ([("a", "", ""), ("b", "", "")], 2),
        ([("a", "One ", ""), ("b", "ONE", "")], 1),
    ],
)
def test_outlets_that_tell_it_independently(empty_build, deal, told, sources):
    ids = {slug: deal(slug).id for slug in "abcz"} | {"": ""}
    articles = [replace(deal(slug, outlet=outlet), copy_of=ids[copy_of]) for slug, outlet, copy_of in told]
    for order in (articles, articles[::-1]):
        (event,) = empty_build(*order).events
        assert event.sources == sources


def test_the_word_of_a_party_goes_before_any_number_of_others(empty_build, deal):
    graph = empty_build(deal("a", amount_usd=5e6), deal("b", amount_usd=5e6), deal("c", outlet="Xylo", amount_usd=7e6))
    assert readings(graph, "amount")[1] == ("7000000 USD total", True, "first-party", True)


def test_what_one_aggregator_alone_tells_is_marked(empty_build, deal):
    graph = empty_build(deal("a", outlet="Google News"))
    assert [row.single_source for row in (*graph.deals, *graph.events)] == [True, True]
    assert next(edge for edge in graph.edges if edge.relation == "licenses_to").single_source
    graph = empty_build(deal("a", outlet="Google News"), deal("b"))
    assert not any(row.single_source for row in (*graph.deals, *graph.events, *graph.edges))


@pytest.mark.parametrize(
    ("outlet", "url"),
    [
        ("Shuttle News", "https://www.msn.com/en-us/news/a"),  # by its address
        ("MSN", "https://wire.example/a"),  # by its name, though the register has it as a product
        ("Yahoo", "https://wire.example/a"),  # a party of the register
        ("LinkedIn", "https://wire.example/a"),  # owned by one
    ],
)
def test_a_portal_does_not_speak_for_the_firm_that_runs_it(make_article, make_fact, outlet, url):
    portals = Register(
        (
            RegisterParty("giant", "company", "Giant", products=("MSN", "Shuttle News")),
            RegisterParty("linkedin", "company", "LinkedIn", parent_id="giant"),
            RegisterParty("yahoo", "company", "Yahoo", parent_id="giant"),
        )
    )

    def licensed(slug, amount, **source):
        giant = Party("Giant", "company", "giant")
        return make_article(slug, make_fact("licenses_to", "Ann Poe", giant, amount_usd=amount), **source)

    told = [licensed("b", 35e6), licensed("c", 35e6), replace(licensed("a", 50e6, outlet=outlet), url=url)]
    graph = build_graph(told, portals, Known())
    assert [row.amount_usd for row in graph.deals] == [35e6]
    assert not any("first-party" in row.kinds for row in graph.readings)
    if outlet == "MSN":
        assert {row.outlet_id for row in graph.articles} == {"example-wire", "msn"}
        assert [(row.kind, row.name) for row in graph.nodes if row.id == "msn"] == [("outlet", "MSN")]


def test_what_a_firm_publishes_on_its_own_pages_beside_its_portal_is_its_word(make_article, make_fact):
    register = Register((RegisterParty("reddit", "company", "Reddit"),))
    fact = make_fact("licenses_to", Party("Reddit", "company", "reddit"), "Xylo", amount_usd=5e6)
    own = replace(make_article("a", fact, outlet="Reddit"), url="https://redditinc.com/news/a")
    graph = build_graph([own], register, Known())
    assert {row.kinds for row in graph.readings if row.field == "amount"} == {"first-party"}


def test_sums_that_may_both_be_true_are_not_contested(empty_build, deal):
    graph = empty_build(deal("a", value=euros(5e6, None)), deal("b", value=euros(6e6, 6e6)))
    assert not any(row.contested for row in graph.readings)


def test_dollars_at_the_rate_of_the_announcement_stand_apart(deal):
    rates = Rates({("2024", "EUR"): 1.5, ("2024-06", "EUR"): 1.1})
    article = deal("a", value=euros(5e6, None), announced_date="2024-06-10")
    (row,) = build_graph([article], Register(), Known(rates=rates)).deals
    assert (row.value_min, row.value_max, row.value_currency, row.amount_usd) == (5e6, None, "EUR", None)
    assert (row.value_usd_min, row.value_usd_max, row.value_usd_rate) == (5.5e6, None, 1.1)
    (row,) = build_graph([article], Register(), Known()).deals
    assert (row.value_min, row.value_usd_min, row.value_usd_rate) == (5e6, None, None)


def test_the_rates_that_come_along_name_their_source(clone):
    rates, problems = load_rates(clone / "data" / "rates.csv")
    assert problems == []
    assert rates.at("EUR", "2024-06-10") == 1.0763
    assert rates.at("EUR", "1999") is None
    assert rates.at("GBP", "2022") == 1.2371
    assert rates.at("ZAR", "2025-11-13") == 0.0580675
    assert rates.at("TWD", "2025-11-13") is None


def test_every_month_up_to_the_newest_has_its_rate_and_the_next_one_none(clone):
    rates, _ = load_rates(clone / "data" / "rates.csv")
    currencies, newest = {currency for _, currency in rates.usd}, max(when for when, _ in rates.usd)
    assert newest >= "2026-10"
    months = [f"{year}-{month:02}" for year in range(2020, int(newest[:4]) + 1) for month in range(1, 13)]
    for currency in currencies:
        told = [rates.usd.get((month, currency)) for month in months if month <= newest]
        assert all(told)
        assert all(abs(one / other - 1) < 0.4 for one, other in pairwise(told))
        later = f"{int(newest[:4]) + newest.endswith('12')}-{int(newest[5:]) % 12 + 1:02}-02"
        assert rates.at(currency, later) is None
    assert rates.at("USD", later) == 1.0


def test_the_sources_of_the_rates_agree(clone):
    """June 2024 of the Federal Reserve beside that month's mean of what the European Central Bank gives; years too."""
    rates, _ = load_rates(clone / "data" / "rates.csv")
    euro_reference = {
        "AUD": 0.663911, "BRL": 0.185897, "CAD": 0.729436, "CHF": 1.11894, "CNY": 0.137845, "DKK": 0.144239, "EUR": 1.0759, "GBP": 1.27109, "INR": 0.0119796, "JPY": 0.00633612, "KRW": 0.000724329, "SEK": 0.0953391
    }  # fmt: skip
    assert all(abs(rates.usd["2024-06", key] / usd - 1) < 0.005 for key, usd in euro_reference.items())
    for year in range(2020, 2024):
        for currency in euro_reference:
            months = [rates.usd[f"{year}-{month:02}", currency] for month in range(1, 13)]
            assert abs(rates.usd[str(year), currency] / fmean(months) - 1) < 0.012


def test_bad_rates_cost_their_row(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text(
        "date,currency,usd,source_url\n2024,EUR,x,u\n2024,Euro,1,u\nsoon,EUR,1,u\n2024,GBP,1.2,\n2024,EUR,1.1,u\n2024,EUR,1.3,u\n"
    )
    rates, problems = load_rates(path)
    assert (dict(rates.usd), len(problems)) == ({("2024", "EUR"): 1.1}, 5)
    assert load_rates(tmp_path / "none.csv") == (Rates(), [])


def test_training_or_display_as_told(empty_build, deal):
    yes, no = "Xylo may train on the archive of Ann Poe.", "The licence does not let Xylo use it for training."
    graph = empty_build(deal("a", yes), deal("b", no), deal("c", no))
    assert readings(graph, "use-training") == [("no", True, "articles", True), ("yes", False, "", True)]
    assert told_uses("It shows snippets.") == {"display": True}


@pytest.fixture
def ruling(make_article, make_fact):
    """An article on one ruling of 3 June 2024: `ruling('slug', 'mixed', outlet=..., loser='Xylo')`."""

    def make(slug, outcome, outlet="Example Wire", loser="Xylo"):
        fact = make_fact("ruling", "Ann Poe", loser, outcome=outcome, date="2024-06-03", docket_number="1:24-cv-00008")
        return make_article(slug, fact, outlet=outlet, day="2024-06-04")

    return make


# outcomes as articles tell them, the readings, the summary of the event
RULED = [
    (("plaintiff", "defendant", "plaintiff"),
     [("defendant", False, "", True), ("plaintiff", True, "articles", True)], "Ruling for the plaintiff in "),
    (("mixed",), [("mixed", True, "only", False)], "Mixed ruling in "),
    (("procedural", "defendant", "procedural"),
     [("defendant", True, "merits", False), ("procedural", False, "", False)], "Ruling for the defendant in "),
]  # fmt: skip


@pytest.mark.parametrize(("outcomes", "told", "summary"), RULED)
def test_for_whom_a_court_ruled_is_told_with_all_its_readings(empty_build, ruling, outcomes, told, summary):
    graph = empty_build(*(ruling(f"a{number}", outcome) for number, outcome in enumerate(outcomes)))
    assert readings(graph, "outcome-ruling 2024-06-03") == told
    (event,) = graph.events
    assert event.summary.startswith(summary)
    sources = [row for row in graph.reading_sources if "|outcome-ruling " in row.reading_id]
    assert len(sources) == len(outcomes)


@pytest.fixture
def one_ruling_told_twice(make_article, make_fact):
    """The ruling of one judge on 23 June, told as mixed; in September, as that of June, as one on procedure."""
    pair, judge = ("ruling", "Ann Poe", "Xylo"), {"judge": "William Alsup"}
    return (
        make_article("a", make_fact(*pair, outcome="mixed", date="2025-06-23", **judge), day="2025-06-26"),
        make_article("b", make_fact(*pair, outcome="procedural", date="2025-06", **judge), day="2025-09-06"),
    )


def test_one_ruling_of_one_judge_that_two_tell_otherwise_is_one_event_with_a_contested_outcome(
    empty_build, one_ruling_told_twice
):
    graph = empty_build(*one_ruling_told_twice)
    (event,) = (event for event in graph.events if event.kind == "ruling")
    assert (event.date, event.articles, event.summary.split()[0]) == ("2025-06-23", 2, "Mixed")
    assert readings(graph, "outcome-ruling 2025-06-23") == [
        ("mixed", True, "merits", True),
        ("procedural", False, "", True),
    ]


def test_an_order_on_procedure_takes_the_place_of_no_decision_of_the_same_day(
    empty_build, one_ruling_told_twice, make_article, make_fact
):
    def told(*more):
        graph = empty_build(*one_ruling_told_twice, *more)
        (edge,) = (edge for edge in graph.edges if edge.relation == "ruling")
        now = [row.attributes for row in graph.edge_history if row.edge_id == edge.id][-1]
        assert now == edge.attributes
        return {key: json.loads(edge.attributes)[key] for key in ("date", "outcome")}

    assert told() == {"date": "2025-06-23", "outcome": "mixed"}
    later = make_fact("ruling", "Ann Poe", "Xylo", outcome="procedural", date="2025-10-02")
    assert told(make_article("c", later, day="2025-10-03")) == {"date": "2025-10-02", "outcome": "procedural"}


def test_a_ruling_for_one_defendant_and_against_another_is_not_contested(empty_build, ruling):
    graph = empty_build(ruling("a", "plaintiff"), ruling("b", "defendant", loser="Yarn"))
    assert {row.contested for row in graph.readings if row.field.startswith("outcome")} == {False}


def test_the_register_decides_for_whom_a_court_ruled(build, make_case, make_article, make_fact):
    case = make_case(status="judgment-defendant", status_date="2024-06-03")
    ruled = make_fact("ruling", "The Mill Gazette", "Loom AI", outcome="plaintiff", date="2024-06-03")
    graph = build([make_article("a", ruled, day="2024-06-04")], [case], [])
    assert readings(graph, "outcome-ruling 2024-06-03") == [
        ("defendant", True, "register", True),
        ("plaintiff", False, "", True),
    ]
    (event,) = [event for event in graph.events if event.kind == "ruling"]
    assert event.summary.startswith("Ruling for the defendant in ")


def test_a_second_deal_of_a_pair_is_a_second_deal(empty_build, deal):
    graph = empty_build(
        deal("talks", status="in-talks", day="2023-01-05"),
        deal("first", status="announced", announced_date="2023-02-01", day="2023-02-02"),
        deal("again", status="announced", announced_date="2025-06-01", day="2025-06-02"),
        deal("ended", status="ended", date="2025-09-01", day="2025-09-02"),
    )
    assert sorted((row.status, row.announced_date) for row in graph.deals) == [
        ("announced", "2023-02-01"),
        ("ended", "2025-06-01"),
    ]


def test_a_programme_is_one_deal_with_many_licensors(empty_build, make_article, make_fact):
    said = "Ann Poe and Bea Roe joined the Xylo Content Marketplace."
    first = [make_fact("licenses_to", name, "Xylo", said) for name in ("Ann Poe", "Bea Roe")]
    later = make_fact("licenses_to", "Cy Doe", "Xylo", "Cy Doe joins the Xylo Content Marketplace.")
    graph = empty_build(make_article("a", *first), make_article("b", later, run=2))
    assert len(graph.deals) == 1
    assert len([edge for edge in graph.edges if edge.relation == "licensor_in"]) == 3


def test_suits_are_part_of_the_proceeding_that_holds_them(build, make_case):
    whole = make_case(id="mdl", name="In re Loom", plaintiffs=(), docket_numbers=("1:25-md-03143",), related=("mine",))
    part = make_case(id="mine", docket_numbers=("1:24-cv-00001",), related=("mdl",), status="consolidated")
    graph = build([], cases=(whole, part), deals=())
    assert [edge.id for edge in graph.edges if edge.relation == "part_of"] == ["mine|part_of|mdl"]
