"""What the engines keep of the days gone by: only what a shop can see."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from decisions.buyer_worth import Exposure
from decisions.choice import ChoiceRows
from decisions.day_view import ADS, DIRECT, SEARCH, Bools, DayView, Floats, Inquiries, ShopTerms

WINDOW = 90
"""Days of visits, orders and lines that are kept for the choice model."""
ORIGINS = (DIRECT, SEARCH, ADS)
FADE = 0.97
"""Weight of yesterday's lines an order, pieces a line and visits relative to the next day's."""
AD_FADE = 0.99
PRIOR_LINES = 8.0
"""Lines that a guess of pieces and of money kept counts for."""


@dataclass
class Sums:
    """Faded sums: visits, orders, lines and money by origin; lines, pieces, money and list money by article.

    ``kept`` is money paid over pieces times the first step's price.
    """

    days: float
    visits: Floats
    orders: Floats
    lines: Floats
    sku_lines: Floats
    pieces: Floats
    paid: Floats
    listed: Floats

    def fade(self, by: float) -> None:
        """Let everything count less."""
        self.days *= by
        for values in (self.visits, self.orders, self.lines, self.sku_lines, self.pieces, self.paid, self.listed):
            values *= by


@dataclass
class Keywords:
    """Faded ``[K]`` sums of the ads: clicks, orders, their contribution; spend and clicks of the last days by bid."""

    clicks: Floats
    orders: Floats
    gained: Floats
    impressions: Floats
    spend: Floats


@dataclass
class Day:
    """One day as the choice model sees it."""

    number: int
    visits: Floats
    orders: Floats
    lines: Floats
    move: Floats
    open: Floats


@dataclass
class Watch:
    """The memory of a run."""

    terms: ShopTerms
    ref: Floats
    sums: Sums
    keywords: Keywords
    buyers: Exposure = field(default_factory=Exposure.none)
    days: list[Day] = field(default_factory=list)
    last_order: dict[int, int] = field(default_factory=dict)
    orders_of: dict[int, int] = field(default_factory=dict)
    quotes: list[tuple[float, float, float, float]] = field(default_factory=list)
    asked: dict[int, tuple[float, float, float]] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    seconds: tuple[int, int] = (0, 0)
    verdicts: list[tuple[float, float]] = field(default_factory=list)
    had_stock: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))
    wanted: list[Floats] = field(default_factory=list)

    @classmethod
    def of(cls, view: DayView) -> Watch:
        """Begin with the first day's view."""
        articles, keywords = len(view.terms.skus), len(view.terms.keywords)
        ref = view.tier_prices[:, 0].astype(float)
        guess = np.maximum(np.maximum(view.terms.moq, view.terms.pack), 1).astype(float)
        sums = Sums(
            days=0.0,
            visits=np.zeros(3),
            orders=np.zeros(3),
            lines=np.zeros(3),
            sku_lines=np.full(articles, PRIOR_LINES),
            pieces=PRIOR_LINES * guess,
            paid=PRIOR_LINES * guess * ref * 0.95,
            listed=PRIOR_LINES * guess * ref,
        )
        zeros = [np.zeros(keywords) for _ in range(5)]
        return cls(view.terms, ref, sums, Keywords(*zeros), had_stock=view.stock > 0)

    def take_in(self, view: DayView) -> None:
        """Take in yesterday."""
        if view.day == 0:
            return
        day = self._day(view)
        self.days.append(day)
        del self.days[:-WINDOW]
        self._sum(view, day)
        self._ads(view)
        self._repeats(view, float(day.visits.sum()))
        self._answers(view)
        self.had_stock = view.stock > 0

    def rows(self) -> ChoiceRows:
        """Give the kept days as rows of the choice model, one a day and origin."""
        count, articles = len(self.days), len(self.ref)
        visits, orders = (np.concatenate([getattr(day, name) for day in self.days]) for name in ("visits", "orders"))
        lines = np.concatenate([day.lines for day in self.days]).reshape(count * 3, articles)
        move, there = (np.repeat([getattr(day, name) for day in self.days], 3, axis=0) for name in ("move", "open"))
        ages = self.days[-1].number - np.array([day.number for day in self.days])
        origins, age = np.tile(np.arange(3), count), np.repeat(ages, 3).astype(float)
        # where more ordered than came, the visits were not counted
        counted = visits >= orders
        return ChoiceRows(
            origins[counted],
            visits[counted],
            orders[counted],
            lines[counted],
            move[counted],
            there[counted],
            age[counted],
        )

    def margin_of_line(self, price: Floats) -> Floats:
        """Give ``[J]`` contribution of a usual line at these first-step prices, minor units."""
        return self.pieces_a_line() * (self.kept() * price - self.terms.cost - self.terms.pick_pack)

    def kept(self) -> Floats:
        """Give ``[J]`` what a piece brings after ladder, coupon and fee, over the first step's price."""
        return np.asarray(self.sums.paid / np.maximum(self.sums.listed, 1e-9) * (1 - self.terms.fee_rate))

    def pieces_a_line(self) -> Floats:
        """Give ``[J]``."""
        return np.asarray(self.sums.pieces / self.sums.sku_lines)

    def lines_an_order(self) -> Floats:
        """Give ``[3]`` by origin, shrunk towards that of all."""
        common = (self.sums.lines.sum() + 6.0) / (self.sums.orders.sum() + 3.0)
        return np.asarray((self.sums.lines + 5 * common) / (self.sums.orders + 5))

    def visits_a_day(self) -> Floats:
        """Give ``[3]`` visits of a mean day lately."""
        return np.asarray(self.sums.visits / max(self.sums.days, 1e-9))

    def _day(self, view: DayView) -> Day:
        lines, articles = view.lines, len(self.ref)
        of_shop = lines.channel < len(ORIGINS)
        place = lines.channel[of_shop] * articles + lines.sku[of_shop]
        counts = np.bincount(place, minlength=3 * articles).reshape(3, articles).astype(float)
        numbers, first = np.unique(lines.order[of_shop], return_index=True)
        orders = np.bincount(lines.channel[of_shop][first], minlength=3).astype(float)
        move = view.tier_prices[:, 0] / self.ref - 1
        del numbers
        return Day(view.day - 1, view.visits.astype(float), orders, counts, move, self._open(view))

    def _open(self, view: DayView) -> Floats:
        """Give ``[J]`` the part of yesterday for which an article could be had: until its last line if it ran out."""
        there = np.ones(len(self.ref))
        count = max(1, len(view.lines.sku))
        last = np.zeros(len(self.ref))
        np.maximum.at(last, view.lines.sku, (np.arange(len(view.lines.sku)) + 1) / count)
        there[view.sold_out] = last[view.sold_out]
        there[~self.had_stock] = 0.0
        return there

    def _sum(self, view: DayView, day: Day) -> None:
        sums, lines = self.sums, view.lines
        is_open = self.terms.weekday[(view.weekday - 1) % 7] > 0
        if is_open:
            sums.fade(FADE)
            sums.days += 1
        sums.visits += day.visits
        sums.orders += day.orders
        sums.lines += day.lines.sum(axis=1)
        plain = lines.channel < len(ORIGINS)
        articles = len(self.ref)
        for values, weights in (
            (sums.sku_lines, np.ones(int(plain.sum()))),
            (sums.pieces, lines.quantity[plain]),
            (sums.paid, lines.paid[plain]),
            (sums.listed, lines.quantity[plain] * view.tier_prices[lines.sku[plain], 0]),
        ):
            values += np.bincount(lines.sku[plain], weights=weights, minlength=articles)
        sold = np.bincount(lines.sku, weights=lines.quantity, minlength=articles)
        closed = np.where(day.open > 0, np.maximum(day.open, 0.2), 1.0)
        missed = view.missed * self.pieces_a_line()
        self.wanted.append(np.where(day.open >= 1, sold, np.maximum(sold + missed, sold / closed)))

    def _ads(self, view: DayView) -> None:
        words, lines = self.keywords, view.lines
        for values in (words.clicks, words.orders, words.gained, words.impressions, words.spend):
            values *= AD_FADE
        words.clicks += view.ads.clicks
        words.orders += view.ads.orders
        words.impressions += view.ads.impressions
        words.spend += view.ads.spend
        mine = lines.keyword >= 0
        terms = self.terms
        gain = lines.paid * (1 - terms.fee_rate) - lines.quantity * (terms.cost[lines.sku] + terms.pick_pack)
        words.gained += np.bincount(lines.keyword[mine], weights=gain[mine], minlength=len(words.gained))
        words.gained -= view.ads.orders * terms.freight_per_order

    def _repeats(self, view: DayView, visits: float) -> None:
        """Count who of the known buyers came back yesterday."""
        yesterday = view.day - 1
        usual = float(self.visits_a_day().sum()) or 1.0
        came = {int(buyer) for buyer in view.lines.buyer}
        if self.last_order:
            ids = np.fromiter(self.last_order, dtype=np.int64, count=len(self.last_order))
            since = yesterday - np.fromiter(self.last_order.values(), dtype=np.int64, count=len(ids))
            many = np.array([self.orders_of[int(one)] > 1 for one in ids], dtype=np.int64)
            ordered = np.isin(ids, np.fromiter(came, dtype=np.int64, count=len(came)))
            self.buyers.add_day(since, many, ordered, min(max(visits / usual, 0.2), 3.0))
        new = {int(one) for one in view.lines.buyer[np.isin(view.lines.channel, (SEARCH, ADS))]}
        for buyer in sorted(came):
            # who was not seen before and came by themselves had ordered before the run
            first = 1 if buyer in new else 2
            self.orders_of[buyer] = self.orders_of.get(buyer, first - 1) + 1
            self.last_order[buyer] = yesterday

    def take_refusals(self, inquiries: Inquiries) -> None:
        """Learn from inquiries that are still open: they have refused their quotes."""
        for number, price in zip(inquiries.id.tolist(), inquiries.refused_price.tolist(), strict=True):
            if price and number in self.asked:
                self.quotes.append((*self.asked.pop(number), 0.0))
                self.refused.add(number)

    def _answers(self, view: DayView) -> None:
        """Keep what became of quotes and of refused requests."""
        self.take_refusals(view.inquiries)
        ended = set(view.accepted.tolist()) | set(view.declined.tolist())
        again = self.refused & ended
        self.seconds = self.seconds[0] + len(again), self.seconds[1] + len(again & set(view.accepted.tolist()))
        self.refused -= ended
        for ids, taken in ((view.accepted, 1.0), (view.declined, 0.0)):
            for number in ids.tolist():
                if (quote := self.asked.pop(int(number), None)) is not None:
                    self.quotes.append((*quote, taken))
        found = view.verdicts
        self.verdicts += list(zip(found.evidence.tolist(), found.was_right.astype(float).tolist(), strict=True))
