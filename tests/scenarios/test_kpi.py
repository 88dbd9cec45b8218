"""Rules of the measures: identities, and what each ratio counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scenarios.kpi import CostTerms, daily, first_replies, kpis
from scenarios.world import LoadedWorld
from shops.models import RefundStatus
from tests.scenarios.conftest import Run, go_on

Start = Callable[..., Any]
FREE = CostTerms(pick_pack=0, freight_per_order=0, platform_fee_rate=Decimal(0), holding_rate_per_day=Decimal(0))


@pytest.fixture(scope="module")
def four_days(opened: Callable[..., Run], stocked: LoadedWorld, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Give a market after four days, to go on from; everything shipped each evening but the last."""
    run = go_on(opened(2, stocked), tmp_path_factory.mktemp("four") / "home")
    return run.days(3, before_evening=lambda run: run.ship()).days(1, start=3)


@pytest.fixture
def run(four_days: Run, tmp_path: Path) -> Run:
    """Give a copy of that market which a test may change."""
    return go_on(four_days, tmp_path / "home")


def window(run: Any, days: int = 4) -> tuple[date, date]:
    """Give the first days."""
    return run.first_day, run.first_day + timedelta(days=days)


def test_days_add_up_to_the_period(run: Any) -> None:
    costs = run.world.spec.costs
    whole, days = kpis(run.shop.reads, *window(run), costs=costs), daily(run.shop.reads, *window(run), costs=costs)
    for name in ("gmv", "contribution", "orders", "visitors"):
        assert getattr(whole, name) == sum(getattr(day, name) for day in days)


def test_the_period_agrees_with_the_shops_own_reports(run: Any) -> None:
    since, until = window(run)
    kpi = kpis(run.shop.reads, since, until, costs=FREE)
    assert kpi.gmv == sum(row.revenue for row in run.shop.reads.shop.list_sales(since=since, until=until))
    assert kpi.visitors == sum(row.visitors for row in run.shop.reads.shop.list_traffic(since=since, until=until))
    assert kpi.orders == len(run.orders())


def test_contribution_is_sales_less_goods_and_ads_when_nothing_else_costs(run: Any) -> None:
    kpi = kpis(run.shop.reads, *window(run), costs=FREE)
    cost = {variant.sku: variant.cost for variant in run.shop.reads.shop.list_variants()}
    goods = sum(line.quantity * cost[line.sku] for order in run.orders() for line in order.lines)
    since, until = window(run)
    ads = sum(row.spend for row in run.shop.reads.ads.keyword_report(since=since, until=until))
    assert kpi.contribution == kpi.gmv - goods - ads


def test_a_refund_lowers_contribution_by_its_amount_and_not_gmv(run: Any) -> None:
    before = kpis(run.shop.reads, *window(run), costs=FREE)
    order = run.orders()[0]
    run.shop.writes.shop.refund(order.id, order.lines[0].id, 50, reason="broken", key="refund")
    after = kpis(run.shop.reads, *window(run), costs=FREE)
    assert run.shop.reads.shop.get_order(order.id).refund is RefundStatus.PARTIAL
    assert (after.gmv, after.contribution) == (before.gmv, before.contribution - 50)
    assert (before.refund_rate, after.refund_rate) == (0, 1 / after.orders)


def test_a_cancelled_order_counts_nowhere(run: Any) -> None:
    """As if it had not been placed: its goods are there again, and holding them costs."""
    costs, order = run.world.spec.costs, run.orders()[-1]
    before, free = (kpis(run.shop.reads, *window(run), costs=one) for one in (costs, FREE))
    assert run.shop.writes.changes.cancel_order(order.id, reason="", key="cancel").object_id
    after, then = (kpis(run.shop.reads, *window(run), costs=one) for one in (costs, FREE))
    cost = {variant.sku: variant.cost for variant in run.shop.reads.shop.list_variants()}
    goods = sum(line.quantity * cost[line.sku] for line in order.lines)
    paid = sum(line.paid for line in order.lines)
    assert (after.gmv, after.orders, after.refund_rate) == (before.gmv - paid, before.orders - 1, 0)
    assert then.contribution == free.contribution - (paid - goods)
    assert then.gmv == sum(
        row.revenue for row in run.shop.reads.shop.list_sales(since=window(run)[0], until=after.until)
    )


def test_a_sample_costs_what_it_is_worth_less_the_fee_that_is_kept(run: Any) -> None:
    """Free: all of it; paid: the difference."""
    sku, customer = run.world.articles[0].sku, run.orders()[0].customer_id
    terms, until = run.shop.reads.samples.sample_terms(sku), run.clock.now() + timedelta(days=1)
    seen = [kpis(run.shop.reads, *window(run, 5), costs=FREE).contribution]
    for number, fee in enumerate((0, terms.fee)):
        made = run.shop.writes.samples.offer_sample(
            customer, sku, fee=fee, pay_until=until, thread_id=None, key=f"sample{number}"
        )
        run.shop.market.pay_sample(made.object_id, at=run.clock.now())
        seen.append(kpis(run.shop.reads, *window(run, 5), costs=FREE).contribution)
    assert seen == [seen[0], seen[0] - terms.cost, seen[0] - 2 * terms.cost + terms.fee]


def test_more_costs_leave_less(run: Any) -> None:
    costs = run.world.spec.costs
    assert kpis(run.shop.reads, *window(run), costs=costs).contribution < (
        kpis(run.shop.reads, *window(run), costs=FREE).contribution
    )


def test_orders_due_and_not_shipped_are_late(start: Start) -> None:
    prompt = start(2).days(4, before_evening=lambda run: run.ship())
    never = start(2).days(4)
    rates = [kpis(run.shop.reads, *window(run), costs=FREE).on_time_rate for run in (prompt, never)]
    assert rates == [1.0, 0.0]


def test_without_anything_ratios_are_none(run: Any) -> None:
    empty = run.first_day + timedelta(days=50)
    kpi = kpis(run.shop.reads, empty, empty + timedelta(days=2), costs=FREE)
    assert (kpi.gmv, kpi.orders, kpi.visitors) == (0, 0, 0)
    assert (kpi.purchase_rate, kpi.refund_rate, kpi.on_time_rate, kpi.first_reply_s) == (None, None, None, None)


def test_first_reply_is_the_median_wait(run: Any) -> None:
    assert first_replies(run.shop.reads, *window(run)) == []
    thread = run.shop.reads.messages.list_threads()[0]
    run.shop.writes.messages.send_message(thread.id, "On its way.", key="reply")
    wait = (run.clock.now() - thread.messages[0].at).total_seconds()
    assert first_replies(run.shop.reads, *window(run)) == [wait]


def test_repurchase_counts_new_buyers_of_a_month_ago(start: Start, giftware: Any) -> None:
    run = start(2, giftware).days(1)
    kpi = kpis(run.shop.reads, *window(run, 1), costs=FREE)
    assert kpi.repurchase_rate is not None
    assert 0 <= kpi.repurchase_rate <= 1
