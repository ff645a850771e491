"""The explorer's page and answers: bounded, honest, harmless, and right about shortest paths."""

import json
import random
import sqlite3

import networkx as nx
import pytest

from browse import network, paths, plugin


async def ask(datasette, path, status=200):
    answer = await datasette.client.get(path)
    assert answer.status_code == status, answer.text
    return answer.json()


def graph_of(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        found = nx.Graph(connection.execute("select source, target from edges where source <> target").fetchall())
    connection.close()
    return found


@pytest.fixture(scope="module")
def random_graph(tmp_path_factory, databases):
    """A graph of 300 parties in several parts, drawn by lot from a fixed seed."""
    path = tmp_path_factory.mktemp("random") / "rightswire.db"
    path.write_bytes(databases["empty"].read_bytes())
    lot = random.Random(6)
    pairs = {(lot.randrange(300), lot.randrange(300)) for _ in range(330)}
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "insert into nodes (id, kind, name, provenance, articles) values (?, 'company', ?, 'news', 1)",
            [(f"n{number}", f"Company {number}") for number in range(300)],
        )
        connection.executemany(
            "insert into edges (id, source, relation, target, articles, confidence, provenance, attributes)"
            " values (?, ?, 'sues', ?, 1, 0.9, 'news', '{}')",
            [(f"n{one}|sues|n{other}", f"n{one}", f"n{other}") for one, other in sorted(pairs)],
        )
    connection.close()
    return path


async def test_a_neighbourhood_holds_what_a_drawing_needs(sample):
    told = await ask(sample, "/-/graph/around.json?id=openai")
    assert told["centre"] == told["nodes"][0]["id"] == "openai"
    nodes = {node["id"]: node for node in told["nodes"]}
    assert nodes["new-york-times-v-microsoft"]["media"] == ["news"]
    assert nodes["new-york-times-v-microsoft"]["page"] == "/rightswire/cases/new-york-times-v-microsoft"
    assert nodes["openai"]["page"] == "/rightswire/nodes/openai"
    assert nodes["axel-springer-openai-2023"]["media"] == ["images", "news"]
    edges = {edge["id"]: edge for edge in told["edges"]}
    sues = edges["the-new-york-times|sues|openai"]
    assert (sues["source"], sues["relation"], sues["target"]) == ("the-new-york-times", "sues", "openai")
    assert (sues["date"], sues["articles"], sues["provenance"], sues["media"]) == ("2023-12-27", 2, "both", ["news"])
    # Edges among neighbours belong to the picture, and one that only places a party bears the date of its suit.
    assert edges["the-new-york-times|sues|microsoft"]
    assert edges["openai|defendant_in|new-york-times-v-microsoft"]["date"] == "2023-12-27"
    assert all(edge["source"] in nodes and edge["target"] in nodes for edge in told["edges"])
    assert told["left_out"] == {"nodes": 0, "edges": 0}


async def test_the_best_neighbours_are_kept_and_the_others_counted(sample):
    whole = await ask(sample, "/-/graph/around.json?id=openai")
    told = await ask(sample, "/-/graph/around.json?id=openai&limit=2")
    assert [node["id"] for node in told["nodes"]] == [node["id"] for node in whole["nodes"][:3]]
    assert told["nodes"][1]["id"] == "the-new-york-times"
    assert told["left_out"]["nodes"] == len(whole["nodes"]) - 3


async def test_edges_left_out_are_counted(sample, monkeypatch):
    monkeypatch.setattr(network, "EDGES_MOST", 3)
    told = await ask(sample, "/-/graph/around.json?id=openai")
    assert len(told["edges"]) == 3
    assert told["left_out"]["edges"] > 3
    assert all("openai" in (edge["source"], edge["target"]) for edge in told["edges"])


@pytest.mark.parametrize(
    "query", ["", "id=", "id=openai&limit=0", "id=openai&limit=-1", "id=openai&limit=many", "id=openai&limit=1e3"]
)
async def test_what_cannot_be_meant_is_refused_in_words(sample, query):
    told = await ask(sample, f"/-/graph/around.json?{query}", status=400)
    assert told["error"]


async def test_a_limit_has_a_limit(sample):
    assert await ask(sample, "/-/graph/around.json?id=openai&limit=99999999999999999999")


async def test_an_unknown_id_brings_suggestions(sample):
    told = await ask(sample, "/-/graph/around.json?id=new-york-times", status=404)
    assert "new-york-times" in told["error"]
    assert told["suggestions"][0]["id"] == "the-new-york-times"
    page = await sample.client.get("/-/explore?id=new-york-times")
    assert page.status_code == 404
    assert "Did you mean" in page.text
    assert 'href="/-/explore?id=the-new-york-times"' in page.text


async def test_a_merged_node_leads_to_its_successor(sample):
    told = await ask(sample, "/-/graph/around.json?id=open-ai")
    assert told["centre"] == "openai"


async def test_a_path_and_its_edges(sample):
    told = await ask(sample, "/-/graph/path.json?from=axel-springer&to=amazon")
    assert told["path"] == ["axel-springer", "openai", "the-new-york-times", "amazon"]
    assert [node["id"] for node in told["nodes"]] == told["path"]
    assert {edge["id"] for edge in told["edges"]} >= {
        "axel-springer|licenses_to|openai",
        "the-new-york-times|sues|openai",
    }
    assert "the-new-york-times|sues|microsoft" not in {edge["id"] for edge in told["edges"]}


async def test_a_path_can_do_without_relations(sample):
    query = "from=the-new-york-times&to=openai&without=sues&without=ruling&without=' or 1=1"
    told = await ask(sample, f"/-/graph/path.json?{query}")
    assert told["path"] == ["the-new-york-times", "new-york-times-v-microsoft", "openai"]


async def test_no_path_and_no_way_at_all(sample):
    told = await ask(sample, "/-/graph/path.json?from=openai&to=thomson-reuters")
    assert (told["path"], told["edges"], told["certain"]) == ([], [], True)
    told = await ask(sample, "/-/graph/path.json?from=openai&to=openai")
    assert told["path"] == ["openai"]
    await ask(sample, "/-/graph/path.json?from=openai&to=nobody", status=404)
    await ask(sample, "/-/graph/path.json?from=openai", status=400)


async def test_paths_are_as_short_as_networkx_finds_them(make_datasette, random_graph):
    datasette, graph = make_datasette(random_graph), graph_of(random_graph)
    lot = random.Random(7)
    lengths = set()
    for _ in range(80):
        start, goal = (f"n{number}" for number in lot.sample(range(300), 2))
        told = await ask(datasette, f"/-/graph/path.json?from={start}&to={goal}")
        known = graph.has_node(start) and graph.has_node(goal)
        length = nx.shortest_path_length(graph, start, goal) if known and nx.has_path(graph, start, goal) else None
        assert (len(told["path"]) - 1 if told["path"] else None) == length, (start, goal)
        assert all(graph.has_edge(*pair) for pair in zip(told["path"], told["path"][1:], strict=False))
        lengths.add(length)
    assert {None, 3, 5, 9} <= lengths


async def test_a_search_that_grows_too_large_says_that_it_is_not_sure(make_datasette, random_graph, monkeypatch):
    monkeypatch.setattr(paths, "SEEN_MOST", 3)
    graph = graph_of(random_graph)
    start = max(graph, key=graph.degree)
    goal = next(node for node, steps in nx.single_source_shortest_path_length(graph, start).items() if steps == 5)
    told = await ask(make_datasette(random_graph), f"/-/graph/path.json?from={start}&to={goal}")
    assert (told["path"], told["certain"]) == ([], False)


async def test_the_most_reported_part_is_tied_and_bounded(sample):
    told = await ask(sample, "/-/graph/whole.json?limit=4")
    ids = {node["id"] for node in told["nodes"]}
    assert len(ids) == 4
    assert {"andrea-bartz", "anthropic"} <= ids
    assert ids == {
        end for edge in told["edges"] for end in (edge["source"], edge["target"]) if edge["source"] != edge["target"]
    }
    everything = await ask(sample, "/-/graph/whole.json")
    assert told["left_out"]["nodes"] == len(everything["nodes"]) - 4


async def test_a_rewritten_graph_is_seen_without_a_restart(make_datasette, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    datasette = make_datasette(path)
    before = await ask(datasette, "/-/graph/whole.json")
    with sqlite3.connect(path) as connection:
        connection.execute("delete from edges where id = 'anthropic|defendant_in|bartz-v-anthropic'")
    connection.close()
    after = await ask(datasette, "/-/graph/whole.json")
    assert len(after["edges"]) == len(before["edges"]) - 1


async def test_the_newest_sentences_on_a_node_and_an_edge(sample):
    told = await ask(sample, "/-/graph/node.json?id=openai")
    assert told["facts"] == 7
    assert told["sentences"][0]["published"] == "2025-11-18"
    assert told["sentences"][0]["url"].startswith("https://sample-tribune.test/")
    assert len({sentence["sentence"] for sentence in told["sentences"]}) == len(told["sentences"]) <= 5
    told = await ask(sample, "/-/graph/node.json?id=bartz-v-anthropic")
    assert "$1.5 billion" in told["sentences"][0]["sentence"]
    told = await ask(sample, "/-/graph/edge.json?id=the-new-york-times|sues|openai")
    assert [sentence["published"] for sentence in told["sentences"]] == ["2025-11-18", "2025-04-05"]
    case = "The New York Times Co. v. Microsoft Corp."
    source = {"url": "https://register.test/nyt", "words": "register.test/nyt", "story": case, "note": ""}
    assert told["register_sources"] == [source]
    await ask(sample, "/-/graph/edge.json?id=nothing", status=404)


async def test_how_sure_a_fact_is_and_whether_it_is_the_news_in_words(make_datasette, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute(
            "update evidence set background = 1, confidence = 0.72 where article_id = 'a03' and edge_id like '%|sues|openai'"
        )
    connection.close()
    datasette = make_datasette(path)
    told = await ask(datasette, "/-/graph/edge.json?id=the-new-york-times|sues|openai")
    assert (told["sure"], told["told"]) == ("high", "main news of 1 article, background of 1")
    found = {told["published"]: (told["sure"], told["standing"]) for told in told["sentences"]}
    assert found == {"2025-11-18": ("high", "main news"), "2025-04-05": ("medium", "background")}
    told = await ask(datasette, "/-/graph/edge.json?id=the-new-york-times|licenses_to|amazon")
    assert told["told"] == "main news of 1 article"
    told = await ask(datasette, "/-/graph/edge.json?id=openai|licensee_in|news-corp-openai-2024")
    assert (told["sure"], told["told"], told["sentences"]) == ("high", "", [])
    told = await ask(datasette, "/-/graph/node.json?id=the-new-york-times")
    assert {"high", "medium"} >= {sentence["sure"] for sentence in told["sentences"]}
    assert {sentence["standing"] for sentence in told["sentences"]} <= {"main news", "background"}


async def test_hostile_rows_stay_text_and_their_links_none(hostile, parse_page):
    query = "x%22%3E%3Csvg/onload%3Dalert(1)%3E"
    told = await ask(hostile, f"/-/graph/around.json?id={query}")
    assert told["centre"] == 'x"><svg/onload=alert(1)>'
    told = await ask(hostile, "/-/graph/node.json?id=drop-tables")
    links = [sentence["url"] for sentence in told["sentences"]]
    assert None in links
    assert all(link is None or link.startswith("https://") for link in links)
    for path in (
        f"/-/explore?id={query}",
        "/-/explore",
        f"/-/explore?id={query}nothing",
        "/-/explore?name=%3Cscript%3Ealert(1)%3C/script%3E",
    ):
        answer = await hostile.client.get(path)
        page = parse_page(answer.text)
        assert not page.tags & {"img", "svg", "style", "b", "i", "u"}, path
        assert not {name for name in page.attributes if name.startswith("on")} | (page.attributes & {"style"}), path
        assert page.scripts == []
        assert not [link for link in page.links if link.lower().startswith(("javascript:", "data:"))], path


async def test_the_page_without_the_bundle_says_so_and_lists_neighbours(sample, monkeypatch):
    unbuilt = {name: digest for name, digest in plugin._digests().items() if not name.startswith("built/")}
    monkeypatch.setattr(plugin, "_digests", lambda: unbuilt)
    answer = await sample.client.get("/-/explore?id=openai")
    assert "make frontend" in answer.text
    assert "explorer.js" not in answer.text
    assert 'href="/-/explore?id=the-new-york-times"' in answer.text
    assert ">27 December 2023</time></td>" in answer.text


async def test_the_page_by_name_and_the_ways_to_it(sample):
    answer = await sample.client.get("/-/explore?name=open")
    assert "The network around" in answer.text
    assert "Other names that fit" in answer.text
    answer = await sample.client.get("/-/explore?name=nobody+of+that+name")
    assert answer.status_code == 404
    answer = await sample.client.get("/rightswire/cases/bartz-v-anthropic")
    assert 'href="/-/explore?id=bartz-v-anthropic"' in answer.text
    assert 'href="/-/explore"' in answer.text


async def test_wildcards_in_a_name_are_letters(sample):
    assert await network.find_names(sample.databases["rightswire"], "%") == []
    assert [row["id"] for row in await network.find_names(sample.databases["rightswire"], " NYT ")] == [
        "the-new-york-times"
    ]


async def test_an_empty_and_a_missing_graph_are_told(empty, make_datasette):
    answer = await empty.client.get("/-/explore")
    assert answer.status_code == 200
    assert "make ingest" in answer.text
    answer = await make_datasette().client.get("/-/explore")
    assert answer.status_code == 404
    assert "make ingest" in answer.text


async def test_an_unreadable_graph_is_told(make_datasette, tmp_path):
    path = tmp_path / "rightswire.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table other (id)")
    connection.close()
    told = await ask(make_datasette(path), "/-/graph/around.json?id=openai", status=503)
    assert "no such table" in told["error"]
    answer = await make_datasette(path).client.get("/-/explore")
    assert answer.status_code == 503
    assert "make rebuild" in answer.text


async def test_below_another_path(sample):
    sample._settings["base_url"] = "/wire/"
    answer = await sample.client.get("/-/explore?id=openai")
    assert 'data-around="/wire/-/graph/around.json"' in answer.text
    told = await ask(sample, "/-/graph/around.json?id=openai")
    assert told["nodes"][0]["page"] == "/wire/rightswire/nodes/openai"


async def test_who_may_not_see_the_graph_gets_none_of_it(sample):
    sample._metadata_local = {**sample._metadata_local, "allow": {"id": "editor"}}
    for path in ("/-/explore", "/-/graph/whole.json", "/-/graph/node.json?id=openai"):
        assert (await sample.client.get(path)).status_code == 403, path


async def test_answers_repeat(sample):
    first = await ask(sample, "/-/graph/around.json?id=openai")
    assert json.dumps(await ask(sample, "/-/graph/around.json?id=openai")) == json.dumps(first)


async def test_the_next_neighbours_can_be_had(sample):
    whole = await ask(sample, "/-/graph/around.json?id=openai")
    first = await ask(sample, "/-/graph/around.json?id=openai&limit=2")
    found = first["nodes"]
    while first["left_out"]["nodes"]:
        first = await ask(sample, f"/-/graph/around.json?id=openai&limit=2&offset={len(found) - 1}")
        assert first["nodes"][0]["id"] == "openai"
        assert len(first["nodes"]) > 1
        found += first["nodes"][1:]
    assert [node["id"] for node in found] == [node["id"] for node in whole["nodes"]]
    beyond = await ask(sample, "/-/graph/around.json?id=openai&offset=5000")
    assert ([node["id"] for node in beyond["nodes"]], beyond["left_out"]["nodes"]) == (["openai"], 0)
    await ask(sample, "/-/graph/around.json?id=openai&offset=-1", status=400)


@pytest.mark.parametrize("name", ["OpenAI", "The New York Times", " nyt "])
async def test_a_name_stands_for_its_node(sample, name):
    told = await ask(sample, f"/-/graph/around.json?id={name}")
    page = await sample.client.get(f"/-/explore?id={name}")
    assert page.status_code == 200
    assert f'data-start="{told["centre"]}"' in page.text


@pytest.mark.parametrize("limit", [2, 3, 5, 9, 2000])
async def test_the_whole_is_the_same_however_few_edges_are_looked_at_first(sample, monkeypatch, limit):
    await sample.invoke_startup()
    found = []
    for looks in ((10,), (1, 10), (2, 4, 10)):
        monkeypatch.setattr(network, "EDGES_FOR_EACH", looks)
        found.append(
            await network.read_whole(sample.databases["rightswire"], limit, lambda kind, key: f"/{kind}/{key}")
        )
    assert found[0]["nodes"]
    assert found[0] == found[1] == found[2]


async def test_each_source_of_the_register_is_a_link_of_its_own(make_datasette, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute(
            "update register_sources set source_url = 'https://a.test/1; https://www.b.test/2;javascript:alert(1)'"
            " where edge_id = 'andrea-bartz|sues|anthropic'"
        )
    connection.close()
    told = await ask(make_datasette(path), "/-/graph/edge.json?id=andrea-bartz|sues|anthropic")
    assert told["register_sources"] == [
        {"url": "https://a.test/1", "words": "a.test/1", "story": "Bartz v. Anthropic", "note": ""},
        {"url": "https://www.b.test/2", "words": "b.test/2", "story": "Bartz v. Anthropic", "note": ""},
    ]


async def test_sources_of_every_case_behind_a_relation_are_told_by_case(make_datasette, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["sample"].read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into register_sources (edge_id, node_id, source_url) values"
            " ('andrea-bartz|sues|anthropic', 'getty-images-v-stability-ai', 'https://second.test/case')"
        )
    connection.close()
    told = await ask(make_datasette(path), "/-/graph/edge.json?id=andrea-bartz|sues|anthropic")
    assert [(source["story"], source["url"]) for source in told["register_sources"]] == [
        ("Bartz v. Anthropic", "https://register.test/bartz"),
        ("Getty Images v. Stability AI", "https://second.test/case"),
    ]


async def test_the_panel_is_told_where_an_address_exists_nowhere(make_datasette, databases):
    datasette = make_datasette(databases["starter"])
    for asked in ("edge.json?id=thomson-reuters|sues|ross-intelligence", "node.json?id=ross-intelligence"):
        (sentence,) = (await ask(datasette, f"/-/graph/{asked}"))["sentences"]
        assert sentence["url"].startswith("/-/starter/")
        assert sentence["note"] == "written for the starter set; published nowhere else"
    others = (await ask(datasette, "/-/graph/node.json?id=openai"))["sentences"]
    assert {sentence["note"] for sentence in others} == {""}


async def test_courts_have_a_short_name_for_the_drawing_and_keep_their_whole_one(sample):
    told = await ask(sample, "/-/graph/around.json?id=new-york-times-v-microsoft")
    nodes = {node["id"]: node for node in told["nodes"]}
    assert nodes["nysd"]["short"] == "Southern District of New York"
    assert nodes["nysd"]["name"] == "United States District Court for the Southern District of New York"
    assert "short" not in nodes["openai"]
