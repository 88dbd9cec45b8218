"""Stop-loss of ads: which keywords are stopped because their clicks lose money, beyond what chance explains.

A click costs ``spend / clicks``, and no more than the bid that stands: one that was cut since is judged by the cut.
It brings ``q · m``: conversion q times what an order leaves, later orders included.
After n clicks with k orders q is Beta(a + k, b + n - k); a and b are the shop's common conversion, worth
:data:`decisions.bids.PRIOR_CLICKS` clicks. Rules (docs/authority.md lists the limits, the thresholds are ours):
stop when P(q · m > cost) < 5 %, or when three orders' contribution was spent and none came.

A keyword whose figures cannot be (below zero, more orders than clicks) is not decided on nor counted for the others.
A whole account without an order where orders were sure to come is a broken report, not bad keywords: then nothing is
stopped, and a person is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pydantic import BaseModel, ConfigDict, Field
from scipy.special import betaincc

from decisions.bids import PRIOR_CLICKS, PRIOR_RATE, REPEAT_FACTOR, KeywordCase
from decisions.not_enough import NotEnough
from kit.money import format_minor

LEAST_CHANCE = 0.05
"""Below this probability that a click pays for itself, a keyword is stopped."""
ORDERS_LOST = 3
"""Contributions of an order that may be spent without one."""
LEAST_CLICKS = 20
SURE = 0.01
"""An account without orders is called broken when chance would show that less often."""


class StopAdvice(BaseModel):
    """A keyword that should stop, and the numbers behind it; ``chance`` is P(a click pays for itself)."""

    model_config = ConfigDict(frozen=True)

    keyword_id: str
    chance: float
    reason: str
    reason_zh: str


class StopLoss(BaseModel):
    """What to stop; ``broken`` says, in words, that the figures cannot be believed and nothing is stopped.

    ``undecided``: by keyword, what is missing where its figures cannot be.
    """

    model_config = ConfigDict(frozen=True)

    stops: tuple[StopAdvice, ...] = ()
    broken: str | None = None
    undecided: dict[str, NotEnough] = Field(default_factory=dict)


def advise_stops(cases: Sequence[KeywordCase], lately: tuple[int, int] = (0, 0)) -> StopLoss:
    """Say which running keywords to stop.

    Args:
        cases: All running keywords of the shop over the window, since they share a prior.
        lately: Clicks and orders of all keywords in the last two days, for the check of the report itself.

    Example:
        >>> dear = KeywordCase(keyword_id="k", currency="GBP", bid=90, clicks=300, orders=0, spend=27000,
        ...                    order_contribution=3000)
        >>> [one.keyword_id for one in advise_stops([dear]).stops]
        ['k']
    """
    undecided = {case.keyword_id: lacking for case in cases if (lacking := case.lacking()) is not None}
    cases = [case for case in cases if case.keyword_id not in undecided]
    clicks, orders = sum(case.clicks for case in cases), sum(case.orders for case in cases)
    common = (orders + PRIOR_RATE * PRIOR_CLICKS) / (clicks + PRIOR_CLICKS)
    chance_of_none = float((1 - common) ** lately[0]) if lately[1] == 0 else 1.0
    if orders and lately[0] and chance_of_none < SURE:
        return StopLoss(
            broken=f"{lately[0]} clicks in two days and no order of any keyword; at {common:.2%} that happens in "
            f"{chance_of_none:.2%} of cases, so the report is not believed "
            f"两天 {lately[0]} 次点击全无成交,疑似数据故障",
            undecided=undecided,
        )
    found = [advice for case in cases if (advice := _judge(case, common)) is not None]
    return StopLoss(stops=tuple(sorted(found, key=lambda one: (one.chance, one.keyword_id))), undecided=undecided)


def chance_of_profit(case: KeywordCase, common: float) -> float:
    """Give P(a click of this keyword pays for itself), 0 to 1; 1 while nothing was spent.

    Raises:
        ValueError: A figure is below zero, or there are more orders than clicks.
    """
    if lacking := case.lacking():
        raise ValueError(f"{case.keyword_id}: {lacking}")
    if case.clicks == 0 or case.spend == 0:
        return 1.0
    worth = case.order_contribution * REPEAT_FACTOR
    if worth <= 0:
        return 0.0
    needed = min(case.spend / case.clicks, case.bid) / worth
    a, b = common * PRIOR_CLICKS + case.orders, (1 - common) * PRIOR_CLICKS + case.clicks - case.orders
    return float(betaincc(a, b, min(needed, 1.0)))


def _judge(case: KeywordCase, common: float) -> StopAdvice | None:
    if case.clicks < LEAST_CLICKS:
        return None
    chance = chance_of_profit(case, common)
    lost = case.orders == 0 and case.spend > ORDERS_LOST * max(case.order_contribution, 0)
    if chance >= LEAST_CHANCE and not lost:
        return None
    money = partial(format_minor, currency=case.currency)
    spend, left = money(case.spend), money(case.order_contribution)
    return StopAdvice(
        keyword_id=case.keyword_id,
        chance=round(chance, 4),
        reason=f"{case.clicks} clicks for {spend}, {case.orders} orders of {left} contribution each: "
        f"P(a click pays) = {chance:.2f}",
        reason_zh=f"{case.clicks} 次点击花费 {spend},成交 {case.orders} 单,每单毛利 {left}:"
        f"P(单次点击有利润)= {chance:.2f}",
    )
