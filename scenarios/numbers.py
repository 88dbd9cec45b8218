"""A policy in numbers only: what a shop may see at the start of a day as arrays, and what it does that day.

The same policy (decision engines, a fixed rule, the oracle) runs on the array market and, through the desk, on a built
shop. Rows: J articles in the order of ``terms.skus``, L steps of a price ladder, K keywords, C campaigns. Money is
integer minor units of the shop's currency, time is whole days since the first day of the run. Nothing in a
:class:`DayView` is hidden from a real shop; what only the oracle may hold is a :class:`Hidden`, never part of a view.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

CHANNELS = ("direct", "search", "ads", "quote")
"""Where an order came from: a known buyer, the market's search, an ad, a quote; ``OrderLines.channel`` is the row."""
DIRECT, SEARCH, ADS, QUOTE = range(len(CHANNELS))
NO_STEP = 2**31
"""``tier_from`` of a step that an article's ladder does not have."""


@dataclass(frozen=True)
class ShopTerms:
    """What does not change while the shop runs.

    Attributes:
        currency, start, horizon: Currency; first day; days of the run. Goods left after it are worth ``salvage`` of
            their cost.
        skus, names: ``[J]`` codes and titles.
        cost: ``[J]`` unit cost.
        pack, moq: ``[J]`` pieces of a pack; fewest that are sold.
        tier_from: ``[J, L]`` pieces from which each step of the ladder holds; ``NO_STEP`` where there is none.
        weekday: ``[7]`` demand of Monday to Sunday over a mean open day, as in the shop's past; 0 is closed.
        keywords, keyword_skus: ``[K]`` texts; ``[K, J]`` whether the ad shows the article.
        campaign: ``[K]`` row of the keyword's campaign; ``campaigns`` their names ``[C]``.
        lead_days, min_batch, capacity: The factory: usual days to arrival, fewest pieces of an article, pieces a day.
        pick_pack, freight_per_order, fee_rate, holding_rate: Minor units a piece and an order; shares a sale and a day.
        events: ``(day, name)`` of the public calendar: 618, 双11 and the like; their size is not public.
        past_sold: ``[D, J]`` pieces sold on each of the D days before the first one.
        past_orders: ``[D]`` orders of those days.
    """

    currency: str
    start: date
    horizon: int
    salvage: float
    skus: tuple[str, ...]
    names: tuple[str, ...]
    cost: Ints
    pack: Ints
    moq: Ints
    tier_from: Ints
    weekday: Floats
    keywords: tuple[str, ...]
    keyword_skus: Bools
    campaign: Ints
    campaigns: tuple[str, ...]
    lead_days: int
    min_batch: int
    capacity: int
    pick_pack: int
    freight_per_order: int
    fee_rate: float
    holding_rate: float
    events: tuple[tuple[int, str], ...]
    past_sold: Ints
    past_orders: Ints


@dataclass(frozen=True)
class OrderLines:
    """The lines of yesterday's orders, one row a line, in the order of time.

    Attributes:
        order, buyer: ``[n]`` numbers of the order and of its buyer; a buyer keeps the number for good.
        sku, quantity: ``[n]`` row of the article, pieces (what was in stock of what was wanted).
        unit_price, paid: ``[n]`` price a piece before the coupon, money of the whole line after it.
        channel, keyword: ``[n]`` row of ``CHANNELS``; row of the keyword, -1 for none.
        dropship: ``[n]`` whether it goes to the buyer's own customer.
    """

    order: Ints
    buyer: Ints
    sku: Ints
    quantity: Ints
    unit_price: Ints
    paid: Ints
    channel: Ints
    keyword: Ints
    dropship: Bools


def no_lines() -> OrderLines:
    """Give the lines of a day without orders."""
    none = np.zeros(0, dtype=np.int64)
    return OrderLines(none, none, none, none, none, none, none, none, none.astype(bool))


@dataclass(frozen=True)
class AdRows:
    """Yesterday's ad report, ``[K]`` each; ``sales`` is money of the orders that ads brought."""

    impressions: Ints
    clicks: Ints
    spend: Ints
    orders: Ints
    sales: Ints


@dataclass(frozen=True)
class Inquiries:
    """Open bulk inquiries, one row each.

    Attributes:
        id: ``[n]`` number of the inquiry.
        buyer, sku, quantity: ``[n]`` who asks, for what, pieces.
        target: ``[n]`` unit price that the buyer named; 0 for none.
        deadline: ``[n]`` last day on which a quote can still be taken.
        custom_cost: ``[n]`` what the asked-for light customisation costs the shop a piece; 0 for plain goods.
        asked: ``[n]`` day of the inquiry.
        refused_price: ``[n]`` the last price quoted that was not taken; 0 for none.
    """

    id: Ints
    buyer: Ints
    sku: Ints
    quantity: Ints
    target: Ints
    deadline: Ints
    custom_cost: Ints
    asked: Ints
    refused_price: Ints


@dataclass(frozen=True)
class RefundRequests:
    """Requests for money back that wait for an answer, one row each.

    Attributes:
        id, buyer, sku: ``[n]``.
        amount, paid: ``[n]`` money asked for; money of the whole line.
        evidence: ``[n]`` 0..1, how well photo and history speak for the buyer.
    """

    id: Ints
    buyer: Ints
    sku: Ints
    amount: Ints
    paid: Ints
    evidence: Floats


@dataclass(frozen=True)
class Verdicts:
    """What the platform decided yesterday about refused requests: ``id``, ``evidence``, whether the buyer was right,
    and ``cost``: what it cost the shop, money back and penalty.
    """

    id: Ints
    evidence: Floats
    was_right: Bools
    cost: Ints


@dataclass(frozen=True)
class DayView:
    """What the shop sees at the start of a day.

    Attributes:
        day: 0 on the first day.
        terms: What does not change.
        tier_prices: ``[J, L]`` the ladders that stand; a missing step repeats the one before it.
        price_low, price_high: ``[J]`` the range into which the price of the first step may be moved today: floor and
            the largest moves in a day and in 30 days.
        stock: ``[J]`` pieces that can be sold now.
        due: ``[J, D]`` pieces on the way by days until the evening on which they are said to arrive (column 0:
            tonight, and what is overdue).
        announced_delay: Days by which the supplier says that new orders will be late.
        bids, bid_high: ``[K]`` bids that stand; highest allowed today.
        budgets: ``[C]`` daily budgets that stand.
        visits: ``[3]`` yesterday's visits by direct, search, ads.
        returning: Distinct known buyers among them.
        lines: Yesterday's order lines, quotes taken included.
        sold_out: ``[J]`` whether the article was sold out at the end of yesterday.
        missed: ``[J]`` lines that buyers wanted and could not have: "notify me" clicks, as far as they were left.
        ads: Yesterday's ad report.
        market_price: ``[J]`` what rivals ask for the same goods, as a look at the market shows it (with error).
        inquiries, refunds: What waits for an answer.
        accepted, declined: Ids of inquiries whose quotes were taken or let go yesterday.
        verdicts: Yesterday's decisions about refused requests.
        rating: Stars 1..5 that visitors see, ``reviews`` how many they rest on.
        cash, credit: Money in the bank; what may still be spent on goods today.
    """

    day: int
    terms: ShopTerms
    tier_prices: Ints
    price_low: Ints
    price_high: Ints
    stock: Ints
    due: Ints
    announced_delay: int
    bids: Ints
    bid_high: Ints
    budgets: Ints
    visits: Ints
    returning: int
    lines: OrderLines
    sold_out: Bools
    missed: Ints
    ads: AdRows
    market_price: Ints
    inquiries: Inquiries
    refunds: RefundRequests
    accepted: Ints
    declined: Ints
    verdicts: Verdicts
    rating: float
    reviews: int
    cash: int
    credit: int

    @property
    def weekday(self) -> int:
        """Give the day of the week: 0 is Monday."""
        return (self.terms.start.weekday() + self.day) % 7


@dataclass(frozen=True)
class DayActs:
    """What the shop does at the start of a day; what is None stays as it is.

    Attributes:
        prices: ``[J]`` price of the first step; the other steps keep their proportion to it. What is outside the
            view's range is moved to its end.
        ladder: ``[J, L]`` new proportions of the steps to the first one, falling from 1.
        bids, budgets: ``[K]``, ``[C]``.
        order: ``[J]`` pieces to order from the factory; below ``min_batch`` counts as 0, and what neither capacity
            nor money allows is cut, later articles first.
        quotes: ``[n]`` unit price for each row of ``view.inquiries``; 0 is no quote today.
        grants: ``[n]`` whether to give each row of ``view.refunds`` the money; the others are refused.
        coupon: Percent off for buyers who have not ordered for ``coupon_after`` days; 0 is none.
        coupon_after: Days since the last order; 0 is for everyone, newcomers as well.
    """

    prices: Ints | None = None
    ladder: Floats | None = None
    bids: Ints | None = None
    budgets: Ints | None = None
    order: Ints | None = None
    quotes: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    grants: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))
    coupon: int = 0
    coupon_after: int = 0


class NumbersPolicy(Protocol):
    """Runs a shop by numbers."""

    def decide(self, view: DayView) -> DayActs:
        """Decide a day, called once a day in order."""


@dataclass(frozen=True)
class Truth:
    """The laws of one day as they are, for the oracle: parameters and shocks, never the luck.

    The model (docs/market.md): a visit of segment s by origin o orders with probability
    ``sigmoid(logit0[o] + nest[s] (I − start[s, k]))`` where ``I = ln Σ_j exp(utility_sj + intent_kj)`` over what is in
    stock, ``utility_sj = appeal[s, j] − slope[s] (p_sj / ref_j − 1)`` and ``p_sj`` the ladder's price at
    ``usual[s, j]`` pieces; its basket holds the ``lines[s]`` best articles, ``pieces[s, j]`` of each.

    Attributes:
        appeal: ``[S, J]`` utility at the reference price: season, trend, rivals, rating in it.
        slope, nest, lines: ``[S]``; ``lines`` is the mean of a known buyer, newcomers have ``cold_lines`` of it.
        ref, usual, pieces: ``[J]``, ``[S, J]``, ``[S, J]``.
        logit0, start: ``[3]``, ``[S, K + 1]``; the last column is "no keyword".
        intent: ``[K + 1, J]``.
        known, search: ``[S]`` expected visits of the day by segment at the shop's present rank.
        mix: ``[S]`` segments of a new visitor.
        searches, click_rate, rival_median, rival_spread: ``[K]`` expected searches of the day; the rival's price a
            click is lognormal; a bid at or above it wins and pays it.
        cold_lines: See ``lines``.
        drop: Probability that a buyer is lost after an order as promised, from articles of mean quality.
        quality: ``[J]`` what an order of the article adds to the logit of staying.
        new_rate: Orders a day of a buyer just won, at the starting prices.
        alive, rate: ``[S]`` buyers who still come, and the sum of their orders a day at the starting prices.
        defect: ``[J]`` share of lines with a genuine fault; ``false_share`` of orders with a false claim.
        genuine: Evidence of a genuine and of a false claim as Beta parameters ``((a, b), (a, b))``.
        inquiries: Expected bulk inquiries of the day.
        reservation: Median and spread (sd of log) of the highest price over the ladder's; ``quote_slope`` the slope
            of acceptance ``1 / (1 + exp(quote_slope (p / reservation − 1)))``.
        delay: Days by which an order placed on this day will be late, over the usual lead time; the mean.
    """

    appeal: Floats
    slope: Floats
    nest: Floats
    lines: Floats
    ref: Floats
    usual: Ints
    pieces: Floats
    logit0: Floats
    start: Floats
    intent: Floats
    known: Floats
    search: Floats
    mix: Floats
    searches: Floats
    click_rate: Floats
    rival_median: Floats
    rival_spread: Floats
    cold_lines: float
    drop: float
    quality: Floats
    new_rate: float
    alive: Ints
    rate: Floats
    defect: Floats
    false_share: float
    genuine: tuple[tuple[float, float], tuple[float, float]]
    inquiries: float
    reservation: tuple[float, float]
    quote_slope: float
    delay: float


class Hidden(Protocol):
    """What only the oracle is given, beside the same view as everyone."""

    def truth(self, day: int) -> Truth:
        """Give the laws of a day, today or later; the buyers who are alive and the rank are those of today."""
