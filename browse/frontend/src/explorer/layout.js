// Where nodes stand: ForceAtlas2 in slices of a few milliseconds between frames, so that the page stays fluid. The number
// of rounds does not depend on the machine's speed, so that the same steps end in the same drawing.
import defaults from "graphology-layout-forceatlas2/defaults";
import helpers from "graphology-layout-forceatlas2/helpers";
import iterate from "graphology-layout-forceatlas2/iterate";
import { calmly } from "./dom.js";

const SLICE_MS = 10;
const FEW = 300;
const DRAW_MS = 60;
const STRETCH_MOST = 1.3; // screens are wider than high, those of phones are not
const STRETCH_LEAST = 0.7;
const FIELDS = 10; // of a node in ForceAtlas2's matrix, x first

// Few nodes spread over the whole picture; of many, what belongs together draws together.
const settings = (order) => ({
  ...defaults,
  strongGravityMode: true,
  gravity: order < FEW ? 0.02 : 0.05,
  scalingRatio: 10,
  linLogMode: order < FEW,
  barnesHutOptimize: order >= FEW,
  barnesHutTheta: 0.7,
  slowDown: 2,
});

const roundsFor = (order) => (order < 150 ? 1000 : order < FEW ? 600 : order < 1200 ? 300 : 200);

export function makeLayout(graph, shown, { clientWidth, clientHeight }) {
  const stretch = Math.min(STRETCH_MOST, Math.max(STRETCH_LEAST, clientWidth / clientHeight || STRETCH_MOST));
  let running = Promise.resolve();

  // Settle the nodes; `drawn` is told of each step. Answers when they stand still.
  function settle() {
    running = running.then(() => new Promise((done) => start(done)));
    return running;
  }

  function start(done) {
    if (graph.order < 2) return done();
    const options = settings(graph.order);
    const { nodes, edges } = helpers.graphToByteArrays(graph, () => 1);
    for (let place = 0; place < nodes.length; place += FIELDS) nodes[place] /= stretch;
    let rounds = roundsFor(graph.order);
    let drawn = -Infinity;
    let cost = 0;
    const slice = () => {
      // The time until the browser hands out the next frame tells what drawing the last one cost.
      if (cost === null) cost = performance.now() - drawn;
      const end = performance.now() + SLICE_MS;
      do {
        iterate(options, nodes, edges);
        rounds -= 1;
      } while (rounds > 0 && performance.now() < end);
      // Where drawing is dear it is done seldom. Who asked for little motion sees the end alone.
      if (rounds <= 0 || (!calmly() && performance.now() > drawn + Math.max(DRAW_MS, 6 * cost))) {
        helpers.assignLayoutChanges(graph, nodes, (_, node) => ({ ...node, x: node.x * stretch }));
        shown();
        drawn = performance.now();
        cost = null;
      }
      if (rounds > 0) requestAnimationFrame(slice);
      else done();
    };
    requestAnimationFrame(slice);
  }

  return { settle };
}
