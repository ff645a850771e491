"""What `rightswire eval` prints: scores by relation, the summary beside its bars, errors by class, reliability."""

from rich.console import Console
from rich.table import Table

from nlp.model import CORE_RELATIONS, SIDE_RELATIONS
from rightswire.calibration import Reliability
from rightswire.error_classes import ERROR_CLASSES, SWAPPED_BAR
from rightswire.evaluation import Evaluation, Score
from rightswire.evidence_share import as_text
from rightswire.measures import Measured
from rightswire.set_result import SetResult


def print_set(console: Console, result: SetResult) -> None:
    """Everything about one set of annotated articles."""
    title, evaluation = result.gold.title, result.evaluation
    console.print(f"[bold]{title}: {len(evaluation.articles)} articles[/bold]\n")
    for kind in evaluation.kinds or ("",):
        _print_relations(console, f"{title}: {kind}" if kind else title, evaluation.of_kind(kind))
    _print_summary(console, title, result.summary)
    _print_errors(console, result)
    print_reliability(console, title, result.reliability)
    if shown := as_text(evaluation.proofs):
        console.print(f"{shown}\n")


def _print_relations(console: Console, title: str, evaluation: Evaluation) -> None:
    table = _table(f"{title}: facts by relation", "relation")
    for column in ("annotated", "found", "right", "precision", "recall", "F1"):
        table.add_column(column, justify="right")
    for name in CORE_RELATIONS:
        _add_score(table, name, evaluation.relations[name])
    _add_score(table, "CORE", evaluation.core, last=True)
    for name in SIDE_RELATIONS:
        _add_score(table, name, evaluation.relations[name])
    _add_score(table, "SIDE", evaluation.side, last=True)
    _add_score(table, "attributes", evaluation.all_attributes)
    console.print(table, "")


def _print_summary(console: Console, title: str, summary: tuple[Measured, ...]) -> None:
    table = _table(f"{title}: summary", "measure")
    for column in ("figure", "95 % interval", "bar", "aim", "baseline"):
        table.add_column(column, justify="right")
    for measured in summary:
        colour = "green" if measured.reached else "yellow"
        table.add_row(
            measured.name,
            f"[{colour}]{measured.figure:.3f}[/{colour}]",
            f"{measured.low:.3f} to {measured.high:.3f}",
            "" if measured.bar is None else f"{measured.bar:.2f}",
            "" if measured.aim is None else f"{measured.aim:.2f}",
            f"{measured.baseline:.3f}",
        )
    console.print(table, "")


def _print_errors(console: Console, result: SetResult) -> None:
    counts = result.error_counts()
    table = _table(f"{result.gold.title}: errors by class", "error")
    for group in counts:
        table.add_column(group, justify="right")
    for name in ERROR_CLASSES:
        table.add_row(name, *(str(group[name]) for group in counts.values()))
    console.print(table)
    found = len(result.evaluation.findings)
    console.print(
        f"sides swapped: {result.swapped} of {found} facts found, {result.swapped_share:.1%} "
        f"(at most {SWAPPED_BAR:.0%} is the bar)\n"
    )


def print_reliability(console: Console, title: str, reliability: Reliability) -> None:
    """How often facts of each confidence are right, and the expected calibration error."""
    table = _table(f"{title}: reliability of confidence", "confidence")
    for column in ("facts", "mean", "right", "gap"):
        table.add_column(column, justify="right")
    for each in reliability.bins:
        shares = (each.mean_confidence, each.share_right, each.share_right - each.mean_confidence)
        told = (f"{shares[0]:.3f}", f"{shares[1]:.3f}", f"{shares[2]:+.3f}") if each.facts else ("", "", "")
        table.add_row(f"{each.low:.1f} to {each.high:.1f}", str(each.facts), *told)
    console.print(table)
    console.print(f"expected calibration error: {reliability.error:.3f} over {reliability.facts} facts found\n")


def _table(title: str, first: str) -> Table:
    return Table(first, title=title, title_justify="left")


def _add_score(table: Table, name: str, score: Score, *, last: bool = False) -> None:
    # A share of nothing is left blank: a zero would look like a failure.
    shares = ((score.precision, score.found), (score.recall, score.gold), (score.f1, score.found + score.gold))
    told = (f"{share:.3f}" if number else "" for share, number in shares)
    table.add_row(name, str(score.gold), str(score.found), str(score.right), *told, end_section=last)
