"""What people come for, done in a real browser on the starter graph and on a large one.

$RIGHTSWIRE_LIBRARY names the large one (python tests/scale/library.py PATH); by default a small one is generated.
Parties, cases and sentences are looked up in the graph, so that the same journeys lead through any.
"""

import csv
import io
import os
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import icalendar
import networkx as nx
import pytest

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "browse" / "static" / "built"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
)
IDLE_SECONDS = 240
PARTY_SQL = """select id, name from nodes where id in (select source from edges where relation = 'plaintiff_in')
  order by articles desc, id limit 1"""
CASE_SQL = "select id, name from cases order by articles desc, id limit 1"
SENTENCE_SQL = "select sentence from evidence where sentence not like '%\"%' order by edge_id, article_id limit 1"
CONTESTED_SQL = """select c.id, c.name, r.field, count(*) from readings r join cases c on c.id = r.node_id
  where r.contested group by c.id, r.field having count(*) > 1 order by count(*) desc, c.id, r.field limit 1"""

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}: set CHROMIUM"),
    pytest.mark.skipif(not (BUILT / "explorer.js").exists(), reason="the bundles are not built: make frontend"),
]


@dataclass(frozen=True)
class Served:
    """A graph, and where Datasette serves it."""

    kind: str
    path: Path
    address: str

    def look_up(self, sql, **parameters):
        """The first row that answers."""
        with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(sql, parameters).fetchone()


@pytest.fixture(scope="module", params=["starter", "large"])
def graph(request, serve_graph):
    path = request.getfixturevalue(f"{request.param}_graph")
    with serve_graph(path) as address:
        yield Served(request.param, path, address)


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS.split())
        yield browser
        browser.close()


class Journey:
    """A reader with a browser window: what it asked for outside this machine, and what went wrong in it."""

    def __init__(self, browser):
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page, self.outside, self.errors = self.context.new_page(), [], []
        self.page.route("**/*", self.answer)
        self.page.on("console", lambda told: self.errors.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def answer(self, route):
        """Let requests to this machine pass; answer any other here and remember it: none leaves the machine."""
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.fulfill(status=200, content_type="text/html", body="<title>The article</title>")

    def tell(self, name, argument=None):
        """What the explorer's hook answers; the policy forbids Playwright's own wait_for_function."""
        return self.page.evaluate(f"argument => window.rightswireExplorer?.{name}(argument)", argument)

    def until(self, true):
        deadline = time.monotonic() + IDLE_SECONDS
        while not true():
            assert time.monotonic() < deadline, (self.page.url, self.errors)
            self.page.wait_for_timeout(50)

    def heading(self):
        return self.page.get_by_role("heading", level=1).inner_text()


@pytest.fixture
def set_out(browser):
    """Opens a fresh window; at the end nothing has gone wrong in any, and nothing unforeseen was asked for outside."""
    journeys = []

    def begin(address):
        journeys.append(Journey(browser))
        journeys[-1].page.goto(address)
        return journeys[-1]

    yield begin
    for journey in journeys:
        assert journey.errors == []
        assert journey.outside == []
        journey.context.close()


def test_from_the_first_page_to_a_suit_its_sentence_and_its_source(set_out, graph):
    journey = set_out(graph.address)
    page = journey.page
    page.get_by_role("navigation").get_by_role("link", name="Cases").click()
    page.locator("th[data-column=articles] a").click()
    page.wait_for_url("**_sort*=articles*")
    if "_sort_desc" not in page.url:
        page.locator("th[data-column=articles] a").click()
        page.wait_for_url("**_sort_desc=articles*")
    page.locator("tbody a[href*='/rightswire/cases/']").first.click()
    name = journey.heading()
    assert graph.look_up("select articles from cases where name = :name", name=name)[0] > 0
    fact = page.locator("article.fact").first.locator("blockquote a")
    sentence, source = fact.inner_text(), fact.get_attribute("href").partition("#")[0]
    url = graph.look_up("select a.url from evidence v join articles a on a.id = v.article_id where sentence = :sentence", sentence=sentence)[0]  # fmt: skip
    fact.click()
    if graph.kind == "starter":
        page.wait_for_url("**/-/starter/*")
        assert source == f"/-/starter/{url.rpartition('/')[2]}"
        assert sentence in page.locator("body").inner_text()
    else:
        page.wait_for_url(f"{source}*")
        assert page.title() == "The article"
        assert [address.partition("#")[0] for address in journey.outside] == [url]
        journey.outside.clear()


def test_completion_by_keyboard_leads_to_a_party(set_out, graph):
    key, name = graph.look_up(PARTY_SQL)
    journey = set_out(graph.address)
    field = journey.page.get_by_role("main").get_by_role("combobox")
    field.press_sequentially(name[:-1])
    option = journey.page.locator(f"[role=option][data-path$='/nodes/{key}']")
    option.wait_for()
    for _ in range(20):
        field.press("ArrowDown")
        if option.get_attribute("aria-selected") == "true":
            break
    field.press("Enter")
    journey.page.wait_for_url(f"**/rightswire/nodes/{key}")
    assert journey.heading() == name


def test_words_of_a_sentence_lead_to_it(set_out, graph):
    sentence = graph.look_up(SENTENCE_SQL)[0]
    journey = set_out(graph.address)
    field = journey.page.get_by_role("main").get_by_role("combobox")
    field.fill(f'"{" ".join(sentence.split()[:9])}"')
    field.press("Enter")
    journey.page.wait_for_url("**/-/search?words=*")
    assert journey.page.locator("mark").count() > 0
    hit = journey.page.locator(".hits blockquote a", has_text=sentence).first
    hit.click()
    assert sentence in journey.page.get_by_role("main").inner_text()


def test_explore_a_case_expand_filter_play_and_share(set_out, graph):
    key, name = graph.look_up(CASE_SQL)
    journey = set_out(f"{graph.address}/rightswire/cases/{key}")
    page = journey.page
    page.get_by_role("link", name="Explore the network").click()
    journey.until(lambda: journey.tell("idle"))
    assert name in journey.heading()
    before = journey.tell("counts")
    party = graph.look_up("select n.name from edges e join nodes n on n.id = e.source where e.target = :key and e.relation = 'plaintiff_in' order by n.articles desc, n.id limit 1", key=key)[0]  # fmt: skip
    page.locator("#list-nodes").get_by_role("button", name=f"Expand {party}", exact=True).click()
    journey.until(lambda: journey.tell("counts")["nodes"] > before["nodes"] and journey.tell("idle"))
    page.locator("#filter-relation input[data-value='sues']").uncheck()
    without = journey.tell("shown")
    assert without["edges"]
    assert not [edge for edge in without["edges"] if "|sues|" in edge]
    page.locator("#date-to").focus()
    page.keyboard.press("Home")
    few = journey.tell("counts")["shownEdges"]
    page.locator("#speed").select_option("3")
    page.get_by_role("button", name="Play").click()
    journey.until(lambda: journey.tell("counts")["shownEdges"] > few)
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Copy link").click()
    seen, link = journey.tell("shown"), page.url
    other = set_out(link)
    other.until(lambda: other.tell("idle"))
    assert other.tell("shown") == seen
    assert not other.page.locator("#filter-relation input[data-value='sues']").is_checked()


def test_subscribe_from_the_page_of_a_party(set_out, graph):
    key, name = graph.look_up(PARTY_SQL)
    journey = set_out(f"{graph.address}/rightswire/nodes/{key}")
    page = journey.page
    links = [page.get_by_role("link", name=words, exact=True).get_attribute("href") for words in ("Atom feed", "calendar")]  # fmt: skip
    feed, calendar = (page.request.get(graph.address + link) for link in links)
    check_feed(feed, name)
    steps = check_calendar(calendar)
    assert all(step["SUMMARY"] and step["DTSTART"] for step in steps)


def check_feed(answer, name):
    told = feedparser.parse(answer.body())
    assert (told.bozo, told.version) == (False, "atom10")
    assert name in told.feed.title
    assert told.entries
    assert all(entry.title and entry.link.startswith("http") for entry in told.entries)
    return told


def check_calendar(answer):
    calendar = icalendar.Calendar.from_ical(answer.body())
    assert answer.headers["content-type"].startswith("text/calendar")
    return calendar.walk("VEVENT")


def test_subscribe_by_the_form(set_out, graph):
    key, name = graph.look_up(CASE_SQL)
    journey = set_out(graph.address)
    page = journey.page
    page.get_by_role("link", name="Subscribe").click()
    page.get_by_label("Party, case, deal, outlet or court").fill(name)
    page.get_by_label("new steps in cases and deals").check()
    page.get_by_role("button", name="Show the addresses").click()
    assert page.get_by_role("heading", name=name).is_visible()
    addresses = page.locator(".addresses dd a")
    feed, calendar = (page.request.get(addresses.nth(number).get_attribute("href")) for number in (0, 1))
    assert f"node={key}" in feed.url
    told = check_feed(feed, name)
    assert len(told.entries) == graph.look_up("select count(*) from changes where node_id = :key and kind = 'new-event'", key=key)[0]  # fmt: skip
    dated = "select count(*) from events where node_id = :key and length(date) = 10"
    assert len(check_calendar(calendar)) == graph.look_up(dated, key=key)[0]


def test_download_what_opens(set_out, graph):
    journey = set_out(graph.address)
    page = journey.page
    page.get_by_role("link", name="Downloads").click()
    link = page.get_by_role("row", name="Cases cases").get_by_role("link", name="CSV", exact=True)
    answer = page.request.get(graph.address + link.get_attribute("href"))
    rows = list(csv.DictReader(io.StringIO(answer.text())))
    assert len(rows) == min(graph.look_up("select count(*) from cases")[0], 10_000)
    assert graph.look_up(CASE_SQL)[1] in {row["name"] for row in rows}
    exported = page.get_by_role("link", name="rightswire.graphml")
    if graph.kind == "large":
        assert exported.count() == 0 or os.environ.get("RIGHTSWIRE_LIBRARY")
        return
    with page.expect_download() as download:
        exported.click()
    opened = nx.read_graphml(download.value.path())
    assert len(opened) == graph.look_up("select count(*) from nodes")[0]


def test_values_that_sources_tell_differently_stand_side_by_side(set_out, graph):
    key, name, field, values = graph.look_up(CONTESTED_SQL) or pytest.skip("no value is contested in this graph")
    journey = set_out(graph.address)
    page = journey.page
    page.get_by_role("navigation").get_by_role("combobox").fill(name)
    page.get_by_role("navigation").get_by_role("combobox").press("Enter")
    page.wait_for_url("**/-/search?words=*")
    page.locator(f".hits a[href$='/cases/{key}']").first.click()
    contested = page.locator("section", has=page.get_by_role("heading", name="Where sources differ"))
    lists = contested.locator("ul.values")
    found = [lists.nth(place).locator("> li") for place in range(lists.count())]
    most = max(found, key=lambda items: items.count())
    assert most.count() == values
    boxes = [most.nth(place).bounding_box() for place in range(2)]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert contested.locator("li.value.chosen").count() == lists.count()
    assert all(item.locator("li").count() for item in most.all())
