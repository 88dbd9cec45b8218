"""States of two small shops for the corpus of claims: one in London in pounds, one in Ningbo in yuan.

A state is named ``<shop>-<stage>``, e.g. ``"uk-shipped"``; each shop's buyer has at most one order and one open offer.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from authority.claims import Evidence
from shops.models import (
    Address,
    FulfilmentStatus,
    Order,
    OrderLine,
    Parcel,
    PaymentStatus,
    Quote,
    QuoteLine,
    Refund,
    RefundStatus,
    Shipment,
    Stock,
    Tier,
    Variant,
)

NOW = datetime(2011, 9, 6, 8, tzinfo=UTC)
STAGES = ("new", "quoted", "unpaid", "waiting", "partly", "shipped", "delivered", "part_refunded", "refunded")
_HOME = Address(name="Ann", street="1 High Street", city="Leeds", country="United Kingdom")
_GOODS = {
    "uk": (
        ("47566", "Party Bunting", ((1, 495), (50, 415)), 4, 12, 20),
        ("85123A", "White Hanging Heart", ((1, 295), (32, 255)), 6, 6, 600),
    ),
    "cn": (
        ("A-101", "陶瓷马克杯", ((1, 1350), (100, 1180)), 10, 10, 500),
        ("A-205", "竹制茶盘", ((1, 6800), (20, 6200)), 2, 2, 0),
    ),
}
_QUOTED = {"uk": ("85123A", 300, 255), "cn": ("A-101", 300, 1180)}
_BOUGHT = {
    "uk": ("o_7f3a21", (("85123A", 36, 255), ("47566", 8, 495)), "ROYALMAIL", "WB90214477"),
    "cn": ("o_2c9d84", (("A-101", 100, 1180), ("A-205", 4, 6800)), "SF", "SF1386620917"),
}
_HEARD = {
    "uk": "Can you do 300 pcs of the white hanging heart by 7 September?",
    "cn": "马克杯300个什么价?9月7日要货。",
}
SKU = {"uk": "White Hanging Heart", "cn": "陶瓷马克杯"}


def state(name: str) -> Evidence:
    """Give the evidence of a state, e.g. ``"cn-part_refunded"``."""
    shop, stage = name.split("-")
    variants = {row[0]: _variant(*row[:5]) for row in _GOODS[shop]}
    sent, refunded, orders = (), (), ()
    if stage not in ("new", "quoted"):
        order, sent, refunded = _order(shop, stage, variants)
        orders = (order,)
    return Evidence(
        now=NOW,
        zone=ZoneInfo("Europe/London" if shop == "uk" else "Asia/Shanghai"),
        currency="GBP" if shop == "uk" else "CNY",
        promise_hours=48,
        lead_days=7,
        orders=orders,
        shipments={order.id: sent for order in orders},
        refunds={order.id: refunded for order in orders},
        quotes=(_quote(shop),) if stage == "quoted" else (),
        variants=variants,
        stock={row[0]: Stock(sku=row[0], on_hand=row[5]) for row in _GOODS[shop]},
        heard=_HEARD[shop] if stage in ("new", "quoted") else "",
    )


def _variant(sku: str, title: str, ladder: tuple[tuple[int, int], ...], pack: int, moq: int) -> Variant:
    tiers = tuple(Tier(min_quantity=at, unit_price=price) for at, price in ladder)
    return Variant(sku=sku, product_id=sku, title=title, tiers=tiers, base_price=ladder[0][1], pack=pack, moq=moq)


def _quote(shop: str) -> Quote:
    sku, quantity, price = _QUOTED[shop]
    return Quote(
        id="q_51e0",
        customer_id="b1",
        currency="GBP" if shop == "uk" else "CNY",
        lines=(QuoteLine(sku=sku, quantity=quantity, unit_price=price),),
        created_at=NOW,
        valid_until=NOW + timedelta(days=7),
    )


def _order(
    shop: str, stage: str, variants: dict[str, Variant]
) -> tuple[Order, tuple[Shipment, ...], tuple[Refund, ...]]:
    order_id, rows, carrier, waybill = _BOUGHT[shop]
    gone = stage in ("shipped", "delivered")
    back = {"part_refunded": (500, 0), "refunded": tuple(count * price for _, count, price in rows)}.get(stage, (0, 0))
    lines = tuple(
        OrderLine(
            id=f"{order_id}/{place}",
            sku=sku,
            title=variants[sku].title,
            quantity=count,
            unit_price=price,
            paid=0 if stage == "unpaid" else count * price,
            shipped=count if gone or (stage == "partly" and place == 1) else 0,
            refunded=back[place - 1],
        )
        for place, (sku, count, price) in enumerate(rows, 1)
    )
    placed = NOW - timedelta(days=4)
    order = Order(
        id=order_id,
        customer_id="b1",
        placed_at=placed,
        currency="GBP" if shop == "uk" else "CNY",
        lines=lines,
        address=_HOME,
        payment=PaymentStatus.UNPAID if stage == "unpaid" else PaymentStatus.PAID,
        fulfilment=_FULFILMENT.get(stage, FulfilmentStatus.UNSHIPPED),
        refund={"part_refunded": RefundStatus.PARTIAL, "refunded": RefundStatus.FULL}.get(stage, RefundStatus.NONE),
        ship_by=None if stage == "unpaid" else NOW + timedelta(days=1),
    )
    parcels = tuple(Parcel(line_id=line.id, quantity=line.shipped) for line in lines if line.shipped)
    shipment = Shipment(
        id="s_1",
        order_id=order_id,
        carrier=carrier,
        tracking=waybill,
        parcels=parcels or (Parcel(line_id=lines[0].id, quantity=1),),
        shipped_at=NOW - timedelta(days=3),
        delivered_at=NOW - timedelta(days=1) if stage == "delivered" else None,
    )
    at = NOW - timedelta(days=1)
    refunds = tuple(
        Refund(id=f"r_{line.id}", order_id=order_id, line_id=line.id, amount=line.refunded, reason="broken", at=at)
        for line in lines
        if line.refunded
    )
    return order, (shipment,) if parcels else (), refunds


_FULFILMENT = {
    "partly": FulfilmentStatus.PARTIAL,
    "shipped": FulfilmentStatus.SHIPPED,
    "delivered": FulfilmentStatus.DELIVERED,
}
