"""The chosen reading is what cases, deals and events show, by the rule that is told; and only real disputes are contested."""

from dataclasses import replace

import pytest

from graph.build import build_graph
from graph.corrections import Correction
from graph.register import Known
from nlp.register import Register

PAIR = {"defendants": ("oracle-loom",)}


def readings(graph, node, field):
    """Chosen values with their rule, and whether any is contested."""
    rows = [row for row in graph.readings if (row.node_id, row.field) == (node, field)]
    return [(row.value, row.rule) for row in rows if row.chosen], any(row.contested for row in rows)


@pytest.fixture
def suit(make_article, make_fact):
    """An article on one suit: `suit('slug', 'sues', sentence, day=..., outlet=..., **attributes)`."""

    def make(slug, relation="sues", sentence="", *, sides=("Ann Poe", "Xylo"), day="2024-12-02", **more):
        kept = {key: more.pop(key) for key in ("outlet",) if key in more}
        return make_article(slug, make_fact(relation, *sides, sentence, **more), day=day, **kept)

    return make


def test_the_more_precise_date_is_chosen_as_it_is_shown(empty_build, suit):
    precise = suit("a", filed_date="2024-06-10", day="2024-06-11")
    graph = empty_build(precise, suit("b", filed_date="2024-06"), suit("c", filed_date="2024-06"))
    assert [row.filed_date for row in graph.cases] == ["2024-06-10"]
    assert readings(graph, "ann-poe-v-xylo", "date-filed") == ([("2024-06-10", "precision")], False)


def test_a_date_that_had_not_come_when_another_was_told_is_not_chosen(empty_build, suit):
    early = suit("a", filed_date="2024-06-10", day="2024-06-11")
    late = [suit(name, filed_date="2024-08-10") for name in "bc"]
    graph = empty_build(early, *late)
    assert [row.filed_date for row in graph.cases] == ["2024-06-10"]
    assert readings(graph, "ann-poe-v-xylo", "date-filed") == ([("2024-06-10", "published")], True)


def test_a_partner_who_joins_later_announces_nothing(empty_build, make_article, make_fact):
    def joins(slug, name, day, **told):
        said = f"{name} has joined the Xylo Content Marketplace."
        return make_article(slug, make_fact("licenses_to", name, "Xylo", said, **told), day=day)

    first = [joins(name, name, "2025-04-09", announced_date="2025-04-08") for name in ("Ann Poe", "Bea Roe")]
    later = [joins(f"late{number}", "Cy Doe", "2026-06-19", announced_date="2026-06-18") for number in range(3)]
    graph = empty_build(*first, *later)
    assert [row.announced_date for row in graph.deals] == ["2025-04-08"]
    assert readings(graph, "ann-poe-xylo", "date-announced") == ([("2025-04-08", "only")], False)
    undated = [joins(name, name, "2025-04-09") for name in ("Ann Poe", "Bea Roe")]
    assert [row.announced_date for row in empty_build(*undated, *later).deals] == [None]


def test_the_weightier_of_two_ends_that_exclude_each_other_is_shown(empty_build, suit):
    filed = suit("filed", filed_date="2024-06-10", day="2024-06-11")
    settled = suit("settled", "settles_with", date="2024-12-01", outlet="Techmeme")
    dismissed = [suit(name, status="dismissed", date="2024-12-01") for name in ("one", "two")]
    graph = empty_build(filed, settled, *dismissed)
    assert [(row.status, row.status_date) for row in graph.cases] == [("dismissed", "2024-12-01")]
    assert readings(graph, "ann-poe-v-xylo", "status") == ([("dismissed", "sources")], True)
    undated = suit("undated", "settles_with", outlet="Techmeme")
    assert [row.status for row in empty_build(filed, undated, *dismissed).cases] == ["dismissed"]


def test_a_dismissal_that_carries_out_a_settlement_denies_nothing(empty_build, suit):
    filed = suit("filed", filed_date="2024-06-10", day="2024-06-11")
    settled = suit("settled", "settles_with", date="2024-12-01")
    dismissed = [suit(name, status="dismissed", date="2024-12-09", day="2024-12-10") for name in ("one", "two")]
    graph = empty_build(filed, settled, *dismissed)
    assert [row.status for row in graph.cases] == ["settled"]
    assert not any(row.contested for row in graph.readings)


def test_the_register_decides_between_ends_of_one_day(build, make_article, make_fact, make_case):
    row = make_case(**PAIR, status="dismissed", status_date="2024-12-01")
    told = [make_article(slug, make_fact("settles_with", "The Mill Gazette", "Loom AI", date="2024-12-02"),
                         day="2024-12-03") for slug in "ab"]  # fmt: skip
    graph = build(told, cases=(row,), deals=())
    assert [case.status for case in graph.cases] == ["dismissed"]
    assert readings(graph, row.id, "status") == ([("dismissed", "register")], True)


def test_an_end_that_some_parties_reach_is_told_beside_the_status_of_the_case(build, make_article, make_fact):
    told = make_article(
        "a", make_fact("settles_with", "The Mill Gazette", "Loom AI", date="2026-09-01"), day="2026-09-02"
    )
    graph = build([told], deals=())
    assert [case.status for case in graph.cases] == ["discovery"]
    assert readings(graph, "mill-gazette-v-loom", "status") == ([("discovery", "register")], False)


def test_the_date_of_another_suit_in_the_same_sentence_is_no_dispute(empty_build, make_article, make_fact, suit):
    said = "Ann Poe sued Xylo in June 2024, and Bea Roe sued Yarn in March 2024."
    both = [make_fact("sues", "Ann Poe", "Xylo", said, filed_date="2024-03"),
            make_fact("sues", "Bea Roe", "Yarn", said, filed_date="2024-03")]  # fmt: skip
    own = [suit(name, filed_date="2024-06-10") for name in "ab"]
    graph = empty_build(*own, make_article("both", *both, day="2024-12-05"))
    assert readings(graph, "ann-poe-v-xylo", "date-filed") == ([("2024-06-10", "articles")], False)
    graph = empty_build(*own, make_article("both", *both, day="2024-12-05"), suit("alone", filed_date="2024-03"))
    assert readings(graph, "ann-poe-v-xylo", "date-filed")[1]


def test_what_is_only_recalled_does_not_dispute_the_register(build, make_article, make_fact, make_case):
    recalled = replace(make_fact("sues", "The Mill Gazette", "Loom AI", filed_date="2023-07"), background=True)
    graph = build([make_article("a", recalled)], cases=(make_case(**PAIR),), deals=())
    assert readings(graph, "mill-gazette-v-loom", "date-filed") == ([("2023-12-27", "register")], False)
    fresh = replace(recalled, background=False)
    graph = build([make_article("a", fresh)], cases=(make_case(**PAIR),), deals=())
    assert readings(graph, "mill-gazette-v-loom", "date-filed")[1]


def test_the_day_on_which_a_deal_ended_does_not_dispute_its_announcement(build, make_article, make_fact):
    sides = ("Mill Media Group", "Loom AI")
    over = make_fact("licenses_to", *sides, "The licence of Mill was given up in August.", announced_date="2024-08")
    graph = build([make_article("a", over, day="2024-09-02")], cases=())
    assert readings(graph, "mill-loom-2024", "date-announced") == ([("2024-05-22", "register")], False)


def test_the_term_that_is_shown_is_the_chosen_one(empty_build, make_article, make_fact):
    def deal(slug, years, day):
        return make_article(slug, make_fact("licenses_to", "Ann Poe", "Xylo", term_years=years), day=day)

    graph = empty_build(deal("a", 4, "2024-05-01"), deal("b", 4, "2024-05-02"), deal("c", 2, "2024-05-03"))
    assert [row.term_years for row in graph.deals] == [4]
    assert readings(graph, "ann-poe-xylo", "term-years") == ([("4", "articles")], True)


def test_what_people_fixed_is_the_chosen_reading(suit):
    rows = [("ann-poe-v-xylo.filed_date", "2024-06-01"), ("ann-poe-v-xylo.status", "")]
    fixes = [Correction(2 + line, "fix", *row, "jo", "2025-01-01", "x") for line, row in enumerate(rows)]
    articles = [suit("a", filed_date="2024-06-10"), suit("b", "settles_with", date="2024-12-01")]
    graph = build_graph(articles, Register(), Known(), corrections=fixes)
    assert readings(graph, "ann-poe-v-xylo", "date-filed") == ([("2024-06-01", "correction")], False)
    assert readings(graph, "ann-poe-v-xylo", "status") == ([], False)


def test_every_chosen_reading_of_many_articles_is_what_is_shown(build, make_article, make_fact):
    """No field has two chosen readings, and filing, announcement, status, sum and term are those of the row."""
    articles = [
        make_article(f"{number}", make_fact("sues", "Ann Poe", f"Xylo {number % 3}", filed_date=f"2024-0{1 + number % 4}"),
                     make_fact("licenses_to", "Bea Roe", f"Yarn {number % 4}", announced_date=f"2024-0{1 + number % 3}",
                               amount_usd=1e6 * (1 + number % 2), term_years=1 + number % 3), day="2024-12-02")
        for number in range(40)
    ]  # fmt: skip
    graph = build(articles)
    shown = {row.id: row for row in (*graph.cases, *graph.deals)}
    cells = {"date-filed": "filed_date", "date-announced": "announced_date", "status": "status"}
    chosen = [row for row in graph.readings if row.chosen]
    assert len({(row.node_id, row.field) for row in chosen}) == len(chosen)
    for row in chosen:
        if row.field in cells:
            assert getattr(shown[row.node_id], cells[row.field]) == row.value
        elif row.field == "term-years":
            assert f"{shown[row.node_id].term_years:.15g}" == row.value
        elif row.field == "amount":
            assert f"{shown[row.node_id].value_min:.15g} USD total" == row.value
