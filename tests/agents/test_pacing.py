"""Pacing in a real shop: rests for the pace end the next morning; stops for loss or goods are not its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shops.buyers import DraftLine, PastOrder
from shops.models import Keyword, KeywordDay
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop
from tools.tool import tools


@pytest.fixture
def busy(shop: GiftShop) -> GiftShop:
    """Give the shop at noon, with £28 of its £30 spent: k2 brings orders, k3 few."""
    shop.market.load_ads([], [Keyword(id="k3", campaign_id="c1", text="bag", bid=60, skus=("85099B",))])
    stop(shop, "k1", cause="loss")
    spend(shop, k2=1400, k3=1400)
    return shop


def spend(shop: GiftShop, **spent: int) -> None:
    """Report what keywords have spent today."""
    day = shop.clock.now().date()
    rows = [
        KeywordDay(keyword_id=name, day=day, impressions=900, clicks=30, spend=amount, orders=0, sales=0)
        for name, amount in spent.items()
    ]
    shop.market.record_keywords(rows)


def stop(shop: GiftShop, keyword: str, *, cause: str) -> None:
    """Let another job stop a keyword."""
    ctx = shop.crew().tool_context(shop.house.tasks.get(shop.open_job("stop_loss", cause=f"{keyword} {cause}")), 1, 1)
    args = {"keyword_id": keyword, "paused": True, "cause": cause, "reason": "test"}
    assert tools()["set_keyword_paused"].call(ctx, args).state == "done"  # type: ignore[attr-defined]


def at(shop: GiftShop, hour: int, minute: int = 5, *, days: int = 0) -> list[tuple[str, bool]]:
    """Let an hour of London's come; gives what pacing stopped or started."""
    shop.clock.set((shop.clock.now() + timedelta(days=days)).replace(hour=hour - 1, minute=minute))
    opened = [one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == "pacing"]
    work(shop.crew(), shop.clock.now())
    rows = [row for one in opened for row in shop.house.log.of_task(one) if row.state == "done"]
    return [(row.payload["keyword_id"], row.payload["paused"]) for row in rows]


def orders_over_the_day(shop: GiftShop) -> None:
    """The gift shop's history has its orders at nine; half of them shall come in the evening."""
    lines = (DraftLine(sku="85123A", quantity=1, unit_price=295),)
    moments = [shop.clock.now() - timedelta(days=back) + timedelta(hours=10) for back in range(1, 14)]
    past = [PastOrder(id=f"e{n}", customer_id="17850", placed_at=when, lines=lines) for n, when in enumerate(moments)]
    shop.market.load_history(past)


def test_the_poorer_keyword_rests_for_the_day_and_runs_in_the_morning(busy: GiftShop) -> None:
    orders_over_the_day(busy)
    assert at(busy, 12) == [("k3", True)]
    assert at(busy, 15) == []
    # k1 was stopped for its losses: that is not pacing's to undo
    assert at(busy, 7, 35, days=1) == [("k3", False)]


def test_what_is_stopped_for_loss_meanwhile_stays_stopped(busy: GiftShop) -> None:
    orders_over_the_day(busy)
    assert at(busy, 12) == [("k3", True)]
    busy.pass_time(minutes=5)
    stop(busy, "k3", cause="loss")
    assert at(busy, 7, 35, days=1) == []


def test_what_rests_does_not_run_again_while_its_goods_are_held(busy: GiftShop) -> None:
    orders_over_the_day(busy)
    assert at(busy, 12) == [("k3", True)]
    busy.house.connection.writes.shop.set_listed("P-85099B", False, key="hold")
    assert at(busy, 7, 35, days=1) == []


def test_a_platform_that_reports_nothing_of_today_is_not_paced(shop: GiftShop) -> None:
    assert at(shop, 12) == []
