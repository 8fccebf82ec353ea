// The dashboard: asks for the runs every two seconds, and draws what was chosen.

import { Chart, band, smooth } from './charts.js';
import { flat, showDetail } from './detail.js';
import { isCommand, isTyping, named } from './keys.js';
import { morph } from './morph.js';
import { onTheme, series, toggleTheme } from './theme.js';
import { bytes, count, duration, number } from './format.js';

const PERIOD_MS = 2000;
const FIRST_SHOWN = 6;
const MAX_NAMED = 3; // keys in which a group of runs differs from others
const at = id => document.getElementById(id);

const page = { runs: [], metrics: [], shown: new Set(), open: null, colours: new Map(), charts: [], seen: new Set(), configurations: new Map() };
window.advect = page;

let draws = 0; // how often the charts were to be drawn

// ---- asking

export async function ask(path) {
  const answer = await fetch('api/' + path);
  if (!answer.ok) {
    throw new Error((await answer.text()).trim());
  }
  return answer.json();
}

async function refresh() {
  try {
    if (!document.hidden || !page.runs.length) {
      const answer = await ask('runs');
      page.runs = answer.runs;
      page.metrics = answer.metrics;
      choose();
      head(answer);
      rows();
      await draw();
      await detail();
    }
    at('notice').hidden = true;
  } catch (error) {
    tell(error);
  }
  setTimeout(refresh, PERIOD_MS);
}

function tell(error) {
  at('notice').textContent = error instanceof TypeError
    ? 'The connection is lost. Is advect view still running? Trying again …' : error.message;
  at('notice').hidden = false;
}

/** Lets happen what a user asked for, and tells what goes wrong. */
function act(promise) {
  promise.catch(tell);
}

/** Shows new runs, a few of them in the charts, those in training and the newest first; each gets a colour that stays. */
function choose() {
  const rank = run => (run.state === 'training' ? 1 : 0);
  const fresh = page.runs.filter(run => !page.seen.has(run.name))
    .sort((a, b) => rank(b) - rank(a) || (b.written ?? 0) - (a.written ?? 0));
  for (const run of fresh) {
    page.seen.add(run.name);
    page.colours.set(run.name, page.colours.size);
    if (page.shown.size < FIRST_SHOWN && run.group) {
      page.shown.add(run.name);
    }
  }
}

const paint = run => series(page.colours.get(run.name) ?? 0);

// ---- the table

function head({ folder, machine, runs }) {
  at('folder').textContent = folder;
  at('count').textContent = runs.length === 1 ? '1 run' : `${runs.length} runs`;
  at('machine').textContent = machine.cores ? `${Math.round(100 * machine.busy)} % of ${machine.cores} cores · `
    + `${bytes(machine.memory - machine.free)} of ${bytes(machine.memory)} in use` : '';
  at('empty').hidden = runs.length > 0;
  at('curves').hidden = !runs.length;
  at('empty').innerHTML = 'There are no runs here yet. Begin one with <code>advect train</code>; it appears by itself.';
}

/** Brings the table up to date. A run keeps its row, which may be under someone's hands. */
function rows() {
  const wanted = at('filter').value.toLowerCase();
  const body = at('runs').tBodies[0];
  const old = new Map([...body.rows].map(made => [made.dataset.name, made]));
  const now = page.runs.filter(run => run.name.toLowerCase().includes(wanted)).map(run => {
    const fresh = row(run);
    const made = old.get(run.name);
    if (made) {
      morph(made, fresh);
    }
    old.delete(run.name);
    return made ?? fresh;
  });
  old.forEach(made => made.remove());
  now.forEach((made, i) => body.rows[i] === made || body.insertBefore(made, body.rows[i] ?? null));
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function row(run) {
  const cells = run.env ? known(run) : [element('td', { colSpan: 6, className: 'fault', textContent: run.fault })];
  const box = element('input', { type: 'checkbox', checked: page.shown.has(run.name), title: 'Show its curves',
    ariaLabel: `Show the curves of ${run.name}` });
  box.style.accentColor = paint(run);
  box.addEventListener('change', () => {
    page.shown[box.checked ? 'add' : 'delete'](run.name);
    act(draw());
  });
  const name = element('button', { className: 'name', textContent: run.name, title: 'Evaluations and configuration' });
  name.addEventListener('click', () => {
    page.open = page.open === run.name ? null : run.name;
    rows();
    act(detail().then(() => at('detail').scrollIntoView({ block: 'nearest' })));
  });
  const made = element('tr', { className: page.open === run.name ? 'open' : '' },
    element('td', {}, box), element('td', {}, name), element('td', {}, element('span', {
      className: 'state ' + run.state, textContent: run.state })), ...cells);
  made.dataset.name = run.name;
  return made;
}

function known(run) {
  const meter = element('div', { className: 'meter' }, element('i'));
  meter.firstChild.style.width = 100 * run.fraction + '%';
  const budget = run.steps ? `${count(run.step)} of ${count(run.steps)} steps` : `${duration(run.seconds)} of ${duration(60 * run.minutes)}`;
  const evaluation = element('td', { className: 'right', textContent: number(run.evaluation) });
  if (run.ci95) {
    evaluation.append(element('span', { className: 'margin', textContent: ' ± ' + number(run.ci95) }));
  }
  const last = element('td', { className: 'right' });
  if (run.fault || run.alarms.length) {
    last.append(element('span', { className: 'alarm', title: run.fault || run.alarms[0].what, textContent: '⚠ ' }));
  }
  if (run.watchable) {
    last.append(element('a', { href: 'live.html?run=' + encodeURIComponent(run.name), textContent: 'Watch' }));
  }
  return [
    element('td', {}, element('div', { className: 'progress', title: budget }, meter,
      element('span', { className: 'quiet', textContent: run.steps ? count(run.step) : duration(run.seconds) }))),
    element('td', { className: 'right', textContent: run.state === 'training' ? duration(run.left) : '–' }),
    element('td', { className: 'right optional', textContent: run.speed ? count(run.speed) : '–' }),
    element('td', { className: 'right optional', textContent: number(run.return) }),
    evaluation, last];
}

// ---- curves

function addChart(key) {
  const choice = element('select', { ariaLabel: 'Metric' });
  const remove = element('button', { textContent: '✕', title: 'Remove the chart', ariaLabel: 'Remove the chart' });
  const ground = element('div', { className: 'ground' });
  const box = element('div', { className: 'chart' },
    element('header', {}, choice, element('span', { className: 'space' }), remove), ground);
  at('charts').append(box);
  const chart = { key, choice, drawing: new Chart(ground) };
  page.charts.push(chart);
  choice.addEventListener('change', () => {
    chart.key = choice.value;
    act(draw());
  });
  remove.addEventListener('click', () => {
    chart.drawing.destroy();
    box.remove();
    page.charts.splice(page.charts.indexOf(chart), 1);
  });
}

/** Draws the charts, unless they are to be drawn anew before the answers are there. */
async function draw() {
  const turn = ++draws;
  const shown = page.runs.filter(run => page.shown.has(run.name) && run.group);
  await Promise.all(page.charts.map(async chart => {
    options(chart);
    const curves = await Promise.all(shown.map(run =>
      ask(`curve?run=${encodeURIComponent(run.name)}&key=${encodeURIComponent(chart.key)}`)));
    const drawn = await lines(shown, curves);
    if (turn === draws && page.charts.includes(chart)) {
      chart.drawing.show(drawn);
    }
  }));
}

function options({ choice, key }) {
  const names = [...new Set([key, ...page.metrics])];
  if (choice.dataset.names !== names.join()) {
    choice.dataset.names = names.join();
    choice.replaceChildren(...names.map(name => new Option(title(name), name)));
  }
  choice.value = key;
}

const title = key => key === 'episode/return' ? 'return of training episodes' : key === 'evaluation/mean' ? 'return of evaluations' : key;

async function lines(runs, curves) {
  const weight = Number(at('smooth').value);
  const full = curves.map((curve, i) => ({ run: runs[i], x: curve.x, y: smooth(curve.y, weight), margin: curve.margin }))
    .filter(curve => curve.x.length);
  if (!at('seeds').checked) {
    return full.map(({ run, x, y, margin }) => ({ label: run.name, paint: paint(run), x, y,
      ...(margin ? { low: y.map((v, i) => v - margin[i]), high: y.map((v, i) => v + margin[i]) } : {}) }));
  }
  const labels = await groupLabels(runs);
  return [...Map.groupBy(full, curve => curve.run.group)].map(([group, all]) => ({
    label: `${labels.get(group)}, ${all.length} run${all.length > 1 ? 's' : ''}`, paint: paint(all[0].run), ...band(all) }));
}

/** The names of groups of runs: environment, algorithm, and in what it differs from others that share both. */
async function groupLabels(runs) {
  const kind = run => `${run.env}, ${run.algo}`;
  const groups = [...Map.groupBy(runs, run => run.group).values()].map(([run]) => run); // a run of each
  const configurations = new Map(await Promise.all(groups.map(async run => [run, await configuration(run)])));
  return new Map(groups.map(run => {
    const mine = configurations.get(run);
    const others = groups.filter(other => other !== run && kind(other) === kind(run)).map(other => configurations.get(other));
    const differing = [...mine.keys()].filter(key => !['seed', 'threads'].includes(key)
      && others.some(other => other.get(key) !== mine.get(key)));
    return [run.group, [kind(run), ...differing.slice(0, MAX_NAMED).map(key => `${key} ${mine.get(key)}`),
      ...(differing.length > MAX_NAMED ? ['…'] : [])].join(', ')];
  }));
}

/** The configuration of a run as keys and values. It is asked for once, since it is what makes a group. */
function configuration({ name, group }) {
  if (!page.configurations.has(group)) {
    const asked = ask('run?run=' + encodeURIComponent(name)).then(run => flat(run.config));
    page.configurations.set(group, asked);
    asked.catch(() => page.configurations.delete(group));
  }
  return page.configurations.get(group);
}

// ---- one run

async function detail() {
  const run = page.runs.find(other => other.name === page.open && other.group);
  at('detail').hidden = !run;
  if (run) {
    await showDetail(run, page.runs.filter(other => other.group), ask, () => act(detail()));
  }
}

at('theme').addEventListener('click', toggleTheme);
at('filter').addEventListener('input', rows);
at('add').addEventListener('click', () => {
  addChart(page.metrics.find(key => page.charts.every(chart => chart.key !== key)) ?? 'episode/return');
  act(draw());
});
for (const id of ['seeds', 'smooth']) {
  at(id).addEventListener('change', () => act(draw()));
}
addEventListener('keydown', event => {
  if (isCommand(event) || isTyping(event)) {
    return;
  }
  if (event.key === '/') {
    event.preventDefault();
    at('filter').focus();
  } else if (named(event) === 'l') {
    toggleTheme();
  }
});
addChart('episode/return');
addChart('evaluation/mean');
onTheme(() => page.runs.length && (rows(), act(draw())));
refresh();
