"""Kill the nightly run at random moments, run it again, and compare with a life that nobody disturbed: `make kills`."""

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from changing_web import DEALERS, DEFENDANTS, FEEDS, FIRST_NIGHT, NIGHTS, ChangingWeb
from dump import differences, dump, faults
from life import STEPS, live
from rich.console import Console
from rich.table import Table

REGISTER = Path(__file__).resolve().parents[2] / "data" / "register"
CONTEXT = multiprocessing.get_context("forkserver")
#: No run takes longer than this.
PATIENCE = 120.0


@dataclass
class Record:
    """What the lives have shown."""

    kills: Counter[str] = field(default_factory=Counter)
    lives: int = 0
    runs: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """How a life is lived: over which web, by which chances, with which reader."""

    web: ChangingWeb
    chance: random.Random
    is_faked: bool
    kills_a_night: int


def write_lists(data: Path, web: ChangingWeb) -> None:
    """The list of feeds of one life, and a register of the parties that its pages name, so that runs are short."""
    (data / "register").mkdir()
    for path in REGISTER.glob("*.csv"):
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if path.name == "parties.csv" and row.split(",")[2] in (*DEFENDANTS, *DEALERS)]
        (data / "register" / path.name).write_text("\n".join([header, *kept, ""]), encoding="utf-8")
    blocks = (
        f'[[feed]]\nname = "Feed {number}"\nurl = "{web.address}/feed/{number}"\noutlet = "Outlet {number}"\n'
        "allow_private = true\n"
        for number in range(FEEDS)
    )
    (data / "feeds.toml").write_text("\n".join(blocks))


@dataclass(frozen=True)
class Moment:
    """When a run is killed: so many seconds after it tells of a step."""

    step: str
    seconds: float


@dataclass
class Course:
    """How a run went: the last step that it told of, and how long each took."""

    step: str = "starting"
    took: dict[str, float] = field(default_factory=dict)


def run_once(data: Path, now: datetime, is_faked: bool, kill: Moment | None) -> Course:
    """One run, killed at a moment unless it is over before."""
    told, tell = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=live, args=(data, now, is_faked, tell))
    process.start()
    tell.close()
    course, began = Course(), time.perf_counter()
    deadline: float | None = None
    while True:
        left = PATIENCE if deadline is None else max(0.0, deadline - time.perf_counter())
        if not told.poll(left):
            break
        try:
            step = told.recv()
        except EOFError:
            break
        course.took[course.step] = time.perf_counter() - began
        course.step, began = step, time.perf_counter()
        if kill and step == kill.step:
            deadline = began + kill.seconds
    if deadline is not None or course.step != "done":
        process.kill()
    process.join()
    if process.exitcode not in (0, -9):
        course.step = f"died with {process.exitcode}"
    return course


def live_through(data: Path, plan: Plan, took: dict[int, dict[str, float]], record: Record, most: int) -> None:
    """All nights of one life, each with some kills (at most so many in all) and then a run to the end."""
    write_lists(data, plan.web)
    record.lives += 1
    for night in range(1, NIGHTS + 1):
        plan.web.night = night
        for minute in range(plan.kills_a_night + 1):
            now = FIRST_NIGHT + timedelta(days=night - 1, minutes=minute)
            is_killed = minute < plan.kills_a_night and record.kills.total() < most
            kill = moment_of(plan.chance, took[night], minute) if is_killed else None
            course = run_once(data, now, plan.is_faked, kill)
            record.runs += 1
            record.wrong += [f"night {night}, killed in '{course.step}': {fault}" for fault in faults(data)]
            if course.step == "done":
                took.setdefault(night, course.took)
                break
            if kill is None or course.step.startswith("died"):
                record.wrong.append(f"night {night}: a run that nobody killed ended in '{course.step}'")
                break
            record.kills[course.step] += 1


def moment_of(chance: random.Random, took: dict[str, float], kills: int) -> Moment:
    """A random moment in a random step; the more kills came before in a night, the less a step has left to do."""
    step = chance.choice(STEPS)
    return Moment(step, chance.uniform(0, took.get(step, 0.1) / (kills + 1)))


def compare(folder: Path, plan: Plan, most: int, record: Record) -> None:
    """Live once undisturbed, then as many lives as `most` kills take, and note every difference."""
    took: dict[int, dict[str, float]] = {}
    reference = folder / "undisturbed"
    reference.mkdir()
    live_through(reference, plan, took, Record(), 0)
    expected = {name: dump(reference / name) for name in ("archive.db", "rightswire.db")}
    articles, facts = len(expected["archive.db"]["articles"]), len(expected["rightswire.db"]["evidence"])
    for night, steps in took.items():
        print(f"night {night}:", ", ".join(f"{step} {seconds:.2f} s" for step, seconds in steps.items()))
    print(f"undisturbed: {articles} articles, {facts} pieces of evidence", flush=True)
    most += record.kills.total()
    while record.kills.total() < most:
        data = folder / f"life-{record.lives}"
        data.mkdir()
        live_through(data, plan, took, record, most)
        for name, rows in expected.items():
            record.wrong += [f"life {record.lives}, {name}: {line}" for line in differences(rows, dump(data / name))]
        print(f"life {record.lives}: {record.kills.total()} kills, {len(record.wrong)} differences", flush=True)


def main() -> None:
    """Kill, compare, print; exit code 1 where anything was lost, kept twice or corrupt."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=300, help="with a faked reader")
    arguments.add_argument("--real", type=int, default=12, help="with the real reader")
    arguments.add_argument("--seed", type=int, default=4)
    given = arguments.parse_args()
    CONTEXT.set_forkserver_preload(["rightswire.nightly", "trafilatura", "feedparser", "rich.console"])
    record = Record()
    started = time.perf_counter()
    with ChangingWeb() as web, tempfile.TemporaryDirectory() as folder:
        for is_faked, kills in ((True, given.kills), (False, given.real)):
            if kills:
                part = Path(folder, "faked" if is_faked else "real")
                part.mkdir()
                plan = Plan(web, random.Random(given.seed), is_faked, kills_a_night=6 if is_faked else 3)
                compare(part, plan, kills, record)
    console = Console(width=120)
    table = Table("killed while", "kills", title=f"Killed with SIGKILL, seed {given.seed}")
    for step, kills in record.kills.most_common():
        table.add_row(step, str(kills))
    table.add_row("in all", str(record.kills.total()))
    console.print(table)
    print(f"{record.lives} lives of {NIGHTS} nights, {record.runs} runs, {time.perf_counter() - started:.0f} s")
    print(f"lost, kept twice, otherwise different or corrupt: {len(record.wrong)}")
    print("\n".join(record.wrong[:30]))
    sys.exit(bool(record.wrong))


if __name__ == "__main__":
    main()
