"""Several goods in one message are offered in one quote of as many lines, in pieces and in boxes, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.magnet_shop import MagnetShop, open_magnet_shop

KOI, LEMON = "SKU-55", "SKU-02"
BUYER = "B0001"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[MagnetShop]:
    opened = open_magnet_shop(tmp_path)
    yield opened
    opened.house.close()


def offered(shop: MagnetShop, text: str) -> tuple[list[tuple[str, int]], str]:
    """Give the lines of the only quote that a message is answered with, and the answer."""
    task = shop.buyer(BUYER, text)
    quotes = shop.house.connection.reads.quotes
    assert quotes is not None
    (quote,) = quotes.list_quotes(customer_id=BUYER)
    (message,) = shop.said(task)
    rows = {(row.kind, row.state, row.rule) for row in shop.effects()}
    assert ("send_message", "done", "within_limits") in rows, rows
    return [(line.sku, line.quantity) for line in quote.lines], message.text


@pytest.mark.parametrize(
    "text",
    ["锦鲤和柠檬各50个", "锦鲤、柠檬各要50个,多少钱?", "50 each of the koi and the lemon"],
)
def test_each_of_several_goods_gets_the_count_in_one_quote(shop: MagnetShop, text: str) -> None:
    lines, said = offered(shop, text)
    assert lines == [(KOI, 50), (LEMON, 50)]
    assert KOI in said
    assert LEMON in said


@pytest.mark.parametrize("text", ["2箱锦鲤和3箱柠檬", "2箱锦鲤,3箱柠檬", "2 boxes of koi and 3 of lemon"])
def test_boxes_of_several_goods_are_offered_in_one_quote(shop: MagnetShop, text: str) -> None:
    reads = shop.house.connection.reads.shop
    lines, _ = offered(shop, text)
    assert lines == [(KOI, 2 * reads.get_variant(KOI).pack), (LEMON, 3 * reads.get_variant(LEMON).pack)]


def test_the_owner_has_several_lines_of_one_order_paid_back_in_one_go(shop: MagnetShop) -> None:
    order = shop.order(BUYER, (KOI, 20), (LEMON, 20))
    task = shop.owner(f"给{BUYER}的订单{order}退 锦鲤 20元和柠檬 10元")
    assert [(row.kind, row.payload["amount"]) for row in shop.effects(task)] == [
        ("issue_refund", 2000),
        ("issue_refund", 1000),
    ]


def test_a_greeting_of_all_gives_no_good_a_count(shop: MagnetShop) -> None:
    lines, _ = offered(shop, "各位好,锦鲤50个多少钱")
    assert lines == [(KOI, 50)]
