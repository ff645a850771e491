"""The graph out of rightswire.db, whole or in part, into files for other programs."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from graph.dates import is_date
from graph.formats import WRITERS, Element, GraphData, Value, clean_attributes
from nlp.model import PARTY_KINDS
from rightswire.errors import ConfigurationError, DataFileError, ExportError

FORMATS = tuple(WRITERS)
NODE_KINDS = (*PARTY_KINDS, "work", "case", "deal")
TYPES: Mapping[str, type[Value]] = {"articles": int, "confidence": float, "amount_usd": float, "term_years": float}

_NODES = """
SELECT n.id, n.name AS label, n.kind, n.description, coalesce(n.country, c.country) AS country, n.wikidata_id,
       n.parent_id, n.provenance, n.articles, n.first_date, n.last_date, c.court, c.docket_number, c.filed_date,
       c.judge, c.claims, coalesce(c.status, d.status) AS status, c.status_date, c.outcome, d.announced_date,
       d.deal_type, d.medium, d.scope, coalesce(c.amount_usd, d.amount_usd) AS amount_usd, d.term_years,
       coalesce(c.source_url, d.source_url) AS source_url,
       coalesce(c.register_confidence, d.register_confidence) AS register_confidence
FROM nodes n LEFT JOIN cases c ON c.id = n.id LEFT JOIN deals d ON d.id = n.id ORDER BY n.id
"""
_EDGES = """
SELECT id, source, target, relation, provenance, articles, confidence, first_date, last_date, attributes
FROM edges ORDER BY id
"""
#: What was known of cases, deals and edges on a day; see graph/schema.sql.
_KNOWN = {
    "cases": "SELECT case_id AS id, court, docket_number, filed_date, judge, status, status_date, outcome, amount_usd "
    "FROM case_history",
    "deals": "SELECT deal_id AS id, status, announced_date, amount_usd, term_years FROM deal_history",
    "edges": "SELECT edge_id AS id, provenance, confidence, attributes FROM edge_history",
}
_ON_A_DAY = " WHERE known_from <= :day AND (known_until IS NULL OR known_until > :day)"
_EVIDENCE = """
SELECT v.edge_id, coalesce(a.copy_of, v.article_id) AS source_id, a.published, a.url, v.sentence, v.confidence,
       coalesce(a.published, substr(r.started, 1, 10)) AS known
FROM evidence v JOIN articles a ON a.id = v.article_id LEFT JOIN runs r ON r.id = a.first_run
WHERE v.ordinal = 0 ORDER BY v.edge_id, a.published, a.first_run, a.id
"""
_SOURCES = """
SELECT r.edge_id, r.source_url, r.confidence, coalesce(c.filed_date, d.announced_date) AS dated,
       coalesce((SELECT min(h.known_from) FROM case_history h WHERE h.case_id = r.node_id),
                (SELECT min(h.known_from) FROM deal_history h WHERE h.deal_id = r.node_id)) AS known
FROM register_sources r LEFT JOIN cases c ON c.id = r.node_id LEFT JOIN deals d ON d.id = r.node_id
ORDER BY r.edge_id, dated, r.node_id
"""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Which part of the graph.

    Attributes:
        kinds: nodes of these kinds and the edges among them; empty is all.
        as_of: YYYY-MM-DD; only what was known on that day, as the tables of history have it.
    """

    kinds: tuple[str, ...] = ()
    as_of: str | None = None


def export_graph(database: Path, format: str, out: Path, options: ExportOptions) -> list[Path]:  # noqa: A002
    """Write the graph into a folder.

    Args:
        database: rightswire.db, opened for reading only.
        format: one of FORMATS.
        out: folder, made where it is missing. Files in it are replaced whole.
        options: which part.

    Returns:
        the files written: rightswire.gexf, rightswire.graphml, rightswire.json, or nodes.csv and edges.csv.

    Raises:
        ConfigurationError: no such format, kind or day.
        DataFileError: the database cannot be read.
        ExportError: the files cannot be written.
    """
    if format not in WRITERS:
        raise ConfigurationError(format, "is no format that the graph can be written in", f"use {', '.join(FORMATS)}")
    data = read_graph(database, options)
    try:
        return WRITERS[format](data, out)
    except OSError as error:
        raise ExportError(str(out), f"cannot be written: {error}") from error


def read_graph(database: Path, options: ExportOptions) -> GraphData:
    """The part of the graph that the options name, every edge with its best sentence and source.

    Raises:
        ConfigurationError: no such kind or day.
        DataFileError: the database cannot be read.
    """
    _check(options)
    tables = _read(database, options.as_of)
    reports, sources = _by_edge(tables["evidence"]), _by_edge(tables["sources"])
    edge_rows = tables["edges"]
    nodes = {row["id"]: row for row in tables["nodes"] if not options.kinds or row["kind"] in options.kinds}
    if options.as_of:
        reports, sources = _until(reports, options.as_of), _until(sources, options.as_of)
        then = {row["id"]: row for row in tables["known_edges"]}
        edge_rows = [_edge_then(row, then[row["id"]], reports[row["id"]]) for row in edge_rows if row["id"] in then]
        stories = {row["id"]: row for row in (*tables["known_cases"], *tables["known_deals"])}
        used = {end for row in edge_rows for end in (row["source"], row["target"])} | stories.keys()
        nodes = {key: _node_then(row, stories.get(key, {})) for key, row in nodes.items() if key in used}
    kept = [_edge(row, reports[row["id"]], sources[row["id"]]) for row in edge_rows]
    days = [row["published"] for rows in reports.values() for row in rows if row["published"]]
    return GraphData(
        nodes=[Element(key, clean_attributes(_without(row, "id"), TYPES)) for key, row in nodes.items()],
        edges=[edge for edge in kept if edge.source in nodes and edge.target in nodes],
        day=max(days, default=""),
    )


def _check(options: ExportOptions) -> None:
    for kind in options.kinds:
        if kind not in NODE_KINDS:
            raise ConfigurationError(f"--kind {kind}", "no such kind of node", f"use {', '.join(NODE_KINDS)}")
    if options.as_of and not (is_date(options.as_of) and len(options.as_of) == len(date.min.isoformat())):
        raise ConfigurationError(f"--as-of {options.as_of}", "is no day", "write YYYY-MM-DD")


def _read(database: Path, as_of: str | None) -> dict[str, list[Row]]:
    """All tables as they were at one moment."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")
            queries = {"nodes": _NODES, "edges": _EDGES, "evidence": _EVIDENCE, "sources": _SOURCES}
            if as_of:
                queries |= {f"known_{name}": sql + _ON_A_DAY for name, sql in _KNOWN.items()}
            day = {"day": as_of}
            return {name: [dict(row) for row in connection.execute(sql, day)] for name, sql in queries.items()}
    except sqlite3.DatabaseError as error:
        raise DataFileError(str(database), f"cannot be read: {error}", "run `rightswire ingest` first") from error


def _by_edge(rows: list[Row]) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["edge_id"]].append(row)
    return grouped


def _until(grouped: Mapping[str, list[Row]], day: str) -> defaultdict[str, list[Row]]:
    """Rows that were known by a day."""
    kept = {edge: [row for row in rows if row["known"] and row["known"] <= day] for edge, rows in grouped.items()}
    return defaultdict(list, kept)


def _edge(row: Row, reports: list[Row], sources: list[Row]) -> Element:
    attributes = dict(json.loads(row["attributes"]))
    values = _without(row, "id", "source", "target", "attributes")
    values |= {key: value for key, value in attributes.items() if key not in values}
    best = max(reports, key=lambda report: report["confidence"], default=None)
    if best:
        values |= {"evidence": best["sentence"], "article_url": best["url"]}
    values["register_url"] = "; ".join(dict.fromkeys(source["source_url"] for source in sources))
    return Element(row["id"], clean_attributes(values, TYPES), row["source"], row["target"])


def _edge_then(row: Row, then: Row, reports: list[Row]) -> Row:
    """An edge with what was known of it, and its figures as they were."""
    days = [report["published"] for report in reports if report["published"]]
    figures = {
        "articles": len({report["source_id"] for report in reports}),
        "first_date": min(days, default=None),
        "last_date": max(days, default=None),
    }
    return {**row, **then, **figures}


def _node_then(row: Row, then: Row) -> Row:
    """A node with what was known of a case or deal, and without its figures, which are those of the whole time."""
    return {**_without(row, "articles", "first_date", "last_date"), **then}


def _without(row: Mapping[str, Any], *keys: str) -> Row:
    return {key: value for key, value in row.items() if key not in keys}
