// What is shown, as data: JSON that networkx and d3 read, CSV for spreadsheets, GEXF for Gephi.
import { MultiDirectedGraph } from "graphology";
import { write } from "graphology-gexf/browser";
import { colour, kindLook } from "./looks.js";

const NODE_FIELDS = ["name", "kind", "media", "description", "articles", "relations", "provenance"];
const EDGE_FIELDS = ["relation", "status", "date", "first_date", "last_date", "articles", "confidence", "provenance", "media"];
const CSV_FIELDS = ["source", "source_name", "relation", "target", "target_name", ...EDGE_FIELDS.slice(1)];
// First characters by which a spreadsheet takes a cell for a formula: an apostrophe before them, as in our exports.
const FORMULA = /^\s*[=+\-@\t\r\n]/;
// XML knows no other control characters; one of them would spoil the whole file.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const picked = (thing, fields) => Object.fromEntries(fields.map((field) => [field, Array.isArray(thing[field]) ? thing[field].join("; ") : thing[field] ?? ""]));

function rows({ graph, shown }) {
  const nodes = [...shown.nodes].sort().map((id) => ({ id, ...picked(graph.getNodeAttributes(id), NODE_FIELDS) }));
  const edges = [...shown.edges].sort().map((id) => ({ id, source: graph.source(id), target: graph.target(id), ...picked(graph.getEdgeAttributes(id), EDGE_FIELDS) }));
  return { nodes, edges };
}

export function jsonData(scene) {
  const { nodes, edges } = rows(scene);
  const told = { directed: true, multigraph: true, graph: { name: "Rightswire", made: new Date().toISOString().slice(0, 10) }, nodes, edges: edges.map(({ id, ...edge }) => ({ key: id, ...edge })) };
  return new Blob([JSON.stringify(told, null, 1)], { type: "application/json" });
}

function cell(value) {
  const words = typeof value === "number" ? String(value) : FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
}

export function csvData(scene) {
  const name = (id) => scene.graph.getNodeAttribute(id, "name");
  const lines = rows(scene).edges.map((edge) => ({ ...edge, source_name: name(edge.source), target_name: name(edge.target) }));
  const text = [CSV_FIELDS.join(","), ...lines.map((line) => CSV_FIELDS.map((field) => cell(line[field])).join(","))].join("\r\n");
  return new Blob([`${text}\r\n`], { type: "text/csv" });
}

const clean = (thing) => Object.fromEntries(Object.entries(thing).map(([field, value]) => [field, typeof value === "string" ? value.replace(NOT_XML, "") : value]));

export function gexfData(scene) {
  const { nodes, edges } = rows(scene);
  const copy = new MultiDirectedGraph();
  const keys = new Map();
  for (const { id, ...node } of nodes) {
    let key = id.replace(NOT_XML, "");
    while (copy.hasNode(key)) key += "_";
    keys.set(id, key);
    const { x, y, size } = scene.graph.getNodeAttributes(id);
    copy.addNode(key, { ...clean(node), x, y, size, color: colour(kindLook(node.kind).colour) });
  }
  for (const { id, source, target, ...edge } of edges) copy.addEdgeWithKey(`${copy.size}`, keys.get(source), keys.get(target), { ...clean(edge), edge_id: id.replace(NOT_XML, "") });
  const formatNode = (key, { name, x, y, size, color, ...attributes }) => ({ label: name, attributes, viz: { x, y, size, color } });
  const formatEdge = (key, { relation, ...attributes }) => ({ label: relation, attributes: { relation, ...attributes } });
  return new Blob([write(copy, { formatNode, formatEdge })], { type: "application/gexf+xml" });
}
