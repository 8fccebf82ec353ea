import numpy as np


class Box:
    def __init__(self, low, high, shape, dtype=np.float32):
        self.low = np.full(shape, low, dtype)
        self.high = np.full(shape, high, dtype)
        self.shape = shape
        self.dtype = np.dtype(dtype)

    def __repr__(self):
        return f"Box({self.low.min()}, {self.high.max()}, {self.shape}, {self.dtype})"


class Discrete:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"Discrete({self.n})"


class Dict:
    def __init__(self, parts):
        self.spaces = dict(sorted(parts.items()))

    def __repr__(self):
        return f"Dict({self.spaces})"
