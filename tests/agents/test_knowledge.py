"""客户 · knowledge upkeep: gaps are drafted for the owner, the owner's answers are sent word for word and measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from authority.limits import load_limits
from kit.errors import Misconfigured
from shopstaff.intake import take_events, tick
from tests.support.gift_shop import GiftShop

MARLOW, NINGBO, TAY = "17850", "13047", "14911"
INVOICE = """
[answers.invoice]
asks = ["发票", "invoice", "VAT"]
topic = "invoice"
zh = "可开增值税专用发票,下单时填写抬头即可。"
en = "We send a VAT invoice with every parcel."
"""


def teach(shop: GiftShop, text: str) -> None:
    """Write the owner's file, as an editor would."""
    (shop.house.folder / "limits.toml").write_text(text, encoding="utf-8")
    shop.house.limits_versions.sync()


@pytest.mark.parametrize(
    ("buyer", "asked", "told"),
    [
        (NINGBO, "能开发票吗?", "可开增值税专用发票,下单时填写抬头即可。"),
        (MARLOW, "Can I have a VAT invoice?", "We send a VAT invoice with every parcel."),
    ],
)
def test_the_owners_answer_is_sent_word_for_word_and_nobody_is_called(
    shop: GiftShop, buyer: str, asked: str, told: str
) -> None:
    before = shop.buyer(TAY, "Can I have a VAT invoice?")
    assert [row.kind for row in shop.effects(before)] == ["send_message", "hand_over"]
    teach(shop, INVOICE)
    task = shop.buyer(buyer, asked)
    assert [(row.kind, row.state) for row in shop.effects(task)] == [("send_message", "done")]
    assert told in shop.said(task)[0].text


def test_words_near_the_owners_are_held_like_any_others(shop: GiftShop) -> None:
    teach(shop, INVOICE)
    crew = shop.crew()
    thread = shop.thread_of(shop.buyer(MARLOW, "Can I have a VAT invoice?"))
    assert crew.untrue(thread, "We send a VAT invoice with every parcel.") == ()
    assert crew.untrue(thread, "We send a free gift with every parcel.")


def test_what_was_asked_twice_is_drafted_and_a_persons_answer_stands_in_it(shop: GiftShop) -> None:
    for buyer, asked in ((MARLOW, "Can I have a VAT invoice?"), (TAY, "Do you send an invoice with VAT?")):
        talk = shop.thread_of(shop.buyer(buyer, asked))
    shop.pass_time(hours=1)
    shop.market.answer_as_person(talk, "Yes, it is in the parcel.", at=shop.clock.now())
    shop.buyer(TAY, "Colourless green ideas sleep furiously")
    shop.pass_time(days=1)
    task = shop.job("knowledge_upkeep")
    assert "2 conversations" in task.answer and 'en = "Yes, it is in the parcel."' in task.answer
    assert 'topic = "invoice"' in task.answer
    assert "Colourless" not in task.answer
    lessons = shop.house.memory.search(shop.house.shop, "invoice buyers asked")
    assert any(one.kind == "lesson" and one.value == 2 for one in lessons)


def test_what_an_answer_did_is_counted(shop: GiftShop) -> None:
    teach(shop, INVOICE)
    first = shop.buyer(MARLOW, "Can I have a VAT invoice?")
    shop.buyer(TAY, "VAT invoice please")
    shop.pass_time(minutes=10)
    shop.buyer(MARLOW, "I want to speak to a person", thread=shop.thread_of(first))
    shop.pass_time(days=1)
    assert "answer invoice: sent in 2 conversations in 7 days, 1 of them" in shop.job("knowledge_upkeep").answer


def test_the_job_wakes_on_mondays_when_something_was_handed_over(shop: GiftShop) -> None:
    shop.buyer(MARLOW, "Can I have a VAT invoice?")
    opened = []
    shop.pass_time(hours=1)
    for _ in range(7):
        shop.pass_time(days=1)
        crew = shop.crew()
        take_events(crew, shop.house.connection.events)
        opened += [(shop.clock.now().weekday(), crew.tasks.get(one).job) for one in tick(crew, shop.clock.now())]
    assert [day for day, job in opened if job == "knowledge_upkeep"] == [0]


@pytest.mark.parametrize(
    "text", ['[answers.a]\nasks = []\nzh = "x"', '[answers.a]\nasks = ["发票"]', '[answers.a]\nask = ["x"]']
)
def test_an_answer_without_words_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "limits.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match="answers"):
        load_limits(tmp_path / "limits.toml")
