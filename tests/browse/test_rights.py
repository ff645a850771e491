"""Rights to single tables: what is put together from all of them is for those who may see all."""

import pytest

COMBINED = [
    "/",
    "/-/search?words=openai",
    "/-/complete.json?q=open",
    "/-/subscribe",
    "/-/feeds/changes.atom",
    "/-/feeds/query/who_sues_whom.atom",
    "/-/calendar.ics",
    "/-/downloads",
    "/-/downloads/nodes.csv",
    "/-/explore",
    "/-/graph/whole.json",
    "/-/graph/around.json?id=openai",
    "/-/graph/node.json?id=openai",
    "/-/graph/edge.json?id=the-new-york-times%7Csues%7Copenai",
    "/rightswire/cases/new-york-times-v-microsoft",
    "/rightswire/nodes/openai",
    "/rightswire/articles/a01",
    "/rightswire/edges/the-new-york-times~7Csues~7Copenai",
]


@pytest.fixture
def make_guarded(make_datasette, databases):
    """Datasette over the sample graph, with one table or view for the editor alone, and how to ask it as somebody."""

    def make(table):
        datasette = make_datasette(databases["sample"])
        datasette._metadata_local["databases"]["rightswire"]["tables"].setdefault(table, {})["allow"] = {"id": "editor"}

        async def ask(path, actor=None):
            cookies = {"ds_actor": datasette.sign({"a": {"id": actor}}, "actor")} if actor else {}
            return await datasette.client.get(path, cookies=cookies)

        return ask

    return make


@pytest.mark.parametrize("table", ["facts", "evidence"])
@pytest.mark.parametrize("path", COMBINED)
async def test_who_lacks_a_table_is_refused_what_shows_its_rows(make_guarded, path, table):
    ask = make_guarded(table)
    refused = await ask(path)
    assert refused.status_code == 403
    assert "you have no right to some of them" in refused.text
    assert (await ask(path, "stranger")).status_code == 403
    assert (await ask(path, "editor")).status_code in (200, 404)  # nobody has exported the sample


async def test_other_tables_stay_open(make_guarded):
    ask = make_guarded("facts")
    assert (await ask("/rightswire/facts")).status_code == 403
    for path in (
        "/rightswire",
        "/rightswire/cases",
        "/rightswire/cases/new-york-times-v-microsoft.json",
        "/rightswire/runs/1",
    ):
        assert (await ask(path)).status_code == 200, path


async def test_a_sentence_does_not_tell_the_address_of_an_article_that_readers_may_not_see(make_guarded):
    address = "https://sample-tribune.test"
    open_table = (await make_guarded("facts")("/rightswire/evidence")).text
    assert address in open_table
    assert address not in (await make_guarded("articles")("/rightswire/evidence")).text
