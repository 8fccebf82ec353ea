"""Steps copies of one Gymnasium environment on behalf of advect, which started this process.

Standard input brings this text and then a line of JSON: the port to connect to on this machine, and the token that is
presented there first. Its end is the end of advect, and of this process. On the socket travel frames: the number of
bytes (4, little-endian, as all numbers here), then the bytes. The first frame is the token. The answer is JSON that
names the environment; JSON with its shapes, or with an error, goes back. Then, as often as is wished:

    reset   1, index (4), seed (8, -1 for none)                 0, observation
    step    2, first index (4), count (4), actions [n, a]       0, rewards (8) [n], flags (1) [n], observations [n, o],
                                                                   first observations of new episodes [ended, o]
    draw    3, index (4)                                        0, rows (4), columns (4), red green blue (3) [rows, columns],
                                                                   or 0, 0, 0 and a text that says why there is no picture

Actions and observations are of 4 bytes. A flag is 1 for terminated plus 2 for truncated; an episode that ended is
followed by a reset at once, except in environments to be drawn, whose last state may be asked for. Instead of the 0, a 1
and a text say what went wrong; the process ends then.
"""

import faulthandler
import importlib
import json
import os
import signal
import socket
import struct
import sys
import threading
import time
import traceback

THIS = "advect_gym.py"
RESET, STEP, DRAW = 1, 2, 3
TERMINATED, TRUNCATED = 1, 2
GRACE_SECONDS = 2
MAX_SIDE = 640  # of a picture; a larger one is averaged over squares of its pixels


class Refusal(Exception):
    """What is not possible, and why, in one line for the user."""


class Link:
    """Frames to and from advect."""

    def __init__(self, port, token):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.send(token.encode())

    def send(self, *parts):
        self.socket.sendall(struct.pack("<I", sum(map(len, parts))) + b"".join(parts))

    def receive(self):
        """The next frame, or None if advect is gone."""
        head = self._exactly(4)
        return None if head is None else self._exactly(struct.unpack("<I", head)[0])

    def _exactly(self, size):
        data = bytearray(size)
        view = memoryview(data)
        while len(view) > 0:
            try:
                read = self.socket.recv_into(view)
            except ConnectionError:
                read = 0
            if read == 0:
                return None
            view = view[read:]
        return data


class Observations:
    """Writes a Box, or the Boxes of a Dict in its order, as a row of floats."""

    def __init__(self, space, spaces):
        if isinstance(space, spaces.Box):
            self.parts = [(None, space)]
        elif isinstance(space, spaces.Dict) and all(isinstance(s, spaces.Box) for s in space.spaces.values()):
            self.parts = list(space.spaces.items())
        else:
            raise Refusal(f"its observations are {space}; they must be a Box or a Dict of Boxes")
        for key, box in self.parts:
            if np.prod(box.shape) == 0:
                what = "observation" if key is None else f"observation {key!r}"
                raise Refusal(f"its {what} has the shape {box.shape}, which holds no number")
        self.parts = [(key, int(np.prod(box.shape))) for key, box in self.parts]
        self.size = sum(size for _, size in self.parts)
        if self.size == 0:
            raise Refusal(f"its observations are {space}, which hold no number")
        names = [str(key) for key, _ in self.parts if key is not None]
        if len(set(names)) < len(names) or not all(name.strip() for name in names):
            raise Refusal(f"its observations are {space}; their parts need names that differ")
        self.names = [{"name": name, "size": size} for name, (_, size) in zip(names, self.parts)]

    def write(self, observation, row):
        at = 0
        for key, size in self.parts:
            what = "observation" if key is None else f"observation {key!r}"
            try:
                value = np.asarray(observation if key is None else observation[key])
            except (KeyError, IndexError, TypeError):
                raise Refusal(f"an {what} is missing")
            if value.size != size:
                raise Refusal(f"an {what} has shape {value.shape}, which is {value.size} numbers; its space has {size}")
            try:
                row[at:at + size] = value.reshape(-1)
            except (TypeError, ValueError):
                raise Refusal(f"an {what} is {shown(value)}; it must be of numbers")
            at += size


class Actions:
    """Carries actions from [-1, 1] to the bounds of a Box."""

    def __init__(self, space, spaces):
        if not isinstance(space, spaces.Box):
            raise Refusal(f"its actions are {space}; they must be a Box")
        self.low = np.asarray(space.low, np.float64).reshape(-1)
        self.high = np.asarray(space.high, np.float64).reshape(-1)
        if not (np.isfinite(self.low).all() and np.isfinite(self.high).all()):
            raise Refusal(f"its actions are {space}; they need bounds that [-1, 1] can be carried to")
        self.middle = self.low + (self.high - self.low) / 2
        self.half = (self.high - self.low) / 2
        self.shape = tuple(space.shape)
        self.dtype = space.dtype
        self.size = len(self.low)
        if self.size == 0:
            raise Refusal("its actions hold no numbers")

    def bounded(self, chosen):
        actions = np.clip(self.middle + self.half * chosen.astype(np.float64), self.low, self.high)
        if np.issubdtype(self.dtype, np.integer):
            actions = np.rint(actions)
        return actions.astype(self.dtype).reshape((len(chosen), *self.shape))


class Copies:
    """The environments of this process."""

    def __init__(self, make, spaces, count, episode_steps, drawn):
        self.envs = [make() for _ in range(count)]
        first = self.envs[0]
        self.observations = Observations(first.observation_space, spaces)
        self.actions = Actions(first.action_space, spaces)
        self.episode_steps = getattr(first.spec, "max_episode_steps", None) or episode_steps
        self.fps = (getattr(first, "metadata", None) or {}).get("render_fps") or 0
        self.drawn = drawn
        self.steps = [0] * count

    def reset(self, i, seed):
        answer = self.envs[i].reset(seed=seed)
        if not (isinstance(answer, tuple) and len(answer) == 2):
            raise Refusal("reset does not return (observation, info), as Gymnasium 1.0 has it")
        self.steps[i] = 0
        row = np.zeros(self.observations.size, "<f4")
        self.observations.write(answer[0], row)
        return row.tobytes()

    def step(self, first, chosen):
        actions = self.actions.bounded(chosen)
        count = len(chosen)
        rewards = np.zeros(count, "<f8")
        flags = np.zeros(count, np.uint8)
        observed = np.zeros((count, self.observations.size), "<f4")
        begun = []
        for k in range(count):
            i = first + k
            answer = self.envs[i].step(actions[k])
            if len(answer) != 5:
                raise Refusal(f"step returns {len(answer)} values, not the 5 of Gymnasium 1.0")
            observation, reward, terminated, truncated, _ = answer
            self.steps[i] += 1
            self.observations.write(observation, observed[k])
            rewards[k] = reward if isinstance(reward, (float, int)) else number("reward", reward)
            if truth("terminated", terminated):
                flags[k] |= TERMINATED
            if truth("truncated", truncated) or self.steps[i] >= self.episode_steps:
                flags[k] |= TRUNCATED
            if flags[k] and not self.drawn:
                begun.append(self.reset(i, None))
        return rewards.tobytes(), flags.tobytes(), observed.tobytes(), *begun

    def draw(self, i):
        try:
            if getattr(self.envs[i], "render_mode", None) != "rgb_array":
                raise Refusal("it has no render mode 'rgb_array'")
            picture = smaller(np.asarray(self.envs[i].render()))
        except Exception as error:  # whoever only watches ends nothing
            return struct.pack("<II", 0, 0), described(error).encode()
        return struct.pack("<II", *picture.shape[:2]), picture.tobytes()

    def close(self):
        for env in self.envs:
            env.close()


def shown(value):
    """A value in one line that is not too long."""
    text = " ".join(repr(value).split())
    return text if len(text) <= 80 else text[:77] + "..."


def smaller(picture):
    """A picture with red, green and blue of a byte each, and of MAX_SIDE at most."""
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8 or picture.size == 0:
        raise Refusal(f"render returns {shown(picture)}; it must be an array of bytes [rows, columns, 3]")
    k = -(-max(picture.shape[:2]) // MAX_SIDE)
    if k == 1:
        return picture
    rows, columns = picture.shape[0] // k, picture.shape[1] // k
    squares = picture[:rows * k, :columns * k].reshape(rows, k, columns, k, 3)
    return squares.mean((1, 3)).astype(np.uint8)


def number(what, value):
    """What step returned as a number."""
    try:
        numbers = np.asarray(value, np.float64).reshape(-1)
    except (TypeError, ValueError):
        numbers = ()
    if value is None or len(numbers) != 1:
        raise Refusal(f"a {what} is {shown(value)}; it must be one number")
    return numbers[0]


def truth(what, value):
    """What step returned as true or false."""
    try:
        return bool(value)
    except (TypeError, ValueError):
        raise Refusal(f"{what} is {shown(value)}; it must be true or false")


def maker(module, env_id, drawn):
    """What makes an environment, one that can be drawn if that is wished and possible; and the classes of spaces."""
    global np
    np = imported("numpy", "numpy")
    gymnasium = imported("gymnasium", "gymnasium")
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name is not None and (module + ".").startswith(missing.name + "."):
            raise Refusal(f"{sys.executable} finds no module '{module}': install it, or put its folder on PYTHONPATH")
        raise

    def make():
        try:
            env = gymnasium.make(env_id)
            if not drawn or "rgb_array" not in (getattr(env, "metadata", None) or {}).get("render_modes", ()):
                return env
            env.close()
            return gymnasium.make(env_id, render_mode="rgb_array")
        except gymnasium.error.Error as error:
            raise Refusal(" ".join(str(error).split()))

    return make, gymnasium.spaces


def imported(name, package):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        raise Refusal(f"{sys.executable} has no {name}: {sys.executable} -m pip install {package}")


def described(error):
    """One line: what, and where."""
    if isinstance(error, Refusal):
        return str(error)
    text = " ".join(f"{type(error).__name__}: {error}".split())
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename != THIS and "importlib" not in f.filename]
    return f"{text} ({os.path.basename(frames[-1].filename)}, line {frames[-1].lineno})" if frames else text


def end_by(error):
    """Prepares for the end: what is not said in one line is written out, and asked to end, this no longer says where it is."""
    if not isinstance(error, (Refusal, ModuleNotFoundError)):
        traceback.print_exc()
    if hasattr(faulthandler, "unregister"):  # not on Windows
        faulthandler.unregister(signal.SIGTERM)


def serve(link):
    """Answers until advect is gone, which is the good end, or until something goes wrong and was reported."""
    wanted = json.loads(link.receive())
    try:
        make, spaces = maker(wanted["module"], wanted["id"], wanted["drawn"])
        copies = Copies(make, spaces, wanted["count"], wanted["episode_steps"], wanted["drawn"])
    except Exception as error:
        end_by(error)
        link.send(json.dumps({"error": described(error)}).encode())
        return False
    link.send(json.dumps({
        "count": wanted["count"], "observation_size": copies.observations.size, "action_size": copies.actions.size,
        "episode_steps": copies.episode_steps, "fps": copies.fps, "observation_parts": copies.observations.names}).encode())
    try:
        while (frame := link.receive()) is not None:
            link.send(b"\0", *answer(copies, frame))
    except Exception as error:
        end_by(error)
        link.send(b"\1", described(error).encode())
        return False
    copies.close()
    return True


def answer(copies, frame):
    if frame[0] == RESET:
        i, seed = struct.unpack_from("<Iq", frame, 1)
        return (copies.reset(i, None if seed < 0 else seed),)
    if frame[0] == DRAW:
        return copies.draw(*struct.unpack_from("<I", frame, 1))
    first, count = struct.unpack_from("<II", frame, 1)
    return copies.step(first, np.frombuffer(frame, "<f4", offset=9).reshape(count, -1))


def end_with_advect():
    """Whatever an environment is doing: when standard input ends, so does this, a moment later."""
    while os.read(0, 4096):
        pass
    time.sleep(GRACE_SECONDS)
    os._exit(1)


def main():
    # Ctrl-C is for advect, which finishes what is under way
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGHUP"):  # not on Windows
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    # asked to end because it no longer answers, it says where it was
    if hasattr(faulthandler, "register"):
        faulthandler.register(signal.SIGTERM, all_threads=False, chain=True)
    start = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=end_with_advect, daemon=True).start()
    link = Link(start["port"], start["token"])
    if not serve(link):
        sys.exit(1)


main()
