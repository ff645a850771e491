"""docs/browsing.md is true where a test can tell: every address answers, every picture and file is there and in use."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from datasette.app import Datasette
from datasette.utils import parse_metadata

from browse import answers, bounded, changes, network, replies
from browse.serve import SETTINGS

CLONE = Path(__file__).resolve().parents[2]
PAGE = (CLONE / "docs" / "browsing.md").read_text(encoding="utf-8")
PICTURES = CLONE / "docs" / "images"
ADDRESSES = sorted({found for found in re.findall(r"`(/[^` ]*)`", PAGE) if "…" not in found})
#: Begin with the address before them, or stand for any.
CUT = sorted({found for found in re.findall(r"`(/[^` ]*)`", PAGE) if "…" in found})


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    """The graph that the starter feed gives, as the pictures show it."""
    folder = tmp_path_factory.mktemp("browsing") / "data"
    (folder / "starter").parent.mkdir(parents=True)
    for name in ("register", "starter"):
        (folder / name).symlink_to(CLONE / "data" / name)
    (folder / "feeds.toml").write_text(
        '[[feed]]\nname = "Starter"\nurl = "starter/feed.xml"\noutlet = "Rightswire Starter Desk"\n', encoding="utf-8"
    )
    command = [str(Path(sys.executable).with_name("rightswire")), "ingest", "--data", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "rightswire.db"


@pytest.fixture
async def server(graph):
    settings = {name: {"on": True, "off": False}.get(value, value) for name, value in SETTINGS.items()}
    settings = {name: int(value) if str(value).isdigit() else value for name, value in settings.items()}
    metadata = parse_metadata((CLONE / "datasette-metadata.json").read_text(encoding="utf-8"))
    datasette = Datasette([str(graph)], metadata=metadata, settings=settings)
    yield datasette
    for database in datasette.databases.values():
        database.close()
    datasette.executor.shutdown()


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_address_answers(server, address):
    answer = await server.client.get(address)
    assert answer.status_code == 200, answer.text[:300]


async def test_addresses_that_are_cut_short_answer_when_filled_in(server, graph):
    connection = sqlite3.connect(graph)
    edge = connection.execute("select id from edges order by id limit 1").fetchone()[0]
    connection.close()
    filled = {"words": "training", "id": edge}
    assert CUT
    for address in CUT:
        path, _, name = address.removesuffix("=…").partition("?")
        answer = await server.client.get(path, params={name: filled[name]})
        assert answer.status_code == 200, address


def test_every_picture_is_there_and_shown():
    shown = set(re.findall(r"\]\(images/([^)]+)\)", PAGE))
    assert shown == {path.name for path in PICTURES.glob("*.png")}


def test_every_file_that_it_names_is_there():
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (CLONE / "docs" / target).exists(), target
    for path in re.findall(r"`((?:tests|data)/[\w./]+)`", PAGE):
        assert (CLONE / path).exists() or path == "data/exports", path


def test_pictures_are_those_that_the_command_takes():
    script = (CLONE / "tests" / "screenshots.py").read_text(encoding="utf-8")
    assert {path.stem for path in PICTURES.glob("*.png")} == set(
        re.findall(r'^        "([\w-]+)": Shot\(', script, re.M)
    )
    assert all(path.stat().st_size < 400_000 for path in PICTURES.glob("*.png"))


def test_the_figures():
    assert answers.MOST_BYTES == 64 << 20
    assert replies.FRESH_SECONDS == 300
    assert (bounded.ROWS_SHOWN, bounded.MOST_ROWS) == (100, 1000)
    assert changes.MAX_ENTRIES == 100
    assert network.WHOLE_MOST == 2000
    assert (SETTINGS["sql_time_limit_ms"], SETTINGS["max_returned_rows"]) == ("3000", "10000")
