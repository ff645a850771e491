"""A small graph as plain SQL, with and without hostile rows, served by Datasette as people start it."""

import json
import sqlite3
from html.parser import HTMLParser
from pathlib import Path

import pytest
from datasette.app import Datasette

from browse.serve import SETTINGS
from graph.derived import derive

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
METADATA = ROOT / "datasette-metadata.json"
SWITCHES = {"on": True, "off": False}


def build_database(path: Path, *sources: str) -> Path:
    """Make rightswire.db from the schema and SQL files beside this one, with search as the graph's store makes it."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = ON")
    for source in (ROOT / "graph" / "schema.sql", *(HERE / name for name in sources)):
        connection.executescript(source.read_text(encoding="utf-8"))
    derive(connection)
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
