"""Old addresses of nodes lead to their successors; other missing pages stay missing."""

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
