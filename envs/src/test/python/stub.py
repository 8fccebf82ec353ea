"""Environments for tests. The first has a twin in Java, which computes the same numbers."""

import atexit
import os
import sys
import time

import numpy as np

import gymnasium
from gymnasium import spaces


class Stub(gymnasium.Env):
    """x' = x + 0.1 a with a in [-2, 3]; ends beyond 1.5, is cut off below -1; reward x - 0.5."""

    observation_space = spaces.Box(-10.0, 10.0, (3,))
    action_space = spaces.Box(np.array([-2.0, -1.0]), np.array([3.0, 1.0]), (2,))

    def __init__(self):
        self.random = 0
        self.steps = 0

    def reset(self, *, seed=None, options=None):
        if seed is not None:
            self.random = seed
        self.random = (self.random * 1103515245 + 12345) % 2**31
        self.x = self.random / 2**31
        self.steps = 0
        return self.observation(0.0), {}

    def observation(self, other):
        return np.array([self.x, self.steps, other], np.float32)

    def step(self, action):
        assert action.shape == (2,) and action.dtype == np.float32
        self.steps += 1
        self.x += 0.1 * float(action[0])
        return self.observation(action[1]), self.x - 0.5, self.x > 1.5, self.x < -1.0, {}


class Parts(Stub):
    """Observes a Dict, in the order of its keys: a number, then a matrix."""

    observation_space = spaces.Dict({"b": spaces.Box(-9, 9, (2, 2), np.float64), "a": spaces.Box(0, 9, (), np.int64)})

    def observation(self, other):
        return {"b": np.array([[1.5, 2.5], [3.5, 4.5]]), "a": np.int64(self.steps)}


class Unsorted(Parts):
    """A Dict that keeps an order of its own."""

    observation_space = spaces.Dict({})
    observation_space.spaces = {"b": Parts.observation_space.spaces["b"], "a": Parts.observation_space.spaces["a"]}


class Nothing(Stub):
    observation_space = spaces.Box(-1.0, 1.0, (0,))


class PartlyNothing(Stub):
    observation_space = spaces.Dict({"a": spaces.Box(-1.0, 1.0, (2,)), "b": spaces.Box(-1.0, 1.0, (3, 0))})


class Namesakes(Stub):
    observation_space = spaces.Dict({})
    observation_space.spaces = {1: spaces.Box(-1.0, 1.0, (2,)), "1": spaces.Box(-1.0, 1.0, (2,))}


class Whole(Stub):
    """Actions are whole numbers."""

    action_space = spaces.Box(0, 9, (1,), np.int32)

    def step(self, action):
        return self.observation(action[0]), 0.0, False, False, {}


class Crash(Stub):
    """The third step of a copy ends the process."""

    def step(self, action):
        if self.steps == 2:
            print("about to fall over")
            sys.stdout.flush()
            os._exit(7)
        return super().step(action)


class Mistake(Stub):
    """The second step divides by zero."""

    def step(self, action):
        return 1 / (1 - self.steps) if self.steps == 1 else super().step(action)


class Hang(Stub):
    """The first step lasts for ever."""

    def step(self, action):
        while True:
            time.sleep(0.1)


class NotANumber(Stub):
    """The second step observes NaN."""

    def step(self, action):
        answer = super().step(action)
        if self.steps == 2:
            answer[0][1] = np.nan
        return answer


class Misshapen(Stub):
    """Observes less than it says."""

    def observation(self, other):
        return np.zeros(2)


class Old(Stub):
    """The API of the years before Gymnasium."""

    def step(self, action):
        return self.observation(0), 0.0, False, {}


class Discrete(Stub):
    action_space = spaces.Discrete(4)


class Symbolic(Stub):
    observation_space = spaces.Discrete(16)


class Unbounded(Stub):
    action_space = spaces.Box(-np.inf, np.inf, (2,))


class NoReward(Stub):
    """Forgets to return the reward."""

    def step(self, action):
        return self.observation(0.0), None, False, False, {}


class ManyRewards(Stub):
    """A reward for each of two agents."""

    def step(self, action):
        return self.observation(0.0), np.array([1.0, 2.0]), False, False, {}


class OneInAnArray(Stub):
    """Its reward is an array of one number, as sums over an axis are."""

    def step(self, action):
        return self.observation(0.0), np.array([0.25]), False, False, {}


class ManyEnds(Stub):
    """An end for each of two agents."""

    def step(self, action):
        return self.observation(0.0), 0.0, np.array([True, False]), False, {}


class Wordy(Stub):
    """Observes words."""

    def observation(self, other):
        return ["left", "right", "left"]


class Partial(Parts):
    """Forgets one part of its observation."""

    def observation(self, other):
        return {"b": np.zeros((2, 2))}


class Drawn(Stub):
    """Draws itself: 2 x 3 pixels whose red is the number of steps, at ten steps a second."""

    metadata = {"render_modes": ["human", "rgb_array"], "render_fps": 10}

    def render(self):
        picture = np.full((2, 3, 3), [self.steps, 0, 0], np.uint8)
        picture[0, 2] = 1, 2, 255
        return picture


class Large(Drawn):
    """Draws 1300 x 700 pixels, in columns that are black and white by turns."""

    def render(self):
        picture = np.zeros((1300, 700, 3), np.uint8)
        picture[:, 1::2] = 254
        return picture


class Undrawn(Drawn):
    """Says that it can be drawn, and cannot."""

    def render(self):
        raise ImportError("pygame is not installed")


class Odd(Drawn):
    """Draws in shades of grey."""

    def render(self):
        return np.zeros((4, 4), np.uint8)


class Lingering(Stub):
    """Does not fit, and takes its time to end."""

    def observation(self, other):
        atexit.register(time.sleep, 5)
        return np.zeros(2)


gymnasium.register("Stub-v0", Stub, max_episode_steps=12)
for kind in (Parts, Unsorted, Nothing, PartlyNothing, Namesakes, Whole, Crash, Mistake, Hang, NotANumber, Misshapen, Old,
             Discrete, Symbolic, Unbounded, NoReward, ManyRewards, OneInAnArray, ManyEnds, Wordy, Partial, Drawn, Large, Undrawn, Odd, Lingering):
    gymnasium.register(kind.__name__ + "-v0", kind)
