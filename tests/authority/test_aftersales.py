"""Requests after the sale through the desk: sums over refunds and what was agreed to, each step once and in order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authority.effect import Effect
from authority.effects.agree_request import AgreeRequest
from authority.effects.confirm_back import ConfirmBack
from authority.effects.issue_refund import IssueRefund
from authority.effects.open_request import OpenRequest
from authority.effects.refuse_request import RefuseRequest
from authority.effects.send_replacement import SendReplacement
from authority.kernel import judge
from authority.limits import load_limits
from shops.aftersales import AftersaleWish, RequestKind
from shops.models import Order, OutcomeStatus
from tests.authority.conftest import Place
from tests.authority.test_kernel import LINE, refund, seen, step


def wish(order: Order, kind: str = "resend", pieces: int = 2, amount: int = 0) -> AftersaleWish:
    """Wish for something about the order's line."""
    about = {"order_id": order.id, "line_id": order.lines[0].id, "kind": kind, "pieces": pieces, "amount": amount}
    return AftersaleWish.model_validate(about)


def back(order: Order, amount: int) -> IssueRefund:
    """Refund the order's line."""
    return IssueRefund(order_id=order.id, line_id=order.lines[0].id, amount=amount, reason="broken")


def test_money_agreed_to_counts_as_given_before_it_moves(place: Place) -> None:
    """1200 paid, a return of 900 agreed to: 301 more is denied, at the desk and in the shop."""
    order = place.left()
    assert place.submit(OpenRequest(wish=wish(order, "return", 3, 900))).state == "done"
    assert place.refunds(order) == []
    assert place.submit(back(order, 301)).rule == "refund.sum"
    assert place.submit(back(order, 300)).state == "done"


def test_a_return_that_waits_for_the_owner_counts_too(place: Place) -> None:
    place.limit(refund={"auto_per_effect": 899})
    order = place.left()
    held = place.submit(OpenRequest(wish=wish(order, "return", 3, 900)))
    assert (held.state, held.rule) == ("held", "refund.amount")
    assert place.submit(back(order, 301)).rule == "refund.sum"


def test_the_money_of_a_return_moves_once_and_with_the_goods(place: Place) -> None:
    made = place.request("return", amount=600)
    assert place.submit(ConfirmBack(request_id=made)).rule == "request.state"
    assert place.submit(AgreeRequest(request_id=made)).state == "done"
    assert place.bench.market.send_back(made, "R1", at=place.clock.now())
    assert place.submit(ConfirmBack(request_id=made)).rule == "request.back"
    assert place.bench.market.bring_back(made, at=place.clock.now())
    assert place.submit(ConfirmBack(request_id=made)).state == "done"
    assert place.submit(ConfirmBack(request_id=made)).rule == "request.state"
    order = place.shop.reads.shop.get_order(place.requested(made).order_id)
    assert place.refunds(order) == [600]


def test_goods_sent_again_and_money_for_the_same_pieces_are_the_owners(place: Place) -> None:
    """Of four pieces three are sent again: one may be refunded, two wait."""
    place.limit(refund={"per_buyer_30d": 9})
    order = place.left()
    assert place.submit(OpenRequest(wish=wish(order, pieces=3))).state == "done"
    assert place.submit(back(order, 301)).rule == "request.again"
    other = place.left()
    assert place.submit(back(other, 900)).state == "done"
    assert place.submit(OpenRequest(wish=wish(other, pieces=1))).state == "done"
    third = place.left()
    assert place.submit(back(third, 900)).state == "done"
    assert place.submit(OpenRequest(wish=wish(third))).rule == "request.again"


def test_goods_sent_again_have_a_days_sum_that_counts_what_is_unknown(place: Place) -> None:
    """Two mugs cost 2.00; the day has 3.00."""
    place.limit(aftersale={"per_day": 300})
    place.faults["open_request"] = OutcomeStatus.UNKNOWN
    assert place.submit(OpenRequest(wish=wish(place.left()))).state == "unknown"
    place.faults.clear()
    assert place.submit(OpenRequest(wish=wish(place.left(), pieces=1))).state == "done"
    assert place.submit(OpenRequest(wish=wish(place.left(), pieces=1))).rule == "resend.day"


def test_goods_of_unknown_cost_are_not_promised(place: Place) -> None:
    order = place.left()
    place.set_cost("mug", None)
    assert place.submit(OpenRequest(wish=wish(order))).rule == "exposure.unbounded"


@pytest.mark.parametrize("kind", ["exchange", "resend"])
def test_what_is_owed_leaves_once_and_from_free_pieces(place: Place, kind: str) -> None:
    made = place.returned(kind, 0) if kind == "exchange" else place.request(kind)
    first = ConfirmBack if kind == "exchange" else AgreeRequest
    send = SendReplacement(request_id=made, carrier="RM", tracking="T2")
    assert place.submit(send).rule == "request.state"
    assert place.submit(first(request_id=made)).state == "done"
    on_hand = place.bench.stock("mug")[0]
    place.shop.writes.shop.set_stock("mug", 1, key="count 1")
    assert place.submit(send).rule == "request.stock"
    place.shop.writes.shop.set_stock("mug", on_hand, key="count 2")
    assert place.submit(send).state == "done"
    assert place.submit(send).rule == "request.state"
    assert place.bench.stock("mug")[0] == on_hand - 2


def test_a_request_is_answered_once_though_two_answers_wait(place: Place) -> None:
    made = place.request("refund", amount=600)
    place.limit(levels={"refund": 1})
    held = place.submit(AgreeRequest(request_id=made))
    assert held.state == "held"
    assert place.submit(RefuseRequest(request_id=made, reason="No photo came.")).rule == "request.busy"
    assert place.desk.approve(held.id, by="owner").state == "done"


def test_few_requests_a_day_are_refused_without_the_owner(place: Place) -> None:
    place.limit(aftersale={"refusals_per_day": 1})
    first, second = (RefuseRequest(request_id=place.request(), reason="Please send a photo.") for _ in range(2))
    assert place.submit(first).state == "done"
    assert place.submit(second).rule == "refuse.day"
    place.later(days=4)  # what waited has run out
    place.desk.expire()
    assert place.submit(RefuseRequest(request_id=place.request(), reason="Please send a photo.")).state == "done"


def test_a_no_is_worded_as_every_message_is(place: Place) -> None:
    made = RefuseRequest(request_id=place.request(), reason="Write to me at +44 20 7946 0000 instead")
    assert place.submit(made).rule == "words.leads_out"


@pytest.mark.parametrize(
    "made",
    [
        AgreeRequest(request_id="nowhere"),
        RefuseRequest(request_id="nowhere", reason="no"),
        ConfirmBack(request_id="nowhere"),
        SendReplacement(request_id="nowhere", carrier="RM", tracking="T"),
    ],
    ids=lambda one: one.kind,
)
def test_a_request_that_is_not_there_is_denied(place: Place, made: Effect) -> None:
    assert place.submit(made).rule == "request.unknown"


def test_a_line_that_is_not_there_is_denied(place: Place) -> None:
    order = place.left()
    for one in (wish(order).model_copy(update={"line_id": "x"}), wish(order).model_copy(update={"order_id": "x"})):
        assert place.submit(OpenRequest(wish=one)).rule == "request.line"


def test_a_buyers_words_open_requests_about_the_buyers_own_orders_only(place: Place) -> None:
    order = place.left()
    assert place.submit(OpenRequest(wish=wish(order)), origin="buyer", buyer="b2").rule == "buyer.scope"
    foreign = wish(order).model_copy(update={"thread_id": place.thread(buyer="b2")})
    assert place.submit(OpenRequest(wish=foreign), origin="buyer", buyer="b1").rule == "buyer.scope"
    made = RefuseRequest(request_id=place.request(), reason="no")
    assert place.submit(made, origin="buyer", buyer="b2").rule == "buyer.scope"


def test_a_platform_without_requests_says_so(place: Place) -> None:
    made = AgreeRequest(request_id=place.request())
    receipt = place.desk_without("aftersales").submit(made, place.requester(1), reason="a test")
    assert receipt.state == "unsupported"


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(["refund", *RequestKind]), st.integers(1, 10), st.booleans()), max_size=8))
def test_a_line_is_made_good_at_most_once_without_the_owner(walk: list[tuple[str, int, bool]]) -> None:
    """Whatever is asked in whatever order: money ≤ paid always, money and goods ≤ paid unless the owner says so."""
    limits = load_limits()
    free = limits.refund.model_copy(update={"auto_per_effect": 10**6, "per_day": 10**6, "per_buyer_30d": 99})
    limits = limits.model_copy(update={"refund": free})
    money = goods = 0
    is_lifted = False
    for kind, pieces, approved in walk:
        state = replace(LINE, refunded=money, replaced=goods)
        value, is_money = 300 * pieces, kind in ("refund", "return")
        if is_money:
            asked = refund(value)
        else:
            asked = step("open", "", pieces=pieces, value=value, money_out=0, budget="resend")
        plain = judge(limits, seen(lines={"o1.1": state}), asked).ruling
        if judge(limits, seen(lines={"o1.1": state}), asked, approved=approved).ruling == "allow":
            is_lifted |= plain == "hold"
            money, goods = money + value * is_money, goods + value * (not is_money)
        assert money <= LINE.paid
        assert is_lifted or money + goods <= LINE.paid
