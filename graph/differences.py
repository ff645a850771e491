"""What differs between two states of the graph, in words and values, whatever brought it. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.dates import agree
from graph.rules import rules
from graph.state import CASE_FIELDS, DEAL_FIELDS, SIDES, Sources, StateChange, Values
from graph.stored import GraphTables
from graph.successors import Followed

#: Kind of a change of each field by news: where it was empty before, and where it was not.
KINDS = {
    "status": ("status-changed", "status-changed"),
    "amount_usd": ("amount-learned", "amount-changed"),
    **dict.fromkeys(("status_date", "filed_date", "announced_date"), ("date-learned", "date-changed")),
}
OTHER_KINDS = ("detail-learned", "detail-changed")
FIELDS = {"case": CASE_FIELDS, "deal": DEAL_FIELDS}
LABELS = {"amount_usd": "amount", "docket_number": "docket", "term_years": "term in years"}
ROLES = {"plaintiffs": "plaintiff", "defendants": "defendant", "licensors": "licensor", "licensees": "licensee"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A change before it is known what brought it.

    Attributes:
        kind: what it is called where news brought it.
        story: the case, deal or edge whose articles are asked for what brought it.
        anchor: the article by which it is known; the one to tell where it is new.
    """

    kind: str
    subject: str
    field: str
    before: str | None
    after: str | None
    summary: str
    story: str
    anchor: str = ""
    is_edge: bool = False
    of_docket: bool = False


class Differences:
    """Two states, one beside the other.

    Args:
        graph: of the new state.
        sources: of the graph.
        changes: the lines in which the states differ.
    """

    def __init__(self, graph: GraphTables, sources: Sources, changes: Iterable[StateChange]) -> None:
        self._names = {node.id: node.name for node in graph.nodes}
        self.by_kind: dict[str, dict[str, StateChange]] = {}
        for change in changes:
            kind, _, key = change.key.partition(":")
            self.by_kind.setdefault(kind, {})[key] = change
        self._followed = Followed(graph, sources, self.by_kind)

    def all(self) -> Iterator[Difference]:
        """All that differs, in an order that depends on nothing else."""
        yield from self._corrections()
        yield from self._stories()
        yield from self._parties()
        yield from self._facts()
        yield from self._events()

    def of(self, kind: str) -> Iterator[tuple[str, Values | None, Values | None]]:
        """Key, values before and values after of the lines of a kind."""
        for key, change in sorted(self.by_kind.get(kind, {}).items()):
            yield key, _load(change.before), _load(change.after)

    def _corrections(self) -> Iterator[Difference]:
        for _, before, after in self.of("correction"):
            row = after or before or {}
            words = f"{row['action']} {row['target']}" + (f": {row['value']}" if row["value"] else "")
            told = "Correction applied" if after else "Correction taken back"
            node = row["target"].rpartition(".")[0] or row["target"]
            old, new = (words, None) if before else (None, words)
            summary = f"{told}: {words} ({row['who']}: {row['why']})"
            yield Difference("correction", node, "correction", old, new, summary, story=node, is_edge="|" in node)

    def _stories(self) -> Iterator[Difference]:
        for kind in ("case", "deal"):
            for story, before, after in self.of(kind):
                if before is None and after is not None:
                    yield from self._made(kind, story, after)
                elif after is None and before is not None:
                    yield self._gone(kind, story, before)
                elif before is not None and after is not None:
                    yield from self._altered(kind, story, before, after)

    def _made(self, kind: str, story: str, after: Values) -> Iterator[Difference]:
        """A case or deal that is new, or that was there under another id."""
        former = self.by_kind[kind].get(self._followed.former.get(story, ""))
        before = _load(former.before) if former else None
        if before is not None:
            yield from self._altered(kind, story, before, after)
            return
        summary = f"{rules().new_story(kind, after.get('status'))}: {after['name']}"
        yield Difference(f"new-{kind}", story, kind, None, after["name"], summary, story, after["article"])

    def _gone(self, kind: str, story: str, before: Values) -> Difference:
        """A case or deal that is there no more: another is in its place now, or none."""
        now, name = self._followed.by.get(story), before["name"]
        if now is None:
            return Difference("withdrawn", story, kind, name, None, f"Withdrawn: {name}", story, before["article"])
        summary = _one_now(f"{kind}s", name, self._names[now])
        made = self.by_kind[kind].get(now)
        if made and made.before is None and self._followed.former.get(now) == story:
            summary = f"{name} has another id now: {now}"
        return Difference("merged", story, kind, name, now, summary, now, before["article"])

    def _altered(self, kind: str, story: str, before: Values, after: Values) -> Iterator[Difference]:
        sides = {key: self._followed.sides(before.get(key, {})) for key in SIDES.values()}
        return _altered(kind, story, {**before, **sides}, after)

    def _parties(self) -> Iterator[Difference]:
        first_edges = self._first_edges()
        for party, before, after in self.of("party"):
            first = first_edges.get(party, "")
            if before is None and after is not None:
                summary = f"New party: {after['name']} ({after['kind']})"
                if party not in self._followed.former:
                    yield Difference("new-party", party, "party", None, after["name"], summary, first)
            elif after is None and before is not None and (now := self._followed.by.get(party)):
                summary = _one_now("parties", before["name"], self._names[now])
                yield Difference("merged", party, "party", before["name"], now, summary, first_edges.get(now, now))
            elif before is not None and after is not None and before["name"] != after["name"]:
                summary = f"{before['name']} is called {after['name']} now"
                yield Difference("detail-changed", party, "name", before["name"], after["name"], summary, first)

    def _first_edges(self) -> Mapping[str, str]:
        """For each party of a fact that is new or altered the first such fact."""
        first: dict[str, str] = {}
        for edge, change in sorted(self.by_kind.get("fact", {}).items()):
            for party in edge.split("|")[::2] if change.after is not None else ():
                first.setdefault(party, edge)
        return first

    def _facts(self) -> Iterator[Difference]:
        told = list(self.of("fact"))
        moved = {now for edge, _, after in told if after is None and (now := self._followed.edge(edge)) != edge}
        for edge, before, after in told:
            if edge in moved or (after is None and self._followed.edge(edge) != edge):
                continue  # told of the same party by another id
            if before is None and after is not None:
                yield Difference("new-fact", edge, "fact", None, after["told"], after["told"], edge, is_edge=True)
            elif after is None and before is not None:
                told = before["told"]
                yield Difference(
                    "withdrawn", edge, "fact", told, None, f"Withdrawn: {told}", edge, before["article"], is_edge=True
                )

    def _events(self) -> Iterator[Difference]:
        """New steps; one that is there before and after under another id has learned its date.

        Those of a case or deal that is one with another are the other's; that they are, its own change tells.
        """
        told = list(self.of("event"))
        moved = self._followed.by
        gone = {
            key: {**before, "node": moved.get(before["node"], before["node"])}
            for key, before, after in told
            if before is not None and after is None
        }
        left = {key: before["node"] for key, before, _ in told if before is not None}
        for _, before, after in told:
            if before is not None or after is None:
                continue
            old = next((key for key, step in sorted(gone.items()) if _same_step(step, after)), None)
            node, words, docket = after["node"], after["told"], after["from"] == "docket"
            if old is None:
                anchor = after["article"]
                yield Difference("new-event", node, "event", None, words, words, node, anchor, of_docket=docket)
                continue
            step = gone.pop(old)
            if step["date"] != after["date"]:
                kind = "date-changed" if step["date"] else "date-learned"
                summary = f"{words}: {_arrow(step['date'], after['date'])}"
                dates = (step["date"] or None, after["date"] or None)
                yield Difference(kind, node, "event", *dates, summary, node, of_docket=docket)
        for step in (step for key, step in gone.items() if left[key] not in moved):
            summary = f"Withdrawn: {step['told']}"
            yield Difference(
                "withdrawn", step["node"], "event", step["told"], None, summary, step["node"], step["article"]
            )


def _one_now(kinds: str, name: str, other: str) -> str:
    if name == other:
        return f"{name}: taken for two {kinds} until now, and found to be one"
    return f"{name} is one with {other}"


def _same_step(step: Values, other: Values) -> bool:
    if (step["node"], step["kind"]) != (other["node"], other["kind"]):
        return False
    return agree(step["date"], other["date"]) or (bool(step["article"]) and step["article"] == other["article"])


def _altered(kind: str, story: str, before: Values, after: Values) -> Iterator[Difference]:
    """Fields of a case or deal that are of another value, and parties that joined or left."""
    name = after["name"]
    for field in FIELDS[kind]:
        old, new = as_text(before.get(field)), as_text(after.get(field))
        if old == new or (field == "status_date" and before.get("status") != after.get("status")):
            continue
        told_before, told_after = _shown(field, before.get(field)), _shown(field, after.get(field))
        since = f" ({after['status_date']})" if field == "status" and after.get("status_date") else ""
        words = f"{name}: {LABELS.get(field, field.replace('_', ' '))} {_arrow(told_before, told_after)}{since}"
        if field == "name":
            words = f"{old} is called {new} now"
        yield Difference(KINDS.get(field, OTHER_KINDS)[old is not None], story, field, old, new, words, story)
    for key in SIDES.values():
        old_side, new_side = before.get(key, {}), after.get(key, {})
        for party in sorted(new_side.keys() - old_side.keys()):
            words = f"{new_side[party]} joins {name} as {ROLES[key]}"
            yield Difference("party-joined", story, key, None, new_side[party], words, story)
        for party in sorted(old_side.keys() - new_side.keys()):
            words = f"{old_side[party]} is no {ROLES[key]} in {name} any more"
            yield Difference("party-left", story, key, old_side[party], None, words, story)


def _arrow(before: str | None, after: str | None) -> str:
    if not before:
        return f"{after}, not known before"
    return f"{before} → {after or 'not known'}"


def as_text(value: Any) -> str | None:
    """A value as one text, the same for 5 and 5.0."""
    if value is None:
        return None
    return f"{value:.15g}" if isinstance(value, int | float) else str(value)


def _shown(field: str, value: Any) -> str | None:
    if value is None or field != "amount_usd":
        return as_text(value)
    return f"${float(value):,.0f}"


def _load(text: str | None) -> dict[str, Any] | None:
    values: dict[str, Any] | None = None if text is None else json.loads(text)
    return values
