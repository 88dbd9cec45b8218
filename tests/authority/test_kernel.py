"""The kernel as a pure function: each rule by itself, and the laws that hold for every limit, state and exposure."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authority import kernel
from authority.effect import (
    Alteration,
    BidMove,
    Deal,
    Exposure,
    Handling,
    LadderMove,
    LineRefund,
    RequestStep,
    Sale,
    SampleCredit,
    effect_kinds,
)
from authority.kernel import judge
from authority.limits import Limits, load_limits
from authority.rules import aftersales, changes, contact, messages, orders, prices, quality, samples, spending, standing
from authority.state import (
    ContactState,
    LineState,
    Offer,
    OrderState,
    PriceState,
    RequestView,
    SampleState,
    Snapshot,
    largest_move,
)
from authority.verdict import Rule
from shops.models import Parcel, Tier
from shops.terms import FloorTerms, ladder_price

NOW = datetime(2011, 9, 1, 8, tzinfo=UTC)
DEFAULT = load_limits()
SEVERITY = {"allow": 0, "hold": 1, "deny": 2}


def tiers(*steps: tuple[int, int]) -> tuple[Tier, ...]:
    """Make a ladder of (quantity, price)."""
    return tuple(Tier(min_quantity=quantity, unit_price=price) for quantity, price in steps)


LADDER = tiers((1, 300), (12, 250))
MUG = PriceState(cost=100, now=LADDER, day_ago=LADDER, month_ago=LADDER)
LINE = LineState(order_id="o1", is_paid=True, paid=3000, refunded=0, quantity=10, shipped=0, sku="mug")
SAMPLE = SampleState(order_id="o1", fee=300, credited=0, is_earned=True)
REQUEST = RequestView(state="asked", is_back=False, is_busy=False, free=10)
ORDER = OrderState(is_paid=True, is_cancelled=False, shipped=0, altered=0)
CALM = Snapshot(
    now=NOW,
    employee="product",
    action="price",
    currency="GBP",
    prices={"mug": MUG},
    lines={"o1.1": LINE},
    on_hand={"mug": 10},
    orders={"o1": ORDER},
    samples={"s1": SAMPLE},
    requests={"r1": REQUEST},
    contacts={"b1": ContactState(no_offers=False, offers=0, today=0)},
    owners={"order:o1": "b1", "customer:b1": "b1", "customer:b2": "b2", "thread:t1": "b1", "thread:t2": "b2"},
)


def with_limits(**groups: dict[str, Any]) -> Limits:
    """Give the default limits with changes by group."""
    plain = DEFAULT.model_dump()
    return Limits.model_validate(plain | {name: plain[name] | new for name, new in groups.items()})


def seen(**fields: Any) -> Snapshot:
    """Give a calm shop with changes."""
    return replace(CALM, **fields)


def refund(amount: int, line: str = "o1.1", order: str = "o1", **more: Any) -> Exposure:
    """Expose money of one line."""
    given_back = LineRefund(order_id=order, line_id=line, amount=amount)
    return Exposure(money_out=amount, budget="refund", refunds=(given_back,), orders=(order,), **more)


def parcel(*pieces: int, line: str = "o1.1", order: str = "o1") -> Exposure:
    """Expose parcels of one line."""
    parcels = tuple(Parcel(line_id=line, quantity=number) for number in pieces)
    return Exposure(handlings=(Handling(order_id=order, parcels=parcels),), orders=(order,))


def move(*steps: tuple[int, int], sku: str = "mug") -> Exposure:
    """Expose a new ladder."""
    return Exposure(ladders=(LadderMove(sku=sku, new=tiers(*steps)),))


def altered(kind: str = "address", order: str = "o1", **more: Any) -> Exposure:
    """Expose a change of an order."""
    return Exposure(alterations=(Alteration(order_id=order, kind=kind),), orders=(order,), **more)


def back(amount: int, **more: Any) -> Exposure:
    """Expose a cancellation that gives money of one line back."""
    refunds = (LineRefund(order_id="o1", line_id="o1.1", amount=amount),)
    return altered("cancel", money_out=amount, budget="change", refunds=refunds, **more)


def sample(cost: int = 300, **more: Any) -> Exposure:
    """Expose a sample to buyer b1."""
    return Exposure(money_out=cost, budget="sample", customers=("b1",), **more)


def credit(amount: int = 300, order: str = "o1", **more: Any) -> Exposure:
    """Expose a sample's fee that goes back."""
    given = SampleCredit(sample_id="s1", order_id=order, amount=amount)
    return Exposure(money_out=amount, budget="credit", credits=(given,), orders=(order,), **more)


def step(act: str = "agree", request: str = "r1", pieces: int = 2, value: int = 0, **more: Any) -> Exposure:
    """Expose a step of a request about a line."""
    at = {"order_id": "o1", "line_id": "o1.1", "pieces": pieces, "value": value}
    made = RequestStep.model_validate({"act": act, "request_id": request, **at})
    return Exposure(requests=(made,), orders=("o1",), **more)


def resend(cost: int = 200, value: int = 600) -> Exposure:
    """Expose goods that are sent again."""
    return step("open", "", value=value, money_out=cost, budget="resend")


def request(**fields: Any) -> Snapshot:
    """Give a calm shop whose only request is in another state."""
    return seen(requests={"r1": replace(REQUEST, **fields)})


def fee(**fields: Any) -> Snapshot:
    """Give a calm shop whose only sample is in another state."""
    return seen(samples={"s1": replace(SAMPLE, **fields)})


def order(**fields: Any) -> Snapshot:
    """Give a calm shop whose only order is in another state."""
    return seen(orders={"o1": replace(ORDER, **fields)})


def bid(old: int, new: int) -> Exposure:
    """Expose a new bid."""
    return Exposure(bids=(BidMove(keyword_id="k1", old=old, new=new),))


def unasked(kind: str = "offer", who: str = "b1") -> Exposure:
    """Expose words to a buyer who has not asked."""
    return Exposure.model_validate({"words": "Hello", "contact": kind, "customers": (who,)})


def contacted(**fields: Any) -> Snapshot:
    """Give a calm shop whose buyer was written to before, or wants no offers."""
    return seen(contacts={"b1": replace(CALM.contacts["b1"], **fields)})


def sale(quantity: int, price: int, sku: str = "mug") -> Exposure:
    """Expose a sale."""
    return Exposure(sales=(Sale(sku=sku, quantity=quantity, unit_price=price),))


def named(quantity: int, price: int, *conditions: str) -> Exposure:
    """Expose a sale to buyer b1, for conditions."""
    sold = Sale(sku="mug", quantity=quantity, unit_price=price, conditions=conditions)
    return Exposure(sales=(sold,), customers=("b1",))


def custom(quantity: int, price: int) -> Exposure:
    """Expose a sale to buyer b1 with work for 20 a piece in it."""
    return Exposure(sales=(Sale(sku="mug", quantity=quantity, unit_price=price, extra_fee=20),), customers=("b1",))


@dataclass(frozen=True)
class Case:
    """What one rule alone stops."""

    rule: Rule
    name: str
    ruling: str
    exposure: Exposure
    snapshot: Snapshot = CALM
    limits: Limits = DEFAULT


def line(**fields: Any) -> Snapshot:
    """Give a calm shop whose only line is in another state."""
    return seen(lines={"o1.1": replace(LINE, **fields)})


def price(**fields: Any) -> Snapshot:
    """Give a calm shop whose mug has other prices or another cost."""
    return seen(prices={"mug": replace(MUG, **fields)})


UNSTATED = DEFAULT.model_copy(update={"unstated": ("ads.max_bid", "refund.per_day")})
PRODUCTION = with_limits(levels={"production": 2, "price": 2}, production={"auto_per_order": 500, "per_30d": 1000})
GOODS = Exposure(money_out=400, budget="production")
WORDS = Exposure(words="Hello", threads=("t1",))
MIXED = Exposure(money_out=2, budget="refund", refunds=(*refund(3).refunds, *refund(-1).refunds), orders=("o1",))
DEAL = Exposure(deal=Deal(type="coupon", depth=Decimal("0.05")))
OFFER = Exposure(binding=True, valid_until=NOW + timedelta(days=3))
CASES = (
    Case(standing.stopped, "stopped", "deny", Exposure(), seen(stops=frozenset({"shop"}))),
    Case(standing.stopped, "stopped", "deny", Exposure(), seen(stops=frozenset({"employee:product"}))),
    Case(standing.stopped, "stopped", "deny", Exposure(), seen(stops=frozenset({"action:price"}))),
    Case(standing.undeclared, "exposure.unbounded", "deny", Exposure(untold=True)),
    Case(standing.undeclared, "exposure.undeclared", "hold", Exposure(untold=True), seen(action="care")),
    Case(standing.consistent, "exposure.money", "deny", refund(400).model_copy(update={"money_out": 399})),
    Case(standing.consistent, "exposure.money", "deny", Exposure(money_out=400, budget="change")),
    Case(standing.consistent, "exposure.money", "deny", refund(400).model_copy(update={"budget": "change"})),
    Case(standing.consistent, "exposure.orders", "deny", altered().model_copy(update={"orders": ()})),
    Case(standing.consistent, "exposure.orders", "deny", parcel(1).model_copy(update={"orders": ()})),
    Case(spending.money, "money.negative", "deny", Exposure(money_out=-1, budget="giveaway")),
    Case(spending.money, "money.budget", "deny", Exposure(money_out=1)),
    Case(spending.unstated, "limits.currency", "hold", sale(1, 118), seen(currency="JPY")),
    Case(spending.unstated, "limits.unstated", "hold", sale(1, 118), limits=UNSTATED),
    Case(spending.unstated, "limits.unstated", "hold", move((1, 300), (12, 250)), limits=UNSTATED),
    Case(spending.unstated, "limits.unstated", "hold", bid(100, 100), limits=UNSTATED),
    Case(spending.unstated, "limits.unstated", "hold", refund(1), limits=UNSTATED),
    Case(spending.unstated, "limits.unstated", "hold", Exposure(money_out=1, budget="giveaway"), limits=UNSTATED),
    Case(prices.floor, "floor", "deny", sale(1, 117)),
    Case(prices.floor, "floor", "deny", move((1, 300), (12, 117)), price(day_ago=(), month_ago=())),
    Case(prices.floor, "floor", "deny", move((5000, 115)), price(day_ago=(), month_ago=())),
    Case(prices.floor, "floor", "deny", Exposure(sales=(Sale(sku="mug", quantity=1, unit_price=300, extra_cost=180),))),
    Case(prices.floor, "floor.unknown_cost", "deny", sale(1, 300), price(cost=None)),
    Case(prices.floor, "floor.unknown_cost", "deny", sale(1, 300, sku="unheard")),
    Case(prices.ladder, "ladder", "deny", move()),
    Case(prices.ladder, "ladder", "deny", move((1, 300), (12, 301)), price(day_ago=(), month_ago=())),
    Case(prices.ladder, "ladder", "deny", move((12, 300), (1, 300)), price(day_ago=(), month_ago=())),
    Case(orders.refund_sum, "refund.line", "deny", refund(1, line="o1.9")),
    Case(orders.refund_sum, "refund.line", "deny", refund(1, order="o2")),
    Case(orders.refund_sum, "refund.sum", "deny", refund(501), line(refunded=2500)),
    Case(orders.refund_sum, "refund.sum", "deny", refund(1), line(is_paid=False)),
    Case(orders.refund_sum, "refund.sum", "deny", MIXED),
    Case(
        orders.refund_sum,
        "refund.sum",
        "deny",
        Exposure(money_out=1800, budget="refund", refunds=(refund(900).refunds * 2), orders=("o1",)),
        line(paid=1799),
    ),
    Case(orders.refund_caps, "refund.amount", "hold", refund(2001)),
    Case(orders.refund_caps, "refund.buyer", "hold", refund(1, customers=("b1",)), seen(buyer_refunds_30d={"b1": 2})),
    Case(orders.refund_caps, "refund.day", "hold", refund(101), seen(spent={"refund.day": 9900})),
    Case(orders.ship, "ship.line", "deny", parcel(1, line="o1.9")),
    Case(orders.ship, "ship.line", "deny", parcel(1, order="o2")),
    Case(orders.ship, "ship.changed", "deny", parcel(1), line(is_cancelled=True)),
    Case(orders.ship, "ship.changed", "deny", parcel(1), line(is_altering=True)),
    Case(orders.ship, "ship.unpaid", "deny", parcel(1), line(is_paid=False)),
    Case(orders.ship, "ship.refunded", "deny", parcel(1), line(refunded=3000)),
    Case(orders.ship, "ship.twice", "deny", parcel(3), line(shipped=8)),
    Case(orders.ship, "ship.twice", "deny", parcel(6, 6), seen(on_hand={"mug": 100})),
    Case(orders.ship, "ship.stock", "deny", parcel(3), seen(on_hand={"mug": 2})),
    Case(orders.ship, "ship.stock", "deny", parcel(1), seen(on_hand={})),
    Case(changes.order_change, "change.order", "deny", altered(order="o9")),
    Case(changes.order_change, "change.cancelled", "deny", altered("cancel"), order(is_cancelled=True)),
    Case(changes.order_change, "change.shipped", "deny", altered(), order(shipped=1)),
    Case(changes.order_change, "change.paid", "deny", altered("payment")),
    Case(changes.order_change, "change.again", "hold", altered("cancel"), order(altered=1)),
    Case(
        changes.order_change,
        "change.country",
        "hold",
        Exposure(alterations=(Alteration(order_id="o1", kind="address", is_abroad=True),), orders=("o1",)),
    ),
    Case(changes.order_change, "change.amount", "hold", back(60_001), line(paid=60_001)),
    Case(changes.order_change, "change.day", "hold", back(101), seen(spent={"change.day": 199_900})),
    Case(prices.quote_term, "quote.term", "deny", Exposure(binding=True)),
    Case(prices.quote_term, "quote.term", "deny", Exposure(binding=True, valid_until=NOW)),
    Case(prices.quote_term, "quote.term", "deny", Exposure(binding=True, valid_until=NOW + timedelta(days=15))),
    Case(standing.buyer_scope, "buyer.scope", "hold", Exposure(orders=("o9",)), seen(buyer="b1")),
    Case(standing.buyer_scope, "buyer.scope", "hold", Exposure(threads=("t1", "t2")), seen(buyer="b1")),
    Case(standing.buyer_scope, "buyer.scope", "hold", Exposure(customers=("b2",)), seen(buyer="b1")),
    Case(standing.buyer_scope, "buyer.scope", "hold", Exposure(customers=("b2",), threads=("t1",)), seen(buyer="b1")),
    Case(standing.buyer_scope, "buyer.scope", "hold", Exposure(threads=("t1",), orders=("o2",)), seen(buyer="b1")),
    Case(standing.buyer_scope, "buyer.scope", "hold", Exposure(threads=("t1",), general=True), seen(buyer="b1")),
    Case(standing.buyer_scope, "buyer.scope", "hold", Exposure(), seen(buyer="b1")),
    Case(standing.buyer_scope, "buyer.scope", "hold", Exposure(threads=("t1",)), seen(buyer="")),
    Case(prices.price_move, "price.move_24h", "hold", move((1, 284), (12, 250))),
    Case(prices.price_move, "price.move_24h", "hold", move((1, 316), (12, 250))),
    Case(prices.price_move, "price.move_24h", "hold", move((1, 250))),
    Case(prices.price_move, "price.move_30d", "hold", move((1, 254)), price(day_ago=tiers((1, 260)))),
    Case(spending.ads, "ads.bid", "deny", bid(250, 251)),
    Case(spending.ads, "ads.bid", "deny", bid(1, 0)),
    Case(spending.ads, "ads.bid", "deny", bid(300, 300)),
    Case(spending.ads, "ads.step", "hold", bid(100, 121)),
    Case(spending.ads, "ads.step", "hold", bid(100, 79)),
    Case(spending.ads, "ads.step", "hold", bid(2, 4)),
    Case(spending.ads, "ads.day", "hold", bid(100, 101), seen(ads_per_day=12001)),
    Case(spending.ads, "ads.day", "hold", Exposure(money_out=2, budget="ads"), seen(ads_per_day=11999)),
    Case(spending.ads, "ads.raise", "hold", Exposure(money_out=2, budget="ads"), seen(ads_per_day=5000)),
    Case(spending.production, "production.30d", "deny", GOODS, seen(spent={"production.30d": 601}), PRODUCTION),
    Case(
        spending.production, "production.order", "hold", Exposure(money_out=501, budget="production"), limits=PRODUCTION
    ),
    Case(
        spending.giveaway,
        "giveaway.day",
        "hold",
        Exposure(money_out=2, budget="giveaway"),
        seen(spent={"giveaway.day": 9999}),
    ),
    Case(spending.deal, "promotion.new", "hold", Exposure(deal=Deal(type="coupon", depth=Decimal("0.01")))),
    Case(spending.deal, "promotion.new", "hold", DEAL, seen(deals={"coupon": Decimal("0.04")})),
    Case(spending.deal, "promotion.new", "hold", DEAL, seen(deals={"threshold": Decimal("0.5")})),
    Case(spending.deal, "promotion.new", "hold", DEAL, limits=with_limits(promotion={"coupon_depth": "0.04"})),
    Case(spending.giveaway, "promotion.audience", "hold", Exposure(audience_share=Decimal("0.21"))),
    Case(standing.consistent, "exposure.money", "deny", credit().model_copy(update={"money_out": 299})),
    Case(standing.consistent, "exposure.orders", "deny", credit().model_copy(update={"orders": ()})),
    Case(quality.shelf, "shelf.day", "hold", Exposure(off_shelf=True), seen(off_shelf_day=3)),
    Case(contact.contact_wish, "contact.whom", "deny", unasked(who="b9")),
    Case(contact.contact_wish, "contact.whom", "deny", Exposure(contact="offer", customers=("b1",))),
    Case(contact.contact_wish, "contact.wish", "deny", unasked(), contacted(no_offers=True)),
    Case(contact.contact_rate, "contact.offers", "hold", unasked(), contacted(offers=1)),
    Case(contact.contact_rate, "contact.day", "hold", unasked("news"), contacted(today=2)),
    Case(samples.samples, "sample.30d", "hold", sample(), seen(spent={"sample.30d": 29_701})),
    Case(samples.samples, "sample.amount", "hold", sample(2501)),
    Case(samples.samples, "sample.free", "hold", sample(is_free_sample=True), seen(free_samples={"b1": 1})),
    Case(samples.sample_credit, "credit.sample", "deny", credit(), seen(samples={})),
    Case(samples.sample_credit, "credit.sample", "deny", credit(order="o2")),
    Case(samples.sample_credit, "credit.sum", "deny", credit(301)),
    Case(samples.sample_credit, "credit.sum", "deny", credit(0)),
    Case(samples.sample_credit, "credit.sum", "deny", credit(1), fee(credited=300)),
    Case(samples.sample_credit, "credit.order", "deny", credit(), fee(is_earned=False)),
    Case(aftersales.request_steps, "request.line", "deny", step("open", "", pieces=11)),
    Case(aftersales.request_steps, "request.line", "deny", step("open", ""), seen(lines={})),
    Case(aftersales.request_steps, "request.unknown", "deny", step(request="r9")),
    Case(aftersales.request_steps, "request.busy", "deny", step(), request(is_busy=True)),
    Case(aftersales.request_steps, "request.state", "deny", step(), request(state="done")),
    Case(aftersales.request_steps, "request.state", "deny", step("refuse"), request(state="agreed")),
    Case(aftersales.request_steps, "request.state", "deny", step("back"), request(is_back=True)),
    Case(aftersales.request_steps, "request.back", "deny", step("back"), request(state="returning")),
    Case(aftersales.request_steps, "request.state", "deny", step("send"), request(state="done")),
    Case(aftersales.request_steps, "request.stock", "deny", step("send"), request(state="owed", free=1)),
    Case(aftersales.made_good_once, "request.again", "hold", refund(1), line(replaced=3000)),
    Case(aftersales.made_good_once, "request.again", "hold", resend(value=601), line(refunded=2400)),
    Case(aftersales.resends, "resend.amount", "hold", resend(2001)),
    Case(aftersales.resends, "resend.day", "hold", resend(101), seen(spent={"resend.day": 9900})),
    Case(aftersales.refusals, "refuse.day", "hold", step("refuse"), seen(refusals_day=5)),
    Case(standing.like_effect, "like_effect", "hold", Exposure(), seen(like_effect="ef_1")),
    Case(
        messages.message_rate,
        "message.rate",
        "hold",
        Exposure(words="Hello", threads=("t1",)),
        seen(thread_messages_hour={"t1": 20}),
    ),
    Case(messages.overtaken, "message.overtaken", "deny", WORDS, seen(thread_answered={"t1": True})),
    Case(messages.quiet_hours, "message.quiet", "hold", WORDS, seen(local_minute=22 * 60)),
    Case(messages.quiet_hours, "message.quiet", "hold", WORDS, seen(local_minute=7 * 60 + 59)),
    Case(messages.quiet_hours, "message.quiet", "hold", WORDS, seen(local_minute=0, thread_waits={"t2": True})),
    Case(
        messages.claims,
        "claims",
        "hold",
        Exposure(words="Refunded.", threads=("t1",)),
        seen(false_claims=("refunded",), thread_waits={"t1": True}),
    ),
    Case(messages.words, "words.leads_out", "deny", WORDS, seen(word_faults=("banned: x", "payment: iban"))),
    Case(messages.words, "words.leads_out", "deny", WORDS, seen(word_faults=("link: x",))),
    Case(messages.words, "words.leads_out", "deny", WORDS, seen(word_faults=("contact: x",))),
    Case(messages.words, "words.secret", "deny", WORDS, seen(word_faults=("banned: x", "secret: Ning Kilns"))),
    Case(messages.words, "words.banned", "hold", WORDS, seen(word_faults=("human: i am human",))),
    Case(prices.equal, "price.unequal", "deny", named(12, 251)),
    Case(prices.equal, "price.unequal", "deny", custom(12, 271)),
    Case(prices.concession, "concession.rate", "hold", custom(12, 261)),
    Case(prices.equal, "price.unequal", "hold", named(12, 250), seen(offers=(Offer("b2", "mug", 12, 249, 250),))),
    Case(prices.equal, "price.unequal", "hold", named(12, 249), seen(offers=(Offer("b2", "mug", 12, 250, 250),))),
    Case(prices.concession, "concession.rate", "hold", named(12, 242)),
    Case(prices.concession, "concession.condition", "hold", named(12, 247, "pay_now")),
    Case(prices.concession, "concession.condition", "hold", named(12, 249, "a_smile")),
    Case(
        prices.equal,
        "price.unequal",
        "hold",
        named(12, 249, "pay_now"),
        seen(offers=(Offer("b2", "mug", 12, 248, 250, ("pay_now",)),)),
    ),
    Case(prices.concession, "concession.30d", "hold", named(12, 249), seen(spent={"concession.30d": 19989})),
    Case(standing.level, "level.propose", "hold", Exposure(), seen(demoted=1)),
    Case(standing.level, "level.watch", "deny", Exposure(), limits=with_limits(levels={"price": 0})),
    Case(standing.level, "level.propose", "hold", Exposure(), limits=with_limits(levels={"price": 1})),
    Case(standing.level, "level.propose", "hold", Exposure(), seen(action="unheard")),
)


@pytest.mark.parametrize("case", CASES, ids=[f"{case.rule.__name__}-{number}" for number, case in enumerate(CASES)])
def test_each_rule_alone_stops_what_nothing_else_stops(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = judge(case.limits, case.snapshot, case.exposure)
    assert (verdict.rule, verdict.ruling) == (case.name, case.ruling)
    assert verdict.why
    assert verdict.approver in (("manager", "owner") if case.ruling == "hold" else (None,))
    monkeypatch.setattr(kernel, "RULES", tuple(rule for rule in kernel.RULES if rule is not case.rule))
    assert judge(case.limits, case.snapshot, case.exposure).ruling == "allow"


@pytest.mark.parametrize("case", CASES, ids=[f"{case.rule.__name__}-{number}" for number, case in enumerate(CASES)])
def test_an_approval_lifts_a_hold_and_never_a_denial(case: Case) -> None:
    approved = judge(case.limits, case.snapshot, case.exposure, approved=True)
    assert approved.ruling == ("allow" if case.ruling == "hold" else "deny")


def test_every_rule_and_every_verdict_of_the_kernel_has_a_case() -> None:
    rooms = {inspect.getmodule(rule) for rule in kernel.RULES} | {kernel}
    trees = [ast.parse(inspect.getsource(room)) for room in rooms if room]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = [node for node in calls if isinstance(node.func, ast.Name) and node.func.id in ("deny", "hold")]
    names = {node.args[0].value for node in made if isinstance(node.args[0], ast.Constant)}
    assert {case.rule for case in CASES} == set(kernel.RULES)
    assert names <= {case.name for case in CASES}


def test_the_docs_list_every_rule_with_tests_that_are_there() -> None:
    """A rule is added with its row in docs/authority.md: what it says, and the tests besides this file."""
    root = Path(__file__).parents[2]
    text = (
        (root / "docs" / "authority.md").read_text(encoding="utf-8").partition("## The rules")[2].partition("\n## ")[0]
    )
    table = re.findall(r"^\| `(\w+)` \|[^|]*\|[^|]*\| ([^|]*) \|$", text, re.M)
    assert sorted(name for name, _ in table) == sorted(rule.__name__ for rule in kernel.RULES)
    for _, tests in table:
        for name in tests.split(", "):
            assert list((root / "tests").rglob(f"{name.rpartition('/')[2]}.py")), name


@pytest.mark.parametrize(
    ("exposure", "snapshot"),
    [
        (Exposure(), CALM),
        (sale(1, 118), CALM),
        (sale(5000, 114), CALM),
        (move((1, 285), (12, 250)), CALM),
        (move((1, 315), (12, 262)), CALM),
        (refund(2000), CALM),
        (refund(500), line(refunded=2500)),
        (refund(100), seen(spent={"refund.day": 9900})),
        (back(60_000), line(paid=60_000)),
        (back(100), seen(spent={"change.day": 199_900})),
        (back(3000, customers=("b1",)), seen(spent={"refund.day": 10_000}, buyer_refunds_30d={"b1": 9})),
        (altered("payment"), order(is_paid=False)),
        (sample(2500), seen(spent={"sample.30d": 27_500}, free_samples={"b1": 1})),
        (sample(is_free_sample=True), CALM),
        (credit(), CALM),
        (step(), CALM),
        (step("refuse"), seen(refusals_day=4)),
        (step("back"), request(state="returning", is_back=True)),
        (step("send"), request(state="owed", free=2)),
        (resend(2000, 600), line(replaced=2400)),
        (resend(100), seen(spent={"resend.day": 9900})),
        (refund(600), line(replaced=2400)),
        (Exposure(off_shelf=True), seen(off_shelf_day=2)),
        (Exposure(), seen(off_shelf_day=9)),
        (parcel(4, 6), CALM),
        (OFFER, CALM),
        (Exposure(binding=True, valid_until=NOW + timedelta(days=14)), CALM),
        (bid(100, 120), CALM),
        (bid(100, 80), CALM),
        (bid(1, 2), CALM),
        (bid(400, 399), CALM),
        (bid(100, 99), seen(ads_per_day=12001)),
        (Exposure(money_out=10_000, budget="giveaway"), CALM),
        (DEAL, seen(deals={"coupon": Decimal("0.05")})),
        (Exposure(audience_share=Decimal("0.20")), CALM),
        (Exposure(orders=("o1",), customers=("b1",), threads=("t1",)), seen(buyer="b1")),
        (Exposure(threads=("t2",), reduces=True), seen(buyer="b1")),
        (Exposure(reduces=True), seen(stops=frozenset({"shop"}))),
        (Exposure(), seen(stops=frozenset({"employee:customer", "action:refund"}))),
        (Exposure(words="Hello", threads=("t1",)), seen(thread_messages_hour={"t1": 19})),
        (Exposure(threads=("t1",)), seen(thread_messages_hour={"t1": 20})),
        (WORDS, seen(local_minute=23 * 60, thread_waits={"t1": True})),
        (WORDS, seen(local_minute=8 * 60)),
        (WORDS, seen(local_minute=22 * 60 - 1)),
        (named(12, 250), CALM),
        (custom(12, 270), CALM),
        (named(12, 243), CALM),
        (named(12, 249), seen(spent={"concession.30d": 19988})),
        (named(12, 248, "pay_now"), seen(offers=(Offer("b2", "mug", 12, 250, 250),))),
        # the same share of each day's ladder
        (named(12, 248), seen(offers=(Offer("b2", "mug", 12, 198, 200), Offer("b2", "mug", 13, 150, 200)))),
        (sale(12, 251), CALM),
        (Exposure(), seen(demoted=2)),
    ],
)
def test_what_is_just_inside_every_limit_is_allowed(exposure: Exposure, snapshot: Snapshot) -> None:
    assert judge(DEFAULT, snapshot, exposure).ruling == "allow"


def test_level_three_widens_steps_but_no_sum_and_no_floor() -> None:
    wide = with_limits(levels={"price": 3})
    assert judge(wide, CALM, refund(3000)).ruling == "allow"
    assert judge(wide, CALM, bid(100, 130)).ruling == "allow"
    assert judge(wide, CALM, move((1, 278), (12, 250))).ruling == "allow"
    assert judge(wide, seen(spent={"refund.day": 9900}), refund(101)).rule == "refund.day"
    assert judge(wide, CALM, sale(1, 117)).rule == "floor"


@pytest.mark.parametrize("action", ["care", "quality"])
def test_what_cannot_be_told_and_moves_no_money_is_held_and_an_approval_lifts_that(action: str) -> None:
    harmless = with_limits(levels={action: 2})
    assert judge(harmless, seen(action=action), None).rule == "exposure.undeclared"
    assert judge(harmless, seen(action=action), None).ruling == "hold"
    assert judge(harmless, seen(action=action), None, approved=True).ruling == "allow"


@pytest.mark.parametrize("approved", [False, True])
def test_money_that_cannot_be_told_is_denied_to_everyone(approved: bool) -> None:
    """Without sums neither the floor nor a budget can be judged: an approval would lift them all."""
    kinds = {kind.action for kind in effect_kinds().values()} - {"care", "quality"}
    for action in (*sorted(kinds), "unheard_of"):
        verdict = judge(DEFAULT, seen(action=action), None, approved=approved)
        assert (verdict.ruling, verdict.rule) == ("deny", "exposure.unbounded")


@pytest.mark.parametrize(
    ("limits", "snapshot"),
    [(DEFAULT, seen(stops=frozenset({"shop"}))), (with_limits(levels={"price": 0}), CALM)],
)
@pytest.mark.parametrize("approved", [False, True])
def test_what_cannot_be_told_passes_neither_the_kill_switch_nor_level_zero(
    limits: Limits, snapshot: Snapshot, approved: bool
) -> None:
    assert judge(limits, snapshot, None, approved=approved).ruling == "deny"


def test_a_denial_is_named_before_a_hold() -> None:
    both = seen(stops=frozenset({"shop"}), like_effect="ef_1")
    assert judge(DEFAULT, both, Exposure()).rule == "stopped"


def test_a_price_moves_by_the_largest_change_at_any_step_of_either_ladder() -> None:
    assert largest_move(tiers((1, 100)), tiers((1, 100), (50, 90))) == Decimal("0.1")
    assert largest_move(tiers((1, 100), (50, 80)), tiers((1, 100))) == Decimal("0.25")
    assert largest_move((), tiers((1, 100))) == 0


# laws

SKUS, ORDERS, BUYERS, THREADS = ("mug", "tin", "jar"), ("o1", "o2"), ("b1", "b2"), ("t1", "t2")
LINES = ("o1.1", "o2.1")
small = st.integers(0, 400)
quantities = st.integers(1, 150)
ladders = st.lists(st.tuples(quantities, st.integers(1, 400)), max_size=3).map(lambda steps: tiers(*steps))
good_ladders = st.tuples(
    st.lists(quantities, min_size=1, max_size=3, unique=True), st.lists(st.integers(90, 400), min_size=3, max_size=3)
).map(lambda pair: tiers(*zip(sorted(pair[0]), sorted(pair[1], reverse=True), strict=False)))


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw a few names."""
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


refunds = st.builds(
    LineRefund, order_id=st.sampled_from(ORDERS), line_id=st.sampled_from(LINES), amount=st.integers(-50, 400)
)
handlings = st.builds(
    Handling,
    order_id=st.sampled_from(ORDERS),
    parcels=st.lists(st.builds(Parcel, line_id=st.sampled_from(LINES), quantity=st.integers(1, 12)), max_size=2).map(
        tuple
    ),
)
alterations = st.builds(
    Alteration, order_id=st.sampled_from(ORDERS), kind=st.sampled_from(["cancel", "items", "payment"])
)
bids = st.builds(BidMove, keyword_id=st.just("k1"), old=st.integers(1, 300), new=st.integers(-5, 300))
sales = st.builds(Sale, sku=st.sampled_from(SKUS), quantity=quantities, unit_price=small)
moves = st.builds(LadderMove, sku=st.sampled_from(SKUS), new=st.one_of(ladders, good_ladders))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw mostly none, sometimes one or two."""
    return st.one_of(st.just(()), st.just(()), st.lists(strategy, max_size=2).map(tuple))


exposures = st.builds(
    Exposure,
    money_out=st.one_of(st.just(0), st.integers(-5, 3000)),
    budget=st.sampled_from([None, "refund", "change", "sample", "credit", "resend", "giveaway", "ads", "production"]),
    sales=maybe(sales),
    ladders=maybe(moves),
    refunds=maybe(refunds),
    handlings=maybe(handlings),
    alterations=maybe(alterations),
    deal=st.one_of(
        st.none(), st.builds(Deal, type=st.just("coupon"), depth=st.decimals("0", "1", places=2, allow_nan=False))
    ),
    credits=maybe(st.builds(SampleCredit, sample_id=st.just("s1"), order_id=st.just("o1"), amount=small)),
    requests=maybe(
        st.builds(
            RequestStep,
            act=st.sampled_from(["open", "agree", "refuse", "back", "send"]),
            request_id=st.sampled_from(["r1", "r2"]),
            order_id=st.sampled_from(ORDERS),
            line_id=st.sampled_from(LINES),
            pieces=st.integers(0, 12),
            value=st.integers(0, 400),
        )
    ),
    is_free_sample=st.booleans(),
    bids=maybe(bids),
    words=st.sampled_from([None, "Hello"]),
    binding=st.booleans(),
    valid_until=st.one_of(st.none(), st.integers(-2, 20).map(lambda days: NOW + timedelta(days=days))),
    customers=some(BUYERS),
    orders=some(ORDERS),
    threads=some(THREADS),
    general=st.booleans(),
    reduces=st.booleans(),
)
lines = st.builds(
    LineState,
    order_id=st.just(""),
    is_paid=st.booleans(),
    paid=small,
    refunded=st.integers(0, 100),
    quantity=st.integers(1, 12),
    shipped=st.integers(0, 4),
    sku=st.sampled_from(SKUS),
    replaced=st.integers(0, 100),
).flatmap(lambda one: st.sampled_from(ORDERS).map(lambda order: replace(one, order_id=order)))
price_states = st.builds(
    PriceState,
    cost=st.one_of(st.none(), st.integers(0, 150)),
    now=good_ladders,
    day_ago=good_ladders,
    month_ago=good_ladders,
)
OWNERS = {"order:o1": "b1", "order:o2": "b2", "customer:b1": "b1", "customer:b2": "b2", "thread:t1": "b1"}
OWNERS |= {"thread:t2": "b2"}
snapshots = st.builds(
    Snapshot,
    now=st.just(NOW),
    employee=st.just("product"),
    action=st.sampled_from(["price", "refund", "production", "unheard"]),
    buyer=st.sampled_from([None, "b1", "b2", ""]),
    prices=st.dictionaries(st.sampled_from(SKUS), price_states),
    lines=st.dictionaries(st.sampled_from(LINES), lines),
    on_hand=st.dictionaries(st.sampled_from(SKUS), st.integers(0, 20)),
    orders=st.dictionaries(
        st.sampled_from(ORDERS),
        st.builds(
            OrderState,
            is_paid=st.booleans(),
            is_cancelled=st.booleans(),
            shipped=st.integers(0, 2),
            altered=st.integers(0, 2),
        ),
    ),
    samples=st.just({"s1": SAMPLE}),
    requests=st.dictionaries(
        st.sampled_from(["r1", "r2"]),
        st.builds(
            RequestView,
            state=st.sampled_from(["asked", "returning", "owed", "done"]),
            is_back=st.booleans(),
            is_busy=st.booleans(),
            free=st.integers(0, 12),
        ),
    ),
    refusals_day=st.integers(0, 8),
    free_samples=st.dictionaries(st.sampled_from(BUYERS), st.integers(0, 2)),
    owners=st.just(OWNERS),
    spent=st.dictionaries(
        st.sampled_from(["refund.day", "change.day", "giveaway.day", "production.30d"]), st.integers(0, 3000)
    ),
    buyer_refunds_30d=st.dictionaries(st.sampled_from(BUYERS), st.integers(0, 3)),
    thread_messages_hour=st.dictionaries(st.sampled_from(THREADS), st.integers(0, 8)),
    like_effect=st.sampled_from([None, None, "ef_1"]),
    ads_per_day=st.integers(0, 3000),
    stops=st.sampled_from([(), (), ("shop",), ("employee:product",), ("action:price",), ("employee:x",)]).map(
        frozenset
    ),
)


def changed(limits: Limits, group: str, name: str, value: Any) -> Limits:
    """Give limits with one number changed, inside what the model takes or not."""
    if group in ("levels", "like_effect_hours"):
        return limits.model_copy(update={group: getattr(limits, group) | {name: value}})
    return limits.model_copy(update={group: getattr(limits, group).model_copy(update={name: value})})


CAPS = {
    ("price", "move_24h"): st.decimals("0", "0.5", places=2),
    ("price", "move_30d"): st.decimals("0", "0.5", places=2),
    ("quote", "max_valid_days"): st.integers(1, 20),
    ("refund", "auto_per_effect"): small,
    ("refund", "per_buyer_30d"): st.integers(0, 3),
    ("refund", "per_day"): st.integers(0, 3000),
    ("changes", "per_order"): st.integers(0, 3),
    ("changes", "auto_per_effect"): small,
    ("changes", "per_day"): st.integers(0, 3000),
    ("samples", "auto_per_sample"): small,
    ("samples", "per_30d"): st.integers(0, 3000),
    ("samples", "free_per_buyer"): st.integers(0, 2),
    ("aftersale", "auto_per_resend"): small,
    ("aftersale", "per_day"): st.integers(0, 3000),
    ("aftersale", "refusals_per_day"): st.integers(0, 8),
    ("giveaway", "per_day"): st.integers(0, 3000),
    ("promotion", "max_audience_share"): st.decimals("0", "1", places=2),
    ("promotion", "coupon_depth"): st.decimals("0", "1", places=2),
    ("ads", "max_bid"): st.integers(0, 300),
    ("ads", "step"): st.decimals("0", "1", places=2),
    ("ads", "per_day"): st.integers(0, 3000),
    ("production", "auto_per_order"): st.integers(0, 3000),
    ("production", "per_30d"): st.integers(0, 6000),
    ("message", "per_thread_hour"): st.integers(1, 8),
    ("levels", "price"): st.integers(0, 3),
    ("levels", "refund"): st.integers(0, 3),
    ("levels", "production"): st.integers(0, 3),
}
caps = st.fixed_dictionaries(CAPS)


def of(values: dict[tuple[str, str], Any]) -> Limits:
    """Make limits of caps."""
    limits = DEFAULT
    for (group, name), value in values.items():
        limits = changed(limits, group, name, value)
    return limits


limit_sets = caps.map(of)
tolerant = of({name: 10**6 for name in CAPS if name[0] not in ("price", "levels", "ads")} | {("levels", "price"): 3})


@settings(max_examples=120)
@given(limit_sets, snapshots, st.one_of(st.none(), exposures))
def test_an_approval_never_turns_a_denial_into_anything_else(
    limits: Limits, snapshot: Snapshot, exposure: Exposure | None
) -> None:
    before, after = judge(limits, snapshot, exposure), judge(limits, snapshot, exposure, approved=True)
    assert (before.ruling == "deny") == (after.ruling == "deny")
    assert after.ruling != "hold"
    assert judge(limits, snapshot, exposure) == before


@settings(max_examples=120)
@given(limit_sets, snapshots, exposures, st.sampled_from(sorted(CAPS)), st.integers(1, 3000))
def test_raising_a_limit_never_makes_a_verdict_harder(
    limits: Limits, snapshot: Snapshot, exposure: Exposure, cap: tuple[str, str], more: int
) -> None:
    group, name = cap
    before = getattr(limits, group)
    value = before[name] if group == "levels" else getattr(before, name)
    raised = changed(limits, group, name, min(3, value + more) if group == "levels" else value + more)
    for approved in (False, True):
        lower = judge(limits, snapshot, exposure, approved=approved).ruling
        higher = judge(raised, snapshot, exposure, approved=approved).ruling
        assert SEVERITY[higher] <= SEVERITY[lower]


@settings(max_examples=120)
@given(
    snapshots,
    exposures,
    st.sampled_from(["refund.day", "resend.day", "giveaway.day", "production.30d"]),
    st.integers(1, 3000),
)
def test_what_was_spent_never_makes_a_verdict_softer(
    snapshot: Snapshot, exposure: Exposure, budget: str, more: int
) -> None:
    spent = replace(snapshot, spent=snapshot.spent | {budget: snapshot.spent.get(budget, 0) + more})
    assert SEVERITY[judge(DEFAULT, spent, exposure).ruling] >= SEVERITY[judge(DEFAULT, snapshot, exposure).ruling]


@settings(max_examples=120)
@given(limit_sets, snapshots, st.one_of(st.none(), exposures), st.booleans())
def test_level_zero_allows_nothing_and_proposes_nothing(
    limits: Limits, snapshot: Snapshot, exposure: Exposure | None, approved: bool
) -> None:
    watching = changed(limits, "levels", snapshot.action, 0)
    assert judge(watching, snapshot, exposure, approved=approved).ruling == "deny"


@settings(max_examples=120)
@given(limit_sets, snapshots, st.one_of(st.none(), exposures), st.booleans())
def test_the_kill_switch_lets_through_only_what_reduces(
    limits: Limits, snapshot: Snapshot, exposure: Exposure | None, approved: bool
) -> None:
    running, stopped = (replace(snapshot, stops=frozenset(stops)) for stops in ((), ("shop",)))
    verdict = judge(limits, stopped, exposure, approved=approved)
    if exposure is not None and exposure.reduces:
        assert verdict == judge(limits, running, exposure, approved=approved)
    else:
        assert verdict.rule == "stopped"


touching = st.builds(
    Exposure,
    customers=some(BUYERS),
    orders=some(ORDERS),
    threads=some(THREADS),
    general=st.booleans(),
    reduces=st.booleans(),
)
calm = st.sampled_from([None, *BUYERS, ""]).map(lambda buyer: seen(buyer=buyer, owners=OWNERS))


@settings(max_examples=150)
@given(st.one_of(st.tuples(calm, touching), st.tuples(snapshots, exposures)))
def test_a_buyers_task_never_gets_an_allow_for_what_is_another_buyers(asked: tuple[Snapshot, Exposure]) -> None:
    snapshot, exposure = asked
    named = {f"customer:{who}" for who in exposure.customers} | {f"order:{order}" for order in exposure.orders}
    named |= {f"thread:{thread}" for thread in exposure.threads}
    allowed = judge(tolerant, snapshot, exposure).ruling == "allow"
    if allowed and snapshot.buyer is not None and not exposure.reduces:
        assert named
        assert {OWNERS[name] for name in named} == {snapshot.buyer}
        assert not exposure.general


offers = st.builds(Exposure, sales=maybe(sales), ladders=maybe(moves))
terms = st.builds(
    FloorTerms,
    pick_pack=st.integers(0, 30),
    freight_per_order=st.integers(0, 3000),
    freight_min_pieces=st.integers(1, 150),
    after_sale_rate=st.decimals("0", "0.2", places=2),
    platform_fee_rate=st.decimals("0", "0.2", places=2),
    tax_rate=st.decimals("0", "0.2", places=2),
    commission_rate=st.decimals("0", "0.2", places=2),
    min_margin_rate=st.decimals("0", "0.2", places=2),
)


def is_covered(price: int, cost: int, quantity: int, terms: FloorTerms) -> bool:
    """Tell in exact fractions whether a price pays what the sale costs and leaves the margin."""
    rates = (terms.platform_fee_rate, terms.tax_rate, terms.commission_rate, terms.min_margin_rate)
    freight = Fraction(terms.freight_per_order, max(quantity, terms.freight_min_pieces))
    costs = cost + terms.pick_pack + freight + cost * Fraction(terms.after_sale_rate)
    return price - sum(price * Fraction(rate) for rate in rates) >= costs


@settings(max_examples=150)
@given(snapshots, offers, terms, st.booleans())
def test_nothing_allowed_can_be_sold_below_the_floor_at_any_quantity(
    snapshot: Snapshot, exposure: Exposure, terms: FloorTerms, approved: bool
) -> None:
    limits = tolerant.model_copy(update={"floor": terms})
    calm = replace(snapshot, action="price", buyer=None, stops=frozenset())
    if judge(limits, calm, exposure, approved=approved).ruling == "deny":
        return
    for one in exposure.sales:
        cost = snapshot.prices[one.sku].cost
        assert cost is not None and is_covered(one.unit_price, cost, one.quantity, terms)
    for step in exposure.ladders:
        cost = snapshot.prices[step.sku].cost
        for quantity in (*range(1, 160), 1000):
            assert cost is not None and is_covered(ladder_price(step.new, quantity), cost, quantity, terms)


@settings(max_examples=120)
@given(
    st.integers(0, 500),
    st.booleans(),
    st.lists(st.tuples(st.lists(st.integers(-20, 300), min_size=1, max_size=2), st.booleans()), max_size=8),
)
def test_refunds_never_sum_up_to_more_than_was_paid(
    paid: int, is_paid: bool, walk: list[tuple[list[int], bool]]
) -> None:
    state = replace(LINE, paid=paid, is_paid=is_paid)
    for amounts, approved in walk:
        each = tuple(LineRefund(order_id="o1", line_id="o1.1", amount=amount) for amount in amounts)
        asked = Exposure(money_out=sum(amounts), budget="refund", refunds=each, orders=("o1",))
        if judge(tolerant, seen(lines={"o1.1": state}), asked, approved=approved).ruling == "allow":
            state = replace(state, refunded=state.refunded + sum(amounts))
    assert 0 <= state.refunded <= (paid if is_paid else 0)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.lists(st.integers(1, 8), min_size=1, max_size=2), st.booleans()), max_size=8))
def test_nothing_is_shipped_twice_or_from_an_empty_house(walk: list[tuple[list[int], bool]]) -> None:
    state, on_hand = replace(LINE, quantity=12), 9
    for pieces, approved in walk:
        here = seen(lines={"o1.1": state}, on_hand={"mug": on_hand})
        if judge(tolerant, here, parcel(*pieces), approved=approved).ruling == "allow":
            state, on_hand = replace(state, shipped=state.shipped + sum(pieces)), on_hand - sum(pieces)
    assert state.shipped <= 12
    assert on_hand >= 0
