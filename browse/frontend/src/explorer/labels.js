// Names beside nodes: the best known first, each where it covers no other name and no node, or not at all.
import { colour } from "./looks.js";

const FAMILY = '"Inter", "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif';
const CELL = 80;
const LENGTH_MOST = 32;
const MOST = 140;
const CHIEF = 24; // at most, and no more than one for so much room
const CHIEF_ROOM = 25_000; // square pixels
const DETAILED_MOST = 700; // beyond so many nodes, names only keep clear of each other and of large nodes

export const shortened = (name) => (name.length > LENGTH_MOST ? `${name.slice(0, LENGTH_MOST - 1).trimEnd()}…` : name);

function occupancy() {
  const cells = new Map();
  const each = ([left, top, right, bottom], act) => {
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column += 1)
      for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) if (act(column * 10007 + row)) return true;
    return false;
  };
  return {
    take: (box) => each(box, (cell) => void (cells.has(cell) ? cells.get(cell).push(box) : cells.set(cell, [box]))),
    taken: (box) => each(box, (cell) => (cells.get(cell) || []).some((held) => held[0] < box[2] && held[2] > box[0] && held[1] < box[3] && held[3] > box[1])),
  };
}

// Where names go: [{ id, node, text, x, y, font, high, strong }] in pixels. `measure(text, font)` gives a width; `nodes` are
// { id, name, x, y, size, strong } in pixels, in the order of their claim to a name.
export function placeLabels(nodes, { width, height }, measure) {
  const [names, marks] = [occupancy(), occupancy()];
  const detailed = nodes.length <= DETAILED_MOST;
  for (const { x, y, size } of nodes) if (detailed || size > 6) marks.take([x - size, y - size, x + size, y + size]);
  const inside = (box) => box[0] >= 0 && box[2] <= width && box[1] >= 0 && box[3] <= height;
  const placed = [];
  const chief = Math.min(CHIEF, (width * height) / CHIEF_ROOM);
  for (const node of nodes) {
    if (placed.length >= MOST) break;
    const high = node.strong ? 14 : Math.round(Math.min(14, 10.5 + node.size / 4));
    const font = `${node.strong ? 600 : 400} ${high}px ${FAMILY}`;
    const text = shortened(node.name);
    const wide = measure(text, font);
    const free = spots(node, wide, high).filter(({ box }) => inside(box) && !names.taken(box));
    // The best known keep their names even where they cover another node.
    const spot = free.find(({ box }) => !marks.taken(box)) || (placed.length < chief ? free[0] : undefined);
    if (!spot && !node.strong) continue;
    const { box, x, y } = spot || spots(node, wide, high)[0];
    names.take(box);
    placed.push({ id: node.id, node, text, x, y, font, high, strong: node.strong });
  }
  return placed;
}

function spots({ x, y, size }, wide, high) {
  const gap = size + 3;
  const half = high * 0.62;
  const at = (left, middle) => ({ x: left, y: middle + high * 0.34, box: [left - 1, middle - half, left + wide + 1, middle + half] });
  return [
    at(x + gap, y),
    at(x - gap - wide, y),
    at(x - wide / 2, y + gap + half),
    at(x - wide / 2, y - gap - half),
    at(x + gap * 0.75, y - gap * 0.75 - half * 0.6),
    at(x + gap * 0.75, y + gap * 0.75 + half * 0.6),
  ];
}

export function measurer(context) {
  const widths = new Map();
  return (text, font) => {
    const key = `${font}\n${text}`;
    if (!widths.has(key)) {
      context.font = font;
      widths.set(key, context.measureText(text).width);
    }
    return widths.get(key);
  };
}

export function drawLabels(context, placed) {
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colour("paper");
  for (const { text, x, y, font, strong } of placed) {
    context.font = font;
    context.fillStyle = colour(strong ? "text" : "soft");
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
}
