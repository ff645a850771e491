"""The command that serves the graph, and the plugin as Datasette finds it."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import pytest
from datasette.app import DEFAULT_SETTINGS

from browse.serve import datasette_arguments, is_readable_as_immutable_only

ROOT = Path(__file__).parents[2]


def test_arguments_name_files_address_and_known_settings():
    arguments = datasette_arguments(Path("nowhere/rightswire.db"), Path("m.json"), "127.0.0.1", 8001)
    assert arguments[:8] == [
        "serve",
        "nowhere/rightswire.db",
        "--metadata",
        "m.json",
        "--host",
        "127.0.0.1",
        "--port",
        "8001",
    ]
    settings = dict(zip(arguments[9::3], arguments[10::3], strict=True))
    assert arguments[8::3] == ["--setting"] * len(settings)
    assert set(settings) <= set(DEFAULT_SETTINGS)
    assert settings["suggest_facets"] == "off"
    assert "--immutable" not in arguments


def test_asking_for_the_arguments_makes_no_file(tmp_path):
    datasette_arguments(tmp_path / "rightswire.db", Path("m.json"), "127.0.0.1", 8001)
    assert list(tmp_path.iterdir()) == []


def test_plain_command_finds_templates_and_files(databases, tmp_path):
    """As a person starts it, from another directory: no option but the metadata."""
    command = [
        sys.executable,
        "-m",
        "datasette",
        str(databases["sample"]),
        "--metadata",
        str(ROOT / "datasette-metadata.json"),
    ]
    page = subprocess.run([*command, "--get", "/"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Who sues, who licenses" in page.stdout
    plugins = subprocess.run(
        [*command, "--get", "/-/plugins.json"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    (ours,) = [plugin for plugin in json.loads(plugins.stdout) if plugin["name"] == "rightswire"]
    assert ours["static"]
    assert ours["templates"]


@contextmanager
def in_a_folder_of_somebody_else(folder):
    """The folder can be read and not written, also for a test that runs as root."""
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)


@pytest.fixture
def delivered(databases):
    """Copies a graph, in the journal mode given, to a folder that everybody may reach (pytest's own is private)."""
    with tempfile.TemporaryDirectory() as folder:

        def deliver(mode):
            Path(folder).chmod(0o755)
            path = Path(shutil.copy(databases["sample"], Path(folder) / "rightswire.db"))
            path.chmod(0o644)
            with closing(sqlite3.connect(path)) as connection:
                assert connection.execute(f"pragma journal_mode = {mode}").fetchone()[0] == mode
            return path

        yield deliver


@pytest.mark.parametrize(
    ("mode", "read_only", "immutable"),
    [("wal", True, True), ("delete", True, False), ("wal", False, False), ("delete", False, False)],
)
def test_immutable_only_where_nothing_else_opens_the_file(delivered, mode, read_only, immutable):
    path = delivered(mode)
    with in_a_folder_of_somebody_else(path.parent) if read_only else nullcontext():
        arguments = datasette_arguments(path, Path("m.json"), "127.0.0.1", 8001)
        assert ("--immutable" in arguments) is immutable
        options = "immutable=1" if immutable else "mode=ro"
        with closing(sqlite3.connect(f"{path.as_uri()}?{options}", uri=True)) as connection:
            assert connection.execute("select count(*) from cases").fetchone() == (4,)


def test_a_graph_with_a_log_that_was_not_taken_over_is_never_immutable(delivered):
    path = delivered("wal")
    path.with_name("rightswire.db-wal").write_bytes(b"x" * 100)
    with in_a_folder_of_somebody_else(path.parent):
        assert not is_readable_as_immutable_only(path)


def test_a_locked_graph_is_not_immutable(delivered, monkeypatch):
    path = delivered("delete")
    connect = sqlite3.connect
    with closing(connect(path, isolation_level=None)) as writer:
        writer.execute("begin exclusive")
        monkeypatch.setattr("browse.serve.sqlite3.connect", lambda *args, **named: connect(*args, timeout=0, **named))
        assert not is_readable_as_immutable_only(path)


def test_browse_knows_neither_spacy_nor_the_stages():
    code = "import sys, browse.serve; print(sorted({name.split('.')[0] for name in sys.modules}))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"'spacy'", "'nlp'", "'ingest'"} & set(result.stdout.strip("[]\n").split(", "))
