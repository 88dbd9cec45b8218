"""The other sides of a built-in shop: its buyers, carriers, factory and ad platform. Staff never holds these."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from shops.aftersales import AftersaleWish
from shops.creatives import CreativeView
from shops.models import Address, Campaign, Customer, Keyword, KeywordDay, Model, Product, ShopInfo
from shops.production import FactoryTerms
from shops.promotions import PromotionPlan
from shops.search_terms import SearchTermDay
from shops.traces import TracePost


class DraftLine(Model):
    """What a buyer puts into the basket; ``unit_price`` None means the price at the moment of ordering.

    A line with a ``unit_price`` is final: no promotion touches it.
    """

    sku: str
    quantity: int
    unit_price: int | None = None


class Draft(Model):
    """An order as a buyer places it; ``channel`` is where the visit came from, ``keyword_id`` the ad that led here.

    ``coupon`` is a code; one that does not apply to this buyer and this order does nothing.
    """

    id: str | None = None
    customer_id: str
    lines: tuple[DraftLine, ...]
    address: Address
    at: datetime
    channel: str = "direct"
    keyword_id: str | None = None
    paid: bool = True
    coupon: str | None = None


class PastOrder(Model):
    """An order of the shop's history, loaded as paid, shipped and delivered."""

    id: str
    customer_id: str
    placed_at: datetime
    lines: tuple[DraftLine, ...]


class BuyerSide(Protocol):
    """What a buyer can do in the shop."""

    def register(self, customers: Sequence[Customer]) -> None:
        """Add buyers; an id that is there already is replaced, but for its wish to have no offers."""

    def place_orders(self, drafts: Sequence[Draft]) -> Sequence[str | None]:
        """Place orders in one transaction, in the order given.

        Each order is priced by ladder and running promotions at that moment (:mod:`shops.stacking`): a line's
        ``unit_price`` is after tier and item discount, ``paid`` is its net. What is not
        available is taken out of it; an order with nothing left is not placed (None).
        A paid order reserves its stock, gets its ``ship_by`` and raises the event ``order.paid``.

        Returns:
            The order ids, one for each draft.
        """

    def accept_quote(self, quote_id: str, address: Address, *, at: datetime) -> str | None:
        """Order what a quote offers at its prices; None if it is not open, out of date or not in stock."""

    def pay_order(self, order_id: str, *, at: datetime) -> bool:
        """Pay an order that was placed unpaid, at what its lines cost; False if it is not open or not in stock.

        It reserves its stock, gets its ``ship_by`` and raises ``order.paid`` as one that was paid at once.
        """

    def pay_change(self, change_id: str, *, at: datetime) -> bool:
        """Pay the difference that a change of items is waiting for; False, and the change lapses, if it is too late,
        the goods are gone, or the order was shipped, changed or cancelled meanwhile.
        """

    def pay_sample(self, sample_id: str, *, at: datetime) -> bool:
        """Pay the fee of a sample, which is sent then; False if nothing is due, or it is too late and it lapses."""

    def open_request(self, wish: AftersaleWish, *, at: datetime) -> str | None:
        """Ask for something after the sale; gives the request's id and raises ``aftersale.opened``.

        None if the order is not paid or cancelled, nothing of the line has left (but for money alone), it has not so
        many pieces or not so much money left, or another request about the line is open.
        """

    def withdraw_request(self, request_id: str, *, at: datetime) -> bool:
        """Take a request back that was asked or agreed to; False in another state."""

    def send_back(self, request_id: str, tracking: str, *, at: datetime) -> bool:
        """Hand the goods of an agreed request to a carrier; False in another state, or too late."""

    def want_offers(self, customer_id: str, wanted: bool) -> None:
        """Say whether the shop may send messages that were not asked for, as platforms let buyers do."""

    def send_message(self, customer_id: str, text: str, *, at: datetime, thread_id: str | None = None) -> str:
        """Write to the shop, in a new thread unless one is named; gives the thread's id.

        Raises the event ``message.received`` with the thread as its subject.
        """


class MarketSide(BuyerSide, Protocol):
    """Buyers together with carriers, the factory and the ad platform: all that happens to a built-in shop."""

    def set_up(self, info: ShopInfo, terms: FactoryTerms) -> None:
        """Give the shop its name, currency, time zone, promise and factory."""

    def together(self) -> AbstractContextManager[None]:
        """Open a block whose events are all kept or, if it raises, all undone; not for :meth:`set_up`."""

    def name_suppliers(self, names: Sequence[str]) -> None:
        """Say who supplies the shop, in every way the names are written; the names before are forgotten."""

    def load_products(self, products: Sequence[Product], stock: dict[str, int], *, at: datetime) -> None:
        """Put products into the catalogue with the pieces on hand by SKU; an existing id is replaced."""

    def load_history(self, orders: Sequence[PastOrder]) -> None:
        """Load delivered orders of the past in bulk; they touch no stock and raise no event."""

    def load_ads(self, campaigns: Sequence[Campaign], keywords: Sequence[Keyword]) -> None:
        """Open campaigns and keywords."""

    def announce(self, plans: Sequence[PromotionPlan]) -> None:
        """Start promotions that are not the shop's to publish: the platform's cross-shop thresholds."""

    def answer_as_person(self, thread_id: str, text: str, *, at: datetime) -> None:
        """Write to a buyer as a person of the shop does in the platform's own window; the staff is not asked.

        Raises:
            Refused: No person has the conversation, or the message is empty.
        """

    def record_traffic(self, day: date, visitors: dict[str, int]) -> None:
        """Add distinct visitors of one day by channel."""

    def record_keywords(self, rows: Sequence[KeywordDay]) -> None:
        """Add to the ad report of the day."""

    def record_search_terms(self, rows: Sequence[SearchTermDay]) -> None:
        """Add to the report of what buyers typed when ads were shown."""

    def record_views(self, views: Sequence[CreativeView]) -> None:
        """Count visitors who met a listing that is tested; each sees one variant for good and counts once.

        What is told of a test that is over, or not there, is left out.
        """

    def forget_customer(self, customer_id: str) -> None:
        """Blank a buyer's name, addresses, notes and messages, leaving no byte of them; orders and money stay.

        Forgetting again changes nothing; an unknown buyer is a Retry.
        """

    def track(self, posts: Sequence[TracePost]) -> None:
        """Add what carriers report about parcels; a report that is there already changes nothing."""

    def deliver(self, shipment_ids: Sequence[str], *, at: datetime) -> None:
        """Bring parcels to their buyers, which their traces tell too."""

    def bring_back(self, request_id: str, *, at: datetime) -> bool:
        """Bring goods that a buyer sent back to the shop's door; raises ``aftersale.returned``."""

    def pass_deadlines(self, *, at: datetime) -> Sequence[str]:
        """Let the platform decide the requests whose time is over; each decided for the buyer raises
        ``aftersale.decided``. Gives their ids.
        """

    def finish_production(self, production_id: str, *, at: datetime) -> None:
        """Bring goods from the factory into the house; raises ``production.arrived``."""
