"""Old addresses of nodes lead to their successors; other missing pages stay missing."""

import httpx
import pytest


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("nodes/open-ai", "nodes/openai"),
        ("nodes/open-ai.json", "nodes/openai"),
        ("cases/open-ai", "nodes/openai"),
        ("deals/news-corp-openai", "deals/news-corp-openai-2024"),
        ("nodes/news-corp-openai", "nodes/news-corp-openai-2024"),
        ("edges/the-new-york-times~7Csues~7Copen-ai", "edges/the-new-york-times~7Csues~7Copenai"),
        ("edges/the-new-york-times~7Csues~7Copen-ai.json", "edges/the-new-york-times~7Csues~7Copenai"),
    ],
)
async def test_an_old_id_redirects(sample, path, target):
    response = await sample.client.get(f"/rightswire/{path}")
    assert (response.status_code, response.headers["location"]) == (302, f"/rightswire/{target}")
    assert (await sample.client.get(response.headers["location"])).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "nodes/nobody",
        "edges/open-ai",
        "edges/open-ai~7Csues~7Cnobody",
        "events/open-ai~7Cfiled",
        "nodes/open-ai/x",
        "nodes/'",
        "articles/open-ai",
        "x",
    ],
)
async def test_other_missing_pages_stay_missing(sample, path):
    assert (await sample.client.get(f"/rightswire/{path}")).status_code == 404


@pytest.mark.parametrize(
    ("asked", "now"),
    [
        ("cases.json?id=news-corp-openai", "cases.json?id=news-corp-openai-2024"),
        ("facts.csv?_size=5&subject_id__exact=open-ai", "facts.csv?_size=5&subject_id__exact=openai"),
        (
            "evidence?edge_id=the-new-york-times%7Csues%7Copen-ai",
            "evidence?edge_id=the-new-york-times%7Csues%7Copenai",
        ),
    ],
)
async def test_a_filter_by_an_old_id_leads_to_that_by_its_successor(sample, asked, now):
    response = await sample.client.get(f"/rightswire/{asked}")
    assert (response.status_code, response.headers["location"]) == (302, f"/rightswire/{now}")
    assert (await sample.client.get(response.headers["location"])).status_code == 200


@pytest.mark.parametrize("asked", ["cases.json?id=nobody", "facts?subject_id=openai", "facts?subject=open-ai"])
async def test_other_filters_stay_as_they_are(sample, asked):
    assert (await sample.client.get(f"/rightswire/{asked}")).status_code == 200


@pytest.mark.parametrize("base", ["/wire", ""])
async def test_a_filter_by_an_old_id_leads_on_below_the_servers_base(sample, base):
    sample._settings["base_url"] = "/wire/"
    address = f"http://localhost{base}/rightswire/cases.json?id=news-corp-openai"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=sample.app())) as client:
        response = await client.get(address)
    assert response.headers["location"] == "/wire/rightswire/cases.json?id=news-corp-openai-2024"
