"""A built-in shop beside an array shop: the same acts are written into it, then the same day is brought into it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np

from decisions.day_view import NO_STEP, DayActs, Ints
from kit.clock import SetClock
from scenarios.array_shop import ArrayShop
from scenarios.market.built_day import EVENING, MORNING, BuiltMarket, coupon_code, local, order_id
from scenarios.market.kernel import DayOutcome
from scenarios.market.kernel.service import Paid
from shops.embedded.platform import open_embedded
from shops.models import OutcomeStatus, Tier
from shops.production import ProductionLine
from shops.promotions import Coupon, PromotionPlan


class BuiltShop:
    """Both shops, kept side by side."""

    def __init__(self, array: ArrayShop, home: Path) -> None:
        self.array = array
        self.written: Ints | None = None
        self.clock = SetClock(local(array.params, 0, MORNING))
        self.shop = open_embedded("agree", home, self.clock)
        assert self.shop.market is not None
        self.market = BuiltMarket(array.params, array.body, self.shop.market, self.shop.reads)
        self.market.open(self.clock.now(), shop_id="agree")

    def play(self, acts: DayActs) -> DayOutcome:
        """Let the day pass in both."""
        day = self.array.body.day
        self.clock.set(local(self.array.params, day, MORNING))
        if acts.coupon:
            self._publish(day, acts.coupon)
        outcome = self.array.play(acts)
        self._write(day, outcome)
        self.clock.set(local(self.array.params, day, EVENING))
        self.market.bring(outcome)
        self._pay(outcome.granted, f"granted {day}")
        self._pay(outcome.awarded, f"awarded {day}")
        return outcome

    def _write(self, day: int, outcome: DayOutcome) -> None:
        """Write what the array shop did in the morning; it is written before any order of the day comes."""
        writes, params, body = self.shop.writes, self.array.params, self.array.body
        assert writes.ads is not None and writes.factory is not None
        before = params.first_tiers if self.written is None else self.written
        self.written = body.tiers.copy()
        for row in np.flatnonzero((before != body.tiers).any(axis=1)).tolist():
            sku = params.goods.skus[row]
            steps = zip(params.tier_from[row].tolist(), body.tiers[row].tolist(), strict=True)
            tiers = [Tier(min_quantity=since, unit_price=price) for since, price in steps if since < NO_STEP]
            writes.shop.set_price(sku, tiers, key=f"price {sku} {day}")
        for row, keyword in enumerate(params.spec.ads.keywords):
            writes.ads.set_bid(keyword.id, max(1, int(body.bids[row])), key=f"bid {keyword.id} {day}")
        if outcome.ordered.any():
            lines = [
                ProductionLine(sku=params.goods.skus[row], quantity=int(pieces), unit_cost=int(params.goods.cost[row]))
                for row, pieces in enumerate(outcome.ordered)
                if pieces
            ]
            assert writes.factory.order_production(lines, key=f"order {day}").status is OutcomeStatus.DONE

    def _publish(self, day: int, percent: int) -> None:
        assert self.shop.writes.promotions is not None
        now = self.clock.now()
        coupon = Coupon(code=coupon_code(day), percent=percent, most=10**9, min_spend=1)
        plan = PromotionPlan(
            title="coupon", discount=coupon, starts_at=now, ends_at=now + timedelta(hours=15), max_uses=10**6
        )
        assert self.shop.writes.promotions.publish_promotion(plan, key=f"coupon {day}").status is OutcomeStatus.DONE

    def _pay(self, paid: Paid, why: str) -> None:
        for row in np.arange(len(paid.order)):
            name = order_id(int(paid.order[row]))
            line = self.shop.reads.shop.get_order(name).lines[int(paid.line[row])]
            amount = int(paid.amount[row])
            assert (
                self.shop.writes.shop.refund(name, line.id, amount, reason=why, key=f"{why} {row}").status
                is OutcomeStatus.DONE
            )
