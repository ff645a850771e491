"""The measurement of the explorer's frames works at a small size; how many there are, is no test's matter."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tests" / "scale" / "fluid.py"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
BUNDLE = ROOT / "browse" / "static" / "built" / "explorer.js"


def run(*arguments, **more):
    environment = {**os.environ, **more}
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment)


@pytest.mark.skipif(importlib.util.find_spec("playwright") is None, reason="playwright is not installed")
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}: set CHROMIUM")
@pytest.mark.skipif(not BUNDLE.exists(), reason="the explorer's bundle is not built: make frontend")
def test_frames_are_counted_whatever_one_does():
    done = run("--nodes", "50", "--seconds", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    for what in ("an empty page", "dragging", "turning the wheel", "flying to a node", "playing through the months"):
        assert what in done.stdout
    assert "Drawn by " in done.stdout
    assert "all in their places after" in done.stdout


def test_without_a_browser_it_says_so(tmp_path):
    done = run("--nodes", "50", CHROMIUM=str(tmp_path / "none"))
    assert done.returncode == 1
    assert f"was not measured: no browser at {tmp_path / 'none'}" in done.stderr
