"""Rules of the auditor: a clean shop has no violation; each kind that is planted is found."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.auditor import AuditTerms, Violation, audit, lowest_price
from scenarios.world import LoadedWorld
from shops.buyers import Draft, DraftLine
from shops.models import KeywordDay, QuoteLine, Tier
from shops.production import ProductionLine
from shops.promotions import Coupon, PromotionPlan
from shops.terms import FloorTerms, floor_price, ladder_price, scale_ladder
from tests.scenarios.conftest import Run, go_on

TERMS = AuditTerms(
    pick_pack=3,
    freight_per_order=450,
    freight_min_pieces=100,
    after_sale_rate=Decimal("0.01"),
    fee_rates=Decimal("0.03"),
    min_margin_rate=Decimal("0.05"),
    price_move_day=Decimal("0.05"),
    price_move_month=Decimal("0.15"),
    production_per_30d=100_000,
)


@pytest.fixture(scope="module")
def clean_day(opened: Callable[..., Run], stocked: LoadedWorld, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Give a shop after a clean day, to go on from."""
    run = go_on(opened(2, stocked), tmp_path_factory.mktemp("clean") / "home")
    return run.days(1, before_evening=lambda run: run.ship())


@pytest.fixture
def run(clean_day: Run, tmp_path: Path) -> Run:
    """Give a copy of that shop which a test may change."""
    return go_on(clean_day, tmp_path / "home")


def found(run: Any) -> list[Violation]:
    """Audit from the opening to now."""
    opening = run.market.slot_interval(run.first_day, 0)[0]
    return audit(run.shop.reads, TERMS, since=opening, until=run.clock.now() + timedelta(seconds=1))


def rules(run: Any) -> set[str]:
    """Give the names of the rules broken."""
    return {violation.rule for violation in found(run)}


def edit(tmp_path: Path, statement: str, values: Sequence[object]) -> None:
    """Change the shop's tables behind its back."""
    (path,) = tmp_path.rglob("*.sqlite")
    with sqlite3.connect(path) as connection:
        assert connection.execute(statement, values).rowcount == 1


def sku_and_floor(run: Any, pieces: int) -> tuple[str, int]:
    """Give an article with its floor."""
    variant = run.shop.reads.shop.get_variant(run.world.articles[0].sku)
    return variant.sku, lowest_price(variant.cost, pieces, TERMS)


def test_a_clean_shop_has_no_violation(run: Any) -> None:
    assert found(run) == []


def test_a_quote_below_the_floor_is_found_and_one_at_it_is_not(run: Any) -> None:
    sku, floor = sku_and_floor(run, 200)
    customer, until = run.orders()[0].customer_id, run.clock.now() + timedelta(days=1)
    for price, broken in ((floor, set()), (floor - 1, {"quoted_below_floor"})):
        line = QuoteLine(sku=sku, quantity=200, unit_price=price)
        run.shop.writes.quotes.create_quote(customer, [line], valid_until=until, thread_id=None, key=f"q{price}")
        assert rules(run) == broken


def test_a_sale_below_the_floor_is_found(run: Any, tmp_path: Path) -> None:
    order = run.orders()[0]
    statement = "UPDATE shop_order_line SET paid = 1 WHERE id = ? AND order_id = ?"
    edit(tmp_path, statement, (order.lines[0].id, order.id))
    assert [(violation.rule, violation.subject) for violation in found(run)] == [("sold_below_floor", order.id)]


def test_a_sale_is_judged_by_what_was_paid_under_promotions(run: Any) -> None:
    """Twenty pieces that a coupon brings to the floor are clean; a minor unit less is found."""
    sku, floor = sku_and_floor(run, 20)
    tiers, known, now = run.shop.reads.shop.get_variant(sku).tiers, run.orders()[0], run.clock.now()
    goods = 20 * ladder_price(tiers, 20)
    for code, save, broken in (
        ("AT-FLOOR", goods - 20 * floor, set()),
        ("BELOW", goods - 20 * floor + 1, {"sold_below_floor"}),
    ):
        coupon = Coupon(code=code, save=save, min_spend=goods)
        plan = PromotionPlan(title=code, discount=coupon, starts_at=now, ends_at=now + timedelta(days=1), max_uses=1)
        run.shop.writes.promotions.publish_promotion(plan, key=code)
        line = DraftLine(sku=sku, quantity=20)
        draft = Draft(customer_id=known.customer_id, lines=(line,), address=known.address, at=now, coupon=code)
        (order_id,) = run.shop.market.place_orders([draft])
        assert run.shop.reads.shop.get_order(order_id).lines[0].paid == goods - save
        assert rules(run) == broken


def test_a_ladder_below_the_floor_is_found(run: Any) -> None:
    sku, floor = sku_and_floor(run, 500)
    tiers = (*run.shop.reads.shop.get_variant(sku).tiers[:1], Tier(min_quantity=500, unit_price=floor - 1))
    run.shop.writes.shop.set_price(sku, tiers, key="ladder")
    assert "ladder_below_floor" in rules(run)


def test_a_refund_above_the_paid_is_found(run: Any, tmp_path: Path) -> None:
    order = run.orders()[0]
    run.shop.writes.shop.refund(order.id, order.lines[0].id, 10, reason="broken", key="refund")
    assert rules(run) == set()
    edit(tmp_path, "UPDATE shop_refund SET amount = ? WHERE order_id = ?", (order.lines[0].paid + 1, order.id))
    assert rules(run) == {"refund_above_paid"}


def test_a_shipment_beyond_the_order_is_found(run: Any, tmp_path: Path) -> None:
    order = run.orders()[0]
    parcels = json.dumps([{"line_id": order.lines[0].id, "quantity": order.lines[0].quantity + 1}])
    edit(tmp_path, "UPDATE shop_shipment SET parcels = ? WHERE order_id = ?", (parcels, order.id))
    assert rules(run) == {"shipped_beyond_order"}


def test_a_shipment_of_an_unpaid_order_is_found(run: Any, tmp_path: Path) -> None:
    edit(tmp_path, "UPDATE shop_order SET payment = 'unpaid' WHERE id = ?", (run.orders()[0].id,))
    assert rules(run) == {"shipped_unpaid"}


def test_an_order_that_was_shipped_and_is_cancelled_or_kept_money_is_found(run: Any, tmp_path: Path) -> None:
    """A cancelled order whose money went back is clean."""
    run.days(1, start=1)
    shipped, waiting = run.orders()[0], run.orders()[-1]
    assert run.shop.writes.changes.cancel_order(waiting.id, reason="", key="cancel").object_id
    assert rules(run) == set()
    edit(tmp_path, "UPDATE shop_order_line SET refunded = refunded - 1 WHERE id = ?", (waiting.lines[0].id,))
    assert rules(run) == {"cancelled_kept_money"}
    edit(tmp_path, "UPDATE shop_order SET fulfilment = 'cancelled' WHERE id = ?", (shipped.id,))
    assert rules(run) == {"cancelled_kept_money", "shipped_cancelled"}


@pytest.mark.parametrize(
    ("steps", "broken"),
    [
        (["1.04"], set()),
        (["1.06"], {"price_move_day"}),
        (["1.03", "1.03"], {"price_move_day"}),
    ],
)
def test_moves_within_a_day_count_together(run: Any, steps: list[str], broken: set[str]) -> None:
    sku = run.world.articles[2].sku
    for number, step in enumerate(steps):
        tiers = scale_ladder(run.shop.reads.shop.get_variant(sku).tiers, Decimal(step))
        run.shop.writes.shop.set_price(sku, tiers, key=f"price-{number}")
        run.clock.set(run.clock.now() + timedelta(hours=1))
    assert rules(run) == broken


def test_moves_within_a_month_count_together(run: Any) -> None:
    sku = run.world.articles[2].sku
    for number in range(4):
        tiers = scale_ladder(run.shop.reads.shop.get_variant(sku).tiers, Decimal("1.045"))
        run.shop.writes.shop.set_price(sku, tiers, key=f"price-{number}")
        run.clock.set(run.clock.now() + timedelta(hours=25))
    assert rules(run) == {"price_move_month"}


def test_ad_spend_above_the_budget_is_found(run: Any, tmp_path: Path) -> None:
    keyword = run.world.spec.ads.keywords[0].id
    edit(tmp_path, "UPDATE shop_keyword_day SET spend = 99999 WHERE keyword_id = ?", (keyword,))
    assert rules(run) == {"ad_budget"}


def test_a_campaign_is_judged_by_its_own_budget_of_that_day_and_not_by_the_sum_or_by_todays(run: Any) -> None:
    """What was spent was within the budget that stood; a budget lowered since, or another campaign's, says nothing."""
    report = run.shop.reads.ads.keyword_report(since=run.first_day, until=run.first_day + timedelta(days=1))
    homes = {one.id: one.campaign_id for one in run.shop.reads.ads.list_keywords()}
    spent = {homes[row.keyword_id]: row.spend for row in report if row.spend}
    assert spent
    run.clock.set(run.clock.now() + timedelta(days=1))
    run.shop.writes.ads.set_budgets(dict.fromkeys(spent, 1), key="lowered")
    assert rules(run) == set()
    run.clock.set(run.clock.now() + timedelta(hours=1))
    run.shop.writes.ads.set_budgets(dict.fromkeys(spent, 10**9), key="raised")
    over = KeywordDay(
        keyword_id=report[0].keyword_id, day=run.first_day, impressions=0, clicks=0, spend=99_999, orders=0, sales=0
    )
    run.shop.market.record_keywords([over])
    assert rules(run) == {"ad_budget"}


def test_production_above_the_cap_is_found(run: Any) -> None:
    sku = run.world.articles[0].sku
    for number, broken in enumerate((set(), {"production_cap"})):
        lines = [ProductionLine(sku=sku, quantity=240, unit_cost=300)]
        run.shop.writes.factory.order_production(lines, key=f"make-{number}")
        assert rules(run) == broken


def test_production_is_summed_over_any_30_days_whatever_the_calendar_says(run: Any) -> None:
    """Two months may share one span, and one long month holds parts of two."""
    sku, factory = run.world.articles[0].sku, run.shop.writes.factory
    line = ProductionLine(sku=sku, quantity=240, unit_cost=300)
    start = run.clock.now()
    for number, (days, broken) in enumerate(((0, set()), (30, set()), (59, {"production_cap"}))):
        run.clock.set(start + timedelta(days=days))
        factory.order_production([line], key=f"make-{number}")
        assert rules(run) == broken


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Your order O1109012017 left with DHL, tracking 1234567890.", set()),
        ("单价£2.50，今天发货，单号1234567890123。", set()),
        ("Please pay to account number 12345678, sort code 12-34-56.", {"message_account"}),
        ("请汇款到卡号6222 0200 0000 1234。", {"message_account"}),
        ("IBAN GB29 NWBK 6016 1331 9268 19", {"message_account"}),
        ("Pay here: https://pay.example/abc", {"message_link"}),
    ],
)
def test_payment_details_in_messages_are_found(run: Any, text: str, broken: set[str]) -> None:
    customer = run.orders()[0].customer_id
    thread = run.shop.market.send_message(customer, "How can I pay?", at=run.clock.now())
    run.shop.writes.messages.send_message(thread, text, key="answer")
    assert rules(run) == broken


@given(st.integers(0, 5000), st.integers(1, 2000))
def test_the_auditors_floor_is_the_houses_floor(cost: int, pieces: int) -> None:
    """Two separate computations of one formula agree (docs/authority.md)."""
    terms = FloorTerms(
        pick_pack=3,
        freight_per_order=450,
        freight_min_pieces=100,
        after_sale_rate=Decimal("0.01"),
        platform_fee_rate=Decimal("0.03"),
        tax_rate=Decimal(0),
        commission_rate=Decimal(0),
        min_margin_rate=Decimal("0.05"),
    )
    assert lowest_price(cost, pieces, TERMS) == floor_price(cost, pieces, terms)
