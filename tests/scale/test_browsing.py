"""The load of `make bench` works at a small size; how fast it is, is no test's matter."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SMALL = ["--articles", "600", "--facts", "200", "--parties", "80", "--cases", "12", "--deals", "9"]


def run(script, *arguments):
    return subprocess.run(
        [sys.executable, str(HERE / script), *arguments, *SMALL], capture_output=True, text=True, timeout=300
    )


def test_the_library_is_the_same_each_time_and_made_once(tmp_path):
    made = [run("library.py", str(tmp_path / name / "rightswire.db")) for name in ("one", "two", "one")]
    assert [each.returncode for each in made] == [0, 0, 0], made
    assert ["was there" in each.stdout for each in made] == [False, False, True]
    assert made[0].stderr == made[1].stderr
    assert (tmp_path / "one" / "rightswire.db").read_bytes() == (tmp_path / "two" / "rightswire.db").read_bytes()


def test_every_page_and_query_answers_while_a_run_writes(tmp_path):
    done = run("browsing.py", "--seconds", "4", "--rush", "3", "--readers", "3", "--pause", "0.05", "--every", "0.3")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no pause between pages" in done.stdout
    assert " kinds of page are within 150 ms" in done.stdout
    assert "search page" in done.stdout or "query" in done.stdout
    assert int(done.stdout.split()[-5]) > 0, done.stdout[-200:]
