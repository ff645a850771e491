"""`rightswire serve` in several processes: it starts, mends itself, and ends with all of them."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

import pytest

from rightswire import workers

ROOT = Path(__file__).parents[2]
LONG = 60  # seconds; a busy machine takes its time


@pytest.fixture
def data(databases, tmp_path):
    shutil.copy(databases["sample"], tmp_path / "rightswire.db")
    return tmp_path


@contextmanager
def serving(data, *options, port=None):
    """The command at work: its process, its address, and the ids of the processes that said that they serve so far."""
    if port is None:
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            port = free.getsockname()[1]
    code = "from rightswire.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--data", str(data), "--port", str(port), *options]
    log = data / "server.log"

    def processes():
        return [int(found) for found in re.findall(r"Started server process \[(\d+)\]", log.read_text())]

    with log.open("w") as file, subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=file) as server:
        try:
            yield server, f"http://127.0.0.1:{port}", processes
        finally:
            server.kill()


def until(holds):
    end = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def page(address):
    """A page's text; None where nobody answers."""
    try:
        with urllib.request.urlopen(f"{address}/rightswire/cases", timeout=LONG) as answer:
            return answer.read().decode()
    except (urllib.error.URLError, ConnectionError):
        return None


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_serves_in_processes_replaces_one_that_was_killed_and_ends_with_all(data):
    with serving(data, "--workers", "2") as (server, address, processes):
        until(lambda: len(processes()) == 2)
        until(lambda: "Bartz" in (page(address) or ""))
        first = processes()[0]
        os.kill(first, signal.SIGKILL)
        until(lambda: len(processes()) == 3)
        until(lambda: not alive(first))
        until(lambda: "Bartz" in (page(address) or ""))
        server.send_signal(signal.SIGTERM)
        assert server.wait(LONG) == 0
        assert not any(alive(process) for process in processes())
        assert page(address) is None


def test_ctrl_c_ends_it(data):
    with serving(data, "--workers", "2") as (server, address, processes):
        until(lambda: len(processes()) == 2 and page(address))
        server.send_signal(signal.SIGINT)
        server.wait(LONG)
        assert not any(alive(process) for process in processes())


def test_no_process_outlives_a_server_that_was_killed(data):
    with serving(data, "--workers", "2") as (server, address, processes):
        until(lambda: len(processes()) == 2 and page(address))
        server.kill()
        server.wait(LONG)
        until(lambda: page(address) is None)


def test_no_answer_waits_for_the_readers_acknowledgement(data):
    with serving(data, "--workers", "2") as (_, address, processes):
        until(lambda: len(processes()) == 2 and page(address))
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=LONG)
        seconds = []
        for _ in range(60):
            started = time.perf_counter()
            connection.request("GET", "/rightswire/cases")
            connection.getresponse().read()
            seconds.append(time.perf_counter() - started)
        connection.close()
    assert median(seconds[30:]) < 0.03  # 0.044 with Nagle's algorithm, on any machine


def test_one_worker_is_the_datasette_command(data):
    with serving(data, "--workers", "1") as (server, address, processes):
        until(lambda: page(address))
        assert processes() == [server.pid]


def test_a_graph_that_cannot_be_read_is_told_at_once(data):
    (data / "rightswire.db").write_bytes(b"no database at all" * 1000)
    with serving(data, "--workers", "2") as (server, _, processes):
        assert server.wait(LONG) == 1
        assert not processes()
    assert "rightswire: the graph: " in (data / "server.log").read_text()


@pytest.mark.parametrize("number", ["1", "2"])
def test_a_port_in_use_is_told_at_once(data, number):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with serving(data, "--workers", number, port=port) as (server, _, _):
            assert server.wait(LONG) == 1
    told = (data / "server.log").read_text()
    assert f"rightswire: 127.0.0.1 port {port}: cannot be listened on: Address already in use (" in told
    assert "--port" in told
    assert "Browse at" not in told


@pytest.mark.parametrize("port", [70_000, 65_536, 0, -1])
def test_what_is_no_port_is_refused_as_wrong_usage(data, port):
    with serving(data, port=port) as (server, _, _):
        assert server.wait(LONG) == 2
    told = (data / "server.log").read_text()
    assert told == f"rightswire: --port {port}: is no port (give one from 1 to 65535)\n"


@pytest.mark.parametrize(("cores", "number"), [({0}, 1), ({0, 1}, 2), (set(range(64)), workers.MOST_WORKERS)])
def test_as_many_as_cores_and_no_more_than_four(monkeypatch, cores, number):
    monkeypatch.setattr(workers.os, "sched_getaffinity", lambda _: cores, raising=False)
    assert workers.usual_workers() == number
