// Recording by hand: keys, a gamepad and the mouse become actions; episodes are kept or discarded.
// What the mouse leads by drag is computed by the server, which knows where it is.

import { isCommand, isPressing, isTyping, named } from './keys.js';

const at = id => document.getElementById(id);
const DEAD = 0.12; // of a stick that is let go
const INTERVAL_MS = 16; // between two places of the mouse
const NAMES = { ' ': 'space', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };

/** The buttons that keys press. */
const LEADS = { Enter: 'record-begin', k: 'record-keep', x: 'record-discard', u: 'record-undo' };

export class Recorder {
  #held = new Map(); // by the place on the keyboard, as Shift may change a key's name while it is down
  #toggled = new Set();
  #mouse = [0, 0];
  #pressed = false; // the mouse, which leads
  #sent = '';
  #state = 'ready';

  constructor(keymap, actionSize, order) {
    this.keymap = keymap;
    this.size = actionSize;
    this.order = order;
    at('panel-record').hidden = false;
    at('panel-policy').hidden = at('panel-flow').hidden = true;
    at('row-ghosts').hidden = at('row-gather').hidden = true;
    at('keymap').replaceChildren(...explain(keymap));
    this.#explainButtons();
    at('record-begin').addEventListener('click', () => this.#next());
    at('record-keep').addEventListener('click', () => this.order({ do: 'keep' }));
    at('record-discard').addEventListener('click', () => this.order({ do: 'discard' }));
    at('record-undo').addEventListener('click', () =>
      confirm('Remove the episode that was kept last from the file?') && this.order({ do: 'undo' }));
    addEventListener('keydown', event => this.#key(event, true), { capture: true });
    addEventListener('keyup', event => this.#key(event, false), { capture: true });
    addEventListener('blur', () => this.#letGoOfKeys());
  }

  /** Names the key of each button; one that acts has no second meaning. */
  #explainButtons() {
    const taken = [];
    for (const [key, id] of Object.entries(LEADS)) {
      const button = at(id);
      if (this.#acts(key)) {
        taken.push(withKey(button.textContent, key));
      }
      button.textContent = this.#label(button.textContent, key);
    }
    at('record-note').hidden = !taken.length;
    at('record-note').textContent = `Only by the button, as the mapping takes the key: ${taken.join(', ')}.`;
  }

  #label(text, key) {
    return this.#acts(key) ? text : withKey(text, key);
  }

  #acts(key) {
    return key in this.keymap.keys || key in this.keymap.toggles;
  }

  /** Lets go of everything, when the connection is lost: whoever is reached next knows nothing of it. */
  letGo() {
    this.#held.clear();
    this.#mouse = [0, 0];
    this.#pressed = false;
    this.#sent = '';
  }

  #letGoOfKeys() {
    this.#held.clear();
    this.send(); // at once: a page that is hidden now draws no picture that would do it
  }

  /** Follows the mouse on a stage, which may replace an older one. */
  attach(stage) {
    this.#pressed = false;
    if (this.keymap.drag && !stage.flat) {
      this.#lead(stage);
    } else if (this.keymap.mouse.length) {
      this.#follow(stage.canvas);
    }
  }

  /** Keys of the mapping act while an episode is recorded, and do nothing else; others lead from one episode to the next. */
  #key(event, down) {
    const place = event.code || event.key;
    if (!down && event.key === 'Meta') {
      this.#letGoOfKeys(); // macOS does not tell which keys came up meanwhile
    } else if (!down && this.#held.delete(place)) {
      this.send(); // wherever the focus went while it was down
    }
    const key = named(event);
    const recording = this.#state === 'recording';
    const acts = this.#acts(key);
    const pressing = isPressing(event) && event.target.id !== LEADS[key]; // which repeats while it is held
    if (isCommand(event) || isTyping(event) || pressing && !(recording && acts)) {
      return;
    }
    if (recording && acts) {
      if (down && !event.repeat && key in this.keymap.toggles) {
        this.#toggled[this.#toggled.has(key) ? 'delete' : 'add'](key);
      }
      if (down) {
        this.#held.set(place, key);
      }
    } else if (key in LEADS && !acts && (!recording || key === 'Enter')) {
      if (down && !event.repeat) {
        at(LEADS[key]).click();
      }
    } else if (!acts) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** Begins or ends an episode. The order to begin brings the action, which the first step may already need. */
  #next() {
    this.#held.clear();
    this.#toggled.clear();
    if (this.#state === 'recording') {
      this.order({ do: 'end' });
    } else {
      this.#tell('begin');
    }
  }

  /** While the mouse is pressed, the server leads what the mapping names to it. */
  #lead(stage) {
    const { canvas } = stage;
    let sent = 0;
    const aim = event => {
      const box = canvas.getBoundingClientRect();
      sent = event.timeStamp;
      this.order({ do: 'aim', ...stage.ray(2 * (event.clientX - box.left) / box.width - 1, 1 - 2 * (event.clientY - box.top) / box.height) });
    };
    canvas.addEventListener('pointerdown', event => {
      if (this.#state === 'recording' && event.button === 0 && event.isPrimary) {
        event.stopImmediatePropagation();
        canvas.setPointerCapture(event.pointerId);
        this.#pressed = true;
        aim(event);
      }
    }, { capture: true });
    canvas.addEventListener('pointermove', event => this.#pressed && event.timeStamp - sent >= INTERVAL_MS && aim(event));
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      canvas.addEventListener(end, () => {
        if (this.#pressed) {
          this.#pressed = false;
          this.order({ do: 'letGo' });
        }
      });
    }
  }

  /** While the mouse is pressed on the ground, its distance from the middle is the action. */
  #follow(canvas) {
    const place = event => {
      const box = canvas.getBoundingClientRect();
      const reach = Math.min(box.width, box.height) / 2;
      this.#mouse = [(event.clientX - box.left - box.width / 2) / reach, -(event.clientY - box.top - box.height / 2) / reach];
    };
    canvas.addEventListener('pointerdown', event => {
      if (this.#state === 'recording') {
        event.stopImmediatePropagation();
        canvas.setPointerCapture(event.pointerId);
        place(event);
      }
    }, { capture: true });
    canvas.addEventListener('pointermove', event => event.buttons && this.#state === 'recording' && place(event));
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      canvas.addEventListener(end, () => { this.#mouse = [0, 0]; });
    }
  }

  /** Sends the action if it is another; call for every picture. */
  send() {
    if (this.#state === 'recording' && text(this.#action()) !== this.#sent) {
      this.#tell('hands');
    }
  }

  /** Gives an order with the present action, and remembers what the simulation was told. */
  #tell(what) {
    const value = this.#action();
    this.#sent = this.order({ do: what, value }) ? text(value) : '';
  }

  #action() {
    const action = new Array(this.size).fill(0);
    const add = (effect, share) => Object.entries(effect).forEach(([i, value]) => { action[i] += share * value; });
    for (const key of this.#held.values()) {
      add(this.keymap.keys[key] ?? {}, 1);
    }
    for (const [key, components] of Object.entries(this.keymap.toggles)) {
      components.forEach(i => { action[i] = this.#toggled.has(key) ? 1 : -1; });
    }
    for (const pad of navigator.getGamepads?.() ?? []) {
      for (const [axis, effect] of Object.entries(this.keymap.axes)) {
        const value = pad?.axes[axis] ?? 0;
        add(effect, Math.abs(value) > DEAD ? value : 0);
      }
    }
    this.keymap.mouse.forEach((component, i) => { action[component] += this.#mouse[i]; });
    return action.map(x => Math.min(1, Math.max(-1, x)));
  }

  /** Shows what the server says. */
  show({ state, kept, steps, file, success }) {
    this.#state = state;
    at('record-state').textContent = {
      ready: 'Ready for the next episode.',
      recording: 'Recording …',
      ended: `The episode has ${steps} steps. Keep it?`,
    }[state] + (success === null ? '' : success ? ' The task is solved.' : ' The task is not solved.');
    at('record-kept').textContent = `${kept} episode${kept === 1 ? '' : 's'} in ${file}`;
    at('record-begin').textContent = this.#label(state === 'recording' ? 'End the episode' : 'Begin an episode', 'Enter');
    at('record-begin').disabled = state === 'ended';
    at('record-keep').disabled = at('record-discard').disabled = state !== 'ended';
    at('record-undo').disabled = !kept || state === 'recording';
    document.body.classList.toggle('recording', state === 'recording');
  }
}

const withKey = (text, key) => `${text} (${key.length === 1 ? key.toUpperCase() : key})`;

const text = action => action.map(x => x.toFixed(3)).join();

/** The mapping in words: a row for each key. */
function explain({ keys, toggles, axes, mouse, drag }) {
  const row = (name, text) => {
    const [term, meaning] = [document.createElement('dt'), document.createElement('dd')];
    const key = document.createElement('kbd');
    key.textContent = name;
    term.append(key);
    meaning.textContent = text;
    return [term, meaning];
  };
  const effect = values => Object.entries(values).map(([i, v]) => `action ${i} ${v > 0 ? '+' : '−'}${Math.abs(v)}`).join(', ');
  return [
    ...Object.entries(keys).flatMap(([key, values]) => row(NAMES[key] ?? key.toUpperCase(), effect(values))),
    ...Object.entries(toggles).flatMap(([key, list]) => row(NAMES[key] ?? key.toUpperCase(), `action ${list.join(', ')} between −1 and 1`)),
    ...Object.entries(axes).flatMap(([axis, values]) => row('stick ' + axis, effect(values))),
    ...(drag ? row('mouse', `pressed: leads ${drag.body ?? drag.site} to the pointer`) : []),
    ...(mouse.length ? row('mouse', `pressed: action ${mouse[0]} across, action ${mouse[1]} up`) : []),
  ];
}
