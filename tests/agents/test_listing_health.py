"""Listing health in a real shop: a fix waits for the owner, the list comes on Mondays, held goods are left alone."""

from __future__ import annotations

from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop

HEART = "P-85123A"


def retitle(shop: GiftShop, title: str, key: str = "owner") -> None:
    shop.house.connection.writes.shop.edit_listing(HEART, title=title, attributes={}, key=key)


def look(shop: GiftShop, day: int) -> tuple[list[str], list[str]]:
    """Let seven o'clock of a day of September come; gives what was asked for, and the answers."""
    shop.clock.set(shop.clock.now().replace(day=day, hour=6, minute=5))
    opened = [one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == "listing_health"]
    work(shop.crew(), shop.clock.now())
    rows = [row for one in opened for row in shop.house.log.of_task(one)]
    return [f"{row.summary} {row.state}" for row in rows], [shop.house.tasks.get(one).answer for one in opened]


def test_a_forbidden_word_in_a_title_is_put_to_the_owner_once(shop: GiftShop) -> None:
    retitle(shop, "全网最低 White Hanging Heart")
    asked, _ = look(shop, 7)
    assert asked == [f"listing {HEART}: title 'White Hanging Heart' held"]
    assert look(shop, 8) == ([], [])
    (row,) = shop.house.log.list_effects(kinds=("edit_listing",))
    assert shop.house.desk.approve(row.id, by="owner").state == "done"
    assert shop.house.connection.reads.shop.get_product(HEART).title == "White Hanging Heart"
    retitle(shop, "全网最低 White Hanging Heart", key="again")
    assert look(shop, 9) == ([], [])  # the title rests for a week


def test_what_only_the_owner_can_mend_is_one_list_on_mondays(shop: GiftShop) -> None:
    assert look(shop, 7) == ([], [])
    asked, (answer,) = look(shop, 12)
    assert asked == [] and "no picture: 6" in answer


def test_goods_off_the_shelf_are_left_alone(shop: GiftShop) -> None:
    retitle(shop, "全网最低 White Hanging Heart")
    shop.house.connection.writes.shop.set_listed(HEART, False, key="hold")
    assert look(shop, 7) == ([], [])
