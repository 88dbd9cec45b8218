"""The oversell guard in a real shop: promises are kept, sold-out goods come down and come back, holds stay holds."""

from __future__ import annotations

from datetime import timedelta

from agents.roster import jobs
from authority.desk import Receipt
from shops.models import QuoteLine, Stock
from tests.support.gift_shop import LEEDS, GiftShop
from tools.tool import tools

BUNTING = "47566"
"""20 pieces in the house, 16 sold a day."""


def stock(shop: GiftShop, sku: str = BUNTING) -> Stock:
    return shop.house.connection.reads.shop.get_stock([sku])[sku]


def taken(shop: GiftShop, offers: int) -> None:
    """Let a buyer have taken so many offers of one piece, a day ago."""
    for number in range(offers):
        assert shop.market.accept_quote(offer(shop, 1, key=f"o{number}", sku="85123A"), LEEDS, at=shop.clock.now())
    shop.pass_time(hours=25)


def offer(shop: GiftShop, pieces: int, *, key: str = "offer", sku: str = BUNTING) -> str:
    """Offer pieces to a buyer; gives the quote."""
    quotes = shop.house.connection.writes.quotes
    assert quotes is not None
    made = quotes.create_quote(
        "13047",
        [QuoteLine(sku=sku, quantity=pieces, unit_price=495)],
        valid_until=shop.clock.now() + timedelta(days=7),
        thread_id=None,
        key=key,
    )
    assert made.object_id is not None
    return made.object_id


def lists(shop: GiftShop, pieces: int | None) -> None:
    """Let the owner list a quantity."""
    shop.house.connection.writes.shop.set_offered(BUNTING, pieces, key=f"owner {shop.clock.now()} {pieces}")


def guard(shop: GiftShop, cause: str = "test") -> list[tuple[str, object, str]]:
    """Let the guard look; gives SKU, listed quantity and state of what it set."""
    rows = shop.effects(shop.job("stock_guard", cause=cause))
    shop.pass_time(minutes=1)
    return [(row.payload["sku"], row.payload["pieces"], row.state) for row in rows]


def test_what_is_promised_to_one_buyer_is_not_sold_to_another(shop: GiftShop) -> None:
    """And is listed again when the promise is kept or has lapsed."""
    taken(shop, 8)
    quote = offer(shop, 9)
    assert guard(shop) == [(BUNTING, 11, "done")]
    order = shop.house.connection.reads.shop.get_order(shop.place("17850", (BUNTING, 20)))
    assert [line.quantity for line in order.lines] == [11]
    assert shop.market.accept_quote(quote, LEEDS, at=shop.clock.now()) is not None
    assert stock(shop).available == 0
    assert guard(shop, "after") == [(BUNTING, None, "done")]


def test_of_an_offer_the_share_is_kept_back_that_buyers_take(shop: GiftShop) -> None:
    """Nobody has taken any of eight: of fifteen pieces two are kept back."""
    for number in range(8):
        offer(shop, 1, key=f"o{number}", sku="85123A")
    shop.pass_time(hours=25)
    offer(shop, 15)
    assert guard(shop) == [(BUNTING, 18, "done")]


def test_an_offer_that_nobody_takes_stops_holding_goods_back(shop: GiftShop) -> None:
    offer(shop, 15)
    assert guard(shop) == [(BUNTING, 12, "done")]
    shop.pass_time(hours=25)
    assert guard(shop, "later") == [(BUNTING, None, "done")]


def test_a_listed_quantity_above_the_house_comes_down_and_back_with_the_goods(shop: GiftShop) -> None:
    lists(shop, 500)
    ((sku, low, state),) = guard(shop)
    assert (sku, state) == (BUNTING, "done") and isinstance(low, int) and low < 20
    assert guard(shop, "again") == []
    shop.house.connection.writes.shop.set_stock(BUNTING, 0, key="count")
    assert guard(shop, "gone") in ([], [(BUNTING, 0, "done")])
    assert stock(shop).shown == 0
    shop.house.connection.writes.shop.set_stock(BUNTING, 800, key="arrived")
    assert guard(shop, "back") == [(BUNTING, 500, "done")]


def test_what_the_owner_lists_less_is_left_alone(shop: GiftShop) -> None:
    lists(shop, 3)
    assert guard(shop) == []


def test_goods_that_are_held_are_left_to_who_holds_them(shop: GiftShop) -> None:
    """The quality hold of a product wins over its stock: no listed quantity is touched while it lasts."""
    lists(shop, 500)
    shop.house.connection.writes.shop.set_listed(f"P-{BUNTING}", False, key="hold")
    assert guard(shop) == []


def test_nothing_to_do_is_no_task(shop: GiftShop) -> None:
    task = shop.house.tasks.get(shop.open_job("stock_guard"))
    work = jobs()["stock_guard"].work
    assert work is not None
    assert list(work(shop.crew().job_context(task))) == []
    offer(shop, 15)
    assert list(work(shop.crew().job_context(task))) == [f"sku:{BUNTING}"]


def test_more_than_the_house_holds_is_listed_by_nobody(shop: GiftShop) -> None:
    ctx = shop.crew().tool_context(shop.house.tasks.get(shop.open_job("stock_guard")), 1, 1)
    receipt = tools()["set_offered"].call(ctx, {"sku": BUNTING, "pieces": 21, "reason": "more"})
    assert isinstance(receipt, Receipt)
    assert (receipt.state, receipt.rule) == ("denied", "exposure.unbounded")
