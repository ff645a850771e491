// Completion of names, by the server where it offers that, else from the nodes that are loaded.
import { element } from "./dom.js";
import { kindLook } from "./looks.js";

const SHOWN = 12;
const WAIT_MS = 150;

// Beside an input with a datalist: `idOf(text)` tells which node is meant, or null.
export function completeNames(input, list, scene, server) {
  const known = new Map();
  let waiting = 0;
  let asked = 0;

  function loaded(words) {
    const found = [];
    scene.graph.forEachNode((id, { name, kind, articles }) => {
      const place = name.toLowerCase().indexOf(words);
      if (place >= 0) found.push({ id, name, kind, articles, place });
    });
    return found.sort((one, other) => one.place - other.place || other.articles - one.articles || (one.id < other.id ? -1 : 1)).slice(0, SHOWN);
  }

  async function find(text) {
    const words = text.trim().toLowerCase();
    if (!words) return [];
    if (!server.complete) return loaded(words);
    return (await server.complete(text.trim())).slice(0, SHOWN).map((node) => ({ ...node, id: String(node.id), name: String(node.name) }));
  }

  function offer(nodes) {
    const seen = new Set();
    list.replaceChildren(...nodes.map(({ id, name, kind }) => {
      // Two nodes may bear one name: the second is offered with its kind and id.
      const value = seen.has(name) ? `${name} (${kind}, ${id})` : name;
      seen.add(value);
      known.set(value.toLowerCase(), id);
      return element("option", { value }, kindLook(kind).words);
    }));
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const turn = (asked += 1);
      // Completion helps, and is missed quietly: what was typed is still looked up when it is sent.
      const nodes = await find(input.value).catch(() => []);
      if (turn === asked) offer(nodes);
    }, WAIT_MS);
  });

  return {
    // The id of a name that was offered and chosen; undefined for any other text.
    chosen: () => known.get(input.value.trim().toLowerCase()),
    set: (id) => {
      const name = scene.graph.getNodeAttribute(id, "name");
      known.set(name.toLowerCase(), id);
      input.value = name;
    },
    idOf: async () => {
      const text = input.value.trim().toLowerCase();
      if (!text) return null;
      if (known.has(text)) return known.get(text);
      if (scene.graph.hasNode(input.value.trim())) return input.value.trim();
      const nodes = await find(text);
      return nodes.length ? nodes[0].id : null;
    },
  };
}
