"""`rightswire eval`: read annotated articles and print how much was right, and why the rest is not."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from nlp.model import Reading
from nlp.register import Register, load_register
from nlp.thresholds import Thresholds, keep_surest
from rightswire.baseline import Baseline
from rightswire.calibration import Reliability, reliability
from rightswire.errors import ConfigurationError
from rightswire.evaluation import evaluate
from rightswire.evaluation_report import print_reliability, print_set
from rightswire.gold_sets import GoldSet, find_gold, load_names, load_sets
from rightswire.reading import ReaderSetup, build_reader
from rightswire.reading_command import ArticleLine, as_line
from rightswire.set_result import SetResult, score_set

if TYPE_CHECKING:
    from nlp.reader import Reader


DEFAULT = Thresholds()


def run_evaluation(console: Console, gold: list[Path], setup: ReaderSetup, errors: Path | None, as_json: bool) -> None:
    """Print what each set of annotated articles tells; without any file given, those that are at hand.

    Errors of held-out articles are counted and not written: the checking half of a development set, and the tests'
    own articles unless their file is given.

    Raises:
        ConfigurationError: a file cannot be read or holds no annotated articles.
    """
    files = {path: load_sets(path) for path in gold} or {path: load_sets(path, held_out=True) for path in find_gold()}
    if not files:
        raise ConfigurationError("eval", "no annotated articles at hand", "name a file of JSON lines")
    register, _ = load_register(setup.register)
    reader, baseline = build_reader(setup), Baseline(register)
    tables: dict[str, Any] = {}
    lines: list[str] = []
    for path, sets in files.items():
        results = [assess(each, reader, baseline, register, setup.thresholds) for each in sets]
        tables |= {result.gold.title: result.figures() for result in results}
        lines += [error.line() for each in results if not each.gold.held_out for error in each.evaluation.errors]
        total = _whole(results)
        if total:
            tables[f"{path.name}, whole"] = {"reliability": total.figures()}
        if not as_json:
            _print(console, results, path, total)
    if errors:
        errors.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
    if as_json:
        print(json.dumps(tables, indent=2))


def assess(
    gold: GoldSet, reader: "Reader", baseline: Baseline, register: Register, thresholds: Thresholds = DEFAULT
) -> SetResult:
    """Read annotated articles and score the facts that are sure enough, beside the trivial baseline's."""
    documents = [ArticleLine.model_validate(row).document() for row in gold.rows]
    names = load_names(register, gold.path)
    readings = evaluate(
        gold.rows, (as_scored_row(keep_surest(reading, thresholds)) for reading in reader.read_many(documents)), names
    )
    return score_set(gold, readings, evaluate(gold.rows, map(baseline.read, documents), names))


def as_scored_row(reading: Reading) -> dict[str, Any]:
    """A reading as the scorer takes it: with its mentions, to sort misses by cause, and the places of its proofs."""
    line = as_line(reading)
    for row, fact in zip(line["facts"], reading.facts, strict=True):
        best = fact.evidence[0]
        row["evidence_place"] = (best.field, best.start, best.end)
    return {**line, "failure": reading.failure, "mentions": [asdict(each) for each in reading.mentions]}


def _whole(results: Iterable[SetResult]) -> Reliability | None:
    """The reliability over the sets of one file, None where it is one set."""
    findings = [result.evaluation.findings for result in results]
    return reliability(found for each in findings for found in each) if len(findings) > 1 else None


def _print(console: Console, results: list[SetResult], path: Path, total: Reliability | None) -> None:
    for result in results:
        print_set(console, result)
    if total:
        print_reliability(console, f"{path.name}, whole", total)
