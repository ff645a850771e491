// The same network as tables, for who cannot see the drawing or would rather read: it follows the filters.
import { button, byId, count, dateWords, element } from "./dom.js";
import { kindLook } from "./looks.js";

const ROWS = 50;

export function makeListing(scene, acts) {
  const [nodesPlace, edgesPlace, find] = ["list-nodes", "list-edges", "list-find"].map(byId);
  let shown = { nodes: ROWS, edges: ROWS };
  let waiting = 0;

  // The panel stands above the tables, out of sight for who chooses in them.
  function show(act) {
    act();
    byId("panel").scrollIntoView({ block: "nearest" });
  }

  function nodeRows() {
    const { graph } = scene;
    const degrees = new Map([...scene.shown.nodes].map((id) => [id, 0]));
    for (const edge of scene.shown.edges) for (const end of graph.extremities(edge)) degrees.set(end, degrees.get(end) + 1);
    return [...degrees]
      .map(([id, degree]) => ({ id, degree, ...graph.getNodeAttributes(id) }))
      .sort((one, other) => other.degree - one.degree || (one.name < other.name ? -1 : 1));
  }

  function nodeRow(node) {
    const on = node.id === scene.selected;
    return element("tr", { class: on ? "chosen" : false },
      element("td", {}, button(node.name, () => show(() => acts.select(node.id, { look: true })), { class: "name", "aria-pressed": String(on) })),
      element("td", {}, kindLook(node.kind).words),
      element("td", {}, node.media.join(", ")),
      element("td", { class: "number", "data-words": node.degree === 1 ? "relation" : "relations" }, count(node.degree)),
      element("td", { class: "number", "data-words": node.articles === 1 ? "article" : "articles" }, count(node.articles)),
      element("td", {}, button("Expand", () => acts.expand(node.id), { "aria-label": `Expand ${node.name}`, disabled: scene.expanded.get(node.id)?.left === 0 }), " ",
        button("Hide", () => acts.hide(node.id), { "aria-label": `Hide ${node.name}` })));
  }

  function edgeRow({ id, source, target, relation, words, date, articles, provenance }) {
    const name = (end) => button(scene.graph.getNodeAttribute(end, "name"), () => show(() => acts.select(end, { look: true })), { class: "name" });
    return element("tr", { class: id === scene.edge ? "chosen" : false },
      element("td", {}, name(source)),
      element("td", {}, button(words, () => show(() => acts.selectEdge(id)), { class: "name relation", "data-relation": relation })),
      element("td", {}, name(target)),
      element("td", {}, element("time", { datetime: date || false }, dateWords(date))),
      element("td", { class: "number", "data-words": articles === 1 ? "article" : "articles" }, count(articles)),
      element("td", {}, provenance === "both" ? "register and news" : provenance));
  }

  function fill(place, heads, rows, row, which) {
    const table = element("table", { class: "plain" },
      element("caption", {}, `${count(rows.length)} ${which === "nodes" ? "nodes" : "relations"} shown`),
      element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col", class: ["Shown relations", "Articles"].includes(head) ? "number" : false }, head)))),
      element("tbody", {}, ...rows.slice(0, shown[which]).map(row)));
    const rest = rows.length - shown[which];
    place.replaceChildren(table, rest > 0 ? button(`Show ${count(Math.min(rest, 200))} more of ${count(rest)}`, () => { shown[which] += 200; draw(); }) : "");
  }

  function draw() {
    waiting = 0;
    const words = find.value.trim().toLowerCase();
    const named = (id) => scene.graph.getNodeAttribute(id, "name").toLowerCase().includes(words);
    const nodes = nodeRows().filter((node) => !words || named(node.id));
    const edges = [...scene.shown.edges]
      .map((id) => ({ id, source: scene.graph.source(id), target: scene.graph.target(id), ...scene.graph.getEdgeAttributes(id) }))
      .filter((edge) => !words || named(edge.source) || named(edge.target))
      .sort((one, other) => (other.date || "").localeCompare(one.date || "") || (one.id < other.id ? -1 : 1));
    const focused = document.activeElement?.getAttribute("aria-label") || document.activeElement?.textContent;
    const inside = nodesPlace.contains(document.activeElement) || edgesPlace.contains(document.activeElement);
    fill(nodesPlace, ["Name", "Kind", "Medium", "Shown relations", "Articles", "Do"], nodes, nodeRow, "nodes");
    fill(edgesPlace, ["Who", "Relation", "Whom", "Date", "Articles", "Known from"], edges, edgeRow, "edges");
    // Whoever pressed a button in a table stays at it when the table is drawn anew.
    if (inside) [...nodesPlace.querySelectorAll("button"), ...edgesPlace.querySelectorAll("button")].find((one) => (one.getAttribute("aria-label") || one.textContent) === focused)?.focus({ preventScroll: true });
  }

  // Many changes in a row, as when playing, are drawn once.
  const update = () => { waiting ||= setTimeout(draw, 250); };
  find.addEventListener("input", update);
  return { update };
}
