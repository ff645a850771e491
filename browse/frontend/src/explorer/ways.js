// The shortest path between two nodes, found by the server in the whole graph.
import { byId, counted } from "./dom.js";
import { completeNames } from "./names.js";

const DETOUR = ["filed_in", "presides_over"]; // courts and judges tie suits that have nothing else in common

export function makeWays(scene, server, say, lay) {
  const ends = ["from", "to"].map((end) => completeNames(byId(`path-${end}`), byId(`path-${end}-names`), scene, server));
  const without = byId("path-without-courts");

  byId("path-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const [from, to] = await Promise.all(ends.map((end) => end.idOf()));
      if (!from || !to) return say(`No node is called '${byId(from ? "path-to" : "path-from").value.trim()}' here.`);
      await lay(without.checked ? "detour" : "path", from, to);
    } catch (error) {
      say(error.message);
    }
  });

  return {
    from: (id) => ends[0].set(id),
    to: (id) => ends[1].set(id),
    ready: () => byId("path-from").value && byId("path-to").value,
    submit: () => byId("path-form").requestSubmit(),
    show: (what, from, to) => {
      without.checked = what === "detour";
      if (scene.graph.hasNode(from)) ends[0].set(from);
      if (scene.graph.hasNode(to)) ends[1].set(to);
    },
    ask: (what, from, to) => server.path(from, to, what === "detour" ? DETOUR : []),
  };
}

export function pathWords(graph, { path, certain }) {
  if (!path.length) return certain ? "No path joins these two." : "The search was stopped before it found a path: these two lie far apart.";
  return `${counted(path.length - 1, "step")}: ${path.map((id) => graph.getNodeAttribute(id, "name")).join(" → ")}`;
}

// How many steps of the path have no line because the filters hide all that there are between the two.
export function hiddenSteps({ graph, shown, path }) {
  return path.slice(1).filter((id, place) => ![...graph.edges(path[place], id), ...graph.edges(id, path[place])].some((edge) => shown.edges.has(edge))).length;
}
