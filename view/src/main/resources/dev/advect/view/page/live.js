// The live page: connects, builds the stage once the scene is known, and draws what comes in.

import { connect } from './link.js';
import { Timeline } from './timeline.js';
import { Controls } from './controls.js';
import { Traces } from './traces.js';
import { CloudView } from './cloud.js';
import { enableGrab } from './grab.js';
import { Recorder } from './record.js';
import { makeStage } from './stage.js';
import { count, reading } from './format.js';

const at = id => document.getElementById(id);
const NOTICE_MS = 6000;
const timeline = new Timeline();
const page = { timeline, frames: 0, stage: null, status: null, state: null }; // for tests and the curious
window.advect = page;

let parts = null; // what is built once the scene is known
let noticeOver = 0;

const order = connect(location.search, {
  ready: build,
  scene: build,
  status,
  state(state) {
    page.state = state;
    timeline.push(state);
    parts?.traces.add(state);
  },
  cloud: cloud => parts?.cloud.show(cloud),
  notice,
  failed(text) {
    wait(text);
  },
  lost: () => wait('The connection is lost. Is advect view still running? Trying again …'),
});
page.order = order;

/** Fetches the scene and builds the stage for it; anew if an environment's objects changed. */
async function build() {
  const answer = await fetch('api/scene' + location.search);
  if (!answer.ok) {
    wait(await answer.text());
    return;
  }
  const world = await answer.json();
  document.title = world.title + ' · advect';
  at('title').textContent = world.title === world.env ? world.env : `${world.title} · ${world.env}`;
  const stage = makeStage(at('stage'), world.stage, page.stage);
  page.stage = stage;
  if (!parts) {
    const cloud = new CloudView(world.actionSize, open => order({ do: 'flow', value: open }));
    const recorder = world.keymap ? new Recorder(world.keymap, world.actionSize, order) : null;
    parts = { cloud, recorder, traces: new Traces(world), controls: new Controls(world, stage, cloud, order) };
    at('name-action').textContent = `action, ${world.actionSize} component${world.actionSize > 1 ? 's' : ''}`;
    requestAnimationFrame(draw);
  }
  parts.controls.stage = stage;
  parts.recorder?.attach(stage);
  parts.spring = stage.flat ? () => {} : world.keymap ? () => stage.showPull(page.state?.pull ?? []) : enableGrab(stage, order);
  if (world.keymap?.camera === 'top' && !stage.flat) {
    stage.lookFromAbove();
    at('follow').checked = false;
  }
  for (const id of ['facts', 'transport', 'panels']) {
    at(id).hidden = false;
  }
  at('wait').hidden = true;
  if (page.status) {
    status(page.status);
  }
}

function status(message) {
  page.status = message;
  timeline.paused = message.paused;
  const { name, step, warning } = message.pilot;
  at('pilot').textContent = (step === undefined ? name : `${name}, step ${count(step)}`) + (message.loading ? ' · loading …' : '');
  parts?.controls.show(message);
  if (message.record) {
    parts?.recorder.show(message.record);
  }
  if (warning && page.warned !== warning) {
    page.warned = warning;
    notice(warning);
  }
  if (parts && at('panel-flow').open !== message.flow) {
    order({ do: 'flow', value: at('panel-flow').open });
  }
}

function draw(now) {
  requestAnimationFrame(draw);
  const sample = timeline.sample(now);
  if (!sample || !parts) {
    return;
  }
  parts.recorder?.send();
  parts.spring();
  page.stage.draw(sample);
  parts.traces.draw(now);
  facts(sample.to);
  page.frames++;
  at('notice').hidden = now > noticeOver;
}

function facts(state) {
  at('fact-time').textContent = state.time.toFixed(2) + ' s';
  at('fact-step').textContent = state.step;
  at('fact-return').textContent = reading(state.total);
  at('fact-pace').textContent = state.pace > 0 ? Math.round(100 * state.pace) + ' %' : '–';
}

function notice(text) {
  at('notice').textContent = text;
  at('notice').hidden = false;
  noticeOver = performance.now() + NOTICE_MS;
}

function wait(text) {
  at('wait').hidden = false;
  at('wait-text').textContent = text;
}
