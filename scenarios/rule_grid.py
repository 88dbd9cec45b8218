"""The best fixed rule of a stated grid, found on seeds that are not measured afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import product
from statistics import mean

from scenarios.rules import RuleTerms

MARK_UPS = (Decimal("0.95"), Decimal("1.00"), Decimal("1.05"), Decimal("1.10"), Decimal("1.15"))
COVER_DAYS = (20, 30, 45)
BIDS = (Decimal("0.5"), Decimal("1.0"), Decimal("1.5"))
GRID: tuple[RuleTerms, ...] = tuple(
    RuleTerms(mark_up=one, cover_days=days, bid=bid) for one, days, bid in product(MARK_UPS, COVER_DAYS, BIDS)
)
"""Every rule that is tried: 45, prices within the 15 % that may be moved in 30 days."""
SEARCH_SEEDS = (101, 102, 103)
KEPT = 9
"""Rules that are tried on the later seeds."""

Tried = Callable[[Sequence[tuple[RuleTerms, int]]], Sequence[int]]
"""Runs pairs of a rule and a seed and gives what each earned, minor units, in that order."""


def best_rule(
    earned: Tried, *, grid: Sequence[RuleTerms] = GRID, seeds: Sequence[int] = SEARCH_SEEDS, kept: int = KEPT
) -> RuleTerms:
    """Find the rule that earns most on average.

    All rules are run on the first seed, the ``kept`` best of them on the others: successive halving, since the market's
    luck is common to all rules of a seed and orders them much alike (a rule that is far behind on one seed is not the
    best on three).

    Example:
        >>> best_rule(lambda runs: [100 + terms.cover_days for terms, _ in runs]).cover_days
        45
    """
    first = earned([(terms, seeds[0]) for terms in grid])
    sums = {terms: [value] for terms, value in zip(grid, first, strict=True)}
    finalists = sorted(grid, key=lambda terms: (-sums[terms][0], terms))[:kept]
    later = [(terms, seed) for seed in seeds[1:] for terms in finalists]
    for (terms, _), value in zip(later, earned(later), strict=True):
        sums[terms].append(value)
    return min(finalists, key=lambda terms: (-mean(sums[terms]), terms))
