"""The grid of fixed rules of a built shop, the best of which is found on seeds that are not measured afterwards."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from scenarios.halving import Search
from scenarios.rules import RuleTerms

MARK_UPS = (Decimal("0.95"), Decimal("1.00"), Decimal("1.05"), Decimal("1.10"), Decimal("1.15"))
COVER_DAYS = (20, 30, 45)
BIDS = (Decimal("0.5"), Decimal("1.0"), Decimal("1.5"))
GRID: tuple[RuleTerms, ...] = tuple(
    sorted(RuleTerms(mark_up=one, cover_days=days, bid=bid) for one, days, bid in product(MARK_UPS, COVER_DAYS, BIDS))
)
"""Every rule that is tried: 45, prices within the 15 % that may be moved in 30 days."""
BUILT_SEARCH = Search(seeds=(101, 102, 103), first=1, kept=9)
"""How the best of them is searched."""
