"""The reading side of the built-in shop."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar

import sqlalchemy as sa

from kit.errors import Retry
from kit.prepared import Prepared
from shops.buyer_days import BuyerDay
from shops.embedded.catalogue import find_stock, find_variants, get_product_row, read_products
from shops.embedded.kept import kept
from shops.embedded.orders import find_kept_of_order, find_kept_order, page_of_orders
from shops.embedded.rows import M, Span, find_as, find_rows
from shops.embedded.shelf import BUYERS, PRICES, REFUNDS, SALES, SHIPMENTS, VARIANTS
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import (
    CUSTOMER,
    LINE,
    ORDER,
    PRICE_CHANGE,
    PRODUCT,
    REFUND,
    SHIPMENT,
    TRAFFIC,
    VARIANT,
)
from shops.models import (
    Customer,
    FulfilmentStatus,
    Order,
    Page,
    PaymentStatus,
    PriceChange,
    Product,
    Refund,
    SalesDay,
    Shipment,
    ShopInfo,
    Stock,
    TrafficDay,
    Variant,
)

_SALES = Prepared(
    sa.select(
        LINE.c.sale_day.label("day"),
        LINE.c.sku,
        sa.func.count(LINE.c.order_id.distinct()).label("orders"),
        sa.func.sum(LINE.c.quantity).label("units"),
        sa.func.sum(LINE.c.paid).label("revenue"),
    )
    .where(LINE.c.shop_id == sa.bindparam("shop"))
    .where(LINE.c.sale_day >= sa.bindparam("since", type_=LINE.c.sale_day.type))
    .where(LINE.c.sale_day < sa.bindparam("until", type_=LINE.c.sale_day.type))
    .group_by(LINE.c.sale_day, LINE.c.sku)
    .order_by(LINE.c.sale_day, LINE.c.sku)
)
_NEWEST_PRICE = Prepared(
    sa.select(sa.func.max(PRICE_CHANGE.c.at)).where(PRICE_CHANGE.c.shop_id == sa.bindparam("shop"))
)
D = TypeVar("D", SalesDay, BuyerDay, PriceChange)
SHELVED_DAYS = 1000
"""Longest span that is put together of days; a longer one is read as a whole."""
# lines are summed up over their index of sales first: to look each order's lines up would cost twice as much
_PAID = (
    sa.select(LINE.c.order_id, sa.func.sum(LINE.c.paid).label("paid"))
    .where(LINE.c.shop_id == sa.bindparam("shop"))
    .where(LINE.c.sale_day >= sa.bindparam("since", type_=LINE.c.sale_day.type))
    .where(LINE.c.sale_day < sa.bindparam("until", type_=LINE.c.sale_day.type))
    .group_by(LINE.c.order_id)
    .subquery()
)
_BUYER_DAYS = Prepared(
    sa.select(
        ORDER.c.day,
        ORDER.c.customer_id,
        CUSTOMER.c.created_at,
        sa.func.count().label("orders"),
        sa.func.sum(_PAID.c.paid).label("paid"),
    )
    .select_from(_PAID)
    .join(ORDER, (ORDER.c.shop_id == sa.bindparam("shop")) & (ORDER.c.id == _PAID.c.order_id))
    .join(CUSTOMER, (CUSTOMER.c.shop_id == ORDER.c.shop_id) & (CUSTOMER.c.id == ORDER.c.customer_id))
    .where(ORDER.c.payment == PaymentStatus.PAID.value, ORDER.c.fulfilment != FulfilmentStatus.CANCELLED.value)
    .group_by(ORDER.c.day, ORDER.c.customer_id)
    .order_by(ORDER.c.day, ORDER.c.customer_id)
)


def _sales_day(row: tuple[Any, ...]) -> SalesDay:
    day, sku, orders, units, revenue = _SALES.converted(row)
    return SalesDay(day=day, sku=sku, orders=orders, units=units, revenue=revenue)


def _utc_day(change: PriceChange) -> date:
    return change.at.date()


class EmbeddedReader:
    """Catalogue, stock, customers, orders, traffic; the rules of each are in :class:`shops.port.ShopReader`."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store
        self._shop_id = store.shop_id

    def info(self) -> ShopInfo:
        """Give the shop's name, currency, time zone and ship promise."""
        return self._store.info()

    @kept
    def list_products(self, *, cursor: str | None = None, limit: int = 100) -> Page[Product]:
        """List products by id; the cursor is the last id of the page before."""
        if limit < 1:
            raise Retry(f"limit must be at least 1, not {limit}")
        after = () if cursor is None else (cursor,)
        with self._store.reading() as connection:
            rows = find_rows(connection, PRODUCT, self._shop_id, order=("id",), after=after, limit=limit + 1)
            products = read_products(connection, self._shop_id, rows[:limit])
        return Page(items=tuple(products), next_cursor=products[-1].id if len(rows) > limit else None)

    @kept
    def get_product(self, product_id: str) -> Product:
        """Give one product."""
        with self._store.reading() as connection:
            row = get_product_row(connection, self._shop_id, product_id)
            return read_products(connection, self._shop_id, [row])[0]

    @kept
    def list_variants(self) -> Sequence[Variant]:
        """List every variant by SKU."""
        return self._models(Variant, VARIANT, order=("sku",))

    @kept
    def get_variant(self, sku: str) -> Variant:
        """Give one variant."""
        shelf = self._store.shelf(VARIANTS)
        with self._store.reading() as connection:
            read = partial(find_variants, connection, self._shop_id)
            return read([sku])[sku] if shelf is None else shelf.take([sku], read)[0]

    @kept
    def get_stock(self, skus: Sequence[str] | None = None) -> dict[str, Stock]:
        """Give the stock of the SKUs named, or of all, by SKU."""
        with self._store.reading() as connection:
            stock = find_stock(connection, self._shop_id, skus)
        for sku in skus or ():
            if sku not in stock:
                raise absent("SKU", sku, "list variants")
        return stock

    @kept
    def list_price_changes(self, *, since: datetime, skus: Sequence[str] | None = None) -> Sequence[PriceChange]:
        """List changes of price ladders, oldest first."""
        if skus is not None:
            return self._models(PriceChange, PRICE_CHANGE, at=Span(since=since), sku=list(skus), order=("at", "number"))
        with self._store.reading() as connection:
            newest = _NEWEST_PRICE.rows(connection, {"shop": self._shop_id})[0][0]
        until = newest.date() + timedelta(days=1) if newest else date.min
        found = self._of_days(PRICES, self._price_changes, since.astimezone(UTC).date(), until, _utc_day)
        return found[bisect_left(found, since, key=attrgetter("at")) :]

    @kept
    def get_customer(self, customer_id: str) -> Customer:
        """Give one buyer."""
        found = self._models(Customer, CUSTOMER, id=customer_id, order=("id",))
        if not found:
            raise absent("buyer", customer_id, "list orders or threads")
        return found[0]

    @kept
    def list_orders(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        customer_id: str | None = None,
        fulfilment: Sequence[FulfilmentStatus] | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> Page[Order]:
        """List orders by (placed_at, id); ``until`` is exclusive."""
        stand = None if fulfilment is None else [status.value for status in fulfilment]
        where = {"placed_at": Span(since, until), "customer_id": customer_id, "fulfilment": stand}
        return page_of_orders(self._store, where, cursor=cursor, limit=limit)

    @kept
    def get_order(self, order_id: str) -> Order:
        """Give one order."""
        return find_kept_order(self._store, order_id)

    @kept
    def list_shipments(self, order_id: str) -> Sequence[Shipment]:
        """List the shipments of one order, oldest first."""
        return find_kept_of_order(self._store, SHIPMENTS, Shipment, SHIPMENT, order_id)

    @kept
    def list_sent(self, *, since: datetime) -> Sequence[Shipment]:
        """List the shipments of all orders that were handed over at ``since`` or later, oldest first."""
        return self._models(Shipment, SHIPMENT, shipped_at=Span(since=since), order=("shipped_at", "number"))

    @kept
    def list_refunds(self, order_id: str) -> Sequence[Refund]:
        """List the refunds of one order, oldest first."""
        return find_kept_of_order(self._store, REFUNDS, Refund, REFUND, order_id)

    @kept
    def list_sales(self, *, since: date, until: date) -> Sequence[SalesDay]:
        """Give sales by day (of the shop's time zone) and SKU, by day and SKU; refunds are not taken off."""
        return self._of_days(SALES, self._sales, since, until)

    @kept
    def list_buyer_days(self, *, since: date, until: date) -> Sequence[BuyerDay]:
        """Give who ordered on which day of the shop, by day and buyer."""
        return self._of_days(BUYERS, self._buyer_days, since, until)

    @kept
    def list_traffic(self, *, since: date, until: date) -> Sequence[TrafficDay]:
        """Give visitors by day and channel; ``until`` is exclusive."""
        return self._models(TrafficDay, TRAFFIC, day=Span(since, until), order=("day", "channel"))

    def _sales(self, connection: sa.Connection, since: date, until: date) -> list[SalesDay]:
        rows = _SALES.raw(connection, {"shop": self._shop_id, "since": since, "until": until})
        return [_sales_day(row) for row in rows]

    def _buyer_days(self, connection: sa.Connection, since: date, until: date) -> list[BuyerDay]:
        rows = _BUYER_DAYS.rows(connection, {"shop": self._shop_id, "since": since, "until": until})
        return [
            BuyerDay(day=day, customer_id=who, known_since=self._store.local_day(at), orders=orders, paid=money)
            for day, who, at, orders, money in rows
        ]

    def _price_changes(self, connection: sa.Connection, since: date, until: date) -> list[PriceChange]:
        span = Span(*(datetime.combine(day, time(), UTC) for day in (since, until)))
        return find_as(PriceChange, connection, PRICE_CHANGE, self._shop_id, at=span, order=("at", "number"))

    def _of_days(
        self,
        name: str,
        read: Callable[[sa.Connection, date, date], list[D]],
        since: date,
        until: date,
        day_of: Callable[[D], date] = attrgetter("day"),
    ) -> list[D]:
        """Give what days hold, in their order; of the days on the shelf ``name`` what stands there."""
        shelf = self._store.shelf(name) if (until - since).days <= SHELVED_DAYS else None
        with self._store.reading() as connection:
            if shelf is None:
                return read(connection, since, until)
            days = [(since + timedelta(days=number)).isoformat() for number in range((until - since).days)]

            def read_some(missing: list[str]) -> dict[str, tuple[D, ...]]:
                """Read these days, which rise, and those between them."""
                found: dict[str, list[D]] = {day: [] for day in missing}
                first, last = date.fromisoformat(missing[0]), date.fromisoformat(missing[-1])
                for row in read(connection, first, last + timedelta(days=1)):
                    found.setdefault(day_of(row).isoformat(), []).append(row)
                return {day: tuple(rows) for day, rows in found.items()}

            return [row for rows in shelf.take(days, read_some) for row in rows]

    def _models(self, model: type[M], table: sa.Table, **asked: Any) -> list[M]:
        with self._store.reading() as connection:
            return find_as(model, connection, table, self._shop_id, **asked)
