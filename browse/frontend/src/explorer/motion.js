// While the picture moves, it is drawn lightly where it would stutter otherwise; at rest it is drawn whole again.
const STILL_MS = 150; // without a step of the camera: the move is over
const SLOW_MS = [34, 60]; // beyond which lines are drawn lightly, and then not at all
const FRAMES = 5;
const MANY = 300;

// What draws with the processor calls itself so.
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software/i;

const motions = new WeakMap();

// How lines are to be drawn now: whole, light or, where not even that helps, not at all. A sigma that nobody watches draws them whole.
export const manner = (sigma) => motions.get(sigma)?.() || "whole";

function drawnBy(gl) {
  const told = gl?.getExtension("WEBGL_debug_renderer_info");
  return gl ? String(gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : "";
}

// Two steps of the camera soon after each other are a move, whoever makes them: hand, wheel or flight. A single jump is
// none. Who knows that a move follows calls `start`.
export function watchMotion(sigma) {
  const canvas = sigma.getCanvases().edges;
  const degrees = ["whole", "light", "none"];
  // What draws with the processor is known to be slow before anything has moved; of others the time of drawing tells.
  let degree = SOFTWARE.test(drawnBy(canvas.getContext("webgl2") || canvas.getContext("webgl"))) ? 1 : 0;
  const camera = sigma.getCamera();
  let [stepped, drawn, moving, rest] = [-Infinity, -Infinity, false, 0];
  let gaps = [];
  const moves = () => moving || camera.isAnimated() || sigma.getMouseCaptor().isMoving;
  const now = () => (moves() && sigma.getGraph().size > MANY ? degrees[degree] : "whole");

  function land() {
    const before = now();
    moving = false;
    gaps = [];
    if (before !== "whole") sigma.scheduleRender();
  }

  function landLater() {
    clearTimeout(rest);
    rest = setTimeout(land, STILL_MS);
  }

  function move(begins) {
    const time = performance.now();
    moving = begins || moves() || time - stepped < STILL_MS;
    stepped = time;
    landLater();
  }

  camera.on("updated", () => move(false));

  sigma.on("afterRender", () => {
    const time = performance.now();
    if (now() !== "whole") landLater(); // nothing stays drawn lightly
    if (moves()) gaps.push(time - drawn);
    drawn = time;
    if (gaps.length < FRAMES) return;
    const middle = gaps.sort((one, other) => one - other)[FRAMES >> 1];
    gaps = [];
    if (middle > SLOW_MS[degree]) degree += 1;
  });

  motions.set(sigma, now);
  return { start: () => move(true) };
}
