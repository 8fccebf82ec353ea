// What is shown between two states: the page lags a little behind, and blends the states before and after.

const KEPT = 12;
const MIN_LAG = 0.03;
const MAX_DRIFT = 0.3;

export class Timeline {
  frames = [];
  #time = 0;
  #last = 0;
  paused = false;

  push(frame) {
    const newest = this.frames.at(-1);
    if (newest && (frame.clock < newest.clock || frame.ghosts.length !== newest.ghosts.length)) {
      this.frames = [];
    }
    if (newest && frame.clock === newest.clock) {
      this.frames.pop();
    }
    this.frames.push(frame);
    if (this.frames.length > KEPT) {
      this.frames.shift();
    }
  }

  /** The two states around the time that is shown, and how far it is between them; null before the first state. */
  sample(nowMs) {
    const newest = this.frames.at(-1);
    if (!newest) {
      return null;
    }
    const elapsed = Math.min(0.1, (nowMs - this.#last) / 1000);
    this.#last = nowMs;
    const target = this.paused ? newest.clock : newest.clock - this.#lag();
    this.#time += elapsed;
    if (this.paused || Math.abs(target - this.#time) > MAX_DRIFT) {
      this.#time = target;
    } else {
      this.#time += 0.08 * (target - this.#time);
    }
    const i = this.frames.findIndex(frame => frame.clock >= this.#time);
    if (i <= 0 || this.frames[i].episode !== this.frames[i - 1].episode) {
      const frame = this.frames[i < 0 ? this.frames.length - 1 : i];
      return { from: frame, to: frame, blend: 0 };
    }
    const [from, to] = [this.frames[i - 1], this.frames[i]];
    return { from, to, blend: (this.#time - from.clock) / (to.clock - from.clock) };
  }

  /** A frame and a half, as frames come in at present. */
  #lag() {
    const first = this.frames[0];
    const newest = this.frames.at(-1);
    const interval = this.frames.length < 2 ? 0 : (newest.clock - first.clock) / (this.frames.length - 1);
    return Math.max(MIN_LAG, 1.5 * interval);
  }
}

/** Blends n frames [x, y, z, quaternion x, y, z, w] from offset on; quaternions take the short way. */
export function blendFrames(a, b, t, offset, n, out) {
  for (let i = offset; i < offset + 7 * n; i += 7) {
    for (let k = i; k < i + 3; k++) {
      out[k] = a[k] + t * (b[k] - a[k]);
    }
    const dot = a[i + 3] * b[i + 3] + a[i + 4] * b[i + 4] + a[i + 5] * b[i + 5] + a[i + 6] * b[i + 6];
    const sign = dot < 0 ? -1 : 1;
    let squares = 0;
    for (let k = i + 3; k < i + 7; k++) {
      out[k] = a[k] + t * (sign * b[k] - a[k]);
      squares += out[k] * out[k];
    }
    const scale = 1 / Math.sqrt(squares || 1);
    for (let k = i + 3; k < i + 7; k++) {
      out[k] *= scale;
    }
  }
}
