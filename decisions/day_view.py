"""What a shop may see at the start of a day as arrays, and what it does that day: the language of the day's board.

Rows: J articles in the order of ``terms.skus``, L steps of a price ladder, K keywords, C campaigns. Money is integer
minor units of the shop's currency, time is whole days since the first day that is looked at. Nothing in a
:class:`DayView` is hidden from a real shop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

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
        cover_days: Days for which the goods in the house were bought, as the owner says; 0 where nothing is said.
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
    cover_days: int
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
class Brought:
    """What a whole day brought: its ad report, ``[3]`` visits by channel, and the lines of its paid orders."""

    ads: AdRows
    visits: Ints
    lines: OrderLines


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
class Asked:
    """Open bulk inquiries, and the ids of those whose quotes were taken or let go yesterday."""

    inquiries: Inquiries
    accepted: Ints
    declined: Ints


def no_questions() -> Asked:
    """Give a day on which nobody asked."""
    none = np.zeros(0, dtype=np.int64)
    return Asked(Inquiries(none, none, none, none, none, none, none, none, none), none, none)


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


Lever = Callable[[DayView], DayActs]
"""What one lever of a shop recommends for today: its own part of the acts and nothing else."""
