// The graph explorer: draws the network around a node and lets one walk through it.
import { byId, counted, element } from "./explorer/dom.js";
import { makeControls } from "./explorer/controls.js";
import { copyLink, makeDownloads } from "./explorer/downloads.js";
import { newFilters, tally, visible } from "./explorer/filters.js";
import { listenToKeys } from "./explorer/keys.js";
import { makeLayout } from "./explorer/layout.js";
import { makeListing } from "./explorer/listing.js";
import { darkness } from "./explorer/looks.js";
import { completeNames } from "./explorer/names.js";
import { makeNetwork } from "./explorer/network.js";
import { makePanel } from "./explorer/panel.js";
import { edgeAt } from "./explorer/pick.js";
import { askServer } from "./explorer/server.js";
import { readState, writeState } from "./explorer/state.js";
import { makeTime } from "./explorer/time.js";
import { makeView } from "./explorer/view.js";
import { hiddenSteps, makeWays, pathWords } from "./explorer/ways.js";

const STATE_MS = 250;
const SHADED_MOST = 600;

function startExplorer(root) {
  const { start: startId, limit, asked, ...addresses } = root.dataset;
  const server = askServer(addresses);
  const network = makeNetwork();
  const { graph } = network;
  const scene = { graph, shown: { nodes: new Set(), edges: new Set() }, filters: newFilters(), expanded: new Map(), steps: [], path: [], selected: null, edge: null, hovered: null, centre: null, settled: () => {} };
  const wanted = readState(location.hash, scene.filters);
  const say = (words) => { byId("status").textContent = words; };
  // What the filters hide of the path that is laid stands behind the rest of the status.
  const HIDDEN = / The filters hide the lines of .*$/;
  function sayHidden() {
    const hidden = hiddenSteps(scene);
    const plain = byId("status").textContent.replace(HIDDEN, "");
    const words = hidden ? `${plain} The filters hide the lines of ${counted(hidden, "step")} of this path.` : plain;
    if (words !== byId("status").textContent) say(words);
  }
  let [busy, saving, written] = [0, 0, location.hash];

  root.hidden = false;
  byId("plain-view").hidden = true;
  const view = makeView(byId("canvas"), scene);
  const layout = makeLayout(graph, () => view.restyle(), byId("canvas"));
  const acts = { select, selectEdge, expand, hide, unselect, pathFrom, pathTo, step, address: addresses.explore, expandSelected: () => scene.selected && expand(scene.selected), hideSelected: () => scene.selected && hide(scene.selected) };
  const panel = makePanel(scene, server, acts);
  const controls = makeControls(scene, changed);
  const time = makeTime(scene, changed);
  const listing = makeListing(scene, acts);
  const ways = makeWays(scene, server, say, layPath);
  scene.settled = () => remember();

  // After any change of filters, of what is loaded or of what is selected.
  function changed() {
    const before = scene.shown;
    scene.shown = visible(graph, scene.filters, [scene.centre, scene.selected, ...scene.path].filter(Boolean));
    view.restyle(before);
    const counts = tally(graph, scene.shown);
    controls.update(counts);
    byId("counts").textContent = `${counted(scene.shown.nodes.size, "node")}, ${counted(scene.shown.edges.size, "relation")}${scene.shown.edges.size < graph.size ? ` of ${counted(graph.size, "relation")} loaded` : ""}`;
    byId("show-hidden").hidden = !scene.filters.hidden.size;
    byId("show-hidden").textContent = `Bring back ${counted(scene.filters.hidden.size, "hidden node")}`;
    byId("clear-path").hidden = !scene.path.length;
    byId("expand-selected").disabled = byId("hide-selected").disabled = !scene.selected;
    listing.update();
    sayHidden();
    remember();
  }

  function remember() {
    clearTimeout(saving);
    // Not while playing: browsers limit how often an address may change.
    if (!busy && !time.playing()) saving = setTimeout(writeAddress, STATE_MS);
  }

  // Another fragment than was written last is a link that was pasted meanwhile: the page is about to load it.
  function writeAddress() {
    if (busy || location.hash !== written) return;
    const state = writeState(scene, view.camera());
    // Asked for by name, it is kept by id: another node of that name may come.
    const query = scene.centre ? `?${new URLSearchParams({ id: scene.centre })}` : location.search;
    history.replaceState(null, "", `${location.pathname}${query}${state ? `#${state}` : ""}`);
    written = location.hash;
  }

  // One thing after the other: what comes while nodes still move waits, so that steps replayed end in the same drawing.
  let queue = Promise.resolve();
  function inTurn(work) {
    busy += 1;
    root.setAttribute("aria-busy", "true");
    queue = queue.then(work).catch((error) => say(error.message)).finally(() => {
      busy -= 1;
      if (!busy) root.removeAttribute("aria-busy");
      remember();
    });
    return queue;
  }

  // The server tells of the lines within a part; those from its new nodes to others that are shown are asked for too.
  async function grow(part, beside) {
    const within = new Set(part.nodes.map((node) => node.id));
    const others = graph.filterNodes((id) => !within.has(id));
    const coming = [...within].filter((id) => !graph.hasNode(id));
    const between = coming.length && others.length ? await server.between(coming, others) : [];
    const fresh = network.add({ ...part, edges: [...part.edges, ...between] }, beside);
    time.update();
    view.refresh();
    changed();
    if (fresh.length) await layout.settle();
    view.refresh();
    return fresh;
  }

  // Of each node how many neighbours were brought in, the best first, and how many are left: a further step brings the next.
  function expand(id) {
    return inTurn(async () => {
      let { brought, left: rest } = scene.expanded.get(id) || { brought: 0, left: Infinity };
      if (!rest) return;
      let part;
      do { // all of the next may be shown already, brought in from elsewhere
        part = await server.around(id, brought);
        brought += part.nodes.length - 1;
        rest = part.left_out.nodes;
      } while (rest && part.nodes.every((node) => graph.hasNode(node.id)));
      scene.expanded.set(id, { brought, left: rest });
      scene.steps.push(["expand", id]);
      const fresh = await grow(part, id);
      if (scene.selected === id) panel.showNode(id);
      const left = part.left_out.nodes ? `; ${counted(part.left_out.nodes, "less reported neighbour")} left out, Expand brings the next` : "";
      say(fresh.length ? `${counted(fresh.length, "node")} more${left}.` : `Nothing more to show here${left}.`);
    });
  }

  function layPath(what, from, to) {
    return inTurn(async () => {
      const found = await ways.ask(what, from, to);
      if (found.path.length) {
        scene.steps = scene.steps.filter((one) => JSON.stringify(one) !== JSON.stringify([what, from, to])).concat([[what, from, to]]);
        scene.selected = scene.edge = null;
        panel.empty();
        await grow(found, from);
        scene.path = found.path;
        changed();
      }
      ways.show(what, from, to);
      say(pathWords(graph, found));
      sayHidden();
    });
  }

  function select(id, { look = false } = {}) {
    if (!graph.hasNode(id)) return;
    Object.assign(scene, { selected: id, edge: null, path: [] });
    panel.showNode(id);
    if (look) view.takeOff();
    changed();
    if (look) view.look(id);
  }

  function selectEdge(id) {
    if (!graph.hasEdge(id)) return;
    Object.assign(scene, { selected: null, edge: id });
    panel.showEdge(id);
    changed();
  }

  function unselect() {
    Object.assign(scene, { selected: null, edge: null, path: [] });
    panel.empty();
    changed();
  }

  function hide(id) {
    scene.filters.hidden.add(id);
    if (scene.selected === id) return unselect();
    return changed();
  }

  // From one shown node to the next, by name.
  function step(by) {
    const ids = [...scene.shown.nodes].sort((one, other) => (graph.getNodeAttribute(one, "name") < graph.getNodeAttribute(other, "name") ? -1 : 1));
    const place = ids.indexOf(scene.selected);
    if (ids.length) select(ids[(place + by + ids.length) % ids.length], { look: true });
    if (scene.selected) say(graph.getNodeAttribute(scene.selected, "name"));
  }

  function pathFrom(id) {
    ways.from(id);
    say(`Path from ${graph.getNodeAttribute(id, "name")}: choose where to.`);
    if (ways.ready()) ways.submit();
  }

  function pathTo(id) {
    ways.to(id);
    if (ways.ready()) ways.submit();
    else say(`Path to ${graph.getNodeAttribute(id, "name")}: choose where from.`);
  }

  // Among thousands only the name comes up: to shade all others anew would take longer than the pointer stays.
  function hover(node) {
    byId("canvas").classList.toggle("over", node !== null);
    if (graph.order > SHADED_MOST) return;
    scene.hovered = node;
    view.restyle();
  }

  function listen() {
    const { sigma } = view;
    sigma.on("clickNode", ({ node }) => select(node));
    sigma.on("doubleClickNode", (event) => { event.preventSigmaDefault(); expand(event.node); });
    sigma.on("clickStage", ({ event }) => {
      const edge = edgeAt(view.pixels, scene, event);
      if (edge) selectEdge(edge);
      else unselect();
    });
    sigma.on("enterNode", ({ node }) => hover(node));
    sigma.on("leaveNode", () => hover(null));
    sigma.getCamera().on("updated", remember);
    darkness.addEventListener("change", () => controls.redraw(tally(graph, scene.shown)));
    listenToKeys(byId("canvas"), view, acts);
    const pressed = {
      fit: view.fit,
      "zoom-in": () => view.zoom(1 / 1.4),
      "zoom-out": () => view.zoom(1.4),
      "expand-selected": acts.expandSelected,
      "hide-selected": acts.hideSelected,
      "show-hidden": () => { scene.filters.hidden.clear(); changed(); },
      "clear-path": unselect,
      "all-filters": () => { Object.assign(scene.filters, { ...newFilters(), hidden: scene.filters.hidden }); time.update(); changed(); },
      "copy-link": () => { writeAddress(); copyLink(say); },
    };
    for (const [id, act] of Object.entries(pressed)) byId(id).addEventListener("click", act);
    makeDownloads(scene, view, say);
    const start = completeNames(byId("start-name"), byId("start-names"), scene, server);
    byId("start-name").form.addEventListener("submit", (event) => {
      const id = start.chosen();
      if (!id) return; // the server looks for what was typed
      event.preventDefault();
      location.assign(`${addresses.explore}?${new URLSearchParams({ id })}`);
    });
    // Another link to the same page: browsers keep the page and change the fragment alone.
    addEventListener("hashchange", () => location.reload());
  }

  async function first() {
    const part = await (asked === "id" ? server.around(startId) : server.whole(limit)).catch((error) => {
      byId("plain-view").hidden = false;
      throw error;
    });
    scene.centre = part.centre;
    if (part.centre) scene.expanded.set(part.centre, { brought: part.nodes.length - 1, left: part.left_out.nodes });
    await grow(part, null);
    const left = part.left_out.nodes;
    say(left ? `${counted(left, part.centre ? "less reported neighbour" : "less reported node")} left out${part.centre ? ": select it and press Expand for the next" : ""}.` : "");
  }

  // What a link asks for is done again step by step, as whoever made it did.
  function restore() {
    for (const [what, ...ids] of wanted.steps) {
      if (what === "expand") expand(ids[0]);
      else layPath(what, ...ids);
    }
    inTurn(async () => {
      if (!wanted.lit) scene.path = [];
      if (wanted.selected) select(wanted.selected);
      else if (wanted.edge) selectEdge(wanted.edge);
      time.update();
      changed();
      if (wanted.camera) view.aim(wanted.camera);
    });
  }

  panel.empty();
  listen();
  inTurn(first);
  restore();

  // For tests, which should not guess from pixels.
  window.rightswireExplorer = {
    counts: () => ({ nodes: graph.order, edges: graph.size, shownNodes: scene.shown.nodes.size, shownEdges: scene.shown.edges.size }),
    shown: () => ({ nodes: [...scene.shown.nodes].sort(), edges: [...scene.shown.edges].sort() }),
    places: () => Object.fromEntries(graph.mapNodes((id, { x, y }) => [id, [x, y]])),
    scene: () => ({ selected: scene.selected, edge: scene.edge, path: scene.path, camera: view.camera(), playing: time.playing() }),
    pixels: view.pixels,
    idle: () => !busy,
    camera: view.aim,
  };
}

// Without WebGL nothing can be drawn: the page keeps its plain table then.
function canDraw() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
}

const root = byId("explorer");
if (root && canDraw()) startExplorer(root);
else root?.before(element("p", { class: "message", role: "alert" }, "This browser cannot draw the network: it has no WebGL, or it is switched off. Below is what it would show, as a table."));
