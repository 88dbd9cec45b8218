"""What a buyer asks beside the price is answered from the listing, or openly left to a person; it is no complaint."""

from __future__ import annotations

import pytest

from agents.asides import asides_of, asks_why_so_dear
from authority.claims import check, gather
from tests.agents.test_knowledge import teach
from tests.support.gift_shop import GiftShop

MARLOW, NINGBO = "17850", "13047"
HEART = "85123A"
PRICE = "36 white hanging hearts, what price?"
PRICE_ZH = "36个 white hanging heart 多少钱?"


def reply(shop: GiftShop, buyer: str, words: str) -> tuple[str, list[str]]:
    """Let a buyer write; gives what the shop said and the first lines of what a person is told."""
    task = shop.buyer(buyer, words)
    (said,) = shop.said(task)
    thread, now = shop.thread_of(task), shop.clock.now()
    assert not check(said.text, gather(shop.house.connection.reads, thread, said.text, now))
    notes = [str(row.payload["note"]).splitlines()[0] for row in shop.effects(task) if row.kind == "hand_over"]
    return said.text, notes


def state(shop: GiftShop, **attributes: str) -> None:
    """Let the listing of the hearts state something."""
    reads, writes = shop.house.connection.reads.shop, shop.house.connection.writes.shop
    product = reads.get_variant(HEART).product_id
    assert writes.edit_listing(product, title=None, attributes=attributes, key="state").status == "done"


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("锦鲤50个多少钱,多重?尺寸多大?", ("size", "weight")),
        ("有检测报告吗,打样要几天", ("report", "sample_time")),
        ("这个磁力强不强", ("magnet",)),
        ("支持退换货吗", ("returns",)),
        ("不满意能退吗", ("returns",)),
        ("What are the dimensions, and how heavy is it?", ("size", "weight")),
        ("Do you have EN71 test reports? What is it made of?", ("material", "report")),
        ("What is your return policy?", ("returns",)),
        ("What size and material, and what is your returns policy?", ("size", "material", "returns")),
        ("Please tell me the size, weight and material", ("size", "weight", "material")),
        ("尺寸、材质和重量是多少", ("size", "weight", "material")),
        ("材质和尺寸呢", ("size", "material")),
        ("材质和尺寸都不对", ()),
        ("材质和尺寸都是错的", ()),
        ("The size and material are wrong", ()),
        ("How long does a sample take?", ("sample_time",)),
        ("尺寸能放大到8公分么", ()),
        ("质量太差,我要退货", ()),
        ("How long does delivery take?", ()),
        ("I want to return these", ()),
    ],
)
def test_what_is_asked_beside(words: str, kinds: tuple[str, ...]) -> None:
    assert asides_of(words) == kinds


def test_what_no_fact_answers_is_said_beside_the_offer_and_a_person_is_told(shop: GiftShop) -> None:
    said, notes = reply(shop, MARLOW, f"{PRICE} What do they weigh, and do you have test reports?")
    assert "36 pieces at £2.55" in said
    assert "A colleague will answer you about this: the weight, test reports and certificates." in said
    assert notes == ["Why: asks about weight, test reports"]


def test_what_the_listing_states_is_told_and_needs_no_person(shop: GiftShop) -> None:
    state(shop, 尺寸="5 cm", material="zinc", sample_lead_days="3")
    said, notes = reply(shop, MARLOW, f"{PRICE} What size is it, and what material?")
    assert "White Hanging Heart T-Light Holder (85123A): size 5 cm, material zinc." in said
    assert "36 pieces at £2.55" in said
    assert notes == []
    said, notes = reply(shop, NINGBO, f"{PRICE_ZH}尺寸多大,有检测报告吗")
    assert "尺寸 5 cm。" in said
    assert "关于检测报告和认证,稍后由同事人工回复您。" in said
    assert notes == ["原因: 询问检测报告"]


@pytest.mark.parametrize("words", ["85123A 打样几天?", "How long does a sample of 85123A take?"])
def test_how_long_a_sample_takes_brings_no_price_that_nobody_asked(shop: GiftShop, words: str) -> None:
    state(shop, sample_lead_days="3")
    said, _ = reply(shop, MARLOW, words)
    assert "£" not in said and "3 " in said
    priced, _ = reply(shop, MARLOW, f"{words} How much are 36 of 85123A?")
    assert "£2.55" in priced


@pytest.mark.parametrize("value", ["PVC软胶", "6.5 cm x 4 cm", "树脂滴胶,磁铁背贴", "100% zinc"])
def test_a_value_of_either_language_is_told_in_either(shop: GiftShop, value: str) -> None:
    state(shop, 材质=value)
    for buyer, words in ((MARLOW, f"{PRICE} What material?"), (NINGBO, f"{PRICE_ZH}什么材质")):
        said, notes = reply(shop, buyer, words)
        assert value in said and notes == []


def test_how_long_a_sample_takes_is_answered_with_the_sample(shop: GiftShop) -> None:
    state(shop, sample_lead_days="3")
    said, _ = reply(shop, MARLOW, "May I have a sample of the white hanging heart, and how long does the sample take?")
    assert "sample time 3 days" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("How long does a sample of the 85123A take?", "sample time 3 days"),
        ("85123A打样要几天", "打样时间 3 天"),
        ("85123A 磁力怎么样,什么材质", "磁力"),
    ],
)
def test_a_question_asks_for_no_sample(shop: GiftShop, words: str, told: str) -> None:
    state(shop, sample_lead_days="3", 材质="zinc")
    said, _ = reply(shop, NINGBO, words)
    assert told in said
    samples = shop.house.connection.reads.samples
    assert samples is not None and not samples.list_samples()


@pytest.mark.parametrize("words", ["寄个85123A的样品,打样要几天", "85123A打样几天能好,好了直接寄我公司"])
def test_who_wants_a_sample_and_asks_how_long_it_takes_gets_both(shop: GiftShop, words: str) -> None:
    state(shop, sample_lead_days="3")
    said, _ = reply(shop, NINGBO, words)
    assert "样品" in said and "打样时间 3 天" in said


@pytest.mark.parametrize(
    ("words", "about"),
    [("支持退换货吗", "退换货规定"), ("磁力强不强", "磁力"), ("不满意能退吗", "退换货规定")],
)
def test_a_question_of_rules_or_goods_is_no_complaint(shop: GiftShop, words: str, about: str) -> None:
    said, notes = reply(shop, NINGBO, words)
    assert f"关于{about},稍后由同事人工回复您。" in said
    assert "订单" not in said
    assert len(notes) == 1


def test_the_same_words_about_goods_that_came_are_a_complaint(shop: GiftShop) -> None:
    shop.place(NINGBO, (HEART, 36))
    said, _ = reply(shop, NINGBO, "收到的坏了三个,支持退换货吗")
    assert "退换货规定" not in said


@pytest.mark.parametrize("words", ["why not cheaper?", "why so expensive?"])
def test_why_it_costs_no_less_is_answered_from_the_ladder(shop: GiftShop, words: str) -> None:
    assert asks_why_so_dear(words)
    said, notes = reply(shop, MARLOW, f"36 white hanging hearts: {words}")
    assert "36 pieces at £2.55" in said
    assert "it is the same for every buyer" in said
    assert notes == []


def test_the_owners_own_answer_leaves_nothing_of_it_to_a_person(shop: GiftShop) -> None:
    teach(shop, '[answers.light]\nasks = ["heavy", "多重"]\nzh = "每个都很轻。"\nen = "Each of them is light."\n')
    task = shop.buyer(MARLOW, f"{PRICE} How heavy are they?")
    assert "Each of them is light." in shop.said(task)[0].text
    assert not [row for row in shop.effects(task) if row.kind == "hand_over"]
