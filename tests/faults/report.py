"""`make faults`: a night over every misbehaviour at once beside healthy feeds, then each alone, as a table.

With --json it gives the first night alone as JSON, for the tests.
"""

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answers import healthy_page, http, item, rss
from catalogue import all_answers
from certificates import Authority, self_signed
from rich.console import Console
from rich.table import Table
from wire import Answer, Host, Request, Wire, address

HERE = Path(__file__).resolve().parent
#: Patience cut short, so that servers that never answer cost seconds; every other limit is as it is every night.
OPTIONS = {"connect_seconds": 2.0, "timeout_seconds": 2.0, "total_seconds": 5.0, "workers": 16}
HEALTHY = 6
STORIES = 4
#: Served over TLS: what they show, if they get so far.
TLS = frozenset(
    ("self-signed", "expired-certificate", "certificate-of-another", "unknown-authority", "plain-http-on-tls-port",
     "tls-hangs", "tls-garbage")
)  # fmt: skip


@dataclass(frozen=True)
class Misbehaviour:
    """One half of a line of misbehaviours.csv.

    Attributes:
        kind: 'feed' or 'page'.
        reason: what must be recorded; with 'read N' the entries of a feed that come all the same, and 'new' for a
            page that gives an article.
    """

    kind: str
    name: str
    what: str
    reason: str

    @property
    def key(self) -> str:
        return f"{self.kind} {self.name}"


def misbehaviours() -> list[Misbehaviour]:
    """The table."""
    with (HERE / "misbehaviours.csv").open(encoding="utf-8", newline="") as file:
        return [
            Misbehaviour(kind, row["name"], row["what it does"], row[kind])
            for row in csv.DictReader(file)
            for kind in ("feed", "page")
            if row[kind]
        ]


def with_stories(answer: Answer) -> Answer:
    """The same, with healthy articles at the links of the feed, and no rules for robots."""

    def answers(request: Request) -> Any:
        if request.path == "/robots.txt":
            return [http("", "text/plain", status="404 Not Found")]
        return healthy_page(request) if request.path.startswith("/story") else answer(request)

    if getattr(answer, "speaks_first", False):
        return answer
    return answers


def healthy_feed(request: Request) -> Any:
    """A feed of a few stories, all of which are there."""
    if request.path == "/feed":
        return [http(rss(*(item(number) for number in range(STORIES))))]
    return with_stories(healthy_page)(request)


def page_list(host: Host) -> Answer:
    """A healthy feed whose one story lies at a host that misbehaves."""

    def answer(_: Request) -> Any:
        return [http(rss(f"<item><title>A story</title><link>{host.base}/a</link></item>"))]

    return with_stories(answer)


def hosts(folder: Path) -> list[Host]:
    """A host for each misbehaviour and each healthy feed; the last healthy one speaks TLS."""
    made = [Host(f"healthy {n}", healthy_feed, address(n), 0) for n in range(HEALTHY)]
    made += [
        Host(f"{kind} {name}", with_stories(answer), address(n), 0, "https" if name in TLS else "http")
        for n, (kind, name, answer) in enumerate(all_answers(), start=HEALTHY)
    ]
    trusted, unknown = Authority(folder / "trusted"), Authority(folder / "unknown")
    for host in made:
        host.context = {
            "self-signed": lambda at: self_signed(folder, at),
            "expired-certificate": lambda at: trusted.context("old", at, "20200101000000Z", "20210101000000Z"),
            "certificate-of-another": lambda at: trusted.context("other", "192.0.2.7"),
            "unknown-authority": lambda at: unknown.context("unknown", at),
        }.get(host.name.partition(" ")[2], lambda at: None)(host.address)
    made[HEALTHY - 1].context = trusted.context("healthy", made[HEALTHY - 1].address)
    made[HEALTHY - 1].scheme = "https"
    return made


def feed(name: str, url: str) -> dict[str, Any]:
    """A feed as feeds.toml would name it; nothing about it is private."""
    return {"name": name, "url": url, "outlet": "Example Wire", "interval_minutes": 0}


@contextmanager
def served() -> Iterator[tuple[Wire, Path, list[dict[str, Any]]]]:
    """The servers, the authority to trust, and a feed for each host; bad pages hang on a feed of their own each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        everything = hosts(folder)
        lists = {
            host.name: Host(f"list of {host.name}", page_list(host), address(len(everything) + n), 0)
            for n, host in enumerate(everything)
            if host.name.startswith("page ")
        }
        with Wire([*everything, *lists.values()]) as wire:
            feeds = [feed(host.name, f"{lists.get(host.name, host).base}/feed") for host in everything]
            yield wire, folder / "trusted" / "root.pem", feeds


def run_nights(authority: Path, nights: list[list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Run each night in a process of its own, one after the other."""
    without = ["feed many-items"]  # two thousand pages tell no more than its entries
    asked = {
        "authority": str(authority),
        "nights": [{"options": OPTIONS, "feeds": feeds, "without_pages": without} for feeds in nights],
    }
    command = [sys.executable, str(HERE / "night.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(asked))
        child.stdin.close()
        for line in child.stdout:
            yield json.loads(line)


def recorded(result: dict[str, Any], key: str) -> str:
    """What a night recorded of one misbehaviour, in the form of misbehaviours.csv."""
    if "died" in result:
        return f"process died ({result['died']})"
    if key.startswith("page "):
        reasons = [article["reason"] or article["result"] for article in result["articles"] if article["feed"] == key]
        return "; ".join(reasons) or "nothing"
    outcome = result["feeds"][key]
    read = [f"read {outcome['entries']}"] if outcome["result"] == "read" else []
    return "; ".join([*outcome["reasons"], *read]) or outcome["result"]


def whole_night() -> dict[str, Any]:
    """The night over everything: what came of it, and what the servers saw."""
    with served() as (wire, authority, feeds):
        (result,) = run_nights(authority, [feeds])
        result["trap"] = wire.trap_hits
        result["healthy"] = {"feeds": HEALTHY, "stories": STORIES}
        result["asked"] = {name: host.paths for name, host in wire.hosts.items()}
    if "died" not in result:
        result["recorded_as"] = {each.key: recorded(result, each.key) for each in misbehaviours()}
    return result


def print_table() -> None:
    """The night over everything, then each misbehaviour alone."""
    table = Table("misbehaviour", "what it does", "recorded", "seconds", "MB more", title="Misbehaving servers")
    rows = misbehaviours()
    with served() as (wire, authority, feeds):
        by_name = {each["name"]: each for each in feeds}
        results = run_nights(authority, [feeds, *([by_name[row.key]] for row in rows)])
        night = next(results)
        for row, result in zip(rows, results, strict=True):
            alone = recorded(result, row.key)
            mark = "" if alone == row.reason else f"  (expected: {row.reason})"
            table.add_row(
                row.key, row.what, alone + mark, f"{result.get('seconds', 0):.2f}", f"{result.get('grown_mb', 0):.0f}"
            )
        trapped = len(wire.trap_hits)
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    new = sum(article["result"] == "new" for article in night["articles"] if article["feed"].startswith("healthy"))
    console.print(
        f"All {len(rows)} in one night: {night['seconds']:.1f} s, at most {night['peak_mb']:.0f} MB; "
        f"{new} of {HEALTHY * STORIES} articles of {HEALTHY} healthy feeds arrived; "
        f"{trapped} connections to servers inside."
    )


if __name__ == "__main__":
    if shutil.which("openssl") is None:
        sys.exit("the openssl command is needed to make certificates")
    if "--json" in sys.argv:
        print(json.dumps(whole_night()))
    else:
        print_table()
