"""Every known case and deal of the register is found, and is one node, in whatever listed form an article names it."""

from collections import defaultdict
from datetime import date

import pytest

from graph.build import build_graph
from graph.dates import middle_day
from graph.model import ReadArticle
from ingest.urls import article_id
from nlp.model import Attributes, Evidence, Fact, Party

#: A party that the register does not know, where it knows none of a side.
STRANGER = Party("Quorum Doe", "person")
DAY = date(2026, 10, 1)
#: Of suits whose sides the register does not name, a stranger's name and a caption or number lead nowhere yet; of two
#: deals of one pair, one announced and one undated, the names alone do not tell which. Each one fewer is a gain.
LOST_CASES = {"medusa-shanghai", "munich-ai-logos", "ultraman-hangzhou"}
LOST_DEALS = {"prorata-dpcmo-gist"}


def _article(slug: str, relation: str, sides: tuple[Party, Party], attributes: Attributes, day: date) -> ReadArticle:
    url = f"https://forms.example/{slug}"
    sentence = f"{sides[0].name} {relation} {sides[1].name}."
    fact = Fact(relation, *sides, attributes, (Evidence(sentence, 0, len(sentence)),), slug, 0.9)
    return ReadArticle(article_id(url), url, slug, day, "Forms", "Forms", "page", 1, day, (fact,))


def _case_forms(case, parties):
    plaintiff = _known_party(parties, case.plaintiffs)
    defendant = _known_party(parties, case.defendants)
    sides = (plaintiff, defendant)
    court = case.court
    yield "caption", sides, Attributes(caption=case.name, filed_date=case.filed_date or None), court
    for number in case.docket_numbers:
        yield f"docket {number}", sides, Attributes(docket_number=number), court
    if case.plaintiffs and case.defendants:
        yield "parties", sides, Attributes(filed_date=case.filed_date or None), court
        for first in case.plaintiffs[:6]:
            for alias in (parties[first].name, *parties[first].aliases)[:5]:
                named = (_named(alias, parties[first]), defendant)
                yield f"{first} as {alias}", named, Attributes(filed_date=case.filed_date or None), court
        for second in case.defendants[:6]:
            for alias in (parties[second].name, *parties[second].aliases)[:5]:
                named = (plaintiff, _named(alias, parties[second]))
                yield f"{second} as {alias}", named, Attributes(filed_date=case.filed_date or None), court


def _named(alias, party):
    """As reading gives it: a name of one word, which may be a word like any other, comes with its id."""
    return Party(alias, party.kind, None if " " in alias else party.id)


def _known_party(parties, ids):
    return Party(parties[ids[0]].name, parties[ids[0]].kind, ids[0]) if ids else STRANGER


@pytest.fixture(scope="module")
def parties(real_register):
    return real_register.parties_by_id()


@pytest.fixture(scope="module")
def found_cases(real_register, real_known, parties):
    """Case -> form -> the case that the graph puts it under; and the ids of all cases of that graph."""
    courts = {court.id: court.name for court in real_register.courts}
    wanted, articles = {}, []
    for case in real_known.cases:
        for number, (form, sides, attributes, court) in enumerate(_case_forms(case, parties)):
            slug = f"{case.id}-{number}"
            given = dict(attributes.present().items())
            articles.append(_article(slug, "sues", sides, Attributes(**given, court=courts.get(court)), DAY))
            wanted[slug] = (case.id, form)
    graph = build_graph(articles, real_register, real_known)
    rows = {row.rule: row.case_id for row in graph.evidence if "|sues|" in row.edge_id}
    found = defaultdict(dict)
    for slug, (case_id, form) in wanted.items():
        found[case_id][form] = rows.get(slug)
    return found, {case.id for case in graph.cases}


def test_no_form_of_a_known_case_opens_another(found_cases, real_known):
    assert found_cases[1] == {case.id for case in real_known.cases}


def test_every_form_of_a_known_case_finds_it(found_cases):
    lost = {
        (case_id, form): node
        for case_id, forms in found_cases[0].items()
        for form, node in forms.items()
        if node != case_id
    }
    assert {case_id for case_id, _ in lost} <= LOST_CASES


@pytest.fixture(scope="module")
def found_deals(real_register, real_known, parties):
    wanted, articles = {}, []
    for deal in real_known.deals:
        status = {"in-talks": "in-talks", "renewed": "announced", "": None}.get(deal.status, "announced")
        for licensor in deal.licensors:
            for licensee in deal.licensees:
                for alias in (parties[licensor].name, *parties[licensor].aliases)[:4]:
                    sides = (_named(alias, parties[licensor]), _known_party(parties, (licensee,)))
                    slug = f"{deal.id}-{len(articles)}"
                    day = middle_day(deal.announced_date) if deal.announced_date else DAY
                    told = Attributes(announced_date=deal.announced_date or None, status=status)
                    articles.append(_article(slug, "licenses_to", sides, told, day))
                    wanted[slug] = (deal.id, f"{alias} / {licensee}")
    graph = build_graph(articles, real_register, real_known)
    rows = {row.rule: row.deal_id for row in graph.evidence if "|licenses_to|" in row.edge_id}
    return {wanted[slug]: rows.get(slug) for slug in wanted}, {deal.id for deal in graph.deals}


def test_no_form_of_a_known_deal_opens_another(found_deals, real_known):
    assert found_deals[1] == {deal.id for deal in real_known.deals}


def test_every_form_of_a_known_deal_finds_it(found_deals):
    assert {form for form, node in found_deals[0].items() if node != form[0] and form[0] not in LOST_DEALS} == set()
