"""A :class:`decisions.day_view.DayView` read out of a built shop: what its own tables show, and nothing else."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from operator import attrgetter
from zoneinfo import ZoneInfo

import numpy as np

from authority.limits import Limits
from decisions.day_view import (
    CHANNELS,
    NO_STEP,
    QUOTE,
    AdRows,
    Asked,
    Bools,
    Brought,
    DayView,
    Ints,
    OrderLines,
    RefundRequests,
    ShopTerms,
    Verdicts,
    no_lines,
    no_questions,
)
from shops.models import Order, PaymentStatus, PriceChange, Tier, Variant
from shops.port import Reads
from shops.terms import FloorTerms, floor_price
from tools.past_stock import stocks_at

PAST_DAYS = 91
"""Days of the past that the terms hold."""
HOLDING_RATE = 0.0012
"""Share of their cost that a day of keeping goods costs; a shop's tables do not say it, this is an assumption."""
AHEAD = 60
"""Days ahead for which goods on the way are told."""
UNKNOWN_MONEY = 2**50
"""Money in the bank where the shop's tables show none: no limit."""


class ShopLook:
    """Reads views of one shop.

    Args:
        reads: The shop's reading side.
        limits: The owner's limits; set anew when they change.
        start, horizon: First day and days of the run.
        salvage: Share of their cost that goods left at the end are worth.
        events: Dates of the public calendar, as day and name.
    """

    def __init__(
        self,
        reads: Reads,
        limits: Limits,
        *,
        start: date,
        horizon: int,
        salvage: float,
        events: Sequence[tuple[int, str]] = (),
    ) -> None:
        self._reads, self.limits, self._start = reads, limits, start
        self.zone = ZoneInfo(reads.shop.info().time_zone)
        self.variants = [one for one in reads.shop.list_variants() if one.cost is not None]
        self.place = {one.sku: row for row, one in enumerate(self.variants)}
        self.keywords = list(reads.ads.list_keywords()) if reads.ads else []
        self.campaigns = list(reads.ads.list_campaigns()) if reads.ads else []
        self._steps = max(len(one.tiers) for one in self.variants)
        self._buyers: dict[str, int] = {}
        self._orders: dict[str, int] = {}
        self._floor_terms: FloorTerms | None = None
        self._lowest = np.zeros(0, dtype=np.int64)
        self.terms = self._terms(horizon, salvage, events)

    def day_start(self, day: int) -> datetime:
        """Give the local midnight at which a day of the run begins, in UTC."""
        return datetime.combine(self._start + timedelta(days=day), time(0), tzinfo=self.zone).astimezone(UTC)

    def view(self, day: int, now: datetime, asked: Asked | None = None, brought: Brought | None = None) -> DayView:
        """Give the view of the day that has begun.

        Args:
            day: Its number.
            now: The moment.
            asked: Bulk inquiries and what became of quotes, where somebody keeps them; none if None.
            brought: What the day before brought, where somebody keeps it; read if None.
        """
        ladders, stock = self.ladders(), self.stock()
        low, high = self.price_range(now, ladders)
        bids, budgets = self.bids()
        brought = brought or self.brought(day - 1)
        seen = self._seen(day, ladders, stock, brought, sold_out=stock <= 0, asked=asked or no_questions())
        most = np.floor(bids * float(1 + self.limits.ads.step)).astype(np.int64)
        return replace(
            seen,
            price_low=low,
            price_high=high,
            due=self.due(now),
            bids=bids,
            bid_high=np.minimum(most, self.limits.ads.max_bid),
            budgets=budgets,
        )

    def past_views(self, first: int, until: int) -> Iterator[DayView]:
        """Give what was to be seen as days gone by began, before ``until``, to learn from: nothing can be done on them.

        Stock is worked back from today's by later sales and arrivals, as the shop's measures do.
        """
        if first >= until:
            return
        starts = [self.day_start(day) for day in range(first, until)]
        now, changes = self.ladders(), self._reads.shop.list_price_changes(since=starts[0])
        since = self._start + timedelta(days=first)
        stocks = stocks_at(self._reads, self.place, self.stock(), since, starts)
        for day, at, stock in zip(range(first, until), starts, stocks, strict=True):
            ladders = np.rint(now * (self._prices_at(at, now[:, 0], changes) / now[:, 0])[:, None]).astype(np.int64)
            yield self._seen(day, ladders, stock, self.brought(day - 1), sold_out=stock <= 0, asked=no_questions())

    def brought(self, day: int) -> Brought:
        """Give what a day brought; the day before the first one nothing."""
        if day < 0:
            nothing = AdRows(*(np.zeros(len(self.keywords), dtype=np.int64) for _ in range(5)))
            return Brought(nothing, np.zeros(3, dtype=np.int64), no_lines())
        ads = self.ads(day)
        return Brought(ads, self.visits(day), self.lines(day, ads))

    def _seen(
        self, day: int, ladders: Ints, stock: Ints, brought: Brought, *, sold_out: Bools, asked: Asked
    ) -> DayView:
        """Give a view with all that yesterday brought; what only a live day has is left empty."""
        none = np.zeros(0, dtype=np.int64)
        articles, words = len(self.variants), len(self.keywords)
        return DayView(
            day=day,
            terms=self.terms,
            tier_prices=ladders,
            price_low=ladders[:, 0],
            price_high=ladders[:, 0],
            stock=stock,
            due=np.zeros((articles, AHEAD), dtype=np.int64),
            announced_delay=0,
            bids=np.ones(words, dtype=np.int64),
            bid_high=np.ones(words, dtype=np.int64),
            budgets=np.zeros(len(self.campaigns), dtype=np.int64),
            visits=brought.visits,
            returning=int(brought.visits[0]),
            lines=brought.lines,
            sold_out=sold_out,
            missed=np.zeros(articles, dtype=np.int64),
            ads=brought.ads,
            market_price=ladders[:, 0],
            inquiries=asked.inquiries,
            refunds=RefundRequests(none, none, none, none, none, none.astype(float)),
            accepted=asked.accepted,
            declined=asked.declined,
            verdicts=Verdicts(none, none.astype(float), none.astype(bool), none),
            rating=5.0,
            reviews=0,
            cash=UNKNOWN_MONEY,
            credit=UNKNOWN_MONEY,
        )

    def bids(self) -> tuple[Ints, Ints]:
        """Give ``[K]`` the bids and ``[C]`` the daily budgets that stand."""
        ads = self._reads.ads
        bids = {one.id: one.bid for one in ads.list_keywords()} if ads else {}
        budgets = {one.id: one.daily_budget for one in ads.list_campaigns()} if ads else {}
        return (
            np.array([bids[one.id] for one in self.keywords], dtype=np.int64),
            np.array([budgets[one.id] for one in self.campaigns], dtype=np.int64),
        )

    def ladders(self) -> Ints:
        """Give ``[J, L]`` the ladders that stand; a missing step repeats the one before it."""
        now = {one.sku: one.tiers for one in self._reads.shop.list_variants()}
        return self._laid_out([now.get(one.sku, one.tiers) for one in self.variants])

    def price_range(self, now: datetime, ladders: Ints) -> tuple[Ints, Ints]:
        """Give ``[J]`` how low and high the first step may go: moves of a day and of 30 days, and the floor."""
        first = ladders[:, 0]
        limits = self.limits.price
        spans = ((timedelta(days=1), limits.move_24h), (timedelta(days=30), limits.move_30d))
        changes = self._changes(now - timedelta(days=30))
        low, high = np.zeros(len(first)), np.full(len(first), np.inf)
        for span, most in spans:
            before = self._prices_at(now - span, first, changes)
            low = np.maximum(low, np.ceil(before * (1 - float(most))))
            high = np.minimum(high, np.floor(before * (1 + float(most))))
        lowest = np.maximum(low.astype(np.int64), self._floors())
        return np.minimum(lowest, first), np.maximum(high.astype(np.int64), first)

    def _floors(self) -> Ints:
        """Give ``[J]`` the lowest price of the first step, worked out once for the same terms of the owner's."""
        terms = self.limits.floor
        if self._floor_terms != terms:
            self._floor_terms = terms
            floors = [floor_price(one.cost or 0, one.tiers[0].min_quantity, terms) for one in self.variants]
            self._lowest = np.array(floors, dtype=np.int64)
        return self._lowest

    def price_bounds(self, now: datetime) -> dict[str, list[tuple[tuple[Tier, ...], Decimal]]]:
        """Give by SKU the ladders of a day and of 30 days ago, and how far any step may have moved since."""
        limits = self.limits.price
        spans = ((now - timedelta(days=1), limits.move_24h), (now - timedelta(days=30), limits.move_30d))
        changes: dict[str, list[PriceChange]] = {}
        for change in self._changes(spans[1][0]):
            changes.setdefault(change.sku, []).append(change)
        found = {}
        for one in self._reads.shop.list_variants():
            mine = changes.get(one.sku, [])
            after = [next((c.old or c.new for c in mine if c.at > at), one.tiers) for at, _ in spans]
            found[one.sku] = [(before, most) for before, (_, most) in zip(after, spans, strict=True)]
        return found

    def stock(self) -> Ints:
        """Give ``[J]`` pieces that can be sold."""
        found = self._reads.shop.get_stock()
        return np.array([found[one.sku].shown for one in self.variants], dtype=np.int64)

    def due(self, now: datetime) -> Ints:
        """Give ``[J, D]`` pieces on the way by days until they are said to come."""
        result = np.zeros((len(self.variants), AHEAD), dtype=np.int64)
        for order in self._reads.factory.list_production(open_only=True) if self._reads.factory else ():
            days = min(max(0, math.floor((order.due_at - now) / timedelta(days=1))), AHEAD - 1)
            for line in order.lines:
                if line.sku in self.place:
                    result[self.place[line.sku], days] += line.quantity
        return result

    def visits(self, day: int) -> Ints:
        """Give ``[3]`` the visits of a day."""
        on = self._start + timedelta(days=day)
        rows = self._reads.shop.list_traffic(since=on, until=on + timedelta(days=1))
        counted = {row.channel: row.visitors for row in rows}
        return np.array([counted.get(name, 0) for name in CHANNELS[:3]], dtype=np.int64)

    def ads(self, day: int) -> AdRows:
        """Give the ad report of a day."""
        on = self._start + timedelta(days=day)
        reads = self._reads.ads
        rows = reads.keyword_report(since=on, until=on + timedelta(days=1)) if reads else ()
        found = {row.keyword_id: row for row in rows}
        names = ("impressions", "clicks", "spend", "orders", "sales")
        return AdRows(
            *(
                np.array([getattr(found.get(one.id), name, 0) for one in self.keywords], dtype=np.int64)
                for name in names
            )
        )

    def lines(self, day: int, ads: AdRows) -> OrderLines:
        """Give the lines of a day's paid orders, in the order of time."""
        page = self._reads.shop.list_orders(since=self.day_start(day), until=self.day_start(day + 1), limit=100_000)
        orders = [one for one in page.items if one.payment is PaymentStatus.PAID]
        keyword_of = self._by_keyword(orders, ads)
        rows = [
            (
                self._orders.setdefault(order.id, len(self._orders)),
                self._buyers.setdefault(order.customer_id, len(self._buyers)),
                self.place[line.sku],
                line.quantity,
                line.unit_price,
                line.paid,
                QUOTE if order.quote_id else _channel(order.channel),
                keyword_of.get(order.id, -1),
            )
            for order in orders
            for line in order.lines
            if line.sku in self.place
        ]
        order, buyer, sku, pieces, unit, paid, channel, keyword = np.array(rows, dtype=np.int64).reshape(-1, 8).T
        none = np.zeros(len(rows), dtype=bool)
        return OrderLines(order, buyer, sku, pieces, unit, paid, channel, keyword, none)

    def buyer(self, customer_id: str) -> int:
        """Give the number of a buyer; -1 for who has never ordered."""
        return self._buyers.get(customer_id, -1)

    def _by_keyword(self, orders: Sequence[Order], ads: AdRows) -> Mapping[str, int]:
        """Tell which keyword brought an order by ads: one that shows its goods and has such orders left to tell."""
        left, found = ads.orders.copy(), dict[str, int]()
        for order in orders:
            if order.channel != "ads":
                continue
            skus = {line.sku for line in order.lines}
            fitting = [row for row, one in enumerate(self.keywords) if left[row] > 0 and skus & set(one.skus)]
            fitting = fitting or np.flatnonzero(left > 0).tolist()
            if fitting:
                found[order.id] = int(fitting[0])
                left[fitting[0]] -= 1
        return found

    def _changes(self, moment: datetime) -> Sequence[PriceChange]:
        """Give the changes of prices since a moment's day began, oldest first: all looks of a day ask for the same."""
        return self._reads.shop.list_price_changes(since=moment.replace(hour=0, minute=0, second=0, microsecond=0))

    def _prices_at(self, moment: datetime, now: Ints, changes: Sequence[PriceChange]) -> Ints:
        """Give ``[J]`` the first steps that stood at a moment, from the log of prices since then or earlier."""
        later = changes[bisect_right(changes, moment, key=attrgetter("at")) :]
        # what the first change after the moment took away
        stood = {change.sku: change.old for change in reversed(later) if change.old}
        before = now.copy()
        for sku, old in stood.items():
            if sku in self.place:
                before[self.place[sku]] = old[0].unit_price
        return before

    def _laid_out(self, ladders: Sequence[Sequence[Tier]]) -> Ints:
        return np.array(
            [[tiers[min(step, len(tiers) - 1)].unit_price for step in range(self._steps)] for tiers in ladders],
            dtype=np.int64,
        )

    def _terms(self, horizon: int, salvage: float, events: Sequence[tuple[int, str]]) -> ShopTerms:
        sold, orders = self._past()
        factory = self._reads.factory.terms() if self._reads.factory else None
        homes = {one.id: row for row, one in enumerate(self.campaigns)}
        floor = self.limits.floor
        return ShopTerms(
            currency=self._reads.shop.info().currency,
            start=self._start,
            horizon=horizon,
            salvage=salvage,
            skus=tuple(one.sku for one in self.variants),
            names=tuple(one.title for one in self.variants),
            cost=np.array([one.cost for one in self.variants], dtype=np.int64),
            pack=np.array([one.pack for one in self.variants], dtype=np.int64),
            moq=np.array([one.moq for one in self.variants], dtype=np.int64),
            tier_from=np.array([self._steps_of(one) for one in self.variants], dtype=np.int64),
            weekday=_weekdays(orders, self._start),
            keywords=tuple(one.text for one in self.keywords),
            keyword_skus=np.array(
                [[one.sku in word.skus for one in self.variants] for word in self.keywords], dtype=bool
            ).reshape(len(self.keywords), len(self.variants)),
            campaign=np.array([homes[one.campaign_id] for one in self.keywords], dtype=np.int64),
            campaigns=tuple(one.name for one in self.campaigns),
            lead_days=factory.lead_time_days if factory else 1,
            min_batch=factory.min_batch if factory else 1,
            capacity=factory.capacity_per_day if factory else 0,
            pick_pack=floor.pick_pack,
            freight_per_order=floor.freight_per_order,
            fee_rate=float(floor.platform_fee_rate),
            holding_rate=HOLDING_RATE,
            cover_days=self.limits.production.cover_days,
            events=tuple(events),
            past_sold=sold,
            past_orders=orders,
        )

    def _steps_of(self, one: Variant) -> list[int]:
        return [one.tiers[step].min_quantity if step < len(one.tiers) else NO_STEP for step in range(self._steps)]

    def _past(self) -> tuple[Ints, Ints]:
        """Give pieces ``[D, J]`` and orders ``[D]`` of the days before the first, from the first one with an order."""
        since = self._start - timedelta(days=PAST_DAYS)
        sold = np.zeros((PAST_DAYS, len(self.variants)), dtype=np.int64)
        orders = np.zeros(PAST_DAYS, dtype=np.int64)
        for row in self._reads.shop.list_sales(since=since, until=self._start):
            if row.sku in self.place:
                sold[(row.day - since).days, self.place[row.sku]] += row.units
        for buyer in self._reads.shop.list_buyer_days(since=since, until=self._start):
            orders[(buyer.day - since).days] += 1
        begun = np.flatnonzero(sold.sum(axis=1))
        first = int(begun[0]) if len(begun) else PAST_DAYS
        return sold[first:], orders[first:]


def _channel(name: str) -> int:
    return CHANNELS.index(name) if name in CHANNELS else 0


def _weekdays(orders: Ints, start: date) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Give ``[7]`` demand by weekday over a mean open day, from the orders of the past; ones without any."""
    if len(orders) < 14 or not orders.sum():
        return np.ones(7)
    days = (start.toordinal() - len(orders) + np.arange(len(orders)) - 1) % 7
    means = np.bincount(days, orders, minlength=7) / np.maximum(1, np.bincount(days, minlength=7))
    return np.asarray(means / means[means > 0].mean())
