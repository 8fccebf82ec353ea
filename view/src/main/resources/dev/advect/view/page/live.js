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
const NO_HAND = { show() {}, letGo() {} };
const timeline = new Timeline();
const page = { timeline, frames: 0, stage: null, scene: null, status: null, state: null }; // for tests and the curious
window.advect = page;

let parts = null; // what is built once the scene is known
let noticeOver = 0;

let builds = 0;

const order = connect(location.search, {
  ready,
  scene: () => build().catch(tell),
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
  lost() {
    parts?.hand.letGo();
    parts?.recorder?.letGo();
    wait('The connection is lost. Is advect view still running? Trying again …');
  },
});
page.order = order;

/** Begins when there is a connection. If there was one before, what was let go and closed meanwhile is told now. */
function ready() {
  if (parts) {
    order({ do: 'release' });
    order({ do: 'letGo' });
    order({ do: 'flow', value: at('panel-flow').open });
  }
  build().catch(tell);
}

/** Fetches the scene, and builds the stage for it unless that is done; anew if an environment's objects changed. */
async function build() {
  const number = ++builds;
  const answer = await fetch('api/scene' + location.search);
  const text = await answer.text();
  if (number !== builds) {
    return; // a newer one is asked for
  }
  if (!answer.ok) {
    wait(text);
    return;
  }
  if (text !== page.scene) {
    show(JSON.parse(text));
    page.scene = text;
  }
  at('wait').hidden = true;
  if (page.status) {
    status(page.status);
  }
}

function show(world) {
  document.title = world.title + ' · advect';
  at('title').textContent = world.title === world.env ? world.env : `${world.title} · ${world.env}`;
  const stage = makeStage(at('stage'), world.stage, page.stage);
  page.stage = stage;
  const first = !parts;
  if (first) {
    const cloud = new CloudView(world.actionSize, open => order({ do: 'flow', value: open }));
    const recorder = world.keymap ? new Recorder(world.keymap, world.actionSize, order) : null;
    parts = { cloud, recorder, hand: NO_HAND, traces: new Traces(world), controls: new Controls(cloud, order) };
    at('name-action').textContent = `action, ${world.actionSize} component${world.actionSize > 1 ? 's' : ''}`;
    requestAnimationFrame(draw);
  }
  if (first && world.keymap?.camera === 'top' && !stage.flat) {
    stage.lookFromAbove();
    at('follow').checked = false;
  }
  parts.controls.watch(stage, world);
  parts.recorder?.attach(stage);
  parts.hand = stage.flat ? NO_HAND
    : world.keymap ? { ...NO_HAND, show: () => stage.showPull(page.state?.pull ?? []) } : enableGrab(stage, order);
  for (const id of ['facts', 'transport', 'panels']) {
    at(id).hidden = false;
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
  if (parts && at('panel-flow').open && !message.flow) {
    order({ do: 'flow', value: true }); // another page closed its panel, which is none of its business here
  }
}

addEventListener('pagehide', () => at('panel-flow').open && order({ do: 'flow', value: false }));

function draw(now) {
  requestAnimationFrame(draw);
  const sample = timeline.sample(now);
  if (!sample || !parts) {
    return;
  }
  parts.recorder?.send();
  parts.hand.show();
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

function tell(error) {
  wait(`The page cannot be shown: ${error.message}. Load it again to try once more.`);
}

function wait(text) {
  at('wait').hidden = false;
  at('wait-text').textContent = text;
}
