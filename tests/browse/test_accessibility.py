"""Every kind of page works for everybody: axe finds no serious fault, and nothing sticks out sideways.

Whoever adds a kind of page adds its path to PATHS. axe-core comes with `make frontend`; without it or a browser this
module is skipped with the reason.
"""

import os
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
AXE = ROOT / "browse" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
#: One page of each kind, with as much on it as the sample can give.
PATHS = [
    "/",
    "/rightswire",
    "/rightswire/cases",
    "/rightswire/facts",
    "/rightswire/nodes?_columns=all",
    "/rightswire/runs",
    "/rightswire/cases/bartz-v-anthropic",
    "/rightswire/cases/hostile-v-plain",
    "/rightswire/deals/bartz-anthropic-2026",
    "/rightswire/nodes/anthropic",
    "/rightswire/nodes/mara-lindqvist",
    "/rightswire/nodes/cand",
    "/rightswire/nodes/example-wire",
    "/rightswire/articles/a05",
    "/rightswire/edges/andrea-bartz~7Csettles_with~7Canthropic",
    "/rightswire/runs/2",
    "/rightswire/history_of_case_or_deal?case_or_deal=bartz-v-anthropic",
    "/rightswire/most_sued",
    "/rightswire/suits_and_deals_by_month",
    "/rightswire?sql=select+name+from+nodes",
    "/-/search?words=openai",
    "/-/search?words=nyt",
    "/-/subscribe?about=anthropic",
    "/-/downloads",
    "/-/explore?id=anthropic",
    "/-/starter/01-thomson-reuters-sues-ross",
    "/nowhere",
]
VIEWS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 360)]

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}: set CHROMIUM"),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make frontend"),
]


@pytest.fixture(scope="module")
def address(serve_graph, databases):
    """Address of a Datasette process over all that the pages can show."""
    with serve_graph(databases["shown"]) as found:
        yield found


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium."""
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module", params=VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def view(request, browser):
    """A page of the browser in one of VIEWS."""
    scheme, width = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield page
    page.close()


def serious_faults(page):
    """What axe finds that keeps somebody out, each with the first place where it stands.

    The policy lets no foreign script in, so the driver itself runs axe rather than a tag in the page.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (fault["id"], fault["impact"], fault["nodes"][0]["html"][:200], fault["nodes"][0]["failureSummary"][:300])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("path", PATHS)
def test_no_serious_fault_and_headings_in_order(view, address, path):
    view.goto(address + path)
    assert serious_faults(view) == []
    assert view.evaluate("document.documentElement.scrollWidth") <= view.viewport_size["width"]
    if "/starter/" not in path:  # those keep the headings of a news site
        levels = view.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((one) => Number(one.tagName[1]))"
        )
        assert levels.count(levels[0]) == levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels)), levels


def test_axe_would_find_a_fault(view, address):
    view.goto(address)
    view.evaluate("document.querySelectorAll('input').forEach((box) => box.removeAttribute('aria-label'))")
    view.evaluate("document.querySelectorAll('input').forEach((box) => box.removeAttribute('placeholder'))")
    assert "label" in {fault[0] for fault in serious_faults(view)}


def test_keyboard_reaches_the_content_first(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/rightswire/cases/bartz-v-anthropic")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    assert skip.evaluate("(link) => document.activeElement === link && link.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = "document.activeElement"
    assert page.evaluate(f"document.querySelector('main').contains({focused})")
    assert page.evaluate(f"getComputedStyle({focused}).outlineStyle") == "solid"
    page.close()


def test_print_shows_sources_and_hides_what_only_a_screen_needs(browser, address):
    page = browser.new_page(viewport={"width": 800, "height": 900})
    page.goto(f"{address}/rightswire/cases/bartz-v-anthropic")
    page.emulate_media(media="print")
    assert not page.locator(".top ul.sections").is_visible()
    assert not page.locator(".page-links").is_visible()
    address_shown = "getComputedStyle(document.querySelector('.source .outside'), '::after').content"
    assert "attr(href)" in page.evaluate(address_shown) or "https://" in page.evaluate(address_shown)
    assert page.get_by_text("Authors have until March").first.is_visible()
    page.close()
