"""Corrections at work on parties and facts, in the order of the file; what cannot be applied is told with its line."""

from collections import defaultdict
from collections.abc import Iterable

from graph.claims import RegisterClaim
from graph.corrections import Correction
from graph.names import Ids, name_key
from graph.parties import Directory, NodeDraft
from graph.party_rows import CorrectionRow
from graph.reports import Report
from graph.rules import rules
from rightswire.errors import Problem

#: Fields of a party that `fix` may set; all others are a case's or deal's.
PARTY_FIELDS = ("description", "country", "wikidata_id", "parent_id")
NO_NODE = "no such node now: it may have another id, or nothing tells of it any more"
NO_FACT = "no such fact now: nobody asserts it any more"
NO_EVENT = "no such event now: its date, its number or its case may be others"
ONE_ALREADY = "the two are one already"
_GONE = {"fact": NO_FACT, "event": NO_EVENT}


class Ledger:
    """The rows of data/corrections.csv, and what became of each.

    Attributes:
        rows: in the order of the file.
    """

    def __init__(self, corrections: Iterable[Correction]) -> None:
        self.rows = tuple(corrections)
        self._told: dict[int, str] = {}

    def waiting(self, *actions: str) -> Iterable[Correction]:
        """Rows of these actions of which nothing became yet."""
        return [row for row in self.rows if row.action in actions and row.line not in self._told]

    def note(self, row: Correction, fault: str = "") -> None:
        """A row was applied, or could not be for the reason given."""
        self._told[row.line] = fault

    def close(self) -> tuple[tuple[CorrectionRow, ...], list[Problem]]:
        """Every row with what became of it, and a problem for each that was not applied."""
        for row in self.waiting("merge", "split", "rename", "retype", "fix"):
            self.note(row, _GONE.get(row.fixes, f"{row.node!r}: {NO_NODE}"))
        for row in self.waiting("reject"):
            self.note(row, NO_FACT)
        told = [(row, self._told.get(row.line, "")) for row in self.rows]
        rows = tuple(
            CorrectionRow(row.line, row.action, row.target, row.value, row.who, row.when, row.why, not fault, fault)
            for row, fault in told
        )
        return rows, [Problem("graph", row.subject, "not applied", fault) for row, fault in told if fault]


def correct_parties(ledger: Ledger, directory: Directory, ids: Ids) -> None:
    """Apply what is about parties and courts; what names none of them waits for cases and deals."""
    for row in ledger.waiting("merge", "split", "rename", "retype", "fix"):
        node = directory.nodes.get(directory.moves.follow(row.node))
        if node is None:
            continue
        if row.action == "merge":
            ledger.note(row, _merge(row, node, directory))
        elif row.action == "split":
            ledger.note(row, _split(row, node, directory, ids))
        elif row.action == "fix":
            ledger.note(row, _fix(row, node, directory))
        elif row.action == "retype":
            node.kind = row.value
            ledger.note(row)
        else:
            node.rename(row.value)
            ledger.note(row)


def _merge(row: Correction, gone: NodeDraft, directory: Directory) -> str:
    kept = directory.nodes.get(directory.moves.follow(row.value))
    if kept is None:
        return f"{row.value!r}: {NO_NODE}"
    if kept is gone:
        return ONE_ALREADY
    directory.merge(gone.id, kept.id)
    return ""


def _split(row: Correction, node: NodeDraft, directory: Directory, ids: Ids) -> str:
    keys = set(map(name_key, row.items))
    if name_key(node.name) in keys:
        return f"{node.name!r} is its own name: rename it first"
    forms = [form for form in node.forms if name_key(form) in keys]
    if not forms:
        return f"{node.id!r} has no such form now"
    name = forms[0] if row.items[0] not in forms else row.items[0]
    new = ids.claim(name_key(name), rules().kind_groups.get(node.kind, node.kind))
    directory.split(node.id, NodeDraft(new, node.kind, name, forms=dict.fromkeys(set(forms) - {name}, "news")))
    return ""


def _fix(row: Correction, node: NodeDraft, directory: Directory) -> str:
    if row.field not in PARTY_FIELDS:
        return f"a party has no {row.field}"
    if row.field != "parent_id":
        setattr(node, row.field, row.value or None)
        return ""
    parent = directory.moves.follow(row.value)
    if parent and parent not in directory.nodes:
        return f"{row.value!r}: {NO_NODE}"
    return "" if directory.set_parent(node.id, parent or None) else "it would own itself"


class Rejections:
    """Facts that people rejected: of one article, or whoever asserts them."""

    def __init__(self, ledger: Ledger, directory: Directory) -> None:
        self._ledger = ledger
        self._rows: dict[str, dict[str, Correction]] = defaultdict(dict)
        for row in ledger.waiting("reject"):
            source, relation, target = row.target.split("|")
            edge = "|".join((directory.moves.follow(source), relation, directory.moves.follow(target)))
            self._rows[edge].setdefault(row.value, row)

    def left(self, reports: Iterable[Report]) -> list[Report]:
        """Reports that nobody rejected."""
        if not self._rows:
            return list(reports)
        return [report for report in reports if not self._hits(report)]

    def left_of_register(self, claims: Iterable[RegisterClaim]) -> list[RegisterClaim]:
        """Claims of the register that nobody rejected."""
        return [claim for claim in claims if not self._hit(claim.link.id, ("",))]

    def _hits(self, report: Report) -> bool:
        edge = f"{report.source}|{report.fact.relation}|{report.target}"
        return self._hit(edge, ("", report.article.url, report.article.id))

    def _hit(self, edge: str, articles: Iterable[str]) -> bool:
        rows = self._rows.get(edge, {})
        found = [rows[article] for article in articles if article in rows]
        for row in found:
            self._ledger.note(row)
        return bool(found)
