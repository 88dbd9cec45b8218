"""How an order stands, in the words of a reply to its buyer."""

from __future__ import annotations

from agents.customer.wording import Language, day, say
from agents.job import JobContext
from shops.models import FulfilmentStatus, Order, PaymentStatus


def status_of(ctx: JobContext, order: Order, language: Language) -> str:
    """Say how an order stands, e.g. ``paid, to leave our house by 8 September 2011``."""
    shipments = ctx.reads.shop.list_shipments(order.id)
    if shipments:
        last = shipments[-1]
        part = "partly" if order.fulfilment == FulfilmentStatus.PARTIAL else "shipped"
        date = day(last.shipped_at, ctx.zone, language)
        return say(part, language, carrier=last.carrier, tracking=last.tracking, date=date)
    if order.fulfilment == FulfilmentStatus.DELIVERED:
        return say("delivered", language)
    if order.fulfilment == FulfilmentStatus.CANCELLED:
        return say("cancelled", language)
    if order.payment == PaymentStatus.PAID and order.ship_by:
        return say("waiting", language, date=day(order.ship_by, ctx.zone, language))
    return say("unpaid", language)
