"""A Datasette that is not the one that the pages are made for is refused in one sentence, however it is started."""

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from click import ClickException

from browse.compatibility import WRAPPED, check_datasette
from browse.memory import OF_SCHEMA
from rightswire.errors import ConfigurationError

ROOT = Path(__file__).parents[2]
#: Loaded by Python itself before anything else: another version is installed, as far as anybody can tell.
OTHER_VERSION = """
from importlib import metadata
found = metadata.version
metadata.version = lambda name: "1.0a20" if name == "datasette" else found(name)
"""
TOLD = "Datasette 1.0a20: these pages need a version of the series 0.65 (install the version of requirements.lock"


def test_the_installed_one_has_all_that_is_wrapped():
    check_datasette(OF_SCHEMA)


@pytest.mark.parametrize("version", ["1.0", "1.0a20", "0.64.8", "0.66"])
def test_other_series_are_refused(monkeypatch, version):
    monkeypatch.setattr(metadata, "version", lambda name: version)
    with pytest.raises(ConfigurationError, match=f"Datasette {version}: these pages need a version of the series 0.65"):
        check_datasette(OF_SCHEMA)


@pytest.mark.parametrize("name", [f"{module}.{name}" for module, names in WRAPPED.items() for name in names])
def test_each_wrapped_name_is_looked_for(monkeypatch, name):
    monkeypatch.delattr(name)
    with pytest.raises(ConfigurationError, match=f"it lacks what these pages build on: {name}"):
        check_datasette(OF_SCHEMA)


async def test_nothing_is_served_then(sample, monkeypatch):
    monkeypatch.delattr("datasette.views.row.RowView.foreign_key_tables")
    with pytest.raises(ClickException, match=r"RowView\.foreign_key_tables"):
        await sample.client.get("/")


@pytest.mark.parametrize(("command", "code"), [("datasette", 1), ("rightswire", 2)])
def test_commands_say_so_in_one_sentence(databases, tmp_path, command, code):
    (tmp_path / "sitecustomize.py").write_text(OTHER_VERSION, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    asked = {
        "datasette": [sys.executable, "-m", "datasette", str(databases["sample"]), "--port", "0"],
        "rightswire": [
            *(sys.executable, "-c", "from rightswire.cli import main; main()", "serve"),
            *("--data", str(databases["sample"].parent)),
        ],
    }[command]
    done = subprocess.run(
        asked, env={**os.environ, "PYTHONPATH": path, "COLUMNS": "400"}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == code
    assert TOLD in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
