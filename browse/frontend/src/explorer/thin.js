// Lines as they are drawn while the picture moves and drawing is slow: one pixel wide, without heads, of few vertices.
import { EdgeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";
import { manner } from "./motion.js";
import { kept } from "./unrolled.js";

const VERTEX_SHADER = `
attribute vec2 a_position;
attribute vec4 a_color;
uniform mat3 u_matrix;
varying vec4 v_color;

void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1.0)).xy, 0.0, 1.0);
  v_color = a_color;
  v_color.a *= 255.0 / 254.0;
}`;

const FRAGMENT_SHADER = `
precision mediump float;
varying vec4 v_color;

void main() { gl_FragColor = v_color; }`;

// Lines of one pixel, of so many straight pieces.
function thin(pieces) {
  const { FLOAT, UNSIGNED_BYTE, LINES } = WebGLRenderingContext;
  return class extends EdgeProgram {
    getDefinition() {
      return {
        VERTICES: 2 * pieces,
        VERTEX_SHADER_SOURCE: VERTEX_SHADER,
        FRAGMENT_SHADER_SOURCE: FRAGMENT_SHADER,
        METHOD: LINES,
        UNIFORMS: ["u_matrix"],
        ATTRIBUTES: [{ name: "a_position", size: 2, type: FLOAT }, { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true }],
      };
    }

    processVisibleItem(_, start, source, target, { curvature = 0, color }) {
      const [x, y] = [(source.x + target.x) / 2 - (target.y - source.y) * curvature, (source.y + target.y) / 2 + (target.x - source.x) * curvature];
      const shade = floatColor(color);
      let at = start;
      for (let vertex = 0; vertex < 2 * pieces; vertex += 1) {
        const t = ((vertex + 1) >> 1) / pieces;
        const [before, pulled, after] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
        this.array[at] = before * source.x + pulled * x + after * target.x;
        this.array[at + 1] = before * source.y + pulled * y + after * target.y;
        this.array[at + 2] = shade;
        at += 3;
      }
    }

    setUniforms({ matrix }, { gl, uniformLocations }) {
      gl.uniformMatrix3fv(uniformLocations.u_matrix, false, matrix);
    }
  };
}

// A program of sigma's for lines, and beside it a light one that takes its place in moves: of so many pieces, for curves.
export function eased(Program, pieces = 1) {
  const Thin = kept(thin(pieces));
  return class {
    constructor(gl, pickingBuffer, sigma) {
      this.sigma = sigma;
      this.drawLabel = undefined;
      this.whole = new Program(gl, pickingBuffer, sigma);
      this.light = new Thin(gl, null, sigma);
    }

    both(act) {
      act(this.whole);
      act(this.light);
    }

    reallocate(capacity) { this.both((program) => program.reallocate(capacity)); }

    process(...item) { this.both((program) => program.process(...item)); }

    render(params) { this[manner(this.sigma)]?.render(params); }

    kill() { this.both((program) => program.kill()); }
  };
}
