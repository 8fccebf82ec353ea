"""The shape of Gymnasium's API, as far as a bridge to it is concerned: register, make, spaces, time limits."""

from gymnasium import error, spaces

registry = {}


class EnvSpec:
    def __init__(self, id, entry_point, max_episode_steps):
        self.id = id
        self.entry_point = entry_point
        self.max_episode_steps = max_episode_steps


class Env:
    spec = None
    metadata = {"render_modes": []}
    render_mode = None

    def close(self):
        pass


class TimeLimit(Env):
    """Truncates after some steps, as the wrapper of that name does."""

    def __init__(self, env, steps):
        self.env, self.most, self.steps = env, steps, 0
        self.spec = env.spec
        self.observation_space, self.action_space = env.observation_space, env.action_space
        self.metadata, self.render_mode = env.metadata, env.render_mode

    def reset(self, *, seed=None, options=None):
        self.steps = 0
        return self.env.reset(seed=seed)

    def step(self, action):
        self.steps += 1
        answer = self.env.step(action)
        if len(answer) != 5:
            return answer
        observation, reward, terminated, truncated, info = answer
        return observation, reward, terminated, truncated or self.steps >= self.most, info

    def render(self):
        return self.env.render()

    def close(self):
        self.env.close()


def register(id, entry_point, max_episode_steps=None):
    registry[id] = EnvSpec(id, entry_point, max_episode_steps)


def make(id, render_mode=None):
    if id not in registry:
        raise error.NameNotFound(f"Environment `{id}` doesn't exist.\nThere are {', '.join(sorted(registry))}.")
    env = registry[id].entry_point()
    env.spec = registry[id]
    if render_mode is not None:
        env.render_mode = render_mode
    return env if env.spec.max_episode_steps is None else TimeLimit(env, env.spec.max_episode_steps)
