// What sigma draws nodes and edges with: a program for each shape and form of looks.js.
import { createNodeBorderProgram } from "@sigma/node-border";
import { NodeSquareProgram } from "@sigma/node-square";
import { createEdgeArrowHeadProgram, createEdgeClampedProgram, createEdgeCompoundProgram, EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";
import { createCurveProgram } from "./curves.js";
import { PIECES } from "./looks.js";
import { eased } from "./thin.js";
import { unrolled } from "./unrolled.js";

// The square's program draws triangles whose corners lie at these turns: of each convex piece of a shape a fan of them.
function cornered(pieces) {
  const turns = pieces.flatMap((piece) => piece.slice(2).flatMap((turn, place) => [piece[0], piece[place + 1], turn]));
  return class extends NodeSquareProgram {
    constructor(...given) {
      super(...given);
      // Names are drawn by labels.js for every shape alike.
      this.drawHover = undefined;
      this.drawLabel = undefined;
    }

    getDefinition() {
      return { ...super.getDefinition(), VERTICES: turns.length, CONSTANT_DATA: turns.map((turn) => [(turn * Math.PI) / 180]) };
    }
  };
}

const ring = (...borders) => createNodeBorderProgram({ borders, drawHover: undefined, drawLabel: undefined });
const line = (value) => ({ size: { value }, color: { attribute: "color" } });
const gap = (size) => ({ size, color: { attribute: "hollow" } });
const HEAD = { extremity: "target", lengthToThicknessRatio: 4.5, widenessToThicknessRatio: 3.6 };

export const nodePrograms = () => ({
  disc: unrolled(NodeCircleProgram),
  ring: unrolled(ring(line(0.34), gap({ fill: true }))),
  eye: unrolled(ring(line(0.28), gap({ value: 0.3 }), { size: { fill: true }, color: { attribute: "color" } })),
  ...Object.fromEntries(Object.entries(PIECES).map(([shape, pieces]) => [shape, unrolled(cornered(pieces))])),
});

const CURVE_PIECES = 4;

export const edgePrograms = () => ({
  line: eased(unrolled(EdgeRectangleProgram)),
  arrow: eased(createEdgeCompoundProgram([unrolled(createEdgeClampedProgram(HEAD)), unrolled(createEdgeArrowHeadProgram(HEAD))])),
  curve: eased(unrolled(createCurveProgram()), CURVE_PIECES),
  bow: eased(unrolled(createCurveProgram(HEAD)), CURVE_PIECES),
});
