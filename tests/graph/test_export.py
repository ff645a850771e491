"""Graph files: what goes out comes back in, in other programs too, and the same bytes every time."""

import csv
import json
import os
from dataclasses import replace

import igraph
import networkx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.export import FORMATS, ExportOptions, export_graph, read_graph
from graph.formats import WRITERS, Element, GraphData, clean_text
from graph.store import write_graph
from nlp.model import Party
from rightswire.errors import ConfigurationError, DataFileError, ExportError

HOSTILE = [
    '<script>alert("x")</script> & ]]> <!-- -->',
    "nul\x00 bell\x07 escape\x1b[31m c1\x9b del\x7f non\ufffe",
    "line\nfeed\r\nreturn\rtab\t",
    '=HYPERLINK("https://evil.example","x")',
    " =1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "comma, \"quote\" 'single' ;semi",
    "e\u0301 \U0001f600 \u202egnol 漢字",
    "a" * 5_000,
]


@pytest.fixture(scope="module")
def database(tmp_path_factory, build, make_article, make_fact):
    """A graph of hostile names, sentences and titles."""
    facts = [
        make_fact("sues", Party(text, "company"), Party(f"{text} Two", "company"), f"{text} sued.", start=number * 9999,
                  court=text, caption=text, judge="Ada Stone", filed_date="2024", amount_usd=1e9, term_years=2.0)
        for number, text in enumerate(HOSTILE)
    ]  # fmt: skip
    facts.append(make_fact("settles_with", facts[0].subject, facts[0].object, start=99_999_998))
    facts.append(make_fact("says", "Weave Labs", None, start=99_999_999, stance="neutral"))
    path = tmp_path_factory.mktemp("data") / "rightswire.db"
    write_graph(path, build([make_article("a", *facts, title=HOSTILE[0], outlet=HOSTILE[3])]))
    return path


@pytest.fixture(scope="module")
def files(database, tmp_path_factory):
    """The graph in every format."""
    out = tmp_path_factory.mktemp("out")
    return {path.name: path for name in FORMATS for path in export_graph(database, name, out, ExportOptions())}


@pytest.fixture(scope="module")
def data(database):
    """What the files were made of."""
    return read_graph(database, ExportOptions())


def edge_attributes(graph):
    """Attributes by edge id, without the ids that formats add."""
    found = {}
    for _, _, key, values in networkx.MultiDiGraph(graph).edges(keys=True, data=True):
        found[values.get("id", key)] = {name: value for name, value in values.items() if name not in ("id", "edge_id")}
    assert len(found) == graph.number_of_edges()
    return found


def test_the_hostile_graph_has_everything_in_it(data):
    assert len(data.nodes) > 30
    assert len(data.edges) > 60
    assert len({edge.id for edge in data.edges}) == len(data.edges)
    for element in (*data.nodes, *data.edges):
        assert None not in element.attributes.values()
        assert "" not in element.attributes.values()


def test_gexf_comes_back_whole(files, data):
    graph = networkx.read_gexf(files["rightswire.gexf"])
    assert graph.number_of_nodes() == len(data.nodes)
    assert {node.id: node.attributes["label"] for node in data.nodes} == dict(graph.nodes(data="label"))
    edges = edge_attributes(graph)
    assert set(edges) == {edge.id for edge in data.edges}
    for edge in data.edges:
        assert {key: edges[edge.id].get(key) for key in edge.attributes} == edge.attributes


def test_graphml_comes_back_whole_in_networkx(files, data):
    graph = networkx.read_graphml(files["rightswire.graphml"], force_multigraph=True)
    assert {node.id: dict(node.attributes) for node in data.nodes} == dict(graph.nodes(data=True))
    assert {edge.id: dict(edge.attributes) for edge in data.edges} == edge_attributes(graph)


def test_graphml_comes_back_whole_in_igraph(files, data):
    graph = igraph.Graph.Read_GraphML(str(files["rightswire.graphml"]))
    assert (graph.vcount(), graph.ecount()) == (len(data.nodes), len(data.edges))
    assert graph.vs["label"] == [node.attributes["label"] for node in data.nodes]
    sentences = {edge["edge_id"]: edge["evidence"] for edge in graph.es}
    assert sentences == {edge.id: edge.attributes.get("evidence", "") for edge in data.edges}
    amounts = {edge["amount_usd"] for edge in graph.es if edge["relation"] == "sues" and edge["articles"]}
    assert amounts == {1e9}


def test_json_comes_back_whole(files, data):
    raw = json.loads(files["rightswire.json"].read_text(encoding="utf-8"))
    graph = networkx.node_link_graph(raw, edges="edges")
    assert {node.id: dict(node.attributes) for node in data.nodes} == dict(graph.nodes(data=True))
    assert {edge.id: dict(edge.attributes) for edge in data.edges} == edge_attributes(graph)


@pytest.mark.parametrize(("name", "elements"), [("nodes.csv", "nodes"), ("edges.csv", "edges")])
def test_csv_comes_back_with_formulas_made_harmless(files, data, name, elements):
    with files[name].open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert len(rows) == len(getattr(data, elements))
    for element in getattr(data, elements):
        for key, value in element.attributes.items():
            cell = rows[element.id][key]
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
            assert cell.removeprefix("'") == str(value) if cell.startswith("'") else cell == str(value)
    assert any(row.get("label", "").startswith("'=HYPERLINK") for row in rows.values()) == (name == "nodes.csv")


def test_the_same_graph_gives_the_same_bytes_on_any_day(database, files, tmp_path, monkeypatch):
    monkeypatch.setattr("time.strftime", lambda *_: "2031-01-01")
    for name in FORMATS:
        for path in export_graph(database, name, tmp_path / "new", ExportOptions()):
            assert path.read_bytes() == files[path.name].read_bytes()
    assert b'lastmodifieddate="2024-05-23"' in files["rightswire.gexf"].read_bytes()


def test_files_are_replaced_whole_or_not_at_all(database, data, tmp_path, monkeypatch):
    for name in FORMATS:
        export_graph(database, name, tmp_path, ExportOptions())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    for name in FORMATS:
        with pytest.raises(ExportError, match="disk full"):
            export_graph(database, name, tmp_path, ExportOptions())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_database_is_only_read(database, tmp_path):
    before = database.read_bytes()
    export_graph(database, "json", tmp_path, ExportOptions())
    assert database.read_bytes() == before
    left = {path.name for path in database.parent.iterdir()}
    assert left <= {"rightswire.db", "rightswire.db-shm", "rightswire.db-wal"}


def test_only_some_kinds(database):
    cases = read_graph(database, ExportOptions(kinds=("case", "court")))
    assert {node.attributes["kind"] for node in cases.nodes} == {"case", "court"}
    assert {edge.attributes["relation"] for edge in cases.edges} == {"filed_in"}


@pytest.fixture(scope="module")
def history(tmp_path_factory, build, make_article, make_fact):
    """Two years of news on one new suit, and the register."""
    path = tmp_path_factory.mktemp("history") / "rightswire.db"
    articles = [
        make_article("a", make_fact("sues", "Ann Poe", "Xylo", confidence=0.6, status="filed"), day="2024-05-23"),
        make_article("b", make_fact("sues", "Ann Poe", "Xylo", confidence=0.9, status="dismissed"), day="2025-05-23"),
        make_article("c", make_fact("licenses_to", "Yarn", "Xylo"), day="2025-06-01"),
    ]
    write_graph(path, build(articles))
    return path


@pytest.mark.parametrize(
    ("day", "suit", "listed", "licence"),
    [
        ("2023-12-26", None, False, False),
        ("2023-12-27", None, True, False),
        ("2024-05-23", (1, 0.6, "filed"), True, False),
        ("2025-05-31", (2, 0.9, "dismissed"), True, False),
        ("2026-01-01", (2, 0.9, "dismissed"), True, True),
    ],
)
def test_the_graph_as_of_a_day(history, day, suit, listed, licence):
    data = read_graph(history, ExportOptions(as_of=day))
    edges = {edge.id: edge.attributes for edge in data.edges}
    told = edges.get("ann-poe|sues|xylo")
    assert (told and (told["articles"], told["confidence"], told["status"])) == suit
    assert ("mill-gazette|sues|oracle-loom" in edges) == listed
    assert ("yarn|licenses_to|xylo" in edges) == licence
    assert {end for edge in data.edges for end in (edge.source, edge.target)} == {node.id for node in data.nodes}


def test_a_case_as_of_a_day_has_the_status_of_then(history):
    def case(day):
        nodes = {node.id: node.attributes for node in read_graph(history, ExportOptions(as_of=day)).nodes}
        return nodes["mill-gazette-v-loom"]

    assert case("2024-01-01")["status"] == "filed"
    assert case("2025-05-01")["status"] == "discovery"


@pytest.mark.parametrize(
    ("format_name", "options"),
    [
        ("docx", ExportOptions()),
        ("csv", ExportOptions(kinds=("planet",))),
        ("csv", ExportOptions(as_of="2024-02-30")),
        ("csv", ExportOptions(as_of="2024")),
    ],
)
def test_wrong_usage_is_told(database, tmp_path, format_name, options):
    with pytest.raises(ConfigurationError):
        export_graph(database, format_name, tmp_path, options)


def test_a_missing_or_foreign_database_is_told(tmp_path):
    (tmp_path / "foreign.db").write_text("text " * 500)
    for name in ("missing.db", "foreign.db"):
        with pytest.raises(DataFileError, match=name):
            export_graph(tmp_path / name, "csv", tmp_path, ExportOptions())
    assert not (tmp_path / "missing.db").exists()


def test_an_empty_graph_is_written_too(tmp_path, empty_build):
    write_graph(tmp_path / "empty.db", empty_build())
    for name in FORMATS:
        assert all(path.stat().st_size for path in export_graph(tmp_path / "empty.db", name, tmp_path, ExportOptions()))
    assert networkx.read_gexf(tmp_path / "rightswire.gexf").number_of_nodes() == 0


VALUES = st.dictionaries(
    st.sampled_from(["label", "court", "évidence", "type", "weight", "viz"]),
    st.text(max_size=20).map(clean_text).filter(bool),
    max_size=4,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ends=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), VALUES), max_size=6))
def test_any_text_goes_out_and_back_in(tmp_path, ends):
    nodes = [Element(str(number), {"label": "x"}) for number in range(4)]
    edges = [
        Element(
            f"e{i}",
            {"relation": "sues", **{k: v for k, v in values.items() if k in ("court", "évidence")}},
            str(s),
            str(t),
        )
        for i, (s, t, values) in enumerate(ends)
    ]
    data = GraphData(nodes, edges, "2024-01-01")
    for write in WRITERS.values():
        write(data, tmp_path)
    for graph in (
        networkx.read_graphml(tmp_path / "rightswire.graphml", force_multigraph=True),
        networkx.node_link_graph(json.loads((tmp_path / "rightswire.json").read_text("utf-8")), edges="edges"),
    ):
        assert edge_attributes(graph) == {edge.id: dict(edge.attributes) for edge in edges}
    assert networkx.read_gexf(tmp_path / "rightswire.gexf").number_of_edges() == len(edges)
    assert replace(data, day="") != data
