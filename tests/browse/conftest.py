"""A small graph as plain SQL, with and without hostile rows, served by Datasette as people start it."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import URLError

import pytest
from datasette.app import Datasette

from browse.serve import SETTINGS, datasette_arguments
from graph.derived import analyse, derive

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
METADATA = ROOT / "datasette-metadata.json"
SWITCHES = {"on": True, "off": False}
START_SECONDS = 60


def build_database(path: Path, *sources: str) -> Path:
    """Make rightswire.db from the schema and SQL files beside this one, with search as the graph's store makes it."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = ON")
    for source in (ROOT / "graph" / "schema.sql", *(HERE / name for name in sources)):
        connection.executescript(source.read_text(encoding="utf-8"))
    derive(connection)
    analyse(connection)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.commit()
    connection.close()
    return path


@pytest.fixture(scope="session")
def metadata():
    """datasette-metadata.json, read anew for each test session."""
    return json.loads(METADATA.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def queries(metadata):
    """The canned queries by name."""
    return metadata["databases"]["rightswire"]["queries"]


@pytest.fixture(scope="session")
def databases(tmp_path_factory):
    """Paths of rightswire.db by what they hold: the sample, hostile rows or a starter article beside it, or nothing."""
    contents = {
        "sample": ("sample.sql",),
        "hostile": ("sample.sql", "hostile.sql"),
        "starter": ("sample.sql", "starter.sql"),
        "pages": ("sample.sql", "pages.sql"),
        "shown": ("sample.sql", "pages.sql", "hostile.sql", "starter.sql"),
        "everything": ("sample.sql", "hostile.sql", "starter.sql"),
        "empty": (),
    }
    return {
        name: build_database(tmp_path_factory.mktemp(name) / "rightswire.db", *sources)
        for name, sources in contents.items()
    }


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Readers wait for what is made anew, however slow this machine is."""
    monkeypatch.setattr("browse.answers.PATIENCE_SECONDS", 60)


@pytest.fixture
def make_datasette():
    """Datasette over the files given, with our metadata and the settings of `rightswire serve`."""
    made = []

    def make(*paths):
        settings = {
            name: SWITCHES.get(value, int(value) if value.isdigit() else value) for name, value in SETTINGS.items()
        }
        metadata = json.loads(METADATA.read_text(encoding="utf-8"))
        made.append(Datasette([str(path) for path in paths], metadata=metadata, settings=settings))
        return made[-1]

    yield make
    for datasette in made:
        for database in datasette.databases.values():
            database.close()
        datasette.executor.shutdown()


@pytest.fixture
def sample(make_datasette, databases):
    """Datasette over the sample graph."""
    return make_datasette(databases["sample"])


@pytest.fixture
def hostile(make_datasette, databases):
    """Datasette over the sample graph with hostile rows."""
    return make_datasette(databases["hostile"])


@pytest.fixture
def pages(make_datasette, databases):
    """Datasette over the sample graph with all that the pages of parties, cases and articles can tell."""
    return make_datasette(databases["pages"])


@pytest.fixture
def empty(make_datasette, databases):
    """Datasette over a graph that has its tables and nothing in them."""
    return make_datasette(databases["empty"])


class Page(HTMLParser):
    """What of a page could act: tags, attributes, links."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.links, self.scripts = set(), set(), [], []
        self.in_script = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.add(tag)
        self.attributes |= set(values)
        self.links += [values[name] for name in ("href", "src", "action") if name in values]
        self.in_script = tag == "script"

    def handle_endtag(self, tag):
        self.in_script = False

    def handle_data(self, data):
        if self.in_script and data.strip():
            self.scripts.append(data)


@pytest.fixture
def parse_page():
    """From the text of a page to what of it could act."""
    return Page


@contextmanager
def served(database, *more, port=0):
    """Address of a real Datasette process over a graph, started as `rightswire serve` starts it, with more arguments."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        port = probe.getsockname()[1]
    arguments = datasette_arguments(database, METADATA, "127.0.0.1", port)
    process = subprocess.Popen(
        [sys.executable, "-m", "datasette", *arguments, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{address}/-/versions.json").close()
                break
            except URLError:
                assert process.poll() is None, "datasette ended before it served"
                assert time.monotonic() < deadline, "datasette did not start"
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def make_starter_graph(folder):
    """rightswire.db in the folder, made by the nightly run from the starter feed alone, with its exports beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("register", "starter"):
        shutil.copytree(ROOT / "data" / name, folder / name)
    for name in ("corrections.csv", "rates.csv", "settings.toml"):
        shutil.copy(ROOT / "data" / name, folder)
    (folder / "feeds.toml").write_text(
        '[[feed]]\nname = "Starter"\nurl = "starter/feed.xml"\noutlet = "Rightswire Starter Desk"\n', encoding="utf-8"
    )
    for command in (["ingest"], ["export", "--format", "all"]):
        done = subprocess.run(
            [str(Path(sys.executable).with_name("rightswire")), *command, "--data", str(folder)],
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "rightswire.db"


@pytest.fixture(scope="session")
def serve_graph():
    """Serves a graph by Datasette in a process of its own: a context that gives its address."""
    return served


@pytest.fixture(scope="session")
def starter_graph(tmp_path_factory):
    """Path of the graph that a newcomer has after the first run without a network."""
    return make_starter_graph(tmp_path_factory.mktemp("starter_graph") / "data")


@pytest.fixture(scope="session")
def large_graph(tmp_path_factory):
    """Path of a generated graph, small unless $RIGHTSWIRE_LIBRARY names one that tests/scale/library.py made."""
    if given := os.environ.get("RIGHTSWIRE_LIBRARY"):
        return Path(given)
    path = tmp_path_factory.mktemp("large_graph") / "rightswire.db"
    sizes = {"articles": 3000, "facts": 900, "parties": 300, "cases": 40, "deals": 30}
    options = [text for name, number in sizes.items() for text in (f"--{name}", str(number))]
    script = ROOT / "tests" / "scale" / "library.py"
    subprocess.run([sys.executable, str(script), str(path), *options], check=True, capture_output=True, timeout=300)
    return path
