"""docs/fetching.md is true where a test can tell: its counts are those of the tests, and what it names is there."""

import csv
import re
import tomllib
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]
PAGE = (CLONE / "docs" / "fetching.md").read_text(encoding="utf-8")
DOCUMENTS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["document"]
    for path in (CLONE / "tests" / "feed_documents").glob("*.toml")
}
with (CLONE / "tests" / "faults" / "misbehaviours.csv").open(encoding="utf-8", newline="") as file:
    MISBEHAVIOURS = list(csv.DictReader(file))


def test_the_counts_of_misbehaviours() -> None:
    cases = sum(bool(row["feed"]) + bool(row["page"]) for row in MISBEHAVIOURS)
    assert f"misbehave in {len(MISBEHAVIOURS)} ways, as feeds and as pages {cases} in all" in PAGE


def test_the_counts_of_feed_documents() -> None:
    rows = [row for rows in DOCUMENTS.values() for row in rows]
    refused = sum("refused" in row for row in rows)
    assert f"{len(rows)} feeds written by us" in PAGE
    assert f"{refused} are refused with a reason" in PAGE
    told = sorted(int(count) for count in re.findall(r"^\| [^|]+ \| (\d+) \|$", PAGE.partition("| trouble |")[2], re.M))
    assert told == sorted(len(rows) for rows in DOCUMENTS.values())


def test_every_reason_that_it_names_is_recorded() -> None:
    table = PAGE.partition("| what they do |")[2].partition("\n\n")[0]
    named = {line.split("|")[2].split(",")[0].split(";")[0].strip() for line in table.splitlines()[2:]}
    recorded = {reason for row in MISBEHAVIOURS for kind in ("feed", "page") for reason in row[kind].split("; ")}
    assert named - recorded == {
        "HTTP and the status",
        "nothing: entities of a document are taken out before it is parsed",
        "by these names",
    }


def test_every_file_that_it_names_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (CLONE / "docs" / target).exists(), target
