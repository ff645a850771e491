"""The command that serves the graph, and the plugin as Datasette finds it."""

import json
import subprocess
import sys
from pathlib import Path

from datasette.app import DEFAULT_SETTINGS

from browse.serve import datasette_arguments

ROOT = Path(__file__).parents[2]


def test_arguments_name_files_address_and_known_settings():
    arguments = datasette_arguments(Path("data/rightswire.db"), Path("m.json"), "127.0.0.1", 8001)
    assert arguments[:8] == [
        "serve",
        "data/rightswire.db",
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


def test_browse_knows_neither_spacy_nor_the_stages():
    code = "import sys, browse.serve; print(sorted({name.split('.')[0] for name in sys.modules}))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"'spacy'", "'nlp'", "'ingest'"} & set(result.stdout.strip("[]\n").split(", "))
