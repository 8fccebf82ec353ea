"""Writes small HDF5 files of the kinds that a reader has to know, by h5py: python3 make_hdf5.py FOLDER

The results of h5py 3.16 (HDF5 2.0) lie in src/test/resources/dev/advect/data.
"""

import sys
from pathlib import Path

import h5py
import numpy as np

ACTIONS = np.array([[0.25], [0.5], [0.75], [1.0]], "f4")


def demo(data, name, first=0, actions=ACTIONS):
    """A demonstration of as many steps as actions, which terminates; observations count from a number on."""
    steps = len(actions)
    group = data.create_group(name)
    group["actions"] = actions
    group["rewards"] = np.arange(steps, dtype="f4")
    group["dones"] = np.arange(1, steps + 1) // max(steps, 1)
    group["obs/flat"] = first + np.arange(steps, dtype="f4").reshape(-1, 1)
    return group


def rewards(data, shape=(4,), **options):
    """A demonstration whose rewards are a data set of the options'."""
    group = demo(data, "demo_0")
    del group["rewards"]
    return group.create_dataset("rewards", shape, **options)


def links(data):
    demo(data, "demo_0")
    data["demo_1"] = h5py.SoftLink("demo_0")
    data["demo_2"] = h5py.SoftLink("/data/demo_1")
    data["demo_3"] = data["demo_0"]
    data.file["elsewhere/obs/flat"] = np.full((4, 1), 7, "f4")
    del demo(data, "demo_4")["obs"]
    data["demo_4/obs"] = h5py.SoftLink("/elsewhere/obs")


def broken_link(data):
    demo(data, "demo_0")
    data["demo_1"] = h5py.SoftLink("/data/nowhere")


def circular_link(data):
    demo(data, "demo_0")
    data["demo_1"] = h5py.SoftLink("/data/demo_2")
    data["demo_2"] = h5py.SoftLink("/data/demo_1")


def external_link(data):
    demo(data, "demo_0")
    data["demo_1"] = h5py.ExternalLink("links.hdf5", "/data/demo_0")


def group_in_itself(data):
    group = demo(data, "demo_0")
    group["obs/loop"] = group["obs"]


def names(data):
    for first, name in enumerate(["demo_10", "demo_2_success", "demo_2", "other"]):
        demo(data, name, first)


def stranger(data):
    demo(data, "demo_0")
    data["mask"] = np.zeros(3)


def types(data):
    numbers = np.array([[0], [1], [0], [1]])
    for i, kind in enumerate(["i1", "u1", "i2", ">i2", "u2", "i4", "u4", "i8", "u8", ">u8", "f2", "f4", ">f8", "?"]):
        demo(data, f"demo_{i}", actions=numbers.astype(kind))


def unwritten_chunks(data):
    rewards(data, dtype=">i2", chunks=(2,), fillvalue=7, compression="gzip")[3] = 1


def never_written(data):
    rewards(data, dtype="f8", fillvalue=7)


def unwritten_late(data):
    rewards(data, dtype="f4", chunks=(2,), fillvalue=7, maxshape=(None,))[3] = 1


def late(data):
    group = demo(data, "demo_0")
    for name in ("actions", "rewards"):
        values = group[name][()]
        del group[name]
        group.create_dataset(name, data=values, chunks=(3, 1)[:values.ndim], maxshape=(None, 1)[:values.ndim])


def filtered(data):
    rewards(data, dtype="f4", chunks=(2,), scaleoffset=2)[:] = [0, 1, 2, 3]


def too_new(data):
    rewards(data, dtype="f4", chunks=(2,), compression="gzip")[:] = [0, 1, 2, 3]


def empty_demonstration(data):
    demo(data, "demo_0")
    demo(data, "demo_1", actions=np.zeros((0, 1)))
    data.attrs["total"] = 9


def no_components(data):
    demo(data, "demo_0")["obs/nothing"] = np.zeros((4, 0))


def user_block(data):
    demo(data, "demo_0")


FILES = {
    links: {}, broken_link: {}, circular_link: {}, external_link: {}, group_in_itself: {}, names: {}, stranger: {}, types: {},
    unwritten_chunks: {}, never_written: {}, unwritten_late: {"libver": "v110"}, late: {"libver": "v110"}, filtered: {},
    too_new: {"libver": "latest"}, empty_demonstration: {}, no_components: {}, user_block: {"userblock_size": 1024},
}

for write, options in FILES.items():
    with h5py.File(Path(sys.argv[1]) / f"{write.__name__}.hdf5", "w", **options) as file:
        write(file.create_group("data"))
