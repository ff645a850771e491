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


def test_the_part_that_both_play_in_known_deals_tells(build, told, make_deal):
    known = (make_deal(licensors=("weave",), licensees=("oracle-loom",)),)
    graph = build([told("a", "Spool", "Weave Labs"), told("b", "Weave Labs", "Spool")], deals=known)
    (deal,) = (deal for deal in graph.deals if deal.provenance == "news")
    assert deal.name == "Weave Labs / Spool (2025)"


def test_years_apart_both_may_license_to_each_other(build, told):
    graph = build([told("a", "Yarn", "Spool"), told("b", "Spool", "Yarn", "2023-01-10")], deals=())
    assert sorted(deal.name for deal in graph.deals) == ["Spool / Yarn (2023)", "Yarn / Spool (2025)"]
    assert directions(graph) == []
