"""商品 · light-custom quote: quoted with its set-up, asked where something is missing, a person's where it may be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agents.product.artwork import read_artwork
from agents.supervisor import run_task
from authority.claim_evidence import gather
from authority.claims import check
from authority.tasks import NewTask, Origin
from kit.ids import stable_id
from shops.changes import ItemWish
from shops.custom import ATTRIBUTE, CustomProcess
from tests.decisions.test_custom import PRINT
from tests.support.gift_shop import LEEDS, GiftShop, open_gift_shop

HEART = "85123A"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[GiftShop]:
    """Give the gift shop, whose hearts can be printed on."""
    opened = open_gift_shop(tmp_path)
    reads = opened.house.connection.reads.shop
    product = reads.get_product(reads.get_variant(HEART).product_id)
    attributes = {ATTRIBUTE: json.dumps([PRINT | {"materials": []}])}
    opened.market.load_products([product.model_copy(update={"attributes": attributes})], {}, at=opened.clock.now())
    yield opened
    opened.house.close()


def ask(shop: GiftShop, text: str, language: str = "en") -> tuple[dict[str, Any], list[Any], str]:
    """Hand a buyer's wish off to the job; gives figures, effects, and the thread."""
    thread, now = shop.market.send_message("17850", text, at=shop.clock.now()), shop.clock.now()
    new = NewTask(
        job="custom_quote",
        employee="product",
        cause=stable_id("test", text),
        origin=Origin.BUYER,
        buyer="17850",
        due_at=now,
        subject=(f"thread:{thread}",),
        input={"goal": text, "language": language},
    )
    crew = shop.crew()
    task = run_task(crew, crew.tasks.open(new, now=now))
    briefs = [turn.body for turn in crew.tasks.turns(task.id) if turn.kind == "brief"]
    effects = [(row.kind, row.state, row.rule) for row in shop.house.log.of_task(task.id)]
    return briefs[-1]["figures"], effects, thread


def faults(shop: GiftShop, thread: str, words: str) -> list[str]:
    """Check a sentence as the kernel will."""
    found = check(words, gather(shop.house.connection.reads, thread, words, shop.clock.now()))
    return [str(one) for one in found]


WHOLE = {
    "en": "300 pieces of 85123A with our logo, 4 x 3 cm, two colours, file attached [photo]",
    "zh": "85123A 要 300 个,印我们的logo,4x3厘米,双色,[图片]",
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_custom_work_is_quoted_at_ladder_fee_and_set_up_and_can_be_ordered(shop: GiftShop, language: str) -> None:
    """2.55 at 300 pieces, 0.20 a piece, 30.00 over 300: 2.85. The order says what is in it."""
    figures, effects, thread = ask(shop, WHOLE[language], language)
    assert effects == [("create_quote", "done", "within_limits")] and "2.85" in figures["reply"]["done"]
    assert [faults(shop, thread, words) for words in figures["reply"].values()] == [[], [], []]
    quotes, changes = shop.house.connection.reads.quotes, shop.house.connection.reads.changes
    assert quotes is not None and changes is not None
    quote = quotes.list_quotes(customer_id="17850")[-1]
    assert [(line.quantity, line.unit_price, line.custom) for line in quote.lines] == [(300, 285, "logo print")]
    order_id = shop.market.accept_quote(quote.id, LEEDS, at=shop.clock.now())
    assert order_id is not None
    line = shop.house.connection.reads.shop.get_order(order_id).lines[0]
    assert "logo print" in line.title and line.paid == 300 * 285
    assert changes.price_items(order_id, [ItemWish(sku=HEART, quantity=200)]).faults


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Can you print our logo on 85123A?", ("artwork", "pieces", "size", "colours")),
        ("300 of 85123A with our logo, 4 x 3 cm, two colours", ("artwork",)),
        ("300 of 85123A with our logo attached [photo], two colours", ("size",)),
        ("Can you print our logo?", ("product",)),
    ],
)
def test_what_is_missing_is_asked(shop: GiftShop, text: str, asked: tuple[str, ...]) -> None:
    figures, effects, thread = ask(shop, text)
    assert not effects and set(figures["reply"]) == {"ask"} and "person" not in figures
    assert all(word in figures["reply"]["ask"] for word in asked)
    assert faults(shop, thread, figures["reply"]["ask"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "300 pieces of 85123A with Mickey Mouse, 4 x 3 cm, two colours [photo]",
        "85123A 300个,印明星肖像,4x3厘米,双色 [图片]",
        "300 pieces of 85123A with our logo, 14 x 13 cm, two colours [photo]",
        "300 pieces of 22423 with our logo, 4 x 3 cm, two colours [photo]",
    ],
)
def test_rights_and_what_does_not_fit_are_a_persons(shop: GiftShop, text: str) -> None:
    figures, effects, thread = ask(shop, text)
    assert not effects and figures["person"] and faults(shop, thread, figures["reply"]["held"]) == []


@pytest.mark.parametrize(
    ("text", "area", "colours", "has_file"),
    [
        ("4 x 3 cm, two colours, attached", "12", 2, True),
        ("40mm x 30mm, 1 colour", "12.00", 1, False),
        ("40x30毫米 单色 [图片]", "12.00", 1, True),
        ("直径大概一点点", None, None, False),
        ("logo.ai 5×4公分 三色", "20", 3, True),
    ],
)
def test_an_artwork_is_read_as_it_was_written(text: str, area: str | None, colours: int | None, has_file: bool) -> None:
    art = read_artwork(text, [CustomProcess.model_validate(PRINT)])
    assert (art.area_cm2, art.colours, art.has_file) == (None if area is None else Decimal(area), colours, has_file)


@pytest.mark.parametrize(
    ("text", "price", "plain"),
    [
        ("36 of 85123A with our logo, what price?", "£2.55", "This price does not include the customisation"),
        ("85123A 36个,印我们的logo,多少钱?", "2.55", "以上价格不含logo等定制,定制部分单独报价"),
        ("How much is the 85123A with our logo?", "£2.95", "This price does not include the customisation"),
    ],
)
def test_a_plain_price_beside_the_question_for_artwork_is_called_so(
    shop: GiftShop, text: str, price: str, plain: str
) -> None:
    task = shop.buyer("17850", text)
    (said,) = shop.said(task)
    assert price in said.text and plain in said.text
    assert faults(shop, shop.thread_of(task), said.text) == []


@pytest.mark.parametrize("text", [f"{WHOLE['en']}, what price?", "36 of 85123A, what price?"])
def test_a_price_with_the_work_in_it_or_without_any_is_called_nothing_else(shop: GiftShop, text: str) -> None:
    assert "does not include" not in shop.said(shop.buyer("17850", text))[0].text


def test_custom_work_is_talked_over_to_one_offer_that_no_plain_one_undercuts(shop: GiftShop) -> None:
    """What is answered piece by piece is read together, and who asks the price again hears that of the custom work."""
    opening = "can you print our logo on the white hanging heart?"
    assert "we still need" in shop.talk("14911", opening)
    said = shop.talk("17850", opening, "200 pieces", "here it is [image] 3 x 3 cm, 2 colours", "and how much is that?")
    quotes = shop.house.connection.reads.quotes
    assert quotes is not None
    offers = quotes.list_quotes(customer_id="17850")
    assert [line.custom != "" for one in offers for line in one.lines] == [True]
    assert "Our offer stays open" in said
    assert "does not include" not in said
