"""What a night changed, each change with what brought it: an article, a newer reader, the register, people. Pure."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.differences import Difference, Differences, as_text
from graph.history_rows import ChangeRow
from graph.names import free_number, row_number
from graph.state import SIDES, Sources, StateChange, Values
from graph.stored import GraphTables
from graph.successors import MERGED, Leads

#: Relations that say a status by being asserted at all.
SAYS_STATUS = {"settles_with": "settled", "ruling": "ruling", "sues": "filed"}


@dataclass(frozen=True, slots=True)
class Run:
    """The run that tells, and its day."""

    number: int
    day: date


class Night:
    """Tells one night's changes.

    Args:
        graph: the new graph.
        sources: of it.
        changes: how its state differs from the one last told.
    """

    def __init__(self, graph: GraphTables, sources: Sources, changes: Iterable[StateChange]) -> None:
        self._sources = sources
        self._differences = Differences(graph, sources, changes)
        lines = self._differences.by_kind
        self._comparable = "format" not in lines
        self._rows = lines.get("row", {})
        articles = lines.get("article", {})
        self._brought = frozenset(key for key, change in articles.items() if _is_news(change))
        self._corrected = self._named_by_corrections()
        pairs, touched = self._of_corrected_facts(graph)
        self._reread = frozenset(articles) - self._brought - touched
        self._of_pairs = self._stories_of(pairs, graph)
        self._said: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for row in graph.evidence:
            if row.ordinal == 0 and row.article_id in self._brought:
                for key in filter(None, (row.edge_id, row.case_id, row.deal_id)):
                    self._said[key, row.article_id].append((row.edge_id.split("|")[1], row.attributes))

    def rows(self, run: Run) -> tuple[ChangeRow, ...]:
        """All changes by id; none where the states are of two formats and cannot be compared."""
        rows: dict[int, ChangeRow] = {}
        for change in self._differences.all() if self._comparable else ():
            kind, article = self._cause(change)
            parts = (kind, change.subject, change.field, change.before or "", change.after or "", change.summary)
            number = free_number(row_number(run.number, *parts), rows)
            rows[number] = ChangeRow(
                id=number,
                run_id=run.number,
                date=run.day.isoformat(),
                kind=kind,
                node_id=change.subject.partition("|")[0],
                edge_id=change.subject if change.is_edge else None,
                summary=change.summary,
                article_id=article,
                subject_id=change.subject,
                field=change.field,
                before=change.before,
                after=change.after,
            )
        return tuple(rows[number] for number in sorted(rows))

    def _named_by_corrections(self) -> frozenset[str]:
        """Nodes and edges that corrections name which were added or taken back."""
        told = [values for _, *both in self._differences.of("correction") for values in both if values]
        named = {values[part] for values in told for part in ("target", "value")}
        return frozenset(named | {name.rpartition(".")[0] for name in named} - {""})

    def _of_corrected_facts(self, graph: GraphTables) -> tuple[list[tuple[str, str]], frozenset[str]]:
        """Parties of the facts that corrections name which were added or taken back, and articles on these facts.

        What is left of such an article differs from before, although nobody read it anew.
        """
        leads = {row.old_id: row.new_id for row in graph.successors}
        facts = {name.partition(".")[0] for name in self._corrected if name.count("|") > 1}
        pairs, touched = [], set[str]()
        gone = self._differences.by_kind.get("fact", {})
        for name in sorted(facts):
            source, relation, target, *_ = (leads.get(part, part) for part in name.split("|"))
            pairs.append((source, target))
            touched.update(self._sources.of(f"{source}|{relation}|{target}"))
            before = (change := gone.get("|".join(name.split("|")[:3]))) and change.before
            touched.update({json.loads(before)["article"]} if before else ())
        return pairs, frozenset(touched)

    def _stories_of(self, pairs: Sequence[tuple[str, str]], graph: GraphTables) -> frozenset[str]:
        """Cases and deals, of now and of before, in which both parties of one of the pairs take part."""
        if not pairs:
            return frozenset()
        sides: dict[str, set[str]] = defaultdict(set)
        for edge in graph.edges:
            if edge.relation in SIDES:
                sides[edge.target].add(edge.source)
        for kind in ("case", "deal"):
            for story, before, _ in self._differences.of(kind):
                for key in SIDES.values():
                    sides[story].update((before or {}).get(key, ()))
        return frozenset(story for story, parties in sides.items() if any(parties.issuperset(pair) for pair in pairs))

    def _cause(self, change: Difference) -> tuple[str, str | None]:
        """What to call a change by what brought it, and the article that did."""
        if change.kind == "correction" or change.of_docket:
            return change.kind, None
        shown = change.anchor if change.anchor in self._sources.stories else None
        articles = self._sources.of(change.story)
        new = [article for article in articles if article in self._brought]
        saying = next((article for article in new if self._says(article, change)), None)
        if change.anchor in self._brought or saying:
            return change.kind, saying or shown
        is_reread = change.anchor in self._reread or not self._reread.isdisjoint(articles)
        is_reread = is_reread and change.story not in self._of_pairs
        return self._cause_elsewhere(change, is_reread, new[:1] or ([shown] if shown else []))

    def _cause_elsewhere(self, change: Difference, is_reread: bool, shown: Sequence[str]) -> tuple[str, str | None]:
        """The same, where no new article says so itself."""
        article = next(iter(shown), None)
        if self._corrected & {change.subject, change.story, *change.subject.split("|")}:
            return "correction", None
        if change.story in self._rows:
            return "register", None
        if article in self._brought:
            return change.kind, article
        if is_reread or not (self._corrected or self._brought):
            return "reread", article
        if self._corrected:
            return "correction", article
        return change.kind, min(self._brought) if len(self._brought) == 1 else article

    def _says(self, article: str, change: Difference) -> bool:
        """Whether a new article says the new value itself."""
        for relation, attributes in self._said[change.story, article] if change.after else ():
            if change.field == "status" and SAYS_STATUS.get(relation) == change.after:
                return True
            if change.after in map(as_text, json.loads(attributes).values()):
                return True
        return False


def served_changes(rows: Iterable[Values], graph: GraphTables) -> tuple[ChangeRow, ...]:
    """Changes as the graph can hold them: what is there no more is named by its words alone, a merged one's successor.

    Args:
        rows: as the archive keeps them.
        graph: in which they are to stand.
    """
    rows = list(rows)
    leads, edges = Leads(rows, graph), {row.id for row in graph.edges}
    articles = {row.id for row in graph.articles}
    served = []
    for row in rows:
        # Of what is no more the value after is the id of the one that it is part of now, or nothing.
        node = row["after"] if row["field"] in MERGED and row["before"] else row["node_id"]
        there = {"node_id": leads.follow(node)}
        there["edge_id"] = row["edge_id"] if row["edge_id"] in edges else None
        there["article_id"] = row["article_id"] if row["article_id"] in articles else None
        served.append(ChangeRow(**{**row, **there}))
    return tuple(served)


def _is_news(change: StateChange) -> bool:
    """Whether an article is new or its page is another revision; a value is revision and checksum."""
    if change.before is None or change.after is None:
        return change.before is None
    return change.before.partition("|")[0] != change.after.partition("|")[0]
