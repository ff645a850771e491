"""From feeds on a real server through the real command line to the graph, Datasette and exports."""

import csv
import json
import re
import sqlite3

import igraph
import networkx
from datasette.app import Datasette

GRAPH_TABLES = (
    "nodes", "aliases", "articles", "cases", "deals", "edges", "evidence", "events", "register_sources", "changes",
)  # fmt: skip


def dump(desk):
    """The graph as text, table by table, in a canonical order."""
    connection = sqlite3.connect(desk.data / "rightswire.db")
    try:
        return {table: sorted(map(repr, connection.execute(f"SELECT * FROM {table}"))) for table in GRAPH_TABLES}
    finally:
        connection.close()


NEWS_FACTS = "SELECT subject, relation, object FROM facts WHERE provenance = 'news' ORDER BY 1, 2, 3"


def test_a_first_run_turns_feeds_into_facts_with_their_sentences(desk, web):
    desk.feeds(web.url("/feed.xml"))
    told = desk.run("ingest").stdout
    facts = desk.sql(NEWS_FACTS)
    assert ("The New York Times", "sues", "OpenAI") in facts
    assert ("The New York Times", "sues", "Microsoft") in facts
    assert ("News Corp", "licenses_to", "OpenAI") in facts
    assert not [fact for fact in facts if "Apple" in fact], "a teaser beside the article became a fact"
    assert "3 new" in told
    assert "2 relevant" in told
    without = "SELECT count(*) FROM edges WHERE provenance != 'register' AND id NOT IN (SELECT edge_id FROM evidence)"
    assert desk.sql(without + " AND relation IN ('sues', 'licenses_to', 'ruling', 'settles_with')") == [(0,)]


def test_facts_fall_into_the_case_and_deal_that_the_register_knows(desk, web):
    desk.feeds(web.url("/feed.xml"))
    desk.run("ingest")
    cases = desk.sql("SELECT DISTINCT c.docket_number FROM facts f JOIN cases c ON c.id = f.case_id "
                     "WHERE f.relation = 'sues' AND f.provenance = 'news'")  # fmt: skip
    assert len(cases) == 1
    assert "23-cv-11195" in cases[0][0]
    deals = desk.sql("SELECT d.provenance, d.articles FROM facts f JOIN deals d ON d.id = f.deal_id "
                     "WHERE f.relation = 'licenses_to' AND f.provenance = 'news'")  # fmt: skip
    assert deals == [("both", 1)]


def test_a_second_run_adds_nothing_and_fetches_no_page_again(desk, web):
    desk.feeds(web.url("/feed.xml"))
    desk.run("ingest")
    before, pages = dump(desk), {path: count for path, count in web.requests.items() if path != "/feed.xml"}
    told = desk.run("ingest").stdout
    assert dump(desk) == before
    assert {path: count for path, count in web.requests.items() if path != "/feed.xml"} == pages
    assert "1 unchanged" in told
    assert desk.sql("SELECT count(*) FROM runs") == [(2,)]


def test_rebuilding_gives_the_same_graph(desk, web):
    desk.feeds(web.url("/feed.xml"))
    desk.run("ingest")
    before = dump(desk)
    (desk.data / "rightswire.db").unlink()
    desk.run("rebuild")
    assert dump(desk) == before


def test_each_bad_input_costs_only_itself_and_is_told_and_kept(desk, web):
    web.serve("/html.xml", "<html><body><p>Please accept cookies</p></body></html>")
    web.serve("/broken.xml", "<rss><channel><item><title>cut", "application/rss+xml")
    web.serve("/empty.xml", "", "application/rss+xml")
    web.serve("/gone.xml", "", status=404)
    web.serve("/blank", "<html><body></body></html>")
    web.serve("/huge", b"<p>x" * (13 * 1024 * 1024))
    date = "<pubDate>Thu, 23 May 2024 09:00:00 GMT</pubDate>"
    web.feed(
        "/odd.xml",
        [
            ("No link", "", date),
            ("No date", web.url("/deal"), ""),
            ("No text", web.url("/blank"), date),
            ("Huge", web.url("/huge"), date),
        ],
    )
    names = ("feed.xml", "html.xml", "broken.xml", "empty.xml", "gone.xml", "odd.xml")
    desk.feeds(*(web.url(f"/{name}") for name in names), "http://127.0.0.1:9/unreachable.xml")
    told = desk.run("ingest").stdout
    assert ("News Corp", "licenses_to", "OpenAI") in desk.sql(NEWS_FACTS)
    kept = {(subject, reason) for subject, reason in desk.sql("SELECT subject, reason FROM problems")}
    expected = {
        ("Feed 2", "not a feed"),
        ("Feed 3", "malformed feed"),
        ("Feed 4", "empty answer"),
        ("Feed 5", "HTTP 404"),
        ("Feed 6", "no link"),
        (web.url("/blank"), "no text"),
        (web.url("/huge"), "too large"),
        ("Feed 7", "cannot connect"),
    }
    assert expected <= kept
    assert not [subject for subject, _ in expected if subject not in told]


def test_a_bad_row_of_the_feed_list_costs_only_itself(desk, web):
    desk.feeds(web.url("/feed.xml"))
    with (desk.data / "feeds.toml").open("a", encoding="utf-8") as feeds:
        feeds.write(
            '\n[[feed]]\nname = "No address"\n\n[[feed]]\nname = "Odd"\nurl = "https://a.example/f"\nkind = "?"\n'
        )
    told = desk.run("ingest").stdout
    assert ("News Corp", "licenses_to", "OpenAI") in desk.sql(NEWS_FACTS)
    assert re.search(r"feeds.toml:\d+ url", told)
    assert re.search(r"feeds.toml:\d+ kind", told)


def test_without_a_network_the_run_completes_and_says_what_failed(desk):
    """Every address refused: the feed on disk still brings its articles."""
    folder = desk.data / "own"
    folder.mkdir()
    title = "News Corp signs content deal with OpenAI"
    (folder / "feed.xml").write_text(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Own</title><id>urn:own</id><entry><title>{title}</title>'
        '<id>urn:own:1</id><updated>2024-05-23T08:00:00Z</updated><link href="deal.html"/></entry></feed>',
        encoding="utf-8",
    )
    paragraphs = (
        "<p>News Corp has signed a licensing deal that lets OpenAI use its articles to train ChatGPT.</p>"
        "<p>The agreement runs for five years. Others have sued over copyright and artificial intelligence.</p>"
    )
    (folder / "deal.html").write_text(
        f'<html><head><title>{title}</title><link rel="canonical" href="https://own.example/deal"></head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>",
        encoding="utf-8",
    )
    desk.feeds("own/feed.xml", "http://127.0.0.1:9/a.xml", "http://127.0.0.1:9/b.xml")
    told = desk.run("ingest").stdout
    assert ("News Corp", "licenses_to", "OpenAI") in desk.sql(NEWS_FACTS)
    assert "2 failed" in told


async def test_datasette_leads_from_a_fact_to_its_sentence_and_source(desk, web):
    desk.feeds(web.url("/feed.xml"))
    desk.run("ingest")
    served = Datasette([str(desk.data / "rightswire.db")])
    response = await served.client.get(
        "/rightswire/facts.json?relation=sues&provenance=news&object=OpenAI&_shape=objects"
    )
    row = response.json()["rows"][0]
    assert "sued OpenAI" in row["evidence"] or "sues OpenAI" in row["evidence"]
    assert row["article_url"] == web.url("/suit")
    found = await served.client.get("/rightswire/evidence.json?_search=manhattan&_shape=objects")
    assert found.json()["rows"]


def test_exports_open_elsewhere_with_the_same_counts_and_bytes(desk, web):
    desk.feeds(web.url("/feed.xml"))
    desk.run("ingest")
    desk.run("export", "--out", str(desk.data / "one"))
    desk.run("export", "--out", str(desk.data / "two"))
    one = {path.name: path.read_bytes() for path in sorted((desk.data / "one").iterdir())}
    two = {path.name: path.read_bytes() for path in sorted((desk.data / "two").iterdir())}
    assert one == two
    nodes, edges = desk.sql("SELECT (SELECT count(*) FROM nodes), (SELECT count(*) FROM edges)")[0]
    folder = desk.data / "one"
    gexf = networkx.read_gexf(next(folder.glob("*.gexf")))
    assert (gexf.number_of_nodes(), gexf.number_of_edges()) == (nodes, edges)
    graphml = igraph.Graph.Read_GraphML(str(next(folder.glob("*.graphml"))))
    assert (graphml.vcount(), graphml.ecount()) == (nodes, edges)
    data = json.loads(next(folder.glob("*.json")).read_text(encoding="utf-8"))
    linked = networkx.node_link_graph(data, edges="edges")
    assert (linked.number_of_nodes(), linked.number_of_edges()) == (nodes, edges)
    with (folder / "nodes.csv").open(encoding="utf-8", newline="") as rows:
        assert len(list(csv.DictReader(rows))) == nodes
    with (folder / "edges.csv").open(encoding="utf-8", newline="") as rows:
        assert len(list(csv.DictReader(rows))) == edges


def test_read_takes_json_lines_without_a_database(desk, web):
    lines = [
        {
            "url": "https://a.example/1",
            "title": "News Corp signs content deal with OpenAI",
            "published": "2024-05-23",
            "text": "News Corp has signed a licensing deal that lets OpenAI train ChatGPT on its articles.",
        },
        {"url": "https://a.example/2", "title": "Rain", "published": None, "text": "It will rain."},
    ]
    stdin = "".join(json.dumps(line) + "\n" for line in lines) + "not json\n"
    done = desk.run("read", "--jsonl", "-", stdin=stdin)
    deal, rain = (json.loads(line) for line in done.stdout.splitlines())
    assert [(fact["subject"], fact["relation"], fact["object"]) for fact in deal["facts"]] == [
        ("News Corp", "licenses_to", "OpenAI")
    ]
    assert deal["facts"][0]["evidence"] in lines[0]["text"] or deal["facts"][0]["evidence"] in lines[0]["title"]
    assert (rain["relevant"], rain["facts"]) == (False, [])
    assert "standard input:3" in done.stderr
    assert not list(desk.data.glob("*.db"))


def test_wrong_usage_and_a_missing_graph_have_their_own_exit_codes(desk):
    assert "feeds.toml" in desk.run("ingest", code=2).stderr
    assert "rightswire ingest" in desk.run("export", code=1).stderr
    assert "rightswire ingest" in desk.run("status", code=1).stderr
    desk.run("read", code=2)
    desk.run("export", "--format", "docx", code=2)
    (desk.data / "settings.toml").write_text("[fetch]\nworkers = 0\n", encoding="utf-8")
    assert "fetch.workers" in desk.run("rebuild", code=2).stderr


def test_every_feed_that_failed_is_named_however_many_and_however_narrow_the_page(desk):
    desk.feeds(*(f"http://127.0.0.1:9/{number}.xml" for number in range(8)))
    told = desk.run("ingest", code=1).stdout
    assert all(f"Feed {number}" in told for number in range(1, 9))
    status = desk.run("status", code=1).stdout
    assert "8 of 8 feeds fail" in status
    assert "8 failing" in status
    assert "Feed 8: " in status


def test_nothing_that_could_be_done_is_exit_code_1(desk):
    (desk.data / "feeds.toml").write_text('[[feed]]\nname = "No address"\n', encoding="utf-8")
    desk.run("ingest", code=1)
    assert "standard input:2" in desk.run("read", "--jsonl", "-", stdin="no\nno\n", code=1).stderr
    (desk.data / "binary.txt").write_bytes(b"\x00\xff\xfe")
    assert "no text" in desk.run("read", "binary.txt", code=1).stderr


def test_a_database_that_cannot_be_read_is_told_in_one_line(desk):
    (desk.data / "rightswire.db").write_bytes(b"this is no database" * 100)
    told = desk.run("status", code=1).stderr
    assert "rightswire.db: cannot be read" in told
    assert len(told.splitlines()) == 1


def test_status_and_changes_tell_what_the_runs_did(desk, web):
    desk.feeds(web.url("/feed.xml"))
    desk.run("ingest")
    status = json.loads(desk.run("status", "--json").stdout)
    assert status["graph"]["articles"] >= 2
    assert status["alarms"] == []
    expected = {"stored": 3, "relevant": 2, "unread": 0, "pending": 0, "failed": 0}
    assert {name: status["articles"][name] for name in expected} == expected
    assert status["runs"][0]["new_facts"] > 0
    assert status["graph"]["newest_fact_accepted"] == status["runs"][0]["started"]
    assert status["feeds"][0]["name"] == "Feed 1"
    assert "YYYY-MM-DD" in desk.run("changes", "--since", "the week before", code=2).stderr
    assert "new-fact" in {change["kind"] for change in json.loads(desk.run("changes", "--json").stdout)}
