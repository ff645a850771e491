// What sigma draws nodes and edges with: a program for each shape and form of looks.js.
import { createEdgeCurveProgram } from "@sigma/edge-curve";
import { createNodeBorderProgram } from "@sigma/node-border";
import { NodeSquareProgram } from "@sigma/node-square";
import { createEdgeArrowProgram, EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";

// The square's program draws two triangles whose corners lie at these turns; other turns make other shapes.
function cornered(turns) {
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
  disc: NodeCircleProgram,
  ring: ring(line(0.34), gap({ fill: true })),
  eye: ring(line(0.28), gap({ value: 0.3 }), { size: { fill: true }, color: { attribute: "color" } }),
  square: cornered([45, 135, -45, 135, -45, -135]),
  diamond: cornered([0, 90, -90, 90, -90, 180]),
  up: cornered([90, 210, 330]),
  down: cornered([-90, 30, 150]),
});

export const edgePrograms = () => ({
  line: EdgeRectangleProgram,
  arrow: createEdgeArrowProgram(HEAD),
  curve: createEdgeCurveProgram(),
  bow: createEdgeCurveProgram({ arrowHead: HEAD }),
});
