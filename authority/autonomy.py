"""How much an action class may do by itself, from its measured error: pure, no I/O.

A level goes down by itself and up by the owner's hand alone. An error is an effect that the owner rejected, that was
undone, or that the shop refused.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from authority.limits import AutonomyLimits

Z = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""
LOWEST = 1
"""Proposing harms nobody: measured error never takes that away; level 0 is the owner's to set."""
HIGHEST = 3


@dataclass(frozen=True)
class Evidence:
    """Effects of one action class since its level last changed: how many ended, and how many of them were errors."""

    n: int
    errors: int

    @property
    def interval(self) -> tuple[float, float]:
        """Give the 95 % interval of the error rate, shares of 1."""
        return wilson(self.errors, self.n)


def wilson(errors: int, n: int) -> tuple[float, float]:
    """Give the Wilson score interval of a share; without evidence anything is possible.

    Source: Wilson 1927; (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).

    Example:
        >>> [round(end, 3) for end in wilson(2, 20)]
        [0.028, 0.301]
    """
    if n == 0:
        return 0.0, 1.0
    share, square = errors / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    # at the ends rounding must not cut the share itself off
    return (middle - half if errors else 0.0), (middle + half if errors < n else 1.0)


def lowered(level: int, seen: Evidence, limits: AutonomyLimits) -> int | None:
    """Give the level that measured error takes a class down to, None if it stays."""
    too_many = seen.n >= limits.least and seen.interval[0] > limits.max_error
    return level - 1 if too_many and level > LOWEST else None


def may_rise(level: int, seen: Evidence, limits: AutonomyLimits) -> bool:
    """Tell whether a step up can be proposed to the owner."""
    return LOWEST <= level < HIGHEST and seen.n >= limits.least and seen.interval[1] <= limits.promote_error


def needed(seen: Evidence, limits: AutonomyLimits) -> int:
    """Give how many more effects without an error make a step up possible, at most 100,000."""
    for more in range(100_000):
        if may_rise(LOWEST, Evidence(seen.n + more, seen.errors), limits):
            return more
    return 100_000
