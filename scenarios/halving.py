"""Successive halving: all candidates on the first seeds, the best of them on later ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import TypeVar

C = TypeVar("C")
Earned = Callable[[Sequence[tuple[C, int]]], Sequence[int]]
"""Runs pairs of a candidate and a seed and gives what each earned, minor units, in that order."""
EarnedIn = Callable[[Sequence[tuple[str, C, int]]], Sequence[int]]
"""The same with the world's name before them."""


@dataclass(frozen=True)
class Search:
    """How the best of some candidates is looked for.

    Attributes:
        seeds: Seeds of the search, which are not measured afterwards.
        first: How many of them all candidates meet.
        kept: Candidates that meet the others as well.
    """

    seeds: tuple[int, ...]
    first: int
    kept: int

    def runs(self, candidates: int) -> int:
        """Give how many runs it takes in a world: its budget."""
        return candidates * self.first + (len(self.seeds) - self.first) * min(self.kept, candidates)


def best_of(candidates: Sequence[C], earned: Earned[C], search: Search) -> C:
    """Find the candidate that earns most on average; of equals the first.

    The market's luck is common to all candidates of a seed and orders them much alike: one that is far behind on the
    first seeds is not the best on all.

    Example:
        >>> best_of([3, 9, 5], lambda runs: [one for one, _ in runs], Search((101, 102), first=1, kept=2))
        9
    """
    return best_of_each([""], candidates, lambda runs: earned([(one, seed) for _, one, seed in runs]), search)[""]


def best_of_each(names: Sequence[str], candidates: Sequence[C], earned: EarnedIn[C], search: Search) -> dict[str, C]:
    """Find the best candidate in each of several worlds: all first runs in one batch, all later ones in another."""
    sums: dict[tuple[str, int], list[int]] = {}

    def run(cells: list[tuple[str, int, int]]) -> None:
        values = earned([(name, candidates[place], seed) for name, place, seed in cells])
        for (name, place, _), value in zip(cells, values, strict=True):
            sums.setdefault((name, place), []).append(value)

    early, later = search.seeds[: search.first], search.seeds[search.first :]
    run([(name, place, seed) for name in names for seed in early for place in range(len(candidates))])
    finalists = {name: _ranked(sums, name, range(len(candidates)))[: search.kept] for name in names}
    run([(name, place, seed) for name in names for seed in later for place in finalists[name]])
    return {name: candidates[_ranked(sums, name, finalists[name])[0]] for name in names}


def _ranked(sums: Mapping[tuple[str, int], Sequence[int]], name: str, places: Iterable[int]) -> list[int]:
    """Order candidates of a world by their mean, best first; of equals the first."""
    return sorted(places, key=lambda place: (-mean(sums[name, place]), place))
