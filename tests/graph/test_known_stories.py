"""The real register through the real graph: its own cases and deals are found again when an article tells of them."""

import pytest

from graph.build import build_graph
from graph.register import load_known
from nlp.model import Party
from nlp.register import load_register

DAY = "2026-11-20"


@pytest.fixture(scope="module")
def books(clone):
    """Register and known stories of the clone."""
    folder = clone / "data" / "register"
    if not (folder / "cases.csv").exists():
        pytest.skip("the clone has no register yet")
    register, _ = load_register(folder)
    return register, load_known(folder, register)[0]


@pytest.fixture(scope="module")
def tell(books, make_article, make_fact):
    """Stories -> the story that each one's article is taken to be about, all articles in one graph."""

    def build(relation, stories, attributes):
        register, known = books
        parties = register.parties_by_id()
        articles = []
        for story, left, right in stories:
            sides = [Party(parties[side].name, parties[side].kind, parties[side].id) for side in (left, right)]
            articles.append(make_article(story.id, make_fact(relation, *sides, **attributes(story)), day=DAY))
        graph = build_graph(articles, register, known)
        slugs = {article.id: article.url.rpartition("/")[2] for article in articles}
        rows = (row for row in graph.evidence if row.edge_id.split("|")[1] == relation)
        return {slugs[row.article_id]: row.case_id or row.deal_id for row in rows}

    return build


def suits(books):
    return [
        (case, case.plaintiffs[0], case.defendants[0]) for case in books[1].cases if case.plaintiffs and case.defendants
    ]


def docket(case):
    return {"docket_number": case.docket_numbers[0]} if case.docket_numbers else {"filed_date": case.filed_date or None}


@pytest.mark.parametrize("attributes", [docket, lambda case: {"filed_date": case.filed_date or None}])
def test_every_known_suit_is_found_by_docket_number_or_by_parties_and_date(books, tell, attributes):
    found = tell("sues", suits(books), attributes)
    assert found == {case.id: case.id for case, _, _ in suits(books)}


def test_by_its_parties_alone_a_suit_is_found_or_left_open_never_mistaken(books, tell):
    found = tell("sues", suits(books), lambda _: {})
    wrong = {told: case for told, case in found.items() if case not in (told, None)}
    assert wrong == {}
    assert sum(case is None for case in found.values()) <= 12


def test_every_known_licence_is_found_by_its_parties_and_date(books, tell):
    deals = [(deal, deal.licensors[0], deal.licensees[0]) for deal in books[1].deals
             if deal.licensors and deal.licensees and deal.licensors[0] != deal.licensees[0]]  # fmt: skip
    found = tell("licenses_to", deals, lambda deal: {"announced_date": deal.announced_date or None})
    wrong = {told: deal for told, deal in found.items() if deal not in (told, None)}
    assert wrong == {}
    assert sum(deal is None for deal in found.values()) <= 4


def test_the_register_alone_is_a_whole_graph(books):
    register, known = books
    graph = build_graph([], register, known)
    assert len(graph.cases) == len(known.cases)
    assert len(graph.deals) == len(known.deals)
    assert {node.provenance for node in graph.nodes} == {"register"}
    assert graph.changes == ()
    judges = [node.name for node in graph.nodes if node.description is None and node.kind == "person"]
    assert not [name for name in judges if " " not in name or "(" in name]
