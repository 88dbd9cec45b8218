"""The array shop and the built-in shop stand at the same orders, stock and money after the same acts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from decisions.day_view import DayActs, DayView
from scenarios.array_shop import ArrayShop
from scenarios.kpi import daily
from scenarios.market.built_day import order_id
from scenarios.market.kernel import DayOutcome
from scenarios.market.kernel.books import contributions
from scenarios.world import load_world
from tests.support.built import BuiltShop
from tests.support.numbers import PlainRule

SEEDS = tuple(range(1, 11))
DAYS = 9


class Busy(PlainRule):
    """Moves prices, bids and goods every day, and gives a coupon on some."""

    def decide(self, view: DayView) -> DayActs:
        acts = super().decide(view)
        luck = np.random.default_rng([view.day, 5])
        factor = np.where(luck.random(len(view.stock)) < 0.4, luck.uniform(0.93, 1.06, len(view.stock)), 1.0)
        moved = np.rint(view.tier_prices[:, 0] * factor).astype(np.int64)
        order = np.where(luck.random(len(view.stock)) < 0.3, view.terms.min_batch + luck.integers(0, 90), 0)
        acts = DayActs(moved, None, view.bids + luck.integers(-9, 20), None, order, acts.quotes, acts.grants)
        return acts if view.day % 3 else DayActs(**{**acts.__dict__, "coupon": 7})


def _compare(built: BuiltShop, outcome: DayOutcome) -> None:
    """Compare a day's orders line by line, then stock, ads and visitors."""
    params, body, reads = built.array.params, built.array.body, built.shop.reads
    lines = outcome.lines
    for place, number in enumerate(outcome.sales.order.tolist()):
        order = reads.shop.get_order(order_id(number))
        mine = lines.order == number
        expected = [
            (params.goods.skus[sku], pieces, price, paid)
            for sku, pieces, price, paid in zip(
                *(getattr(lines, name)[mine].tolist() for name in ("sku", "quantity", "unit_price", "paid")),
                strict=True,
            )
        ]
        assert [(one.sku, one.quantity, one.unit_price, one.paid) for one in order.lines] == expected
        assert order.customer_id == built.market.customer_id(int(outcome.sales.buyer[place]))
    stock = reads.shop.get_stock()
    assert [stock[sku].available for sku in params.goods.skus] == body.stock.tolist()
    assert sum(one.incoming for one in stock.values()) == body.queue
    day = params.spec.shop.start + timedelta(days=outcome.day)
    window = {"since": day, "until": day + timedelta(days=1)}
    report = {row.keyword_id: row for row in reads.ads.keyword_report(**window)} if reads.ads else {}
    for name in ("impressions", "clicks", "spend", "orders", "sales"):
        shown = [getattr(report[one.id], name) for one in params.spec.ads.keywords]
        assert shown == getattr(outcome.ads, name).tolist(), name
    assert sum(row.visitors for row in reads.shop.list_traffic(**window)) == int(outcome.visits.sum())


@pytest.mark.parametrize("seed", SEEDS)
def test_ten_seeds_agree_in_orders_stock_and_money(seed: int, tmp_path: Path) -> None:
    """Prices under ladder and coupon, stock that runs short, ads, goods on the way, refunds and the books."""
    array = ArrayShop(load_world("sixteen-tune-01"), seed, DAYS)
    built = BuiltShop(array, tmp_path)
    rule, sold, redeemed, short = Busy(array.terms), 0, 0, 0
    for _ in range(DAYS):
        outcome = built.play(rule.decide(array.view()))
        sold += len(outcome.sales.order)
        redeemed += int(outcome.sales.coupon.sum())
        short += int(outcome.sales.wish_pieces.sum() - outcome.lines.quantity.sum())
        _compare(built, outcome)
    start = array.params.spec.shop.start
    days = daily(built.shop.reads, start, start + timedelta(days=DAYS), costs=array.params.spec.costs)
    books = array.body.books
    own = contributions(array.params, array.body) + books.penalties + books.custom_cost
    assert [one.contribution for one in days] == own.tolist()
    assert [one.gmv for one in days] == books.gmv.tolist()
    assert sold > 5 * DAYS and redeemed > 5 and short > 0 and books.refunded.sum() > 0
