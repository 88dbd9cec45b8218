"""Complaints about goods: lines and refunds of the last weeks by SKU, and what a faulty line costs the shop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from agents.evidence import LineMargin, line_margins, margin_rate
from agents.job import JobContext
from agents.safety_words import is_unsafe
from decisions.quality import LOST_ORDERS, SkuQuality
from shops.models import FulfilmentStatus, Order, RefundStatus

WINDOW_DAYS = 28
COUNTED = ("broken", "quality", "not_as_described")
"""Reasons of a refund that speak about the goods."""


def quality_rows(ctx: JobContext) -> list[SkuQuality]:
    """Count lines and complaints by SKU, with what a line leaves and a complaint costs.

    Refunds of the window that speak about the goods count, and the complaint that is handed over.
    """
    told: dict[str, list[_Told]] = {}
    stops = _last_stops(ctx)
    answered = {v.sku: stops[v.product_id] for v in ctx.reads.shop.list_variants() if v.product_id in stops}
    orders = list(_orders(ctx))
    lines = Counter(line.sku for order in orders for line in order.lines)
    for order in orders:
        if order.refund is not RefundStatus.NONE:
            for sku, one in _complaints(ctx, order, answered):
                told.setdefault(sku, []).append(one)
    for sku in _handed(ctx):
        told.setdefault(sku, []).append(_Told(ctx.task.buyer or "", "handed over", str(ctx.task.input["goal"])))
        lines[sku] = max(1, lines[sku])
    margins = line_margins(ctx) if told else {}
    # an order lost with a buyer leaves what a usual one does
    later = LOST_ORDERS * margin_rate(ctx) * sum(one.total for one in orders) / max(len(orders), 1) if told else 0.0
    return [
        _row(sku, count, told.get(sku, []), kept=margins.get(sku), later=later) for sku, count in sorted(lines.items())
    ]


class _Told(NamedTuple):
    """A complaint: by whom, the reason, its text, and the money given back."""

    buyer: str
    reason: str
    text: str
    money: int = 0


def _row(sku: str, lines: int, told: list[_Told], *, kept: LineMargin | None, later: float) -> SkuQuality:
    return SkuQuality(
        sku=sku,
        lines=max(lines, len(told)),
        complaints=len(told),
        buyers=len({one.buyer for one in told}),
        reasons=tuple(one.reason for one in told),
        is_unsafe=any(is_unsafe(one.text) for one in told),
        kept=None if kept is None else float(kept.left * kept.pieces),
        lost=later + sum(one.money for one in told) / max(len(told), 1),
    )


def _handed(ctx: JobContext) -> list[str]:
    """Give the SKUs of a complaint that another employee hands over; a tick has none."""
    if "goal" not in ctx.task.input:
        return []
    return [one.removeprefix("sku:") for one in ctx.task.subject if one.startswith("sku:")]


def _complaints(ctx: JobContext, order: Order, answered: dict[str, datetime]) -> Iterator[tuple[str, _Told]]:
    """Give SKU and complaint of each refund that speaks about the goods and was not acted upon.

    Its text begins with the reason.
    """
    skus = {line.id: line.sku for line in order.lines}
    for refund in ctx.reads.shop.list_refunds(order.id):
        reason = refund.reason.split(",")[0].strip()
        sku = skus[refund.line_id]
        if reason in COUNTED and (sku not in answered or refund.at > answered[sku]):
            yield sku, _Told(order.customer_id, reason, refund.reason, refund.amount)


def _orders(ctx: JobContext) -> Iterator[Order]:
    cursor, since = None, ctx.now - timedelta(days=WINDOW_DAYS)
    while True:
        page = ctx.reads.shop.list_orders(since=since, cursor=cursor, limit=500)
        yield from (order for order in page.items if order.fulfilment is not FulfilmentStatus.CANCELLED)
        cursor = page.next_cursor
        if cursor is None:
            return


def _last_stops(ctx: JobContext) -> dict[str, datetime]:
    """Give when each product was last put off or on the shelf: complaints before that have had their effect."""
    rows = ctx.log.list_effects(since=ctx.now - timedelta(days=WINDOW_DAYS), kinds=("set_listed",), states=("done",))
    return {str(row.payload["product_id"]): row.settled_at or row.submitted_at for row in rows}
