"""The engines' levers: what each recommends for today, from the memory that all share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from decisions.board.pace import Pace
from decisions.board.scarce import idle_share, scarcity
from decisions.board.service import answer_refunds, quote_all
from decisions.board.stocking import StockPlan, order_up_to
from decisions.board.supply import lead_now, supply_a_day
from decisions.board.watch import Watch
from decisions.buyer_worth import expected_orders, hazards
from decisions.choice import ChoiceBelief, Taste, fit_choice
from decisions.choice_prices import PriceProblem, PricesAdvice, expected_pieces, prices_within, weigh_prices
from decisions.click_value import ClickValues, click_values, evident_bids
from decisions.day_view import ADS, DIRECT, SEARCH, DayActs, DayView, Floats
from decisions.not_enough import NotEnough, not_enough

EARLY_FITS = (3, 5, 10, 17)
"""Days of the first weeks on which the choice model is fitted; after that once a week."""
TARGET_RANGE = (0.6, 1.9)
"""Widest prices thought of, over the reference price."""


@dataclass(frozen=True)
class Knobs:
    """What was set by backtest on the tuning worlds.

    Attributes:
        buyer_weight: Share of a new buyer's expected contribution that prices count.
        click_weight: The same for bids.
        click_share: Share of a click's worth that is bid.
        draw: Scale of the covariance of Thompson draws; 0 takes the mode.
        horizon: Most days ahead that a buyer's worth is counted for.
        scarce, idle: How much prices answer to stock that runs short, and that will be left over.
        service: Fractile of stock at most.
    """

    buyer_weight: float = 0.2
    click_weight: float = 0.45
    click_share: float = 1.0
    draw: float = 0.1
    horizon: int = 90
    scarce: float = 1.0
    idle: float = 1.0
    service: float = 0.985


class EngineBoard:
    """All levers of the engines.

    Args:
        luck: For Thompson draws; the same generator, the same run. It may be set anew each morning.
        knobs: The tuned weights.
    """

    def __init__(self, luck: Generator, knobs: Knobs | None = None) -> None:
        self.luck, self._knobs = luck, knobs or Knobs()
        self._watch: Watch | None = None
        self._pace: Pace | None = None
        self.belief: ChoiceBelief | None = None
        self._taste: Taste | None = None
        self.target: Floats | None = None
        """``[J]`` where prices walk to, minor units; None before anything is believed."""
        self.shadow = 0.0
        """What one more piece a day would earn where supply is short, minor units."""
        self._aimed = -1
        self._click_luck = np.zeros(0)
        self.missing: list[str] = []
        """What engines said they needed, by day."""

    def watch(self, view: DayView) -> None:
        """Take in yesterday; learn on the days set for it."""
        if self._watch is None or self._pace is None:
            self._watch, self._pace = Watch.of(view), Pace(view.terms, view.stock)
        self._watch.take_in(view)
        self._click_luck = self.luck.standard_normal(len(view.bids))
        if view.day > 0:
            wanted = self._watch.wanted[-1]
            self._pace.add(view.day - 1, wanted, self._price_factor(self._watch.days[-1].move))
        if view.day in EARLY_FITS or (view.day > EARLY_FITS[-1] and view.day % 7 == 0):
            self._learn(view)

    def price(self, view: DayView) -> DayActs:
        """Walk all prices towards the best ones, which are found once a day: whoever asks again walks to the same."""
        if self._taste is None:
            return DayActs()
        if self.target is None or (view.day % 3 == 0 and view.day != self._aimed):
            self.target, self._aimed = self._best_prices(view, self._taste), view.day
        prices = np.clip(np.rint(self.target), view.price_low, view.price_high).astype(np.int64)
        return DayActs(prices=prices)

    def stock(self, view: DayView) -> DayActs:
        """Order up to the level of lead-time risk, the most urgent first; none if neither sales nor owner tell it."""
        plan = self.plan_or_cover(view)
        if isinstance(plan, NotEnough):
            self.missing.append(f"day {view.day}: {plan}")
            return DayActs()
        return DayActs(order=order_up_to(view, plan))

    def stock_plan(self, view: DayView) -> StockPlan | NotEnough:
        """Give what the stock levels rest on: demand ahead, its spread, what a piece brings.

        Returns:
            :class:`NotEnough` while fewer than :data:`decisions.board.pace.LEAST_DAYS` open days of sales are known.
        """
        watch, pace = self._memory()
        if (missing := pace.missing()) is not None:
            return missing
        factor = self._price_factor(view.tier_prices[:, 0] / watch.ref - 1)
        return StockPlan(self._ahead(view), pace.sd(factor), self._unit_margin(view), self._knobs.service)

    def plan_or_cover(self, view: DayView) -> StockPlan | NotEnough:
        """Give the plan by what was sold, or while that is not enough, by the cover that the owner states.

        Returns:
            :class:`NotEnough` where the owner has stated none either.
        """
        plan, cover = self.stock_plan(view), view.terms.cover_days
        if isinstance(plan, StockPlan):
            return plan
        if not cover:
            either = ("or your word for how many days stock is bought", "或您说明备货按多少天")
            return not_enough(*zip(plan.needs, plan.needs_zh, strict=True), either)
        daily, sd = self._memory()[1].by_cover(view, max(1, view.terms.horizon - view.day))
        return StockPlan(daily, sd, self._unit_margin(view), self._knobs.service, lacking=plan)

    def _unit_margin(self, view: DayView) -> Floats:
        """Give ``[J]`` the contribution of a piece at the prices that stand, at least one minor unit."""
        watch, _ = self._memory()
        line = watch.margin_of_line(view.tier_prices[:, 0].astype(float))
        return np.maximum(line / np.maximum(watch.pieces_a_line(), 1e-9), 1.0)

    def clicks(self, view: DayView) -> ClickValues:
        """Give what a click of each keyword is worth."""
        watch, _ = self._memory()
        words = watch.keywords
        usual, worth = self._order_worth(view), self._buyer_worth(view)
        gained = words.gained - words.orders * self.shadow * self._pieces_an_order()
        return click_values(words.clicks, words.orders, gained, usual=usual, later=self._knobs.click_weight * worth)

    def ads(self, view: DayView) -> DayActs:
        """Bid what a click is worth, as far as clicks have shown it; budgets are no tighter than that."""
        values = self.clicks(view)
        guess = np.maximum(1 + 0.5 * self._knobs.draw * values.error * self._click_luck, 0.2)
        wanted = np.floor(self._knobs.click_share * values.value * guess)
        moved = np.rint(evident_bids(view.bids.astype(float), wanted, float(view.ads.clicks.sum())))
        bids = np.clip(moved, 1, np.maximum(view.bid_high, 1)).astype(np.int64)
        return DayActs(bids=bids, budgets=self._budgets(view, bids))

    def service(self, view: DayView) -> DayActs:
        """Quote every open inquiry by learnt acceptance."""
        watch, _ = self._memory()
        return DayActs(quotes=quote_all(view, watch, ahead=0.2 * self._buyer_worth(view), shadow=self.shadow))

    def refunds(self, view: DayView) -> DayActs:
        """Give money back by what evidence has been worth."""
        watch, _ = self._memory()
        return DayActs(grants=answer_refunds(view, watch, goodwill=self._buyer_worth(view)))

    def _learn(self, view: DayView) -> None:
        watch, _ = self._memory()
        start = self.belief.taste if self.belief else None
        found = fit_choice(watch.rows(), start=start)
        if isinstance(found, NotEnough):
            self.missing.append(f"day {view.day}: {found}")
            return
        self.belief = found
        self._taste = found.draw(self.luck, self._knobs.draw) if self._knobs.draw > 0 else found.taste
        self.target = None

    def _best_prices(self, view: DayView, taste: Taste) -> Floats:
        watch, _ = self._memory()
        problem = self._problem(view)
        floor = view.terms.cost + view.terms.pick_pack
        low = np.maximum(watch.ref * TARGET_RANGE[0], 1.02 * floor / np.maximum(watch.kept(), 0.3))
        high = np.maximum(watch.ref * TARGET_RANGE[1], low * 1.01)
        start = np.clip(view.tier_prices[:, 0].astype(float), low, high)
        part = (taste, problem)
        # the model's level is corrected by the pace that was seen
        seen = float(self._ahead(view)[:, :14].mean(axis=1).sum())
        scale = seen / max(float(expected_pieces([part], view.tier_prices[:, 0].astype(float)).sum()), 1e-9)
        found = prices_within([part], low, high, supply_a_day(view) / max(scale, 1e-9), start=start, shadow=self.shadow)
        self.shadow = found.shadow
        return found.prices * np.exp(self.scarce(view))

    def scarce(self, view: DayView) -> Floats:
        """Give ``[J]`` the log by which prices are dearer because stock runs short."""
        slope = self._taste.slope if self._taste is not None else 1.0
        return scarcity(view, self._ahead(view), slope, self._knobs.scarce)

    def lead(self, view: DayView) -> int:
        """Give the days until goods ordered today would be here."""
        return lead_now(view)

    def weigh_prices(self, view: DayView) -> PricesAdvice | None:
        """Weigh today's prices against leaving them and against moving all alike; None before anything is believed."""
        prices = self.price(view).prices
        if self.belief is None or prices is None or self.target is None:
            return None
        now = view.tier_prices[:, 0]
        return weigh_prices(self.belief, self._problem(view), now, prices, self.target, currency=view.terms.currency)

    def _problem(self, view: DayView) -> PriceProblem:
        watch, _ = self._memory()
        terms = view.terms
        worth = np.zeros(3)
        worth[[SEARCH, ADS]] = self._knobs.buyer_weight * self._buyer_worth(view)
        cost = (
            terms.cost * (1 - idle_share(view, self._ahead(view), self._knobs.idle) * (1 - terms.salvage))
            + terms.pick_pack
        )
        return PriceProblem(
            ref=watch.ref,
            cost=cost,
            kept=watch.kept(),
            pieces=watch.pieces_a_line(),
            available=np.ones(len(watch.ref)),
            visits=watch.visits_a_day() + 1e-6,
            lines=watch.lines_an_order(),
            worth=worth - terms.freight_per_order,
        )

    def _ahead(self, view: DayView) -> Floats:
        """Give ``[J, days]`` pieces expected on each day until the last one, at the prices that stand."""
        watch, pace = self._memory()
        factor = self._price_factor(view.tier_prices[:, 0] / watch.ref - 1)
        return pace.ahead(view, max(1, view.terms.horizon - view.day), factor)

    def _price_factor(self, move: Floats) -> Floats:
        """Give ``[J]`` what prices make of the pieces wanted, others' prices left."""
        slope = self.belief.taste.slope if self.belief else 3.0
        return np.asarray(np.exp(np.clip(-0.8 * slope * move, -1.2, 1.2)))

    def _order_worth(self, view: DayView) -> float:
        """Give the contribution of a usual order at today's prices, minor units."""
        watch, _ = self._memory()
        weights = watch.sums.sku_lines / watch.sums.sku_lines.sum()
        line = float(weights @ watch.margin_of_line(view.tier_prices[:, 0].astype(float)))
        line -= self.shadow * float(weights @ watch.pieces_a_line())
        common = float((watch.sums.lines.sum() + 6) / (watch.sums.orders.sum() + 3))
        return common * line - view.terms.freight_per_order

    def _pieces_an_order(self) -> float:
        watch, _ = self._memory()
        return float(watch.sums.pieces.sum() / (watch.sums.orders.sum() + 3))

    def _buyer_worth(self, view: DayView) -> float:
        """Give what a new buyer is expected to bring after the first order, until the last day; at least 0."""
        watch, _ = self._memory()
        left = min(view.terms.horizon - view.day, self._knobs.horizon)
        once, _ = expected_orders(hazards(watch.buyers), left)
        known = float(watch.sums.lines[DIRECT] / max(float(watch.sums.orders[DIRECT]), 1.0)) or 1.0
        common = float((watch.sums.lines.sum() + 6) / (watch.sums.orders.sum() + 3))
        return max(0.0, float(once[-1]) * self._order_worth(view) * min(max(known / common, 0.5), 2.0))

    def _budgets(
        self, view: DayView, bids: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        """Give every campaign money for what its keywords could spend at these bids on a busy day."""
        watch, _ = self._memory()
        days = max(1.0, (1 - 0.99 ** max(view.day, 1)) / 0.01)
        clicks = watch.keywords.clicks / days * 4 + 20
        need = np.bincount(view.terms.campaign, weights=clicks * bids, minlength=len(view.terms.campaigns))
        return np.maximum(need, view.budgets).astype(np.int64)

    def _memory(self) -> tuple[Watch, Pace]:
        assert self._watch is not None
        assert self._pace is not None
        return self._watch, self._pace
