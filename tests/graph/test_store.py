"""rightswire.db: whole graphs in, readers undisturbed, the same rows out."""

import sqlite3
from contextlib import closing
from dataclasses import astuple, fields
from typing import get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import aside, store
from graph.rows import EdgeRow, Graph, NodeRow
from graph.store import TABLES, Journal, write_graph, write_journal
from rightswire.errors import DataFileError

FEED = {"name": "F", "url": "https://f.example/", "outlet": None, "kind": "feed", "why": "test", "unconfirmed": 0,
        "last_fetched": None, "last_success": None, "last_error": None, "failures": 0, "articles": 1,
        "relevant": 1}  # fmt: skip
RUN = {"id": 1, "started": "2026-01-02T03:00:00+00:00", "command": "ingest", "version": "1", "summary": "{}"}
PROBLEM = {"run_id": 1, "stage": "feed", "subject": "https://f.example/", "reason": "gone", "detail": ""}
JOURNAL = Journal([FEED], [RUN], [PROBLEM])


def read(path, sql, *parameters):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, parameters).fetchall()


def stored(path):
    """Every table of the graph, as the rows that went in; articles are stored by their days."""
    return {
        table: read(path, f"SELECT * FROM {table} ORDER BY {'id' if table == 'articles' else 'rowid'}")
        for table in TABLES
    }


@pytest.fixture
def path(tmp_path):
    """Where the database goes."""
    return tmp_path / "rightswire.db"


@pytest.fixture(scope="module")
def first(build, make_article, make_fact):
    """A small graph."""
    return build([make_article("a", make_fact("sues", "Ann Poe", "Xylo", "Ann Poe sued Xylo in Manhattan."))])


@pytest.fixture(scope="module")
def second(build, make_article, make_fact):
    """The same, a night later."""
    suit = make_fact("sues", "Ann Poe", "Xylo", "Ann Poe sued Xylo in Manhattan.")
    deal = make_fact("licenses_to", "Yarn", "Xylo", "Yarn licensed its archive to Xylo.")
    return build([make_article("a", suit), make_article("b", deal, make_fact("ruling", "Ann Poe", "Xylo"), run=2)])


def test_what_goes_in_comes_out(path, second):
    write_graph(path, second)
    write_journal(path, JOURNAL)
    assert stored(path) == {table: [astuple(row) for row in getattr(second, table)] for table in TABLES}
    assert read(path, "SELECT name, failures FROM feeds") == [("F", 0)]
    assert read(path, "SELECT reason FROM problems") == [("gone",)]


def test_rows_have_the_columns_of_their_tables(path, second):
    write_graph(path, second)
    for table in TABLES:
        columns = [row[1] for row in read(path, f"PRAGMA table_info({table})")]
        row_type = get_args(get_type_hints(Graph)[table])[0]
        assert columns == [field.name for field in fields(row_type)], table


def test_writing_tells_what_is_new_and_what_changed(path, first, second):
    counts = write_graph(path, first).to_dict()
    assert (counts["facts"], counts["new_facts"], counts["cases"], counts["new_cases"]) == (1, 1, 2, 2)
    again = write_graph(path, first).to_dict()
    assert not any(value for key, value in again.items() if key.startswith(("new_", "updated_")))
    then = write_graph(path, second).to_dict()
    assert (then["facts"], then["new_facts"], then["updated_facts"]) == (3, 2, 0)
    assert (then["new_cases"], then["updated_cases"], then["new_deals"], then["updated_deals"]) == (0, 1, 1, 0)
    assert read(path, "SELECT count(*) FROM facts WHERE provenance = 'news'") == [(3,)]


def test_the_journal_can_be_written_alone_and_stays_when_the_graph_is_written(path, first):
    write_graph(path, first)
    write_journal(path, JOURNAL)
    write_graph(path, first)
    assert read(path, "SELECT count(*) FROM runs") == [(1,)]
    assert stored(path)["nodes"]


@pytest.mark.parametrize("row", [{**FEED, "colour": "red"}, {**FEED, "kind": None}])
def test_a_journal_that_does_not_fit_leaves_everything_as_it_was(path, first, row):
    write_graph(path, first)
    write_journal(path, JOURNAL)
    before = stored(path)
    with pytest.raises(DataFileError):
        write_journal(path, Journal([row]))
    assert stored(path) == before
    assert read(path, "SELECT count(*) FROM feeds") == [(1,)]


def test_a_reader_sees_the_old_graph_until_the_new_one_is_whole_and_needs_no_restart(path, first, second):
    write_graph(path, first)
    count = (
        "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM evidence_fts WHERE evidence_fts MATCH 'archive')"
    )
    seen = []
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as reader:

        def parts():
            for table in TABLES:
                yield table, getattr(second, table)
                seen.append(reader.execute(count).fetchone())

        store.write_tables(path, parts())
        assert set(seen) == {(1, 0)}
        assert len(seen) == len(TABLES)
        articles, found = reader.execute(count).fetchone()
    assert articles == 2
    assert found == 3


def test_a_reader_in_the_middle_keeps_its_graph_and_does_not_stop_the_writer(path, first, second):
    write_graph(path, first)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        write_graph(path, second)
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        reader.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (2,)


OLD = """
CREATE TABLE nodes (id); INSERT INTO nodes VALUES (1); CREATE VIEW facts AS SELECT id FROM nodes;
CREATE TABLE mine (x); INSERT INTO mine VALUES (7); PRAGMA user_version = 3
"""


def test_a_file_of_another_version_is_made_anew_and_other_tables_stay(path, first):
    with closing(sqlite3.connect(path)) as old:
        old.executescript(OLD)
    write_graph(path, first)
    assert read(path, "SELECT x FROM mine") == [(7,)]
    assert stored(path)["nodes"][0] == astuple(first.nodes[0])
    assert read(path, "PRAGMA user_version") == [(store.schema_version(),)]


def test_full_text_search_finds_sentences_and_titles_after_every_writing(path, first, second):
    for graph in (first, second, first, second):
        write_graph(path, graph)
    found = "(SELECT rowid FROM evidence_fts WHERE evidence_fts MATCH ?)"
    assert read(path, f"SELECT DISTINCT sentence FROM evidence WHERE rowid IN {found}", "licensing") == [
        ("Yarn licensed its archive to Xylo.",)
    ]
    assert read(path, "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'story'") == [(2,)]
    assert read(path, "INSERT INTO evidence_fts(evidence_fts) VALUES ('integrity-check')") == []


async def test_datasette_detects_the_search_tables_and_sees_the_next_night(path, first, second, monkeypatch):
    from datasette.app import Datasette

    monkeypatch.setattr("browse.answers.PATIENCE_SECONDS", 60)  # a busy machine takes longer, and is told the old page

    write_graph(path, first)
    served = Datasette([str(path)])
    ask = "/rightswire/evidence.json?_search=yarn&_shape=array"
    assert (await served.client.get(ask)).json() == []
    write_graph(path, second)
    assert {row["sentence"] for row in (await served.client.get(ask)).json()} == {"Yarn licensed its archive to Xylo."}
    assert (await served.client.get("/rightswire/articles.json?_search=23-cv&_shape=array")).status_code == 200


def test_no_log_is_left_beside_the_file(path, first):
    write_graph(path, first)
    assert [file.name for file in path.parent.iterdir()] == ["rightswire.db"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM facts WHERE subject_id = ?",
        "SELECT * FROM facts WHERE object_id = ?",
        "SELECT * FROM facts WHERE case_id = ? AND provenance = 'news'",
        "SELECT * FROM facts WHERE article_url = ? AND provenance = 'news'",
        "SELECT * FROM evidence WHERE edge_id = ?",
        "SELECT * FROM edges WHERE source = ?",
        "SELECT * FROM events WHERE node_id = ?",
        "SELECT * FROM aliases WHERE alias = ?",
        "SELECT node_id FROM known_as WHERE form = ?",
        "SELECT * FROM facts WHERE relation = ? ORDER BY published DESC LIMIT 50",
        "SELECT * FROM changes WHERE edge_id = ?",
    ],
)
def test_usual_questions_are_answered_from_indexes(path, second, sql):
    write_graph(path, second)
    plan = [row[3] for row in read(path, f"EXPLAIN QUERY PLAN {sql}", "x")]
    assert not [step for step in plan if step.startswith("SCAN")], plan


def test_a_reference_to_nothing_is_refused(path, first):
    loose = EdgeRow("a|sues|b", "a", "sues", "b", None, None, 1, 1.0, "news", "{}")
    write_graph(path, first)
    with pytest.raises(DataFileError, match="edges"):
        write_graph(path, Graph(edges=(loose,)))
    assert stored(path)["nodes"]


def test_a_file_that_is_no_database_or_cannot_be_made_is_told(tmp_path, first):
    (tmp_path / "text.db").write_text("This is no database. " * 100)
    for bad in (tmp_path / "text.db", tmp_path / "missing" / "x.db"):
        with pytest.raises(DataFileError, match=bad.name):
            write_graph(bad, first)


def test_another_writer_is_told_of(path, first, monkeypatch):
    monkeypatch.setattr(aside, "BUSY_SECONDS", 0.01)
    write_graph(path, first)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DataFileError, match="locked"):
            write_graph(path, first)


def test_what_a_killed_run_left_beside_the_file_does_not_stop_the_next(path, first):
    path.with_name("rightswire.db.new").write_bytes(b"half of a database")
    write_graph(path, first)
    assert [file.name for file in path.parent.iterdir()] == ["rightswire.db"]
    assert stored(path)["nodes"]


def test_a_graph_that_fails_half_way_leaves_the_old_one_and_nothing_beside_it(path, first, second):
    write_graph(path, first)
    before = stored(path)

    def parts():
        yield "nodes", second.nodes
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write_tables(path, parts())
    assert stored(path) == before
    assert [file.name for file in path.parent.iterdir()] == ["rightswire.db"]


def test_nobody_writes_while_a_graph_is_being_made(path, first, second):
    write_graph(path, first)

    def parts():
        with (
            closing(sqlite3.connect(path, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("DELETE FROM feeds")
        yield from ((table, getattr(second, table)) for table in TABLES)

    store.write_tables(path, parts())


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
NODES = st.builds(
    NodeRow, id=TEXT, kind=TEXT, name=TEXT, description=st.none() | TEXT, country=st.none() | TEXT,
    wikidata_id=st.none(), parent_id=st.none(), provenance=TEXT, articles=st.integers(0, 9),
    first_date=st.none() | TEXT, last_date=st.none(),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nodes=st.lists(NODES, unique_by=lambda node: node.id, max_size=5))
def test_any_text_is_stored_as_it_is(path, nodes):
    write_graph(path, Graph(nodes=tuple(nodes)))
    assert stored(path)["nodes"] == [astuple(node) for node in nodes]


def test_indexes_are_all_there_after_a_second_writing(path, first, second):
    found = []
    for graph in (first, second):
        write_graph(path, graph)
        found.append(read(path, "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"))
    assert found[0] == found[1]
    assert {"evidence_article", "facts_subject"} <= {name for name, _ in found[0]}
