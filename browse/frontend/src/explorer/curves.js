// What sigma draws curved lines with. @sigma/edge-curve reckons for every point in the box around a curve how far off the
// curve it lies; without a graphics card that is most of a frame. Here a curve is a ribbon of short straight pieces.
import { EdgeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";

const PIECES = 8;
const [BODY, NECK, TIP] = [0, 1, 2];

// Of each vertex how far along the line it lies, on which side, and in which part. All lines together are one strip: the
// first and the last vertex of each stand twice, so that the triangles from line to line have no area.
const ribbon = Array.from({ length: PIECES + 1 }, (_, place) => [[place / PIECES, 1, BODY], [place / PIECES, -1, BODY]]).flat();
const head = [[1, 1, NECK], [1, -1, NECK], [1, 0, TIP]];
const oneOfStrip = (vertices) => [vertices[0], ...vertices, vertices.at(-1)];

const vertexShader = ({ long, wide }) => `
attribute vec4 a_id, a_color;
attribute vec2 a_source, a_target;
attribute float a_thickness, a_curvature, a_targetSize;
attribute float a_along, a_side, a_part;
uniform mat3 u_matrix;
uniform vec2 u_dimensions;
uniform float u_sizeRatio, u_pixelRatio, u_feather, u_minEdgeThickness;
varying vec4 v_color;
varying float v_across, v_half, v_feather;

vec2 inPixels(vec2 place) { return ((u_matrix * vec3(place, 1.0)).xy + 1.0) * u_dimensions / 2.0; }

void main() {
  vec2 source = inPixels(a_source);
  vec2 target = inPixels(a_target);
  vec2 way = target - source;
  vec2 pull = (source + target) / 2.0 + vec2(-way.y, way.x) * a_curvature;
  float thickness = max(u_minEdgeThickness, a_thickness / u_sizeRatio) * u_pixelRatio;
  // How far along the curve the head begins and ends: at the node's rim.
  float speed = max(2.0 * length(target - pull), 0.001);
  float rim = ${long ? "max(0.0, 1.0 - a_targetSize * u_pixelRatio / u_sizeRatio / speed)" : "1.0"};
  float neck = max(0.0, rim - thickness * ${long.toFixed(1)} / speed);
  float t = a_part > 1.5 ? rim : neck * a_along;
  vec2 place = mix(mix(source, pull, t), mix(pull, target, t), t);
  vec2 ahead = mix(pull - source, target - pull, t);
  ahead = ahead / max(length(ahead), 0.001);
  v_half = a_part > 1.5 ? 0.0 : ((a_part > 0.5 ? thickness * ${wide.toFixed(1)} : thickness) + u_feather) / 2.0;
  v_across = a_side * v_half;
  v_feather = u_feather;
  gl_Position = vec4((place + vec2(-ahead.y, ahead.x) * v_across) / u_dimensions * 2.0 - 1.0, 0.0, 1.0);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}`;

const FRAGMENT_SHADER = `
precision mediump float;
varying vec4 v_color;
varying float v_across, v_half, v_feather;

void main() {
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  gl_FragColor = v_color * smoothstep(0.0, v_feather, v_half - abs(v_across));
  #endif
}`;

// With a head (its length and width in thicknesses of the line), or without.
export function createCurveProgram({ lengthToThicknessRatio: long = 0, widenessToThicknessRatio: wide = 0 } = {}) {
  const vertices = oneOfStrip(long ? [...ribbon, ...head] : ribbon);
  const { FLOAT, UNSIGNED_BYTE, TRIANGLE_STRIP } = WebGLRenderingContext;
  const number = (name, size = 1) => ({ name, size, type: FLOAT });
  const bytes = (name) => ({ name, size: 4, type: UNSIGNED_BYTE, normalized: true });
  return class extends EdgeProgram {
    getDefinition() {
      return {
        VERTICES: vertices.length,
        VERTEX_SHADER_SOURCE: vertexShader({ long, wide }),
        FRAGMENT_SHADER_SOURCE: FRAGMENT_SHADER,
        METHOD: TRIANGLE_STRIP,
        UNIFORMS: ["u_matrix", "u_dimensions", "u_sizeRatio", "u_pixelRatio", "u_feather", "u_minEdgeThickness"],
        ATTRIBUTES: [number("a_source", 2), number("a_target", 2), number("a_thickness"), number("a_curvature"), number("a_targetSize"), bytes("a_color"), bytes("a_id")],
        CONSTANT_ATTRIBUTES: [number("a_along"), number("a_side"), number("a_part")],
        CONSTANT_DATA: vertices,
      };
    }

    processVisibleItem(edgeIndex, startIndex, source, target, { size, curvature, color }) {
      this.array.set([source.x, source.y, target.x, target.y, size, curvature, target.size, floatColor(color), edgeIndex], startIndex);
    }

    setUniforms({ matrix, width, height, sizeRatio, pixelRatio, antiAliasingFeather, minEdgeThickness }, { gl, uniformLocations: at }) {
      gl.uniformMatrix3fv(at.u_matrix, false, matrix);
      gl.uniform2f(at.u_dimensions, width * pixelRatio, height * pixelRatio);
      gl.uniform1f(at.u_sizeRatio, sizeRatio);
      gl.uniform1f(at.u_pixelRatio, pixelRatio);
      gl.uniform1f(at.u_feather, antiAliasingFeather);
      gl.uniform1f(at.u_minEdgeThickness, minEdgeThickness);
    }
  };
}
