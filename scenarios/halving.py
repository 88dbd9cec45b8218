"""Successive halving: all candidates on the first seed, the best of them on later ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import mean
from typing import TypeVar

C = TypeVar("C")
Earned = Callable[[Sequence[tuple[C, int]]], Sequence[int]]
"""Runs pairs of a candidate and a seed and gives what each earned, minor units, in that order."""
EarnedIn = Callable[[Sequence[tuple[str, C, int]]], Sequence[int]]
"""The same with the world's name before them."""


def best_of(candidates: Sequence[C], earned: Earned[C], seeds: Sequence[int], kept: int) -> C:
    """Find the candidate that earns most on average; of equals the first.

    The market's luck is common to all candidates of a seed and orders them much alike: one that is far behind on one
    seed is not the best on three.

    Example:
        >>> best_of([3, 9, 5], lambda runs: [one for one, _ in runs], [101, 102], kept=2)
        9
    """
    return best_of_each([""], candidates, lambda runs: earned([(one, seed) for _, one, seed in runs]), seeds, kept)[""]


def best_of_each(
    names: Sequence[str], candidates: Sequence[C], earned: EarnedIn[C], seeds: Sequence[int], kept: int
) -> dict[str, C]:
    """Find the best candidate in each of several worlds: all first runs in one batch, all later ones in another."""
    sums: dict[tuple[str, int], list[int]] = {}

    def run(cells: list[tuple[str, int, int]]) -> None:
        values = earned([(name, candidates[place], seed) for name, place, seed in cells])
        for (name, place, _), value in zip(cells, values, strict=True):
            sums.setdefault((name, place), []).append(value)

    run([(name, place, seeds[0]) for name in names for place in range(len(candidates))])
    finalists = {name: _ranked(sums, name, range(len(candidates)))[:kept] for name in names}
    run([(name, place, seed) for name in names for seed in seeds[1:] for place in finalists[name]])
    return {name: candidates[_ranked(sums, name, finalists[name])[0]] for name in names}


def _ranked(sums: Mapping[tuple[str, int], Sequence[int]], name: str, places: Iterable[int]) -> list[int]:
    """Order candidates of a world by their mean, best first; of equals the first."""
    return sorted(places, key=lambda place: (-mean(sums[name, place]), place))


def runs_of(candidates: int, seeds: int, kept: int) -> int:
    """Give how many runs such a search takes: its budget."""
    return candidates + (seeds - 1) * min(kept, candidates)
