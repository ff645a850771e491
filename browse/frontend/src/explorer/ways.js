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

// Each step in words, by who acts on whom, whichever way the path goes: 'News Corp licenses to OpenAI'.
export function pathWords(graph, { path, edges, certain }) {
  if (!path.length) return certain ? "No path joins these two." : "The search was stopped before it found a path: these two lie far apart.";
  if (path.length === 1) return "Both are the same.";
  return `${counted(path.length - 1, "step")}: ${path.slice(1).map((id, place) => stepWords(graph, edges, path[place], id)).join("; ")}.`;
}

function stepWords(graph, edges, one, other) {
  const name = (id) => graph.getNodeAttribute(id, "name");
  const told = [[one, other], [other, one]].map(([source, target]) => {
    const words = [...new Set(edges.filter((edge) => edge.source === source && edge.target === target).map((edge) => edge.words))];
    return words.length ? `${name(source)} ${[words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(" and ")} ${name(target)}` : "";
  });
  return told.filter(Boolean).join(", and ");
}

// How many steps of the path have no line because the filters hide all that there are between the two.
export function hiddenSteps({ graph, shown, path }) {
  return path.slice(1).filter((id, place) => ![...graph.edges(path[place], id), ...graph.edges(id, path[place])].some((edge) => shown.edges.has(edge))).length;
}
