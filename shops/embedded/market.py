"""The other sides of the built-in shop: its buyers, carriers, factory and ad platform."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa

from kit.errors import Misconfigured
from shops.aftersales import AftersaleWish
from shops.buyers import Draft, PastOrder
from shops.creatives import CreativeView
from shops.embedded import (
    ads,
    aftersales,
    catalogue,
    creatives,
    factory,
    forgetting,
    messages,
    paying,
    placing,
    promotions,
    quotes,
    samples,
    traces,
)
from shops.embedded.events import event_row
from shops.embedded.rows import add_rows, change_rows, count_up, find_rows, put_rows
from shops.embedded.store import ShopStore, absent
from shops.embedded.supplier_tables import SUPPLIER
from shops.embedded.tables import CUSTOMER, EVENT, INFO, ORDER, SHIPMENT, TRAFFIC
from shops.models import Address, Campaign, Customer, FulfilmentStatus, Keyword, KeywordDay, Product, ShopInfo
from shops.production import FactoryTerms
from shops.promotions import PromotionPlan
from shops.search_terms import SearchTermDay
from shops.traces import TracePost


class EmbeddedMarket:
    """All that happens to the shop from outside; the rules of each are in :class:`shops.buyers.MarketSide`."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store
        self._shop_id = store.shop_id

    def set_up(self, info: ShopInfo, terms: FactoryTerms) -> None:
        """Give the shop its name, currency, time zone, promise and factory.

        Raises:
            Misconfigured: Another shop's id, an unknown time zone, or another currency or time zone once there are
                orders, whose days and money would be wrong then.
        """
        _check_info(info, self._shop_id)
        with self._store.writing() as connection:
            old = connection.execute(sa.select(INFO).where(INFO.c.shop_id == self._shop_id)).one_or_none()
            moved = old is not None and (old.currency, old.time_zone) != (info.currency, info.time_zone)
            query = sa.select(ORDER.c.id).where(ORDER.c.shop_id == self._shop_id).limit(1)
            if moved and connection.execute(query).first() is not None:
                raise Misconfigured("the shop has orders, so its currency and time zone stay; open a new shop instead")
            row = {"shop_id": self._shop_id, **info.model_dump(exclude={"id"}), **terms.model_dump()}
            put_rows(connection, INFO, [row])
        self._store.forget_info()

    def name_suppliers(self, names: Sequence[str]) -> None:
        """Say who supplies the shop; the names before are forgotten. A blank name is no name."""
        rows = [{"shop_id": self._shop_id, "name": name} for name in sorted({one.strip() for one in names} - {""})]
        with self._store.writing() as connection:
            connection.execute(sa.delete(SUPPLIER).where(SUPPLIER.c.shop_id == self._shop_id))
            add_rows(connection, SUPPLIER, rows)

    def together(self) -> AbstractContextManager[None]:
        """Open a block whose loads are all kept or, if it raises, all undone; not for :meth:`set_up`."""
        return self._store.together()

    def load_products(self, products: Sequence[Product], stock: dict[str, int], *, at: datetime) -> None:
        """Put products into the catalogue with the pieces on hand by SKU; an existing id is replaced."""
        catalogue.load_products(self._store, products, stock, at=at)

    def load_history(self, orders: Sequence[PastOrder]) -> None:
        """Load delivered orders of the past in bulk; they touch no stock and raise no event."""
        placing.load_history(self._store, orders)

    def load_ads(self, campaigns: Sequence[Campaign], keywords: Sequence[Keyword]) -> None:
        """Open campaigns and keywords."""
        ads.load_ads(self._store, campaigns, keywords)

    def register(self, customers: Sequence[Customer]) -> None:
        """Add buyers; an id that is there already is replaced, but for its wish to have no offers."""
        rows = [{"shop_id": self._shop_id, **row.model_dump()} for row in customers]
        with self._store.writing() as connection:
            put_rows(connection, CUSTOMER, rows, stays=("no_offers",))

    def want_offers(self, customer_id: str, wanted: bool) -> None:
        """Say whether the shop may send messages that were not asked for."""
        with self._store.writing() as connection:
            messages.note_offers(connection, self._shop_id, customer_id, wanted=wanted)

    def place_orders(self, drafts: Sequence[Draft]) -> Sequence[str | None]:
        """Place orders in one transaction, in the order given; gives their ids, None for one not placed."""
        return placing.place_orders(self._store, drafts)

    def accept_quote(self, quote_id: str, address: Address, *, at: datetime) -> str | None:
        """Order what a quote offers at its prices; None if it is not open, out of date or not in stock."""
        return quotes.accept_quote(self._store, quote_id, address, at=at)

    def pay_order(self, order_id: str, *, at: datetime) -> bool:
        """Pay an order that was placed unpaid; False if it is not open or not in stock."""
        return paying.pay_order(self._store, order_id, at=at)

    def pay_change(self, change_id: str, *, at: datetime) -> bool:
        """Pay the difference that a change of items waits for; False, and it lapses, if that cannot be."""
        return paying.pay_change(self._store, change_id, at=at)

    def pay_sample(self, sample_id: str, *, at: datetime) -> bool:
        """Pay the fee of a sample, which is sent then; False if nothing is due, or it is too late and it lapses."""
        return samples.pay_sample(self._store, sample_id, at=at)

    def open_request(self, wish: AftersaleWish, *, at: datetime) -> str | None:
        """Ask for something after the sale; gives the request's id."""
        return aftersales.ask(self._store, wish, at=at)

    def withdraw_request(self, request_id: str, *, at: datetime) -> bool:
        """Take a request back that was asked or agreed to."""
        return aftersales.withdraw(self._store, request_id, at=at)

    def send_back(self, request_id: str, tracking: str, *, at: datetime) -> bool:
        """Hand the goods of an agreed request to a carrier."""
        return aftersales.send_back(self._store, request_id, tracking, at=at)

    def bring_back(self, request_id: str, *, at: datetime) -> bool:
        """Bring goods that a buyer sent back to the shop's door."""
        return aftersales.bring_back(self._store, request_id, at=at)

    def pass_deadlines(self, *, at: datetime) -> Sequence[str]:
        """Let the platform decide the requests whose time is over."""
        with self._store.writing() as connection:
            return aftersales.pass_deadlines(connection, self._store, at)

    def send_message(self, customer_id: str, text: str, *, at: datetime, thread_id: str | None = None) -> str:
        """Write to the shop, in a new thread unless one is named; gives the thread's id."""
        return messages.receive_message(self._store, customer_id, text, at=at, thread_id=thread_id)

    def answer_as_person(self, thread_id: str, text: str, *, at: datetime) -> None:
        """Write to a buyer as a person of the shop."""
        messages.answer_as_person(self._store, thread_id, text, at=at)

    def announce(self, plans: Sequence[PromotionPlan]) -> None:
        """Start promotions that are not the shop's to publish: the platform's cross-shop thresholds."""
        promotions.announce(self._store, plans)

    def record_traffic(self, day: date, visitors: dict[str, int]) -> None:
        """Add distinct visitors of one day by channel."""
        rows = [
            {"shop_id": self._shop_id, "day": day, "channel": channel, "visitors": count}
            for channel, count in visitors.items()
        ]
        with self._store.writing() as connection:
            count_up(connection, TRAFFIC, rows)

    def record_keywords(self, rows: Sequence[KeywordDay]) -> None:
        """Add to the ad report of the day."""
        ads.record_keywords(self._store, rows)

    def record_search_terms(self, rows: Sequence[SearchTermDay]) -> None:
        """Add to the report of what buyers typed."""
        ads.record_search_terms(self._store, rows)

    def record_views(self, views: Sequence[CreativeView]) -> None:
        """Count visitors who met a listing that is tested."""
        creatives.record_views(self._store, views)

    def forget_customer(self, customer_id: str) -> None:
        """Blank a buyer's name, addresses, notes and messages, leaving no byte of them; orders and money stay."""
        forgetting.forget_customer(self._store, customer_id)
        self._store.scrub()

    def track(self, posts: Sequence[TracePost]) -> None:
        """Add what carriers report about parcels; an unknown parcel is a Retry, and nothing is added then."""
        traces.add_traces(self._store, posts)

    def deliver(self, shipment_ids: Sequence[str], *, at: datetime) -> None:
        """Bring parcels to their buyers; one that is there already is left alone.

        An order is delivered, and raises ``order.delivered``, when all its pieces have arrived.

        Raises:
            Retry: A shipment is not there; nothing is delivered then.
        """
        with self._store.writing() as connection:
            told, wanted = ("id", "order_id", "delivered_at"), list(shipment_ids)
            rows = find_rows(connection, SHIPMENT, self._shop_id, fields=told, id=wanted)
            found = {row.id: row for row in rows}
            for shipment_id in shipment_ids:
                if shipment_id not in found:
                    raise absent("shipment", shipment_id, "list the shipments of an order")
            fresh = [shipment_id for shipment_id in found if found[shipment_id].delivered_at is None]
            change_rows(connection, SHIPMENT, self._shop_id, {"id": fresh}, delivered_at=at)
            traces.write_arrivals(connection, self._shop_id, fresh, at)
            self._close_orders(connection, [found[shipment_id].order_id for shipment_id in fresh], at)

    def finish_production(self, production_id: str, *, at: datetime) -> None:
        """Bring goods from the factory into the house; raises ``production.arrived``."""
        factory.finish_production(self._store, production_id, at=at)

    def _close_orders(self, connection: sa.Connection, order_ids: Sequence[str], at: datetime) -> None:
        under_way = sa.exists().where(
            SHIPMENT.c.shop_id == ORDER.c.shop_id, SHIPMENT.c.order_id == ORDER.c.id, SHIPMENT.c.delivered_at.is_(None)
        )
        query = (
            sa.select(ORDER.c.id)
            .where(ORDER.c.shop_id == self._shop_id, ORDER.c.id.in_(order_ids))
            .where(ORDER.c.fulfilment == FulfilmentStatus.SHIPPED.value, ~under_way)
            .order_by(ORDER.c.placed_at, ORDER.c.id)
        )
        arrived = list(connection.execute(query).scalars())
        change_rows(connection, ORDER, self._shop_id, {"id": arrived}, fulfilment=FulfilmentStatus.DELIVERED.value)
        add_rows(connection, EVENT, [event_row(self._shop_id, "order.delivered", one, at) for one in arrived])


def _check_info(info: ShopInfo, shop_id: str) -> None:
    if info.id != shop_id:
        raise Misconfigured(f"this is the shop {shop_id!r}, not {info.id!r}; open that one to set it up")
    try:
        ZoneInfo(info.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Misconfigured(f"{info.time_zone!r} is not an IANA time zone; write one such as Europe/London") from error
