// An environment that draws itself in two dimensions; or one that does not, of which only traces are shown.

import { colour, onTheme } from './theme.js';

const NUMBERS = [5, 3, 4, 4]; // of a line, a disc, a rectangle, a text without its characters
const TEXT = 3;
const GHOST_OPACITY = 0.35;

/** The picture beneath the shapes, null if there is none. */
function picture(values) {
  const [columns, rows] = values;
  return columns > 0 ? { columns, rows, pixels: values.subarray(2, 2 + columns * rows) } : null;
}

/** Reads shapes, each {kind, rgb, numbers, text}, from the numbers of a state. */
function shapes(values) {
  const all = [];
  for (let i = 2 + values[0] * values[1]; i < values.length;) {
    const [kind, rgb] = [values[i], values[i + 1]];
    i += 2;
    const numbers = values.subarray(i, i + NUMBERS[kind]);
    i += NUMBERS[kind];
    let text = '';
    if (kind === TEXT) {
      text = String.fromCharCode(...values.subarray(i, i + numbers[3]));
      i += numbers[3];
    }
    all.push({ kind, rgb, numbers, text });
  }
  return all;
}

export class Stage2d {
  flat = true;
  cameras = [];
  follow = false;
  camera = -1;

  constructor(parent, scene) {
    this.scene = scene;
    this.parent = parent;
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', 'The environment, seen from above');
    parent.prepend(this.canvas);
    this.brush = this.canvas.getContext('2d');
    this.forgetTheme = onTheme(() => { this.ground = colour('--ground'); this.ink = colour('--soft'); });
  }

  draw({ from, to, blend }) {
    const ratio = Math.min(devicePixelRatio, 2);
    const { clientWidth: width, clientHeight: height } = this.parent;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const { brush } = this;
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    brush.fillStyle = this.ground;
    brush.fillRect(0, 0, width, height);
    if (this.scene.kind === 'blank') {
      this.#say(width, height, `${this.scene.why.replace(/\.$/, '')}; its traces are shown beside.`);
      return;
    }
    const view = this.#view(width, height);
    this.#picture(to.stage, view);
    const now = mix(from.stage, to.stage, blend);
    now.forEach(shape => this.#shape(shape, view));
    to.ghosts.forEach((ghost, g) => {
      brush.globalAlpha = GHOST_OPACITY;
      const its = mix(from.ghosts[g] ?? ghost, ghost, blend);
      its.filter((shape, i) => differs(shape, now[i])).forEach(shape => this.#shape(shape, view));
      brush.globalAlpha = 1;
    });
  }

  /** Fills the window with the picture of a state. */
  #picture(state, { x, y }) {
    const now = picture(state);
    if (!now) {
      return;
    }
    if (this.pictured !== state) {
      this.pictured = state;
      this.film ??= document.createElement('canvas');
      this.film.width = now.columns;
      this.film.height = now.rows;
      const bytes = new Uint32Array(now.pixels.length); // alpha, blue, green, red from the highest byte on
      now.pixels.forEach((rgb, i) => { bytes[i] = 0xff000000 | (rgb & 255) << 16 | rgb & 0xff00 | rgb >> 16; });
      this.film.getContext('2d').putImageData(
        new ImageData(new Uint8ClampedArray(bytes.buffer), now.columns, now.rows), 0, 0);
    }
    const [left, bottom, right, top] = this.scene.window;
    this.brush.drawImage(this.film, x(left), y(top), x(right) - x(left), y(bottom) - y(top));
  }

  #say(width, height, text) {
    this.brush.fillStyle = this.ink;
    this.brush.font = '14px system-ui, sans-serif';
    this.brush.textAlign = 'center';
    this.brush.fillText(text, width / 2, height / 2);
  }

  /** From the drawing's units to pixels: as large as fits between the bars, upright. */
  #view(width, height) {
    const [left, bottom, right, top] = this.scene.window;
    const scale = Math.min((width - 32) / (right - left), (height - 150) / (top - bottom));
    const x0 = width / 2 - scale * (left + right) / 2;
    const y0 = height / 2 + scale * (bottom + top) / 2;
    return { scale, x: x => x0 + scale * x, y: y => y0 - scale * y };
  }

  #shape({ kind, rgb, numbers: v, text }, { scale, x, y }) {
    const { brush } = this;
    const paint = '#' + Math.round(rgb).toString(16).padStart(6, '0');
    brush.fillStyle = brush.strokeStyle = paint;
    brush.beginPath();
    switch (kind) {
      case 0:
        brush.lineWidth = Math.max(1, scale * v[4]);
        brush.lineCap = 'round';
        brush.moveTo(x(v[0]), y(v[1]));
        brush.lineTo(x(v[2]), y(v[3]));
        brush.stroke();
        break;
      case 1:
        brush.arc(x(v[0]), y(v[1]), Math.max(1, scale * v[2]), 0, 2 * Math.PI);
        brush.fill();
        break;
      case 2:
        brush.fillRect(x(v[0]), y(v[1] + v[3]), scale * v[2] + 0.3, scale * v[3] + 0.3);
        break;
      default:
        brush.font = `${scale * v[2]}px system-ui, sans-serif`;
        brush.textAlign = 'left';
        brush.textBaseline = 'alphabetic';
        brush.fillText(text, x(v[0]), y(v[1]));
    }
  }

  dispose() {
    this.forgetTheme();
    this.canvas.remove();
  }
}

const differs = (a, b) => !b || a.kind !== b.kind || a.numbers.some((v, i) => v !== b.numbers[i]);

/** The shapes between two states; those of the second if they are not the same shapes. */
function mix(a, b, t) {
  const [before, after] = [shapes(a), shapes(b)];
  const same = before.length === after.length && before.every((shape, i) => shape.kind === after[i].kind);
  return same ? after.map((shape, i) => ({
    ...shape, numbers: shape.numbers.map((v, k) => before[i].numbers[k] + t * (v - before[i].numbers[k])) })) : after;
}
