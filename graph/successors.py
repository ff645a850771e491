"""Which case, deal or party stands in place of one that is gone: by the graph, and by what any night told. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping

from graph.history_rows import ChangeRow
from graph.party_rows import SuccessorRow
from graph.state import Sources, StateChange, Values
from graph.stored import GraphTables

#: What can be one with another; a change with a value before tells so.
MERGED = ("case", "deal", "party")


class Followed:
    """What became of the cases, deals and parties that are gone since the last state.

    Attributes:
        by: id of what is gone -> id of what is in its place.
        former: the other way round, of several the first by id.

    Args:
        graph: the new one.
        sources: of it.
        lines: those in which the states differ, by what they are of and key.
    """

    def __init__(self, graph: GraphTables, sources: Sources, lines: Mapping[str, Mapping[str, StateChange]]) -> None:
        self._sources = sources
        self._lines = lines
        self._leads = {row.old_id: row.new_id for row in graph.successors}
        self._kinds = {node.id: node.kind if node.kind in ("case", "deal") else "party" for node in graph.nodes}
        self.by: dict[str, str] = {}
        for kind in MERGED:
            for key, change in sorted(lines.get(kind, {}).items()):
                if change.after is None and change.before and (now := self._successor(kind, key, change.before)):
                    self.by[key] = now
        self.former: dict[str, str] = {}
        for old, new in sorted(self.by.items()):
            self.former.setdefault(new, old)

    def _successor(self, kind: str, key: str, before: str) -> str | None:
        """The one that the first article tells of now, of several the one that has changed; else by the graph."""
        article = "" if kind == "party" else json.loads(before)["article"]
        now = [story for story in sorted(self._sources.stories.get(article, ())) if self._kinds.get(story) == kind]
        if len(now) > 1:
            now = [story for story in now if story in self._lines.get(kind, {})]
        led = self._leads.get(key, "")
        found = now[0] if len(now) == 1 else led
        return found if self._kinds.get(found) == kind else None

    def edge(self, edge: str) -> str:
        """The id that an edge has by the parties that are there now."""
        source, relation, target = edge.split("|")
        return "|".join((self.by.get(source, source), relation, self.by.get(target, target)))

    def sides(self, parties: Mapping[str, str]) -> dict[str, str]:
        """Names of parties by the ids that they have now."""
        return {self.by.get(party, party): name for party, name in parties.items()}


class Leads:
    """Where ids lead that are no node's, with all that any night told.

    Args:
        changes: rows of all nights.
        graph: whose nodes they are to lead to.
    """

    def __init__(self, changes: Iterable[Values], graph: GraphTables) -> None:
        self._nodes = {row.id for row in graph.nodes}
        self._leads = {row.old_id: row.new_id for row in graph.successors}
        self._known = frozenset(self._leads)
        told: dict[str, str] = {}
        for row in sorted(changes, key=lambda row: (row["run_id"], row["id"])):
            if row["field"] in MERGED and row["before"]:
                told[row["subject_id"]] = row["after"] or ""
        self._leads = {**{old: new for old, new in told.items() if new}, **self._leads}

    def follow(self, node: str | None) -> str | None:
        """The node that an id leads to, its own where there is one; None for none."""
        seen: set[str] = set()
        while node is not None and node not in self._nodes:
            if node in seen:
                return None
            seen.add(node)
            node = self._leads.get(node)
        return node

    def rows(self) -> Iterator[SuccessorRow]:
        """Rows of `successors` that the graph alone does not give."""
        for old in sorted(self._leads.keys() - self._known - self._nodes):
            if new := self.follow(old):
                yield SuccessorRow(old, new)


def told_successors(changes: Iterable[ChangeRow], graph: GraphTables) -> Iterator[SuccessorRow]:
    """Ids that some night told to be one with another, and the nodes to which they lead now."""
    names = ("run_id", "id", "field", "before", "after", "subject_id")
    return Leads(({name: getattr(row, name) for name in names} for row in changes), graph).rows()
