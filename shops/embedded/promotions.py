"""Promotions of the built-in shop: publishing, ending, and which of them apply to an order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from kit.clock import stamp
from kit.ids import canonical, stable_id
from shops.embedded.catalogue import find_variants
from shops.embedded.kept import kept
from shops.embedded.promotion_tables import PROMOTION, PROMOTION_USE
from shops.embedded.rows import add_rows, change_rows, find_as, find_row, find_rows
from shops.embedded.store import ShopStore, absent
from shops.embedded.writes import WriteJournal, done, refused
from shops.models import Outcome
from shops.promotions import (
    Coupon,
    CrossShop,
    Discount,
    ItemDiscount,
    Promotion,
    PromotionPlan,
    Threshold,
    promotion_faults,
)
from shops.stacking import NetOrder

LATE = timedelta(days=1)
"""A promotion cannot begin longer ago than this."""


class EmbeddedPromotionReader:
    """Reads promotions."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store

    def list_promotions(self, *, open_only: bool = False) -> Sequence[Promotion]:
        """List promotions, oldest first; ``open_only`` keeps those that run or will run."""
        now = self._store.clock.now()
        return [one for one in self._every() if not open_only or (one.ends_at > now and one.used < one.max_uses)]

    @kept
    def _every(self) -> Sequence[Promotion]:
        with self._store.reading() as connection:
            return _read(connection, self._store.shop_id)


class EmbeddedPromotionWrites:
    """Publishes and ends promotions."""

    def __init__(self, journal: WriteJournal) -> None:
        self._journal = journal
        self._store = journal.store

    def publish_promotion(self, plan: PromotionPlan, *, key: str) -> Outcome:
        """Publish a promotion; refused when it contradicts one that runs, is late, or is the platform's kind."""
        shop_id = self._store.shop_id

        def act(connection: sa.Connection) -> Outcome:
            now, discount = self._store.clock.now(), plan.discount
            if isinstance(discount, CrossShop):
                return refused("a cross-shop threshold is the platform's; publish a threshold of the shop")
            if plan.starts_at < now - LATE or plan.ends_at <= now:
                return refused(f"it is {stamp(now)} already; let the promotion start now or later")
            skus = _named(discount)
            ladders = {sku: variant.tiers for sku, variant in find_variants(connection, shop_id, skus).items()}
            others = [one for one in _read(connection, shop_id) if one.ends_at > now and one.used < one.max_uses]
            if faults := promotion_faults(plan, others, ladders):
                return refused("; ".join(faults))
            promotion_id = stable_id("promotion", shop_id, key)
            add_rows(connection, PROMOTION, [_row(shop_id, promotion_id, plan)])
            return done(promotion_id)

        return self._journal.once("publish_promotion", key, plan.model_dump(mode="json"), act)

    def end_promotion(self, promotion_id: str, *, key: str) -> Outcome:
        """End a promotion of the shop now; one that is over already stays so."""
        shop_id = self._store.shop_id

        def act(connection: sa.Connection) -> Outcome:
            row = find_row(connection, PROMOTION, shop_id, "id", promotion_id)
            if row is None:
                raise absent("promotion", promotion_id, "list promotions")
            if row.discount["kind"] == "cross_shop":
                return refused("a cross-shop threshold is the platform's; leave it on the platform's own page")
            end = min(row.ends_at, self._store.clock.now())
            start = min(row.starts_at, end - timedelta(seconds=1))
            change_rows(connection, PROMOTION, shop_id, {"id": promotion_id}, ends_at=end, starts_at=start)
            return done(promotion_id)

        return self._journal.once("end_promotion", key, {"promotion_id": promotion_id}, act)


def _named(discount: Discount) -> Sequence[str]:
    """Give the SKUs that a discount names."""
    if isinstance(discount, ItemDiscount):
        return discount.skus
    return (discount.pair or ()) if isinstance(discount, Threshold) else ()


def announce(store: ShopStore, plans: Sequence[PromotionPlan]) -> None:
    """Start the platform's promotions; announcing one again changes nothing."""
    with store.writing() as connection:
        there = {one.id for one in _read(connection, store.shop_id)}
        named = {stable_id("promotion", store.shop_id, canonical(plan.model_dump(mode="json"))): plan for plan in plans}
        add_rows(
            connection, PROMOTION, [_row(store.shop_id, key, plan) for key, plan in named.items() if key not in there]
        )


@dataclass
class Running:
    """The promotions that may apply to a batch of orders; uses go up while orders are priced.

    ``uses`` counts orders by (promotion, buyer).
    """

    promotions: dict[str, Promotion]
    uses: Counter[tuple[str, str]]

    def of(self, customer_id: str, at: datetime) -> list[Promotion]:
        """Give those that apply to one buyer at a moment."""
        return [one for one in self.promotions.values() if one.runs(at) and self._may_use(one, customer_id)]

    def count(self, order: NetOrder, customer_id: str) -> dict[str, int]:
        """Count what an order used: pieces for an item discount, one for any other."""
        counts = {}
        for promotion_id in order.used:
            one = self.promotions[promotion_id]
            counts[promotion_id] = (
                sum(line.quantity for line in order.lines if line.sku in one.discount.skus)
                if isinstance(one.discount, ItemDiscount)
                else 1
            )
            self.promotions[promotion_id] = one.model_copy(update={"used": one.used + counts[promotion_id]})
            self.uses[promotion_id, customer_id] += 1
        return counts

    def release(self, customer_id: str, used: Mapping[str, int]) -> None:
        """Count what an order used as free again, e.g. to price it anew."""
        for promotion_id, count in used.items():
            if one := self.promotions.get(promotion_id):
                self.promotions[promotion_id] = one.model_copy(update={"used": one.used - count})
                self.uses[promotion_id, customer_id] -= 1

    def _may_use(self, promotion: Promotion, customer_id: str) -> bool:
        coupon = promotion.discount
        if not isinstance(coupon, Coupon):
            return True
        invited = not coupon.audience or customer_id in coupon.audience
        return invited and self.uses[promotion.id, customer_id] < coupon.per_buyer


def find_running(connection: sa.Connection, shop_id: str, moments: Sequence[datetime]) -> Running:
    """Read the promotions that run at one of the moments, with how often each buyer used them."""
    first, last = min(moments), max(moments)
    found = [one for one in _read(connection, shop_id) if one.starts_at <= last and first < one.ends_at]
    if not found:
        return Running({}, Counter())
    ids = [one.id for one in found]
    query = (
        sa.select(PROMOTION_USE.c.promotion_id, PROMOTION_USE.c.customer_id, sa.func.count().label("orders"))
        .where(PROMOTION_USE.c.shop_id == shop_id, PROMOTION_USE.c.promotion_id.in_(ids))
        .group_by(PROMOTION_USE.c.promotion_id, PROMOTION_USE.c.customer_id)
    )
    uses = Counter({(row.promotion_id, row.customer_id): row.orders for row in connection.execute(query)})
    return Running({one.id: one for one in found}, uses)


def count_uses(connection: sa.Connection, shop_id: str, orders: Sequence[tuple[str, str, dict[str, int]]]) -> None:
    """Write down what orders used: (order, buyer, pieces or orders by promotion)."""
    total = Counter[str]()
    for _, _, used in orders:
        total.update(used)
    for promotion_id, count in total.items():
        here = (PROMOTION.c.shop_id == shop_id, PROMOTION.c.id == promotion_id)
        connection.execute(sa.update(PROMOTION).where(*here).values(used=PROMOTION.c.used + count))
    rows = [
        {
            "shop_id": shop_id,
            "promotion_id": promotion_id,
            "order_id": order_id,
            "customer_id": customer_id,
            "uses": count,
        }
        for order_id, customer_id, used in orders
        for promotion_id, count in used.items()
    ]
    add_rows(connection, PROMOTION_USE, rows)


def find_uses(connection: sa.Connection, shop_id: str, order_id: str) -> dict[str, int]:
    """Give what an order used: pieces or once, by promotion."""
    rows = find_rows(connection, PROMOTION_USE, shop_id, order_id=order_id, order=("promotion_id",))
    return {row.promotion_id: row.uses for row in rows}


def release_uses(connection: sa.Connection, shop_id: str, order_id: str) -> None:
    """Give back what an order used: it can be used again."""
    for promotion_id, count in find_uses(connection, shop_id, order_id).items():
        here = (PROMOTION.c.shop_id == shop_id, PROMOTION.c.id == promotion_id)
        connection.execute(sa.update(PROMOTION).where(*here).values(used=PROMOTION.c.used - count))
    mine = (PROMOTION_USE.c.shop_id == shop_id, PROMOTION_USE.c.order_id == order_id)
    connection.execute(sa.delete(PROMOTION_USE).where(*mine))


def _read(connection: sa.Connection, shop_id: str) -> list[Promotion]:
    return find_as(Promotion, connection, PROMOTION, shop_id)


def _row(shop_id: str, promotion_id: str, plan: PromotionPlan) -> dict[str, Any]:
    discount = plan.discount.model_dump(mode="json")
    times = {"starts_at": plan.starts_at, "ends_at": plan.ends_at}
    return {
        "shop_id": shop_id,
        "id": promotion_id,
        "title": plan.title,
        "discount": discount,
        "max_uses": plan.max_uses,
        "used": 0,
        **times,
    }
