// The flow made visible: the actions that are drawn for one observation, anywhere between noise and action.

import { colour, series } from './theme.js';

const SIZE = 304; // pixels of the figure, and its height
const MARGIN = 30; // for axes
const BARS = 44; // for histograms
const BINS = 40;
const RUN_SECONDS = 1.6;

export class CloudView {
  #cloud = null;
  #time = 1;
  #running = 0;
  /** What leads from noise to action one after the other: steps of a solver, or blocks. */
  unit = 'step';

  constructor(actionSize, onOpen) {
    this.panel = document.getElementById('panel-flow');
    this.canvas = document.getElementById('cloud');
    this.slider = document.getElementById('flow-time');
    this.shown = document.getElementById('flow-time-shown');
    this.across = axis('cloud-x', actionSize, 0);
    this.up = axis('cloud-y', actionSize, Math.min(1, actionSize - 1));
    this.slider.addEventListener('input', () => this.#set(Number(this.slider.value)));
    this.across.addEventListener('change', () => this.#draw());
    this.up.addEventListener('change', () => this.#draw());
    document.getElementById('flow-play').addEventListener('click', () => this.run());
    this.panel.addEventListener('toggle', () => onOpen(this.panel.open));
    this.#set(1);
  }

  show(cloud) {
    this.#cloud = cloud;
    this.canvas.dataset.points = cloud.n;
    if (!this.#running) {
      this.#set(this.#time);
    }
  }

  /** Runs the slider from noise to action. */
  run() {
    const begin = performance.now();
    const number = ++this.#running;
    const frame = now => {
      const t = Math.min(1, (now - begin) / 1000 / RUN_SECONDS);
      if (number === this.#running) {
        this.slider.value = t;
        this.#set(t);
        if (t < 1) {
          requestAnimationFrame(frame);
        } else {
          this.#running = 0;
        }
      }
    };
    requestAnimationFrame(frame);
  }

  #set(time) {
    this.#time = time;
    const cloud = this.#cloud;
    const block = cloud ? Math.floor(time * (cloud.times.length - 1) + 1e-6) : 0;
    this.shown.textContent = cloud ? `${time.toFixed(2)} · after ${this.unit} ${block} of ${cloud.times.length - 1}` : time.toFixed(2);
    this.#draw();
  }

  /** The component of all points at the time of the slider. */
  #component(d) {
    const { n, d: size, times, points } = this.#cloud;
    let k = times.findIndex(time => time >= this.#time - 1e-6);
    k = k < 0 ? times.length - 1 : k;
    const before = Math.max(0, k - 1);
    const length = times[k] - times[before];
    const t = length > 0 ? (this.#time - times[before]) / length : 0;
    return Float32Array.from({ length: n }, (_, i) => {
      const from = points[before][i * size + d];
      return from + t * (points[k][i * size + d] - from);
    });
  }

  #draw() {
    const width = this.canvas.clientWidth;
    if (!width || !this.#cloud) {
      return;
    }
    const ratio = Math.min(devicePixelRatio, 2);
    this.canvas.width = width * ratio;
    this.canvas.height = SIZE * ratio;
    this.canvas.style.height = SIZE + 'px';
    const brush = this.canvas.getContext('2d');
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    const range = this.#cloud.tanh ? 1.05 : 1.6;
    const box = { left: MARGIN, top: BARS + 6, right: width - BARS - 6, bottom: SIZE - MARGIN };
    const x = v => box.left + (v + range) / (2 * range) * (box.right - box.left);
    const y = v => box.bottom - (v + range) / (2 * range) * (box.bottom - box.top);
    this.#axes(brush, box, x, y);
    const a = Number(this.across.value);
    const b = Number(this.up.value);
    this.#paths(brush, a, b, x, y, box);
    const xs = this.#component(a);
    const ys = this.#component(b);
    brush.save();
    clip(brush, box);
    brush.fillStyle = series(0);
    brush.globalAlpha = 0.75;
    xs.forEach((v, i) => {
      brush.beginPath();
      brush.arc(x(v), y(ys[i]), 2, 0, 2 * Math.PI);
      brush.fill();
    });
    brush.restore();
    this.#bars(brush, xs, range, (from, to, share) =>
      brush.fillRect(x(from), box.top - 4 - BARS * share, x(to) - x(from) - 0.5, BARS * share));
    this.#bars(brush, ys, range, (from, to, share) =>
      brush.fillRect(box.right + 4, y(to), BARS * share, y(from) - y(to) - 0.5));
  }

  #axes(brush, box, x, y) {
    brush.strokeStyle = colour('--line');
    brush.fillStyle = colour('--soft');
    brush.font = '11px system-ui, sans-serif';
    brush.lineWidth = 1;
    brush.strokeRect(x(-1), y(1), x(1) - x(-1), y(-1) - y(1));
    for (const mark of [-1, 0, 1]) {
      brush.textAlign = 'center';
      brush.textBaseline = 'top';
      brush.fillText(mark, x(mark), box.bottom + 3);
      brush.textAlign = 'right';
      brush.textBaseline = 'middle';
      brush.fillText(mark, box.left - 4, y(mark));
    }
    brush.textAlign = 'center';
    brush.textBaseline = 'bottom';
    brush.fillText('action ' + this.across.value, (box.left + box.right) / 2, SIZE - 1);
    brush.save();
    brush.translate(9, (box.top + box.bottom) / 2);
    brush.rotate(-Math.PI / 2);
    brush.textBaseline = 'middle';
    brush.fillText('action ' + this.up.value, 0, 0);
    brush.restore();
  }

  /** The ways of some of the points, from their noise to where they are. */
  #paths(brush, a, b, x, y, box) {
    const { d, times, points } = this.#cloud;
    const ends = [this.#component(a), this.#component(b)];
    brush.save();
    clip(brush, box);
    brush.strokeStyle = colour('--soft');
    brush.globalAlpha = 0.28;
    for (let i = 0; i < this.#cloud.n; i += 4) {
      brush.beginPath();
      brush.moveTo(x(points[0][i * d + a]), y(points[0][i * d + b]));
      for (let k = 1; k < times.length && times[k] < this.#time; k++) {
        brush.lineTo(x(points[k][i * d + a]), y(points[k][i * d + b]));
      }
      brush.lineTo(x(ends[0][i]), y(ends[1][i]));
      brush.stroke();
    }
    brush.restore();
  }

  #bars(brush, values, range, bar) {
    const counts = new Array(BINS).fill(0);
    for (const v of values) {
      counts[Math.min(BINS - 1, Math.max(0, Math.floor((v + range) / (2 * range) * BINS)))]++;
    }
    const most = Math.max(...counts);
    brush.fillStyle = series(0);
    brush.globalAlpha = 0.55;
    counts.forEach((count, i) => count && bar(
      -range + 2 * range * i / BINS, -range + 2 * range * (i + 1) / BINS, count / most));
    brush.globalAlpha = 1;
  }
}

function axis(id, actionSize, chosen) {
  const select = document.getElementById(id);
  for (let i = 0; i < actionSize; i++) {
    select.add(new Option('action ' + i, i));
  }
  select.value = chosen;
  return select;
}

function clip(brush, box) {
  brush.beginPath();
  brush.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  brush.clip();
}
