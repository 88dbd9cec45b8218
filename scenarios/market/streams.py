"""Random streams: one for each process, day and slot, so that two policies meet the same luck."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray


def stream(seed: int, *key: object) -> Generator:
    """Give the random stream of a process, e.g. ``stream(7, "search", date(2011, 9, 1), 0)``.

    The same seed and key give the same stream in any process and on any machine.
    """
    return Generator(Philox(key=np.frombuffer(_digest(seed, key)[:16], dtype="<u8")))


def scatter(seed: int, *key: object, rows: NDArray[np.int64], columns: int) -> NDArray[np.float64]:
    """Give uniforms ``[n, columns]`` of numbered things, row by row, whichever other rows are asked for.

    Row 17 of a process has the same luck whether it is drawn alone or with thousands, so what a policy keeps away does
    not move the luck of the others, and nothing is drawn for those who do not come.

    Source: the output function of splitmix64 (Steele, Lea, Flood 2014) on a counter, twice.

    Example:
        >>> both = scatter(7, "basket", rows=np.array([3, 9]), columns=2)
        >>> bool((scatter(7, "basket", rows=np.array([9]), columns=2)[0] == both[1]).all())
        True
    """
    start = np.frombuffer(_digest(seed, key)[:8], dtype="<u8")[0]
    with np.errstate(over="ignore"):
        at = start + rows.astype(np.uint64)[:, None] * _ROW + np.arange(1, columns + 1, dtype=np.uint64) * _GOLDEN
        at = _mixed(_mixed(at) ^ start)
    return (at >> np.uint64(11)).astype(np.float64) * 2.0**-53


_GOLDEN, _ROW = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1342543DE82EF95)


def _mixed(at: NDArray[np.uint64]) -> NDArray[np.uint64]:
    at = (at ^ (at >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    at = (at ^ (at >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return at ^ (at >> np.uint64(31))


def _digest(seed: int, key: tuple[object, ...]) -> bytes:
    return hashlib.sha256("\x1f".join(map(str, (seed, *key))).encode()).digest()
