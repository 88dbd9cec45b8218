"""The ads of one slot: auctions with the bids and budgets that stand in the shop, and what the platform reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from scenarios.market.auctions import Auctions, draw, hold
from scenarios.market.rhythm import SLOTS
from scenarios.market.state import AdTally, State, new_tally
from scenarios.market.streams import stream
from scenarios.market.terms import split_auctions
from shops.models import Keyword, KeywordDay
from shops.search_terms import SearchTermDay

_FIGURES = ("impressions", "clicks", "spend", "orders", "sales")


@dataclass(frozen=True)
class Click:
    """A click on an ad: row of the typed term, and its number among all the clicks the slot could have brought."""

    term: int
    number: int


def draw_auctions(state: State, day: date, slot: int) -> Auctions:
    """Draw the auctions of a slot by typed term; no bid enters here."""
    ads = state.world.spec.ads
    luck = stream(state.seed, "auctions", day, slot)
    drawn = draw(ads, luck, state.boost(day) * state.shares[slot], max(1, ads.batches // len(SLOTS)))
    return split_auctions(drawn, state.terms, stream(state.seed, "terms", day, slot))


def run_auctions(state: State, auctions: Auctions) -> list[Click]:
    """Hold the auctions with the bids that stand now; begins the slot's tally, never above a daily budget."""
    tally = state.today.ads = new_tally(len(state.terms.text))
    if state.reads.ads is None:
        return []
    left = _budgets_left(state)
    homes = {campaign: row for row, campaign in enumerate(left)}
    running = _catchers(state, homes)
    won = hold(
        auctions,
        np.array([one.bid if one else 0 for one in running], dtype=np.int64),
        np.array([homes[one.campaign_id] if one else 0 for one in running], dtype=np.int64),
        np.array([*left.values()] or [0], dtype=np.int64),
    )
    tally.caught = [one.id if one else None for one in running]
    tally.impressions += won.impressions
    tally.clicks += won.clicks
    tally.spend += won.spend
    for one, spend in zip(running, won.spend.tolist(), strict=True):
        if one is not None:
            state.today.spent[one.campaign_id] = state.today.spent.get(one.campaign_id, 0) + spend
    return [Click(int(row), int(number)) for row, number in zip(won.keyword, won.number, strict=True)]


def report_ads(state: State, day: date) -> None:
    """Let the ad platform report what the slot's ads did, by keyword and by what was typed."""
    if state.reads.ads is None:
        return
    tally, terms = state.today.ads, state.terms
    by_keyword = {one.id: dict.fromkeys(_FIGURES, 0) for one in state.reads.ads.list_keywords()}
    typed = []
    for row, keyword in enumerate(tally.caught):
        if keyword is None:
            continue
        figures = _figures(tally, row)
        for name, count in figures.items():
            by_keyword[keyword][name] += count
        if any(figures.values()):
            typed.append(SearchTermDay(keyword_id=keyword, term=terms.text[row], day=day, **figures))
    state.side.record_keywords([KeywordDay(keyword_id=one, day=day, **sums) for one, sums in by_keyword.items()])
    state.side.record_search_terms(typed)


def _figures(tally: AdTally, row: int) -> dict[str, int]:
    return {name: int(getattr(tally, name)[row]) for name in _FIGURES}


def _catchers(state: State, homes: dict[str, int]) -> list[Keyword | None]:
    """Give the keyword that each typed term goes to: one of exactly that text, else the one that declares it."""
    assert state.reads.ads is not None
    live = [one for one in state.reads.ads.list_keywords() if not one.paused and one.campaign_id in homes]
    by_id, by_text = {one.id: one for one in live}, {one.text.strip().lower(): one for one in live}
    declared = state.world.spec.ads.keywords
    pairs = zip(state.terms.text, state.terms.keyword.tolist(), strict=True)
    return [by_text.get(text.strip().lower()) or by_id.get(declared[row].id) for text, row in pairs]


def _budgets_left(state: State) -> dict[str, int]:
    """What each running campaign may still spend today."""
    assert state.reads.ads is not None
    campaigns = [one for one in state.reads.ads.list_campaigns() if not one.paused]
    return {one.id: one.daily_budget - state.today.spent.get(one.id, 0) for one in campaigns}
