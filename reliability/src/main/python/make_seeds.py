"""Makes the small HDF5 files that the mutations start from, as h5py writes them: python make_seeds.py FOLDER

They lie in src/main/resources and need to be made again only if they are to hold something else.
"""
import sys
from pathlib import Path

import h5py
import numpy as np

folder = Path(sys.argv[1])
random = np.random.default_rng(1)
PACKED = dict(chunks=True, compression="gzip", shuffle=True)


def numbers(*shape):
    return random.uniform(-1, 1, shape).astype(np.float32)


def robomimic(file, **layout):
    """Three demonstrations with an observation of two parts."""
    data = file.create_group("data")
    data.attrs["total"] = 5 + 6 + 7
    data.attrs["env_args"] = '{"env_name": "seed", "type": 2, "env_kwargs": {}}'
    for i, steps in enumerate((5, 6, 7)):
        demo = data.create_group(f"demo_{i}")
        demo.attrs["num_samples"] = steps
        demo.create_dataset("actions", data=numbers(steps, 2), **layout)
        demo.create_dataset("rewards", data=numbers(steps).astype(np.float64), **layout)
        demo.create_dataset("dones", data=np.arange(steps) == steps - 1, **layout)
        for group in ("obs", "next_obs"):
            demo.create_dataset(f"{group}/position", data=numbers(steps, 3), **layout)
            demo.create_dataset(f"{group}/velocity", data=numbers(steps), **layout)


with h5py.File(folder / "robomimic.hdf5", "w") as file:
    robomimic(file)
with h5py.File(folder / "robomimic-v110.hdf5", "w", libver=("v110", "v110")) as file:
    robomimic(file, **PACKED)
with h5py.File(folder / "d4rl.hdf5", "w") as file:
    steps = 24
    for name, value in {
        "observations": numbers(steps, 3),
        "next_observations": numbers(steps, 3),
        "actions": numbers(steps, 2),
        "rewards": numbers(steps),
        "terminals": np.arange(steps) % 12 == 11,
        "timeouts": np.arange(steps) % 12 == 5,
    }.items():
        file.create_dataset(name, data=value, **(PACKED if value.ndim == 2 else {}))
with h5py.File(folder / "minari.hdf5", "w") as file:
    for i, steps in enumerate((5, 8, 6)):
        episode = file.create_group(f"episode_{i}")
        episode.attrs["id"] = i
        episode.attrs["total_steps"] = steps
        episode.create_dataset("observations", data=numbers(steps + 1, 3).astype(np.float64))
        episode.create_dataset("actions", data=numbers(steps, 2))
        episode.create_dataset("rewards", data=numbers(steps).astype(np.float64))
        episode.create_dataset("terminations", data=np.arange(steps) == steps - 1)
        episode.create_dataset("truncations", data=np.zeros(steps, bool))
