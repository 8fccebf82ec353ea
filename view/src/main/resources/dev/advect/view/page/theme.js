// Light or dark: the system's choice, unless the user made another.

const listeners = new Set();

/** The colour of a CSS variable, such as "--ink". */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export const isDark = () => document.documentElement.dataset.theme === 'dark';

/** Calls a function now and after every change of the theme, until the function that is returned is called. */
export function onTheme(listener) {
  listeners.add(listener);
  listener();
  return () => listeners.delete(listener);
}

function set(theme) {
  document.documentElement.dataset.theme = theme;
  listeners.forEach(listener => listener());
}

export function toggleTheme() {
  const theme = isDark() ? 'light' : 'dark';
  try {
    localStorage.setItem('advect-theme', theme);
  } catch { /* a browser that keeps nothing: the choice lasts as long as the page */ }
  set(theme);
}

function chosen() {
  try {
    return localStorage.getItem('advect-theme');
  } catch {
    return null;
  }
}

const system = matchMedia('(prefers-color-scheme: dark)');
system.addEventListener('change', () => chosen() ?? set(system.matches ? 'dark' : 'light'));
set(chosen() ?? (system.matches ? 'dark' : 'light'));

/** Colours of lines, told apart by people with any kind of colour vision, on light and on dark ground. */
const LIGHT = ['#1f62d6', '#c2541b', '#16805a', '#a23fa0', '#8a6d00', '#0e7c9b', '#b3264c', '#5a5f6b'];
const DARK = ['#7fb0ff', '#ff9d66', '#5fd0a0', '#e79be4', '#e3c34d', '#62cbe8', '#ff8aa6', '#aab3c0'];
export const series = i => (isDark() ? DARK : LIGHT)[i % LIGHT.length];
