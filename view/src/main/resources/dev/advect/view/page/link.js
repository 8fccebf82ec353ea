// The connection to the simulation: orders go out as JSON, states and clouds come in as 32-bit floats.

const HEAD = 16;
const CLOUD_HEAD = 6;
const RETRY_MS = 1500;

/** A state of the simulation, as the server's Frames write it. The arrays are views of the message. */
function readState(values) {
  const [, clock, time, step, reward, total, episode, over, pace, observations, actions, size, ghosts, contacts, sites, pull] = values;
  let offset = HEAD;
  const part = length => values.subarray(offset, offset += length);
  return {
    clock, time, step, reward, total, episode, over: over > 0, pace,
    observation: part(observations),
    action: part(actions),
    stage: part(size),
    ghosts: Array.from({ length: ghosts }, () => part(values[offset++])),
    contacts: part(contacts),
    sites: part(sites),
    pull: part(pull),
  };
}

/** Actions along the flow: points[k] are those at times[k], [n, d] in one array. */
function readCloud(values) {
  const [, clock, steps, n, d, tanh] = values;
  const times = values.subarray(CLOUD_HEAD, CLOUD_HEAD + steps);
  const points = Array.from({ length: steps }, (_, k) =>
    values.subarray(CLOUD_HEAD + steps + k * n * d, CLOUD_HEAD + steps + (k + 1) * n * d));
  return { clock, n, d, times, points, tanh: tanh > 0 };
}

/**
 * Connects, and connects again whenever the connection is lost.
 * listener: ready(), status(message), state(frame), cloud(cloud), notice(text), failed(text), lost()
 * Returns the function that gives an order, which returns whether there was a connection to send it by.
 */
export function connect(query, listener) {
  let socket = null;
  let over = false;

  function open() {
    const url = new URL('live' + query, location.href);
    url.protocol = 'ws:';
    socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.onmessage = event => typeof event.data === 'string' ? text(JSON.parse(event.data)) : frame(event.data);
    socket.onopen = () => document.hidden && socket.send('sleep');
    socket.onclose = () => {
      if (!over) {
        listener.lost();
        setTimeout(open, RETRY_MS);
      }
    };
  }

  function text(message) {
    if (message.type === 'failed') {
      over = true;
      listener.failed(message.text);
    } else {
      listener[message.type]?.(message.type === 'notice' ? message.text : message);
    }
  }

  function frame(data) {
    const values = new Float32Array(data);
    if (values[0] === 0) {
      listener.state(readState(values));
    } else {
      listener.cloud(readCloud(values));
    }
  }

  function send(data) {
    const open = socket?.readyState === WebSocket.OPEN;
    if (open) {
      socket.send(data);
    }
    return open;
  }

  // a page that nobody sees needs no frames; when it is looked at again it gets the present state
  document.addEventListener('visibilitychange', () => send(document.hidden ? 'sleep' : 'wake'));
  open();
  return order => send(JSON.stringify(order));
}
