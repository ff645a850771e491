"""The real register through the real graph: its own cases and deals are found again when an article tells of them."""

import json

import pytest

from graph.build import build_graph
from graph.cases import CASE_RELATIONS
from graph.clues import MANY
from graph.names import Ids
from graph.parties import Directory
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


def test_a_known_suit_of_somebody_unlisted_is_found_by_its_caption(books, make_article, make_fact):
    register, known = books
    unlisted = [case for case in known.cases if not case.plaintiffs and case.defendants and " v. " in case.name]
    parties = register.parties_by_id()
    articles = []
    for case in unlisted:
        defendant = parties[case.defendants[0]]
        plaintiff = Party(case.name.split(" v. ")[0], "person")
        fact = make_fact(
            "sues", plaintiff, Party(defendant.name, defendant.kind, defendant.id), filed_date=case.filed_date or None
        )
        articles.append(make_article(case.id, fact, day=DAY))
    assert len(articles) > 10
    told = [case for case in build_graph(articles, register, known).cases if case.articles]
    assert [case.id for case in told if case.provenance != "both"] == []


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


@pytest.fixture(scope="module")
def starter(clone):
    """Annotated facts on suits, as (article, fact) of the clone's own examples."""
    lines = (clone / "tests" / "gold" / "starter.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    return [(article, fact) for article in articles for fact in article["facts"] if fact["relation"] in CASE_RELATIONS]


def is_of(case, pair, directory):
    """Whether both parties, or their owners or parts, stand on the sides; of a class or a long list the defendant."""

    def on(party, side):
        return not side or not {party, *directory.kin(party)}.isdisjoint(side)

    many = case.class_action == "yes" or len(case.plaintiffs) >= MANY
    named = any({party, *directory.kin(party)} & {*case.plaintiffs, *case.defendants} for party in pair)
    return named and on(pair[1], case.defendants) and (many or on(pair[0], case.plaintiffs))


@pytest.mark.parametrize("shift", [None, 1, 20, 45, 80, 110, 140])
def test_no_fact_falls_into_a_case_of_others_whatever_docket_number_the_reader_puts_beside_it(
    books, starter, make_article, make_fact, shift
):
    register, known = books
    numbers = [case.docket_numbers[0] for case in known.cases if case.docket_numbers]
    articles = []
    for place, (article, fact) in enumerate(starter):
        docket = fact.get("docket_number") if shift is None else numbers[(place + shift) % len(numbers)]
        given = {key: fact[key] for key in ("filed_date", "court", "date") if fact.get(key)}
        sides = (fact["subject"], fact["object"])
        told = make_fact(fact["relation"], *sides, fact["evidence"], docket_number=docket, **given)
        articles.append(make_article(f"{place}", told, day=article["published"]))
    graph = build_graph(articles, register, known)
    directory = Directory(register, Ids(), ())
    cases = {case.id: case for case in known.cases}
    facts = [(row.case_id, row.edge_id.split("|")) for row in graph.evidence]
    joined = [(cases[case], ends) for case, ends in facts if case in cases and ends[1] in CASE_RELATIONS]
    strangers = [
        (case.id, source, target)
        for case, (source, relation, target) in joined
        if not is_of(case, (source, target), directory)
        and not (relation != "sues" and is_of(case, (target, source), directory))
    ]
    assert strangers == []
    assert len(joined) > 100


def test_news_adds_nobody_to_a_side_that_the_register_names(books, make_article, make_fact):
    register, known = books
    case = next(case for case in known.cases if case.id == "kadrey-v-meta")
    fact = make_fact("sues", "Somebody Else", "Meta", docket_number=case.docket_numbers[0])
    graph = build_graph([make_article("a", fact)], register, known)
    assert {row.case_id for row in graph.evidence} == {"kadrey-v-meta"}
    sides = {edge.source for edge in graph.edges if edge.target == case.id and edge.relation == "plaintiff_in"}
    assert sides == set(case.plaintiffs)
