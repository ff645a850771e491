// Which line lies under the pointer. Reckoned from the places of its ends: to let sigma find it would mean to draw every
// line twice.
const REACH = 6; // pixels
const PIECES = 16;

// The point of a line's curve that bends it, in pixels with y downwards; sigma's curves have it at `bend` lengths from the middle.
export const bendPoint = (source, target, bend) => ({
  x: (source.x + target.x) / 2 + (target.y - source.y) * bend,
  y: (source.y + target.y) / 2 - (target.x - source.x) * bend,
});

function toSegment(point, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length ? Math.max(0, Math.min(1, ((point.x - from.x) * dx + (point.y - from.y) * dy) / length)) : 0;
  return Math.hypot(point.x - from.x - share * dx, point.y - from.y - share * dy);
}

function toCurve(point, source, middle, target) {
  let least = Infinity;
  let last = source;
  for (let piece = 1; piece <= PIECES; piece += 1) {
    const t = piece / PIECES;
    const at = (axis) => (1 - t) * (1 - t) * source[axis] + 2 * (1 - t) * t * middle[axis] + t * t * target[axis];
    const next = { x: at("x"), y: at("y") };
    least = Math.min(least, toSegment(point, last, next));
    last = next;
  }
  return least;
}

export function edgeAt(pixels, { graph, shown }, point) {
  let [nearest, least] = [null, REACH];
  for (const edge of shown.edges) {
    const [source, target] = graph.extremities(edge).map(pixels);
    if (!source || !target) continue;
    const bend = graph.getEdgeAttribute(edge, "bend");
    const far = bend ? toCurve(point, source, bendPoint(source, target, bend), target) : toSegment(point, source, target);
    if (far < least) [nearest, least] = [edge, far];
  }
  return nearest;
}
