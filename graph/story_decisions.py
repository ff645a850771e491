"""Corrections at work on cases and deals, in the order of the file, and the ids that lead to a successor."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import product
from typing import Any, TypeVar

from graph.clues import CaseFile, read_clue
from graph.corrections import Correction
from graph.deals import DealFile
from graph.decisions import NO_NODE, ONE_ALREADY, Ledger
from graph.names import Ids, news_key, slug
from graph.parties import Directory
from graph.party_rows import SuccessorRow
from graph.register import CASE_STATUSES, DEAL_STATUSES
from graph.reports import Report
from graph.rows import CaseRow, DealRow, EventRow
from graph.sums import fixed_columns, tell_one_sum

File = TypeVar("File", CaseFile, DealFile)
Row = TypeVar("Row", CaseRow, DealRow)
NUMBERS = ("amount_usd", "term_years")


class StoryDesk:
    """Applies corrections to cases and to deals, and remembers which id became which.

    Attributes:
        names: names that people chose, by id.
        fixed: names of the cells that people fixed, by id.
    """

    def __init__(self, ledger: Ledger, directory: Directory, ids: Ids) -> None:
        self._ledger = ledger
        self._directory = directory
        self._ids = ids
        self._merged: dict[str, str] = {}
        self._renamed: dict[str, str] = {}
        self._former: dict[str, str] = {}  # those of which a correction can only mean one
        self._leads: dict[str, str] = {}
        self._sums: dict[str, tuple[CaseRow | DealRow, float | None]] = {}  # rows before a sum was fixed, and the sum
        self.names: dict[str, str] = {}
        self.fixed: dict[str, set[str]] = defaultdict(set)

    def correct(self, stories: Sequence[File], story_of: dict[int, File]) -> list[File]:
        """Merge and split cases, or deals; note which are to be called otherwise.

        Args:
            stories: all cases, or all deals; they change.
            story_of: the case or deal of each report's number; it changes.

        Returns:
            those that are left, in their order, new ones at the end.
        """
        self._renamed.update(renamed_ids(stories, self._directory))
        here = {story.id: story for story in stories}
        for old, followers in former_ids(stories, self._directory).items():
            self._leads.setdefault(old, followers[0])
            if len(set(followers)) == 1 and old not in followers:
                self._former[old] = followers[0]
        for row in self._ledger.waiting("merge", "split", "rename", "retype"):
            story = here.get(self._now(row.target, here))
            if story is None:
                continue
            if row.action == "merge":
                self._ledger.note(row, self._merge(story, here.get(self._now(row.value, here)), here, story_of))
            elif row.action == "split":
                self._ledger.note(row, self._split(row, story, here, story_of))
            elif row.action == "rename":
                self.names[story.id] = row.value
                self._ledger.note(row)
            else:
                self._ledger.note(row, "cases and deals have no other kind")
        return list(here.values())

    def _now(self, identifier: str, here: Mapping[str, object]) -> str:
        if identifier in here:
            return identifier
        follower = self._former.get(identifier) or self._renamed.get(identifier, identifier)
        return self._merged.get(identifier, self._merged.get(follower, follower))

    def _merge(self, gone: File, kept: File | None, here: dict[str, File], story_of: dict[int, File]) -> str:
        if kept is None:
            return f"what it should become: {NO_NODE}"
        if kept is gone:
            return ONE_ALREADY
        merge_files(gone, kept)
        story_of.update({number: kept for number, story in story_of.items() if story is gone})
        del here[gone.id]
        self._merged = {old: kept.id if new == gone.id else new for old, new in self._merged.items()}
        self._merged[gone.id] = kept.id
        return ""

    def _split(self, row: Correction, story: File, here: dict[str, File], story_of: dict[int, File]) -> str:
        articles = set(row.items)
        moved = [report for report in story.reports if not articles.isdisjoint((report.article.url, report.article.id))]
        left = [report for report in story.reports if report not in moved]
        if not moved:
            return "none of these articles tells of it now"
        if not left and story.known is None:
            return "no article would be left"
        first = min(moved, key=lambda report: report.number)
        middle = "-v-" if isinstance(story, CaseFile) else "-"
        new = self._refile(story, moved, self._ids.reserve(slug(f"{first.source}{middle}{first.target}")))
        if story.known is None:
            here[story.id] = self._refile(story, left, story.id)
        else:
            story.reports[:] = left
        here[new.id] = new
        story_of.update({report.number: new for report in moved})
        story_of.update({report.number: here[story.id] for report in left if report.number in story_of})
        return ""

    def _refile(self, story: File, reports: list[Report], identifier: str) -> File:
        """A new file of reports alone."""
        if isinstance(story, CaseFile):
            case = CaseFile(id=identifier)
            case.learn(read_clue(reports, self._directory), reports)
            return case
        ends = [tuple(dict.fromkeys(side)) for side in zip(*map(story.sides, reports), strict=True)]
        return replace(story, id=identifier, known=None, licensors=ends[0], licensees=ends[1], reports=list(reports))

    def fix(self, rows: Iterable[Row]) -> list[Row]:
        """Rows of cases, or of deals, with the cells that people fixed."""
        fixed = {row.id: row for row in rows}
        for correction in self._ledger.waiting("fix"):
            node = self._now(correction.node, fixed)
            if node in fixed:
                before = fixed[node]
                fixed[node], fault = _fix(correction, before, self._directory)
                self._ledger.note(correction, fault)
                if not fault:
                    self.fixed[node].add(correction.field)
                if not fault and correction.field == "amount_usd":
                    self._sums[node] = self._sums.get(node, (before,))[0], fixed[node].amount_usd
        return list(fixed.values())

    def follow(self, event: EventRow) -> EventRow:
        """A step of a case or deal; one that tells the sum which people fixed there tells it as fixed."""
        before, amount = self._sums.get(event.node_id, (None, None))
        if before is None or not tell_one_sum(event, before):
            return event
        return replace(event, **fixed_columns(amount))

    def successors(self, nodes: Iterable[str]) -> tuple[SuccessorRow, ...]:
        """Ids that are no node's, and the nodes to which they lead.

        They were merged away by people; or a name that news used before the register knew its party, or a case or
        deal that was called by the ids of such parties, would have had them; or they numbered a suit or deal of a pair
        that is one with another by now.
        """
        held = set(nodes)
        leads = self._leads | name_ids(self._directory) | self._merged | self._directory.moves.merged()
        leads = {old: self._merged.get(new, self._directory.moves.follow(new)) for old, new in leads.items()}
        leads = {old: self._merged.get(new, new) for old, new in self._renamed.items()} | leads
        return tuple(SuccessorRow(old, new) for old, new in sorted(leads.items()) if old not in held and new in held)


def _fix(correction: Correction, row: Row, directory: Directory) -> tuple[Row, str]:
    name, value = correction.field, correction.value
    if name == "court_id" and isinstance(row, CaseRow):
        court = directory.nodes.get(directory.moves.follow(value))
        if court is None or court.kind != "court":
            return row, f"{value!r} is no court"
        return replace(row, court_id=court.id, court=court.name, country=court.country or row.country), ""
    if name not in {field.name for field in fields(row)}:
        return row, f"a {'case' if isinstance(row, CaseRow) else 'deal'} has no {name}"
    if value and (fault := _unfit(row, name, value)):
        return row, fault
    cell: Any = (float(value) if name in NUMBERS else value) if value else None
    return replace(row, **(fixed_columns(cell) if name == "amount_usd" else {name: cell})), ""


def _unfit(row: CaseRow | DealRow, name: str, value: str) -> str:
    """Why a value cannot be a case's, or a deal's; '' where it can."""
    kind, statuses = ("case", CASE_STATUSES) if isinstance(row, CaseRow) else ("deal", DEAL_STATUSES)
    if name == "status" and value not in statuses:
        return f"a {kind} cannot be {value!r}: it is one of {', '.join(statuses)}"
    return ""


def merge_files(gone: File, kept: File) -> None:
    """Put everything of one case or deal into another; where both have one value, the kept one's stays."""
    if isinstance(kept, CaseFile):
        kept.merged_in |= {report.number for report in gone.reports}
    elif isinstance(gone, DealFile) and gone.faces(kept):
        gone = gone.turn()
    for field in fields(kept):
        theirs: Any = getattr(gone, field.name)
        ours: Any = getattr(kept, field.name)
        if isinstance(ours, set):
            ours |= theirs
        elif isinstance(ours, dict):
            setattr(kept, field.name, {**ours, **{key: value for key, value in theirs.items() if key not in ours}})
        elif isinstance(ours, tuple):
            setattr(kept, field.name, tuple(dict.fromkeys((*ours, *theirs))))
        elif field.name == "reports":
            kept.reports = sorted([*kept.reports, *gone.reports], key=lambda report: report.number)
        elif isinstance(ours, list):
            ours.extend(item for item in theirs if item not in ours)
        elif ours is None or ours == "":
            setattr(kept, field.name, theirs)


def former_ids(stories: Iterable[CaseFile | DealFile], directory: Directory) -> dict[str, list[str]]:
    """Ids that cases and deals had, or would have, by the names of their parties alone.

    Returns:
        the cases or deals that each may mean, the first reported first; of an id with a number the one of that place,
        or the last where there are fewer now.
    """
    first: dict[str, dict[str, int]] = defaultdict(dict)
    told: Counter[str] = Counter()
    for story in stories:
        middle = "-v-" if isinstance(story, CaseFile) else "-"
        for (source, target), numbers in _pairs(story.reports, directory).items():
            old = slug(f"{source}{middle}{target}")
            told[old] += len(numbers)
            first[old][story.id] = min(numbers)
    leads = {old: sorted(found, key=lambda story: (found[story], story)) for old, found in first.items()}
    numbered = {
        f"{old}-{number}": found[number - 1 : number] or found[-1:]
        for old, found in leads.items()
        for number in range(2, min(told[old], len(found) + 1) + 1)
    }
    return {**numbered, **leads}


def _pairs(reports: Iterable[Report], directory: Directory) -> dict[tuple[str, str], list[int]]:
    """Numbers of the reports on each pair, by their nodes now and by those that their names alone give."""
    pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
    moved = bool(directory.moves.merged())
    for report in reports:
        ends = {(report.source, report.target)} | ({_origins(report, directory)} if moved else set())
        for pair in sorted(ends):
            pairs[pair].append(report.number)
    return pairs


def renamed_ids(stories: Iterable[CaseFile | DealFile], directory: Directory) -> dict[str, str]:
    """Ids that cases and deals had by names of their parties before news told that these are other names of a body."""
    leads: dict[str, set[str]] = defaultdict(set)
    for story in stories if directory.renamed else ():
        middle = "-v-" if isinstance(story, CaseFile) else "-"
        for report in story.reports:
            ends = [(report.source, report.fact.subject), (report.target, report.fact.object or report.fact.subject)]
            keys = [news_key(party.name, party.kind)[1] for _, party in ends]
            if not directory.renamed.isdisjoint(keys):
                found = (
                    {node, slug(key) if key in directory.renamed else node}
                    for (node, _), key in zip(ends, keys, strict=True)
                )
                for source, target in product(*found):
                    leads[slug(f"{source}{middle}{target}")].add(story.id)
    return {old: next(iter(found)) for old, found in leads.items() if len(found) == 1 and old not in found}


def _origins(report: Report, directory: Directory) -> tuple[str, str]:
    fact = report.fact
    ends = (fact.subject, fact.object or fact.subject)
    source, target = (directory.origin(party.name, party.kind, party.register_id) or "" for party in ends)
    return source, target


def name_ids(directory: Directory) -> dict[str, str]:
    """Ids that nodes would have by a name that news gives them, where a name leads to one node only."""
    leads: dict[str, set[str]] = defaultdict(set)
    for node in directory.nodes.values():
        for form in (node.name, *(form for form, source in node.forms.items() if source == "news")):
            leads[slug(news_key(form, node.kind)[1])].add(node.id)
    return {old: next(iter(found)) for old, found in leads.items() if len(found) == 1}
