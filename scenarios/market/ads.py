"""The ads of one slot: today's auctions with the bids and budgets that stand in the shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from scenarios.market.auctions import Auctions, draw, hold
from scenarios.market.rhythm import SLOTS
from scenarios.market.state import State
from scenarios.market.streams import stream


@dataclass(frozen=True)
class Click:
    """A click on an ad: row of the keyword, and its number among all the clicks the slot could have brought."""

    keyword: int
    number: int


def draw_auctions(state: State, day: date, slot: int) -> Auctions:
    """Draw the auctions of a slot; no bid enters here."""
    ads = state.world.spec.ads
    luck = stream(state.seed, "auctions", day, slot)
    return draw(ads, luck, state.boost(day) * state.shares[slot], max(1, ads.batches // len(SLOTS)))


def run_auctions(state: State, auctions: Auctions) -> list[Click]:
    """Hold the auctions with the bids that stand now; counts into the day's tally, never above a daily budget."""
    if state.reads.ads is None:
        return []
    left = _budgets_left(state)
    homes = {campaign: row for row, campaign in enumerate(left)}
    bids = {keyword.id: keyword for keyword in state.reads.ads.list_keywords() if not keyword.paused}
    running = [bids.get(declared.id) for declared in state.world.spec.ads.keywords]
    won = hold(
        auctions,
        np.array([one.bid if one and one.campaign_id in homes else 0 for one in running], dtype=np.int64),
        np.array([homes.get(one.campaign_id, 0) if one else 0 for one in running], dtype=np.int64),
        np.array([*left.values()] or [0], dtype=np.int64),
    )
    tally = state.today.ads
    tally.impressions += won.impressions
    tally.clicks += won.clicks
    tally.spend += won.spend
    return [Click(int(row), int(number)) for row, number in zip(won.keyword, won.number, strict=True)]


def _budgets_left(state: State) -> dict[str, int]:
    """What each running campaign may still spend today."""
    assert state.reads.ads is not None
    campaigns = state.reads.ads.list_campaigns()
    left = {campaign.id: campaign.daily_budget for campaign in campaigns if not campaign.paused}
    for declared, spend in zip(state.world.spec.ads.keywords, state.today.ads.spend, strict=True):
        if declared.campaign in left:
            left[declared.campaign] -= int(spend)
    return left
