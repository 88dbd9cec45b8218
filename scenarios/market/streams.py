"""Random streams: one for each process, day and slot, so that two policies meet the same luck."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.random import Generator, Philox


def stream(seed: int, *key: object) -> Generator:
    """Give the random stream of a process, e.g. ``stream(7, "search", date(2011, 9, 1), 0)``.

    The same seed and key give the same stream in any process and on any machine.
    """
    digest = hashlib.sha256("\x1f".join(map(str, (seed, *key))).encode()).digest()
    return Generator(Philox(key=np.frombuffer(digest[:16], dtype="<u8")))
