"""A compact state of the graph, by which the next night tells what it added or altered. Pure.

A state is lines of key and value, both text. The key's first part names what it is of:
    format    of these values; another one cannot be compared
    article   how its reading ran: revision and a checksum of what was read
    row       a row of the register: a checksum
    correction  a row of data/corrections.csv: what it says
    case, deal, party, fact, event  what of it is told when it changes, as a JSON object
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model import KnownCase, KnownDeal
from graph.names import digest
from graph.party_rows import CorrectionRow
from graph.register import Known
from graph.rows import STRUCTURE, CaseRow, DealRow, EdgeRow, EventRow, EvidenceRow, NodeRow
from graph.rules import rules
from graph.stored import GraphTables

#: Raised whenever the values below mean something else than before: the first night after it then tells nothing.
FORMAT = "1"
CASE_FIELDS = ("name", "status", "status_date", "amount_usd", "filed_date", "court", "judge", "docket_number")
DEAL_FIELDS = ("name", "status", "announced_date", "amount_usd", "term_years", "deal_type")
#: Relation that ties a party to a case or deal -> the key of those parties in its state.
SIDES = {
    "plaintiff_in": "plaintiffs",
    "defendant_in": "defendants",
    "licensor_in": "licensors",
    "licensee_in": "licensees",
}
Values = Mapping[str, Any]
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class StateChange:
    """A line of the state that is new, gone or of another value; None stands for no line."""

    key: str
    before: str | None
    after: str | None


class Sources:
    """Which articles tell of which case, deal and edge, the first published first."""

    def __init__(self, graph: GraphTables) -> None:
        days = {article.id: article.published or "9999" for article in graph.articles}
        self._days = days
        shown = {event.evidence_id for event in graph.events}
        one: dict[str, str] = {}  # a text for each id, that comes in millions of rows
        found: dict[str, set[str]] = defaultdict(set)
        self.stories: dict[str, set[str]] = defaultdict(set)
        self._shown: dict[int, tuple[str, str]] = {}
        for row in graph.evidence:
            edge, article = one.setdefault(row.edge_id, row.edge_id), one.setdefault(row.article_id, row.article_id)
            stories = [one.setdefault(story, story) for story in (row.case_id, row.deal_id) if story]
            for key in (edge, *stories):
                found[key].add(article)
            self.stories[article].update(stories)
            if row.id in shown:
                self._shown[row.id] = edge, article
        self._found = {key: sorted(ids, key=lambda one: (days[one], one)) for key, ids in found.items()}

    def of(self, key: str) -> Sequence[str]:
        """Ids of the articles on a case, deal or edge."""
        return self._found.get(key, ())

    def first(self, event: EventRow) -> str:
        """Of the articles that first reported an event, the one of the least id, in whatever run each was had."""
        edge, article = self._shown.get(event.evidence_id or 0, ("", ""))
        same = [one for one in self.of(edge) if self._days[one] == event.reported]
        return min((one for one in same if event.node_id in self.stories[one]), default=article)


def graph_state(graph: GraphTables, known: Known, sources: Sources) -> Iterator[tuple[str, str]]:
    """The state of a graph as keys and values, each key once.

    Args:
        graph: as it was just built.
        known: the register's cases and deals that it was built of.
        sources: of the graph.
    """
    yield "format", FORMAT
    yield from _articles(graph)
    rows: tuple[KnownCase | KnownDeal, ...] = (*known.cases, *known.deals)
    for row in rows:
        yield f"row:{row.id}", _checksum(repr(row))
    applied = {_correction_key(one): _correction_words(one) for one in graph.corrections if one.applied}
    yield from sorted(applied.items())
    yield from _stories(graph, sources)
    yield from _parties(graph)
    yield from _facts(graph, sources)
    yield from _events(graph, sources)


def _articles(graph: GraphTables) -> Iterator[tuple[str, str]]:
    read: dict[str, list[str]] = defaultdict(list)
    for row in graph.evidence:
        read[row.article_id].append(_mark(row))
    for article in graph.articles:
        yield f"article:{article.id}", f"{article.revision}|{_checksum(*sorted(read[article.id]))}"


def _mark(row: EvidenceRow) -> str:
    """What of a sentence is the reader's doing, whoever the parties are found to be."""
    return f"{row.field}|{row.start}|{row.end}|{row.rule}|{row.confidence}|{row.attributes}"


def _checksum(*texts: str) -> str:
    return f"{zlib.crc32(chr(0).join(texts).encode('utf-8', 'replace')):08x}"


def _correction_key(row: CorrectionRow) -> str:
    return f"correction:{digest(row.action, row.target, row.value, row.who, row.decided, row.why)}"


def _correction_words(row: CorrectionRow) -> str:
    words = {"action": row.action, "target": row.target, "value": row.value, "who": row.who, "why": row.why}
    return _json(words)


def _stories(graph: GraphTables, sources: Sources) -> Iterator[tuple[str, str]]:
    names = {node.id: node.name for node in graph.nodes}
    sides: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for edge in graph.edges:
        if edge.relation in SIDES:
            sides[edge.target].setdefault(SIDES[edge.relation], {})[edge.source] = names[edge.source]
    stories: tuple[CaseRow | DealRow, ...] = (*graph.cases, *graph.deals)
    for row in stories:
        kind, fields = ("case", CASE_FIELDS) if isinstance(row, CaseRow) else ("deal", DEAL_FIELDS)
        values: dict[str, Any] = {field: value for field in fields if (value := getattr(row, field)) is not None}
        first = sources.of(row.id)[:1]
        yield (
            f"{kind}:{row.id}",
            _json(values | sides[row.id] | {"article": first[0] if first else "", "from": row.provenance}),
        )


def _parties(graph: GraphTables) -> Iterator[tuple[str, str]]:
    """Parties as sides of a fact that news tells; a court, a judge or a mere outlet is none."""
    sides = {
        end
        for edge in graph.edges
        if edge.provenance != "register" and edge.relation not in STRUCTURE
        for end in (edge.source, edge.target)
    }
    for node in graph.nodes:
        if node.id in sides and node.provenance == "news":
            yield f"party:{node.id}", _json({"name": node.name, "kind": node.kind})


def _facts(graph: GraphTables, sources: Sources) -> Iterator[tuple[str, str]]:
    nodes = {node.id: node for node in graph.nodes}
    for edge in graph.edges:
        if edge.provenance != "register" and edge.relation not in STRUCTURE:
            told = fact_words(nodes[edge.source], edge, nodes[edge.target])
            told += " (first report of what the register knows)" if edge.provenance == "both" else ""
            yield f"fact:{edge.id}", _json({"told": told, "article": next(iter(sources.of(edge.id)), "")})


def fact_words(source: NodeRow, edge: EdgeRow, target: NodeRow) -> str:
    """A relation between two parties in words."""
    if source.id == target.id:
        return f"{source.name} takes a position"
    return rules().fact(source.name, edge.relation, target.name, edge.attributes)


def _events(graph: GraphTables, sources: Sources) -> Iterator[tuple[str, str]]:
    for event in graph.events:
        if event.provenance == "register":
            continue
        values = {"node": event.node_id, "kind": event.kind, "date": event.date or "", "told": event.summary}
        values |= {"article": sources.first(event), "from": event.provenance}
        yield f"event:{event.id}", _json(values)


def _json(values: Values) -> str:
    return _ENCODER.encode(values)
