"""Pacing: a day's ad budget lasts for the day, and is not left over while keywords rest.

By the time of day t a campaign should have spent ``B·s(t)``, s(t) being the share of a day's orders that have come by
then in the last weeks. At the pace of today it would spend ``S/s(t)``. Above :data:`FAST` of its budget, the keywords
that bring least for their money rest, worst first, until the rest of the day fits, and never the best one; below
:data:`SLOW` those that rest for the pace run again, best first. What a keyword brings is conversion times worth a cost
of a click, the conversion shrunk to the shop's as in :mod:`decisions.bids`. Thresholds are ours.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from decisions.bids import PRIOR_CLICKS, PRIOR_RATE
from decisions.not_enough import finite_arrays
from kit.money import format_minor

FAST, SLOW = 1.15, 0.9
LEAST_SHARE = 0.15
"""Before so much of the day has passed, its pace says nothing."""


class PacedKeyword(BaseModel):
    """A keyword of a campaign: clicks, orders, spend of the window; spend of today; whether it rests for the pace."""

    model_config = ConfigDict(frozen=True)

    keyword_id: str
    clicks: int
    orders: int
    spend: int
    spent_today: int = 0
    rests: bool = False


class PacedCampaign(BaseModel):
    """A running campaign: daily budget in minor units, and its keywords that run or rest for the pace."""

    model_config = ConfigDict(frozen=True)

    campaign_id: str
    currency: str
    budget: int
    keywords: tuple[PacedKeyword, ...]


class PaceAdvice(BaseModel):
    """A keyword that should rest or run."""

    model_config = ConfigDict(frozen=True)

    keyword_id: str
    paused: bool
    reason: str
    reason_zh: str


def advise_pace(campaigns: Sequence[PacedCampaign], share: float) -> list[PaceAdvice]:
    """Say which keywords should rest for the pace, and which run again.

    Args:
        campaigns: The running campaigns.
        share: s(t), 0 to 1; at 0 a new day begins and all that rested for the pace runs.

    Raises:
        ValueError: The share is no number of 0 to 1.

    Example:
        >>> quick = PacedKeyword(keyword_id="a", clicks=90, orders=9, spend=900, spent_today=600)
        >>> poor = PacedKeyword(keyword_id="b", clicks=90, orders=0, spend=900, spent_today=600)
        >>> one = PacedCampaign(campaign_id="c", currency="GBP", budget=1500, keywords=(quick, poor))
        >>> [(advice.keyword_id, advice.paused) for advice in advise_pace([one], 0.5)]
        [('b', True)]
    """
    finite_arrays(share=share, least=0, most=1)
    clicks = sum(one.clicks for campaign in campaigns for one in campaign.keywords)
    orders = sum(one.orders for campaign in campaigns for one in campaign.keywords)
    common = (orders + PRIOR_RATE * PRIOR_CLICKS) / (clicks + PRIOR_CLICKS)
    found = []
    for campaign in sorted(campaigns, key=lambda one: one.campaign_id):
        ranked = sorted(campaign.keywords, key=lambda one: (_worth(one, common), one.keyword_id))
        if share <= 0:
            found += [_advice(campaign, one, share, paused=False) for one in reversed(ranked) if one.rests]
        elif share >= LEAST_SHARE:
            found += _in_the_day(campaign, ranked, share)
    return found


def _in_the_day(campaign: PacedCampaign, ranked: Sequence[PacedKeyword], share: float) -> list[PaceAdvice]:
    spent = sum(one.spent_today for one in ranked)
    left = campaign.budget - spent
    ahead = sum(_rest_of_day(one, share) for one in ranked if not one.rests)
    if (spent + ahead) > FAST * campaign.budget:
        resting = []
        for one in [keyword for keyword in ranked if not keyword.rests][:-1]:
            if ahead <= max(left, 0):
                break
            if one.spent_today:
                ahead -= _rest_of_day(one, share)
                resting.append(_advice(campaign, one, share, paused=True))
        return resting
    if (spent + ahead) < SLOW * campaign.budget:
        for one in reversed([keyword for keyword in ranked if keyword.rests]):
            # one at a time: what it will spend is known only when it runs
            return [_advice(campaign, one, share, paused=False)]
    return []


def _rest_of_day(one: PacedKeyword, share: float) -> float:
    """Give what a running keyword will still spend at today's pace."""
    return one.spent_today * (1 - share) / share


def _worth(one: PacedKeyword, common: float) -> float:
    """Give orders for a minor unit of money, the conversion shrunk to the shop's."""
    rate = (one.orders + common * PRIOR_CLICKS) / (one.clicks + PRIOR_CLICKS)
    return rate * max(one.clicks, 1) / max(one.spend, 1)


def _advice(campaign: PacedCampaign, one: PacedKeyword, share: float, *, paused: bool) -> PaceAdvice:
    spent = format_minor(sum(keyword.spent_today for keyword in campaign.keywords), campaign.currency)
    budget = format_minor(campaign.budget, campaign.currency)
    does, does_zh = ("rests", "暂停") if paused else ("runs again", "恢复")
    return PaceAdvice(
        keyword_id=one.keyword_id,
        paused=paused,
        reason=f"{campaign.campaign_id}: {spent} of {budget} spent when {share:.0%} of a day's orders have come; "
        f"{one.keyword_id} ({one.orders} orders of {one.clicks} clicks) {does}",
        reason_zh=f"{campaign.campaign_id}:全天订单已到 {share:.0%},预算 {budget} 已花 {spent};"
        f"{one.keyword_id}({one.clicks} 次点击 {one.orders} 单){does_zh}",
    )
