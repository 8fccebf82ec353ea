// Buttons, fields and keys. What they show is what the simulation says, so all pages of a simulation agree.

import { isCommand, isPressing, isTyping, named } from './keys.js';
import { toggleTheme } from './theme.js';

const SPEEDS = [0.25, 0.5, 1, 2, 4];
const TURN = 0.09; // radians for a key
const GOES_ON = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', '+', '-']); // while the key is held; others act once
const at = id => document.getElementById(id);

export class Controls {
  #status = { paused: false, speed: 1, ghosts: 0, stochastic: true, contacts: false, flow: false };

  constructor(cloud, order) {
    this.order = order;
    this.cloud = cloud;
    this.#buttons();
    this.#keys();
  }

  /** Takes a stage, perhaps in place of an older one, and shows it as the fields say. */
  watch(stage, world) {
    this.stage = stage;
    this.#cameras();
    stage.camera = Number(at('camera').value);
    if (!stage.flat) {
      stage.follow = at('follow').checked;
      stage.showTendons(at('tendons').checked);
    }
    at('row-ghosts').hidden = at('row-gather').hidden = !world.canGhost || Boolean(world.keymap);
    at('row-sites').hidden = stage.flat || !world.stage.sites.length;
    at('row-tendons').hidden = stage.flat || !world.stage.strands.length;
    at('row-contacts').hidden = at('row-follow').hidden = at('row-camera').hidden = at('hint-grab').hidden = stage.flat;
    at('hint-grab').hidden ||= Boolean(world.keymap); // there the mouse acts
    at('panel-scene').hidden = stage.flat && at('row-ghosts').hidden;
  }

  #tell(what, value) {
    this.order({ do: what, value });
  }

  #buttons() {
    const click = (id, action) => at(id).addEventListener('click', action);
    const change = (id, action) => at(id).addEventListener('change', () => action(at(id)));
    click('play', () => this.#tell('pause', !this.#status.paused));
    click('step', () => this.#tell('step'));
    click('reset', () => this.#tell('reset'));
    click('theme', toggleTheme);
    click('help', () => at('keys').showModal());
    click('gather', () => this.#tell('gather'));
    change('speed', field => this.#tell('speed', Number(field.value)));
    change('seed', field => this.#tell('seed', Math.max(0, Math.round(Number(field.value) || 0))));
    change('checkpoint', field => this.#tell('checkpoint', field.value));
    change('sampler', field => this.#tell('sampler', field.value));
    change('flow-steps', field => this.#tell('flowSteps', Number(field.value)));
    change('actions', field => this.#tell('stochastic', field.value === 'true'));
    change('contacts', field => this.#tell('contacts', field.checked));
    change('sites', field => this.#tell('sites', field.checked));
    change('tendons', field => this.stage.showTendons(field.checked));
    change('ghost-seconds', field => this.#tell('ghostSeconds', Number(field.value)));
    change('ghosts', field => this.#tell('ghosts', Number(field.value)));
    at('ghosts').addEventListener('input', () => { at('ghosts-shown').textContent = at('ghosts').value; });
    change('camera', field => { this.stage.camera = Number(field.value); });
    change('follow', field => { this.stage.follow = field.checked; });
  }

  #cameras() {
    const field = at('camera');
    const chosen = field.value;
    field.replaceChildren(new Option('free', -1),
      ...this.stage.cameras.map((name, i) => new Option(name || `camera ${i}`, i)));
    field.value = chosen;
    if (field.selectedIndex < 0) {
      field.value = -1; // the new stage lacks the camera
    }
  }

  #keys() {
    const speed = by => SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, SPEEDS.indexOf(this.#status.speed) + by))];
    const keys = {
      ' ': () => this.#tell('pause', !this.#status.paused),
      '.': () => this.#tell('step'),
      r: () => this.#tell('reset'),
      '[': () => this.#tell('speed', speed(-1)),
      ']': () => this.#tell('speed', speed(1)),
      d: () => this.#tell('stochastic', !this.#status.stochastic),
      c: () => {
        at('camera').selectedIndex = (at('camera').selectedIndex + 1) % at('camera').length;
        this.stage.camera = Number(at('camera').value);
      },
      f: () => at('follow').click(),
      x: () => at('contacts').click(),
      s: () => at('row-sites').hidden || at('sites').click(),
      t: () => at('row-tendons').hidden || at('tendons').click(),
      g: () => this.#tell('ghosts', this.#status.ghosts ? 0 : 8),
      b: () => this.#tell('gather'),
      p: () => { at('panel-flow').open = !at('panel-flow').open; },
      n: () => this.cloud.run(),
      l: toggleTheme,
      '?': () => at('keys').showModal(),
      ArrowLeft: () => this.stage.turn?.(-TURN, 0),
      ArrowRight: () => this.stage.turn?.(TURN, 0),
      ArrowUp: () => this.stage.turn?.(0, TURN),
      ArrowDown: () => this.stage.turn?.(0, -TURN),
      '+': () => this.stage.turn?.(0, 0, 0.9),
      '-': () => this.stage.turn?.(0, 0, 1.1),
    };
    addEventListener('keydown', event => {
      const key = named(event);
      const action = keys[key];
      if (action && !isTyping(event) && !isPressing(event) && !isCommand(event)) {
        event.preventDefault();
        if (!event.repeat || GOES_ON.has(key)) {
          action();
        }
      }
    });
  }

  /** Shows what the simulation says. */
  show(status) {
    this.#status = status;
    this.cloud.unit = status.pilot.unit ?? 'step';
    at('play').textContent = status.paused ? 'Play' : 'Pause';
    set('speed', status.speed);
    set('seed', status.seed);
    set('actions', status.stochastic);
    set('ghosts', status.ghosts);
    set('ghost-seconds', status.ghostSeconds);
    at('ghosts-shown').textContent = status.ghosts || 'none';
    at('contacts').checked = status.contacts;
    at('sites').checked = status.sites;
    this.#checkpoints(status);
    const sampled = status.canSample && status.pilot.sampler !== undefined;
    at('row-sampler').hidden = at('row-steps').hidden = !sampled;
    set('sampler', status.sampler ?? status.pilot.sampler); // null and 0 are the run's own
    set('flow-steps', status.flowSteps || status.pilot.flowSteps);
    at('panel-flow').hidden = status.pilot.flow === false;
    at('panel-policy').hidden = Boolean(status.record) || (!status.canSample && status.pilot.flow === false);
    document.body.classList.toggle('loading', status.loading);
  }

  #checkpoints(status) {
    const field = at('checkpoint');
    at('row-checkpoint').hidden = !status.canSample;
    const names = ['best', 'latest', 'newest', ...status.checkpoints.map(String).reverse()];
    if (field.dataset.names !== names.join()) {
      field.dataset.names = names.join();
      field.replaceChildren(...names.map(name => new Option(label(name), name)));
    }
    set('checkpoint', status.checkpoint);
  }
}

/** Sets a field, unless the user is typing in it. */
function set(id, value) {
  if (document.activeElement !== at(id) || at(id).tagName === 'SELECT') {
    at(id).value = value;
  }
}

function label(name) {
  return name === 'newest' ? 'newest, as training goes on'
    : /^\d+$/.test(name) ? 'step ' + Number(name).toLocaleString('en').replaceAll(',', ' ') : name;
}
