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

/** The number of decimals of a step between numbers: 0 for 20, 2 for 0.25. */
function decimals(step) {
  let digits = 0;
  while (digits < 15 && Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) > 1e-6 * step * 10 ** digits) {
    digits++;
  }
  return digits;
}

/** A number on an axis, with the digits that tell it from the next one, which is a step away. */
export function mark(x, step) {
  if (x === null || x === undefined) {
    return '';
  }
  const digits = x === 0 ? 0 : decimals(step);
  if (digits > 5) {
    return x.toExponential(Math.max(0, digits + Math.floor(Math.log10(Math.abs(x)) + 1e-9)));
  }
  return x.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).replaceAll(',', ' ');
}

/** What is smaller counts as zero where a simulation is watched: the reward of an exponential may be 1e-35. */
export const NOTHING = 1e-9;

export const reading = x => number(Math.abs(x) < NOTHING ? 0 : x);

const unit = x => x >= 1e9 ? [1e9, ' G'] : x >= 1e6 ? [1e6, ' M'] : x >= 1e4 ? [1e3, ' k'] : [1, ''];

/** A count of steps: 950, 12.3 k, 4.1 M. */
export function count(x) {
  if (x === null || x === undefined) {
    return '–';
  }
  const [size, name] = unit(x);
  return (size === 1 ? Math.round(x) : Number((x / size).toPrecision(3))) + name;
}

/** A count on an axis, as {@link mark} writes numbers. */
export function countMark(x, step) {
  const [size, name] = unit(x);
  return mark(x / size, step / size) + name;
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
