"""Successive halving: all candidates on the first seed, the best of them on later ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import mean
from typing import TypeVar

C = TypeVar("C")
Earned = Callable[[Sequence[tuple[C, int]]], Sequence[int]]
"""Runs pairs of a candidate and a seed and gives what each earned, minor units, in that order."""


def best_of(candidates: Sequence[C], earned: Earned[C], seeds: Sequence[int], kept: int) -> C:
    """Find the candidate that earns most on average; of equals the first.

    The market's luck is common to all candidates of a seed and orders them much alike: one that is far behind on one
    seed is not the best on three.

    Example:
        >>> best_of([3, 9, 5], lambda runs: [one for one, _ in runs], [101, 102], kept=2)
        9
    """
    first = earned([(one, seeds[0]) for one in candidates])
    sums = [[value] for value in first]
    finalists = sorted(range(len(candidates)), key=lambda place: (-sums[place][0], place))[:kept]
    later = [(place, seed) for seed in seeds[1:] for place in finalists]
    for (place, _), value in zip(later, earned([(candidates[place], seed) for place, seed in later]), strict=True):
        sums[place].append(value)
    return candidates[min(finalists, key=lambda place: (-mean(sums[place]), place))]


def runs_of(candidates: int, seeds: int, kept: int) -> int:
    """Give how many runs such a search takes: its budget."""
    return candidates + (seeds - 1) * min(kept, candidates)
