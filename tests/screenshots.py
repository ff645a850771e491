"""Take the pictures of README and docs: serve a graph and photograph its pages in headless Chromium (make screenshots).

    python tests/screenshots.py [rightswire.db] [--only NAME …]

Without a path the graph is made anew from the starter feed, as a newcomer's first run makes it. The same graph gives the
same pictures on the same machine, but for the time at which the exports were written: fixed size, no motion. Each is a PNG
of a page's first screen.
"""

import argparse
import importlib.util
import os
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from datasette.utils import tilde_encode
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "images"
WIDE, LOW, TALL, NARROW = (
    {"width": width, "height": height} for width, height in ((1280, 800), (1280, 640), (1280, 1400), (360, 780))
)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
)
WAIT_SECONDS = 120
PORT = 8005  # some pages show their address, and the same graph should give the same pictures
LARGEST = 400_000
#: What the pictures show: the most reported of each kind, and the case or deal whose sources differ on most.
LOOK_UPS = {
    "party": "select id from nodes where kind = 'company' order by articles desc, id limit 1",
    "outlet": "select outlet_id from articles where outlet_id is not null group by outlet_id order by count(*) desc, outlet_id limit 1",
    "case": "select id from cases order by articles desc, id limit 1",
    "deal": "select id from deals order by articles desc, amount_usd desc, id limit 1",
    "article": "select id from articles order by facts desc, id limit 1",
    "relation": "select id from edges where relation = 'sues' order by articles desc, id limit 1",
    "contested": "select node_id from readings where contested group by node_id order by count(*) desc, node_id limit 1",
}


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture.

    Attributes:
        path: of the page.
        scheme: light or dark.
        size: of the window, in pixels.
        part: what to show at the top of the picture; empty for the top of the page.
    """

    path: str
    scheme: str = "light"
    size: dict[str, int] | None = None
    part: str = ""


def helpers() -> Any:
    """The module of fixtures of the browse tests: it makes the starter graph and serves one."""
    spec = importlib.util.spec_from_file_location("browse_fixtures", ROOT / "tests" / "browse" / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def look_up(database: Path) -> dict[str, str]:
    """Ids of what the pictures show."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        found = {name: connection.execute(sql).fetchone() for name, sql in LOOK_UPS.items()}
    if missing := [name for name, row in found.items() if row is None]:
        raise SystemExit(
            f"{database} holds nothing to show as {', '.join(missing)}: take the pictures of a fuller graph"
        )
    return {name: row[0] for name, row in found.items()}


def shots(ids: dict[str, str]) -> dict[str, Shot]:
    """Every picture by its name."""

    def row(table: str, name: str) -> str:
        return f"/rightswire/{table}/{tilde_encode(ids[name])}"

    around = f"/-/explore?{urlencode({'id': ids['case']})}#select={quote(ids['party'])}"
    return {
        "home": Shot("/", size=TALL),
        "home-dark": Shot("/", scheme="dark"),
        "home-narrow": Shot("/", size=NARROW),
        "party": Shot(row("nodes", "party")),
        "case": Shot(row("cases", "case")),
        "case-narrow": Shot(row("cases", "case"), size=NARROW),
        "deal": Shot(row("deals", "deal"), size=LOW),
        "outlet": Shot(row("nodes", "outlet"), size=LOW),
        "article": Shot(row("articles", "article"), size=LOW),
        "relation": Shot(row("edges", "relation"), size=LOW),
        "contested": Shot(row("nodes", "contested"), part="#contested"),
        "cases": Shot("/rightswire/cases?_sort_desc=articles", size=LOW),
        "facts": Shot("/rightswire/facts", size=LOW),
        "changes": Shot("/rightswire/changes", size=LOW),
        "query": Shot("/rightswire/suits_by_court_and_status"),
        "search": Shot(f"/-/search?words={quote('stability')}"),
        "explorer": Shot(around),
        "explorer-dark": Shot(around, scheme="dark"),
        "explorer-whole": Shot("/-/explore?whole=2000"),
        "subscribe": Shot(f"/-/subscribe?{urlencode({'about': ids['party']})}"),
        "downloads": Shot("/-/downloads"),
    }


def wait_until_drawn(page: Page) -> None:
    """Wait for charts and for the explorer; the policy of the pages forbids Playwright's own wait_for_function."""
    drawn = """() => [...document.querySelectorAll('figure.chart')].every(one => one.dataset.bars || one.closest('details:not([open])'))
      && (!document.getElementById('explorer') || Boolean(window.rightswireExplorer?.idle()))"""
    deadline = time.monotonic() + WAIT_SECONDS
    while not page.evaluate(drawn):
        if time.monotonic() > deadline:
            raise SystemExit(f"{page.url} is not drawn after {WAIT_SECONDS} s: is the bundle built (make frontend)?")
        page.wait_for_timeout(100)


def photograph(browser: Browser, address: str, name: str, shot: Shot) -> Path:
    """Write the PNG of a page."""
    context = browser.new_context(
        viewport=shot.size or WIDE, color_scheme=shot.scheme, reduced_motion="reduce", device_scale_factor=1
    )
    page = context.new_page()
    answer = page.goto(address + shot.path, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"{shot.path} answered {answer.status if answer else 'nothing'}")
    wait_until_drawn(page)
    if shot.part:
        page.locator(shot.part).evaluate("one => scrollTo({ top: scrollY + one.getBoundingClientRect().top - 24 })")
    written = PICTURES / f"{name}.png"
    page.screenshot(path=str(written), animations="disabled", caret="hide")
    context.close()
    if written.stat().st_size > LARGEST:
        raise SystemExit(f"{written} has {written.stat().st_size:,} bytes, more than {LARGEST:,}: show less")
    return written


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description="Take the pictures of README and docs in headless Chromium.")
    parser.add_argument("database", nargs="?", type=Path, help="rightswire.db (default: made from the starter feed)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="take these alone")
    options = parser.parse_args()
    PICTURES.mkdir(parents=True, exist_ok=True)
    browse = helpers()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        found = options.database or browse.make_starter_graph(Path(folder) / "data")
        if found.name != "rightswire.db":  # the name is part of every address
            found = Path(shutil.copy(found, Path(folder) / "rightswire.db"))
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        with browse.served(found, port=PORT) as address:
            for name, shot in shots(look_up(found)).items():
                if not options.only or name in options.only:
                    written = photograph(browser, address, name, shot)
                    print(f"{written.relative_to(ROOT)}: {written.stat().st_size // 1000} kB", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
