// The part of the graph that has been loaded, as a graphology graph that sigma draws.
import { MultiDirectedGraph } from "graphology";
import { byRelation, kindLook, relationLook } from "./looks.js";
import { monthsOf } from "./dom.js";

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

export function makeNetwork() {
  const graph = new MultiDirectedGraph();
  return { graph, add: (part, beside) => addPart(graph, part, beside) };
}

// Add what is not there yet. The places where nodes start follow from their order alone: the same steps give the same drawing.
function addPart(graph, part, beside) {
  const origin = beside && graph.hasNode(beside) ? graph.getNodeAttributes(beside) : { x: 0, y: 0 };
  const fresh = part.nodes.filter((node) => !graph.hasNode(node.id));
  const step = graph.order ? reach(graph) / (6 * Math.sqrt(fresh.length || 1)) : 10;
  fresh.forEach((node, place) => {
    const [turn, far] = [place * GOLDEN_ANGLE, step * Math.sqrt(place + (graph.order ? 1 : 0))];
    graph.addNode(node.id, { ...nodeData(node), x: origin.x + far * Math.cos(turn), y: origin.y + far * Math.sin(turn), size: 4 });
  });
  for (const edge of part.edges) {
    const both = graph.hasNode(edge.source) && graph.hasNode(edge.target);
    // A speaker who speaks for nobody else is tied to himself: nothing to draw.
    if (!both || edge.source === edge.target || graph.hasEdge(edge.id)) continue;
    graph.addEdgeWithKey(edge.id, edge.source, edge.target, edgeData(edge));
  }
  bendParallel(graph);
  const scale = Math.min(1, Math.max(0.42, 1.75 - 0.19 * Math.log(graph.order)));
  graph.updateEachNodeAttributes((id, node) => ({ ...node, size: scale * nodeSize(node, graph.degree(id)) }));
  return fresh.map((node) => node.id);
}

function reach(graph) {
  let far = 1;
  graph.forEachNode((_, { x, y }) => { far = Math.max(far, Math.abs(x), Math.abs(y)); });
  return far;
}

const nodeData = ({ name, kind, ...rest }) => ({ ...rest, name: name || "(no name)", kind, shape: kindLook(kind).shape });

const edgeData = ({ id, source, target, ...rest }) => ({ ...rest, months: monthsOf(rest.date), width: relationLook(rest.look).size, form: relationLook(rest.look).form, bend: 0 });

// Suits and deals stand for what ties their parties: they stay small. Parties grow with what is told of them.
function nodeSize({ kind, articles }, degree) {
  const weight = Math.sqrt(articles + degree / 2);
  return ["case", "deal", "court"].includes(kind) ? Math.min(3.2 + weight * 0.7, 8) : Math.min(3.4 + weight * 1.5, 17);
}

const CURVED = ["bow", "curve"];

// Several relations between the same two: suits stay straight, licences curved, and any other gives way.
function bendParallel(graph) {
  const pairs = new Map();
  graph.forEachEdge((edge, _, source, target) => {
    const pair = source < target ? `${source}\n${target}` : `${target}\n${source}`;
    if (!pairs.has(pair)) pairs.set(pair, []);
    pairs.get(pair).push(edge);
  });
  for (const edges of pairs.values()) {
    const relation = (edge) => graph.getEdgeAttribute(edge, "look");
    edges.sort((one, other) => byRelation(relation(one), relation(other)) || (one < other ? -1 : 1));
    let straight = false;
    let turn = 0;
    for (const edge of edges) {
      const look = relationLook(relation(edge));
      if (!CURVED.includes(look.form) && !straight) {
        straight = true;
        graph.mergeEdgeAttributes(edge, { form: look.form, bend: 0 });
        continue;
      }
      const bend = CURVED.includes(look.form) ? 0.22 + 0.1 * Math.floor(turn / 2) : 0.1 * (1 + Math.floor(turn / 2));
      const form = { arrow: "bow", line: "curve" }[look.form] || look.form;
      graph.mergeEdgeAttributes(edge, { form, bend: turn % 2 ? -bend : bend });
      turn += 1;
    }
  }
}
