"""Graph files for other programs: GEXF, GraphML, node-link JSON, CSV. The same graph gives the same bytes."""

import csv
import io
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import networkx
from networkx.readwrite.gexf import GEXFWriter

from graph.plain_text import clean_text, spreadsheet_cell

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Element:
    """A node or an edge with attributes; an unknown attribute is absent, lists are joined, each key has one type.

    Attributes:
        id: unique among nodes or edges.
        source, target: ids of nodes; '' for a node.
    """

    id: str
    attributes: Mapping[str, Value]
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class GraphData:
    """What is exported, nodes and edges each in the order of their ids.

    Attributes:
        day: of the newest article, ISO 8601; '' where there is none. Stands for the date of the file.
    """

    nodes: Sequence[Element]
    edges: Sequence[Element]
    day: str


def clean_attributes(values: Mapping[str, Any], types: Mapping[str, type[Value]]) -> dict[str, Value]:
    """Attributes with one type for each key.

    Args:
        values: as the database and its JSON give them.
        types: type for each key; a key that is not named is text.
    """
    cleaned = {clean_text(key): _clean_value(value, types.get(key, str)) for key, value in values.items()}
    return {key: value for key, value in cleaned.items() if value is not None and value != ""}


def _clean_value(value: Any, wanted: type[Value]) -> Value | None:
    if value is None or value == "":
        return None
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    return clean_text(str(value)) if wanted is str else wanted(value)


def to_networkx(data: GraphData) -> "networkx.MultiDiGraph[str]":
    """The graph with edge ids as keys; attributes as they stand."""
    graph = networkx.MultiDiGraph()
    graph.add_nodes_from((node.id, dict(node.attributes)) for node in data.nodes)
    graph.add_edges_from((edge.source, edge.target, edge.id, dict(edge.attributes)) for edge in data.edges)
    return graph


def write_gexf(data: GraphData, folder: Path) -> list[Path]:
    """GEXF 1.2 for Gephi; the date of the file is the day of the newest article."""
    graph = to_networkx(data)
    for _, _, key, attributes in graph.edges(keys=True, data=True):
        attributes["id"] = key  # else networkx numbers them
        attributes["label"] = attributes["relation"]
    writer = GEXFWriter()
    writer.add_graph(graph)
    meta = writer.xml.find("meta")
    if data.day:
        meta.set("lastmodifieddate", data.day)
    else:
        del meta.attrib["lastmodifieddate"]
    with _replacing(folder / "rightswire.gexf") as file:
        writer.write(file)
        return [folder / "rightswire.gexf"]


def write_graphml(data: GraphData, folder: Path) -> list[Path]:
    """GraphML for Cytoscape, igraph, yEd, Neo4j. `edge_id` repeats the id, which igraph 1.0 takes from nodes."""
    graph = to_networkx(data)
    for _, _, key, attributes in graph.edges(keys=True, data=True):
        attributes["edge_id"] = key
    with _replacing(folder / "rightswire.graphml") as file:
        networkx.write_graphml_lxml(graph, file)
        return [folder / "rightswire.graphml"]


def write_json(data: GraphData, folder: Path) -> list[Path]:
    """Node-link JSON for networkx and d3: `nodes` with `id`, `edges` with `source`, `target` and `key`."""
    linked = networkx.node_link_data(to_networkx(data), edges="edges")
    with _replacing(folder / "rightswire.json") as file:
        file.write(json.dumps(linked, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n")
        return [folder / "rightswire.json"]


def write_csv(data: GraphData, folder: Path) -> list[Path]:
    """nodes.csv and edges.csv for spreadsheets, pandas and R; what looks like a formula gets a leading apostrophe."""
    tables = (("nodes.csv", ("id",), data.nodes), ("edges.csv", ("id", "source", "target"), data.edges))
    for name, first, elements in tables:
        keys = sorted({key for element in elements for key in element.attributes})
        with _replacing(folder / name) as file:
            rows = [[*first, *keys]]
            for element in elements:
                ends = [getattr(element, column) for column in first]
                rows.append([*ends, *(spreadsheet_cell(element.attributes.get(key, "")) for key in keys)])
            _write_rows(file, rows)
    return [folder / name for name, _, _ in tables]


def _write_rows(file: IO[bytes], rows: Sequence[Sequence[Value]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    csv.writer(text, lineterminator="\n").writerows(rows)
    text.detach()


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file beside the path that takes its place once it is written whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            yield file.file
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:  # Ctrl-C too: no half file stays; raised again
            temporary.unlink(missing_ok=True)
            raise


WRITERS: dict[str, Callable[[GraphData, Path], list[Path]]] = {
    "gexf": write_gexf,
    "graphml": write_graphml,
    "json": write_json,
    "csv": write_csv,
}
#: The files that each of them writes.
FILES: dict[str, tuple[str, ...]] = {
    "gexf": ("rightswire.gexf",),
    "graphml": ("rightswire.graphml",),
    "json": ("rightswire.json",),
    "csv": ("nodes.csv", "edges.csv"),
}
