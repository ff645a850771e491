"""data/corrections.csv: what people decided against the machine. Checked row by row, and written for those who decide.

The file is applied at each rebuild in its order (graph.decisions, graph.fixes, graph.story_decisions); deleting a row
undoes it.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from graph.dates import first_day, is_date
from graph.register import CASE_STATUSES, DEAL_STATUSES, DEAL_TYPES
from nlp.model import PARTY_KINDS, RELATIONS
from nlp.tables import SLUG, TableRow, read_rows, split_list
from rightswire.errors import DataFileError, Problem

COLUMNS = ("action", "target", "value", "who", "when", "why")
#: Kinds of events that news and the register tell of; what a court entered in a docket is not fixed.
CASE_STAGES = (
    "pending",
    "motion-to-dismiss",
    "discovery",
    "summary-judgment",
    "trial",
    "transferred",
    "consolidated",
)
CASE_EVENTS = ("filed", "ruling", "settled", "dismissed", "appealed", *CASE_STAGES)
DEAL_EVENTS = ("talks", "announced", "renewed", "ended")
EVENT_KINDS = (*CASE_EVENTS, *DEAL_EVENTS)
#: Fields of nodes, facts and events that are dates.
DATE_FIELDS = ("filed_date", "status_date", "announced_date", "date")
OUTCOMES = ("plaintiff", "defendant", "mixed", "procedural")
ACTIONS = ("merge", "split", "rename", "retype", "reject", "fix", "apart")


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of data/corrections.csv.

    Attributes:
        line: number of the line, the header being 1.
        action: one of ACTIONS.
        target: id of a node; for `reject` the id of an edge, 'source|relation|target'; for `fix` 'id.field', where the
            id is a node's, an event's, or an edge's, alone or as 'source|relation|target|address of the article'.
        value: `merge`: id of the node that stays. `split`: of a party the forms that are somebody else, of a case or
            deal the addresses of articles on another, joined by ';'. `rename`: the name. `retype`: the kind. `reject`:
            address of the article that does not assert it, empty for all. `fix`: the value, empty for none.
            `apart`: id of the node that it is not, though it looks alike.
        who, when, why: who decided it, on what day, and the reason.
    """

    line: int
    action: str
    target: str
    value: str
    who: str
    when: str
    why: str

    @property
    def subject(self) -> str:
        """The line, as problems name it."""
        return f"corrections.csv:{self.line} {self.action}"

    @property
    def node(self) -> str:
        """The node of a `fix`, else the target."""
        return self.target.rpartition(".")[0] if self.action == "fix" else self.target

    @property
    def field(self) -> str:
        """The field of a `fix`, else ''."""
        return self.target.rpartition(".")[2] if self.action == "fix" else ""

    @property
    def fixes(self) -> str:
        """What a `fix` is of: 'node', 'fact' or 'event'; '' for other actions."""
        if self.action != "fix":
            return ""
        parts = self.node.split("|", 3)
        if len(parts) == 4 and parts[1] in EVENT_KINDS and _is_event_tail(parts[2:]):
            return "event"
        return "fact" if len(parts) > 1 else "node"

    @property
    def items(self) -> tuple[str, ...]:
        """The value as a list."""
        return split_list(self.value)


def load_corrections(path: Path, today: date | None = None) -> tuple[tuple[Correction, ...], list[Problem]]:
    """Read the file; one that is missing holds nothing.

    Args:
        path: of the file.
        today: day of the clock, UTC; None where no date can be told to lie ahead.

    Returns:
        Good rows in the order of the file, and a problem for each bad one, which is left out.

    Raises:
        DataFileError: the file cannot be used at all.
    """
    if not path.exists():
        return (), []
    rows, problems = read_rows(path, COLUMNS)
    read = [correction for row in rows if (correction := _read(row, today))]
    return tuple(read), problems + [problem for row in rows for problem in row.problems]


def _read(row: TableRow, today: date | None) -> Correction | None:
    given = [row.required(column) for column in ("action", "target", "who", "when", "why")]
    if None in given or row.choice("action", ACTIONS) is None:
        return None
    cells = {column: row.cells[column] for column in COLUMNS}
    if not is_date(cells["when"]):
        row.report("when", "not a date", f"{cells['when']!r} is not YYYY-MM-DD: the row is left out")
        return None
    if _is_ahead(cells["when"], today):
        row.report("when", "not a date", f"{cells['when']} has not come yet: the row is left out")
        return None
    correction = Correction(line=row.line, **cells)
    if correction.field in DATE_FIELDS and _is_ahead(correction.value, today):
        row.report("value", "bad correction", f"{correction.value} has not come yet: the row is left out")
        return None
    if fault := _CHECKS[correction.action](correction):
        column, reason = fault
        row.report(column, "bad correction", f"{reason}: the row is left out")
        return None
    return correction


def _is_ahead(when: str, today: date | None) -> bool:
    """Whether a date lies ahead of the clock, wherever on earth it was written."""
    return today is not None and is_date(when) and first_day(when) > today + timedelta(days=1)


Fault = tuple[str, str] | None


def _check_pair(row: Correction) -> Fault:
    if not SLUG.fullmatch(row.target):
        return "target", f"{row.target!r} is no id of a node"
    if not SLUG.fullmatch(row.value):
        return "value", f"{row.value!r} is no id of a node"
    return ("value", "a node cannot be named twice") if row.value == row.target else None


def _check_text(row: Correction) -> Fault:
    if not SLUG.fullmatch(row.target):
        return "target", f"{row.target!r} is no id of a node"
    return None if row.items else ("value", "is empty")


def _check_kind(row: Correction) -> Fault:
    if row.value not in PARTY_KINDS:
        return "value", f"{row.value!r} is none of {', '.join(PARTY_KINDS)}"
    return _check_text(row)


def _check_edge(row: Correction) -> Fault:
    parts = row.target.split("|")
    if len(parts) != 3 or parts[1] not in RELATIONS:
        return "target", f"{row.target!r} is no edge 'source|relation|target' between parties"
    return None


def _is_event_tail(parts: Sequence[str]) -> bool:
    return (not parts[0] or is_date(parts[0])) and parts[1].isdigit()


def _check_field(row: Correction) -> Fault:
    if row.fixes == "node" and not SLUG.fullmatch(row.node):
        return "target", f"{row.target!r} is not 'id.field'"
    if row.fixes == "fact" and _check_edge(replace(row, target="|".join(row.node.split("|", 3)[:3]))):
        return "target", f"{row.target!r} is no fact 'source|relation|target|article.attribute' and no event"
    fields = {"node": FIELDS, "fact": FACT_FIELDS, "event": EVENT_FIELDS}[row.fixes]
    check = fields.get(row.field)
    if check is None:
        return "target", f"{row.field!r} is none of {', '.join(sorted(fields))}"
    if row.fixes == "event" and row.field in ("kind", "summary") and not row.value:
        return "value", "is empty"
    if not row.value:
        return None
    return ("value", f"{row.value!r} cannot be a {row.field}") if not check(row.value) else _check_story(row)


def _check_story(row: Correction) -> Fault:
    """Whether a status or a kind of event is of the sort of story that the fact or the event is of."""
    kind = row.node.split("|", 2)[1] if row.fixes in ("fact", "event") else ""
    choices: tuple[str, ...] = ()
    if row.fixes == "fact" and row.field == "status":
        choices = DEAL_STATUSES if kind == "licenses_to" else CASE_STATUSES
    elif row.fixes == "event" and row.field == "kind":
        choices = CASE_EVENTS if kind in CASE_EVENTS else DEAL_EVENTS
    if choices and row.value not in choices:
        return "value", f"{row.value!r} is none of {', '.join(choices)}"
    return None


def _is_amount(text: str) -> bool:
    return text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() and float(text) > 0


def _is_text(text: str) -> bool:
    return bool(text.strip())


#: Fields of nodes, cases and deals that can be fixed, and what their values must be.
FIELDS: Mapping[str, Callable[[str], bool]] = {
    "description": _is_text,
    "country": _is_text,
    "wikidata_id": lambda text: text[:1] == "Q" and text[1:].isdigit(),
    "parent_id": lambda text: SLUG.fullmatch(text) is not None,
    "court_id": lambda text: SLUG.fullmatch(text) is not None,
    "docket_number": _is_text,
    "filed_date": is_date,
    "judge": _is_text,
    "status": lambda text: text in {*CASE_STATUSES, *DEAL_STATUSES},
    "status_date": is_date,
    "outcome": _is_text,
    "subject": _is_text,
    "claims": _is_text,
    "class_action": lambda text: text in {"yes", "no"},
    "amount_usd": _is_amount,
    "announced_date": is_date,
    "value_text": _is_text,
    "term_years": _is_amount,
    "deal_type": lambda text: text in DEAL_TYPES,
    "medium": _is_text,
    "scope": _is_text,
}

_DATES: Mapping[str, Callable[[str], bool]] = dict.fromkeys(("filed_date", "announced_date", "date"), is_date)
#: Attributes of facts that can be fixed: what articles say, not how they say it.
FACT_FIELDS: Mapping[str, Callable[[str], bool]] = {
    **_DATES,
    **dict.fromkeys(("court", "judge", "docket_number", "caption", "stance"), _is_text),
    "status": FIELDS["status"],
    "outcome": lambda text: text in OUTCOMES,
    "amount_usd": _is_amount,
    "term_years": _is_amount,
}
#: Cells of events that can be fixed.
EVENT_FIELDS: Mapping[str, Callable[[str], bool]] = {
    "date": is_date,
    "kind": lambda text: text in EVENT_KINDS,
    "amount_usd": _is_amount,
    "judge": _is_text,
    "summary": _is_text,
}

_CHECKS: Mapping[str, Callable[[Correction], Fault]] = {
    "merge": _check_pair,
    "apart": _check_pair,
    "split": _check_text,
    "rename": _check_text,
    "retype": _check_kind,
    "reject": _check_edge,
    "fix": _check_field,
}


def append_corrections(path: Path, rows: Sequence[Correction]) -> None:
    """Write rows at the end of the file, which is made where it is missing; what stands in it stays as it is.

    Raises:
        DataFileError: the file cannot be read or written.
    """
    try:
        held = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        if not held.strip():
            writer.writerow(COLUMNS)
        elif not held.endswith("\n"):
            text.write("\n")
        for row in rows:
            writer.writerow([" ".join(str(cell).split()) for cell in astuple(row)[1:]])
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(text.getvalue())
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(str(path), f"cannot be written: {error}", "let the user of this run write to it") from error
