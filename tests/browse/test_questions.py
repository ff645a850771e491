"""Canned queries are offered where one would ask them, about what stands on the page."""

import re
import sqlite3

import pytest

from browse.questions import asked_from, place_of
from graph.derived import DERIVED_TABLES
from graph.store import JOURNAL_TABLES, TABLES, VIEWS

KINDS = (
    "company",
    "outlet",
    "person",
    "organisation",
    "government",
    "court",
    "law-firm",
    "work",
    "product",
    "case",
    "deal",
)
PLACES = {
    "home",
    *TABLES,
    *VIEWS,
    *JOURNAL_TABLES,
    *DERIVED_TABLES,
    *(f"nodes:{kind}" for kind in KINDS),
    *(f"{name}:row" for name in TABLES),
}


def test_every_query_is_described_and_linked_from_a_place_that_there_is(queries):
    assert len(queries) >= 25
    for name, query in queries.items():
        assert query["title"], name
        assert len(query["description"]) > 30, name
        assert query["linked_from"], name
        assert set(query["linked_from"]) <= PLACES, name
        assert set(query.get("filled", {})) <= set(query.get("params", ())), name


def test_every_parameter_has_a_default_and_a_hint(queries):
    for name, query in queries.items():
        assert set(query.get("parameters", {})) == set(query.get("params", ())), name
        for about in query.get("parameters", {}).values():
            assert about["hint"], name
            assert "default" in about, name


async def test_every_query_answers_something_by_default(sample, queries):
    for name in queries:
        response = await sample.client.get(f"/rightswire/{name}.json?_shape=objects")
        told = response.json()
        assert response.status_code == 200
        assert told["rows"] or name in {"unknown_to_the_register", "carried_stories"}, name


@pytest.mark.parametrize(
    ("table", "row", "place"),
    [
        ("cases", None, "cases"),
        ("cases", {"id": "x"}, "nodes:case"),
        ("deals", {"id": "x"}, "nodes:deal"),
        ("nodes", {"id": "x", "kind": "company"}, "nodes:company"),
        ("edges", {"id": "x"}, "edges:row"),
    ],
)
def test_places(table, row, place):
    assert place_of(table, row) == place


def test_parameters_are_filled_from_the_row_and_escaped():
    queries = [
        {
            "name": "about",
            "title": "About",
            "linked_from": ["nodes:company", "nodes"],
            "filled": {"party": ["no", "id"], "other": "gone"},
        },
        {"name": "elsewhere", "title": "Elsewhere", "linked_from": ["cases"]},
    ]
    (question,) = asked_from(queries, "nodes", {"id": 'a&b="<c>', "kind": "company"})
    assert question.parameters == "party=a%26b%3D%22%3Cc%3E"
    (question,) = asked_from(queries, "nodes")
    assert question.parameters == ""


# page, questions that it must offer
OFFERED = [
    ("/rightswire/nodes/openai", ["/rightswire/party?party=openai", "/rightswire/suits_by_defendant?defendant=openai", "/rightswire/deals_by_licensee?licensee=openai"]),
    ("/rightswire/nodes/mara-lindqvist", ["/rightswire/positions", "/rightswire/party?party=mara-lindqvist"]),
    ("/rightswire/nodes/cand", ["/rightswire/open_cases_by_court?court=United+States+District+Court"]),
    ("/rightswire/cases/bartz-v-anthropic", ["/rightswire/history_of_case_or_deal?case_or_deal=bartz-v-anthropic"]),
    ("/rightswire/deals/news-corp-openai-2024", ["/rightswire/history_of_case_or_deal?case_or_deal=news-corp-openai-2024"]),
    ("/rightswire/edges/microsoft~7Cinvests_in~7Copenai", ["/rightswire/evidence_for_a_pair?party=microsoft&amp;other=openai"]),
    ("/rightswire/cases", ["/rightswire/open_cases_by_court", "/rightswire/largest_settlements", "/rightswire/cases_as_of"]),
    ("/rightswire/deals", ["/rightswire/deals_by_medium_and_year", "/rightswire/most_licensed"]),
    ("/rightswire/facts", ["/rightswire/facts_of_the_last_days"]),
    ("/rightswire/feeds", ["/rightswire/feed_health"]),
    ("/", ["/rightswire/most_sued", "/rightswire/search"]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "links"), OFFERED)
async def test_pages_offer_their_questions(sample, path, links):
    text = (await sample.client.get(path)).text
    assert [link for link in links if f'href="{link}' not in text] == []


async def test_every_question_that_a_page_offers_answers(hostile, databases):
    with sqlite3.connect(databases["hostile"]) as connection:
        nodes = [row[0] for row in connection.execute("select id from nodes")]
    connection.close()
    from datasette.utils import tilde_encode

    for node in nodes:
        text = (await hostile.client.get(f"/rightswire/nodes/{tilde_encode(node)}")).text
        (block,) = re.findall(r'<nav class="ask".*?</nav>', text, re.DOTALL) or [""]
        for link in re.findall(r'href="([^"]+)"', block):
            assert (await hostile.client.get(link.replace("&amp;", "&"))).status_code == 200, link
