"""Rebuilding at scale, part of `make bench`: seconds and peak memory of deriving the graph from 10k, 100k and 1M facts, and writing it.

The data are generated: parties of whom a few are in the news each day and most hardly ever, suits and licences that go
on for years, three reports of every step. Each size runs in a process of its own, so that its peak is its own. Seconds are the
processor's, what others do on the machine left out, but for 'wall s'. Of a large graph a second process writes the rows
(graph/scribe.py): its seconds and its peak are counted in.
"""

import argparse
import json
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from graph.build import lay_graph
from graph.model import ReadArticle
from graph.register import load_known
from graph.store import write_tables
from ingest.urls import article_id
from nlp.model import Attributes, Evidence, Fact, Party
from nlp.register import load_register

CLONE = Path(__file__).resolve().parents[2]
SIZES = (10_000, 100_000, 1_000_000)
#: The bar for the last size.
MOST_SECONDS, MOST_MEGABYTES = 600, 2_000
FACTS_AN_ARTICLE = 4
REPORTS_A_STEP = 3
FIRST_DAY = date(2016, 1, 1)
DAYS = 3_650
OUTLETS = 400
SYLLABLES = (
    "bar",
    "cor",
    "del",
    "fen",
    "gal",
    "hol",
    "kir",
    "lum",
    "mar",
    "nor",
    "pel",
    "quin",
    "ros",
    "sten",
    "tal",
    "vey",
)


@dataclass(frozen=True, slots=True)
class Story:
    """A suit or licence that reports are about.

    Attributes:
        number: of the docket.
    """

    relation: str
    left: Party
    right: Party
    began: int
    number: str


def name_of(number: int) -> str:
    """A name that no other number has, of syllables: 'Barcordel Media'."""
    digits = []
    for _ in range(5):
        number, digit = divmod(number, len(SYLLABLES))
        digits.append(SYLLABLES[digit])
    return "".join(digits).capitalize()


def make_parties(count: int) -> list[Party]:
    """Firms and people, three to one."""
    firms = ("Media", "Press", "AI", "Labs", "Records", "Pictures")
    return [
        Party(f"{name_of(n)} {firms[n % 6]}", "company")
        if n % 4
        else Party(f"{name_of(n)} {name_of(n * 7 + 1)}", "person")
        for n in range(count)
    ]


def make_stories(count: int, parties: list[Party], chance: random.Random) -> list[Story]:
    """Suits and licences between parties, of whom the first are in many: about one party in a hundred in a third of all."""
    stories = []
    for number in range(count):
        left = parties[chance.randrange(len(parties))]
        right = parties[int(len(parties) * chance.random() ** 4)]
        if left == right:
            right = parties[(parties.index(right) + 1) % len(parties)]
        relation = "sues" if chance.random() < 0.5 else "licenses_to"
        docket = f"{1 + number % 5}:{16 + number % 10}-cv-{number % 99_000 + 100:05d}"
        stories.append(Story(relation, left, right, chance.randrange(DAYS - 900), docket))
    return stories


def make_articles(facts: int, parties: int) -> Iterator[ReadArticle]:
    """Articles with about so many facts between about so many parties; the same for the same numbers."""
    chance = random.Random(facts)
    stories = make_stories(facts // 12, make_parties(parties), chance)
    for number in range(facts // FACTS_AN_ARTICLE):
        lead = stories[number // REPORTS_A_STEP % len(stories)]
        day = lead.began + chance.randrange(900)
        recalled = (
            int(len(stories) * chance.random() ** 3) for _ in range(FACTS_AN_ARTICLE - 1)
        )  # the famous ones most
        told = [lead, *(stories[one] for one in recalled)]
        published = FIRST_DAY + timedelta(days=day)
        url = f"https://bench.example/{number}"
        yield ReadArticle(
            id=article_id(url),
            url=url,
            title=f"Story {number}",
            published=published,
            outlet=f"Outlet {number % OUTLETS}",
            feed=f"feed {number % OUTLETS}",
            text_source="page",
            first_run=day + 1,
            first_seen=published,
            facts=tuple(make_fact(story, place, day, chance) for place, story in enumerate(told)),
        )


def make_fact(story: Story, place: int, day: int, chance: random.Random) -> Fact:
    """What one article says of a story: its beginning, or a later step."""
    began = (FIRST_DAY + timedelta(days=story.began)).isoformat()
    today = (FIRST_DAY + timedelta(days=day)).isoformat()
    if story.relation == "licenses_to":
        sum_of_money = float(chance.randrange(1, 90)) * 1e6 if chance.random() < 0.3 else None
        relation, told = "licenses_to", Attributes(announced_date=began, status="announced", amount_usd=sum_of_money)
    elif chance.random() < 0.2:
        relation, told = "ruling", Attributes(date=today, outcome="mixed", docket_number=story.number)
    else:
        number = story.number if chance.random() < 0.6 else None
        relation, told = "sues", Attributes(filed_date=began, docket_number=number, status="filed")
    sentence = f"{story.left.name} {relation} {story.right.name}, report says on {today}."
    start = place * 400
    return Fact(
        relation, story.left, story.right, told, (Evidence(sentence, start, start + len(sentence)),), "bench", 0.9
    )


class Held(threading.Thread):
    """Watches how much memory this process and those that it started hold together.

    Attributes:
        most: in bytes, so far; what a started process holds counts from its first look at it.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0

    def run(self) -> None:
        """Look twice a second."""
        own = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
        while True:
            held = 0
            for process in ("self", *Path(own).read_text(encoding="ascii").split()):
                with suppress(OSError):  # it has ended
                    pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
                    held += int(pages) * os.sysconf("SC_PAGE_SIZE")
            self.most = max(self.most, held)
            time.sleep(0.5)


def measure(facts: int, parties: int) -> dict[str, float]:
    """Seconds of the processor for each step of rebuilding, peak of memory in MB; of this process, which must have done
    nothing else, and of the one that writes for it.
    """
    register, _ = load_register(CLONE / "data" / "register")
    known, _ = load_known(CLONE / "data" / "register", register, date(2026, 11, 23))
    held = Held()
    held.start()
    begun, started = time.perf_counter(), time.process_time()
    tables = lay_graph(make_articles(facts, parties), register, known)
    resolved = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        counts = write_tables(Path(folder) / "rightswire.db", tables)
    written = time.process_time()
    beside = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "facts": facts,
        "parties": parties,
        "nodes": counts.nodes,
        "cases": counts.cases,
        "deals": counts.deals,
        "resolve_seconds": resolved - started,
        "write_seconds": written - resolved + beside.ru_utime + beside.ru_stime,
        "wall_seconds": time.perf_counter() - begun,
        "megabytes": held.most / 1e6,
    }


def main() -> None:
    """Print the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, help="one size alone, in this process, as JSON")
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    options = parser.parse_args()
    if options.facts:
        print(json.dumps(measure(options.facts, min(50_000, options.facts // 20))))
        return
    table = Table("facts", "parties", "cases", "deals", "resolve s", "write s", "wall s", "µs a fact", "µs / log n", "peak MB",
                  title=f"Rebuilding (bar for 1M: {MOST_SECONDS} s, {MOST_MEGABYTES:,} MB)")  # fmt: skip
    for facts in options.sizes:
        command = [sys.executable, __file__, "--facts", str(facts)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        figures = json.loads(done.stdout)
        each = (figures["resolve_seconds"] + figures["write_seconds"]) / facts * 1e6
        table.add_row(f"{facts:,}", f"{figures['parties']:,}", f"{figures['cases']:,}", f"{figures['deals']:,}",
                      f"{figures['resolve_seconds']:.1f}", f"{figures['write_seconds']:.1f}", f"{figures['wall_seconds']:.1f}", f"{each:.0f}",
                      f"{each / math.log2(facts):.2f}", f"{figures['megabytes']:,.0f}")  # fmt: skip
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
