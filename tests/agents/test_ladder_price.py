"""Ladder price in a real shop: once a month; the price review then leaves the SKU alone for a week."""

from __future__ import annotations

from agents.product.price_review import skus_due
from shops.models import Tier
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop

HEART = "85123A"


def first_of_month(shop: GiftShop) -> list[str]:
    """Let twenty past six of the next first of a month come; gives the price changes and owner's lines."""
    shop.clock.set(shop.clock.now().replace(month=11, day=1, hour=6, minute=25))
    return look(shop)


def look(shop: GiftShop) -> list[str]:
    opened = [one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == "ladder_price"]
    work(shop.crew(), shop.clock.now())
    answers = [shop.house.tasks.get(one).answer for one in opened]
    return [f"{row.payload['sku']} {row.state}" for one in opened for row in shop.house.log.of_task(one)] + answers


def one_step(shop: GiftShop, sku: str) -> None:
    """Let the owner ask one price at every quantity."""
    price = Tier(min_quantity=1, unit_price=shop.price(sku)[0])
    shop.house.connection.writes.shop.set_price(sku, [price], key=f"flat {sku}")


def test_large_orders_earn_a_step_once_a_month_and_the_review_leaves_it_for_a_week(shop: GiftShop) -> None:
    one_step(shop, HEART)
    shop.house.connection.writes.shop.set_stock(HEART, 20_000, key="count")
    for _ in range(20):
        shop.place("17850", (HEART, 400))
        shop.pass_time(minutes=30)
    changed = first_of_month(shop)
    assert f"{HEART} done" in changed
    steps = shop.house.connection.reads.shop.get_variant(HEART).tiers
    assert [tier.min_quantity for tier in steps] == [1, 402]
    assert steps[0].unit_price > steps[1].unit_price >= steps[0].unit_price * 0.95
    task = shop.house.tasks.get(shop.open_job("price_review"))
    due = set()
    for _ in range(7):
        due |= set(skus_due(shop.crew().job_context(task)))
        shop.pass_time(hours=20)
    assert f"sku:{HEART}" not in due
    assert look(shop) == []


def test_a_sku_of_unknown_cost_becomes_a_line_for_the_owner(shop: GiftShop) -> None:
    answer = first_of_month(shop)[-1]
    assert "22720: its cost is unknown" in answer


def test_no_task_on_another_day(shop: GiftShop) -> None:
    shop.clock.set(shop.clock.now().replace(day=12, hour=5, minute=25))
    assert look(shop) == []


def test_goods_made_for_an_order_that_does_not_pay_its_set_up_become_a_line_for_the_owner(shop: GiftShop) -> None:
    """Where the house can serve such an order from stock, or nobody says what a set-up costs, nothing is said."""
    heart = shop.house.connection.reads.shop.get_product(f"P-{HEART}")
    costly = heart.model_copy(update={"attributes": {"batch_set_up": "90000"}})
    shop.market.load_products([costly], {}, at=shop.clock.now())
    shop.house.connection.writes.shop.set_stock(HEART, 40, key="few")
    answer = first_of_month(shop)[-1]
    assert f"{HEART}: an order pays its set-up of £900.00 from " in answer and "economic batch" in answer
    shop.house.connection.writes.shop.set_stock(HEART, 90_000, key="many")
    shop.clock.set(shop.clock.now().replace(month=12))
    assert not any(f"{HEART}: an order pays" in line for line in look(shop))
