"""Who licenses to whom, where sources tell it both ways round."""

import itertools

import pytest


@pytest.fixture
def told(make_article, make_fact):
    """An article on a licence of one day: `told('slug', 'A', 'B', outlet=...)`."""

    def make(slug, licensor, licensee, day="2025-04-08", outlet="Example Wire"):
        fact = make_fact("licenses_to", licensor, licensee, status="announced", announced_date=day)
        return make_article(slug, fact, day=day, outlet=outlet)

    return make


def directions(graph):
    """Value, whether chosen, whether contested of the readings of who licenses."""
    return [(row.value, row.chosen, row.contested) for row in graph.readings if row.field == "direction"]


BOTH_WAYS = [("as told here", True, True), ("reversed", False, True)]


@pytest.mark.parametrize(
    ("articles", "licensor"),
    [
        ([("a", "Weave Labs", "Mill Radio"), ("b", "Mill Radio", "Weave Labs")], "mill-radio"),  # an outlet owns works
        ([("a", "Yarn", "Spool", "2025-04-08", "Spool"), ("b", "Spool", "Yarn")], "yarn"),  # a party tells it
        ([("a", "Yarn", "Spool"), ("b", "Spool", "Yarn", "2025-04-10")], "yarn"),  # the first word
    ],
)
def test_one_deal_of_one_day_has_one_direction_and_the_other_is_a_contested_reading(build, told, articles, licensor):
    graphs = [
        build([told(*article) for article in order], cases=(), deals=()) for order in itertools.permutations(articles)
    ]
    assert [edge.source for edge in graphs[0].edges if edge.relation == "licensor_in"] == [licensor]
    assert len(graphs[0].deals) == 1
    assert directions(graphs[0]) == BOTH_WAYS
    assert graphs[0] == graphs[1]


def licences(graph):
    """Source and target of the edges that say who licenses to whom."""
    return [(edge.source, edge.target) for edge in graph.edges if edge.relation == "licenses_to"]


def shown(graph, value):
    """The sentences behind a reading of the direction."""
    sentences = {row.id: row.sentence for row in graph.evidence}
    (reading,) = (row.id for row in graph.readings if row.field == "direction" and row.value == value)
    return [sentences[row.evidence_id] for row in graph.reading_sources if row.reading_id == reading and row.article_id]


@pytest.mark.parametrize("order", [1, -1])
def test_the_direction_that_is_not_chosen_is_a_reading_and_no_edge(build, told, order):
    articles = [told("a", "Weave Labs", "Mill Radio"), told("b", "Mill Radio", "Weave Labs")]
    graph = build(articles[::order], cases=(), deals=())
    assert licences(graph) == [("mill-radio", "weave")]
    assert shown(graph, "reversed") == ["Weave Labs licenses_to Mill Radio."]
    assert {row.edge_id.split("|")[1] for row in graph.evidence if row.sentence in shown(graph, "reversed")} == {
        "licensor_in",
        "licensee_in",
    }


def test_one_article_that_tells_it_both_ways_makes_one_edge(build, make_article, make_fact):
    facts = [
        make_fact("licenses_to", *sides, status="announced", announced_date="2025-04-08", start=start)
        for start, sides in ((0, ("Weave Labs", "Mill Radio")), (90, ("Mill Radio", "Weave Labs")))
    ]
    graph = build([make_article("a", *facts, day="2025-04-09")], cases=(), deals=())
    assert licences(graph) == [("mill-radio", "weave")]
    assert [row.facts for row in graph.articles] == [1]


def test_what_contradicts_the_register_is_no_edge(build, told, make_deal):
    known = (make_deal(licensors=("mill-radio",), licensees=("weave",), announced_date="2025-04-08"),)
    graph = build([told("a", "Weave Labs", "Mill Radio")], cases=(), deals=known)
    assert licences(graph) == [("mill-radio", "weave")]
    assert shown(graph, "reversed") == ["Weave Labs licenses_to Mill Radio."]


def test_where_it_fits_several_deals_it_is_told_as_a_problem(build, make_article, make_fact, make_deal):
    known = tuple(
        make_deal(id=name, licensors=("mill-radio",), licensees=("weave",), announced_date="")
        for name in ("deal-1", "deal-2")
    )
    fact = make_fact("licenses_to", "Weave Labs", "Mill Radio")
    graph = build([make_article("a", fact)], cases=(), deals=known)
    assert licences(graph) == [("mill-radio", "weave")]
    assert [problem.reason for problem in graph.problems] == ["told the wrong way round"]


def test_a_partner_of_a_programme_told_the_wrong_way_round_stays_its_partner(build, make_article, make_fact):
    def article(slug, *sides):
        facts = [make_fact("licenses_to", *pair, f"{pair} in the Weave Publisher Marketplace.") for pair in sides]
        return make_article(slug, *facts)

    both = [("Yarn", "Weave Labs"), ("Spool", "Weave Labs")]
    graph = build([article("a", *both), article("b", *both), article("c", ("Weave Labs", "Spool"))], deals=())
    assert sorted(licences(graph)) == [("spool", "weave"), ("yarn", "weave")]
    assert [deal.name for deal in graph.deals] == ["Spool and Yarn / Weave Labs"]


def test_the_part_that_both_play_in_known_deals_tells(build, told, make_deal):
    known = (make_deal(licensors=("weave",), licensees=("oracle-loom",)),)
    graph = build([told("a", "Spool", "Weave Labs"), told("b", "Weave Labs", "Spool")], deals=known)
    (deal,) = (deal for deal in graph.deals if deal.provenance == "news")
    assert deal.name == "Weave Labs / Spool (2025)"


def test_years_apart_both_may_license_to_each_other(build, told):
    graph = build([told("a", "Yarn", "Spool"), told("b", "Spool", "Yarn", "2023-01-10")], deals=())
    assert sorted(deal.name for deal in graph.deals) == ["Spool / Yarn (2023)", "Yarn / Spool (2025)"]
    assert directions(graph) == []


def test_a_licence_dated_years_later_the_other_way_round_is_another_though_fewer_tell_it(build, told):
    early = [told("a", "Spool", "Yarn", "2019-03-01"), told("b", "Spool", "Yarn", "2019-03-01", outlet="Other Wire")]
    graph = build([*early, told("c", "Yarn", "Spool", "2025-06-01")], cases=(), deals=())
    assert {edge.id for edge in graph.edges if edge.relation == "licenses_to"} == {
        "spool|licenses_to|yarn",
        "yarn|licenses_to|spool",
    }
    assert len(graph.deals) == 2
