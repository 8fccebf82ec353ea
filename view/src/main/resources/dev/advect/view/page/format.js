// Numbers as people read them.

/** Three significant digits, without an exponent where it can be avoided. */
export function number(x) {
  if (x === null || x === undefined || !Number.isFinite(x)) {
    return '–';
  }
  const size = Math.abs(x);
  if (size >= 1000 || x === 0) {
    return Math.round(x).toLocaleString('en').replaceAll(',', ' ');
  }
  return size >= 0.01 ? String(Number(x.toPrecision(3))) : x.toExponential(1);
}

/** What is smaller counts as zero where a simulation is watched: the reward of an exponential may be 1e-35. */
export const NOTHING = 1e-9;

export const reading = x => number(Math.abs(x) < NOTHING ? 0 : x);

/** A count of steps: 950, 12.3 k, 4.1 M. */
export function count(x) {
  if (x === null || x === undefined) {
    return '–';
  }
  const [value, unit] = x >= 1e9 ? [x / 1e9, ' G'] : x >= 1e6 ? [x / 1e6, ' M'] : x >= 1e4 ? [x / 1e3, ' k'] : [x, ''];
  return (unit === '' ? Math.round(value) : Number(value.toPrecision(3))) + unit;
}

/** A duration: 42 s, 3 min, 1 h 20 min. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) {
    return '–';
  }
  if (seconds < 90) {
    return Math.round(seconds) + ' s';
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? minutes + ' min' : Math.floor(minutes / 60) + ' h ' + (minutes % 60) + ' min';
}

export const bytes = x => (x / 2 ** 30).toFixed(1) + ' GiB';
