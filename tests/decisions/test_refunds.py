"""Refunds by table and by cost: what is settled, missing or unclear stops first; then the cheapest way that fits."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.refunds import TABLE, Case, Costs, Reason, Stage, Way, advise_refund, buyer_risk
from shops.models import OrderLine

ALL = frozenset(get_args(Way))
COSTS = Costs(unit_cost=400, pick_pack=3, freight=450, resellable=0.5, in_house=10)


def line(**fields: Any) -> OrderLine:
    """Give a paid line of ten lamps at 10.00."""
    plain = {"id": "o1.1", "sku": "lamp", "title": "Lamp", "quantity": 10, "unit_price": 1000, "paid": 10_000}
    return OrderLine(**(plain | fields))


def case(**fields: Any) -> Case:
    """Give a request for one broken lamp, with a photo, after delivery."""
    plain = {"wish": "refund", "reason": "broken", "stage": "delivered", "has_photo": True, "pieces": 1, "days": 2}
    return Case(**(plain | fields))


def test_the_table_has_a_row_for_every_reason_at_every_stage_and_each_says_what_is_done() -> None:
    assert set(TABLE) == {(reason, stage) for reason in get_args(Reason) for stage in get_args(Stage)}
    assert all(bool(row.ways) != bool(row.code) for row in TABLE.values())


def test_one_broken_piece_shown_for_the_first_time_is_paid_back_at_its_share() -> None:
    advice = advise_refund(line(paid=9_995), case(), COSTS, ALL)
    assert (advice.verdict, advice.way, advice.amount, advice.pieces) == ("do", "refund_only", 999, 1)


@pytest.mark.parametrize(
    ("fields", "wish", "verdict", "code"),
    [
        ({"refunded": 1}, {}, "refuse", "settled"),
        ({"paid": 0}, {}, "refuse", "unpaid"),
        ({}, {"asked": 10_001}, "refuse", "too_much"),
        ({}, {"reason": None}, "ask", "reason"),
        ({}, {"has_photo": False}, "ask", "photo"),
        ({}, {"pieces": None}, "ask", "pieces"),
        ({}, {"pieces": 11}, "refuse", "too_many"),
        ({}, {"risk": 0.16}, "person", "often"),
        ({}, {"reason": "changed_mind", "days": 8}, "refuse", "too_late"),
        ({}, {"reason": "changed_mind", "stage": "shipped", "days": None}, "refuse", "on_its_way"),
        ({}, {"stage": "unshipped", "days": None}, "refuse", "not_arrived"),
        ({}, {"reason": "late", "stage": "shipped", "days": None}, "person", "carrier"),
        ({}, {"reason": "late"}, "person", "came_late"),
    ],
)
def test_what_is_settled_missing_or_not_the_staffs_stops_before_money(
    fields: dict[str, int], wish: dict[str, Any], verdict: str, code: str
) -> None:
    advice = advise_refund(line(**fields), case(**wish), COSTS, ALL)
    assert (advice.verdict, advice.code, advice.amount) == (verdict, code, 0)


def test_a_buyer_may_ask_for_less_than_the_share_and_gets_no_more() -> None:
    assert advise_refund(line(), case(asked=300), COSTS, ALL).amount == 300
    assert advise_refund(line(), case(asked=5_000), COSTS, ALL).amount == 1000


def test_the_cheapest_way_that_meets_the_wish_is_taken() -> None:
    """Ten pieces: 100.00 back, 44.80 for new ones, 84.50 when the goods come back and half of them sell again."""
    ten = case(pieces=10)
    assert advise_refund(line(), ten, COSTS, ALL).costs == (
        ("resend", 4480),
        ("return_refund", 8450),
        ("refund_only", 10_000),
    )
    assert advise_refund(line(), ten, COSTS, ALL).way == "return_refund"
    assert advise_refund(line(), ten.model_copy(update={"wish": "missing"}), COSTS, ALL).way == "resend"
    assert advise_refund(line(), ten.model_copy(update={"wish": "after_sale"}), COSTS, ALL).way == "resend"


def test_goods_that_are_not_there_or_of_unknown_cost_are_not_sent() -> None:
    wish = case(pieces=10, wish="missing", reason="missing")
    for changed in ({"in_house": 9}, {"unit_cost": None}):
        assert advise_refund(line(), wish, COSTS.model_copy(update=changed), ALL).way == "refund_only"


def test_what_no_platform_way_settles_is_a_persons() -> None:
    advice = advise_refund(line(), case(reason="changed_mind"), COSTS, frozenset({"refund_only"}))
    assert (advice.verdict, advice.code) == ("person", "not_here")


def test_the_risk_of_a_buyer_shrinks_to_the_usual_and_grows_with_requests() -> None:
    assert buyer_risk(0, 0) == pytest.approx(0.04)
    assert buyer_risk(5, 5) == pytest.approx(0.2)
    assert buyer_risk(0, 50) < buyer_risk(0, 5) < buyer_risk(1, 5)


@given(
    quantity=st.integers(1, 500),
    paid=st.integers(1, 10**7),
    pieces=st.integers(1, 500),
    asked=st.none() | st.integers(1, 10**7),
    reason=st.sampled_from(get_args(Reason)),
    stage=st.sampled_from(get_args(Stage)),
)
def test_no_request_gets_more_than_was_paid(
    quantity: int, paid: int, pieces: int, asked: int | None, reason: Any, stage: Any
) -> None:
    """Nor pieces that were not bought, nor a way that its row does not have."""
    request = case(pieces=pieces, asked=asked, reason=reason, stage=stage)
    advice = advise_refund(line(quantity=quantity, paid=paid), request, COSTS, ALL)
    assert 0 <= advice.amount <= paid and advice.pieces <= quantity
    if advice.verdict == "do":
        assert advice.way in TABLE[reason, stage].ways
