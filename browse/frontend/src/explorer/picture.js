// The drawing as a picture, PNG or SVG, with a legend and where it comes from.
import { drawOnCanvas } from "@sigma/export-image";
import { drawing } from "./dom.js";
import { drawLabels, measurer, placeLabels } from "./labels.js";
import { byKind, byRelation, colour, kindLook, relationLook } from "./looks.js";
import { edgeMark, nodeMark } from "./swatches.js";
import { nodesInView } from "./view.js";

const FONT = "Liberation Sans, Arial, sans-serif";

function legendOf({ graph, shown }) {
  const relations = new Map();
  const kinds = new Set();
  for (const edge of shown.edges) relations.set(graph.getEdgeAttribute(edge, "look"), graph.getEdgeAttribute(edge, "words"));
  for (const node of shown.nodes) kinds.add(graph.getNodeAttribute(node, "kind"));
  return {
    relations: [...relations].sort(([one], [other]) => byRelation(one, other)),
    kinds: [...kinds].sort(byKind),
  };
}

const credit = () => `Rightswire, ${new Date().toISOString().slice(0, 10)}. Read by a machine from the news.`;

const text = (x, y, words, attributes = {}) => {
  const made = drawing("text", { x: x.toFixed(1), y: y.toFixed(1), "font-family": FONT, "font-size": 12, fill: colour("soft"), ...attributes });
  // XML knows no control characters.
  made.textContent = words.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return made;
};

function legendMarks(scene, top, width, measure) {
  const { relations, kinds } = legendOf(scene);
  const marks = [];
  let [x, y] = [16, top + 16];
  const room = (wide) => {
    if (x + wide > width - 8) [x, y] = [16, y + 18];
    x += wide;
    return x - wide;
  };
  const long = (words) => measure(words, `12px ${FONT}`);
  for (const kind of kinds) {
    const at = room(long(kindLook(kind).words) + 34);
    marks.push(...nodeMark(kind, at + 5, y - 4, 5), text(at + 15, y, kindLook(kind).words));
  }
  [x, y] = [16, y + 18];
  for (const [relation, words] of relations) {
    const at = room(long(words) + 54);
    const curved = ["bow", "curve"].includes(relationLook(relation).form);
    marks.push(...edgeMark(relation, [at, y - (curved ? 1 : 4)], [at + 28, y - (curved ? 1 : 4)], { bend: curved ? -0.5 : 0 }), text(at + 34, y, words));
  }
  y += 18;
  marks.push(text(16, y, credit(), { "font-size": 11 }));
  return { marks, bottom: y + 12 };
}

export function svgPicture(view, scene) {
  const { sigma } = view;
  const { width, height } = sigma.getDimensions();
  const measure = measurer(document.createElement("canvas").getContext("2d"));
  const nodes = nodesInView(sigma, scene);
  const at = new Map(nodes.map((node) => [node.id, node]));
  const picture = drawing("svg", { xmlns: "http://www.w3.org/2000/svg", width, "font-family": FONT });
  const body = drawing("g");
  for (const edge of scene.shown.edges) body.append(...edgeMarks(sigma, scene, edge, at));
  for (const node of [...nodes].reverse()) body.append(...nodeMark(scene.graph.getNodeAttribute(node.id, "kind"), node.x, node.y, node.size));
  for (const { text: words, x, y, high, strong } of placeLabels(nodes, { width, height }, measure)) {
    body.append(text(x, y, words, { "font-size": high, "font-weight": strong ? 600 : 400, fill: colour(strong ? "text" : "soft"), stroke: colour("paper"), "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }));
  }
  const legend = legendMarks(scene, height, width, measure);
  picture.setAttribute("height", legend.bottom);
  picture.setAttribute("viewBox", `0 0 ${width} ${legend.bottom}`);
  picture.append(drawing("rect", { width, height: legend.bottom, fill: colour("paper") }), body, drawing("rect", { y: height, width, height: legend.bottom - height, fill: colour("paper") }), ...legend.marks);
  return new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" });
}

function edgeMarks(sigma, scene, edge, at) {
  const [source, target] = scene.graph.extremities(edge).map((id) => at.get(id));
  const data = sigma.getEdgeDisplayData(edge);
  if (!source || !target || !data) return [];
  // sigma bends to the other side, and its bow's peak lies at half the height of the point that pulls it.
  const bend = -(scene.graph.getEdgeAttribute(edge, "bend") || 0);
  const [dx, dy] = [target.x - source.x, target.y - source.y];
  const length = Math.hypot(dx, dy) || 1;
  const cut = (node, sign) => [node.x + (sign * dx * (node.size + 1)) / length, node.y + (sign * dy * (node.size + 1)) / length];
  return edgeMark(scene.graph.getEdgeAttribute(edge, "look"), cut(source, 1), cut(target, -1), { bend, width: Math.max(0.8, data.size), stroke: data.color });
}

export async function pngPicture(view, scene) {
  const ratio = window.devicePixelRatio || 1;
  const { width, height } = view.sigma.getDimensions();
  const drawn = await drawOnCanvas(view.sigma, {
    layers: ["edges", "nodes", "labels"],
    backgroundColor: colour("paper"),
    withTempRenderer: (copy) => {
      const context = copy.getCanvases().labels.getContext("2d");
      drawLabels(context, placeLabels(nodesInView(copy, scene), { width, height }, measurer(context)).filter(({ text: words }) => words));
    },
  });
  const whole = document.createElement("canvas");
  const context = whole.getContext("2d");
  const { marks, bottom } = legendMarks(scene, height, width, measurer(context));
  [whole.width, whole.height] = [width * ratio, bottom * ratio];
  context.fillStyle = colour("paper");
  context.fillRect(0, 0, whole.width, whole.height);
  context.drawImage(drawn, 0, 0);
  context.scale(ratio, ratio);
  for (const mark of marks) paint(context, mark);
  return new Promise((done) => whole.toBlob(done, "image/png"));
}

// The few elements of a legend, on a canvas: an SVG as an image would need the policy to allow more than our own files.
function paint(context, mark) {
  const value = (name) => mark.getAttribute(name);
  const fill = value("fill");
  context.fillStyle = fill;
  if (mark.tagName === "text") {
    context.font = `${value("font-size")}px ${FONT}`;
    return context.fillText(mark.textContent, +value("x"), +value("y"));
  }
  const way = new Path2D(mark.tagName === "path" ? value("d") : mark.tagName === "polygon" ? `M${value("points").replaceAll(" ", " L")}Z` : "");
  if (mark.tagName === "circle") way.arc(+value("cx"), +value("cy"), +value("r"), 0, Math.PI * 2);
  if (fill !== "none") context.fill(way);
  if (!value("stroke")) return undefined;
  context.strokeStyle = value("stroke");
  context.lineWidth = +value("stroke-width");
  return context.stroke(way);
}
