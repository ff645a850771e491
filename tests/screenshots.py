"""Take the README's pictures: serve a graph and photograph its pages in headless Chromium (make screenshots).

Usage: python tests/screenshots.py [rightswire.db]

Without a path data/rightswire.db is taken, and the sample of tests/browse where there is none. The same graph gives the
same pictures on the same machine: fixed size, light mode, no motion, no figure of time on the pages.
"""

import argparse
import importlib.util
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 800}
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
)
START_SECONDS = 60


def sample(folder: Path) -> Path:
    """The sample graph of the browse tests."""
    spec = importlib.util.spec_from_file_location("browse_fixtures", ROOT / "tests" / "browse" / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    fixtures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fixtures)
    return Path(fixtures.build_database(folder / "rightswire.db", "sample.sql"))


def most_reported_case(database: Path) -> str:
    """Name of the case that most articles report on; empty where there is none."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        row = connection.execute("select name from cases order by articles desc, id limit 1").fetchone()
    return row[0] if row else ""


@contextmanager
def served(database: Path) -> Iterator[str]:
    """The address of a Datasette over the graph."""
    from browse.serve import datasette_arguments

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = datasette_arguments(database, ROOT / "datasette-metadata.json", "127.0.0.1", port)
    process = subprocess.Popen(
        [sys.executable, "-m", "datasette", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; a server that ends or stays silent ends the script."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{address}/-/versions.json").close()
            return
        except URLError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"datasette does not answer at {address}: {error}") from error
            time.sleep(0.1)


def photograph(address: str, pages: dict[str, str]) -> list[Path]:
    """Write a PNG for each page.

    Args:
        address: of the server.
        pages: name of the picture and path of the page.
    """
    written = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        context = browser.new_context(
            viewport=SIZE, color_scheme="light", reduced_motion="reduce", device_scale_factor=1
        )
        for name, path in pages.items():
            page = context.new_page()
            answer = page.goto(address + path, wait_until="networkidle")
            if answer is None or not answer.ok:
                raise SystemExit(f"{path} answered {answer.status if answer else 'nothing'}")
            written.append(PICTURES / f"{name}.png")
            page.screenshot(path=str(written[-1]), animations="disabled", caret="hide")
            page.close()
        browser.close()
    return written


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description="Take the README's pictures in headless Chromium.")
    parser.add_argument(
        "database", nargs="?", type=Path, help="rightswire.db (default: data/rightswire.db, else a sample)"
    )
    given = parser.parse_args().database
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        found = given or ROOT / "data" / "rightswire.db"
        if given is None and not found.exists():
            print("no data/rightswire.db: the pictures show the sample of tests/browse")
            found = sample(Path(folder))
        elif found.name != "rightswire.db":  # the name is part of every address
            found = Path(shutil.copy(found, Path(folder) / "rightswire.db"))
        pages = {
            "home": "/",
            "facts": "/rightswire/facts",
            "timeline": f"/rightswire/history_of_case_or_deal?case_or_deal={quote(most_reported_case(found))}",
        }
        with served(found) as address:
            for path in photograph(address, pages):
                print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
