"""客户 · requests after the sale: answered by the table before the platform decides; words open them too."""

from __future__ import annotations

from typing import Any

import pytest

from agents.customer.refund_words import OTHER_WAY
from authority.claim_evidence import gather
from authority.claims import check
from shops.aftersales import AftersaleRequest, AftersaleWish, RequestState
from shopstaff.commands.talks import card, notes_of
from shopstaff.intake import take_events, work
from tests.agents.test_refund_request import HEART, STAND, arrived, ask, read
from tests.support.gift_shop import GiftShop


def open_one(shop: GiftShop, order: str, kind: str, reason: str = "broken", **more: Any) -> str:
    """Let the buyer open a request about two pieces on the platform, with a photo."""
    line = read(shop, order).lines[0]
    amount = 2 * line.paid // line.quantity if kind in ("refund", "return") else 0
    plain = {"order_id": order, "line_id": line.id, "kind": kind, "pieces": 2, "amount": amount, "reason": reason}
    wish = AftersaleWish.model_validate(plain | {"evidence": ("photo-1",)} | more)
    made = shop.market.open_request(wish, at=shop.clock.now())
    assert made is not None
    return made


def answered(shop: GiftShop, request: str) -> AftersaleRequest:
    """Let the events and ticks of this moment be worked on; read the request."""
    take_events(shop.crew(), shop.house.connection.events)
    work(shop.crew(), shop.clock.now())
    return now(shop, request)


def told(shop: GiftShop, request: str) -> Any:
    """Give what a person has been told of a request."""
    crew = shop.crew()
    task = crew.tasks.get(shop.open_job("aftersale_requests", cause=f"look {shop.clock.now()}"))
    return crew.job_context(task).memory.get(f"aftersale:{request}", "told")


def inbox(shop: GiftShop) -> list[dict[str, Any]]:
    """Give what `shopstaff talks list` shows a person."""
    messages = shop.house.connection.reads.messages
    assert messages is not None
    return [card(one, notes_of(shop.house)) for one in messages.list_threads() if one.with_person]


def now(shop: GiftShop, request: str) -> AftersaleRequest:
    """Read a request."""
    reads = shop.house.connection.reads.aftersales
    assert reads is not None
    return reads.get_request(request)


def test_a_refund_asked_for_on_the_platform_is_agreed_to_before_its_deadline(shop: GiftShop) -> None:
    order = arrived(shop, (HEART, 10))
    request = answered(shop, open_one(shop, order, "refund"))
    assert (request.state, request.decided_by) == (RequestState.DONE, "seller")
    assert sum(line.refunded for line in read(shop, order).lines) == 590


@pytest.mark.parametrize(
    ("kind", "reason", "more"),
    [
        ("refund", "broken", {"evidence": ()}),
        ("refund", "changed_mind", {}),
        ("resend", "quality", {}),
        ("exchange", "changed_mind", {"words": "我不喜欢"}),
    ],
)
def test_what_the_table_does_not_allow_is_refused_with_a_true_reason(
    shop: GiftShop, kind: str, reason: str, more: dict[str, Any]
) -> None:
    """No photo, or a kind that the reason does not have: the no says so, and passes the check of words."""
    request = answered(shop, open_one(shop, arrived(shop, (HEART, 10)), kind, reason, **more))
    assert request.state is RequestState.REFUSED and request.answer
    states = {row.state for row in shop.effects() if row.kind == "refuse_request"}
    assert states == {"done"}


def test_a_return_is_paid_when_the_goods_are_back(shop: GiftShop) -> None:
    order = arrived(shop, (HEART, 10))
    made = open_one(shop, order, "return", "quality")
    assert answered(shop, made).state is RequestState.AGREED
    assert shop.market.send_back(made, "R1", at=shop.clock.now())
    assert answered(shop, made).state is RequestState.RETURNING
    assert shop.market.bring_back(made, at=shop.clock.now())
    assert answered(shop, made).state is RequestState.DONE
    assert sum(line.refunded for line in read(shop, order).lines) == 590


def test_goods_are_sent_again_when_they_are_in_the_house(shop: GiftShop) -> None:
    made = open_one(shop, arrived(shop, (HEART, 10)), "resend", "missing")
    assert answered(shop, made).state is RequestState.OWED
    before = shop.house.connection.reads.shop.get_stock([HEART])[HEART].on_hand
    shop.job("aftersale_requests", cause="tick")
    request = now(shop, made)
    assert request.state is RequestState.DONE and request.shipment.split()[1].startswith("WB")
    assert shop.house.connection.reads.shop.get_stock([HEART])[HEART].on_hand == before - 2


def test_what_is_above_the_limit_waits_for_the_owner_and_is_asked_once(shop: GiftShop) -> None:
    made = open_one(shop, arrived(shop, (STAND, 10)), "refund")
    assert answered(shop, made).state is RequestState.ASKED
    shop.job("aftersale_requests", cause="tick")
    assert [row.state for row in shop.effects() if row.kind == "agree_request"] == ["held"]


def test_what_the_owner_has_rejected_is_not_asked_for_again(shop: GiftShop) -> None:
    """What is answered instead is the owner's; the job asked every hour before."""
    made = open_one(shop, arrived(shop, (STAND, 10)), "return")
    answered(shop, made)
    (row,) = [one for one in shop.effects() if one.kind == "agree_request"]
    shop.house.desk.reject(row.id, by="owner", why="no")
    shop.job("aftersale_requests", cause="an hour later")
    assert [one.state for one in shop.effects() if one.kind == "agree_request"] == ["rejected"]


def test_more_than_the_share_of_the_pieces_is_a_persons_and_is_told_once_and_before_it_is_late(shop: GiftShop) -> None:
    order = arrived(shop, (HEART, 10))
    made = open_one(shop, order, "refund", amount=2000)
    assert answered(shop, made).state is RequestState.ASKED
    work_of = shop.job("aftersale_requests", cause="again")
    assert not shop.effects(work_of) and not any(row.kind == "agree_request" for row in shop.effects())
    (case,) = inbox(shop)
    assert (case["buyer"], case["messages"], case["about"]) == ("17850", 0, f", order {order}")
    assert made in case["note"] and "£20.00" in case["note"]
    notes = [told(shop, made)]
    assert notes[0] is not None and notes[0].value == "waits for a person"
    shop.pass_time(hours=50)
    shop.job("aftersale_requests", cause="later")
    note = told(shop, made)
    assert note is not None and note.value == "soon decided by the platform"
    assert len(inbox(shop)) == 1, "it is in the inbox once"


def test_an_order_that_has_not_left_is_cancelled_and_its_request_settled(shop: GiftShop) -> None:
    order = shop.place("17850", (HEART, 10))
    whole = read(shop, order).lines[0].paid
    request = answered(shop, open_one(shop, order, "refund", "changed_mind", pieces=10, amount=whole))
    assert (request.state, read(shop, order).fulfilment.value) == (RequestState.DONE, "cancelled")


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("I want to return 2 hearts, I changed my mind", "en", "return"),
        ("2 hearts are faulty [photo], please exchange them", "en", "exchange"),
        ("8 hearts were missing [photo], please send them again", "en", "resend"),
        ("85123A 有2个不想要了,我要退货", "zh", "return"),
        ("85123A 有2个质量有问题[图片],给我换货", "zh", "exchange"),
        ("85123A 少发了8个[图片],请补发", "zh", "resend"),
    ],
)
def test_a_buyers_words_open_a_request_that_is_agreed_to(shop: GiftShop, text: str, language: str, kind: str) -> None:
    """What the buyer is told passes the check of words (in ``ask``), and a second try finds the first."""
    order = arrived(shop, (HEART, 10))
    asked = ask(shop, text, order, language=language)
    assert [(effect, state) for effect, state, _ in asked.effects] == [("open_request", "done")]
    reads = shop.house.connection.reads.aftersales
    assert reads is not None
    (request,) = reads.list_requests(order_ids=[order])
    assert (request.kind.value, request.decided_by) == (kind, "seller")
    assert request.pieces == (8 if kind == "resend" else 2)
    again = ask(
        shop,
        f"{text} Thank you." if language == "en" else f"再说一次:{text}",
        order,
        language=language,
        thread=asked.thread,
    )
    assert not again.effects and set(again.reply) == {"refused"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_another_way_is_named_in_words_that_claim_nothing(shop: GiftShop, language: str) -> None:
    order = arrived(shop, (HEART, 10))
    thread = shop.market.send_message("17850", order, at=shop.clock.now())
    words = OTHER_WAY["zh" if language == "zh" else "en"].format(order=order)
    assert not check(words, gather(shop.house.connection.reads, thread, words, shop.clock.now()))
