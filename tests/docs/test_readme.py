"""README.md is true: every command in it runs, every query answers, every file it names is there."""

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parents[2]
README = (CLONE / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.S) for line in block.splitlines() if line]
QUERIES = re.findall(r"```sql\n(.*?)```", README, re.S)
#: Run by whoever runs this test, or measuring for minutes what other tests assert.
ELSEWHERE = {"make test", "make bench"}
SERVERS = {command for command in COMMANDS if command == "make browse" or "datasette data/" in command}


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """The clone as a newcomer has it, its feed list cut to the starter feed so that no test leaves the machine."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock", "datasette-metadata.json"):
        shutil.copy(CLONE / name, folder)
    shutil.copytree(CLONE / "tests" / "gold", folder / "tests" / "gold")
    shutil.copytree(CLONE / "data" / "register", folder / "data" / "register")
    shutil.copytree(CLONE / "data" / "starter", folder / "data" / "starter")
    shutil.copy(CLONE / "data" / "settings.toml", folder / "data")
    (folder / "data" / "feeds.toml").write_text(
        '[[feed]]\nname = "Starter"\nurl = "starter/feed.xml"\noutlet = "Rightswire Starter Desk"\n', encoding="utf-8"
    )
    if not (CLONE / ".venv" / "installed").exists():
        pytest.skip("the environment was not made by make")
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(CLONE / ".venv" / "bin")
    for stamp in ("installed", "installed-dev", "frontend"):  # newer than the lock files: make has nothing to install
        (folder / ".venv" / stamp).touch()
    run(folder, "make ingest")
    return folder


def run(folder, command):
    environment = {**os.environ, "RIGHTSWIRE_DATA": str(folder / "data")}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=280
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in SERVERS | ELSEWHERE])
def test_every_command_runs(clone, command):
    (clone / "data" / "exports").mkdir(exist_ok=True)
    run(clone, command)


@pytest.mark.parametrize("command", sorted(SERVERS))
def test_every_server_answers(clone, command):
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", 8001)) == 0:
            pytest.skip("something else listens on port 8001")
    environment = {**os.environ, "RIGHTSWIRE_DATA": str(clone / "data")}
    server = subprocess.Popen(
        ["bash", "-c", f"exec {command}"], cwd=clone, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        assert b"Rightswire" in wait_for("http://127.0.0.1:8001/")
    finally:
        os.killpg(server.pid, 15)
        server.wait(timeout=20)


def wait_for(address):
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} never answered")


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_brings_rows(clone, query):
    connection = sqlite3.connect(clone / "data" / "rightswire.db")
    try:
        assert connection.execute(query).fetchall()
    finally:
        connection.close()


def test_every_file_that_it_names_is_there():
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert not [link for link in links if not (CLONE / link).exists()]


def test_every_runtime_dependency_is_explained():
    listed = re.findall(r'^    "([a-z0-9-]+)[<>=]', (CLONE / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    assert len(listed) > 15
    assert not [name for name in listed if name not in README]


def test_make_help_names_every_target():
    told = subprocess.run(["make", "help"], cwd=CLONE, capture_output=True, text=True, check=True).stdout
    for target in (
        "setup", "ingest", "browse", "export", "rebuild", "status", "eval", "test", "check", "bench", "clean",
    ):  # fmt: skip
        assert re.search(rf"make {target} +\S", told), target
