"""The effect kinds: found by being there, strict in what they take, honest in what they expose and read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import authority.effects
from authority.effect import (
    Alteration,
    BidMove,
    Deal,
    Effect,
    Exposure,
    Handling,
    LadderMove,
    LineRefund,
    RequestStep,
    Sale,
    SampleCredit,
    effect,
    effect_kinds,
    read_effect,
)
from authority.limits import load_limits
from kit.errors import Retry
from kit.money import format_minor
from shops.contract.bench import LOWER, START
from shops.models import Outcome, OutcomeStatus, Parcel, QuoteLine
from shops.promotions import Coupon
from tests.authority.conftest import Place
from tests.support.promotions import plan

COUPON: dict[str, Any] = {"code": "HELLO", "save": 50, "min_spend": 900, "audience": ("b1",)}
SOON = START + timedelta(days=3)
STEPS_OF: dict[str, Any] = {
    "agree_request": "agree",
    "confirm_back": "back",
    "refuse_request": "refuse",
    "send_replacement": "send",
}
MORE_OF: dict[str, Any] = {
    "agree_request": {"money_out": 600, "budget": "refund"},
    "refuse_request": {"words": "Please send a photo."},
}
STEPS = [{"min_quantity": 1, "unit_price": 280}, {"min_quantity": 24, "unit_price": 240}]


def payloads(place: Place) -> dict[str, dict[str, Any]]:
    """Give one payload of each kind, about things that are there."""
    order, thread = place.bench.order(("mug", 4)), place.thread()
    unpaid = place.bench.order(("tin", 4), paid=False)
    offered, built = ({"sku": "mug", "quantity": 20, name: 100} for name in ("unit_price", "unit_cost"))
    parcel = {"line_id": order.lines[0].id, "quantity": 4}
    writes, given = place.shop.writes, place.thread("A person, please")
    assert writes.messages is not None and writes.quotes is not None
    writes.messages.hand_over(given, key="given")
    line = QuoteLine(sku="mug", quantity=5, unit_price=300)
    quote = writes.quotes.create_quote("b1", [line], valid_until=SOON, thread_id=None, key="quoted").object_id
    before = order.address.model_dump()
    made = place.credit()
    left = place.left()
    wish = {"order_id": left.id, "line_id": left.lines[0].id, "kind": "resend", "pieces": 2, "amount": 0}
    owed = place.request()
    assert writes.aftersales is not None
    writes.aftersales.agree_request(owed, key="owed")
    return {
        "agree_request": {"request_id": place.request("refund", amount=600)},
        "confirm_back": {"request_id": place.returned()},
        "open_request": {"wish": wish},
        "refuse_request": {"request_id": place.request(), "reason": "Please send a photo."},
        "send_replacement": {"request_id": owed, "carrier": "RM", "tracking": "T2"},
        "cancel_order": {"order_id": order.id, "reason": "changed mind"},
        "change_address": {"order_id": order.id, "before": before, "address": before | {"city": "York"}},
        "change_items": {
            "order_id": order.id,
            "items": [{"sku": "mug", "quantity": 3}],
            "difference": -300,
            "pay_until": SOON,
        },
        "change_payment": {"order_id": unpaid.id, "method": "card"},
        "offer_sample": {"customer_id": "b1", "thread_id": thread, "sku": "mug", "fee": 300, "pay_until": SOON},
        "credit_sample": {"sample_id": made[0], "order_id": made[1]},
        "create_quote": {"customer_id": "b1", "thread_id": thread, "lines": [offered], "valid_until": SOON},
        "hand_over": {"thread_id": thread, "note": "asks for a person"},
        "issue_refund": {"order_id": order.id, "line_id": order.lines[0].id, "amount": 50, "reason": "broken"},
        "order_production": {"lines": [built]},
        "publish_promotion": {"plan": plan(Coupon(**COUPON))},
        "end_promotion": {"promotion_id": place.promotion()},
        "send_message": {"thread_id": thread, "text": "Hello"},
        "set_bid": {"keyword_id": "k1", "bid": 110},
        "set_listed": {"product_id": "p-mug", "listed": False},
        "add_keyword": {"campaign_id": "c1", "text": "blue mug", "bid": 90, "skus": ["mug"]},
        "edit_listing": {"product_id": "p-mug", "title": "Mug, blue", "attributes": {"material": "clay"}},
        "set_offered": {"sku": "mug", "pieces": 40, "before": None},
        "start_creative_test": {"plan": {"product_id": "p-mug", "variants": [{"title": "Mug, blue"}]}},
        "stop_creative_test": {"test_id": place.creative("p-tin"), "keep": "B"},
        "set_ad_budgets": {"budgets": {"c1": 1800}},
        "set_keyword_paused": {"keyword_id": "k1", "paused": True, "cause": "loss"},
        "set_price": {"sku": "mug", "tiers": STEPS},
        "ship_order": {"order_id": order.id, "parcels": [parcel], "carrier": "RM", "tracking": "T1"},
        "take_back": {"thread_id": given},
        "write_first": {"customer_id": "b1", "text": "Hello", "purpose": "news", "order_id": order.id},
        "open_case": {"customer_id": "b1", "note": "a case", "order_id": order.id},
        "stop_offers": {"customer_id": "b1"},
        "withdraw_quote": {"quote_id": quote, "customer_id": "b1"},
    }


@pytest.fixture(scope="module")
def given(open_place: Callable[[Path], Place], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give one payload of each kind, to be read."""
    return payloads(open_place(tmp_path_factory.mktemp("given")))


def test_every_file_is_a_kind_and_every_kind_a_file() -> None:
    files = {path.stem for path in Path(authority.effects.__file__).parent.glob("*.py")} - {"__init__"}
    assert set(effect_kinds()) >= files
    assert all(cls.kind == name for name, cls in effect_kinds().items())


def test_every_kind_says_its_level_how_it_is_undone_and_where_it_writes(place: Place) -> None:
    for cls in effect_kinds().values():
        assert cls.action in load_limits().levels
        assert cls.undo in ("reversible", "compensable", "final")
        assert hasattr(place.shop.writes, cls.port)
        assert cls.__doc__


def test_every_kind_has_a_payload_here(place: Place) -> None:
    assert set(payloads(place)) == set(effect_kinds())


@pytest.mark.parametrize("kind", sorted(effect_kinds()))
def test_a_payload_comes_back_from_its_json(given: dict[str, Any], kind: str) -> None:
    made = read_effect(kind, given[kind])
    assert read_effect(kind, made.model_dump(mode="json")) == made
    assert type(made) is effect_kinds()[kind]


@pytest.mark.parametrize("kind", sorted(effect_kinds()))
def test_a_payload_with_a_field_too_many_or_too_few_is_refused(given: dict[str, Any], kind: str) -> None:
    payload = given[kind]
    with pytest.raises(ValidationError):
        read_effect(kind, payload | {"approved": True})
    for name in payload:
        with pytest.raises(ValidationError):
            read_effect(kind, {key: value for key, value in payload.items() if key != name})


@pytest.mark.parametrize("kind", sorted(effect_kinds()))
def test_an_effect_cannot_be_changed_once_made(given: dict[str, Any], kind: str) -> None:
    made = read_effect(kind, given[kind])
    with pytest.raises(ValidationError):
        setattr(made, next(iter(type(made).model_fields)), "other")


@pytest.mark.parametrize("kind", sorted(effect_kinds()))
def test_a_summary_is_one_line_with_money_in_the_shops_currency(given: dict[str, Any], kind: str) -> None:
    made = read_effect(kind, given[kind])
    summary = made.summary(lambda amount: format_minor(amount, "GBP"))
    assert summary
    assert "\n" not in summary
    if kind in (
        "change_items",
        "create_quote",
        "offer_sample",
        "issue_refund",
        "order_production",
        "set_bid",
        "set_price",
    ):
        assert "£" in summary


def test_each_exposure_names_what_it_touches(place: Place) -> None:
    given = payloads(place)
    order, thread = given["issue_refund"]["order_id"], given["hand_over"]["thread_id"]
    line = given["issue_refund"]["line_id"]
    back, quote = given["take_back"]["thread_id"], given["withdraw_quote"]["quote_id"]
    parcels = (Parcel(line_id=line, quantity=4),)
    unpaid = given["change_payment"]["order_id"]
    sample, earning = given["credit_sample"]["sample_id"], given["credit_sample"]["order_id"]
    asked = {kind: place.requested(given[kind]["request_id"]) for kind in STEPS_OF}
    wish = given["open_request"]["wish"]
    expected = {
        kind: Exposure(
            object_id=f"request:{one.id}",
            requests=(
                RequestStep(
                    act=STEPS_OF[kind], request_id=one.id, order_id=one.order_id, line_id=one.line_id, pieces=2
                ),
            ),
            orders=(one.order_id,),
            customers=("b1",),
            **MORE_OF.get(kind, {}),
            refunds=(LineRefund(order_id=one.order_id, line_id=one.line_id, amount=600),)
            if kind == "agree_request"
            else (),
        )
        for kind, one in asked.items()
    } | {
        "open_request": Exposure(
            object_id=f"request:{wish['line_id']}",
            money_out=200,
            budget="resend",
            requests=(
                RequestStep(act="open", order_id=wish["order_id"], line_id=wish["line_id"], pieces=2, value=600),
            ),
            orders=(wish["order_id"],),
            customers=("b1",),
        ),
        "offer_sample": Exposure(
            object_id="sample:b1:mug",
            money_out=100,
            budget="sample",
            binding=True,
            valid_until=SOON,
            customers=("b1",),
            threads=(thread,),
        ),
        "credit_sample": Exposure(
            object_id=f"sample:{sample}",
            money_out=300,
            budget="credit",
            credits=(SampleCredit(sample_id=sample, order_id=earning, amount=300),),
            orders=(earning,),
            customers=("b1",),
        ),
        "cancel_order": Exposure(
            object_id=f"order:{order}",
            money_out=1200,
            budget="change",
            refunds=(LineRefund(order_id=order, line_id=line, amount=1200),),
            alterations=(Alteration(order_id=order, kind="cancel"),),
            orders=(order,),
            customers=("b1",),
        ),
        "change_address": Exposure(
            object_id=f"order:{order}", alterations=(Alteration(order_id=order, kind="address"),), orders=(order,)
        ),
        "change_items": Exposure(
            object_id=f"order:{order}",
            money_out=300,
            budget="change",
            sales=(Sale(sku="mug", quantity=3, unit_price=300),),
            alterations=(Alteration(order_id=order, kind="items"),),
            orders=(order,),
        ),
        "change_payment": Exposure(
            object_id=f"order:{unpaid}", alterations=(Alteration(order_id=unpaid, kind="payment"),), orders=(unpaid,)
        ),
        "create_quote": Exposure(
            object_id="quote:b1:mugx20@100",
            sales=(Sale(sku="mug", quantity=20, unit_price=100),),
            binding=True,
            valid_until=SOON,
            customers=("b1",),
            threads=(thread,),
        ),
        "hand_over": Exposure(object_id=f"thread:{thread}", threads=(thread,), reduces=True),
        "issue_refund": Exposure(
            object_id=f"line:{line}",
            money_out=50,
            budget="refund",
            refunds=(LineRefund(order_id=order, line_id=line, amount=50),),
            orders=(order,),
            customers=("b1",),
        ),
        "order_production": Exposure(object_id="production:mug", money_out=2000, budget="production", general=True),
        "publish_promotion": Exposure(
            object_id="promotion:" + Coupon(**COUPON).model_dump_json(),
            money_out=50_000,
            budget="giveaway",
            sales=tuple(
                Sale(sku=sku, quantity=quantity, unit_price=price)
                for sku, one, twelve in (("jar", 269, 233), ("mug", 283, 245), ("tin", 283, 245))
                for quantity, price in ((1, one), (12, twelve))
            ),
            audience_share=Decimal(1),
            deal=Deal(type="coupon", depth=Decimal("0.06")),
            general=True,
        ),
        "end_promotion": Exposure(
            object_id=f"promotion:{given['end_promotion']['promotion_id']}", general=True, reduces=True
        ),
        "send_message": Exposure(object_id=f"thread:{thread}", words="Hello", threads=(thread,)),
        "set_bid": Exposure(object_id="keyword:k1", bids=(BidMove(keyword_id="k1", old=100, new=110),), general=True),
        "set_listed": Exposure(object_id="product:p-mug", general=True, reduces=True, off_shelf=True),
        "add_keyword": Exposure(
            object_id="keyword:blue mug", bids=(BidMove(keyword_id="new", old=90, new=90),), general=True
        ),
        "edit_listing": Exposure(object_id="product:p-mug", general=True),
        "start_creative_test": Exposure(object_id="product:p-mug", general=True),
        "stop_creative_test": Exposure(object_id="creative:p-tin", general=True),
        "set_offered": Exposure(object_id="stock:mug", general=True),
        "set_ad_budgets": Exposure(object_id="ads:budgets", budget="ads", general=True, reduces=True),
        "set_keyword_paused": Exposure(object_id="keyword:k1", general=True, reduces=True),
        "set_price": Exposure(object_id="price:mug", ladders=(LadderMove(sku="mug", new=LOWER),), general=True),
        "ship_order": Exposure(
            object_id=f"order:{order}", handlings=(Handling(order_id=order, parcels=parcels),), orders=(order,)
        ),
        "write_first": Exposure(
            object_id="customer:b1", words="Hello", contact="news", customers=("b1",), orders=(order,)
        ),
        "open_case": Exposure(object_id=f"case:{order}", reduces=True),
        "stop_offers": Exposure(object_id="customer:b1", customers=("b1",)),
        "take_back": Exposure(object_id=f"thread:{back}", threads=(back,)),
        "withdraw_quote": Exposure(object_id=f"quote:{quote}", customers=("b1",), reduces=True),
    }
    found = {kind: read_effect(kind, payload).exposure(place.shop.reads) for kind, payload in given.items()}
    assert found == expected


@pytest.mark.parametrize("kind", sorted(effect_kinds()))
def test_a_kind_holds_only_after_it_was_applied(place: Place, kind: str) -> None:
    made, key = read_effect(kind, payloads(place)[kind]), "k"
    if kind not in (
        "create_quote",
        "offer_sample",
        "open_request",
        "open_case",
        "write_first",
    ):  # an offer is read back by the id that making it gives
        assert not made.holds(place.shop.reads, Outcome(status=OutcomeStatus.DONE, object_id="none"))
    outcome = made.apply(place.shop.writes, key)
    assert outcome.status is OutcomeStatus.DONE
    assert made.holds(place.shop.reads, outcome)
    assert made.apply(place.shop.writes, key) == outcome


@pytest.mark.parametrize("cost", [99, 0, 101])
def test_goods_at_another_cost_than_the_shop_knows_are_denied(place: Place, cost: int) -> None:
    place.limit(levels={"production": 2}, production={"auto_per_order": 10**6})
    line = {"sku": "mug", "quantity": 20, "unit_cost": cost}
    made = read_effect("order_production", {"lines": [line]})
    assert made.exposure(place.shop.reads) is None
    receipt = place.submit(made)
    assert (receipt.state, receipt.rule) == ("denied", "exposure.unbounded")
    assert place.bench.stock("mug") == (100, 0, 0)


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("order_production", {"lines": [{"sku": "unheard", "quantity": 20, "unit_cost": 100}]}),
        ("set_bid", {"keyword_id": "unheard", "bid": 110}),
        ("set_listed", {"product_id": "unheard", "listed": False}),
        ("add_keyword", {"campaign_id": "unheard", "text": "mug", "bid": 90, "skus": []}),
        ("add_keyword", {"campaign_id": "c1", "text": "全网最低", "bid": 90, "skus": []}),
        ("edit_listing", {"product_id": "unheard", "title": "Mug", "attributes": {}}),
        ("edit_listing", {"product_id": "p-mug", "title": "全国第一 mug", "attributes": {}}),
        ("edit_listing", {"product_id": "p-mug", "title": None, "attributes": {"note": "最佳"}}),
        ("start_creative_test", {"plan": {"product_id": "unheard", "variants": [{"title": "Mug"}]}}),
        ("start_creative_test", {"plan": {"product_id": "p-mug", "variants": [{"title": "全国第一 mug"}]}}),
        ("stop_creative_test", {"test_id": "unheard", "keep": "A"}),
        ("set_offered", {"sku": "unheard", "pieces": 1, "before": None}),
        ("set_offered", {"sku": "mug", "pieces": 101, "before": None}),
    ],
)
def test_what_names_nothing_the_shop_has_cannot_be_told(place: Place, kind: str, payload: dict[str, Any]) -> None:
    receipt = place.submit(read_effect(kind, payload))
    harmless = kind == "set_listed"
    assert receipt.rule == ("exposure.undeclared" if harmless else "exposure.unbounded")
    assert receipt.state == ("held" if harmless else "denied")


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("issue_refund", {"amount": 0}),
        ("issue_refund", {"amount": -1}),
        ("issue_refund", {"amount": 1.5}),
        ("set_price", {"tiers": [{"min_quantity": 0, "unit_price": 300}]}),
        ("set_price", {"tiers": [{"min_quantity": 1, "unit_price": 0}]}),
        ("create_quote", {"lines": [{"sku": "mug", "quantity": 0, "unit_price": 300}]}),
        ("create_quote", {"valid_until": datetime(2011, 9, 4)}),  # noqa: DTZ001
        ("create_quote", {"valid_until": "2011-09-04T08:00:00"}),
        ("order_production", {"lines": [{"sku": "mug", "quantity": -1, "unit_cost": 100}]}),
        ("order_production", {"lines": [{"sku": "mug", "quantity": 20, "unit_cost": -1}]}),
        ("ship_order", {"parcels": [{"line_id": "l", "quantity": 0}]}),
        ("offer_sample", {"fee": -1}),
        ("change_items", {"items": [{"sku": "mug", "quantity": 0}]}),
        ("change_items", {"items": [{"sku": "mug", "quantity": -1}]}),
        ("change_items", {"items": [{"sku": "mug", "quantity": 10**6 + 1}]}),
        ("change_address", {"address": {"city": "York"}}),
    ],
)
def test_a_payload_that_means_nothing_is_refused(place: Place, kind: str, change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        read_effect(kind, payloads(place)[kind] | change)


def test_a_time_of_another_zone_is_taken(place: Place) -> None:
    text = datetime(2011, 9, 4, 8, tzinfo=UTC).isoformat()
    assert place.submit(read_effect("create_quote", payloads(place)["create_quote"] | {"valid_until": text})).verdict


def test_an_unknown_kind_is_a_retry_that_lists_the_known_ones() -> None:
    with pytest.raises(Retry, match="set_price"):
        read_effect("set_prices", {})


def test_a_kind_that_says_nothing_exposes_nothing_that_could_be_judged(place: Place) -> None:
    @effect(action="price", undo="final")
    class GiveAllAway(Effect):
        pass

    assert GiveAllAway.kind == "give_all_away"
    assert GiveAllAway().exposure(place.shop.reads) is None
    with pytest.raises(NotImplementedError):
        GiveAllAway().apply(place.shop.writes, "k")
