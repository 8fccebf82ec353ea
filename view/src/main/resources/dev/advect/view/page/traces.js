// Traces of the last seconds: reward, return, action and observation.

import { colour, series } from './theme.js';
import { NOTHING, mark, reading } from './format.js';

const SECONDS = 10;
const HEIGHT = 74;
const AXIS = 40; // pixels for the numbers at the left

/** One chart with a line for each component of a vector. */
class Trace {
  constructor(canvas, fixed = null) {
    this.canvas = canvas;
    this.fixed = fixed; // the range of the axis, or null for that of the values
    this.points = []; // {clock, values}
  }

  add(clock, values, broken) {
    if (clock < this.points.at(-1)?.clock) {
      this.clear(); // another simulation, or a clock that begins anew
    }
    this.points.push({ clock, values, broken });
    while (this.points.length && this.points[0].clock < clock - SECONDS) {
      this.points.shift();
    }
  }

  clear() {
    this.points = [];
  }

  #range() {
    if (this.fixed) {
      return this.fixed;
    }
    let low = Infinity;
    let high = -Infinity;
    for (const { values } of this.points) {
      for (const value of values) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (!(high - low > NOTHING)) {
      const middle = Number.isFinite(low) ? low : 0;
      return [middle - 1, middle + 1];
    }
    const margin = 0.08 * (high - low);
    return [low - margin, high + margin];
  }

  draw() {
    const width = this.canvas.clientWidth;
    if (width === 0 || !this.points.length) {
      return;
    }
    const ratio = Math.min(devicePixelRatio, 2);
    if (this.canvas.width !== Math.round(width * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(HEIGHT * ratio);
      this.canvas.style.height = HEIGHT + 'px';
    }
    const brush = this.canvas.getContext('2d');
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    brush.clearRect(0, 0, width, HEIGHT);
    const [low, high] = this.#range();
    const newest = this.points.at(-1).clock;
    const x = clock => width - 6 - (newest - clock) / SECONDS * (width - AXIS - 6);
    const y = value => 7 + (high - value) / (high - low) * (HEIGHT - 14);
    this.#axis(brush, width, low, high, y);
    const lines = this.points[0].values.length;
    brush.lineWidth = lines > 8 ? 1 : 1.5;
    for (let i = 0; i < lines; i++) {
      brush.strokeStyle = series(i);
      brush.beginPath();
      let started = false;
      for (const { clock, values, broken } of this.points) {
        if (broken || !started) {
          brush.moveTo(x(clock), y(values[i]));
        } else {
          brush.lineTo(x(clock), y(values[i]));
        }
        started = true;
      }
      brush.stroke();
    }
  }

  #axis(brush, width, low, high, y) {
    brush.font = '10px system-ui, sans-serif';
    brush.fillStyle = colour('--soft');
    brush.strokeStyle = colour('--line');
    brush.lineWidth = 1;
    brush.textAlign = 'right';
    brush.textBaseline = 'middle';
    const marks = this.fixed ? [-1, 0, 1] : [low, high];
    const step = this.fixed ? 1 : 10 ** Math.floor(Math.log10((high - low) / 20));
    for (const value of marks) {
      const height = Math.round(y(value)) + 0.5;
      brush.beginPath();
      brush.moveTo(AXIS, height);
      brush.lineTo(width - 6, height);
      brush.stroke();
      brush.fillText(mark(value, step), AXIS - 5, height);
    }
  }
}

const PERIOD_MS = 66; // charts need fewer pictures than the scene

export class Traces {
  #episode = -1;
  #drawn = 0;
  #first = 0;
  #size;

  constructor(world) {
    const canvas = name => document.getElementById('trace-' + name);
    this.reward = new Trace(canvas('reward'));
    this.total = new Trace(canvas('return'));
    this.action = new Trace(canvas('action'), [-1.05, 1.05]);
    this.observation = new Trace(canvas('observation'));
    this.#choose(world);
  }

  /** Fills the choice of the observation's parts. */
  #choose(world) {
    const select = document.getElementById('part');
    const parts = world.parts.length ? world.parts : slices(world.observationSize);
    let offset = 0;
    for (const part of parts) {
      select.add(new Option(part.size > 1 && world.parts.length ? `${part.name} [${part.size}]` : part.name, `${offset} ${part.size}`));
      offset += part.size;
    }
    const take = () => {
      [this.#first, this.#size] = select.value.split(' ').map(Number);
      this.observation.clear();
    };
    select.addEventListener('change', take);
    take();
  }

  add(state) {
    const broken = state.episode !== this.#episode;
    this.#episode = state.episode;
    this.reward.add(state.clock, [state.reward], broken);
    this.total.add(state.clock, [state.total], broken);
    this.action.add(state.clock, Array.from(state.action), broken);
    this.observation.add(state.clock, Array.from(state.observation.subarray(this.#first, this.#first + this.#size)), broken);
    document.getElementById('now-reward').textContent = reading(state.reward);
    document.getElementById('now-return').textContent = reading(state.total);
  }

  draw(nowMs) {
    if (nowMs - this.#drawn < PERIOD_MS || !document.getElementById('panel-traces').open) {
      return;
    }
    this.#drawn = nowMs;
    [this.reward, this.total, this.action, this.observation].forEach(trace => trace.draw());
  }
}

/** Parts of eight components, for observations whose parts have no names. */
function slices(size) {
  const parts = [];
  for (let from = 0; from < size; from += 8) {
    const length = Math.min(8, size - from);
    parts.push({ name: length > 1 ? `components ${from}–${from + length - 1}` : `component ${from}`, size: length });
  }
  return parts;
}
