"""Load annotated articles for training, and set some aside for checking, the same ones each time."""

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
CLONE = FOLDER.parent.parent
#: Articles written for training that lie beside the clone, where they do.
SHARED = CLONE.parent / "shared" / "eval"
#: So many articles are set aside to check with.
HELD_OUT = 120

Row = dict[str, Any]


def load() -> tuple[list[Row], list[Row]]:
    """Articles to train on and articles to check with, in an order that depends on nothing but their addresses."""
    paths = [path for path in (SHARED / "train.jsonl", *sorted(FOLDER.glob("*.jsonl"))) if path.exists()]
    rows = [row for path in paths for row in rows_of(path) if row.get("parties")]
    if not (SHARED / "train.jsonl").exists():
        print("train.jsonl does not lie beside the clone: training on the project's own articles alone")
    rows.sort(key=lambda row: hashlib.sha256(row["url"].encode()).hexdigest())
    return rows[HELD_OUT:], rows[:HELD_OUT]


def content_of(row: Row) -> str:
    """Headline, blank line, text: what the encoder sees."""
    return f"{row['title']}\n\n{row['text']}"


def real_names() -> tuple[list[str], dict[str, list[str]]]:
    """Names of the register: makers of AI, and all others by kind."""
    makers: list[str] = []
    others: dict[str, list[str]] = {}
    with (CLONE / "data" / "register" / "parties.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words = row["description"].replace(",", " ").split()
            if row["kind"] == "company" and {"AI", "chatbot", "model"} & set(words):
                makers.append(row["name"])
            else:
                others.setdefault(row["kind"], []).append(row["name"])
    return makers, others


def rows_of(path: Path) -> list[Row]:
    """The lines of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def building_half() -> list[Row]:
    """The half of the development set that is for building; its articles do not list their parties."""
    path = SHARED / "dev.jsonl"
    rows = rows_of(path) if path.exists() else []
    half = []
    for composed in (False, True):
        kind = [row for row in rows if (row["source"] == "written for this set") == composed]
        half += sorted(kind, key=lambda row: hashlib.sha256(row["id"].encode()).hexdigest())[0::2]
    return half
