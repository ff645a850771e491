"""How fluid the graph explorer stays, part of `make bench`: frames a second with 2,000 nodes in a real browser.

Makes a library (library.py) whose explored part has as many nodes as asked for and twice as many lines, serves it with
`rightswire serve`, opens the explorer in Chromium without a window, and counts the frames that the page gets while the
canvas is dragged, while the wheel turns, while the camera flies to nodes that were searched by name in the table, and
while the time slider plays. Beside it stand the frames of an empty page that asks for nothing but frames: more than those
the machine does not give.

Counted are the milliseconds from one call of requestAnimationFrame to the next: of those between which the camera moved,
and of a flight all from the click on; of playing all, since nothing moves between two months. Chromium draws with the
processor unless --gpu is given; which renderer it took is printed.
"""

import argparse
import json
import os
import socket
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from browsing import CLONE, at_work, wait_for
from library import Sizes, make_library
from rich.console import Console
from rich.table import Table

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
BUNDLE = CLONE / "browse" / "static" / "built" / "explorer.js"
FLAGS = ("--headless", "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
WINDOW: Any = {"width": 1280, "height": 900}
SOFTWARE = ("swiftshader", "llvmpipe", "softpipe", "software")
#: Of one flight, and until the library is drawn: longer than any takes.
FLIGHT_MS, IDLE_SECONDS = 700, 300
#: Between two turns of the wheel, and how many go the same way.
WHEEL_SECONDS, WHEEL_TURNS = 0.06, 8

RENDERER = """() => {
  const gl = document.createElement("canvas").getContext("webgl2") || document.createElement("canvas").getContext("webgl");
  const told = gl && gl.getExtension("WEBGL_debug_renderer_info");
  return gl ? String(gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : "none: no WebGL";
}"""
#: From now on each frame: milliseconds since the one before, and whether the camera stands elsewhere than then.
RECORD = """() => {
  const camera = () => JSON.stringify(window.rightswireExplorer?.scene().camera);
  let [last, place] = [performance.now(), camera()];
  const record = (window.benchRecord = { frames: [], next: 0 });
  const frame = () => {
    const [now, here] = [performance.now(), camera()];
    record.frames.push([now - last, here !== place]);
    [last, place] = [now, here];
    record.next = requestAnimationFrame(frame);
  };
  record.next = requestAnimationFrame(frame);
}"""
RECORDED = "() => { cancelAnimationFrame(window.benchRecord.next); return window.benchRecord.frames; }"
#: Whether the node of this name stands in the table; and, if asked to, a click on it that scrolls nothing.
IN_TABLE = """([name, click]) => {
  const found = [...document.querySelectorAll("#list-nodes button.name")].find((one) => one.textContent === name);
  if (found && click) found.click();
  return Boolean(found);
}"""


@dataclass(frozen=True, slots=True)
class Frames:
    """Milliseconds from frame to frame while something was done."""

    what: str
    gaps: list[float]

    def row(self) -> tuple[str, ...]:
        """What was done, frames, frames a second in the middle and from the slowest twentieth on, longest milliseconds."""
        if not self.gaps:
            raise SystemExit(f"Nothing moved while {self.what}: the explorer does not do what is to be measured.")
        slow_first = sorted(self.gaps, reverse=True)
        rates = (1000 / gap for gap in (median(self.gaps), slow_first[len(slow_first) // 20]))
        return self.what, str(len(self.gaps)), *(f"{rate:.0f}" for rate in rates), f"{slow_first[0]:.0f}"


def sizes(nodes: int) -> Sizes:
    """Of a library whose explored part has so many nodes and about twice as many lines."""
    return Sizes(articles=nodes * 5, facts=nodes * 2, parties=nodes * 7 // 4, cases=nodes // 5, deals=nodes * 7 // 40)


def until(true: Callable[[], bool], what: str) -> None:
    """Wait; the pages' policy forbids Playwright's own way."""
    end = time.monotonic() + IDLE_SECONDS
    while not true():
        if time.monotonic() > end:
            raise SystemExit(f"{what}: still not so after {IDLE_SECONDS} s")
        time.sleep(0.02)


def record(page: Any, seconds: float, act: Callable[[int], None], pause: float) -> list[tuple[float, bool]]:
    """The frames while something is done again and again."""
    page.evaluate(RECORD)
    end, turn = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        act(turn)
        turn += 1
        time.sleep(pause)
    return [tuple(frame) for frame in page.evaluate(RECORDED)]


def moved(frames: list[tuple[float, bool]]) -> list[float]:
    """The gaps of those frames in which the camera moved."""
    return [gap for gap, whether in frames if whether]


def drag(page: Any, seconds: float) -> Frames:
    """To and fro with the button pressed."""
    box = page.locator("#canvas").bounding_box()
    left, top = box["x"] + 60, box["y"] + 40
    page.mouse.move(left, top)
    page.mouse.down()

    def act(turn: int) -> None:
        page.mouse.move(left + 5 * (40 - abs(turn % 80 - 40)), top + 60)

    frames = record(page, seconds, act, 0.008)
    page.mouse.up()
    return Frames("dragging", moved(frames))


def wheel(page: Any, seconds: float) -> Frames:
    """In and out around the middle."""
    box = page.locator("#canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def act(turn: int) -> None:
        page.mouse.wheel(0, 120 if turn // WHEEL_TURNS % 2 else -120)

    return Frames("turning the wheel", moved(record(page, seconds, act, WHEEL_SECONDS)))


def fly(page: Any, nodes: list[dict[str, Any]]) -> Frames:
    """To one node after the other, each typed into the field above the table and clicked there."""
    gaps: list[float] = []
    box = page.locator("#canvas").bounding_box()
    for name, key in ((node["name"], node["id"]) for node in nodes):
        page.locator("#list-find").fill(name)
        until(partial(page.evaluate, IN_TABLE, [name, False]), f"'{name}' stands in the table")
        page.wait_for_timeout(400)  # what typing asked for is drawn
        page.evaluate(RECORD)
        page.evaluate(IN_TABLE, [name, True])
        page.wait_for_timeout(FLIGHT_MS)
        frames = page.evaluate(RECORDED)
        at = page.evaluate("key => rightswireExplorer.pixels(key)", key)
        if max(abs(at["x"] - box["width"] / 2), abs(at["y"] - box["height"] / 2)) > 5:
            raise SystemExit(f"The flight to '{name}' ended elsewhere: at {at} of {box}.")
        landed = max((place for place, (_, whether) in enumerate(frames) if whether), default=-1)
        gaps += [gap for gap, _ in frames[: landed + 1]]
        page.locator("#canvas").press("Escape")
    page.locator("#list-find").fill("")
    return Frames("flying to a node", gaps)


def play(page: Any, seconds: float) -> Frames:
    """The last third of all months, at the highest speed, again and again."""
    ends = [int(page.locator("#date-to").get_attribute(name)) for name in ("min", "max")]
    start = str(ends[1] - (ends[1] - ends[0]) // 3)
    page.locator("#speed").select_option("3")

    def act(_: int) -> None:
        if not page.evaluate("rightswireExplorer.scene().playing"):
            page.locator("#date-to").fill(start)
            page.locator("#play").click()

    frames = record(page, seconds, act, 0.2)
    page.locator("#play").click()
    return Frames("playing through the months", [gap for gap, _ in frames[1:]])


def open_explorer(page: Any, address: str, nodes: int) -> tuple[float, float]:
    """Seconds until the first drawing of all nodes, and until they have found their places."""
    started = time.perf_counter()
    page.goto(f"{address}/-/explore?whole={nodes}", wait_until="commit")
    drawn = "Boolean(window.rightswireExplorer?.counts().shownNodes)"
    until(lambda: page.evaluate(drawn), "all nodes are drawn")
    first = time.perf_counter() - started
    until(lambda: page.evaluate("rightswireExplorer.idle()"), "the nodes stand still")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return first, time.perf_counter() - started


def measure(address: str, nodes: int, seconds: float, flags: list[str]) -> None:
    """Open the browser, do what people do, print the table."""
    from playwright.sync_api import sync_playwright

    with urllib.request.urlopen(f"{address}/-/graph/whole.json?limit={nodes}", timeout=60) as answer:
        told = json.load(answer)["nodes"]
    goals = told[1 :: max(1, int(len(told) / seconds / 2))]
    with sync_playwright() as driver, closing(driver.chromium.launch(executable_path=CHROMIUM, args=flags)) as browser:
        page = browser.new_page(viewport=WINDOW)
        renderer = page.evaluate(RENDERER)
        page.evaluate(RECORD)
        page.wait_for_timeout(1000 * seconds)
        rows = [Frames("an empty page, nothing drawn", [gap for gap, _ in page.evaluate(RECORDED)[1:]])]
        first, settled = open_explorer(page, address, nodes)
        counts = page.evaluate("rightswireExplorer.counts()")
        page.wait_for_timeout(1500)
        rows += [drag(page, seconds), wheel(page, seconds)]
        page.locator("#canvas").press("0")
        page.wait_for_timeout(1000)
        rows += [fly(page, goals), play(page, seconds)]
    table = Table("while", "frames", "frames a second, median", "slowest 5 %", "longest, ms", title=f"The explorer with {counts['shownNodes']:,} nodes and {counts['shownEdges']:,} lines")  # fmt: skip
    for row in rows:
        table.add_row(*row.row())
    console = Console(width=110)
    console.print(table)
    kind = "software, on the processor" if any(word in renderer.lower() for word in SOFTWARE) else "a GPU"
    print(f"Drawn by {kind}: {renderer}.")
    print(f"All nodes first drawn after {first:.1f} s, all in their places after {settled:.1f} s.")


def why_not() -> str:
    """Why nothing can be measured here; empty where it can."""
    if find_spec("playwright") is None:
        return "playwright is not installed: make setup-dev"
    if not CHROMIUM.exists():
        return f"no browser at {CHROMIUM}: install Chromium, or set CHROMIUM to where it is"
    return "" if BUNDLE.exists() else "the explorer's bundle is not built: make frontend"


def main() -> None:
    """Make, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder that keeps the library for the next time")
    parser.add_argument("--nodes", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=6, help="of each thing that is done")
    parser.add_argument("--gpu", action="store_true", help="let Chromium draw with the graphics card")
    options = parser.parse_args()
    if reason := why_not():
        sys.exit(f"How fluid the explorer is was not measured: {reason}.")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.data or Path(temporary)
        make_library(folder / "rightswire.db", sizes(options.nodes))
        command = [sys.executable, "-c", "from rightswire.cli import main; main()", "serve"]
        command += ["--data", str(folder), "--port", str(port)]
        with at_work(command, Path(temporary) / "server.log"):
            wait_for(port)
            load = os.getloadavg()[0]
            measure(f"http://127.0.0.1:{port}", options.nodes, options.seconds, [*FLAGS, *([] if options.gpu else ["--disable-gpu"])])  # fmt: skip
    print(f"Load of the machine when it began: {load:.1f}.")


if __name__ == "__main__":
    main()
