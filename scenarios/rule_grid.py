"""The best fixed rule of a stated grid, found on seeds that are not measured afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import product

from scenarios.halving import best_of
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

    By successive halving (:mod:`scenarios.halving`); of equals the smaller one.

    Example:
        >>> best_rule(lambda runs: [100 + terms.cover_days for terms, _ in runs]).cover_days
        45
    """
    return best_of(sorted(grid), earned, seeds, kept)
