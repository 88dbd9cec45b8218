"""客户 · inquiry queue: a missed message is answered, who waits for a person is told in order."""

from __future__ import annotations

from authority.desk import Requester
from authority.effects.open_case import OpenCase
from shopstaff.intake import take_events, tick
from tests.support.gift_shop import GiftShop

MARLOW, NINGBO, TAY = "17850", "13047", "14911"


def test_a_message_that_nobody_took_is_answered(shop: GiftShop) -> None:
    talk = shop.market.send_message(MARLOW, "How much are 36 white hanging hearts?", at=shop.clock.now())
    events = shop.house.connection.events
    events.acknowledge([one.id for one in events.list_events()])
    shop.pass_time(hours=1)
    task = shop.job("inquiry_queue")
    messages = shop.house.connection.reads.messages
    assert messages is not None
    assert "36 pieces at £2.55" in messages.get_thread(talk).messages[-1].text
    assert "1 missed messages were answered" in task.answer


def test_who_waits_for_a_person_is_told_the_late_and_the_rich_first(shop: GiftShop) -> None:
    poor = shop.thread_of(shop.buyer(TAY, "I want to talk to a person"))
    rich = shop.thread_of(shop.buyer(MARLOW, "I want to talk to a person about 96 pieces of regency cakestand 3 tier"))
    for buyer, talk in ((TAY, poor), (MARLOW, rich)):
        shop.pass_time(minutes=1)
        shop.buyer(buyer, "Hello?", thread=talk)
    shop.pass_time(minutes=30)
    briefs = [turn.body for turn in shop.house.tasks.turns(shop.job("inquiry_queue").id) if turn.kind == "brief"]
    assert briefs[-1]["figures"] == {"waiting": [rich, poor], "missed": []}
    shop.pass_time(hours=21)
    shop.buyer(MARLOW, "Still there?", thread=rich)
    shop.pass_time(hours=4)
    briefs = [
        turn.body for turn in shop.house.tasks.turns(shop.job("inquiry_queue", cause="b").id) if turn.kind == "brief"
    ]
    assert [fact["id"] for fact in briefs[-1]["facts"]] == [f"waiting.{rich}", f"waiting.{poor}"]
    assert "hours overdue" in briefs[-1]["facts"][0]["text"]


def test_a_case_without_a_conversation_is_told_until_a_person_writes(shop: GiftShop) -> None:
    """A lost parcel of a buyer who never wrote."""
    by = Requester(task="t", turn=1, ordinal=1, employee="customer", origin="schedule")
    made = shop.house.desk.submit(OpenCase(customer_id=TAY, note="lost T10: claim it", order_id=None), by)
    task = shop.job("inquiry_queue")
    assert "1 cases wait for a person" in task.answer and "lost T10: claim it" in task.answer
    shop.market.answer_as_person(str(made.object_id), "We are sorry.", at=shop.clock.now())
    assert "0 cases" in shop.job("inquiry_queue", cause="b").answer


def test_no_task_is_made_when_nobody_waits(shop: GiftShop) -> None:
    shop.buyer(MARLOW, "How much are 36 white hanging hearts?")
    shop.pass_time(hours=6)
    crew = shop.crew()
    take_events(crew, shop.house.connection.events)
    opened = [crew.tasks.get(one).job for one in tick(crew, shop.clock.now())]
    assert "inquiry_queue" not in opened
