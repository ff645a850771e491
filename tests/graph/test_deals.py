"""Which deal a licence in the news is."""

import pytest

from graph.build import build_graph
from graph.register import load_known
from nlp.register import load_register


@pytest.fixture
def told(build, make_article, make_fact):
    """The deal of one licence: `told('A', 'B', deals=..., day=..., **attributes)`."""

    def tell(licensor, licensee, deals=None, day="2024-05-23", **attributes):
        article = make_article("one", make_fact("licenses_to", licensor, licensee, **attributes), day=day)
        graph = build([article], deals=deals)
        return next(row.deal_id for row in graph.evidence if "|licenses_to|" in row.edge_id), graph

    return tell


@pytest.mark.parametrize("licensor", ["Mill Media Group", "Mill Radio"])
def test_a_licence_of_a_known_pair_is_the_known_deal_an_outlet_stands_for_its_owner(told, licensor):
    deal, graph = told(licensor, "Loom AI")
    assert deal == "mill-loom-2024"
    assert [(row.id, row.provenance, row.articles) for row in graph.deals] == [("mill-loom-2024", "both", 1)]


@pytest.mark.parametrize(
    ("attributes", "day", "deal"),
    [
        ({"announced_date": "2024-05-20"}, "2026-10-01", "mill-loom-2024"),
        ({"announced_date": "2026"}, "2026-10-01", "renewal"),
        ({}, "2024-06-01", "mill-loom-2024"),
        ({}, "2026-06-01", "renewal"),
    ],
)
def test_of_several_deals_of_a_pair_the_nearest(told, make_deal, attributes, day, deal):
    deals = (make_deal(), make_deal(id="renewal", announced_date="2026-05-22"))
    assert told("Mill Media Group", "Loom AI", deals, day, **attributes)[0] == deal


def test_as_near_to_two_deals_is_none(told, make_deal):
    deal, graph = told("Mill Media Group", "Loom AI", (make_deal(), make_deal(id="twin")))
    assert deal is None
    assert len(graph.deals) == 2


def test_a_licence_of_another_pair_is_a_new_deal_and_the_second_report_joins_it(build, make_article, make_fact):
    graph = build([
        make_article("a", make_fact("licenses_to", "Mill Radio", "Weave Labs", status="in-talks")),
        make_article("b", make_fact("licenses_to", "Mill Radio", "Weave Labs", status="announced", amount_usd=2e6,
                                    announced_date="2025-02", term_years=3.0), day="2025-02-03"),
        make_article("c", make_fact("licenses_to", "Mill Radio", "Weave Labs", status="in-talks"), day="2025-03-01"),
    ])  # fmt: skip
    deal = next(row for row in graph.deals if row.provenance == "news")
    assert (deal.id, deal.name) == ("mill-radio-weave", "Mill Radio / Weave Labs (2025)")
    assert (deal.status, deal.announced_date, deal.amount_usd, deal.term_years) == ("announced", "2025-02", 2e6, 3.0)
    assert deal.articles == 3
    ties = {edge.id for edge in graph.edges if edge.target == deal.id}
    assert ties == {"mill-radio|licensor_in|mill-radio-weave", "weave|licensee_in|mill-radio-weave"}
    kinds = [(event.kind, event.date, event.reported) for event in graph.events if event.node_id == deal.id]
    assert kinds == [("announced", "2025-02", "2025-02-03"), ("talks", None, "2024-05-23")]


@pytest.mark.parametrize(
    ("lacking", "media", "name"),
    [
        ("licensees", ("news",), "Mill Media Group / licensee not named (2024)"),
        ("licensors", ("news",), "Unnamed news publishers / Loom AI (2024)"),
        ("licensors", ("video",), "Unnamed video creators / Loom AI (2024)"),
        ("licensors", ("news", "books"), "Unnamed owners of works / Loom AI (2024)"),
        ("licensors", (), "Unnamed owners of works / Loom AI (2024)"),
    ],
)
def test_a_side_that_the_register_does_not_name_is_told_as_such(build, make_deal, lacking, media, name):
    (deal,) = build([], deals=(make_deal(**{lacking: (), "media": media}),)).deals
    assert deal.name == name


def test_every_deal_of_the_register_that_comes_along_has_a_name_of_its_own(clone):
    register, _ = load_register(clone / "data" / "register")
    known, _ = load_known(clone / "data" / "register", register)
    names = [deal.name for deal in build_graph([], register, known).deals]
    assert len(set(names)) == len(names)
    assert not [name for name in names if "unnamed" in name.split("/")[-1] or name.startswith(" ")]
    assert "Unnamed news publishers / Google (2025-07)" in names


@pytest.mark.parametrize(("deal_type", "edges"), [("license", 1), ("partnership", 1), ("grant", 0)])
def test_a_grant_is_a_deal_and_no_licence(build, make_deal, deal_type, edges):
    graph = build([], deals=(make_deal(deal_type=deal_type),))
    assert len([edge for edge in graph.edges if edge.relation == "licenses_to"]) == edges
    assert {edge.relation for edge in graph.edges} >= {"licensor_in", "licensee_in"}
