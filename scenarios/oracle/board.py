"""The oracle's levers: prices by exact gradient, truthful bids, base stock of the expected demand, true posteriors.

Method: notes of the market, section 4, on nested logits with baskets, within what the factory can supply. It is the
best policy known here, not a proven optimum: its weights are set by backtest on seeds of their own
(:mod:`scenarios.oracle.search`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from decisions.board.scarce import idle_share, scarcity
from decisions.board.stocking import StockPlan, order_up_to
from decisions.board.supply import lead_now, supply_a_day
from decisions.choice_prices import prices_within
from decisions.day_view import QUOTE, DayActs, DayView, Floats, Ints
from scenarios.numbers import Hidden, Truth
from scenarios.oracle.answers import true_grants, true_quotes
from scenarios.oracle.laws import (
    Expected,
    Shelf,
    buyer_worth,
    buying_clicks,
    click_worth,
    clicks_a_day,
    expect,
    parts,
    shelf_of,
)

EACH = 7
"""Days after which prices are solved again, if no shock changed before."""
AHEAD, STRIDE = 9, 2
"""Days beyond the lead time for which the laws are asked, every second one; after that their mean holds on."""
RETURNED = 0.15
"""Share of a faulty line's money that goes back, about."""


@dataclass(frozen=True, order=True)
class OracleKnobs:
    """Weights that a formula does not give: see :mod:`scenarios.oracle.search`.

    Attributes:
        buyer_weight: Share of a buyer's worth that prices count.
        click_weight: The same for bids.
        click_share: Share of a click's worth that is bid.
        factor: Of all prices, over the solved ones.
        scarce: How much prices answer to stock that runs short.
        idle: How much they answer to stock that will be left on the last day.
        service: Fractile of stock at most.
        from_engines: Levers that are better left to the engines; who knows the laws may learn as well.
    """

    buyer_weight: float = 0.1
    click_weight: float = 0.0
    click_share: float = 0.8
    factor: float = 1.0
    scarce: float = 1.0
    idle: float = 1.0
    service: float = 0.985
    from_engines: tuple[str, ...] = ()


class OracleBoard:
    """All levers of the oracle.

    Args:
        hidden: The laws of the market.
        knobs: The weights.
    """

    def __init__(self, hidden: Hidden, knobs: OracleKnobs | None = None) -> None:
        self._hidden, self._knobs = hidden, knobs or OracleKnobs()
        self._target: Floats | None = None
        self._first: Ints | None = None
        self._shadow = 0.0
        self._shock: tuple[float, ...] = ()
        self._law: Truth | None = None
        self._shelf: Shelf | None = None
        self._quoted = np.zeros(0)
        self._expected: tuple[int, Floats] | None = None

    def watch(self, view: DayView) -> None:
        """Ask for the laws of today, and count what quotes sell."""
        self._law = self._hidden.truth(view.day)
        self._first = view.tier_prices if self._first is None else self._first
        if self._shelf is None or view.day % EACH == 0:
            self._shelf = shelf_of(view, self._law)
        if not len(self._quoted):
            self._quoted = np.zeros(len(view.terms.skus))
        lines = view.lines
        mine = lines.channel == QUOTE
        taken = np.bincount(lines.sku[mine], lines.quantity[mine].astype(float), len(self._quoted))
        self._quoted = self._quoted + max(0.04, 1 / (view.day + 3)) * (taken - self._quoted)

    def price(self, view: DayView) -> DayActs:
        """Walk towards the best prices; they are solved weekly and when a shock comes or goes."""
        law, shelf = self._today()
        shock = tuple(np.round([*(law.appeal[0] - law.appeal[0].mean()), *law.logit0], 1))
        if self._target is None or view.day % EACH == 0 or shock != self._shock:
            self._shock = shock
            self._solve(view, law, shelf)
        assert self._target is not None
        daily = self._ahead(view)
        dearer = np.exp(scarcity(view, daily, float(law.mix @ law.slope), self._knobs.scarce))
        wanted = np.rint(self._target * self._knobs.factor * dearer)
        return DayActs(prices=np.clip(wanted, view.price_low, view.price_high).astype(np.int64))

    def stock(self, view: DayView) -> DayActs:
        """Order up to the fractile of what is expected until the next order arrives."""
        if view.day % 2:
            return DayActs()
        prices = view.tier_prices[:, 0].astype(float)
        day = self._expect(view, prices)
        sd = np.sqrt(day.spread**2 + 100 * self._quoted)
        margin = np.maximum(self._unit_margin(view, day), 1.0)
        return DayActs(order=order_up_to(view, StockPlan(self._ahead(view), sd, margin, self._knobs.service)))

    def ads(self, view: DayView) -> DayActs:
        """Bid what a click is worth; budgets are wide enough for it."""
        (law, shelf), prices = self._today(), view.tier_prices[:, 0].astype(float)
        worth = self._worth(view, prices, self._knobs.click_weight)[:, 2] - view.terms.freight_per_order
        values = click_worth(law, shelf, prices, self._cost(view) + self._shadow, self._kept(view), worth)
        bids = np.clip(np.floor(self._knobs.click_share * values), 1, view.bid_high).astype(np.int64)
        spend = clicks_a_day(law, bids.astype(float))[1]
        need = np.bincount(view.terms.campaign, 3 * spend + 10 * bids, len(view.terms.campaigns))
        return DayActs(bids=bids, budgets=np.maximum(need, view.budgets).astype(np.int64))

    def service(self, view: DayView) -> DayActs:
        """Quote by the true law of what buyers would pay."""
        assert self._first is not None
        elsewhere = self._shadow + self._displaced(view)
        return DayActs(quotes=true_quotes(view, self._today()[0], self._first, elsewhere))

    def refunds(self, view: DayView) -> DayActs:
        """Give money back where the true posterior says that refusing costs more."""
        if not len(view.refunds.id):
            return DayActs()
        worth = self._worth(view, view.tier_prices[:, 0].astype(float), 1.0)
        return DayActs(grants=true_grants(view, self._today()[0], float(worth[:, 1].mean())))

    def _displaced(self, view: DayView) -> Floats:
        """Give ``[n]`` what a piece of each inquiry takes from the shelf where goods run short before more come."""
        asks, ahead = view.inquiries, self._ahead(view)
        if not len(asks.id):
            return np.zeros(0)
        days = min(lead_now(view) + 2, ahead.shape[1])
        wanted = ahead[:, :days].sum(axis=1) - self._quoted * days
        free = view.stock + view.due[:, :days].sum(axis=1) - wanted
        missing = np.clip(1 - free[asks.sku] / np.maximum(asks.quantity, 1), 0.0, 1.0)
        margin = self._unit_margin(view, self._expect(view, view.tier_prices[:, 0].astype(float)))
        return np.asarray(missing * np.maximum(margin[asks.sku] - self._shadow, 0.0))

    def _unit_margin(self, view: DayView, day: Expected) -> Floats:
        """Give ``[J]`` the contribution of a piece on the shelf."""
        weight, shelf = day.shares * day.lines[:, None], self._today()[1]
        line = shelf.mean * self._kept(view) * view.tier_prices[:, 0] - self._cost(view)
        return np.asarray((weight * line).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-9))

    def _solve(self, view: DayView, law: Truth, shelf: Shelf) -> None:
        now, kept = view.tier_prices[:, 0].astype(float), self._kept(view)
        left_over = idle_share(view, self._ahead(view), self._knobs.idle) * (1 - view.terms.salvage)
        cost = self._cost(view) - left_over * view.terms.cost
        worth = self._worth(view, now, self._knobs.buyer_weight) - view.terms.freight_per_order
        clicks = buying_clicks(law, view.bids.astype(float))
        found = parts(law, shelf, cost, kept, clicks, worth)
        low = np.maximum(law.ref * 0.5, 1.02 * cost / kept)
        high = np.maximum(law.ref * 2.5, 1.01 * low)
        supply = max(1.0, supply_a_day(view) - float(self._quoted.sum()))
        # supply is for good: it is held against what the coming weeks want, not against today's season
        season = float(self._expect(view, now).pieces.sum()) / max(float(self._ahead(view).sum(axis=0).mean()), 1e-9)
        solved = prices_within(found, low, high, supply * season, start=np.clip(now, low, high), shadow=self._shadow)
        self._target, self._shadow = solved.prices, solved.shadow

    def _ahead(self, view: DayView) -> Floats:
        """Give ``[J, days]`` pieces expected on each day until the last one, at the prices that stand."""
        left = max(1, view.terms.horizon - view.day)
        if self._expected is None or view.day - self._expected[0] >= STRIDE:
            prices, days = view.tier_prices[:, 0].astype(float), []
            for number in range(0, min(left, lead_now(view) + AHEAD), STRIDE):
                later = self._hidden.truth(view.day + number)
                days += [self._expect(view, prices, later).pieces + self._quoted] * STRIDE
            days += [np.mean(days, axis=0)] * max(0, left - len(days))
            self._expected = view.day, np.array(days).T
        passed = view.day - self._expected[0]
        return self._expected[1][:, passed : passed + left]

    def _expect(self, view: DayView, prices: Floats, law: Truth | None = None) -> Expected:
        """Work a day out; today if no other law is given."""
        today, shelf = self._today()
        law = law or today
        clicks = buying_clicks(law, view.bids.astype(float))
        return expect(law, shelf, prices, self._cost(view), self._kept(view), clicks)

    def _worth(self, view: DayView, prices: Floats, weight: float) -> Floats:
        """Give ``[S, 3]`` what an order is worth beyond itself, by segment and origin."""
        law, shelf = self._today()
        day = expect(law, shelf, prices, self._cost(view) + self._shadow, self._kept(view), 1.0)
        left = max(0, view.terms.horizon - view.day - 3)
        won, known = buyer_worth(law, day, left, view.terms.freight_per_order)
        return weight * np.column_stack([known, won, won])

    def _cost(self, view: DayView) -> Floats:
        return np.asarray(view.terms.cost + view.terms.pick_pack, dtype=np.float64)

    def _kept(self, view: DayView) -> Floats:
        refunds = np.clip(RETURNED * self._today()[0].defect, 0.0, 0.3)
        return np.asarray((1 - view.terms.fee_rate) * (1 - refunds))

    def _today(self) -> tuple[Truth, Shelf]:
        assert self._law is not None
        assert self._shelf is not None
        return self._law, self._shelf
