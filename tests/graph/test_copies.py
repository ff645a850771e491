"""A story that many outlets print is one source, told by all of them."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from graph.export import ExportOptions, read_graph
from graph.store import write_graph


@pytest.fixture
def story(make_article, make_fact):
    """Four articles of one fact: a wire story, two prints of it, and another outlet's own report."""

    def make(copy_of: str) -> list:
        fact = make_fact("sues", "Mill Radio", "Weave Labs", filed_date="2024-05-20")
        articles = [
            make_article(slug, fact, day=day, outlet=outlet)
            for slug, day, outlet in [
                ("wire", "2024-05-20", "Example Wire"),
                ("herald", "2024-05-21", "Mill Herald"),
                ("echo", "2024-05-21", "Mill Echo"),
                ("own", "2024-05-22", "Mill Times"),
            ]
        ]
        by_slug = {article.url.rpartition("/")[2]: article for article in articles}
        source = by_slug[copy_of].id if copy_of in by_slug else copy_of
        return [
            replace(article, copy_of=source) if slug in ("herald", "echo") and article.id != source else article
            for slug, article in by_slug.items()
        ]

    return make


def edge(graph):
    return next(row for row in graph.edges if row.relation == "sues")


def test_copies_are_one_source_and_all_their_sentences_stay(story, build) -> None:
    graph = build(story("wire"), cases=(), deals=())
    assert edge(graph).articles == 2
    assert len([row for row in graph.evidence if row.edge_id == edge(graph).id]) == 4
    nodes = {row.id: row.articles for row in graph.nodes}
    assert (nodes["mill-radio"], nodes["weave"]) == (2, 2)
    assert [row.articles for row in graph.cases] == [2]
    assert {row.copy_of is None for row in graph.articles} == {True, False}


def test_without_copies_each_article_is_a_source(story, build) -> None:
    articles = [replace(article, copy_of="") for article in story("wire")]
    assert edge(build(articles, cases=(), deals=())).articles == 4


def test_copies_of_an_article_that_is_not_in_the_graph_are_one_source(story, build) -> None:
    graph = build(story("not-relevant"), cases=(), deals=())
    assert edge(graph).articles == 3
    tied = {row.url.rpartition("/")[2]: row.copy_of for row in graph.articles}
    ids = {row.url.rpartition("/")[2]: row.id for row in graph.articles}
    first, second = sorted(("echo", "herald"), key=ids.__getitem__)
    assert (tied[first], tied[second]) == (None, ids[first])


def test_the_order_of_articles_does_not_matter(story, build) -> None:
    articles = story("not-relevant")
    assert build(articles) == build(articles[::-1])


def test_who_carried_which_story(tmp_path, story, build) -> None:
    path = tmp_path / "rightswire.db"
    write_graph(path, build(story("wire")))
    write_graph(path, build(story("wire")))  # the view is made anew with the tables
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT outlet_id, part, outlets FROM carried ORDER BY outlet_id").fetchall()
    assert rows == [("example-wire", "original", 3), ("mill-echo", "copy", 3), ("mill-herald", "copy", 3)]


def test_exports_of_a_day_count_sources(tmp_path, story, build) -> None:
    path = tmp_path / "rightswire.db"
    write_graph(path, build(story("wire"), cases=(), deals=()))
    edges = [
        edge
        for edge in read_graph(path, ExportOptions(as_of="2024-05-21")).edges
        if edge.attributes["relation"] == "sues"
    ]
    assert [edge.attributes["articles"] for edge in edges] == [1]
