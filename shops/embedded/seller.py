"""What the seller can change in the built-in shop: prices, stock, the shelf, shipments, refunds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from kit.ids import stable_id
from kit.money import format_minor
from kit.prepared import Prepared
from shops.embedded.catalogue import (
    change_stock,
    find_stock,
    find_variants,
    get_product_row,
    price_change_row,
    tier_rows,
)
from shops.embedded.orders import find_line, find_order, fulfilment_of
from shops.embedded.requests import promised, put_refund
from shops.embedded.rows import add_rows, change_rows
from shops.embedded.tables import LINE, ORDER, PRICE_CHANGE, PRODUCT, SHIPMENT, STOCK, VARIANT
from shops.embedded.writes import WriteJournal, done, refused
from shops.models import FulfilmentStatus, Order, Outcome, Parcel, PaymentStatus, Tier
from shops.terms import ladder_faults

MAX_TIERS = 10
"""Steps that a price ladder may have in the built-in shop."""

_SHIPPING = Prepared(
    sa.update(LINE)
    .where(LINE.c.shop_id == sa.bindparam("shop"), LINE.c.order_id == sa.bindparam("order"))
    .where(LINE.c.id == sa.bindparam("line"))
    .values(shipped=LINE.c.shipped + sa.bindparam("pieces"))
)


class EmbeddedSeller:
    """Core writes; the rules of each are in :class:`shops.writes.SellerWrites`."""

    def __init__(self, journal: WriteJournal) -> None:
        self._journal = journal
        self._shop_id = journal.store.shop_id
        self._clock = journal.store.clock

    def set_price(self, sku: str, tiers: Sequence[Tier], *, key: str) -> Outcome:
        """Replace the price ladder of a SKU; refused when it is no ladder or has more than ten steps."""
        new = tier_rows(tiers)

        def act(connection: sa.Connection) -> Outcome:
            variant = find_variants(connection, self._shop_id, [sku])[sku]
            faults = ladder_faults(tiers)
            if len(tiers) > MAX_TIERS:
                faults.append(f"a price ladder has at most {MAX_TIERS} steps here, not {len(tiers)}")
            if faults:
                return refused("; ".join(faults))
            old = tier_rows(variant.tiers)
            if old != new:
                now = self._clock.now()
                row = price_change_row(self._shop_id, sku, now, old=old, new=new)
                add_rows(connection, PRICE_CHANGE, [row])
                change_rows(connection, VARIANT, self._shop_id, {"sku": sku}, tiers=new)
                self._touch_product(connection, variant.product_id)
            return done(sku)

        return self._journal.once("set_price", key, {"sku": sku, "tiers": new}, act)

    def set_stock(self, sku: str, on_hand: int, *, key: str) -> Outcome:
        """Set the pieces in the house after a count; refused below zero."""

        def act(connection: sa.Connection) -> Outcome:
            find_variants(connection, self._shop_id, [sku])
            if on_hand < 0:
                return refused(f"a count cannot be {on_hand} pieces")
            change_rows(connection, STOCK, self._shop_id, {"sku": sku}, on_hand=on_hand)
            return done(sku)

        return self._journal.once("set_stock", key, {"sku": sku, "on_hand": on_hand}, act)

    def set_offered(self, sku: str, pieces: int | None, *, key: str) -> Outcome:
        """Set the listed quantity; a number above what is in the house sells no more than that here."""

        def act(connection: sa.Connection) -> Outcome:
            find_variants(connection, self._shop_id, [sku])
            if pieces is not None and pieces < 0:
                return refused(f"a listed quantity cannot be {pieces} pieces; 0 takes the SKU down")
            change_rows(connection, STOCK, self._shop_id, {"sku": sku}, offered=pieces)
            return done(sku)

        return self._journal.once("set_offered", key, {"sku": sku, "pieces": pieces}, act)

    def edit_listing(self, product_id: str, *, title: str | None, attributes: Mapping[str, str], key: str) -> Outcome:
        """Change what buyers read of a product; refused when nothing would change or the title is blank."""
        added = dict(attributes)

        def act(connection: sa.Connection) -> Outcome:
            row = get_product_row(connection, self._shop_id, product_id)
            if title is not None and not title.strip():
                return refused("a title cannot be blank")
            new = {"title": row.title if title is None else title, "attributes": {**row.attributes, **added}}
            if new == {"title": row.title, "attributes": row.attributes}:
                return refused("the product shows exactly this already")
            new["updated_at"] = self._clock.now()
            change_rows(connection, PRODUCT, self._shop_id, {"id": product_id}, **new)
            return done(product_id)

        told = {"product_id": product_id, "title": title, "attributes": added}
        return self._journal.once("edit_listing", key, told, act)

    def set_listed(self, product_id: str, listed: bool, *, key: str) -> Outcome:
        """Put a product on or off the shelf; its variants keep their own switch."""

        def act(connection: sa.Connection) -> Outcome:
            get_product_row(connection, self._shop_id, product_id)
            new = {"listed": listed, "updated_at": self._clock.now()}
            change_rows(connection, PRODUCT, self._shop_id, {"id": product_id}, **new)
            return done(product_id)

        return self._journal.once("set_listed", key, {"product_id": product_id, "listed": listed}, act)

    def ship(self, order_id: str, parcels: Sequence[Parcel], *, carrier: str, tracking: str, key: str) -> Outcome:
        """Hand pieces of a paid order to a carrier; refused when unpaid, already shipped or not in the house."""
        packed = [parcel.model_dump() for parcel in parcels]

        def act(connection: sa.Connection) -> Outcome:
            order = find_order(connection, self._shop_id, order_id)
            why = self._ship_faults(connection, order, parcels)
            if why:
                return refused("; ".join(why))
            shipment = {
                "shop_id": self._shop_id,
                "id": stable_id("shipment", self._shop_id, key),
                "order_id": order_id,
                "carrier": carrier,
                "tracking": tracking,
                "parcels": packed,
                "shipped_at": self._clock.now(),
                "delivered_at": None,
            }
            add_rows(connection, SHIPMENT, [shipment])
            self._take_out(connection, order, parcels)
            return done(str(shipment["id"]))

        arguments = {"order_id": order_id, "parcels": packed, "carrier": carrier, "tracking": tracking}
        return self._journal.once("ship", key, arguments, act)

    def refund(self, order_id: str, line_id: str, amount: int, *, reason: str, key: str) -> Outcome:
        """Give money of one line back; refused beyond what was paid and not yet refunded or agreed to."""

        def act(connection: sa.Connection) -> Outcome:
            order = find_order(connection, self._shop_id, order_id)
            line = find_line(order, line_id)
            left = line.paid - line.refunded - promised(connection, self._shop_id, line_id)
            if not 1 <= amount <= left:
                most = format_minor(left, order.currency)
                return refused(f"{format_minor(amount, order.currency)} cannot be refunded: {most} of the line is left")
            refund_id = stable_id("refund", self._shop_id, key)
            now = self._clock.now()
            put_refund(connection, self._shop_id, order, line, amount, reason=reason, refund_id=refund_id, at=now)
            return done(refund_id)

        arguments = {"order_id": order_id, "line_id": line_id, "amount": amount, "reason": reason}
        return self._journal.once("refund", key, arguments, act)

    def probe(self, key: str) -> Outcome | None:
        """Give the answer to an earlier write with this key, or None if it never arrived."""
        return self._journal.probe(key)

    def _ship_faults(self, connection: sa.Connection, order: Order, parcels: Sequence[Parcel]) -> list[str]:
        if order.fulfilment is FulfilmentStatus.CANCELLED:
            return [f"the order {order.id} is cancelled"]
        if order.payment is not PaymentStatus.PAID:
            return [f"the order {order.id} is not paid"]
        if not parcels:
            return ["there is nothing in the shipment"]
        by_line = Counter[str]()
        by_sku = Counter[str]()
        for parcel in parcels:
            by_line[parcel.line_id] += parcel.quantity
            by_sku[find_line(order, parcel.line_id).sku] += parcel.quantity
        stock = find_stock(connection, self._shop_id, by_sku)
        faults = []
        for line_id, pieces in by_line.items():
            left = find_line(order, line_id).unshipped
            if pieces > left:
                faults.append(f"line {line_id} has {left} pieces left to ship, not {pieces}")
        for sku, pieces in by_sku.items():
            if pieces > stock[sku].on_hand:
                faults.append(f"{stock[sku].on_hand} pieces of {sku} are in the house, not {pieces}")
        return faults

    def _take_out(self, connection: sa.Connection, order: Order, parcels: Sequence[Parcel]) -> None:
        shipped = Counter[str]()
        taken = Counter[str]()
        for parcel in parcels:
            shipped[parcel.line_id] += parcel.quantity
            taken[find_line(order, parcel.line_id).sku] -= parcel.quantity
        here = {"shop": self._shop_id, "order": order.id}
        _SHIPPING.run(connection, *({**here, "line": one, "pieces": pieces} for one, pieces in shipped.items()))
        change_stock(connection, self._shop_id, "on_hand", taken)
        change_stock(connection, self._shop_id, "reserved", taken)
        lines = [line.model_copy(update={"shipped": line.shipped + shipped[line.id]}) for line in order.lines]
        self._set_status(connection, order.id, fulfilment=fulfilment_of(lines))

    def _set_status(self, connection: sa.Connection, order_id: str, **axis: FulfilmentStatus) -> None:
        values = {name: status.value for name, status in axis.items()}
        change_rows(connection, ORDER, self._shop_id, {"id": order_id}, **values)

    def _touch_product(self, connection: sa.Connection, product_id: str) -> None:
        change_rows(connection, PRODUCT, self._shop_id, {"id": product_id}, updated_at=self._clock.now())
