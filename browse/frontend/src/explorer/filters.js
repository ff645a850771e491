// What of the loaded part is shown: by relation, kind, medium, provenance and date, less what was hidden by hand.

export const NO_MEDIUM = "none told";
const WITH_MEDIUM = ["case", "deal"];

export const newFilters = () => ({ relation: new Set(), kind: new Set(), medium: new Set(), provenance: new Set(), from: null, to: null, undated: true, hidden: new Set() });

const media = (thing) => (thing.media.length ? thing.media : [NO_MEDIUM]);
const someOn = (off, values) => values.some((value) => !off.has(value));

function within(filters, months) {
  if (!months) return filters.undated;
  return (filters.to === null || months[0] <= filters.to) && (filters.from === null || months[1] >= filters.from);
}

// The sets of nodes and edges to show. `kept` are nodes that stay without any edge: where one started, what is selected.
export function visible(graph, filters, kept) {
  const allowed = new Set();
  graph.forEachNode((id, node) => {
    if (filters.hidden.has(id) || filters.kind.has(node.kind)) return;
    if (WITH_MEDIUM.includes(node.kind) && !someOn(filters.medium, media(node))) return;
    allowed.add(id);
  });
  const nodes = new Set(kept.filter((id) => allowed.has(id)));
  const edges = new Set();
  graph.forEachEdge((id, edge, source, target) => {
    if (!allowed.has(source) || !allowed.has(target)) return;
    if (filters.relation.has(edge.look) || filters.provenance.has(edge.provenance)) return;
    if (!someOn(filters.medium, media(edge)) || !within(filters, edge.months)) return;
    edges.add(id);
    nodes.add(source).add(target);
  });
  return { nodes, edges };
}

// What is in one of the two and not in the other.
export function difference(one, other) {
  const apart = (left, right) => [...left].filter((id) => !right.has(id));
  const both = (what) => [...apart(one[what], other[what]), ...apart(other[what], one[what])];
  return { nodes: both("nodes"), edges: both("edges") };
}

const add = (counts, name, shown) => {
  const held = counts.get(name) || { all: 0, shown: 0 };
  counts.set(name, { all: held.all + 1, shown: held.shown + (shown ? 1 : 0) });
};

// For each filter its values with how many things have them: all that are loaded, and those shown.
export function tally(graph, { nodes, edges }) {
  const counts = { relation: new Map(), kind: new Map(), medium: new Map(), provenance: new Map() };
  const words = new Map();
  graph.forEachNode((id, node) => add(counts.kind, node.kind, nodes.has(id)));
  graph.forEachEdge((id, edge) => {
    add(counts.relation, edge.look, edges.has(id));
    add(counts.provenance, edge.provenance, edges.has(id));
    for (const medium of media(edge)) add(counts.medium, medium, edges.has(id));
    words.set(edge.look, edge.words);
  });
  return { ...counts, words };
}

// First and last month of the loaded relations; null where none has a date.
export function span(graph) {
  let [first, last] = [Infinity, -Infinity];
  graph.forEachEdge((_, { months }) => {
    if (months) [first, last] = [Math.min(first, months[0]), Math.max(last, months[0])];
  });
  return first <= last ? [first, last] : null;
}
