import { manner } from "./motion.js";

// Sigma's programs draw each node and line as an instance of one shape. Where no graphics card helps, the browser's software
// takes instances one by one, at some thirty microseconds each, however small they are: two thousand nodes and four
// thousand lines are four frames a second then. Written out, vertex after vertex, they are drawn in one go.

// A program of sigma's that hands its vertices over when they change, not each frame, and lets nobody pick what flies past.
export function kept(Program) {
  return class extends Program {
    process(...item) {
      super.process(...item);
      this.version += 1;
    }

    reallocate(capacity) {
      super.reallocate(capacity);
      this.version = (this.version || 0) + 1;
    }

    render(params) {
      const { pickProgram } = this;
      if (manner(this.renderer) !== "whole") this.pickProgram = null;
      super.render(params);
      this.pickProgram = pickProgram;
    }

    bindProgram(program) {
      const { gl, buffer } = program;
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      this.ATTRIBUTES.reduce((offset, attribute) => offset + this.bindAttribute(attribute, program, offset), 0);
      if (program.version !== this.version) gl.bufferData(gl.ARRAY_BUFFER, this.array, gl.DYNAMIC_DRAW);
      program.version = this.version;
      gl.bindBuffer(gl.ARRAY_BUFFER, null);
    }
  };
}

// The same without instances.
export function unrolled(Program) {
  return class extends kept(Program) {
    getDefinition() {
      const { CONSTANT_ATTRIBUTES, CONSTANT_DATA, ...rest } = super.getDefinition();
      this.corners = CONSTANT_DATA;
      return { ...rest, ATTRIBUTES: [...rest.ATTRIBUTES, ...CONSTANT_ATTRIBUTES] };
    }

    processVisibleItem(index, start, ...data) {
      const whole = this.array;
      const one = this.ATTRIBUTES_ITEMS_COUNT - this.corners[0].length;
      // What all vertices of the item share is written to the first, by sigma's own program.
      super.processVisibleItem(index, start, ...data);
      let at = start;
      for (const corner of this.corners) {
        if (at > start) whole.copyWithin(at, start, start + one);
        whole.set(corner, at + one);
        at += this.ATTRIBUTES_ITEMS_COUNT;
      }
    }
  };
}
