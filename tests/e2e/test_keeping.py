"""Nothing lost: two runs at once, runs that are stopped or killed, disks that are full, through the real command line."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import textwrap
import time
from contextlib import contextmanager
from pathlib import Path

import pytest


@pytest.fixture
def silent():
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/feed.xml"


@contextmanager
def running(desk, *arguments):
    """The command while it is at work: from its first run in the archive on."""
    command = [str(Path(sys.executable).with_name("rightswire")), *arguments]
    environment = {**os.environ, "RIGHTSWIRE_DATA": str(desk.data)}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=desk.data
    )
    try:
        wait_for(lambda: has_begun(desk), process)
        yield process
    finally:
        process.kill()
        process.communicate()


def has_begun(desk) -> bool:
    try:
        return bool(desk.sql("SELECT 1 FROM feeds", database="archive.db"))
    except sqlite3.Error:
        return False


def wait_for(condition, process) -> None:
    until = time.monotonic() + 120
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.05)


def outcomes(desk):
    return [row[0] for row in desk.sql("SELECT outcome FROM runs ORDER BY id", database="archive.db")]


def test_a_second_run_says_who_is_at_work_and_a_killed_one_blocks_nobody(desk, web, silent):
    desk.feeds(silent)
    with running(desk, "ingest") as first:
        for command in ("ingest", "rebuild"):
            told = desk.run(command, code=3).stderr
            assert f"`rightswire ingest` (process {first.pid}, since 20" in told
            assert len(told.splitlines()) == 1
        first.kill()
        first.wait()
        desk.feeds(web.url("/feed.xml"))
        assert "3 new" in desk.run("ingest").stdout
    assert outcomes(desk) == ["interrupted", "finished"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_run_with_a_summary_and_nothing_is_lost(desk, web, silent, number, code):
    desk.feeds(web.url("/feed.xml"), silent)
    with running(desk, "ingest") as run:
        wait_for(lambda: desk.sql("SELECT 1 FROM entries", database="archive.db"), run)
        run.send_signal(number)
        said, complaints = run.communicate(timeout=20)  # the server would keep it waiting for longer
    assert run.returncode == code, said + complaints
    assert "Run 1 stopped after" in said
    assert "1 read" in said
    assert "run the command again to go on" in said
    assert complaints == ""
    assert outcomes(desk) == ["stopped"]
    desk.feeds(web.url("/feed.xml"))
    assert "3 new" in desk.run("ingest").stdout


def test_a_second_signal_ends_it_at_once(desk, silent):
    desk.feeds(silent)
    with running(desk, "ingest") as run:
        run.send_signal(signal.SIGINT)
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=20)
    assert run.returncode == 130
    assert desk.sql("PRAGMA integrity_check", database="archive.db") == [("ok",)]


READING = """
    import sys
    from pathlib import Path
    from nlp.model import Document
    from rightswire.reading import ReaderSetup, read_documents

    def documents():
        text = "News Corp has licensed its articles to OpenAI, which may train ChatGPT on them. " * 2
        for number in range(100_000):
            yield Document(f"https://a.example/{number}", "Deal", text, None, "Own")

    if __name__ == "__main__":
        for _ in read_documents(documents(), ReaderSetup(Path(sys.argv[1])), 2):
            print("reading", flush=True)
"""


def test_the_processes_that_read_die_with_the_run_that_was_killed(tmp_path):
    script = tmp_path / "reading.py"
    script.write_text(textwrap.dedent(READING))
    register = Path(__file__).resolve().parents[2] / "data" / "register"
    run = subprocess.Popen([sys.executable, script, register], stdout=subprocess.PIPE, text=True)
    try:
        assert run.stdout.readline() == "reading\n"
        children = [int(pid) for pid in Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()]
        assert len(children) >= 2
    finally:
        run.kill()
        run.communicate()
    until = time.monotonic() + 60
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < until, "a process went on reading for nobody"
        time.sleep(0.05)


@pytest.fixture
def cramped():
    """No file of a command may grow past some size, as on a full disk."""
    import resource

    @contextmanager
    def limit(size):
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limit


def test_a_full_disk_is_told_and_leaves_both_databases_whole(desk, web, cramped):
    desk.feeds(web.url("/feed.xml"))
    with cramped(60_000):
        told = desk.run("ingest", code=4).stderr
    assert "archive.db: cannot be written" in told
    assert len(told.splitlines()) == 1
    assert "3 new" in desk.run("ingest").stdout
    facts = desk.sql("SELECT count(*) FROM facts")
    with cramped(300_000):
        told = desk.run("rebuild", code=4).stderr
    assert "rightswire.db: cannot be written" in told
    assert desk.sql("SELECT count(*) FROM facts") == facts
    for database in ("archive.db", "rightswire.db"):
        assert desk.sql("PRAGMA integrity_check", database=database) == [("ok",)]
    desk.run("rebuild")


def test_a_folder_that_may_not_be_written_to_is_told(desk, web):
    desk.feeds(web.url("/feed.xml"))
    desk.run("ingest")
    mounted = subprocess.run(["mount", "--bind", "-o", "ro", desk.data, desk.data], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may make a folder read-only for root")
    try:
        assert "let the user of this run write to it" in desk.run("ingest", code=4).stderr
        desk.run("changes")
    finally:
        subprocess.run(["umount", "-l", desk.data], check=True)
    desk.run("ingest")


def test_a_few_kills_at_random_moments_lose_nothing():
    """`make kills` does hundreds."""
    harness = Path(__file__).resolve().parents[1] / "kills" / "kill.py"
    done = subprocess.run([sys.executable, harness, "--kills", "12", "--real", "0"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "corrupt: 0" in done.stdout
