"""Settlements as the reader takes them from the starter articles: which of them open a case, and which join one."""

import json
from datetime import date

import pytest

from graph.build import build_graph
from graph.model import ReadArticle
from graph.register import Known
from ingest.urls import article_id
from nlp.model import Document
from nlp.reader import make_reader

OPENING = ("sues", "ruling")


@pytest.fixture(scope="module")
def starter(scorer):
    """Starter articles that tell of settlements, and three that only hold the word, as annotated."""
    lines = (scorer.HERE.parent / "gold" / "starter.jsonl").read_text(encoding="utf-8").splitlines()
    held = [row for row in map(json.loads, lines) if "settle" in row["text"].casefold()]
    told = [row for row in held if any(fact["relation"] == "settles_with" for fact in row["facts"])]
    return told + [row for row in held if row not in told][:3]


@pytest.fixture(scope="module")
def read(starter, real_register):
    """The same as the reader reads them."""
    reader = make_reader(real_register)
    published = [date.fromisoformat(row["published"]) for row in starter]
    documents = [
        Document(row["url"], row["title"], row["text"], day, row["outlet"])
        for row, day in zip(starter, published, strict=True)
    ]
    return [
        ReadArticle(
            id=article_id(row["url"]),
            url=row["url"],
            title=row["title"],
            published=day,
            outlet=row["outlet"],
            feed="starter",
            text_source="page",
            first_run=1,
            first_seen=day,
            facts=tuple(reading.facts),
        )
        for row, day, reading in zip(starter, published, reader.read_many(documents), strict=True)
    ]


def relations_by_case(graph):
    """Case of news -> relations and pairs of the facts on it."""
    told = {case.id: set() for case in graph.cases if case.provenance == "news"}
    for row in graph.evidence:
        source, relation, target = row.edge_id.split("|")
        if row.case_id in told and relation in (*OPENING, "settles_with"):
            told[row.case_id].add((relation, source, target))
    return told


def opened_by_settlement(graph):
    facts = relations_by_case(graph)
    return {case: told for case, told in facts.items() if not any(relation in OPENING for relation, *_ in told)}


def test_without_known_cases_settlements_open_only_cases_that_are_annotated_as_settled(starter, read, real_register):
    graph = build_graph(read, real_register, Known())
    names = {node.id: node.name for node in graph.nodes}
    annotated = {
        frozenset((fact["subject"], fact["object"]))
        for row in starter
        for fact in row["facts"]
        if fact["relation"] == "settles_with"
    }
    opened = opened_by_settlement(graph)
    pairs = {frozenset((names[source], names[target])) for told in opened.values() for _, source, target in told}
    assert pairs <= annotated
    assert any(relation == "settles_with" for told in relations_by_case(graph).values() for relation, *_ in told)


def test_with_the_register_settlements_join_known_cases_and_none_opens_one(read, real_register, real_known):
    graph = build_graph(read, real_register, real_known)
    assert opened_by_settlement(graph) == {}
    known = {case.id for case in graph.cases if case.provenance == "both"}
    settled = {row.case_id for row in graph.evidence if "|settles_with|" in row.edge_id and row.ordinal == 0}
    settled -= {None}  # what was misread fits no case, and opens none
    assert len(settled) >= 4
    assert settled <= known
