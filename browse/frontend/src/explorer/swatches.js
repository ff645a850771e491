// Small drawings of relations and kinds, for legends and pictures: the same forms and colours as in the network.
import { drawing } from "./dom.js";
import { colour, corners, faint, kindLook, relationLook } from "./looks.js";

const places = (points) => points.map((point) => point.map((value) => value.toFixed(1)).join(",")).join(" ");

export function nodeMark(kind, x, y, size) {
  const look = kindLook(kind);
  const fill = colour(look.colour);
  const pieces = corners(look.shape, x, y, size);
  if (pieces) return pieces.map((points) => drawing("polygon", { points: places(points), fill }));
  if (look.shape === "disc") return [drawing("circle", { cx: x, cy: y, r: size, fill })];
  const ring = drawing("circle", { cx: x, cy: y, r: size * 0.83, fill: colour("paper"), stroke: fill, "stroke-width": size * 0.34 });
  return look.shape === "ring" ? [ring] : [ring, drawing("circle", { cx: x, cy: y, r: size * 0.38, fill })];
}

// A line of a relation from one point to another, its head at the second.
export function edgeMark(relation, [x1, y1], [x2, y2], { bend = 0, width = relationLook(relation).size, stroke = faint(relationLook(relation).colour, relationLook(relation).share || 1) } = {}) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = Math.hypot(dx, dy) || 1;
  const middle = [(x1 + x2) / 2 - dy * bend, (y1 + y2) / 2 + dx * bend];
  const way = `M${x1.toFixed(1)},${y1.toFixed(1)} Q${middle[0].toFixed(1)},${middle[1].toFixed(1)} ${x2.toFixed(1)},${y2.toFixed(1)}`;
  const marks = [drawing("path", { d: way, fill: "none", stroke, "stroke-width": width })];
  if (!["arrow", "bow"].includes(relationLook(relation).form) || length < 4) return marks;
  const [tx, ty] = [x2 - middle[0], y2 - middle[1]];
  const reach = Math.hypot(tx, ty) || 1;
  const [ux, uy] = [tx / reach, ty / reach];
  const [long, wide] = [3 + width * 2.2, 1.6 + width];
  const head = [[x2, y2], [x2 - ux * long - uy * wide, y2 - uy * long + ux * wide], [x2 - ux * long + uy * wide, y2 - uy * long - ux * wide]];
  return [...marks, drawing("polygon", { points: places(head), fill: stroke })];
}

const frame = (width, ...marks) => drawing("svg", { width, height: 14, viewBox: `0 0 ${width} 14`, "aria-hidden": "true", focusable: "false", class: "swatch" }, ...marks);

export const kindSwatch = (kind) => frame(16, ...nodeMark(kind, 8, 7, 5));

export function relationSwatch(relation) {
  const curved = ["bow", "curve"].includes(relationLook(relation).form);
  return frame(30, ...edgeMark(relation, [1, curved ? 10 : 7], [29, curved ? 10 : 7], { bend: curved ? -0.5 : 0 }));
}
