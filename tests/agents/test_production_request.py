"""The owner's order to the factory: read as one, asked for what lacks, and held; a question about it orders nothing."""

from __future__ import annotations

import pytest

from agents.owner_topics import OwnerTopic, wanted_of_owner
from authority.tasks import End
from tests.support.gift_shop import GiftShop

HEART = "85123A"


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Order 3000 pieces from the factory", "Order 3000 pieces of which article?"),
        ("向工厂下单3000件", "要向工厂下单 3000 件哪个商品"),
        ("Please have the factory make 500", "Order 500 pieces of which article?"),
        ("Order the white hanging heart from the factory", "How many pieces"),
        ("让工厂生产 white hanging heart", "要工厂做多少件"),
    ],
)
def test_what_lacks_is_asked_for_and_nothing_is_ordered(shop: GiftShop, text: str, asks: str) -> None:
    task = shop.owner(text)
    assert (task.job, task.end) == ("production_request", End.DONE)
    assert asks in task.answer
    assert shop.effects() == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Order 3000 pieces of the white hanging heart from the factory", 3000),
        (f"向工厂下单3000件 {HEART}", 3000),
        (f"让工厂做五百件 {HEART}", 500),
        (f"Have the factory make 500 of {HEART}", 500),
        (f"Produce 1,200 pieces of {HEART}", 1200),
    ],
)
def test_an_order_with_goods_and_pieces_waits_for_the_owner(shop: GiftShop, text: str, pieces: int) -> None:
    task = shop.owner(text)
    (row,) = shop.effects(task)
    assert (row.kind, row.state, row.rule) == ("order_production", "held", "production.order")
    assert [(line["sku"], line["quantity"]) for line in row.payload["lines"]] == [(HEART, pieces)]
    assert task.end == End.HELD and row.id in task.answer
    assert row.reason.startswith("the owner asked for it")


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        (("Order 3000 pieces from the factory", HEART), 3000),
        (("向工厂下单3000件", HEART), 3000),
        (("Order from the factory", "the white hanging heart", "500"), 500),
        (("向工厂下单3000件", "T-light"), 3000),
    ],
)
def test_an_answer_to_what_was_asked_back_completes_the_order(
    shop: GiftShop, said: tuple[str, ...], pieces: int
) -> None:
    for text in said:
        shop.pass_time(minutes=1)
        task = shop.owner(text)
    (row,) = shop.effects()
    assert task.job == "production_request" and row.state == "held" and row.id in task.answer
    assert [(line["sku"], line["quantity"]) for line in row.payload["lines"]] == [(HEART, pieces)]
    assert said[0] in row.reason


def test_words_that_answer_no_question_or_want_something_else_stay_as_they_are(shop: GiftShop) -> None:
    shop.owner("Order 3000 pieces from the factory")
    shop.pass_time(minutes=1)
    assert shop.owner("How was yesterday?").job == "shop_report"
    shop.pass_time(minutes=1)
    shop.owner(HEART)
    shop.owner("Order 3000 pieces from the factory")
    shop.pass_time(days=1)
    shop.owner(HEART)
    assert shop.effects() == []


@pytest.mark.parametrize(
    ("text", "already"),
    [
        ("Order 3000 pieces of the white hanging heart from the factory", "wait for your decision already"),
        (f"向工厂下单3000件 {HEART}", "已在等您决定"),
        ("Raise the white hanging heart by 9%", "waits for your decision already"),
    ],
)
def test_what_waits_already_is_not_asked_for_twice(shop: GiftShop, text: str, already: str) -> None:
    (row,) = shop.effects(shop.owner(text))
    assert row.state == "held"
    shop.pass_time(minutes=1)
    again = shop.owner(text)
    assert shop.effects() == [row] and already in again.answer and row.id in again.answer
    shop.house.desk.reject(row.id, by="owner", why="too much")
    shop.pass_time(minutes=1)
    assert len(shop.effects(shop.owner(text))) == 1


def test_less_than_the_factory_makes_at_a_time_is_said_and_not_ordered(shop: GiftShop) -> None:
    factory = shop.house.connection.reads.factory
    assert factory is not None
    least = factory.terms().min_batch
    task = shop.owner(f"Order {least - 1} pieces of the white hanging heart from the factory")
    assert f"makes {least} pieces or more" in task.answer and shop.effects() == []
    assert len(shop.effects(shop.owner(f"Order {least} pieces of the white hanging heart from the factory"))) == 1


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("why did you order 3000 pieces from the factory?", ("why",)),
        ("Did we order anything from the factory?", ()),
        ("工厂下单了吗", ()),
        ("工厂还有多少在生产", ()),
        ("How many orders are waiting?", ()),
        ("How much stock is left?", ("stock",)),
        ("补货还够吗", ()),
        ("Raise the white hanging heart by 3%", ("set_price",)),
    ],
)
def test_a_question_is_no_order(text: str, intents: tuple[str, ...]) -> None:
    assert wanted_of_owner(text, intents)[:1] != (OwnerTopic.PRODUCTION,)
