// The drawing: sigma over the loaded part, showing what the filters let through.
import Sigma from "sigma";
import { calmly } from "./dom.js";
import { difference } from "./filters.js";
import { drawLabels, measurer, placeLabels } from "./labels.js";
import { colour, darkness, faint, kindLook, relationLook } from "./looks.js";
import { manner, watchMotion } from "./motion.js";
import { edgePrograms, nodePrograms } from "./shapes.js";

const HIGHLIGHT = 1.35;
const NARROW = 500; // pixels

// `scene` is shared with the rest of the explorer: { graph, shown: { nodes, edges }, selected, hovered, path, centre }.
export function makeView(container, scene) {
  const settings = {
    nodeProgramClasses: nodePrograms(),
    edgeProgramClasses: edgePrograms(),
    nodeReducer: (id, node) => nodeSeen(scene, id, node),
    edgeReducer: (id, edge) => edgeSeen(scene, id, edge),
    renderLabels: false,
    defaultDrawNodeHover: drawHover,
    zIndex: true,
    minEdgeThickness: 1,
    stagePadding: container.clientWidth < NARROW ? 22 : 48,
    minCameraRatio: 0.02,
    maxCameraRatio: 4,
    zoomDuration: calmly() ? 1 : 250, // sigma divides by these
    inertiaDuration: calmly() ? 1 : 200,
    doubleClickZoomingRatio: 1,
    allowInvalidContainer: true,
  };
  const sigma = new Sigma(scene.graph, container, settings);
  withLabels(sigma, scene);
  const motion = watchMotion(sigma);
  darkness.addEventListener("change", () => sigma.refresh());
  const camera = sigma.getCamera();
  const move = (state) => (calmly() ? camera.setState({ ...camera.getState(), ...state }) : camera.animate(state, { duration: 200 }));
  let styled = "";

  // Where only filters changed since `before` was shown, as while playing, what comes or goes is drawn with the next frame.
  // Else all is drawn, and at once: sigma knows places only of what it has drawn.
  function restyle(before) {
    const { graph, selected, edge, path, hovered } = scene;
    const look = JSON.stringify([selected, edge, path, hovered, graph.order, graph.size]);
    const some = before && look === styled ? difference(before, scene.shown) : undefined;
    styled = look;
    sigma.refresh({ schedule: Boolean(some), skipIndexation: true, partialGraph: some });
  }

  return {
    sigma,
    refresh: () => sigma.refresh(),
    restyle,
    fit: () => move({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }),
    zoom: (factor) => move({ ratio: sigma.getSetting("maxCameraRatio") && Math.min(4, Math.max(0.02, camera.getState().ratio * factor)) }),
    pan: (across, down) => {
      const { x, y, ratio } = camera.getState();
      move({ x: x + across * ratio * 0.12, y: y - down * ratio * 0.12 });
    },
    // Before what is drawn anew for the place that `look` then goes to.
    takeOff: () => calmly() || motion.start(),
    look: (id) => {
      const at = sigma.getNodeDisplayData(id);
      if (at) move({ x: at.x, y: at.y });
    },
    camera: () => camera.getState(),
    aim: (state) => camera.setState(state),
    pixels: (id) => {
      const at = sigma.getNodeDisplayData(id);
      return at && sigma.framedGraphToViewport(at);
    },
  };
}

// With something selected or a path laid, the rest steps back.
function lit(scene, id) {
  if (scene.path.length) return scene.path.includes(id);
  const focus = scene.hovered || scene.selected;
  return !focus || !scene.graph.hasNode(focus) || id === focus || scene.graph.areNeighbors(id, focus);
}

function nodeSeen(scene, id, node) {
  const on = lit(scene, id);
  const chief = id === scene.selected || scene.path.includes(id);
  const zIndex = chief ? 2 : on ? 1 : 0; // of the hidden too: what comes back comes to where it lay
  if (!scene.shown.nodes.has(id)) return { ...node, label: null, hidden: true, type: node.shape, color: colour("grey"), zIndex };
  return {
    x: node.x,
    y: node.y,
    label: node.name,
    type: node.shape,
    size: chief ? node.size * HIGHLIGHT : node.size,
    color: on ? colour(kindLook(node.kind).colour) : colour("pale"),
    hollow: colour("paper"),
    highlighted: id === scene.selected,
    zIndex,
  };
}

function edgeSeen(scene, id, edge) {
  const [source, target] = scene.graph.extremities(id);
  const focus = scene.hovered || scene.selected;
  const along = scene.path.length && scene.path.some((node, place) => place && [node, scene.path[place - 1]].sort().join("\n") === [source, target].sort().join("\n"));
  const on = scene.path.length ? along : !focus || !scene.graph.hasNode(focus) || source === focus || target === focus;
  const zIndex = on ? 1 : 0;
  if (!scene.shown.edges.has(id)) return { ...edge, hidden: true, type: edge.form, color: colour("grey"), zIndex };
  const share = crowding(scene.graph);
  const size = edge.width * (id === scene.edge ? 2.2 : along ? 1.8 : share);
  const look = relationLook(edge.look);
  // What is looked at stands out whole; the rest is as faint as the crowd asks.
  const shade = !on ? colour("dimmed") : focus || along || id === scene.edge ? colour(look.colour) : faint(look.colour, share * (look.share || 1));
  return { ...edge, label: null, type: edge.form, size, curvature: edge.bend, color: shade, zIndex };
}

// How wide and dark lines are: whole up to a hundred nodes or so, less among thousands.
const crowding = ({ order }) => Math.min(1, Math.max(0.45, 1.9 - 0.2 * Math.log(order + 1)));

// Nodes that can be seen, in pixels, in the order of their claim to a name.
export function nodesInView(sigma, scene) {
  const { width, height } = sigma.getDimensions();
  const found = [];
  for (const id of scene.shown.nodes) {
    const data = sigma.getNodeDisplayData(id);
    if (!data || data.hidden) continue;
    const { x, y } = sigma.framedGraphToViewport(data);
    if (x < -20 || y < -20 || x > width + 20 || y > height + 20) continue;
    const strong = id === scene.centre || id === scene.selected || scene.path.includes(id);
    if ((scene.path.length || scene.selected) && !strong && !lit(scene, id)) {
      found.push({ id, name: "", x, y, size: sigma.scaleSize(data.size), strong: false, rank: -1 });
      continue;
    }
    const node = scene.graph.getNodeAttributes(id);
    const place = ["case", "deal"].includes(node.kind) ? -4 : 0;
    found.push({ id, name: node.short || node.name, x, y, size: sigma.scaleSize(data.size), strong, rank: (strong ? 1000 : 0) + node.size + place + (id === scene.hovered ? 500 : 0) });
  }
  return found.sort((one, other) => other.rank - one.rank || (one.id < other.id ? -1 : 1));
}

export function withLabels(sigma, scene) {
  const context = sigma.getCanvases().labels.getContext("2d");
  const measure = measurer(context);
  let placed = [];
  const at = (id) => {
    const data = sigma.getNodeDisplayData(id);
    return data && !data.hidden ? sigma.framedGraphToViewport(data) : null;
  };

  // In a move that is drawn lightly, names stay beside their nodes: none comes, goes or changes sides.
  function moved(label) {
    const node = label.strong || lit(scene, label.id) ? at(label.id) : null;
    return node && { ...label, x: node.x + label.across, y: node.y + label.down };
  }

  function place() {
    const labels = placeLabels(nodesInView(sigma, scene), sigma.getDimensions(), measure);
    return labels.filter(({ text }) => text).map((label) => ({ ...label, across: label.x - label.node.x, down: label.y - label.node.y }));
  }

  sigma.on("afterRender", () => {
    placed = manner(sigma) === "whole" ? place() : placed.map(moved).filter(Boolean);
    drawLabels(context, placed.filter(({ id }) => id !== scene.selected && id !== scene.hovered)); // drawHover names those
  });
}

// The whole name of the node under the pointer, or selected, on a ground of its own.
function drawHover(context, data) {
  const name = String(data.label || "");
  context.font = '600 14px "Inter", "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';
  const wide = context.measureText(name).width;
  const right = data.x + data.size + 2;
  const left = right + wide + 10 > context.canvas.clientWidth ? data.x - data.size - 12 - wide : right; // on the side where there is room
  context.fillStyle = colour("paper");
  context.strokeStyle = colour("grey");
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(left, data.y - 11, wide + 10, 22, 3);
  context.fill();
  context.stroke();
  context.beginPath();
  context.arc(data.x, data.y, data.size + 3.5, 0, Math.PI * 2);
  context.lineWidth = 2;
  context.strokeStyle = colour("text");
  context.stroke();
  context.fillStyle = colour("text");
  context.fillText(name, left + 5, data.y + 5);
}
