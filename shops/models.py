"""What a shop is made of, the same for every platform.

Money is an ``int`` of minor units in the ``currency`` of the enclosing object. Times are aware UTC, ids opaque strings.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Model(BaseModel):
    """An immutable record."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(Model, Generic[T]):
    """A part of a list; ``next_cursor`` is None on the last page."""

    items: tuple[T, ...]
    next_cursor: str | None = None


class ShopInfo(Model):
    """A shop: ``time_zone`` is an IANA name; ``ship_promise_hours`` counts from payment to hand-over to the carrier.

    ``home_carrier`` and ``abroad_carrier`` are codes such as ``"ZTO"``; empty where the shop has not said.
    """

    id: str
    name: str
    platform: str
    currency: str
    time_zone: str
    ship_promise_hours: int
    home_country: str = ""
    home_carrier: str = ""
    abroad_carrier: str = ""


class Tier(Model):
    """One step of a quantity ladder: from ``min_quantity`` pieces on, each costs ``unit_price``."""

    min_quantity: int = Field(ge=1, le=10**9)
    unit_price: int = Field(gt=0, le=10**12)


class Option(Model):
    """A choice that tells variants apart, e.g. colour: red."""

    name: str
    value: str


class Image(Model):
    """A picture of a product, and what it shows in words."""

    url: str
    alt: str = ""


class Variant(Model):
    """One SKU: landed unit ``cost`` (None: unknown), the owner's ``base_price``, ``moq``, pieces in a ``pack``."""

    sku: str
    product_id: str
    title: str
    options: tuple[Option, ...] = ()
    tiers: tuple[Tier, ...]
    base_price: int = Field(gt=0)
    cost: int | None = Field(default=None, ge=0)
    moq: int = Field(default=1, ge=1)
    pack: int = Field(default=1, ge=1)
    weight_g: int | None = None
    listed: bool = True


class Product(Model):
    """A listing with its variants."""

    id: str
    title: str
    description: str = ""
    category: str = ""
    attributes: dict[str, str] = {}
    images: tuple[Image, ...] = ()
    variants: tuple[Variant, ...]
    listed: bool = True
    currency: str
    updated_at: datetime


class Stock(Model):
    """Whole pieces of one SKU: in the house, promised to paid orders, and on the way from the factory.

    ``offered`` is the listed quantity, the most that buyers may still order, which sinks with every order; None: the
    platform keeps no such number and offers what is available.
    """

    sku: str
    on_hand: int
    reserved: int = 0
    incoming: int = 0
    offered: int | None = None

    @property
    def available(self) -> int:
        """Give what can still be sold."""
        return self.on_hand - self.reserved

    @property
    def shown(self) -> int:
        """Give what buyers may order now: what is available, and no more than the listed quantity."""
        return max(0, self.available if self.offered is None else min(self.available, self.offered))


class PriceChange(Model):
    """The ladder of a SKU from ``at`` on, as the shop recorded it; ``old`` is empty for the first one."""

    sku: str
    at: datetime
    old: tuple[Tier, ...]
    new: tuple[Tier, ...]


class Customer(Model):
    """A buyer; ``language`` is what they wrote in last, ``zh`` or ``en``.

    ``no_offers``: the buyer wants no message that they did not ask for, but news of their own orders.
    """

    id: str
    name: str
    country: str = ""
    language: str = "en"
    created_at: datetime
    no_offers: bool = False


class Address(Model):
    """Where an order goes."""

    name: str
    street: str
    city: str
    postcode: str = ""
    country: str

    @property
    def line(self) -> str:
        """Give it in one line, as it is read back to its buyer."""
        return ", ".join(part for part in (self.name, self.street, self.city, self.postcode, self.country) if part)


class PaymentStatus(StrEnum):
    """First axis of an order."""

    UNPAID = "unpaid"
    PAID = "paid"


class FulfilmentStatus(StrEnum):
    """Second axis of an order; nothing of a cancelled one has left or will."""

    UNSHIPPED = "unshipped"
    PARTIAL = "partial"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class RefundStatus(StrEnum):
    """Third axis of an order."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class OrderLine(Model):
    """One line of an order; ``paid`` and ``refunded`` are money of the whole line, ``shipped`` counts pieces."""

    id: str
    sku: str
    title: str
    quantity: int
    unit_price: int
    paid: int
    shipped: int = 0
    refunded: int = 0

    @property
    def unshipped(self) -> int:
        """Give the pieces not yet handed to a carrier."""
        return self.quantity - self.shipped


class Order(Model):
    """A buyer's order; ``ship_by`` is the promise made at payment, None while unpaid."""

    id: str
    customer_id: str
    placed_at: datetime
    currency: str
    lines: tuple[OrderLine, ...]
    address: Address
    payment: PaymentStatus
    fulfilment: FulfilmentStatus
    refund: RefundStatus
    ship_by: datetime | None = None
    quote_id: str | None = None
    channel: str = "direct"
    note: str = ""

    @property
    def total(self) -> int:
        """Give the sum of the lines, before refunds."""
        return sum(line.unit_price * line.quantity for line in self.lines)


class Parcel(Model):
    """Pieces of one order line in one shipment."""

    line_id: str
    quantity: int = Field(gt=0)


class Shipment(Model):
    """Goods handed to a carrier, whole or part of an order."""

    id: str
    order_id: str
    carrier: str
    tracking: str
    parcels: tuple[Parcel, ...]
    shipped_at: datetime
    delivered_at: datetime | None = None


class Refund(Model):
    """Money given back for one order line."""

    id: str
    order_id: str
    line_id: str
    amount: int
    reason: str
    at: datetime


class Message(Model):
    """One message of a thread; ``author`` is ``buyer`` or ``shop``."""

    id: str
    thread_id: str
    author: str
    text: str
    at: datetime


class Thread(Model):
    """A conversation with one buyer; ``with_person`` means a person has taken over and the staff is silent."""

    id: str
    customer_id: str
    order_id: str | None = None
    with_person: bool = False
    messages: tuple[Message, ...] = ()


class QuoteLine(Model):
    """A price for a quantity of one SKU; ``custom`` names the work in it (:mod:`shops.custom`), ``conditions`` what the
    buyer takes on for it, e.g. ``("pay_now",)``.
    """

    sku: str
    quantity: int = Field(gt=0)
    unit_price: int = Field(gt=0, le=10**12)
    custom: str = ""
    conditions: tuple[str, ...] = ()


class QuoteStatus(StrEnum):
    """Life of a quote; an open quote past ``valid_until`` cannot be accepted."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Quote(Model):
    """A binding offer to one buyer until ``valid_until``."""

    id: str
    customer_id: str
    thread_id: str | None = None
    currency: str
    lines: tuple[QuoteLine, ...]
    created_at: datetime
    valid_until: datetime
    status: QuoteStatus = QuoteStatus.OPEN


class Campaign(Model):
    """Keyword ads under one daily budget."""

    id: str
    name: str
    daily_budget: int
    currency: str
    paused: bool = False


class Keyword(Model):
    """A search word with the most that is paid for one click; ``skus`` are what its ad shows."""

    id: str
    campaign_id: str
    text: str
    bid: int
    skus: tuple[str, ...] = ()
    paused: bool = False


class KeywordDay(Model):
    """What one keyword did on one day, as the ad platform reports it; ``sales`` is attributed order value."""

    keyword_id: str
    day: date
    impressions: int
    clicks: int
    spend: int
    orders: int
    sales: int


class TrafficDay(Model):
    """Distinct visitors of one day by channel (``direct``, ``search``, ``ads``)."""

    day: date
    channel: str
    visitors: int


class SalesDay(Model):
    """What one SKU sold on one day, paid orders by order date: orders, pieces, money."""

    day: date
    sku: str
    orders: int
    units: int
    revenue: int


class ShopEvent(Model):
    """Something happened in the shop. ``id`` is the platform's; kinds: ``message.received``, ``order.paid``, …"""

    id: str
    kind: str
    subject: str
    at: datetime
    payload: dict[str, Any] = {}


class OutcomeStatus(StrEnum):
    """How a write ended; ``unknown`` means it was sent and no answer came."""

    DONE = "done"
    PARTIAL = "partial"
    REFUSED = "refused"
    UNSUPPORTED = "unsupported"
    NEEDS_PERSON = "needs_person"
    UNKNOWN = "unknown"


class ItemOutcome(Model):
    """One item of a write that can be carried out in part."""

    item: str
    status: OutcomeStatus
    message: str = ""


class Outcome(Model):
    """A platform's answer to a write; ``object_id`` names what was made or changed."""

    status: OutcomeStatus
    object_id: str | None = None
    message: str = ""
    items: tuple[ItemOutcome, ...] = ()
