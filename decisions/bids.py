"""What the engines of ads are told about one keyword, and what is believed of any before it has clicks of its own.

Conversion is Beta-Binomial with the prior of all keywords together, so a keyword with few clicks is judged like its
kind. What a click is worth, and the bid that follows, is :mod:`decisions.click_value`.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from decisions.not_enough import NotEnough, not_enough

PRIOR_CLICKS = 60
"""Clicks that the shop's common conversion rate counts for."""
PRIOR_RATE = 0.03
"""Conversion before anything is known; an assumption."""
REPEAT_FACTOR = 1.3
"""Contribution of later orders per order won, as a multiple; an assumption until repeat buyers are measured."""


class KeywordCase(BaseModel):
    """What the engine is told about one keyword over its window. Money in minor units.

    ``order_contribution`` is the mean contribution of an order before ad spend.
    """

    model_config = ConfigDict(frozen=True)

    keyword_id: str
    currency: str
    bid: int
    clicks: int
    orders: int
    spend: int
    order_contribution: int

    def lacking(self) -> NotEnough | None:
        """Say what is missing where the figures cannot be; None where they can."""
        if min(self.bid, self.clicks, self.orders, self.spend) >= 0 and self.orders <= self.clicks:
            return None
        there = (self.bid, self.clicks, self.orders, self.spend)
        return not_enough(
            (
                f"bid, clicks, orders and spend of at least 0, orders no more than clicks {there}",
                f"出价、点击、订单、花费不为负且订单不多于点击 {there}",
            )
        )
