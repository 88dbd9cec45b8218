"""The oracle's weights, found by backtest on seeds that are not measured, within a budget that the rules share.

One run of a policy is ruled by chance to 5 to 10 %, more than most weights do: all candidates meet two seeds and the
best of them four more, and the engines' own levers are among the candidates, so that an oracle whose plan is worse in
some world does not insist on it.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from scenarios.halving import Search
from scenarios.levers import LEVERS
from scenarios.oracle.board import OracleKnobs
from scenarios.rules import RuleTerms

ORACLES: tuple[OracleKnobs, ...] = (
    *(
        OracleKnobs(factor=factor, from_engines=levers)
        for factor, levers in product((1.0, 1.05, 1.1, 1.15), ((), ("stock",)))
    ),
    OracleKnobs(service=0.995),
    OracleKnobs(factor=1.05, service=0.995),
    OracleKnobs(factor=1.05, scarce=0.5),
    OracleKnobs(from_engines=LEVERS),
)
"""Every oracle that is tried; what did not matter on the tuning worlds stays as it is. The last is the engines."""
RULES: tuple[RuleTerms, ...] = tuple(
    RuleTerms(mark_up=Decimal(mark_up), cover_days=days, bid=Decimal(bid))
    for mark_up, days, bid in product(("1.00", "1.10", "1.20"), (30, 50), ("0.3", "1.0"))
)
"""Every fixed rule that is tried in a shop of arrays, as many as oracles; the best of a wider grid lie among these on
the tuning worlds.
"""
SEARCH = Search(seeds=(101, 102, 103, 104, 105, 106), first=2, kept=4)
"""How both are searched."""
BUDGET = SEARCH.runs(len(ORACLES))
"""Runs of either search."""
