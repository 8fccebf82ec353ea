// One run in detail: alarms, evaluations, and its configuration beside another's.

import { count, duration, number } from './format.js';
import { morphChildren } from './morph.js';

const at = id => document.getElementById(id);
let showings = 0; // how often a run was to be shown

function cell(name, text, className = '') {
  return Object.assign(document.createElement(name), { textContent: text, className });
}

function line(...cells) {
  const row = document.createElement('tr');
  row.append(...cells);
  return row;
}

/** Reads the lines of a configuration as keys and values; sections become prefixes. */
export function flat(yaml) {
  const values = new Map();
  let section = '';
  let list = '';
  for (const text of yaml.split('\n')) {
    const item = /^\s*- (.*)$/.exec(text);
    const pair = /^(\s*)([^:#]+):(.*)$/.exec(text);
    if (item && list) {
      values.set(list, [values.get(list), item[1]].filter(Boolean).join(', '));
    } else if (pair) {
      const [, indent, key, value] = pair;
      section = indent ? section : '';
      list = section + key;
      if (!indent && !value.trim()) {
        section = key + '.';
      }
      values.set(list, value.trim());
    }
  }
  return new Map([...values].filter(([key, value]) => value !== '' || ![...values.keys()].some(k => k.startsWith(key + '.'))));
}

/**
 * Shows a run, unless something else is to be shown before the answers are there.
 * again: is called when another run to compare with was chosen
 */
export async function showDetail(run, runs, ask, again) {
  const turn = ++showings;
  const asked = name => ask('run?run=' + encodeURIComponent(name));
  const full = await asked(run.name);
  if (turn !== showings) {
    return;
  }
  at('detail-name').textContent = run.name;
  at('detail-what').textContent = `${run.env}, ${run.algo}, seed ${run.seed}, ${run.threads} thread${run.threads > 1 ? 's' : ''}, `
    + `${count(run.step)} steps in ${duration(run.seconds)}`;
  alarms(full);
  evaluations(full.evaluations);
  const other = choose(run, runs, again);
  const compared = other ? flat((await asked(other)).config) : null;
  if (turn === showings) {
    configuration(flat(full.config), compared, other);
  }
}

function alarms({ alarms: all, fault }) {
  const shown = [...all, ...(fault ? [{ what: fault, advice: 'The values shown are the last that could be read.' }] : [])];
  morphChildren(at('alarms'), shown.map(({ what, advice }) => {
    const box = document.createElement('div');
    box.append(cell('b', what), cell('p', advice));
    return box;
  }));
  at('alarms').hidden = !shown.length;
}

function evaluations(rows) {
  const head = document.createElement('thead');
  head.append(line(cell('th', 'step', 'right'), cell('th', 'mean', 'right'), cell('th', '± 95 %', 'right'),
    cell('th', 'min', 'right'), cell('th', 'max', 'right'), cell('th', 'episodes', 'right')));
  const body = document.createElement('tbody');
  body.append(...rows.toReversed().map(row => line(cell('td', count(row.step), 'right'), cell('td', number(row.mean), 'right'),
    cell('td', number(row.ci95), 'right'), cell('td', number(row.min), 'right'), cell('td', number(row.max), 'right'),
    cell('td', row.episodes, 'right'))));
  if (!rows.length) {
    body.append(line(cell('td', 'none yet', 'quiet')));
  }
  morphChildren(at('evaluations'), [head, body]);
}

/** Offers the other runs to compare with, and returns the name of the one that is chosen, if any. */
function choose(run, runs, again) {
  const choice = at('other');
  const names = ['', ...runs.map(other => other.name).filter(name => name !== run.name)];
  if (choice.dataset.names !== names.join()) {
    const chosen = choice.value;
    choice.dataset.names = names.join();
    choice.replaceChildren(...names.map(name => new Option(name || 'nothing', name)));
    choice.value = names.includes(chosen) ? chosen : '';
  }
  choice.onchange = again;
  return choice.value;
}

function configuration(mine, other, name) {
  const keys = [...new Set([...mine.keys(), ...(other ? other.keys() : [])])]
    .filter(key => !other || mine.get(key) !== other.get(key));
  at('config-title').textContent = other ? `Where it differs from ${name}` : 'Configuration';
  const body = document.createElement('tbody');
  body.append(...keys.map(key => line(cell('td', key, 'quiet'), cell('td', mine.get(key) ?? '–'),
    ...(other ? [cell('td', other.get(key) ?? '–', 'differs')] : []))));
  if (!keys.length) {
    body.append(line(cell('td', 'nothing: they are the same', 'quiet')));
  }
  morphChildren(at('config'), [body]);
}
