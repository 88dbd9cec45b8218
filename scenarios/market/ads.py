"""Keyword auctions: second price against a lognormal rival, under each campaign's daily budget."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scenarios.market.goods import Floats
from scenarios.market.rhythm import SLOTS
from scenarios.market.state import State
from scenarios.market.streams import stream
from shops.models import Keyword


@dataclass(frozen=True)
class Click:
    """A click on an ad: row of the keyword, and its number among all the clicks the slot could have brought."""

    keyword: int
    number: int


@dataclass(frozen=True)
class Auctions:
    """The luck of one slot, ``[K, B]``: searches, those who would click, the highest rival's price a click."""

    searches: NDArray[np.int64]
    willing: NDArray[np.int64]
    rivals: Floats


def draw_auctions(state: State, day: date, slot: int) -> Auctions:
    """Draw the auctions of a slot; no bid enters here."""
    ads = state.world.spec.ads
    luck = stream(state.seed, "auctions", day, slot)
    batches = max(1, ads.batches // len(SLOTS))
    mean = np.array([keyword.searches for keyword in ads.keywords])[:, None]
    mean = mean * state.boost(day) * state.shares[slot] / batches
    searches = luck.poisson(np.repeat(mean, batches, axis=1))
    rates = np.array([keyword.click_rate for keyword in ads.keywords])[:, None]
    medians = np.array([keyword.rival_median for keyword in ads.keywords])[:, None]
    spreads = np.array([keyword.rival_spread for keyword in ads.keywords])[:, None]
    rivals = medians * np.exp(spreads * luck.standard_normal(searches.shape))
    return Auctions(searches, luck.binomial(searches, rates), rivals)


def run_auctions(state: State, auctions: Auctions) -> list[Click]:
    """Hold the auctions with the bids that stand now; counts into the day's tally, never above a daily budget.

    A batch is won by a bid at or above the rival's price and pays that price, rounded up, for each click.
    """
    if state.reads.ads is None:
        return []
    left = _budgets_left(state)
    bids = {keyword.id: keyword for keyword in state.reads.ads.list_keywords()}
    tally, clicks = state.today.ads, []
    numbers = np.cumsum(auctions.willing.ravel(order="F")).reshape(auctions.willing.shape, order="F")
    for batch in range(auctions.searches.shape[1]):
        for row, declared in enumerate(state.world.spec.ads.keywords):
            keyword = bids.get(declared.id)
            price = math.ceil(auctions.rivals[row, batch])
            if not _wins(keyword, price, left):
                continue
            assert keyword is not None
            willing = int(auctions.willing[row, batch])
            paid = min(willing, left[keyword.campaign_id] // price)
            left[keyword.campaign_id] -= paid * price
            tally.impressions[row] += auctions.searches[row, batch]
            tally.clicks[row] += paid
            tally.spend[row] += paid * price
            first = int(numbers[row, batch]) - willing
            clicks += [Click(row, first + extra) for extra in range(paid)]
    return clicks


def _wins(keyword: Keyword | None, price: int, left: dict[str, int]) -> bool:
    if keyword is None or keyword.paused:
        return False
    return keyword.bid >= price and left.get(keyword.campaign_id, 0) >= price


def _budgets_left(state: State) -> dict[str, int]:
    """What each running campaign may still spend today."""
    assert state.reads.ads is not None
    campaigns = state.reads.ads.list_campaigns()
    left = {campaign.id: campaign.daily_budget for campaign in campaigns if not campaign.paused}
    for declared, spend in zip(state.world.spec.ads.keywords, state.today.ads.spend, strict=True):
        if declared.campaign in left:
            left[declared.campaign] -= int(spend)
    return left
