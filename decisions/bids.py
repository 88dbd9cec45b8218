"""Keyword bids: what one click is worth, and the next bid in small steps.

Value of a click = E[conversion] · E[contribution of an order and of those that follow]; the bid leaves a fixed
share of it as profit. Conversion is Beta-Binomial with the prior of all keywords together, so a keyword with few
clicks is judged like its kind.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from functools import partial

from pydantic import BaseModel, ConfigDict

from kit.money import format_minor

PRIOR_CLICKS = 60
"""Clicks that the shop's common conversion rate counts for."""
PRIOR_RATE = 0.03
"""Conversion before anything is known; an assumption."""
PROFIT_SHARE = 0.25
CLICKS_TO_RAISE = 20
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


class BidAdvice(BaseModel):
    """The next bid of a keyword and the numbers behind it."""

    model_config = ConfigDict(frozen=True)

    keyword_id: str
    bid: int
    click_value: int
    conversion: float
    reason: str


def advise_bids(cases: Sequence[KeywordCase], *, step: Decimal, max_bid: int) -> list[BidAdvice]:
    """Recommend bids; keywords whose bid should stay are left out.

    Args:
        cases: All keywords of the shop, since they share a prior.
        step: Largest relative change at once, e.g. ``Decimal("0.20")``.
        max_bid: Highest bid allowed, minor units a click.
    """
    clicks, orders = sum(case.clicks for case in cases), sum(case.orders for case in cases)
    common = (orders + PRIOR_RATE * PRIOR_CLICKS) / (clicks + PRIOR_CLICKS)
    advice = []
    for case in cases:
        rate = (case.orders + common * PRIOR_CLICKS) / (case.clicks + PRIOR_CLICKS)
        value = rate * case.order_contribution * REPEAT_FACTOR
        wanted = min(max(value * (1 - PROFIT_SHARE), 1), max_bid)
        bid = _step(case.bid, wanted, step)
        # a guess lowers a bid that is too dear for its kind; only clicks of its own raise one
        if bid < case.bid or (bid > case.bid and case.clicks >= CLICKS_TO_RAISE):
            money = partial(format_minor, currency=case.currency)
            advice.append(
                BidAdvice(
                    keyword_id=case.keyword_id,
                    bid=bid,
                    click_value=round(value),
                    conversion=round(rate, 4),
                    reason=(
                        f"{case.clicks} clicks, {case.orders} orders, spend {money(case.spend)}: conversion "
                        f"{rate:.2%}, a click is worth {money(round(value))}, bid {money(case.bid)} to {money(bid)}"
                    ),
                )
            )
    return advice


def _step(bid: int, wanted: float, step: Decimal) -> int:
    """Move towards the wanted bid by at most one step; one minor unit is always possible."""
    reach = max(1, math.floor(bid * step))
    target = int(Decimal(wanted).quantize(Decimal(1), ROUND_HALF_EVEN))
    return max(1, min(max(target, bid - reach), bid + reach))
