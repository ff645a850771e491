"""`rightswire eval`: read annotated articles and print how much was right."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console

from nlp.register import load_register
from rightswire.errors import ConfigurationError
from rightswire.evaluation import Names, evaluate
from rightswire.reading import ReaderSetup, read_documents
from rightswire.reading_command import ArticleLine, as_line
from rightswire.report import print_evaluation
from rightswire.settings import CLONE

#: In the development set this source marks prose composed for it; all others are real texts.
COMPOSED = "written for this set"
STARTER = CLONE / "tests" / "gold" / "starter.jsonl"
DEVELOPMENT = CLONE.parent / "shared" / "eval" / "dev.jsonl"


def run_evaluation(console: Console, gold: list[Path], setup: ReaderSetup, errors: Path | None, as_json: bool) -> None:
    """Print a table for each set of annotated articles; without any given, those that are at hand.

    Raises:
        ConfigurationError: a file cannot be read or holds no annotated articles.
    """
    paths = gold or [path for path in (STARTER, DEVELOPMENT) if path.exists()]
    if not paths:
        raise ConfigurationError("eval", "no annotated articles at hand", "name a file of JSON lines")
    lines: list[str] = []
    tables: dict[str, Any] = {}
    for path in paths:
        names = _names(setup, path)
        for title, rows in _sets(path):
            evaluation = evaluate(rows, _read(rows, setup), names)
            lines += evaluation.errors
            tables[title] = evaluation.figures()
            if not as_json:
                print_evaluation(console, title, evaluation)
    if errors:
        errors.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if as_json:
        print(json.dumps(tables, indent=2))


def _read(rows: Iterable[dict[str, Any]], setup: ReaderSetup) -> list[dict[str, Any]]:
    documents = (ArticleLine.model_validate(row).document() for row in rows)
    return [as_line(reading) for reading in read_documents(documents, setup)]


def _sets(path: Path) -> list[tuple[str, list[dict[str, Any]]]]:
    """The file's articles, real texts and composed prose apart where it tells them apart."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            str(path), f"cannot be read: {error}", "give JSON lines of annotated articles"
        ) from error
    if not rows or any("facts" not in row for row in rows):
        raise ConfigurationError(str(path), "holds no annotated articles", "each line needs url, text and facts")
    composed = [row for row in rows if row.get("source") == COMPOSED]
    real = [row for row in rows if row.get("source") != COMPOSED]
    if composed and real:
        return [(f"{path.name}: real texts", real), (f"{path.name}: composed prose", composed)]
    return [(path.name, rows)]


def _names(setup: ReaderSetup, gold: Path) -> Names:
    """Forms that count as one party: the table beside the annotated articles first, then the register's."""
    beside = gold.with_name("aliases.csv")
    rows: list[list[str]] = []
    if beside.exists():
        with beside.open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.reader(lines) if row and not row[0].startswith("#")]
    register, _ = load_register(setup.register)
    return Names([*rows, *([party.name, *party.aliases] for party in register.parties)])
