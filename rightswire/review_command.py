"""`rightswire review`: names that look alike, and what people decide on them, as rows of data/corrections.csv."""

import json
from dataclasses import dataclass
from datetime import date

from rich.console import Console

from graph.corrections import Correction, append_corrections, load_corrections
from rightswire.errors import ConfigurationError
from rightswire.health import Row, query
from rightswire.report import plain, print_line
from rightswire.settings import Paths

PAIRS = "SELECT * FROM review ORDER BY score DESC, number"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided.

    Attributes:
        accepted, rejected: numbers of pairs.
        day: of the decision, UTC.
    """

    accepted: tuple[int, ...]
    rejected: tuple[int, ...]
    who: str
    why: str
    day: date


def print_pairs(console: Console, paths: Paths, limit: int, as_json: bool) -> None:
    """Print pairs on which nobody has decided, the likeliest first.

    Raises:
        RightswireError: there is no graph yet, or it cannot be read.
        DataFileError: the corrections cannot be read.
    """
    pairs = _open_pairs(paths)
    if as_json:
        print(json.dumps(pairs[:limit], indent=2))
        return
    for pair in pairs[:limit]:
        known = "the register's " if pair["known"] else ""
        told = (
            f"{plain(pair['merge_name'])} ({pair['merge_id']}) = {known}{plain(pair['keep_name'])} ({pair['keep_id']})?"
        )
        print_line(console, f"{pair['number']}  {pair['score']:.2f}  {told}")
        print_line(console, f"              {plain(pair['reasons'])}; {pair['articles']} articles")
    if not pairs:
        print_line(console, "no names look alike that nobody has decided on")
    elif len(pairs) > limit:
        print_line(console, f"and {len(pairs) - limit} more: --limit {len(pairs)}")


def decide(console: Console, paths: Paths, decision: Decision) -> None:
    """Append a row of corrections for each pair decided on; all or none.

    Raises:
        ConfigurationError: nobody decides or for no reason, or a number is no pair's or is given twice.
        RightswireError: there is no graph yet, or it cannot be read.
        DataFileError: the corrections cannot be read or written.
    """
    if not decision.who.strip() or not decision.why.strip():
        raise ConfigurationError("review", "who decides, and why?", "give --who NAME and --why TEXT")
    numbers = (*decision.accepted, *decision.rejected)
    if len(set(numbers)) < len(numbers):
        raise ConfigurationError("review", "a number is given twice", "a pair is either one party or two")
    pairs = {pair["number"]: pair for pair in _open_pairs(paths)}
    if unknown := [number for number in numbers if number not in pairs]:
        told = ", ".join(map(str, unknown))
        raise ConfigurationError(f"review {told}", "no pair that waits for a decision", "see `rightswire review`")
    rows = [_row("merge", pairs[number], decision) for number in decision.accepted]
    rows += [_row("apart", pairs[number], decision) for number in decision.rejected]
    append_corrections(paths.corrections, rows)
    for number in numbers:
        pair, verb = pairs[number], "is" if number in decision.accepted else "is not"
        print_line(console, f"{plain(pair['merge_name'])} {verb} {plain(pair['keep_name'])}")
    print_line(console, f"written to {paths.corrections}; the next run, or `rightswire rebuild`, applies it")


def _open_pairs(paths: Paths) -> list[Row]:
    corrections, _ = load_corrections(paths.corrections)
    decided = {frozenset((row.target, row.value)) for row in corrections if row.action in ("merge", "apart")}
    gone = {row.target for row in corrections if row.action == "merge"}
    return [
        pair
        for pair in query(paths.database, PAIRS)
        if pair["merge_id"] not in gone and frozenset((pair["merge_id"], pair["keep_id"])) not in decided
    ]


def _row(action: str, pair: Row, decision: Decision) -> Correction:
    day = decision.day.isoformat()
    return Correction(0, action, pair["merge_id"], pair["keep_id"], decision.who.strip(), day, decision.why.strip())
