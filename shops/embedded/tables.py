"""Tables of the built-in shop. Columns carry the names of the fields of :mod:`shops.models`, so rows read as models.

Every table is keyed by shop id. Money is whole minor units. ``number`` counts rows in the order they were written.
The tables are made by ``migrations/``; a test holds the two together.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from kit.store import UtcTime
from shops.embedded.aftersale_tables import AFTERSALE as AFTERSALE
from shops.embedded.budget_tables import BUDGET_CHANGE as BUDGET_CHANGE
from shops.embedded.change_tables import ORDER_CHANGE as ORDER_CHANGE
from shops.embedded.creative_tables import CREATIVE_TEST as CREATIVE_TEST
from shops.embedded.creative_tables import CREATIVE_VIEW as CREATIVE_VIEW
from shops.embedded.promotion_tables import PROMOTION as PROMOTION
from shops.embedded.promotion_tables import PROMOTION_USE as PROMOTION_USE
from shops.embedded.sample_tables import SAMPLE as SAMPLE
from shops.embedded.supplier_tables import SUPPLIER as SUPPLIER
from shops.embedded.term_tables import SEARCH_TERM as SEARCH_TERM
from shops.embedded.trace_tables import CARRIER_DAY as CARRIER_DAY
from shops.embedded.trace_tables import TRACE as TRACE


class InfoRow(SQLModel, table=True):
    """The shop itself with the terms of its factory."""

    __tablename__ = "shop_info"
    shop_id: str = Field(primary_key=True)
    name: str
    platform: str
    currency: str
    time_zone: str
    ship_promise_hours: int
    capacity_per_day: int
    lead_time_days: int
    min_batch: int
    home_country: str = ""
    home_carrier: str = ""
    abroad_carrier: str = ""


class ProductRow(SQLModel, table=True):
    """One listing."""

    __tablename__ = "shop_product"
    shop_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    title: str
    description: str
    category: str
    attributes: dict[str, str] = Field(sa_type=sa.JSON)
    images: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    listed: bool
    currency: str
    updated_at: datetime = Field(sa_type=UtcTime)


class VariantRow(SQLModel, table=True):
    """One SKU; ``position`` is its place in the product."""

    __tablename__ = "shop_variant"
    __table_args__ = (sa.Index("shop_variant_product", "shop_id", "product_id", "position"),)
    shop_id: str = Field(primary_key=True)
    sku: str = Field(primary_key=True)
    product_id: str
    position: int
    title: str
    options: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    tiers: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    base_price: int
    cost: int | None
    moq: int
    pack: int
    weight_g: int | None
    listed: bool


class StockRow(SQLModel, table=True):
    """Pieces of one SKU."""

    __tablename__ = "shop_stock"
    shop_id: str = Field(primary_key=True)
    sku: str = Field(primary_key=True)
    on_hand: int
    reserved: int
    incoming: int
    offered: int | None = None


class PriceChangeRow(SQLModel, table=True):
    """One change of a price ladder."""

    __tablename__ = "shop_price_change"
    __table_args__ = (
        sa.Index("shop_price_change_at", "shop_id", "at"),
        sa.Index("shop_price_change_sku", "shop_id", "sku", "at"),
    )
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    sku: str
    at: datetime = Field(sa_type=UtcTime)
    old: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    new: list[dict[str, Any]] = Field(sa_type=sa.JSON)


class CustomerRow(SQLModel, table=True):
    """One buyer."""

    __tablename__ = "shop_customer"
    shop_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    country: str
    language: str
    created_at: datetime = Field(sa_type=UtcTime)
    no_offers: bool = False


class OrderRow(SQLModel, table=True):
    """One order; ``day`` is the shop-local day it was placed on."""

    __tablename__ = "shop_order"
    __table_args__ = (
        sa.Index("shop_order_placed", "shop_id", "placed_at", "id"),
        sa.Index("shop_order_customer", "shop_id", "customer_id", "placed_at", "id"),
        sa.Index("shop_order_fulfilment", "shop_id", "fulfilment", "placed_at", "id"),
    )
    shop_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    customer_id: str
    placed_at: datetime = Field(sa_type=UtcTime)
    day: date
    currency: str
    address: dict[str, Any] = Field(sa_type=sa.JSON)
    payment: str
    fulfilment: str
    refund: str
    ship_by: datetime | None = Field(sa_type=UtcTime)
    quote_id: str | None
    channel: str
    keyword_id: str | None
    note: str
    payment_method: str = ""


class OrderLineRow(SQLModel, table=True):
    """One line of an order; ``sale_day`` is the order's day if it was paid, so that sales need no join.

    ``net`` is what the line costs, paid or not.
    """

    __tablename__ = "shop_order_line"
    __table_args__ = (sa.Index("shop_order_line_sale", "shop_id", "sale_day", "sku", "order_id", "quantity", "paid"),)
    shop_id: str = Field(primary_key=True)
    order_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    id: str
    sku: str
    title: str
    quantity: int
    unit_price: int
    paid: int
    shipped: int
    refunded: int
    net: int
    sale_day: date | None


class ShipmentRow(SQLModel, table=True):
    """Goods handed to a carrier."""

    __tablename__ = "shop_shipment"
    __table_args__ = (
        sa.UniqueConstraint("shop_id", "id", name="shop_shipment_id"),
        sa.Index("shop_shipment_order", "shop_id", "order_id"),
    )
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    id: str
    order_id: str
    carrier: str
    tracking: str
    parcels: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    shipped_at: datetime = Field(sa_type=UtcTime)
    delivered_at: datetime | None = Field(sa_type=UtcTime)


class RefundRow(SQLModel, table=True):
    """Money given back."""

    __tablename__ = "shop_refund"
    __table_args__ = (
        sa.UniqueConstraint("shop_id", "id", name="shop_refund_id"),
        sa.Index("shop_refund_order", "shop_id", "order_id"),
    )
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    id: str
    order_id: str
    line_id: str
    amount: int
    reason: str
    at: datetime = Field(sa_type=UtcTime)


class ThreadRow(SQLModel, table=True):
    """One conversation; ``last_author`` wrote its newest message."""

    __tablename__ = "shop_thread"
    __table_args__ = (
        sa.UniqueConstraint("shop_id", "id", name="shop_thread_id"),
        sa.Index("shop_thread_customer", "shop_id", "customer_id"),
        sa.Index("shop_thread_last_author", "shop_id", "last_author"),
    )
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    id: str
    customer_id: str
    order_id: str | None
    with_person: bool
    last_author: str


class MessageRow(SQLModel, table=True):
    """One message."""

    __tablename__ = "shop_message"
    __table_args__ = (
        sa.UniqueConstraint("shop_id", "id", name="shop_message_id"),
        sa.Index("shop_message_thread", "shop_id", "thread_id"),
    )
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    id: str
    thread_id: str
    author: str
    text: str
    at: datetime = Field(sa_type=UtcTime)


class QuoteRow(SQLModel, table=True):
    """One binding offer."""

    __tablename__ = "shop_quote"
    __table_args__ = (
        sa.UniqueConstraint("shop_id", "id", name="shop_quote_id"),
        sa.Index("shop_quote_customer", "shop_id", "customer_id"),
    )
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    id: str
    customer_id: str
    thread_id: str | None
    currency: str
    lines: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    created_at: datetime = Field(sa_type=UtcTime)
    valid_until: datetime = Field(sa_type=UtcTime)
    status: str


class CampaignRow(SQLModel, table=True):
    """Keyword ads under one budget."""

    __tablename__ = "shop_campaign"
    shop_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    daily_budget: int
    currency: str
    paused: bool


class KeywordRow(SQLModel, table=True):
    """One keyword."""

    __tablename__ = "shop_keyword"
    shop_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    campaign_id: str
    text: str
    bid: int
    skus: list[str] = Field(sa_type=sa.JSON)
    paused: bool


class KeywordDayRow(SQLModel, table=True):
    """What a keyword did on one day."""

    __tablename__ = "shop_keyword_day"
    shop_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    keyword_id: str = Field(primary_key=True)
    impressions: int
    clicks: int
    spend: int
    orders: int
    sales: int


class TrafficRow(SQLModel, table=True):
    """Visitors of one day and channel."""

    __tablename__ = "shop_traffic"
    shop_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    visitors: int


class ProductionRow(SQLModel, table=True):
    """One order to the factory; ``pieces`` is the sum of its lines."""

    __tablename__ = "shop_production"
    __table_args__ = (sa.UniqueConstraint("shop_id", "id", name="shop_production_id"),)
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    id: str
    lines: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    pieces: int
    currency: str
    placed_at: datetime = Field(sa_type=UtcTime)
    due_at: datetime = Field(sa_type=UtcTime)
    arrived_at: datetime | None = Field(sa_type=UtcTime)


class EventRow(SQLModel, table=True):
    """One event, until it is acknowledged and after."""

    __tablename__ = "shop_event"
    __table_args__ = (
        sa.UniqueConstraint("shop_id", "id", name="shop_event_id"),
        sa.Index("shop_event_open", "shop_id", "acknowledged", "number"),
    )
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    id: str
    kind: str
    subject: str
    at: datetime = Field(sa_type=UtcTime)
    payload: dict[str, Any] = Field(sa_type=sa.JSON)
    acknowledged: bool


class WriteRow(SQLModel, table=True):
    """One write by its idempotency key, with what was asked and how it ended."""

    __tablename__ = "shop_write"
    shop_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    operation: str
    arguments: str
    outcome: str
    at: datetime = Field(sa_type=UtcTime)


def table(row: type[SQLModel]) -> sa.Table:
    """Give the table behind a row class, for statements over many rows."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


INFO = table(InfoRow)
PRODUCT = table(ProductRow)
VARIANT = table(VariantRow)
STOCK = table(StockRow)
PRICE_CHANGE = table(PriceChangeRow)
CUSTOMER = table(CustomerRow)
ORDER = table(OrderRow)
LINE = table(OrderLineRow)
SHIPMENT = table(ShipmentRow)
REFUND = table(RefundRow)
THREAD = table(ThreadRow)
MESSAGE = table(MessageRow)
QUOTE = table(QuoteRow)
CAMPAIGN = table(CampaignRow)
KEYWORD = table(KeywordRow)
KEYWORD_DAY = table(KeywordDayRow)
TRAFFIC = table(TrafficRow)
PRODUCTION = table(ProductionRow)
EVENT = table(EventRow)
WRITE = table(WriteRow)
