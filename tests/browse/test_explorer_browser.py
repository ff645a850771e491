"""The explorer in a real browser: walking, filtering, playing, sharing, by mouse and by keyboard."""

import csv
import io
import json
import os
import random
import re
import sqlite3
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urlsplit

import networkx as nx
import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
BUNDLE = ROOT / "browse" / "static" / "built" / "explorer.js"
AXE = ROOT / "browse" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COMPLETION = """
from datasette import hookimpl, Response

async def complete(request):
    found = [{"id": "new-york-times-v-microsoft", "name": "The <b>suit</b>", "kind": "case", "articles": 2}]
    return Response.json({"completions": found if request.args.get("q", "").lower().startswith("the <") else []})

@hookimpl(tryfirst=True)
def register_routes():
    return [(r"^/-/complete\\.json$", complete)]
"""
IDLE_SECONDS = 240

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}: set CHROMIUM"),
    pytest.mark.skipif(not BUNDLE.exists(), reason="the explorer's bundle is not built: make frontend"),
]


@pytest.fixture(scope="module")
def address(serve_graph, databases):
    with serve_graph(databases["everything"]) as found:
        yield found


@pytest.fixture(scope="module")
def large(serve_graph, tmp_path_factory, databases):
    """Address of a graph of 2,000 nodes and 4,000 edges, drawn by lot from a fixed seed."""
    path = tmp_path_factory.mktemp("large") / "rightswire.db"
    path.write_bytes(databases["empty"].read_bytes())
    lot = random.Random(6)
    pairs = {(number, lot.randrange(number)) for number in range(1, 2000)}
    while len(pairs) < 4000:
        one, other = lot.randrange(2000), lot.randrange(200)
        pairs |= {(one, other)} if one != other else set()
    relations = ("sues", "licenses_to", "accuses", "invests_in")
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "insert into nodes (id, kind, name, provenance, articles) values (?, ?, ?, 'news', 1)",
            [(f"n{number}", lot.choice(("company", "outlet", "person")), f"Party {number}") for number in range(2000)],
        )
        connection.executemany(
            "insert into edges (id, source, relation, target, first_date, articles, confidence, provenance, attributes)"
            " values (?, ?, ?, ?, ?, 1, 0.9, 'news', '{}')",
            [
                (f"{one}-{other}", f"n{one}", lot.choice(relations), f"n{other}", f"20{lot.randrange(20, 26)}-05-01")
                for one, other in sorted(pairs)
            ],
        )
    connection.close()
    with serve_graph(path) as found:
        yield found


class Visit:
    """A page with the explorer, what it asked for outside this machine, and what went wrong in it."""

    def __init__(self, context):
        self.page, self.outside, self.errors = context.new_page(), [], []
        self.page.route("**/*", self.answer)
        self.page.on("console", lambda told: self.errors.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def answer(self, route):
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def tell(self, name, argument=None):
        """What the explorer's hook for tests answers."""
        return self.page.evaluate(f"argument => window.rightswireExplorer.{name}(argument)", argument)

    def settled(self):
        """Wait until nothing is asked for or moves any more; the policy forbids Playwright's own wait_for_function."""
        self.until(lambda: self.page.evaluate("Boolean(window.rightswireExplorer?.idle())"))

    def until(self, true):
        deadline = time.monotonic() + IDLE_SECONDS
        while not true():
            assert time.monotonic() < deadline, (self.page.url, self.errors)
            self.page.wait_for_timeout(50)

    def open(self, address):
        self.page.goto(address)
        self.settled()
        return self

    def click_node(self, node, double=False):
        canvas = self.page.locator("#canvas")
        canvas.scroll_into_view_if_needed()
        box, at = canvas.bounding_box(), self.tell("pixels", node)
        click = self.page.mouse.dblclick if double else self.page.mouse.click
        click(box["x"] + at["x"], box["y"] + at["y"])
        self.page.mouse.move(box["x"] + 2, box["y"] + 2)
        self.page.wait_for_timeout(350)  # or the next click would be taken for the second of two

    def box(self, group, value):
        return self.page.locator(f"#filter-{group} input[data-value='{value}']")

    def save(self, ending):
        self.page.locator("#downloads summary").click()
        with self.page.expect_download() as download:
            self.page.locator(f"#save-{ending}").click()
        assert download.value.suggested_filename.endswith(f".{ending}")
        return Path(download.value.path()).read_bytes()


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_visit(browser):
    """Makes a fresh page in a context of its own, and asserts at the end that all went well in each."""
    visits, contexts = [], []

    def make(**options):
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}))
        visits.append(Visit(contexts[-1]))
        return visits[-1]

    yield make
    for visit in visits:
        assert visit.errors == []
        assert visit.outside == []
    for context in contexts:
        context.close()


def test_from_a_case_through_its_parties(new_visit, address):
    visit = new_visit()
    page = visit.page
    page.goto(f"{address}/rightswire/cases/bartz-v-anthropic")
    page.get_by_role("link", name="Explore the network").click()
    visit.settled()
    assert visit.tell("shown")["nodes"] == ["andrea-bartz", "anthropic", "bartz-v-anthropic", "cand", "william-alsup"]
    assert not page.locator("#plain-view").is_visible()
    visit.click_node("anthropic")
    assert visit.tell("scene")["selected"] == "anthropic"
    panel = page.locator("#panel")
    assert (
        panel.get_by_role("link", name="Anthropic", exact=True).get_attribute("href") == "/rightswire/nodes/anthropic"
    )
    panel.get_by_text("$1.5 billion").first.wait_for()
    visit.click_node("andrea-bartz")
    panel.get_by_role("heading", name="Andrea Bartz").wait_for()
    page.locator("#canvas").press("Escape")
    assert visit.tell("scene")["selected"] is None


def test_expanding_by_double_click_and_by_button(new_visit, address):
    visit = new_visit().open(f"{address}/-/explore?id=amazon")
    before = visit.tell("counts")["nodes"]
    visit.click_node("the-new-york-times", double=True)
    visit.until(lambda: visit.tell("counts")["nodes"] > before)
    visit.settled()
    assert "openai" in visit.tell("shown")["nodes"]
    assert "news-corp" not in visit.tell("shown")["nodes"]
    visit.click_node("openai")
    visit.page.locator("#panel-expand").click()
    visit.settled()
    assert "news-corp" in visit.tell("shown")["nodes"]
    assert visit.page.locator("#panel-expand").is_disabled()


def test_expanding_again_brings_the_next_neighbours_and_all_their_lines(new_visit, serve_graph, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["empty"].read_bytes())
    node = "insert into nodes (id, kind, name, provenance, articles) values (?, 'company', ?, 'news', 1)"
    edge = (
        "insert into edges (id, source, relation, target, articles, confidence, provenance, attributes)"
        " values (?, ?, 'sues', ?, 1, 0.9, 'news', '{}')"
    )
    with sqlite3.connect(path) as connection:
        connection.executemany(node, [("hub", "Hub"), *((f"n{number}", f"Party {number}") for number in range(70))])
        connection.executemany(edge, [(f"n{number}|sues|hub", f"n{number}", "hub") for number in range(70)])
        connection.execute(edge, ("n0|sues|n9", "n0", "n9"))  # n0 comes with the first neighbours, n9 with the next
    connection.close()
    with serve_graph(path) as address:
        visit = new_visit().open(f"{address}/-/explore?id=hub")
        assert visit.tell("counts")["nodes"] == 61
        visit.click_node("hub")
        expand = visit.page.locator("#panel-expand")
        assert expand.inner_text() == "Expand (10 more)"
        expand.click()
        visit.settled()
        assert visit.tell("counts")["nodes"] == 71
        assert "n0|sues|n9" in visit.tell("shown")["edges"]
        assert expand.is_disabled()
        visit.until(lambda: "expand=hub" in visit.page.url)
        assert new_visit().open(visit.page.url).tell("shown") == visit.tell("shown")


def test_filters_of_every_sort_and_the_tables_that_follow(new_visit, address):
    visit = new_visit().open(f"{address}/-/explore?id=openai")
    page = visit.page
    all_edges = visit.tell("shown")["edges"]
    visit.box("relation", "sues").uncheck()
    left = visit.tell("shown")["edges"]
    assert {edge for edge in all_edges if "|sues|" in edge} == set(all_edges) - set(left)
    assert page.locator("#filter-relation li.off .number").inner_text() == "0 of 2"
    page.locator("#list-edges caption", has_text=f"{len(left)} relations shown").wait_for()
    page.get_by_role("button", name="Show all again").click()
    assert visit.tell("shown")["edges"] == all_edges
    visit.box("kind", "deal").uncheck()
    assert not [node for node in visit.tell("shown")["nodes"] if node.endswith(("2023", "2024"))]
    visit.box("kind", "deal").check()
    visit.box("medium", "news").uncheck()
    assert "news-corp-openai-2024" not in visit.tell("shown")["nodes"]
    assert "axel-springer-openai-2023" in visit.tell("shown")["nodes"]  # for its images
    page.get_by_role("button", name="Show all again").click()
    visit.box("provenance", "register").uncheck()
    assert "associated-press|licenses_to|openai" not in visit.tell("shown")["edges"]
    page.get_by_role("button", name="Show all again").click()
    page.get_by_role("button", name="all / none of the relations").click()
    assert visit.tell("shown") == {"nodes": ["openai"], "edges": []}


def test_suits_and_licences_differ_in_shape_as_in_colour(new_visit, address):
    visit = new_visit().open(f"{address}/-/explore?id=openai")
    marks = {}
    for relation in ("sues", "licenses_to"):
        path = visit.box("relation", relation).locator("xpath=..").locator("svg path")
        marks[relation] = (path.get_attribute("stroke"), path.get_attribute("d"))
    assert marks["sues"][0] != marks["licenses_to"][0]
    heights = {
        relation: {point.split(",")[1] for point in way[1:].replace("Q", "").split()}
        for relation, (_, way) in marks.items()
    }
    assert len(heights["sues"]) == 1
    assert len(heights["licenses_to"]) == 2


def test_every_kind_has_a_shape_of_its_own(new_visit, serve_graph, databases, tmp_path):
    kinds = ("company", "outlet", "organisation", "person", "case", "deal", "court", "government", "law-firm", "work", "product")  # fmt: skip
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["empty"].read_bytes())
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "insert into nodes (id, kind, name, provenance, articles) values (?, ?, ?, 'news', 1)",
            [(kind, kind, kind.title()) for kind in kinds],
        )
        connection.executemany(
            "insert into edges (id, source, relation, target, articles, confidence, provenance, attributes)"
            " values (?, 'company', 'related_to', ?, 1, 0.9, 'news', '{}')",
            [(kind, kind) for kind in kinds[1:]],
        )
    connection.close()
    with serve_graph(path) as address:
        visit = new_visit().open(f"{address}/-/explore?id=company")
        shapes = {
            visit.box("kind", kind)
            .locator("xpath=..")
            .locator("svg")
            .evaluate("e => e.innerHTML.replace(/#[0-9a-f]+/g, '')")
            for kind in kinds
        }
    assert len(shapes) == len(kinds)


def test_dates_by_slider_and_playing_through_them(new_visit, address):
    visit = new_visit().open(f"{address}/-/explore?id=openai")
    page = visit.page
    assert page.locator("#date-words").inner_text() == "Jul 2023 – Nov 2025"
    all_edges = visit.tell("counts")["shownEdges"]
    page.locator("#date-to").focus()
    page.keyboard.press("Home")
    assert set(visit.tell("shown")["edges"]) == {
        "associated-press|licenses_to|openai",
        "associated-press|licensor_in|associated-press-openai-2023",
        "openai|licensee_in|associated-press-openai-2023",
    }
    page.locator("#speed").select_option("3")
    page.get_by_role("button", name="Play").click()
    assert visit.tell("scene")["playing"]
    visit.until(lambda: visit.tell("counts")["shownEdges"] > 3)
    page.get_by_role("button", name="Pause").click()
    paused = visit.tell("counts")["shownEdges"]
    page.wait_for_timeout(600)
    assert visit.tell("counts")["shownEdges"] == paused < all_edges
    page.get_by_role("button", name="Play").click()
    visit.until(lambda: not visit.tell("scene")["playing"])
    assert visit.tell("counts")["shownEdges"] == all_edges


def test_the_shortest_path_by_name_and_from_here_to_here(new_visit, address):
    visit = new_visit().open(f"{address}/-/explore?id=openai")
    page = visit.page
    page.get_by_label("From", exact=True).fill("axel springer")
    page.get_by_label("To", exact=True).fill("The New York Times")
    page.get_by_role("button", name="Find the shortest path").click()
    page.locator("#status", has_text="2 steps: Axel Springer licenses to OpenAI; The New York Times ").wait_for()
    visit.settled()
    assert visit.tell("scene")["path"] == ["axel-springer", "openai", "the-new-york-times"]
    page.get_by_role("button", name="Clear path").click()
    assert visit.tell("scene")["path"] == []
    visit.click_node("news-corp")
    page.get_by_label("To", exact=True).fill("")
    page.get_by_role("button", name="Path from here").click()
    visit.click_node("microsoft")
    page.get_by_role("button", name="Path to here").click()
    page.locator("#status", has_text="2 steps: News Corp licenses to OpenAI; Microsoft invests in OpenAI.").wait_for()
    visit.settled()


def test_a_path_whose_lines_are_filtered_says_so(new_visit, address):
    path = '["the-new-york-times","openai"]'
    relations = "&".join(f"no-relation={name}" for name in ("sues", "ruling", "accuses", "says", "settles_with"))
    visit = new_visit().open(f"{address}/-/explore?id=openai#path={path}&lit=path&{relations}")
    status = visit.page.locator("#status")
    assert "The filters hide the lines of 1 step of this path." in status.inner_text()
    visit.page.locator("#all-filters").click()
    assert "1 step: The New York Times " in status.inner_text()
    assert "filters hide" not in status.inner_text()


def test_all_of_it_fits_a_usual_window(new_visit, address):
    visit = new_visit().open(f"{address}/-/explore?id=openai")
    visit.page.locator("#list-edges td").first.wait_for()
    wide = {name: visit.page.locator(name).bounding_box() for name in ("#canvas", "#time", "#date-from")}
    assert wide["#time"]["width"] <= wide["#canvas"]["width"]
    assert wide["#date-from"]["width"] > 150
    for name in ("#list-nodes", "#list-edges"):
        assert visit.page.locator(name).evaluate("place => place.scrollWidth <= place.clientWidth")
    assert "27 Dec 2023" in visit.page.locator("#list-edges").inner_text()


def test_a_link_restores_the_view_in_a_fresh_browser(new_visit, address):
    visit = new_visit().open(f"{address}/-/explore?name=amazon")
    page = visit.page
    page.locator("#list-nodes").get_by_role("button", name="Expand The New York Times", exact=True).click()
    visit.settled()
    page.get_by_label("From", exact=True).fill("Amazon")
    page.get_by_label("To", exact=True).fill("OpenAI")
    page.get_by_role("button", name="Find the shortest path").click()
    visit.until(lambda: visit.tell("scene")["path"])
    visit.settled()
    visit.box("relation", "ruling").uncheck()
    page.locator("#date-from").focus()
    page.keyboard.press("ArrowRight")
    visit.click_node("new-york-times-amazon-2025")
    visit.until(lambda: visit.tell("scene")["selected"] == "new-york-times-amazon-2025")
    page.get_by_role("button", name="Hide", exact=True).first.click()
    visit.click_node("microsoft")
    page.locator("#zoom-in").click()
    page.wait_for_timeout(800)
    page.get_by_role("button", name="Copy link").click()
    link = page.url
    assert "?id=amazon#" in link

    other = new_visit().open(link)
    other.page.wait_for_timeout(600)
    assert other.tell("shown") == visit.tell("shown")
    assert "new-york-times-amazon-2025" not in other.tell("shown")["nodes"]
    assert other.tell("scene") == visit.tell("scene") | {"camera": other.tell("scene")["camera"]}
    assert other.tell("scene")["selected"] == "microsoft"
    for name, value in visit.tell("scene")["camera"].items():
        assert other.tell("scene")["camera"][name] == pytest.approx(value, abs=1e-3)
    places = visit.tell("places")
    assert {node: pytest.approx(place, rel=1e-6) for node, place in places.items()} == other.tell("places")
    assert not other.box("relation", "ruling").is_checked()
    assert other.page.url == link


def test_starting_anew_from_a_name_and_from_a_pasted_link(new_visit, address):
    visit = new_visit().open(f"{address}/-/explore?id=openai")
    page = visit.page
    page.get_by_label("Start from").press_sequentially("axel springer / op")
    page.locator("#start-names option").wait_for(state="attached")
    page.get_by_label("Start from").fill(page.locator("#start-names option").get_attribute("value"))
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/-/explore?id=axel-springer-openai-2023")
    visit.settled()
    with page.expect_event("load"):
        page.goto(f"{page.url}#select=openai")
    visit.settled()
    assert visit.tell("scene")["selected"] == "openai"


def test_names_that_the_server_completes(new_visit, serve_graph, databases, tmp_path):
    (tmp_path / "completion.py").write_text(COMPLETION, encoding="utf-8")
    with serve_graph(databases["sample"], "--plugins-dir", str(tmp_path)) as found:
        visit = new_visit().open(f"{found}/-/explore?id=amazon")
        visit.page.get_by_label("To", exact=True).press_sequentially("The <")
        option = visit.page.locator("#path-to-names option")
        option.wait_for(state="attached")
        assert option.get_attribute("value") == "The <b>suit</b>"
        visit.page.get_by_label("From", exact=True).fill(
            "amazon"
        )  # no answer of the server: the id of a node that is shown
        visit.page.get_by_label("To", exact=True).fill("the <b>suit</b>")
        visit.page.get_by_role("button", name="Find the shortest path").click()
        visit.until(lambda: visit.tell("scene")["path"])
        assert visit.tell("scene")["path"] == ["amazon", "the-new-york-times", "new-york-times-v-microsoft"]
        visit.settled()


def test_a_hostile_link_does_no_harm(new_visit, address):
    fragment = '#expand=%3Cimg%20src=x%20onerror=alert(1)%3E&path=[1,2]&path={"a":1}&from=9999-99&at=x,1e999,-1&select=__proto__&hide=constructor&no-relation=__proto__'
    visit = new_visit()
    visit.page.goto(f"{address}/-/explore?id=openai{fragment}")
    visit.settled()
    # The browser itself reports the 404 of the unknown id.
    visit.errors = [error for error in visit.errors if "404" not in error]
    assert (
        visit.page.locator("#status")
        .inner_text()
        .startswith("This graph holds no node with the id or name '<img src=x")
    )
    assert visit.page.locator("#explorer img").count() == 0
    assert visit.tell("counts")["shownNodes"] > 5


def test_pictures_and_data_of_what_is_shown(new_visit, address):
    visit = new_visit(accept_downloads=True).open(f"{address}/-/explore?id=drop-tables")
    visit.box("kind", "deal").uncheck()
    shown = visit.tell("shown")
    assert visit.save("png").startswith(b"\x89PNG")
    picture = ET.fromstring(visit.save("svg"))
    words = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert any("DROP TABLE" in (text or "") for text in words)
    told = json.loads(visit.save("json"))
    graph = nx.node_link_graph(told, edges="edges")
    assert (sorted(graph), graph.size()) == (shown["nodes"], len(shown["edges"]))
    assert graph.nodes["hostile-v-plain"]["name"] == "<img src=x onerror=alert(1)> v. \"Plain\" & 'Sons'"
    lines = list(csv.DictReader(io.StringIO(visit.save("csv").decode())))
    assert sorted(line["source"] + line["relation"] + line["target"] for line in lines) == sorted(
        edge.replace("|", "") for edge in shown["edges"]
    )
    gexf = nx.read_gexf(io.BytesIO(visit.save("gexf")))
    assert (sorted(gexf), gexf.size()) == (shown["nodes"], len(shown["edges"]))
    assert {data["relation"] for *_, data in gexf.edges(data=True)} == {line["relation"] for line in lines}


def test_the_undated_go_though_every_date_is_shown(new_visit, serve_graph, databases, tmp_path):
    path, undated = tmp_path / "rightswire.db", "microsoft|invests_in|openai"
    path.write_bytes(databases["sample"].read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("update edges set first_date = null, last_date = null where id = ?", [undated])
    connection.close()
    with serve_graph(path) as found:
        visit = new_visit().open(f"{found}/-/explore?id=openai")
        shown = visit.tell("shown")["edges"]
        visit.page.locator("#undated").uncheck()
        visit.settled()
        assert set(shown) - set(visit.tell("shown")["edges"]) == {undated}


def test_all_of_it_by_keyboard(new_visit, address):
    visit = new_visit().open(f"{address}/-/explore?id=openai")
    page = visit.page
    canvas = page.locator("#canvas")
    canvas.focus()
    start = visit.tell("scene")["camera"]
    page.keyboard.press("ArrowRight")
    visit.until(lambda: visit.tell("scene")["camera"]["x"] > start["x"])
    page.keyboard.press("+")
    visit.until(lambda: visit.tell("scene")["camera"]["ratio"] < start["ratio"])
    page.wait_for_timeout(400)
    page.keyboard.press("0")
    visit.until(lambda: visit.tell("scene")["camera"]["ratio"] == pytest.approx(1))
    page.keyboard.press("n")
    assert visit.tell("scene")["selected"] == "associated-press"
    page.keyboard.press("N")  # as with Shift or Caps Lock
    assert visit.tell("scene")["selected"] != "associated-press"
    page.keyboard.press("P")
    assert visit.tell("scene")["selected"] == "associated-press"
    page.keyboard.press("Enter")
    visit.settled()
    assert "Nothing more to show" in page.locator("#status").inner_text()
    page.keyboard.press("Delete")
    assert "associated-press" not in visit.tell("shown")["nodes"]
    page.get_by_role("button", name="Bring back 1 hidden node").press("Enter")
    assert "associated-press" in visit.tell("shown")["nodes"]
    row = page.locator("#list-nodes").get_by_role("button", name="Microsoft", exact=True)
    row.press("Enter")
    assert visit.tell("scene")["selected"] == "microsoft"
    page.wait_for_timeout(500)
    assert page.evaluate("document.activeElement.textContent") == "Microsoft"
    page.locator("#list-edges").get_by_role("button", name="licenses to").first.press("Enter")
    page.locator("#panel blockquote").first.wait_for()
    assert "licenses_to" in visit.tell("scene")["edge"]
    assert "high confidence (1.00)" in page.locator("#panel .about").inner_text()
    assert "main news of 1 article" in page.locator("#panel .about").inner_text()
    assert re.search(r"(high|medium|low) confidence \(0\.\d\d\)", page.locator("#panel .fact-line").first.inner_text())
    assert page.locator("#panel .tag").first.inner_text() == "main news"


def test_a_line_is_clicked_where_it_lies(new_visit, address):
    visit = new_visit().open(f"{address}/-/explore?id=news-corp")
    one, other = (
        visit.tell("pixels", "news-corp"),
        visit.tell("pixels", "dow-jones") or visit.tell("pixels", "news-corp-openai-2024"),
    )
    box = visit.page.locator("#canvas").bounding_box()
    for bend in (0, 0.11, -0.11):
        x = (one["x"] + other["x"]) / 2 + bend * (other["y"] - one["y"])
        y = (one["y"] + other["y"]) / 2 - bend * (other["x"] - one["x"])
        visit.page.mouse.click(box["x"] + x, box["y"] + y)
        visit.page.wait_for_timeout(400)
        if visit.tell("scene")["edge"]:
            break
    assert visit.tell("scene")["edge"] in visit.tell("shown")["edges"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_of_access(new_visit, address, scheme):
    if not AXE.exists():
        pytest.skip("axe-core is not there: make frontend")
    visit = new_visit(color_scheme=scheme).open(f"{address}/-/explore?id=openai")
    visit.click_node("the-new-york-times")
    visit.page.locator("#panel blockquote").first.wait_for()
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = visit.page.evaluate("axe.run()")["violations"]
    assert [
        (fault["id"], fault["nodes"][0]["html"]) for fault in found if fault["impact"] in ("serious", "critical")
    ] == []


def test_a_narrow_screen_in_calm(new_visit, address):
    visit = new_visit(viewport={"width": 360, "height": 780}, reduced_motion="reduce").open(
        f"{address}/-/explore?id=openai"
    )
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360
    before = visit.tell("scene")["camera"]["ratio"]
    visit.page.locator("#zoom-in").click()
    assert visit.tell("scene")["camera"]["ratio"] < before  # at once


def test_the_wheel_in_calm_shows_no_empty_picture(new_visit, address):
    visit = new_visit(reduced_motion="reduce").open(f"{address}/-/explore?id=openai")
    visit.page.evaluate("""() => {
      window.seen = [];
      const look = () => { window.seen.push(rightswireExplorer.scene().camera.ratio); requestAnimationFrame(look); };
      look();
    }""")
    box = visit.page.locator("#canvas").bounding_box()
    visit.page.mouse.move(box["x"] + 200, box["y"] + 200)
    visit.page.mouse.wheel(0, -120)
    visit.until(lambda: visit.page.evaluate("seen.at(-1) < 1"))
    assert visit.page.evaluate("seen.every(Number.isFinite)")


def test_without_webgl_the_table_stays(new_visit, address):
    visit = new_visit()
    visit.page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    visit.page.goto(f"{address}/-/explore?id=openai")
    visit.page.get_by_role("alert").filter(has_text="no WebGL").wait_for()
    assert visit.page.locator("#plain-view").get_by_role("link", name="The New York Times").first.is_visible()
    assert not visit.page.locator("#explorer").is_visible()


def test_two_thousand_nodes(new_visit, large):
    visit = new_visit().open(f"{large}/-/explore?whole=2000")
    counts = visit.tell("counts")
    assert (counts["nodes"], counts["edges"]) == (2000, 4000)
    visit.box("relation", "sues").uncheck()
    assert visit.tell("counts")["shownEdges"] < 4000
    visit.page.locator("#list-nodes caption", has_text="nodes shown").wait_for()
    assert visit.page.locator("#list-nodes tbody tr").count() == 50
    middle = visit.page.locator("#canvas").bounding_box()
    button = visit.page.locator("#list-nodes button.name").first
    button.click()
    chosen = visit.tell("scene")["selected"]
    visit.until(
        lambda: (
            abs(visit.tell("pixels", chosen)["x"] - middle["width"] / 2) < 3
            and abs(visit.tell("pixels", chosen)["y"] - middle["height"] / 2) < 3
        )
    )
    places = visit.tell("places").values()
    assert len({tuple(round(value, 3) for value in place) for place in places}) > 1990
