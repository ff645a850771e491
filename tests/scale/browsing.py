"""Browsing under load, part of `make bench`: how long pages and queries of a large library take while a run writes.

Makes the library of library.py (or takes the one in --data), serves it with `rightswire serve`, and lets readers ask for
every page type and canned query in random order while another process writes. Each reader has a connection of its own,
comes a moment after the one before, and asks for the next page once the last is there whole: in the first round at once,
in the second after a pause as of somebody who looks at the page.

What writes does so as a nightly run: it stores article after article in archive.db, and rewrites rows of rightswire.db in
long transactions, of which two end while the second round is measured, as a run has two. `--every 30` ends one each half
minute instead: after each, all answers are to be made anew, which no run asks of the server.
"""

import argparse
import http.client
import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from datasette.utils import tilde_encode
from library import Sizes, make_library
from rich.console import Console
from rich.table import Table

CLONE = Path(__file__).resolve().parents[2]
METADATA = CLONE / "datasette-metadata.json"
MOST_MS = 150
#: Seconds from one reader's coming to the next one's.
APART = 0.05
#: Transactions that end in the second round.
COMMITS = 2
TABLES = ("cases", "deals", "nodes", "facts", "articles", "edges", "evidence", "events", "changes", "contested")
#: Ids of rows, the most reported first; readers ask for the first ones most often.
ROWS = {
    "party": ("nodes", "select id from nodes where kind not in ('case', 'deal', 'court', 'outlet') order by articles desc limit 5000"),
    "outlet": ("nodes", "select id from nodes where kind = 'outlet' order by id limit 400"),
    "case": ("cases", "select id from cases order by articles desc limit 2000"),
    "deal": ("deals", "select id from deals order by articles desc limit 2000"),
    "article": ("articles", "select id from articles where facts > 0 order by facts desc limit 5000"),
    "edge": ("edges", "select id from edges order by articles desc limit 5000"),
}  # fmt: skip
WORDS = ("copyright", "court", "said", "lawsuit", "training data", "settlement royalty", "17-cv-10011", "Bar", "Média")
FORMS = (
    "facts?relation=sues",
    "facts?case_id=case-1",
    "articles?outlet_id=outlet-3",
    "articles?_search=lawsuit+royalty",
)


@dataclass
class Measured:
    """What came of one kind of page."""

    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    wrong: int = 0


def pages(database: Path) -> dict[str, list[str]]:
    """For each kind of page the paths that readers draw from."""
    queries = json.loads(METADATA.read_text(encoding="utf-8"))["databases"]["rightswire"]["queries"]
    with closing(sqlite3.connect(database)) as connection:
        ids = {name: (table, [row[0] for row in connection.execute(sql)]) for name, (table, sql) in ROWS.items()}
        names = [row[0] for row in connection.execute("select name from nodes where kind = 'company' order by articles desc limit 40")]  # fmt: skip
    found = {"home": ["/"], "database": ["/rightswire"]}
    found |= {f"table {name}": [f"/rightswire/{name}"] for name in TABLES}
    found |= {f"table {path.partition('=')[0]}": [f"/rightswire/{path}"] for path in FORMS}
    found |= {f"page of {name}": [f"/rightswire/{table}/{tilde_encode(key)}" for key in keys] for name, (table, keys) in ids.items()}  # fmt: skip
    found["search page"] = [f"/-/search?{urlencode({'words': words})}" for words in (*WORDS, *names)]
    found["completion"] = [f"/-/complete.json?{urlencode({'q': name[:length]})}" for name in names for length in (1, 2, 3, 5)]  # fmt: skip
    parties, cases = ids["party"][1], ids["case"][1]
    found |= {"explorer": ["/-/explore"], "explorer, whole": ["/-/graph/whole.json"], "downloads": ["/-/downloads"], "subscribe": ["/-/subscribe"]}  # fmt: skip
    found["explorer, around"] = [
        f"/-/graph/around.json?{urlencode({'id': key})}" for key in (*cases[:200], *parties[:800])
    ]
    found["explorer, node"] = [f"/-/graph/node.json?{urlencode({'id': key})}" for key in parties[:800]]
    found["explorer, path"] = [
        f"/-/graph/path.json?{urlencode({'from': key, 'to': parties[0]})}" for key in parties[1:400]
    ]
    found["feed of changes"] = ["/-/feeds/changes.atom"]
    found["feed of a node"] = [
        f"/-/feeds/changes.atom?{urlencode({'node': key})}" for key in (*cases[:200], *parties[:800])
    ]
    found["feed of a query"] = ["/-/feeds/query/facts_of_the_last_days.atom"]
    found["calendar"] = ["/-/calendar.ics"]
    found["subscribe to a node"] = [f"/-/subscribe?{urlencode({'about': key})}" for key in parties[:800]]
    found["table as JSON"] = ["/rightswire/cases.json?_shape=array"]
    found["table as CSV"] = ["/rightswire/cases.csv"]
    for name, query in queries.items():
        found[f"query {name}"] = [f"/rightswire/{name}"]
        if asked := [key for key in query.get("params", []) if key in {"party", "defendant", "licensee", "other"}]:
            found[f"query {name}, a party"] = [f"/rightswire/{name}?{urlencode(dict.fromkeys(asked, one) | {'other': names[0]})}" for one in names[1:]]  # fmt: skip
    return found


def read(port: int, found: dict[str, list[str]], until: float, pause: float, number: int) -> dict[str, Measured]:
    """One reader, who comes after those of lower numbers: what it measured by kind of page."""
    time.sleep(number * APART)
    chance, measured, kinds = random.Random(number), defaultdict(Measured), list(found)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    deck: list[str] = []
    while time.monotonic() < until:
        deck = deck or chance.sample(kinds, len(kinds))
        kind = deck.pop()
        paths = found[kind]
        path = paths[int(len(paths) * chance.random() ** 3)]
        started = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        body = answer.read()
        one = measured[kind]
        one.seconds.append(time.perf_counter() - started)
        one.sizes.append(len(body))
        one.wrong += answer.status != 200 or b"took too long" in body
        time.sleep(pause * chance.uniform(0.5, 1.5))
    connection.close()
    return measured


def read_together(
    port: int, found: dict[str, list[str]], readers: int, pause: float, seconds: float
) -> dict[str, Measured]:
    """All readers, each in a thread of its own."""
    together: dict[str, Measured] = defaultdict(Measured)
    lock, until = threading.Lock(), time.monotonic() + seconds

    def run(number: int) -> None:
        for kind, measured in read(port, found, until, pause, number).items():
            with lock:
                together[kind].seconds += measured.seconds
                together[kind].sizes += measured.sizes
                together[kind].wrong += measured.wrong

    threads = [threading.Thread(target=run, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return together


def write(folder: Path, every: float) -> None:
    """Write until killed, as the nightly run does: article by article to the archive, and the graph in transactions."""
    chance = random.Random(5)
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as archive, \
         closing(sqlite3.connect(folder / "rightswire.db", isolation_level=None, timeout=30)) as graph:  # fmt: skip
        archive.executescript(
            "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS pages (id INTEGER PRIMARY KEY, page BLOB);"
        )
        last = graph.execute("SELECT max(rowid) FROM facts").fetchone()[0]
        while True:
            graph.execute("BEGIN IMMEDIATE")
            graph.execute(
                "CREATE TEMP TABLE again AS SELECT rowid AS place, * FROM facts WHERE rowid > ?", [last - 5_000]
            )
            graph.execute("DELETE FROM facts WHERE rowid > ?", [last - 5_000])
            columns = ", ".join(row[1] for row in graph.execute("PRAGMA table_info(facts)"))
            graph.execute(f"INSERT INTO facts (rowid, {columns}) SELECT place, {columns} FROM again")
            graph.execute("DROP TABLE again")
            end = time.monotonic() + every
            while time.monotonic() < end:
                archive.execute("INSERT INTO pages (page) VALUES (?)", [chance.randbytes(20_000)])
                graph.execute(
                    "UPDATE evidence SET confidence = confidence WHERE id IN (SELECT id FROM evidence LIMIT 200)"
                )
                time.sleep(0.01)
            graph.execute("COMMIT")
            graph.execute("PRAGMA wal_checkpoint(PASSIVE)")
            print("written", flush=True)


@contextmanager
def at_work(command: list[str], output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process beside us that ends with us."""
    with (
        output.open("wb") as file,
        subprocess.Popen(command, cwd=CLONE, stdout=file, stderr=subprocess.STDOUT) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()


def processor_seconds(process: int) -> float:
    """What a process and those that it started have used of the processor; 0 where the system does not tell."""
    try:
        used = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        started = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0.0
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK") + sum(map(processor_seconds, map(int, started)))


def wait_for(port: int) -> None:
    """Until the server answers."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            time.sleep(2)  # the server's other processes come up too
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def show(measured: dict[str, Measured], title: str) -> None:
    """A line for each kind of page, and which bar fails."""
    table = Table("page", "requests", "p50 ms", "p95 ms", "slowest ms", "bytes", "", title=title)
    late, count = [], sum(len(one.seconds) for one in measured.values())
    for kind, one in sorted(measured.items()):
        times = sorted(1000 * seconds for seconds in one.seconds)
        p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
        late += [kind] if p95 > MOST_MS else []
        note = ("late " if p95 > MOST_MS else "") + (f"{one.wrong} failed" if one.wrong else "")
        table.add_row(kind, str(len(times)), f"{median(times):.0f}", f"{p95:.0f}", f"{times[-1]:.0f}", f"{median(one.sizes):,.0f}", note)  # fmt: skip
    everything = sorted(1000 * seconds for one in measured.values() for seconds in one.seconds)
    table.add_row(
        "all",
        f"{count:,}",
        f"{median(everything):.0f}",
        f"{everything[int(0.95 * count)]:.0f}",
        f"{everything[-1]:.0f}",
        "",
        "",
    )
    console = Console(width=110)
    console.print(table)
    console.print(f"Over {MOST_MS} ms at p95: {', '.join(late) or 'none'}.")
    console.print(
        f"{len(measured) - len(late)} of {len(measured)} kinds of page are within {MOST_MS} ms at p95; "
        f"the fewest requests of a kind were {min(len(one.seconds) for one in measured.values())}."
    )


def main() -> None:
    """Make, serve, read, print; exit status 1 where an answer failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder that keeps the library for the next time")
    parser.add_argument("--seconds", type=float, default=300, help="of the round with pauses")
    parser.add_argument("--rush", type=float, default=60, help="seconds of the round without pauses")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--pause", type=float, default=2, help="mean seconds between a reader's pages, second round")
    parser.add_argument("--every", type=float, help="seconds between commits; else two in the second round")
    parser.add_argument("--workers", type=int, help="processes of the server; else as `rightswire serve` has it")
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    for each in fields(Sizes):
        parser.add_argument(f"--{each.name}", type=int, default=each.default)
    options = parser.parse_args()
    if options.write:
        write(options.data, options.every)
    with tempfile.TemporaryDirectory() as temporary:
        failed = bench(options, options.data or Path(temporary), Path(temporary))
    sys.exit(1 if failed else 0)


def bench(options: argparse.Namespace, folder: Path, temporary: Path) -> int:
    """Both rounds; how many answers failed."""
    database = folder / "rightswire.db"
    make_library(database, Sizes(**{each.name: getattr(options, each.name) for each in fields(Sizes)}))
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = "from rightswire.cli import main; main()"
    serve = [sys.executable, "-c", command, "serve", "--data", str(folder), "--port", str(port)]
    serve += ["--workers", str(options.workers)] if options.workers else []
    every = options.every or (options.rush + options.seconds) / (COMMITS + 0.8)  # the last one does not end
    writer = [sys.executable, __file__, "--write", "--data", str(folder), "--every", str(every)]
    found, failed = pages(database), 0
    with at_work(serve, temporary / "server.log") as server, at_work(writer, temporary / "writer.log"):
        wait_for(port)
        for pause, seconds in ((0, options.rush), (options.pause, options.seconds)):
            before, load = processor_seconds(server.pid), os.getloadavg()[0]
            measured = read_together(port, found, options.readers, pause, seconds)
            spent = processor_seconds(server.pid) - before
            how = f"a pause of {pause:g} s between pages" if pause else "no pause between pages"
            show(measured, f"{options.readers} readers, {how}, {seconds:g} s")
            answers = sum(len(one.seconds) for one in measured.values())
            print(f"{answers / seconds:.0f} answers a second; the server's processor time was {1000 * spent / answers:.0f} ms an answer, ",
                  f"{100 * spent / seconds:.0f} % of one core; load of the machine when the round began {load:.1f}\n", sep="")  # fmt: skip
            failed += sum(one.wrong for one in measured.values())
    print((temporary / "writer.log").read_text().count("written"), "transactions were written meanwhile")
    return failed


if __name__ == "__main__":
    main()
