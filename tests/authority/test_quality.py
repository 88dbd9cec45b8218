"""Goods taken off the shelf through the desk: few a day, by anybody's complaint; back only by the owner."""

from __future__ import annotations

from authority.effects.set_listed import SetListed
from tests.authority.conftest import Place


def off(product: str) -> SetListed:
    """Take a product off."""
    return SetListed(product_id=product, listed=False)


def test_a_product_is_stopped_even_under_the_kill_switch_and_set_off_by_a_buyer(place: Place) -> None:
    assert place.submit(off("p-mug"), origin="buyer", buyer="b1").state == "done"
    assert not place.shop.reads.shop.get_product("p-mug").listed
    assert place.bench.place(("mug", 1)) is None


def test_more_than_the_days_products_wait_for_the_owner(place: Place) -> None:
    place.limit(quality={"off_shelf_per_day": 2})
    assert [place.submit(off(f"p-{sku}")).state for sku in ("mug", "tin", "jar")] == ["done", "done", "held"]
    place.later(days=1, seconds=1)
    place.desk.expire()
    assert place.submit(off("p-tin")).state == "done"  # the one that waits counts for one


def test_putting_goods_back_is_always_the_owners(place: Place) -> None:
    place.submit(off("p-mug"))
    back = place.submit(SetListed(product_id="p-mug", listed=True))
    assert (back.state, back.rule) == ("held", "exposure.undeclared")
    assert place.desk.approve(back.id, by="owner").state == "done"
    assert place.shop.reads.shop.get_product("p-mug").listed
