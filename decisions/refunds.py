"""Refunds and returns 售后: what is done about a line that a buyer is not content with, by a table and by cost.

Source of the table: jobs.md of the design, "Refund / return: decision table reason × stage × evidence; cost compare".
Seven days without a reason: Consumer Protection Law of China (消费者权益保护法) article 25, counted from receipt.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from shops.models import OrderLine

Reason = Literal["missing", "broken", "quality", "not_as_described", "changed_mind", "late"]
Stage = Literal["unshipped", "shipped", "delivered"]
Way = Literal["cancel", "refund_only", "return_refund", "exchange", "resend"]
"""取消 the order, 仅退款 money back, 退货退款 money for goods back, 换货 other goods for them, 补发 goods again."""

GOODWILL_DAYS = 7
"""Days after arrival in which goods come back without a reason 七天无理由."""
MOST_RISK = 0.15
"""Share of a buyer's orders that may end in a request before a person looks; an assumption, five times the usual."""
USUAL_RISK, WEIGHT = 0.04, 25
"""Prior of that share: its mean, and the number of orders that it counts for. Assumptions."""


class Row(BaseModel):
    """What a reason at a stage allows: ``ways`` in all, ``code`` if there is none; ``needs_photo`` before any."""

    model_config = ConfigDict(frozen=True)

    ways: tuple[Way, ...] = ()
    needs_photo: bool = False
    code: str = ""


_WRONG = Row(ways=("refund_only", "return_refund", "exchange"), needs_photo=True)
_GOODS = Row(ways=("refund_only", "resend"), needs_photo=True)
TABLE: dict[tuple[Reason, Stage], Row] = {
    ("missing", "unshipped"): Row(code="not_arrived"),
    ("missing", "shipped"): _GOODS,
    ("missing", "delivered"): _GOODS,
    ("broken", "unshipped"): Row(code="not_arrived"),
    ("broken", "shipped"): Row(ways=("refund_only", "resend", "return_refund"), needs_photo=True),
    ("broken", "delivered"): Row(ways=("refund_only", "resend", "return_refund"), needs_photo=True),
    ("quality", "unshipped"): Row(code="not_arrived"),
    ("quality", "shipped"): _WRONG,
    ("quality", "delivered"): _WRONG,
    ("not_as_described", "unshipped"): Row(code="not_arrived"),
    ("not_as_described", "shipped"): _WRONG,
    ("not_as_described", "delivered"): _WRONG,
    ("changed_mind", "unshipped"): Row(ways=("cancel",)),
    ("changed_mind", "shipped"): Row(code="on_its_way"),
    ("changed_mind", "delivered"): Row(ways=("return_refund",)),
    ("late", "unshipped"): Row(ways=("cancel",)),
    ("late", "shipped"): Row(code="carrier"),
    ("late", "delivered"): Row(code="came_late"),
}
"""Reason and stage to what is allowed. A parcel that a carrier has may have arrived unscanned: a photo shows it."""
PERSONS = {"carrier", "came_late"}
"""Codes that a person decides about."""
ASKED: dict[str, tuple[Way, ...]] = {
    "refund": ("cancel", "refund_only", "return_refund"),
    "return_goods": ("cancel", "return_refund", "refund_only"),
    "exchange": ("exchange", "resend"),
    "missing": ("resend", "refund_only"),
}
"""A buyer's wish to the ways that meet it; another wish is met by any."""


class Case(BaseModel):
    """One request: what the buyer says and shows, and where the goods are.

    Attributes:
        wish: ``refund``, ``return_goods``, ``exchange``, ``missing`` or anything else.
        pieces: Pieces concerned; None if that was not said.
        asked: Money that the buyer names, minor units.
        days: Whole days since arrival; None before it.
        risk: :func:`buyer_risk` of the buyer.
    """

    model_config = ConfigDict(frozen=True)

    wish: str
    reason: Reason | None
    stage: Stage
    has_photo: bool = False
    pieces: int | None = None
    asked: int | None = None
    days: int | None = None
    risk: float = USUAL_RISK


class Costs(BaseModel):
    """What it costs the shop, minor units: a piece of goods, packing it, freight one way; ``resellable`` is the share
    of goods sent back that can be sold again; ``in_house`` pieces are free to leave.
    """

    model_config = ConfigDict(frozen=True)

    unit_cost: int | None
    pick_pack: int
    freight: int
    resellable: float
    in_house: int


class RefundAdvice(BaseModel):
    """What is to be done: ``code`` names the sentence that the buyer reads; ``costs`` has every way that was weighed,
    cheapest first.
    """

    model_config = ConfigDict(frozen=True)

    verdict: Literal["do", "ask", "refuse", "person"]
    code: str
    way: Way | None = None
    amount: int = 0
    pieces: int = 0
    costs: tuple[tuple[Way, int], ...] = ()


def buyer_risk(requests: int, orders: int) -> float:
    """Estimate the share of a buyer's orders that end in a request, shrunk towards the usual share.

    Source: posterior mean of a beta-binomial, ``(weight·mean + requests) / (weight + orders)``.

    Example:
        No request of 3 orders: 0.036; 5 of 5: 0.2.
    """
    return (WEIGHT * USUAL_RISK + requests) / (WEIGHT + max(orders, requests))


def advise_refund(line: OrderLine, case: Case, costs: Costs, supported: frozenset[Way]) -> RefundAdvice:
    """Decide on one request about one line of the buyer's own order.

    Args:
        line: The line as it stands; one with money back is settled.
        case: What is asked, shown and known.
        costs: What each way costs the shop.
        supported: Ways that the platform has.

    Example:
        One broken lamp of 38.00, a photo, first time: ``do``, ``refund_only``, 3800, if a new one costs more to send.
    """
    if stop := _stop(line, case):
        return stop
    assert case.reason is not None
    row = TABLE[case.reason, case.stage]
    if not row.ways:
        return RefundAdvice(verdict="person" if row.code in PERSONS else "refuse", code=row.code)
    if row.ways == ("cancel",):
        return _best(row.ways, 0, 0, (("cancel", 0),), supported)
    if row.needs_photo and not case.has_photo:
        return RefundAdvice(verdict="ask", code="photo")
    pieces = case.pieces if case.pieces is not None else 1 if line.quantity == 1 else None
    if pieces is None:
        return RefundAdvice(verdict="ask", code="pieces")
    if pieces > line.quantity:
        return RefundAdvice(verdict="refuse", code="too_many")
    if case.risk > MOST_RISK:
        return RefundAdvice(verdict="person", code="often", pieces=pieces)
    amount = _amount(line, case, pieces)
    weighed = _weigh(row.ways, amount, pieces, costs)
    return _best(ASKED.get(case.wish, row.ways), amount, pieces, weighed, supported)


def _stop(line: OrderLine, case: Case) -> RefundAdvice | None:
    """Answer what needs no table: settled, unpaid, more than was paid, no reason, too late without one."""
    if line.refunded:
        return RefundAdvice(verdict="refuse", code="settled")
    if not line.paid:
        return RefundAdvice(verdict="refuse", code="unpaid")
    if case.asked is not None and case.asked > line.paid:
        return RefundAdvice(verdict="refuse", code="too_much")
    if case.reason is None:
        return RefundAdvice(verdict="ask", code="reason")
    if case.reason == "changed_mind" and case.days is not None and case.days > GOODWILL_DAYS:
        return RefundAdvice(verdict="refuse", code="too_late")
    return None


def _amount(line: OrderLine, case: Case, pieces: int) -> int:
    """Give the paid share of the pieces, rounded down, or less if the buyer asks for less."""
    share = line.paid * pieces // line.quantity
    return min(share, case.asked) if case.asked else share


def _weigh(ways: tuple[Way, ...], amount: int, pieces: int, costs: Costs) -> tuple[tuple[Way, int], ...]:
    """Give what each way costs, cheapest first; ways of unknown cost, or with goods that are not there, are left out.

    Money back costs its amount; goods sent back cost the freight and bring the resellable share of their cost; new
    goods cost themselves, packing and freight.
    """
    unit = costs.unit_cost
    back = costs.freight - round(costs.resellable * (unit or 0) * pieces)
    found: dict[Way, int] = {"refund_only": amount, "return_refund": amount + back}
    if unit is not None and costs.in_house >= pieces:
        found["resend"] = (unit + costs.pick_pack) * pieces + costs.freight
        found["exchange"] = found["resend"] + back
    return tuple(sorted(((way, found[way]) for way in ways if way in found), key=lambda one: (one[1], one[0])))


def _best(
    wanted: tuple[Way, ...],
    amount: int,
    pieces: int,
    weighed: tuple[tuple[Way, int], ...],
    supported: frozenset[Way],
) -> RefundAdvice:
    """Take the cheapest way that meets the wish, else the cheapest of all; none that the platform has is a person's."""
    open_ones = [way for way, _ in weighed if way in supported]
    best = next((way for way in open_ones if way in wanted), next(iter(open_ones), None))
    if best is None:
        return RefundAdvice(verdict="person", code="not_here", pieces=pieces, costs=weighed)
    return RefundAdvice(verdict="do", code=best, way=best, amount=amount, pieces=pieces, costs=weighed)
