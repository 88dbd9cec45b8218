"""What jobs make of the shop's reads is shared until the shop changes, and is what each would have read alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agents.evidence import daily_units, margin_rate, sales, shelved, today
from agents.job import JobContext
from authority.desk import Requester
from authority.effects.set_price import SetPrice
from tests.support.gift_shop import GiftShop

HEART = "85123A"


def context(shop: GiftShop) -> JobContext:
    cause = shop.clock.now().isoformat()
    return shop.crew().job_context(shop.house.tasks.get(shop.open_job("price_review", cause=cause)))


@pytest.mark.parametrize("days", [1, 28, 56])
def test_pieces_by_day_have_a_place_for_every_day_and_end_with_the_last_sale_of_what_is_sold_out(
    shop: GiftShop, days: int
) -> None:
    for pause in (0, 1, 3):
        shop.pass_time(days=pause)
        shop.place("17850", (HEART, 12))
        ctx = context(shop)
        rows = sales(ctx, 90)[HEART]
        sold = {row.day: row.units for row in rows}
        each = [sold.get(today(ctx) - timedelta(days=back), 0) for back in range(days, 0, -1)]
        assert daily_units(ctx, rows, sold_out=False, days=days) == each
        while each and each[-1] == 0:
            each.pop()
        assert daily_units(ctx, rows, sold_out=True, days=days) == each + [None] * (days - len(each))


@pytest.mark.parametrize("days", [1, 28, 56, 90, 120])
def test_sales_of_any_span_are_those_of_its_days(shop: GiftShop, days: int) -> None:
    for _ in range(2):
        ctx = context(shop)
        end = today(ctx)
        rows = ctx.reads.shop.list_sales(since=end - timedelta(days=days), until=end)
        assert sales(ctx, days) == {sku: [one for one in rows if one.sku == sku] for sku in {one.sku for one in rows}}
        shop.place("17850", (HEART, 12))
        shop.pass_time(days=1)


def test_what_was_made_before_a_change_is_made_anew_after_it(shop: GiftShop) -> None:
    """A cheaper price leaves less of each piece; a product off the shelf is not on it."""
    before = margin_rate(context(shop))
    assert margin_rate(context(shop)) == before
    writes, variant = shop.house.connection.writes.shop, shop.house.connection.reads.shop.get_variant(HEART)
    cheaper = [one.model_copy(update={"unit_price": one.unit_price - 40}) for one in variant.tiers]
    writes.set_price(HEART, cheaper, key="cheaper")
    assert margin_rate(context(shop)) < before
    assert HEART in shelved(context(shop))
    writes.set_listed(variant.product_id, False, key="off")
    assert HEART not in shelved(context(shop))


def test_what_is_made_once_is_shared(shop: GiftShop) -> None:
    assert sales(context(shop), 28) is not sales(context(shop), 56)
    made: list[int] = []
    for _ in range(3):
        context(shop).keep("counted", lambda: made.append(len(context(shop).reads.shop.list_variants())))
    assert len(made) == 1


def test_effects_listed_again_show_what_has_become_of_them(shop: GiftShop) -> None:
    """What a reader does to the list it was given is its own."""
    limits = shop.house.limits().price.move_24h
    (first, *rest) = shop.house.connection.reads.shop.get_variant(HEART).tiers
    leap = first.model_copy(update={"unit_price": round(first.unit_price * (1 + 2 * float(limits)))})
    by = Requester("t", 1, 1, "product", "schedule")
    receipt = shop.house.desk.submit(SetPrice(sku=HEART, tiers=(leap, *rest)), by)
    (held,) = shop.house.log.list_effects(kinds=("set_price",))
    assert (held.id, held.state) == (receipt.id, "held")
    held.state = "made up"
    assert [one.state for one in shop.house.log.list_effects(kinds=("set_price",))] == ["held"]
    shop.house.desk.approve(held.id, by="owner")
    (done,) = shop.house.log.list_effects(kinds=("set_price",))
    assert (done.state, done.decided_by, done.payload) == ("done", "owner", held.payload)
