// Recording by hand: keys, a gamepad and the mouse become actions; episodes are kept or discarded.
// What the mouse leads by drag is computed by the server, which knows where it is.

const at = id => document.getElementById(id);
const DEAD = 0.12; // of a stick that is let go
const INTERVAL_MS = 16; // between two places of the mouse
const NAMES = { ' ': 'space', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };

export class Recorder {
  #held = new Set();
  #toggled = new Set();
  #mouse = [0, 0];
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
    at('record-begin').addEventListener('click', () => this.#next());
    at('record-keep').addEventListener('click', () => this.order({ do: 'keep' }));
    at('record-discard').addEventListener('click', () => this.order({ do: 'discard' }));
    at('record-undo').addEventListener('click', () => this.order({ do: 'undo' }));
    addEventListener('keydown', event => this.#key(event, true), { capture: true });
    addEventListener('keyup', event => this.#key(event, false), { capture: true });
    addEventListener('blur', () => this.#held.clear());
  }

  /** Follows the mouse on a stage, which may replace an older one. */
  attach(stage) {
    if (this.keymap.drag && !stage.flat) {
      this.#lead(stage);
    } else if (this.keymap.mouse.length) {
      this.#follow(stage.canvas);
    }
  }

  /** Keys of the mapping act while an episode is recorded; Enter, K, X and U lead from one to the next. */
  #key(event, down) {
    if (event.target instanceof Element && event.target.matches('input[type="number"], select, dialog *')) {
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const recording = this.#state === 'recording';
    const acts = key in this.keymap.keys || key in this.keymap.toggles;
    const leads = { Enter: () => this.#next(), k: () => at('record-keep').click(), x: () => at('record-discard').click(),
      u: () => at('record-undo').click() };
    if (recording && acts) {
      if (down && !event.repeat && key in this.keymap.toggles) {
        this.#toggled[this.#toggled.has(key) ? 'delete' : 'add'](key);
      }
      this.#held[down ? 'add' : 'delete'](key);
    } else if (key in leads && (!recording || key === 'Enter')) {
      if (down && !event.repeat) {
        leads[key]();
      }
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** Begins or ends an episode. */
  #next() {
    this.#held.clear();
    this.#toggled.clear();
    this.#sent = ''; // the simulation may be another than the one that was told
    this.order({ do: this.#state === 'recording' ? 'end' : 'begin' });
  }

  /** While the mouse is pressed, the server leads what the mapping names to it. */
  #lead(stage) {
    const { canvas } = stage;
    let sent = 0;
    let pressed = false;
    const aim = event => {
      const box = canvas.getBoundingClientRect();
      sent = event.timeStamp;
      this.order({ do: 'aim', ...stage.ray(2 * (event.clientX - box.left) / box.width - 1, 1 - 2 * (event.clientY - box.top) / box.height) });
    };
    canvas.addEventListener('pointerdown', event => {
      if (this.#state === 'recording' && event.button === 0 && event.isPrimary) {
        event.stopImmediatePropagation();
        canvas.setPointerCapture(event.pointerId);
        pressed = true;
        aim(event);
      }
    }, { capture: true });
    canvas.addEventListener('pointermove', event => pressed && event.timeStamp - sent >= INTERVAL_MS && aim(event));
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      canvas.addEventListener(end, () => {
        if (pressed) {
          pressed = false;
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
    for (const end of ['pointerup', 'pointercancel']) {
      canvas.addEventListener(end, () => { this.#mouse = [0, 0]; });
    }
  }

  /** Sends the action if it is another; call for every picture. */
  send() {
    if (this.#state !== 'recording') {
      return;
    }
    const action = new Array(this.size).fill(0);
    const add = (effect, share) => Object.entries(effect).forEach(([i, value]) => { action[i] += share * value; });
    for (const key of this.#held) {
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
    const value = action.map(x => Math.min(1, Math.max(-1, x)));
    const text = value.map(x => x.toFixed(3)).join();
    if (text !== this.#sent) {
      this.#sent = text;
      this.order({ do: 'hands', value });
    }
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
    at('record-begin').textContent = state === 'recording' ? 'End the episode (Enter)' : 'Begin an episode (Enter)';
    at('record-begin').disabled = state === 'ended';
    at('record-keep').disabled = at('record-discard').disabled = state !== 'ended';
    at('record-undo').disabled = !kept || state === 'recording';
    document.body.classList.toggle('recording', state === 'recording');
  }
}

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
