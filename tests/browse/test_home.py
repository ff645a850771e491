"""The first page and the pages of single rows: what they tell, and where they lead."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest


async def test_home_tells_figures_changes_and_where_to_go(sample, queries, parse_page):
    text = (await sample.client.get("/")).text
    for words in (
        "<strong>4</strong> cases",
        "<strong>4</strong> deals",
        "<strong>20</strong> facts from news",
        "2 problems",
        "1 feed failing",
        ">19 November 2025</time>",
        "2 of the cases and deals",
    ):
        assert words in text, words
    links = parse_page(text).links
    assert "/rightswire/cases/bartz-v-anthropic" in links
    assert "/rightswire/edges/microsoft~7Cinvests_in~7Copenai" in links
    assert {f"/rightswire/{name}" for name in queries} <= set(links)
    assert text.index('<h3><time datetime="2025-11-20"') < text.index('<h3><time datetime="2025-11-12"')


async def test_newest_changes_tell_suits_and_deals_first_and_each_once(make_datasette, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    name = "Thomson Reuters v. ROSS Intelligence"
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "insert into events (id, node_id, kind, summary, provenance) values (?, 'thomson-reuters-v-ross', ?, ?, 'news')",
            [("e1", "filed", f"{name} is filed"), ("e2", "appealed", f"{name} goes to appeal")],
        )
        connection.executemany(
            "insert into changes (id, run_id, date, kind, node_id, summary) values (?, 3, '2025-11-21', ?, 'thomson-reuters-v-ross', ?)",
            [
                (91, "new-event", f"{name} is filed"),
                (92, "new-event", f"{name} goes to appeal"),
                (93, "new-case", f"New case: {name}"),
            ],
        )
    connection.close()
    text = (await make_datasette(path).client.get("/")).text
    changes = re.findall(r'class="kind kind-[\w-]+">([\w ]+)</span>\s*<div><a[^>]*>([^<]*)', text)
    assert changes[:2] == [("new case", name), ("new step", f"{name} goes to appeal")]
    assert (f"{name} is filed") not in text


async def test_cases_of_the_first_page_show_the_day_that_orders_them(sample):
    text = (await sample.client.get("/")).text
    days = re.findall(r'· latest <time datetime="([0-9-]+)"', text)
    assert days == ["2025-11-18", "2025-11-14", "2025-11-05", "2025-02-11"]


async def test_home_of_an_empty_graph_says_so(empty):
    text = (await empty.client.get("/")).text
    assert "The graph is empty so far" in text
    assert 'aria-label="Search from here"' in text
    assert "No run has been recorded yet" in text


async def test_home_without_a_graph_says_so(make_datasette, tmp_path, parse_page):
    sqlite3.connect(tmp_path / "other.db").close()
    response = await make_datasette(tmp_path / "other.db").client.get("/")
    assert response.status_code == 200
    assert "No graph is served here" in response.text
    assert "/other" in parse_page(response.text).links


async def test_home_of_a_graph_that_lacks_tables_says_so(make_datasette, tmp_path):
    connection = sqlite3.connect(tmp_path / "rightswire.db")
    connection.execute("create table nodes (id)")
    connection.close()
    response = await make_datasette(tmp_path / "rightswire.db").client.get("/")
    assert response.status_code == 200
    assert "The graph cannot be read" in response.text
    assert "no such table" in response.text


async def test_case_without_an_article_says_so(sample):
    text = (await sample.client.get("/rightswire/cases/thomson-reuters-v-ross")).text
    assert "No article here reports on it" in text


async def test_case_page_leads_from_sentence_to_article(sample, parse_page):
    page = parse_page((await sample.client.get("/rightswire/cases/bartz-v-anthropic")).text)
    assert "https://example-wire.test/2025/09/06/settlement" in page.links
    assert "/rightswire/nodes/andrea-bartz" in page.links


async def test_node_of_a_case_shows_the_case(sample):
    text = (await sample.client.get("/rightswire/nodes/bartz-v-anthropic")).text
    assert "History</h2>" in text
    assert "Plaintiff</h3>" in text


async def test_sentence_in_the_table_of_evidence_leads_to_its_article(sample, parse_page):
    page = parse_page((await sample.client.get("/rightswire/evidence")).text)
    assert "https://sample-tribune.test/law/2025/11/18/discovery" in page.links


async def test_facts_of_one_sentence_stand_together(sample):
    text = (
        await sample.client.get("/rightswire/facts?article_title=Publishers+press+OpenAI+for+records+in+New+York")
    ).text
    assert text.count("asked the court on Monday for more records") == 1
    assert text.count('<article class="fact') == 3


async def test_row_and_table_link_to_all_columns(sample):
    text = (await sample.client.get("/rightswire/cases")).text
    assert "8 of 31 columns are shown" in text
    text = (await sample.client.get("/rightswire/cases?_columns=all")).text
    assert "claims" in re.findall(r'data-column="(\w+)"', text)


@pytest.mark.parametrize(
    ("summary", "kind"), [("New talks", "new talks"), ("Ended", "ended"), ("New deal", "new deal")]
)
async def test_talks_are_no_new_deal_on_home_in_the_table_and_in_feeds(
    make_datasette, databases, tmp_path, summary, kind
):
    path = tmp_path / "rightswire.db"
    shutil.copy(databases["sample"], path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update changes set summary = ? || ': ' || summary where kind = 'new-deal'", (summary,))
    datasette = make_datasette(path)
    name = "The New York Times / Amazon (2025)"
    home = (await datasette.client.get("/")).text
    changes = re.findall(r'class="kind kind-new-deal">([\w ]+)</span>\s*<div><a[^>]*>([^<]*)', home)
    assert changes == [(kind, name)]
    table = (await datasette.client.get("/rightswire/changes?kind=new-deal")).text
    assert re.search(rf'<td class="col-kind[^>]*>{kind}</td>', table)
    feed = (await datasette.client.get("/-/feeds/changes.atom?kind=new-deal")).text
    assert f"<title>{summary}: {name}</title>" in feed
    subscribe = (await datasette.client.get("/-/subscribe?kind=new-deal")).text
    assert f'<span class="kind">{kind}</span> {name}' in subscribe


@pytest.mark.parametrize(("actor", "status"), [(None, 403), ("stranger", 403), ("root", 200)])
async def test_home_shows_a_graph_to_those_alone_who_may_see_it(make_datasette, databases, actor, status):
    datasette = make_datasette(databases["sample"])
    datasette._metadata_local["databases"]["rightswire"]["allow"] = {"id": "root"}
    cookies = {"ds_actor": datasette.sign({"a": {"id": actor}}, "actor")} if actor else {}
    response = await datasette.client.get("/", cookies=cookies)
    assert response.status_code == status
    assert ("Bartz v. Anthropic" in response.text) == (status == 200)
    assert (await datasette.client.get("/rightswire/cases", cookies=cookies)).status_code == status
