"""Keyword auctions as arrays: drawn without any bid, then held with the bids and budgets that stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scenarios.world_spec import AdsPart

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Auctions:
    """The luck of some hours, ``[K, B]``: searches, those who would click, the highest rival's price a click."""

    searches: Ints
    willing: Ints
    rivals: Floats


@dataclass(frozen=True)
class Won:
    """What bids brought, ``[K]`` each, and the clicks one by one.

    ``keyword`` and ``number`` are ``[clicks]``: the keyword's row, and the click's number among all the clicks that
    could have been, so that its luck is the same whatever was bid.
    """

    impressions: Ints
    clicks: Ints
    spend: Ints
    keyword: Ints
    number: Ints


def draw(ads: AdsPart, luck: Generator, share: float, batches: int) -> Auctions:
    """Draw auctions.

    Args:
        ads: The world's keywords.
        luck: Their stream.
        share: Part of a mean day's searches.
        batches: Auctions a keyword.
    """
    rows = [(one.searches, one.click_rate, one.rival_median, one.rival_spread) for one in ads.keywords]
    searches, rates, medians, spreads = np.array(rows, dtype=float).reshape(-1, 4).T[:, :, None]
    found = luck.poisson(np.repeat(searches * share / batches, batches, axis=1))
    rivals = medians * np.exp(spreads * luck.standard_normal(found.shape))
    return Auctions(found, luck.binomial(found, rates), rivals)


def hold(auctions: Auctions, bids: Ints, campaign: Ints, budgets: Ints) -> Won:
    """Hold auctions: a batch is won by a bid at or above the rival's price and pays it, rounded up, for each click.

    A campaign stops when what is left of its money is below the price; batches come in order, in each the keywords.

    Args:
        auctions: What was drawn.
        bids: ``[K]``; 0 does not take part.
        campaign: ``[K]`` row of the keyword's campaign.
        budgets: ``[C]`` money left.
    """
    prices = np.ceil(auctions.rivals).astype(np.int64)
    won = prices <= bids[:, None]
    paid = np.where(won, auctions.willing, 0)
    wanted = np.bincount(campaign, (paid * prices).sum(axis=1), minlength=len(budgets)).astype(np.int64)
    dearest = np.where(won, prices, 0).max(axis=1, initial=0)
    for row, budget in enumerate(budgets.tolist()):
        mine = np.flatnonzero(campaign == row)
        most = int(dearest[mine].max(initial=0))
        if most and wanted[row] + most > budget:
            _stop_at_budget(won, paid, prices, mine, budget)
    ends = np.cumsum(auctions.willing.ravel(order="F")) - auctions.willing.ravel(order="F")
    flat = paid.ravel(order="F")
    keyword = np.repeat(np.tile(np.arange(len(bids)), prices.shape[1]), flat)
    number = np.repeat(ends - (np.cumsum(flat) - flat), flat) + np.arange(int(flat.sum()))
    return Won(
        impressions=np.where(won, auctions.searches, 0).sum(axis=1),
        clicks=paid.sum(axis=1),
        spend=(paid * prices).sum(axis=1),
        keyword=keyword,
        number=number,
    )


def _stop_at_budget(won: NDArray[np.bool_], paid: Ints, prices: Ints, mine: Ints, budget: int) -> None:
    """Go through one campaign's batches in order and take back what its money does not reach."""
    batch, place = np.nonzero(won[mine].T)
    rows = mine[place]
    left, reached, bought = budget, list[bool](), list[int]()
    for price, willing in zip(prices[rows, batch].tolist(), paid[rows, batch].tolist(), strict=True):
        clicks = min(willing, left // price)
        reached.append(left >= price)
        bought.append(clicks)
        left -= clicks * price
    won[rows, batch], paid[rows, batch] = reached, bought
