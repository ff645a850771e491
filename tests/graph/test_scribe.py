"""From so many rows on a process beside writes them: the same file, the same errors, nothing left behind."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from graph import scribe
from graph.build import build_graph, lay_graph
from graph.rows import WHOLE, AliasRow
from graph.store import write_graph, write_tables
from rightswire.errors import DataFileError, StorageError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "rightswire.db"


@pytest.fixture
def articles(make_article, make_fact):
    suits = [make_fact("sues", f"Plaintiff {name}", "Loom AI", filed_date="2023-12-27") for name in "ABCDE"]
    deal = make_fact("licenses_to", "Mill Media Group", "Loom AI", start=90, announced_date="2024-05-22")
    return [make_article(name, *suits, deal) for name in "abcde"]


@pytest.fixture(params=["from the first row", "from the middle", "one by one"])
def beside(request, monkeypatch):
    """A process beside writes."""
    monkeypatch.setattr(scribe, "MANY_ROWS", 40 if request.param == "from the middle" else 0)
    if request.param == "one by one":
        monkeypatch.setattr(scribe, "BATCH", 1)


def dump(path):
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_it_makes_the_file_that_this_process_makes(path, tmp_path, articles, register, known, beside):
    counts = write_tables(path, lay_graph(articles, register, known))
    graph = build_graph(articles, register, known)
    assert len(graph.evidence) > 40
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scribe, "MANY_ROWS", 10**9)
        alone = write_graph(tmp_path / "alone.db", graph)
    assert counts == alone
    assert sorted(dump(path)) == sorted(dump(tmp_path / "alone.db"))
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT count(*) FROM sentences_fts").fetchone()
    assert found[0] > 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["alone.db", "rightswire.db"]


def test_what_fails_there_is_told_here_and_leaves_the_old_graph(path, articles, register, known, beside):
    graph = build_graph(articles, register, known)
    write_graph(path, graph)
    before = dump(path)

    def parts():
        yield "nodes", graph.nodes
        yield WHOLE, ("nodes",)
        yield "nodes", [replace(graph.nodes[0], name="again, with the same id")]
        yield "articles", graph.articles

    with pytest.raises(DataFileError, match=r"cannot be written: UNIQUE constraint failed: nodes\.id"):
        write_tables(path, parts())
    assert dump(path) == before
    assert [file.name for file in path.parent.iterdir()] == ["rightswire.db"]


def test_a_disk_that_is_full_is_told_of(path, articles, register, known, monkeypatch):
    monkeypatch.setattr(scribe, "MANY_ROWS", 0)
    graph = build_graph(articles, register, known)
    write_graph(path, graph)
    before = dump(path)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(scribe.pickle, "dump", full)
    with pytest.raises(StorageError, match=r"No space left on device \(make room on the disk\)"):
        write_graph(path, graph)
    assert dump(path) == before
    assert [file.name for file in path.parent.iterdir()] == ["rightswire.db"]


def test_it_finds_our_code_from_any_folder(path, tmp_path, articles, register, known, monkeypatch):
    monkeypatch.setattr(scribe, "MANY_ROWS", 0)
    elsewhere = tmp_path / "somebody's [own] code"
    (elsewhere / "graph").mkdir(parents=True)
    (elsewhere / "graph" / "__init__.py").write_text("raise SystemExit('not ours')", encoding="utf-8")
    monkeypatch.chdir(elsewhere)
    write_tables(elsewhere / "rightswire.db", lay_graph(articles, register, known))
    assert sorted(file.name for file in elsewhere.iterdir()) == ["graph", "rightswire.db"]


@pytest.mark.parametrize("at", ["the start", "work"])
def test_it_needs_no_working_folder(path, articles, register, known, monkeypatch, at):
    monkeypatch.setattr(scribe, "MANY_ROWS", 0)
    monkeypatch.setattr(sys, "path", ["", "relative", *sys.path])
    gone = path.with_name("gone")
    gone.mkdir()
    monkeypatch.chdir(gone)

    def parts():
        for number, part in enumerate(lay_graph(articles, register, known)):
            if number == (0 if at == "the start" else 3):
                gone.rmdir()
            yield part

    counts = write_tables(path, parts())
    assert counts.facts > 0
    assert [file.name for file in path.parent.iterdir()] == ["rightswire.db"]


def test_laying_out_goes_on_while_the_writer_is_busy(path, articles, register, known, monkeypatch):
    monkeypatch.setattr(scribe, "MANY_ROWS", 0)
    graph = build_graph(articles, register, known)
    goes_on = threading.Event()

    def go_on(writer):
        goes_on.set()
        os.kill(writer, signal.SIGCONT)

    def parts():
        yield "nodes", graph.nodes
        yield "articles", graph.articles
        yield "edges", graph.edges
        (writer,) = _writers()
        os.kill(writer, signal.SIGSTOP)
        rescue = threading.Timer(20, go_on, [writer])  # a run that has to wait for the writer would wait for ever
        rescue.start()
        for node in (graph.nodes[0].id,) * 1_000:
            yield "aliases", [AliasRow(node, f"{time.monotonic_ns()}", "news")]
        assert not goes_on.is_set()
        rescue.cancel()
        go_on(writer)

    write_tables(path, parts())
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM aliases").fetchone() == (1_000,)


def test_a_writer_that_is_killed_is_told_of(path, articles, register, known, monkeypatch):
    monkeypatch.setattr(scribe, "MANY_ROWS", 0)
    graph = build_graph(articles, register, known)

    def parts():
        yield "nodes", graph.nodes
        yield "articles", graph.articles
        yield "edges", graph.edges
        os.kill(_writers()[0], signal.SIGKILL)
        time.sleep(0.2)
        yield "evidence", graph.evidence

    with pytest.raises(DataFileError, match="ended from outside"):
        write_tables(path, parts())
    assert [file.name for file in path.parent.iterdir()] == ["rightswire.db"]


DIES = """
import os, sys, time
from pathlib import Path
from graph import scribe
from graph.rows import NodeRow
from graph.store import write_tables
if __name__ == "__main__":
    scribe.MANY_ROWS = 0
    def parts():
        for number in range(5):
            yield "nodes", [NodeRow(f"n{number}", "company", "N", None, None, None, None, "news", 0, None, None)]
        print("half", flush=True)
        time.sleep(60)
    write_tables(Path(sys.argv[1]), parts())
"""


def test_the_process_beside_ends_with_a_killed_run_and_the_next_run_clears_up(
    path, tmp_path, articles, register, known
):
    script = tmp_path / "dies.py"
    script.write_text(DIES, encoding="utf-8")
    with subprocess.Popen([sys.executable, script, path], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout.readline() == "half\n"
        beside = _children(run.pid)
        run.kill()
    assert beside
    deadline = time.monotonic() + 20
    while any(_lives(process) for process in beside):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert any(".rows-" in file.name for file in tmp_path.iterdir())
    write_graph(path, build_graph(articles, register, known))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["dies.py", "rightswire.db"]


def test_what_is_not_ours_stays(path, articles, register, known, beside):
    folder = path.with_name("rightswire.db.new.backup")
    folder.mkdir()
    (folder / "kept").write_text("by somebody", encoding="utf-8")
    path.with_name("rightswire.db.new.txt").write_text("a note", encoding="utf-8")
    write_tables(path, lay_graph(articles, register, known))
    assert (folder / "kept").exists()
    assert path.with_name("rightswire.db.new.txt").exists()


def _children(process):
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _writers():
    """The processes beside of this one, once there are any."""
    writers = []
    while not writers:  # it has to start first
        children = _children(os.getpid())
        writers = [one for one in children if b"graph.scribe" in Path(f"/proc/{one}/cmdline").read_bytes()]
    return writers


def _lives(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
