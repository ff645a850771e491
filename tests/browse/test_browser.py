"""A reader's way in a real browser: from the first page to the article that proves a fact."""

import os
import sqlite3
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}: set CHROMIUM")


@pytest.fixture(scope="module")
def address(serve_graph, databases):
    """Address of a real Datasette process over the sample graph with hostile rows and a starter article."""
    with serve_graph(databases["everything"]) as found:
        yield found


class Visit:
    """A page of the browser, with what it asked for outside this machine and what went wrong in it."""

    def __init__(self, page):
        self.page, self.outside, self.errors = page, [], []
        page.route("**/*", self.answer)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def answer(self, route):
        """Let requests to this machine pass; answer any other here and remember it: none leaves the machine."""
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.fulfill(status=200, content_type="text/html", body="<title>The article</title>")


@pytest.fixture
def visit():
    """A fresh page in headless Chromium."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield Visit(browser.new_page(viewport={"width": 1280, "height": 800}))
        browser.close()


def test_from_the_first_page_to_the_article(visit, address):
    page = visit.page
    page.goto(address)
    page.get_by_role("navigation").get_by_role("link", name="Cases").click()
    page.get_by_role("link", name="Bartz v. Anthropic").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Bartz v. Anthropic"
    page.locator(".fact").get_by_role("link", name="Anthropic has agreed to pay $1.5 billion").click()
    page.wait_for_url("https://example-wire.test/2025/09/06/settlement")
    assert page.title() == "The article"
    assert visit.outside == ["https://example-wire.test/2025/09/06/settlement"]
    assert visit.errors == []


def test_names_are_offered_below_the_search_of_every_page(visit, address):
    page = visit.page
    page.goto(f"{address}/rightswire/cases")
    offered = page.locator(".find .completions")
    assert not offered.is_visible()
    page.get_by_label("Search everything").press_sequentially("a")
    offered.wait_for()
    box, names = offered.bounding_box(), offered.locator("li")
    assert box["x"] + box["width"] <= 1280
    assert names.count() > 1
    assert names.nth(1).bounding_box()["y"] > names.nth(0).bounding_box()["y"], "one below the other"
    page.get_by_label("Search everything").press("Escape")
    assert not offered.is_visible()


def test_from_a_fact_to_a_starter_article_and_back(visit, address):
    page = visit.page
    page.goto(f"{address}/rightswire/facts?provenance=news&subject_id=thomson-reuters")
    page.get_by_role("link", name="Thomson Reuters has sued Ross Intelligence").click()
    page.wait_for_url("**/-/starter/01-thomson-reuters-sues-ross")
    assert page.get_by_text("Thomson Reuters has sued Ross Intelligence, a start-up").is_visible()
    assert not page.get_by_text("We use cookies").is_visible()
    page.get_by_role("link", name="Rightswire", exact=True).click()
    page.wait_for_url(f"{address}/")
    assert visit.outside == []
    assert visit.errors == []


def test_pages_run_within_the_policy(visit, address, queries):
    """Scripts, styles and editor of every kind of page pass the content security policy, hostile rows and all."""
    paths = [
        "/",
        "/rightswire",
        "/rightswire/facts",
        "/-/search?words=anthropic",
        "/rightswire/evidence",
        "/rightswire/cases?_columns=all",
        "/rightswire/cases/hostile-v-plain",
        "/rightswire/deals/hostile-deal",
        "/rightswire/history_of_case_or_deal?_show_sql=1",
        "/rightswire?sql=select+*+from+facts",
        *(f"/rightswire/{name}" for name in queries),
    ]
    for path in paths:
        visit.page.goto(address + path)
        assert visit.errors == [], path
    assert visit.outside == []


def test_editor_and_column_menu_work(visit, address):
    page = visit.page
    page.goto(f"{address}/rightswire")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("select 6 * 7 as answer")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/rightswire?sql=*")
    assert page.locator("td.col-answer").inner_text() == "42"
    page.goto(f"{address}/rightswire/cases")
    page.locator("th[data-column=court] .dropdown-menu-icon").click(force=True)
    assert "Official English name" in page.locator(".dropdown-menu").inner_text()
    page.get_by_role("link", name="Sort descending").click()
    page.wait_for_url("**_sort_desc=court*")
    assert visit.errors == []


def test_search_on_the_first_page(visit, address):
    page = visit.page
    page.goto(address)
    page.get_by_role("main").get_by_role("combobox").fill('the "class action"')
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Anthropic has agreed to pay").first.wait_for()
    assert visit.errors == []


def test_names_are_completed_from_the_keyboard(visit, address):
    page = visit.page
    page.goto(address)
    field = page.get_by_role("main").get_by_role("combobox")
    field.press_sequentially("bartz v")
    page.get_by_role("option", name="Bartz v. Anthropic").wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.press("ArrowDown")
    page.get_by_role("option", name="Bartz v. Anthropic").wait_for()
    field.press("ArrowDown")
    chosen = page.locator(f"id={field.get_attribute('aria-activedescendant')}")
    assert "Bartz v. Anthropic" in chosen.text_content()
    assert chosen.get_attribute("aria-selected") == "true"
    field.press("Enter")
    page.wait_for_url("**/rightswire/cases/bartz-v-anthropic")
    assert visit.errors == []


def test_a_name_is_chosen_by_mouse_and_enter_alone_searches(visit, address):
    page = visit.page
    page.goto(f"{address}/rightswire/cases")
    page.get_by_role("navigation").get_by_role("combobox").press_sequentially("getty")
    page.locator("[role=option][data-path$='/nodes/getty-images']").click()
    page.wait_for_url("**/rightswire/nodes/getty-images")
    field = page.get_by_role("navigation").get_by_role("combobox")
    field.fill("getty")
    field.press("Enter")
    page.wait_for_url("**/-/search?words=getty")
    assert page.locator("mark").first.text_content() == "Getty"
    assert visit.errors == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_sticks_out_sideways(visit, address, width):
    visit.page.set_viewport_size({"width": width, "height": 800})
    for path in (
        "/",
        "/rightswire",
        "/rightswire/facts",
        "/rightswire/cases",
        "/rightswire/timeline",
        "/rightswire/history_of_case_or_deal",
        "/rightswire/nodes/openai",
    ):
        visit.page.goto(address + path)
        wide = visit.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path


@pytest.mark.parametrize("path", ["/rightswire/cases", "/rightswire/facts", "/rightswire/edges"])
def test_facets_leave_a_small_screen_to_the_rows_until_they_are_asked_for(visit, address, path):
    page = visit.page
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address + path)
    first, choice = page.locator(".results").first, page.locator(".facet-info a").first
    assert not choice.is_visible()
    assert first.bounding_box()["y"] < 740
    page.locator(".facet-sheet > summary").click()
    assert choice.is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.reload()
    assert choice.is_visible()
    assert not page.locator(".facet-sheet > summary").is_visible()
    assert visit.errors == []


@pytest.fixture
def needs_charts():
    """Skips where the bundle was not made."""
    if not (ROOT / "browse" / "static" / "built" / "charts.js").exists():
        pytest.skip("browse/static/built/charts.js is missing: make frontend")


@pytest.mark.usefixtures("needs_charts")
def test_charts_draw_what_the_table_holds(visit, address):
    page = visit.page
    page.goto(f"{address}/rightswire/deals_by_month")
    page.wait_for_selector("figure.chart[data-bars]")
    months = [time.get_attribute("datetime") for time in page.locator("td.col-month time").all()]
    first, last = (int(month[:4]) * 12 + int(month[5:]) for month in (min(months), max(months)))
    assert page.locator("figure.chart").first.get_attribute("data-bars") == str(last - first + 1)  # quiet months too
    page.goto(address)
    page.wait_for_selector(".by-month figure.chart[data-bars]")
    assert visit.errors == []
    assert visit.outside == []


@pytest.mark.usefixtures("needs_charts")
def test_shares_are_not_added_up(visit, serve_graph, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["empty"].read_bytes())
    days = ["2023-01-02", "2025-01-02", None, None]
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "insert into nodes (id, kind, name, provenance) values (?, 'case', ?, 'register')",
            [(f"c{number}", f"Case {number}") for number in range(len(days))],
        )
        connection.executemany(
            "insert into cases (id, name, filed_date, provenance, articles) values (?, ?, ?, 'register', 1)",
            [(f"c{number}", f"Case {number}", day) for number, day in enumerate(days)],
        )
    connection.close()
    page = visit.page
    with serve_graph(path) as found:
        page.goto(f"{found}/rightswire/coverage_by_year")
        figure = page.locator("figure.chart[data-bars]").first
        figure.wait_for()
        assert figure.locator(".chart-note").inner_text() == "Not drawn: 1 row of which no year is known."


def test_years_in_which_next_to_nothing_happened_are_not_drawn(visit, serve_graph, databases, tmp_path):
    path = tmp_path / "rightswire.db"
    path.write_bytes(databases["empty"].read_bytes())
    days = ["2020-05-06", *(f"{2023 + number // 12}-{number % 12 + 1:02}-01" for number in range(36))]
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "insert into nodes (id, kind, name, provenance) values (?, 'case', ?, 'register')",
            [(f"c{number}", f"Case {number}") for number in range(len(days))],
        )
        connection.executemany(
            "insert into cases (id, name, filed_date, provenance) values (?, ?, ?, 'register')",
            [(f"c{number}", f"Case {number}", day) for number, day in enumerate(days)],
        )
    connection.close()
    page = visit.page
    with serve_graph(path) as found:
        page.goto(f"{found}/rightswire/suits_and_deals_by_month")
        figure = page.locator("figure.chart[data-bars]").first
        figure.wait_for()
        assert figure.get_attribute("data-bars") == "36"
        assert figure.locator(".chart-note").inner_text() == "Not drawn: 1 from before 2023."
    assert visit.errors == []


@pytest.mark.usefixtures("needs_charts")
def test_a_reader_draws_a_chart_of_a_table_and_shares_it(visit, address):
    page = visit.page
    page.goto(f"{address}/rightswire/cases")
    page.get_by_text("Draw a chart").click()
    page.get_by_label("One bar for each").select_option("status")
    page.get_by_label("Coloured by").select_option("subject")
    page.wait_for_selector("details.chart-maker figure[data-bars]")
    link, bars = page.url, page.locator("details.chart-maker figure").get_attribute("data-bars")
    assert "x=status" in link
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("details.chart-maker figure[data-bars]")
    assert page.get_by_label("One bar for each").input_value() == "status"
    assert page.get_by_label("Coloured by").input_value() == "subject"
    assert page.locator("details.chart-maker figure").get_attribute("data-bars") == bars
    assert visit.errors == []


def test_subscribe_to_a_party_from_the_first_page(visit, address):
    page = visit.page
    page.goto(address)
    page.get_by_role("link", name="Subscribe").click()
    page.get_by_label("Party, case, deal, outlet or court").fill("microsoft")
    page.get_by_label("new facts").check()
    page.get_by_role("button", name="Show the addresses").click()
    assert page.get_by_role("heading", name="Microsoft").is_visible()
    feed = page.get_by_role("link", name="changes.atom").get_attribute("href")
    assert feed == f"{address}/-/feeds/changes.atom?node=microsoft&kind=new-fact"
    with urllib.request.urlopen(feed) as answer:
        assert b"Microsoft invests in OpenAI" in answer.read()
    calendar = page.get_by_role("link", name="calendar.ics").get_attribute("href")
    with urllib.request.urlopen(calendar) as answer:
        assert b"BEGIN:VEVENT" in answer.read()
    assert visit.errors == []
    assert visit.outside == []


def test_downloads_from_the_first_page(visit, address):
    page = visit.page
    page.goto(address)
    page.get_by_role("link", name="Downloads").click()
    assert page.get_by_text("No export has been made yet").is_visible()
    with urllib.request.urlopen(
        address
        + page.get_by_role("row", name="Cases cases").get_by_role("link", name="CSV", exact=True).get_attribute("href")
    ) as answer:
        assert answer.read().startswith(b"id,name,")
    assert visit.errors == []
