"""客户 · order change: done while the order allows it, asked where something is missing, said only as it is."""

from __future__ import annotations

from typing import Any

import pytest

from agents.customer.changed_pieces import pieces_changed
from agents.supervisor import run_task
from authority.claim_evidence import gather
from authority.claims import check
from authority.task import Task
from authority.tasks import NewTask, Origin
from kit.ids import stable_id
from shops.buyers import Draft, DraftLine
from shops.models import FulfilmentStatus, Order, Parcel
from tests.support.gift_shop import LEEDS, GiftShop

HEART, BUNTING, STAND = "85123A", "47566", "22423"


class Asked:
    """A buyer's wish, handed off to the job, and what came of it."""

    def __init__(self, shop: GiftShop, kind: str, text: str, order: str | None, *, buyer: str, language: str) -> None:
        market, now = shop.market, shop.clock.now()
        self.shop, self.thread = shop, market.send_message(buyer, text, at=now)
        subject = (f"thread:{self.thread}", f"change:{kind}", *((f"order:{order}",) if order else ()))
        new = NewTask(
            job="order_change",
            employee="customer",
            cause=stable_id("test", text, order or ""),
            origin=Origin.BUYER,
            buyer=buyer,
            due_at=now,
            subject=subject,
            input={"goal": text, "language": language},
        )
        crew = shop.crew()
        self.task: Task = run_task(crew, crew.tasks.open(new, now=now))
        briefs = [turn.body for turn in crew.tasks.turns(self.task.id) if turn.kind == "brief"]
        self.figures: dict[str, Any] = briefs[-1]["figures"]
        self.effects = [(row.kind, row.state, row.rule) for row in shop.house.log.of_task(self.task.id)]

    @property
    def reply(self) -> dict[str, str]:
        """Give the sentences for the buyer."""
        return dict(self.figures["reply"])

    def faults(self, outcome: str) -> list[str]:
        """Check the sentence against the shop's records, as the kernel will."""
        words = self.reply[outcome]
        reads = self.shop.house.connection.reads
        return [str(one) for one in check(words, gather(reads, self.thread, words, self.shop.clock.now()))]


def ask(
    shop: GiftShop, kind: str, text: str, order: str | None = None, *, buyer: str = "17850", language: str = "en"
) -> Asked:
    """Let a buyer ask for a change."""
    return Asked(shop, kind, text, order, buyer=buyer, language=language)


def order_of(shop: GiftShop, order_id: str) -> Order:
    """Read an order."""
    return shop.house.connection.reads.shop.get_order(order_id)


def ship(shop: GiftShop, order_id: str, pieces: int) -> None:
    """Hand pieces of the first line to a carrier."""
    parcel = Parcel(line_id=order_of(shop, order_id).lines[0].id, quantity=pieces)
    shop.house.connection.writes.shop.ship(order_id, [parcel], carrier="DHL", tracking="T1", key=f"out {order_id}")


@pytest.mark.parametrize(("language", "text"), [("en", "Please cancel my order"), ("zh", "麻烦把这个订单取消了")])
def test_a_paid_order_is_cancelled_and_the_money_said_is_the_money_given(
    shop: GiftShop, language: str, text: str
) -> None:
    """The buyer's only open order is meant."""
    order = shop.place("17850", (HEART, 10))
    asked = ask(shop, "cancel", text, language=language)
    assert asked.effects == [("cancel_order", "done", "within_limits")]
    assert order_of(shop, order).fulfilment is FulfilmentStatus.CANCELLED
    assert "29.50" in asked.reply["done"] and order in asked.reply["done"]
    assert asked.faults("done") == [] and asked.faults("held") == [] and asked.faults("refused") == []


def test_which_order_is_asked_and_never_guessed(shop: GiftShop) -> None:
    """Two open ones, or one of another buyer: nothing is done."""
    first, second = shop.place("17850", (HEART, 10)), shop.place("17850", (STAND, 2))
    theirs = shop.place("14911", (HEART, 3))
    asked = ask(shop, "cancel", "Please cancel it")
    assert not asked.effects and first in asked.reply["ask"] and second in asked.reply["ask"]
    foreign = ask(shop, "cancel", "Please cancel this one", theirs)
    assert not foreign.effects and theirs not in foreign.reply["ask"]
    for one in (asked, foreign):
        assert one.faults("ask") == []


@pytest.mark.parametrize(("language", "text"), [("en", "Change it to 30 pieces"), ("zh", "改成30个")])
def test_where_all_orders_have_left_the_newest_is_told_of_and_where_there_is_none_that(
    shop: GiftShop, language: str, text: str
) -> None:
    """No goods are asked for that nobody has named."""
    newest = shop.place("13047", (HEART, 4))
    ship(shop, newest, 4)
    for buyer, words in (("13047", newest), ("14911", "no order" if language == "en" else "没有查到")):
        assert words in shop.said(shop.buyer(buyer, text))[0].text
    gone = ask(shop, "cancel", text, buyer="13047", language=language)
    assert not gone.effects and newest in gone.reply["refused"] and gone.faults("refused") == []


@pytest.mark.parametrize(
    ("has", "text", "options"),
    [
        (12, "{order} 从12改成20", "18 件还是 24 件"),
        (12, "{order} 从12改成4", " 6 件"),
        (12, "我的订单再加10个85123A", "18 件还是 24 件"),
        (6, "{order} 改成7个", " 12 件"),
        (12, "Change order {order} from 12 to 40 pieces", "36 pieces or 42 pieces"),
    ],
)
def test_pieces_that_are_no_whole_packs_are_asked_about(shop: GiftShop, has: int, text: str, options: str) -> None:
    """The packs below and above are offered, but what the order has already."""
    order = shop.place("17850", (HEART, has))
    (said,) = shop.said(shop.buyer("17850", text.format(order=order)))
    assert options in said.text and order in said.text
    assert not [row for row in shop.effects() if row.kind == "change_items"]


@pytest.mark.parametrize("answer", ["18", "那就18个吧", "18个", "改成18个"])
def test_the_answer_to_the_question_after_the_packs_is_done(shop: GiftShop, answer: str) -> None:
    order = shop.place("17850", (HEART, 12))
    thread = shop.thread_of(shop.buyer("17850", "改成20个"))
    shop.pass_time(minutes=1)
    said = shop.said(shop.buyer("17850", answer, thread=thread))[-1]
    (change,) = [row for row in shop.effects() if row.kind == "change_items"]
    assert change.payload["items"] == [{"sku": HEART, "quantity": 18}]
    assert order in said.text and "订单" in said.text


@pytest.mark.parametrize(
    ("text", "count"), [("从5改成30", "是 12 件"), ("Please change it from 5 to 30", "There are 12 pieces")]
)
def test_pieces_that_the_order_has_not_are_asked_about(shop: GiftShop, text: str, count: str) -> None:
    order = shop.place("17850", (HEART, 12))
    (said,) = shop.said(shop.buyer("17850", text))
    assert order in said.text and count in said.text and "30" in said.text
    assert not [row for row in shop.effects() if row.kind == "change_items"]
    shop.pass_time(minutes=1)
    shop.buyer("17850", "是的" if said.text[0] == "您" else "Yes please", thread=said.thread_id)
    (change,) = [row for row in shop.effects() if row.kind == "change_items"]
    assert change.payload["items"] == [{"sku": HEART, "quantity": 30}]


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("我的订单能改成6个吗?", "可以的"),
        ("能改成6个吗?", "是的"),
        ("Can I change my order to 6 pieces?", "Yes, please"),
    ],
)
def test_a_question_after_fewer_pieces_gives_no_money_back_before_it_is_answered(
    shop: GiftShop, text: str, yes: str
) -> None:
    """More pieces are due until they are paid, so a question may begin them."""
    order = shop.place("17850", (HEART, 12))
    (said,) = shop.said(shop.buyer("17850", text))
    assert order in said.text and "6" in said.text
    assert not [row for row in shop.effects() if row.kind == "change_items"]
    shop.pass_time(minutes=1)
    shop.buyer("17850", yes, thread=said.thread_id)
    assert [(line.sku, line.quantity) for line in order_of(shop, order).lines] == [(HEART, 6)]


def test_the_answer_is_of_the_line_that_was_asked_about(shop: GiftShop) -> None:
    order = shop.place("17850", (HEART, 12), (STAND, 2))
    said = shop.said(shop.buyer("17850", f"订单 {order} 85123A改成20个"))[-1]
    shop.pass_time(minutes=1)
    shop.buyer("17850", "18个", thread=said.thread_id)
    (change,) = [row for row in shop.effects() if row.kind == "change_items"]
    assert change.payload["items"] == [{"sku": HEART, "quantity": 18}, {"sku": STAND, "quantity": 2}]


def test_of_several_orders_that_wait_the_one_with_so_many_pieces_is_meant(shop: GiftShop) -> None:
    meant, other = shop.place("17850", (HEART, 12)), shop.place("17850", (HEART, 6))
    task = shop.buyer("17850", "从12改成6")
    assert meant in shop.said(task)[0].text
    assert [line.quantity for line in order_of(shop, meant).lines] == [6]
    assert [line.quantity for line in order_of(shop, other).lines] == [6]


@pytest.mark.parametrize("text", ["从36改成30", "改成30个", "Change it from 36 to 30", "change it to 30"])
def test_an_order_that_came_of_the_talk_is_changed_in_it(shop: GiftShop, text: str) -> None:
    """The offer is taken and no longer open: the order is meant."""
    thread = shop.thread_of(shop.buyer("17850", "How much are 36 white hanging hearts?"))
    shop.pass_time(minutes=1)
    quotes = shop.house.connection.reads.quotes
    assert quotes is not None
    order = shop.market.accept_quote(quotes.list_quotes()[-1].id, LEEDS, at=shop.clock.now())
    assert order is not None
    shop.pass_time(minutes=1)
    said = shop.said(shop.buyer("17850", text, thread=thread))[-1]
    assert order in said.text
    assert [(line.sku, line.quantity) for line in order_of(shop, order).lines] == [(HEART, 30)]


@pytest.mark.parametrize("kind", ["cancel", "address", "items"])
def test_what_has_left_stays_and_what_has_partly_left_is_a_persons(shop: GiftShop, kind: str) -> None:
    whole, part = shop.place("17850", (HEART, 4)), shop.place("17850", (HEART, 6))
    ship(shop, whole, 4)
    ship(shop, part, 2)
    gone, partly = ask(shop, kind, "Change it, please", whole), ask(shop, kind, "Change it, please", part)
    assert not gone.effects and gone.faults("refused") == []
    assert not partly.effects and part in partly.figures["person"] and partly.faults("held") == []


def test_a_second_change_waits_for_a_person_and_the_order_waits_with_it(shop: GiftShop) -> None:
    """The ship list leaves it out until the owner has decided."""
    order = shop.place("17850", (HEART, 10))
    assert ask(shop, "items", "Only 6 please", order).effects == [("change_items", "done", "within_limits")]
    asked = ask(shop, "cancel", "No, cancel it all", order)
    assert asked.effects == [("cancel_order", "held", "change.again")] and asked.faults("held") == []
    shop.job("ship_list", cause="while it waits")
    assert order_of(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED
    (held,) = shop.house.log.list_effects(states=("held",))
    shop.house.desk.reject(held.id, by="owner", why="it is packed")
    shop.job("ship_list", cause="decided")
    assert order_of(shop, order).fulfilment is FulfilmentStatus.SHIPPED


@pytest.mark.parametrize(
    ("text", "lines", "done", "money"),
    [
        ("Make it 24 pieces of 85123A", [(HEART, 24), (STAND, 2)], "the difference is", "47.20"),
        ("Only 30 of 85123A", [(HEART, 30), (STAND, 2)], "the difference is", "64.90"),
        ("Please add 3 more of 22423", [(HEART, 8), (STAND, 5)], "the difference is", "38.25"),
        ("Please remove 22423", [(HEART, 8)], "is yours", "25.50"),
        ("Only 6 of 85123A", [(HEART, 6), (STAND, 2)], "is yours", "5.90"),
    ],
)
def test_items_are_changed_as_said_at_the_difference_said(
    shop: GiftShop, text: str, lines: list[tuple[str, int]], done: str, money: str
) -> None:
    """More is due until it is paid."""
    order = shop.place("17850", (HEART, 8), (STAND, 2))
    asked = ask(shop, "items", text, order)
    assert asked.effects == [("change_items", "done", "within_limits")]
    assert done in asked.reply["done"] and money in asked.reply["done"]
    assert asked.faults("done") == []
    changes = shop.house.connection.reads.changes
    assert changes is not None
    for change in changes.list_changes(order):
        shop.market.pay_change(change.id, at=shop.clock.now())
    assert [(line.sku, line.quantity) for line in order_of(shop, order).lines] == lines


@pytest.mark.parametrize(
    ("text", "money"), [("85123A 改成 6 个", "5.90"), ("85123A 再加 4 个", "11.80"), ("85123A 增加到 12 个", "11.80")]
)
def test_items_are_changed_in_chinese(shop: GiftShop, text: str, money: str) -> None:
    asked = ask(shop, "items", text, shop.place("17850", (HEART, 8)), language="zh")
    assert asked.effects == [("change_items", "done", "within_limits")]
    assert money in asked.reply["done"] and asked.faults("done") == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("{order} hearts 从8改成6", [(HEART, 6), (STAND, 2)]),
        ("{order} 从8改成6", [(HEART, 6), (STAND, 2)]),
        ("{order} 8个的改成6个", [(HEART, 6), (STAND, 2)]),
        ("Please change order {order} from 8 to 6", [(HEART, 6), (STAND, 2)]),
        ("Please change the cakestand in order {order} from 2 to 1", [(HEART, 8), (STAND, 1)]),
    ],
)
def test_the_one_line_that_can_be_meant_is_changed(shop: GiftShop, text: str, lines: list[tuple[str, int]]) -> None:
    """By what it is called, or by how many there were of it."""
    order = shop.place("17850", (HEART, 8), (STAND, 2))
    task = shop.buyer("17850", text.format(order=order))
    assert [(line.sku, line.quantity) for line in order_of(shop, order).lines] == lines
    assert order in shop.said(task)[0].text


@pytest.mark.parametrize("text", ["改成6个", "数量改6个", "make it 6 pieces instead", "change it to 6"])
def test_pieces_alone_change_the_only_line_of_the_only_order_that_waits(shop: GiftShop, text: str) -> None:
    order = shop.place("17850", (HEART, 8))
    task = shop.buyer("17850", text)
    assert [(line.sku, line.quantity) for line in order_of(shop, order).lines] == [(HEART, 6)]
    assert len(shop.said(task)) == 1


def test_pieces_alone_after_an_offer_mean_the_offer(shop: GiftShop) -> None:
    order = shop.place("17850", (HEART, 8))
    talk = shop.thread_of(shop.buyer("17850", "How much are 36 white hanging hearts?"))
    shop.pass_time(minutes=1)
    task = shop.buyer("17850", "change it to 48", thread=talk)
    assert "48 pieces" in shop.said(task)[-1].text
    assert [(line.sku, line.quantity) for line in order_of(shop, order).lines] == [(HEART, 8)]


def test_pieces_alone_where_other_goods_were_spoken_of_change_no_order(shop: GiftShop) -> None:
    order = shop.place("17850", (HEART, 8))
    talk = shop.thread_of(shop.buyer("17850", "I would like 50 of something nice"))
    shop.pass_time(minutes=1)
    shop.buyer("17850", "change it to 30", thread=talk)
    assert [(line.sku, line.quantity) for line in order_of(shop, order).lines] == [(HEART, 8)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("change delivery to 12 Oak Tree Avenue", None),
        ("please change it to 221B Baker Street", None),
        ("改成5天", None),
        ("地址改成100号", None),
        ("change it to 30pcs", 30),
        ("increase it to three dozen", 36),
        ("减到一百", 100),
    ],
)
def test_what_is_no_count_of_pieces_is_not_read_as_one(text: str, pieces: int | None) -> None:
    assert pieces_changed(text)[1] == pieces


def test_a_price_at_another_count_changes_no_order(shop: GiftShop) -> None:
    order = shop.place("17850", (HEART, 8))
    shop.buyer("17850", "If I increase my order to 800 pieces, can you reduce the price?")
    assert [(line.sku, line.quantity) for line in order_of(shop, order).lines] == [(HEART, 8)]


@pytest.mark.parametrize("text", ["Change the items please", "Make it 5", "I want 3 of 84879", "Only 0 of 85123A"])
def test_items_that_are_not_said_for_certain_are_asked(shop: GiftShop, text: str) -> None:
    order = shop.place("17850", (HEART, 8), (STAND, 2))
    asked = ask(shop, "items", text, order)
    assert not asked.effects and asked.faults("ask") == []


def test_more_than_there_is_cannot_be_promised(shop: GiftShop) -> None:
    order = shop.place("17850", (HEART, 8))
    asked = ask(shop, "items", "Make it 100000 of 85123A", order)
    assert not asked.effects and asked.faults("refused") == []


def test_an_address_that_is_not_whole_is_asked(shop: GiftShop) -> None:
    order = shop.place("17850", (HEART, 8))
    asked = ask(shop, "address", "Please send it elsewhere", order)
    assert not asked.effects and asked.faults("ask") == []


def test_the_payment_method_of_a_paid_order_stays_and_of_an_unpaid_one_is_set(shop: GiftShop) -> None:
    paid = shop.place("17850", (HEART, 8))
    assert ask(shop, "payment", "Can I pay by card", paid).faults("refused") == []
    order = place_unpaid(shop)
    assert ask(shop, "payment", "another way to pay, please", order).faults("ask") == []
    asked = ask(shop, "payment", "I would like to use bank transfer", order)
    assert asked.effects == [("change_payment", "done", "within_limits")] and asked.faults("done") == []


def place_unpaid(shop: GiftShop) -> str:
    """Place an order that is not paid and give its id."""
    line = DraftLine(sku=STAND, quantity=2)
    draft = Draft(customer_id="17850", lines=(line,), address=LEEDS, at=shop.clock.now(), paid=False)
    (order_id,) = shop.market.place_orders([draft])
    assert order_id is not None
    return order_id


def test_an_unpaid_order_is_cancelled_without_a_word_about_money(shop: GiftShop) -> None:
    order = place_unpaid(shop)
    asked = ask(shop, "cancel", "不要了,取消吧", order, language="zh")
    assert asked.effects == [("cancel_order", "done", "within_limits")] and asked.faults("done") == []


def test_what_shall_change_is_never_guessed(shop: GiftShop) -> None:
    order = shop.place("17850", (HEART, 8))
    crew = shop.crew()
    new = NewTask(
        job="order_change",
        employee="customer",
        cause="unclear",
        origin=Origin.BUYER,
        buyer="17850",
        due_at=shop.clock.now(),
        subject=(f"order:{order}",),
        input={"goal": "hm", "language": "en"},
    )
    task = run_task(crew, crew.tasks.open(new, now=shop.clock.now()))
    assert (task.end, shop.house.log.of_task(task.id)) == ("refused", [])
