"""The fixed rule as a policy in numbers: what a careful owner without staff would do, without learning.

Prices and bids walk once to a multiple of the first day's and stay; every Monday and Thursday what covers too few days
of the last four weeks' mean is made up; inquiries get the ladder's price; money goes back where evidence is even or
better.
"""

from __future__ import annotations

import numpy as np

from decisions.board.service import list_prices
from decisions.day_view import DayActs, DayView, Floats, Ints
from scenarios.rules import PLAIN, RuleTerms

EVEN = 0.5
DAYS = 28
"""Days of the mean that goods are ordered by."""


class NumbersRule:
    """A policy without learning.

    Args:
        terms: The rule; the plain one if not given.
    """

    def __init__(self, terms: RuleTerms = PLAIN) -> None:
        self._terms = terms
        self._first_prices: Ints | None = None
        self._first_bids: Ints | None = None
        self._sold: list[Floats] = []

    def decide(self, view: DayView) -> DayActs:
        """Decide a day."""
        if self._first_prices is None or self._first_bids is None:
            self._first_prices, self._first_bids = view.tier_prices[:, 0].copy(), view.bids.copy()
            self._sold = [row.astype(float) for row in view.terms.past_sold[-DAYS:]]
        if view.day:
            sold = np.bincount(view.lines.sku, view.lines.quantity, len(view.terms.skus)).astype(np.float64)
            self._sold = [*self._sold, sold][-DAYS:]
        goal = np.rint(self._first_prices * float(self._terms.mark_up)).astype(np.int64)
        bids = np.rint(self._first_bids * float(self._terms.bid)).astype(np.int64)
        return DayActs(
            prices=np.clip(goal, view.price_low, view.price_high) if self._terms.mark_up != 1 else None,
            bids=np.clip(bids, 1, view.bid_high) if self._terms.bid != 1 else None,
            order=self._order(view) if view.weekday in (0, 3) else None,
            quotes=self.quote(view),
            grants=view.refunds.evidence >= EVEN,
        )

    def quote(self, view: DayView) -> Ints:
        """Quote the ladder's price, light-custom work at what it costs."""
        return np.rint(list_prices(view) + view.inquiries.custom_cost).astype(np.int64)

    def _order(self, view: DayView) -> Ints:
        """Order what covers too few days, in the order of the articles, within what the factory can take on."""
        terms = view.terms
        mean = np.sum(self._sold, axis=0) / max(1, len(self._sold))
        cover, below = self._terms.cover(terms.horizon - view.day, terms.lead_days)
        position = view.stock + view.due.sum(axis=1)
        short = (mean > 0) & (position < mean * below)
        wanted = np.maximum(np.ceil(mean * cover - position), terms.min_batch)
        pieces = np.where(short, wanted, 0).astype(np.int64)
        room = terms.capacity * max(1, terms.lead_days) - int(view.due.sum())
        for row in range(len(pieces)):
            if pieces[row] > room:
                pieces[row] = 0
            room -= int(pieces[row])
        return pieces
