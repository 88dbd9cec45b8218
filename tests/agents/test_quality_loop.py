"""A complaint travels: 客户 hears it, 商品 stops the goods, 推广 stops their ads, 店长 reports it."""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile

import pytest

from shops.models import Order, Parcel, Tier
from shopstaff.intake import take_events, tick, work
from tests.support.gift_shop import GiftShop

STAND, HEART = "22423", "85123A"
STOPS = ("set_listed", "set_keyword_paused")


def arrived(shop: GiftShop, buyer: str, sku: str, pieces: int) -> str:
    """Place an order that is shipped and delivered; gives its id."""
    order = shop.place(buyer, (sku, pieces))
    lines = read(shop, order).lines
    parcels = [Parcel(line_id=line.id, quantity=line.quantity) for line in lines]
    sent = shop.house.connection.writes.shop.ship(order, parcels, carrier="DHL", tracking="T1", key=f"out {order}")
    assert sent.object_id is not None
    shop.market.deliver([sent.object_id], at=shop.clock.now())
    return order


def read(shop: GiftShop, order: str) -> Order:
    """Read an order."""
    return shop.house.connection.reads.shop.get_order(order)


def write(shop: GiftShop, buyer: str, text: str) -> list[str]:
    """Let a buyer write and the staff work; gives what the shop answered."""
    shop.clock.set(shop.clock.now() + timedelta(minutes=1))
    thread = shop.market.send_message(buyer, text, at=shop.clock.now())
    take_events(shop.crew(), shop.house.connection.events)
    work(shop.crew(), shop.clock.now())
    messages = shop.house.connection.reads.messages
    assert messages is not None
    return [one.text for one in messages.get_thread(thread).messages if one.author == "shop"]


def is_sold(shop: GiftShop, sku: str) -> bool:
    """Tell whether a product is on the shelf."""
    return shop.house.connection.reads.shop.get_product(f"P-{sku}").listed


def is_advertised(shop: GiftShop) -> dict[str, bool]:
    """Tell which keywords run."""
    ads = shop.house.connection.reads.ads
    assert ads is not None
    return {keyword.id: not keyword.paused for keyword in ads.list_keywords()}


def evening(shop: GiftShop) -> list[str]:
    """Let it be eight in the evening; gives the lines about quality in 店长's daily report."""
    shop.clock.set(shop.clock.now().replace(hour=19, minute=5))
    opened = tick(shop.crew(), shop.clock.now())
    work(shop.crew(), shop.clock.now())
    (report,) = [task for one in opened if (task := shop.house.tasks.get(one)).job == "daily_report"]
    _, _, rest = report.answer.partition("\nQuality\n")
    return list(takewhile(lambda line: line.startswith("- "), rest.splitlines()))


@pytest.mark.parametrize(
    ("buyer", "text"),
    [
        ("17850", "1 stand of order {} got too hot under a candle and burnt my hand [photo]. I want a refund"),
        ("13047", "订单{}收到1个架子坏了，把我的手割伤了[图片]，要求退款"),
    ],
)
def test_an_unsafe_thing_shown_by_its_buyer_is_stopped_not_advertised_and_reported(
    shop: GiftShop, buyer: str, text: str
) -> None:
    order = arrived(shop, buyer, STAND, 1)
    assert is_sold(shop, STAND) and is_advertised(shop) == {"k1": True, "k2": True}
    said = write(shop, buyer, text.format(order))
    assert not is_sold(shop, STAND) and is_sold(shop, HEART)
    assert is_advertised(shop) == {"k1": False, "k2": True}
    by = {(row.employee, row.kind, row.state) for row in shop.effects() if row.kind.startswith("set_")}
    assert by == {("product", "set_listed", "done"), ("promotion", "set_keyword_paused", "done")}
    # money and the buyer are a person's; the buyer is told so once
    assert len(said) == 1 and not any(line.refunded for line in read(shop, order).lines)
    lines = evening(shop)
    assert len(lines) == 2 and f"P-{STAND}" in lines[0] and "k1" in lines[1]


def test_the_owner_who_asks_later_hears_of_a_stop_after_the_report_and_why(shop: GiftShop) -> None:
    order = arrived(shop, "17850", STAND, 1)
    assert evening(shop) == []
    write(shop, "17850", f"1 stand of order {order} got too hot and burnt my hand [photo]. I want a refund")
    told = shop.owner("Show me the daily report").answer
    assert "\nSince then\n" in told and f"P-{STAND}" in told.partition("Since then")[2]
    why = shop.owner("Why was the regency cakestand taken off the shelf?")
    stop, pause = (next(row for row in shop.effects() if row.kind == kind) for kind in STOPS)
    assert why.job == "explain_changes" and "off the shelf" in why.answer and f"[{stop.id}]" in why.answer
    assert f"[{pause.id}]" in shop.owner("为什么暂停了关键词?").answer
    assert f"[{stop.id}]" not in shop.owner("Why was the white hanging heart taken off the shelf?").answer


@pytest.mark.parametrize(
    ("buyer", "text"),
    [
        ("17850", "The stand of order {} cut my son's hand. What now?"),
        ("13047", "订单{}的架子边上太锋利，孩子手割伤流血了[图片]，怎么处理？"),
        ("17850", "Something of yours burnt my hand, I want my money back!"),
    ],
)
def test_who_reports_harm_gets_a_person_whatever_the_words_leave_open(shop: GiftShop, buyer: str, text: str) -> None:
    """No photo, no reason, no wish, no order: a person is told at once, and only the photo stops goods."""
    for _ in range(2):
        order = arrived(shop, buyer, STAND, 1)
    write(shop, buyer, text.format(order))
    (row,) = [row for row in shop.effects() if row.kind == "hand_over"]
    assert row.state == "done"
    assert ("harm to people" if text.isascii() else "有人受伤") in row.payload["note"]
    assert is_sold(shop, STAND) is ("[图片]" not in text)


def test_a_single_ordinary_complaint_stops_nothing_and_there_is_no_line(shop: GiftShop) -> None:
    order = arrived(shop, "17850", STAND, 1)
    write(shop, "17850", f"The stand of order {order} came broken [photo], please refund")
    assert [row.kind for row in shop.effects() if row.kind == "issue_refund"]
    shop.clock.set(shop.clock.now() + timedelta(days=1))
    assert quality_tasks(shop) == [] and is_sold(shop, STAND) and evening(shop) == []


def test_nobody_stops_goods_with_a_story_about_an_order_that_is_not_theirs_or_without_a_photo(shop: GiftShop) -> None:
    theirs, mine = arrived(shop, "14911", STAND, 1), arrived(shop, "17850", STAND, 1)
    write(shop, "17850", f"The stand of order {theirs} is broken and cut my hand [photo]! Refund!")
    write(shop, "17850", f"The stand of order {mine} is broken and cut my hand! Refund!")
    assert is_sold(shop, STAND) and not [row for row in shop.effects() if row.kind == "set_listed"]


def test_repeated_complaints_of_several_buyers_stop_the_goods_and_a_restart_stands(shop: GiftShop) -> None:
    """And what the owner puts back stays there: the old complaints have had their effect."""
    cheap = Tier(min_quantity=1, unit_price=800)
    shop.house.connection.writes.shop.set_price(STAND, [cheap], key="bears few faults")
    for number in range(6):
        buyer = ("17850", "14911", "13047")[number % 3]
        order = arrived(shop, buyer, STAND, 1)
        write(shop, buyer, f"The stand of order {order} came broken [photo], please refund")
    shop.clock.set(shop.clock.now() + timedelta(days=1))
    assert len(quality_tasks(shop)) == 1
    assert not is_sold(shop, STAND) and is_advertised(shop) == {"k1": False, "k2": True}
    shop.house.connection.writes.shop.set_listed(f"P-{STAND}", True, key="the owner")
    shop.clock.set(shop.clock.now() + timedelta(days=1))
    assert quality_tasks(shop) == [] and is_sold(shop, STAND)


def test_goods_that_pay_for_their_faults_stay_on_the_shelf_and_the_weekly_review_names_them(shop: GiftShop) -> None:
    for number in range(60):
        shop.place(("17850", "14911", "13047")[number % 3], (STAND, 2))
    for number in range(6):
        buyer = ("17850", "14911", "13047")[number % 3]
        order = arrived(shop, buyer, STAND, 2)
        write(shop, buyer, f"1 stand of order {order} came broken [photo], please refund")
    shop.clock.set(shop.clock.now() + timedelta(days=1))
    assert quality_tasks(shop) == [] and is_sold(shop, STAND)
    while shop.clock.now().weekday() != 0:
        shop.clock.set(shop.clock.now() + timedelta(days=1))
    answer = shop.job("weekly_review").answer
    (line,) = [one for one in answer.splitlines() if one.startswith(f"- {STAND}: 6/")]
    assert "by 3 buyers" in line and "a line bears" in line


def quality_tasks(shop: GiftShop) -> list[str]:
    """Let the quality loop's hour come; gives the tasks that were opened for it, done."""
    shop.clock.set(shop.clock.now().replace(hour=9, minute=20))
    opened = [one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == "quality_loop"]
    work(shop.crew(), shop.clock.now())
    return opened
