"""The oracle's weights, found by backtest on seeds that are not measured, within a budget that the rules share."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from scenarios.halving import runs_of
from scenarios.oracle.board import OracleKnobs
from scenarios.rules import RuleTerms

SEEDS, KEPT = (101, 102), 3
"""Seeds of the search, and candidates that are tried on the later ones."""
ORACLES: tuple[OracleKnobs, ...] = tuple(
    OracleKnobs(factor=factor, service=service, click_share=share)
    for factor, service, share in product((0.98, 1.04, 1.1), (0.985, 0.995), (0.7, 1.0))
)
"""Every oracle that is tried; what did not matter on the tuning worlds stays as it is."""
RULES: tuple[RuleTerms, ...] = tuple(
    RuleTerms(mark_up=Decimal(mark_up), cover_days=days, bid=Decimal(bid))
    for mark_up, days, bid in product(("1.00", "1.10", "1.20"), (30, 50), ("0.3", "1.0"))
)
"""Every fixed rule that is tried in a shop of arrays, as many as oracles; the best of a wider grid lie among these on
the tuning worlds.
"""
RULE_SEARCH = (RULES, SEEDS, KEPT)
"""What :func:`scenarios.halving.best_of_each` is given for the rules."""
BUDGET = runs_of(len(ORACLES), len(SEEDS), KEPT)
"""Runs of either search."""
