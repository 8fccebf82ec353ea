// Charts of metrics over environment steps, for several runs at once.

import uPlot from './lib/uPlot.esm.js';
import { colour, onTheme } from './theme.js';
import { count, countMark, mark, number } from './format.js';

const HEIGHT = 230;

/** A line: label, paint, points x, y, and low and high of its band where it has one. */
export class Chart {
  plot = null;
  /** The steps that the user chose to see, {min, max}; null for all. */
  zoom = null;
  #lines = [];

  constructor(parent) {
    this.parent = parent;
    this.empty = parent.appendChild(Object.assign(document.createElement('p'), { className: 'empty', textContent: 'No values yet.' }));
    this.forgetTheme = onTheme(() => this.#build());
    this.observer = new ResizeObserver(() => this.plot?.setSize({ width: parent.clientWidth, height: HEIGHT }));
    this.observer.observe(parent);
  }

  show(lines) {
    const same = lines.length === this.#lines.length && lines.every((line, i) => line.label === this.#lines[i].label
      && line.paint === this.#lines[i].paint && Boolean(line.low) === Boolean(this.#lines[i].low));
    this.#lines = lines;
    if (this.plot && same) {
      this.plot.setData(this.#data()); // which shows all of it
      this.#showZoom();
      this.#tellEmpty();
    } else {
      this.#build();
    }
  }

  #showZoom() {
    if (this.zoom) {
      this.plot.setScale('x', { ...this.zoom });
    }
  }

  /** Shows what was dragged over, until a double click. */
  #select(plot) {
    const { left, width } = plot.select;
    if (width > 0) {
      this.zoom = { min: plot.posToVal(left, 'x'), max: plot.posToVal(left + width, 'x') };
      plot.setSelect({ width: 0, height: 0 }, false);
      this.#showZoom();
    }
  }

  /** All lines on the union of their steps; a line has no value where it has no point. */
  #data() {
    const steps = [...new Set(this.#lines.flatMap(line => line.x))].sort((a, b) => a - b);
    const at = new Map(steps.map((step, i) => [step, i]));
    const column = (line, values) => {
      const out = new Array(steps.length).fill(undefined);
      line.x.forEach((x, i) => { out[at.get(x)] = values[i]; });
      return out;
    };
    const columns = [steps];
    for (const line of this.#lines) {
      columns.push(column(line, line.y));
      if (line.low) {
        columns.push(column(line, line.low), column(line, line.high));
      }
    }
    return columns;
  }

  #build() {
    this.plot?.destroy();
    const axis = (text, more) => ({
      stroke: colour('--soft'), font: '11px system-ui', grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line'), width: 1, size: 4 }, ...more,
      values: (_plot, marks, _axis, _space, step) => marks.map(x => text(x, step)) });
    const lines = [{}];
    const bands = [];
    for (const line of this.#lines) {
      lines.push({ label: line.label, stroke: line.paint, width: 1.75, spanGaps: true,
        points: { show: line.x.length < 30, size: 5, fill: line.paint, stroke: line.paint } });
      if (line.low) {
        const quiet = { stroke: 'transparent', spanGaps: true, points: { show: false } };
        lines.push(quiet, quiet);
        bands.push({ series: [lines.length - 1, lines.length - 2], fill: line.paint + '2e' });
      }
    }
    this.plot = new uPlot({
      width: this.parent.clientWidth || 420, height: HEIGHT, series: lines, bands,
      scales: { x: { time: false } },
      axes: [axis(countMark, { label: 'environment steps', labelSize: 18, labelFont: '11px system-ui', size: 34 }), axis(mark, { size: 60 })],
      cursor: { points: { size: 6 }, drag: { x: true, y: false, setScale: false } },
      hooks: {
        setCursor: [plot => this.#tell(plot)],
        setSelect: [plot => this.#select(plot)],
        ready: [plot => plot.over.addEventListener('dblclick', () => { this.zoom = null; })],
      },
    }, this.#data(), this.parent);
    this.#showZoom();
    this.#tellEmpty();
  }

  /** Says so where there is nothing to draw. */
  #tellEmpty() {
    this.empty.hidden = this.#lines.some(line => line.x.length);
    this.plot.root.hidden = !this.empty.hidden;
  }

  /** Shows the values under the pointer in the chart's title. */
  #tell(plot) {
    const { idx } = plot.cursor;
    const step = idx === null || idx === undefined ? undefined : plot.data[0][idx];
    const values = [];
    let column = 1;
    for (const line of this.#lines) {
      const value = step === undefined ? undefined : plot.data[column][idx];
      if (value !== undefined && value !== null) {
        values.push(`${line.label} ${number(value)}`);
      }
      column += line.low ? 3 : 1;
    }
    this.parent.title = values.length ? `step ${count(step)}: ${values.join(', ')}` : '';
  }

  destroy() {
    this.forgetTheme();
    this.observer.disconnect();
    this.plot?.destroy();
  }
}

/** An exponential mean of the values, 0 for none; bias is corrected at the beginning. */
export function smooth(values, weight) {
  let sum = 0;
  let total = 0;
  return weight === 0 ? values : values.map(value => {
    sum = weight * sum + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return sum / total;
  });
}

/**
 * The mean over seeds, with the range from the lowest to the highest: on the steps of the shortest part that all have.
 */
export function band(curves) {
  const long = curves.reduce((a, b) => (a.x.length >= b.x.length ? a : b));
  const end = Math.min(...curves.map(curve => curve.x.at(-1)));
  const x = long.x.filter(step => step <= end);
  const rows = x.map(step => curves.map(curve => valueAt(curve, step)));
  return {
    x,
    y: rows.map(row => row.reduce((a, b) => a + b, 0) / row.length),
    low: rows.map(row => Math.min(...row)),
    high: rows.map(row => Math.max(...row)),
  };
}

/** The value of a curve at a step, between its points along a straight line. */
function valueAt({ x, y }, step) {
  const i = x.findIndex(other => other >= step);
  if (i <= 0) {
    return y[i < 0 ? y.length - 1 : 0];
  }
  const t = (step - x[i - 1]) / (x[i] - x[i - 1]);
  return y[i - 1] + t * (y[i] - y[i - 1]);
}
