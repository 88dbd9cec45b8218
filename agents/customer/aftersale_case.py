"""What the table of refunds and returns has to know of an order: where the goods are, what each way costs."""

from __future__ import annotations

from agents import evidence
from agents.evidence import money
from agents.job import JobContext
from decisions.refunds import Case, Costs, RefundAdvice, Stage, Way, buyer_risk
from shops.aftersales import RequestKind
from shops.models import FulfilmentStatus, Order, OrderLine

RESELLABLE = 0.5
"""Share of goods sent back that can be sold again; an assumption."""
KIND_OF: dict[Way, RequestKind] = {
    "return_refund": RequestKind.RETURN,
    "exchange": RequestKind.EXCHANGE,
    "resend": RequestKind.RESEND,
}
"""Ways that are a request of the platform."""


def orders_of(ctx: JobContext, buyer: str) -> list[Order]:
    """Give the buyer's newest orders, newest first."""
    return evidence.orders_of(ctx, buyer)[-200:][::-1]


def stage_of(order: Order) -> Stage:
    """Tell where the goods of an order are."""
    if order.fulfilment in (FulfilmentStatus.UNSHIPPED, FulfilmentStatus.CANCELLED):
        return "unshipped"
    return "delivered" if order.fulfilment is FulfilmentStatus.DELIVERED else "shipped"


def days_since(ctx: JobContext, order: Order) -> int | None:
    """Give the whole days since the last parcel arrived; None before any has."""
    arrived = [sent.delivered_at for sent in ctx.reads.shop.list_shipments(order.id) if sent.delivered_at]
    return (ctx.now - max(arrived)).days if arrived else None


def risk_of(mine: list[Order]) -> float:
    """Estimate a buyer's share of orders that end in a request; cancelled orders do not count."""
    alive = [one for one in mine if one.fulfilment is not FulfilmentStatus.CANCELLED]
    return buyer_risk(sum(any(line.refunded for line in one.lines) for one in alive), len(alive))


def costs_of(ctx: JobContext, line: OrderLine) -> Costs:
    """Give what each way of settling a line costs the shop."""
    terms = ctx.limits.floor
    return Costs(
        unit_cost=ctx.reads.shop.get_variant(line.sku).cost,
        pick_pack=terms.pick_pack,
        freight=terms.freight_per_order,
        resellable=RESELLABLE,
        in_house=ctx.reads.shop.get_stock([line.sku])[line.sku].available,
    )


def why(ctx: JobContext, advice: RefundAdvice, case: Case) -> str:
    """Say on what an advice rests."""
    weighed = ", ".join(f"{way} {money(ctx, cost)}" for way, cost in advice.costs)
    shown = "with a photo" if case.has_photo else "without a photo"
    return f"{case.reason}, {case.stage}, {shown}, {advice.pieces} pieces, risk {case.risk:.2f}; costs: {weighed}"
