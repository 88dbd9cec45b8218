"""The oracle's weights, found by backtest on seeds that are not measured, within a budget that the rules share."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from scenarios.halving import runs_of
from scenarios.oracle.board import OracleKnobs
from scenarios.rules import RuleTerms

SEEDS, KEPT = (101, 102), 4
"""Seeds of the search, and candidates that are tried on the later ones."""
ORACLES: tuple[OracleKnobs, ...] = tuple(
    OracleKnobs(buyer_weight=buyer, factor=factor, service=service, click_weight=click)
    for factor, buyer, service, click in product((1.0, 1.06), (0.0, 0.15), (0.99, 0.998), (0.0, 0.15))
)
"""Every oracle that is tried."""
RULES: tuple[RuleTerms, ...] = tuple(
    RuleTerms(mark_up=Decimal(mark_up), cover_days=days, bid=Decimal(bid))
    for mark_up, days, bid in product(("1.00", "1.10", "1.20", "1.35"), (30, 45), ("1.0", "2.0"))
)
"""Every fixed rule that is tried in a shop of arrays, as many as oracles."""
BUDGET = runs_of(len(ORACLES), len(SEEDS), KEPT)
"""Runs of either search."""
