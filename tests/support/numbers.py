"""A plain rule in numbers for tests: orders up to a month, quotes the ladder, grants what is well shown."""

from __future__ import annotations

import numpy as np

from decisions.day_view import DayActs, DayView, Ints, ShopTerms


def ladder_quotes(view: DayView, share: float = 1.0) -> Ints:
    """Quote each inquiry at a share of the ladder's price, the work's cost on top."""
    asked = view.inquiries
    step = np.maximum((asked.quantity[:, None] >= view.terms.tier_from[asked.sku]).sum(axis=1) - 1, 0)
    return np.rint(view.tier_prices[asked.sku, step] * share).astype(np.int64) + asked.custom_cost


class PlainRule:
    """A fixed rule; ``mark_up`` moves prices in the first days, ``evidence`` is what a refund needs."""

    def __init__(self, terms: ShopTerms, *, mark_up: float = 1.0, evidence: float = 0.5, bid: float = 1.0) -> None:
        self.terms, self.mark_up, self.evidence, self.bid = terms, mark_up, evidence, bid
        self.sold: list[Ints] = []
        self.first: Ints | None = None
        self.first_bids: Ints | None = None

    def decide(self, view: DayView) -> DayActs:
        """Act on what was sold in four weeks."""
        self.first = view.tier_prices[:, 0] if self.first is None else self.first
        self.first_bids = view.bids if self.first_bids is None else self.first_bids
        self.sold.append(np.bincount(view.lines.sku, view.lines.quantity, minlength=len(view.stock)).astype(np.int64))
        mean = np.mean(self.sold[-28:], axis=0)
        cover = view.stock + view.due.sum(axis=1)
        order = np.where(cover < 14 * mean, np.ceil(35 * mean - cover), 0).clip(0).astype(np.int64)
        return DayActs(
            prices=np.rint(self.first * self.mark_up).astype(np.int64),
            bids=np.rint(self.first_bids * self.bid).astype(np.int64),
            order=order if view.day % 4 == 3 else None,
            quotes=ladder_quotes(view),
            grants=view.refunds.evidence > self.evidence,
        )
