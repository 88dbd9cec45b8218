"""Make the tables of the built-in shop.

Frozen: it says what release 0.1 had and does not import the tables of today.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

UTC_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table and index."""
    _make_shop_and_products()
    _make_variants()
    _make_customers_and_orders()
    _make_shipments_and_refunds()
    _make_conversations()
    _make_ads_and_traffic()
    _make_production_and_log()


def downgrade() -> None:
    """Refuse: there is nothing before the first migration."""
    raise NotImplementedError("restore a backup instead of going back before 0001")


def _make_shop_and_products() -> None:
    op.create_table(
        "shop_info",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("ship_promise_hours", sa.Integer(), nullable=False),
        sa.Column("capacity_per_day", sa.Integer(), nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=False),
        sa.Column("min_batch", sa.Integer(), nullable=False),
    )
    op.create_table(
        "shop_product",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("images", sa.JSON(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("updated_at", UTC_TIME, nullable=False),
    )


def _make_variants() -> None:
    op.create_table(
        "shop_variant",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("sku", sa.String(), primary_key=True),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("tiers", sa.JSON(), nullable=False),
        sa.Column("base_price", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("moq", sa.Integer(), nullable=False),
        sa.Column("pack", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
    )
    op.create_index("shop_variant_product", "shop_variant", ["shop_id", "product_id", "position"])
    op.create_table(
        "shop_stock",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("sku", sa.String(), primary_key=True),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("incoming", sa.Integer(), nullable=False),
    )
    op.create_table(
        "shop_price_change",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.Column("old", sa.JSON(), nullable=False),
        sa.Column("new", sa.JSON(), nullable=False),
    )
    op.create_index("shop_price_change_at", "shop_price_change", ["shop_id", "at"])


def _make_customers_and_orders() -> None:
    op.create_table(
        "shop_customer",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", UTC_TIME, nullable=False),
    )
    op.create_table(
        "shop_order",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("placed_at", UTC_TIME, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("payment", sa.String(), nullable=False),
        sa.Column("fulfilment", sa.String(), nullable=False),
        sa.Column("refund", sa.String(), nullable=False),
        sa.Column("ship_by", UTC_TIME, nullable=True),
        sa.Column("quote_id", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("keyword_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
    )
    op.create_index("shop_order_customer", "shop_order", ["shop_id", "customer_id", "placed_at", "id"])
    op.create_index("shop_order_fulfilment", "shop_order", ["shop_id", "fulfilment", "placed_at", "id"])
    op.create_index("shop_order_placed", "shop_order", ["shop_id", "placed_at", "id"])
    op.create_table(
        "shop_order_line",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("order_id", sa.String(), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("refunded", sa.Integer(), nullable=False),
        sa.Column("sale_day", sa.Date(), nullable=True),
    )
    op.create_index(
        "shop_order_line_sale", "shop_order_line", ["shop_id", "sale_day", "sku", "order_id", "quantity", "paid"]
    )


def _make_shipments_and_refunds() -> None:
    op.create_table(
        "shop_shipment",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("tracking", sa.String(), nullable=False),
        sa.Column("parcels", sa.JSON(), nullable=False),
        sa.Column("shipped_at", UTC_TIME, nullable=False),
        sa.Column("delivered_at", UTC_TIME, nullable=True),
        sa.UniqueConstraint("shop_id", "id", name="shop_shipment_id"),
    )
    op.create_index("shop_shipment_order", "shop_shipment", ["shop_id", "order_id"])
    op.create_table(
        "shop_refund",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.UniqueConstraint("shop_id", "id", name="shop_refund_id"),
    )
    op.create_index("shop_refund_order", "shop_refund", ["shop_id", "order_id"])


def _make_conversations() -> None:
    op.create_table(
        "shop_thread",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=True),
        sa.Column("with_person", sa.Boolean(), nullable=False),
        sa.Column("last_author", sa.String(), nullable=False),
        sa.UniqueConstraint("shop_id", "id", name="shop_thread_id"),
    )
    op.create_index("shop_thread_customer", "shop_thread", ["shop_id", "customer_id"])
    op.create_index("shop_thread_last_author", "shop_thread", ["shop_id", "last_author"])
    op.create_table(
        "shop_message",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.UniqueConstraint("shop_id", "id", name="shop_message_id"),
    )
    op.create_index("shop_message_thread", "shop_message", ["shop_id", "thread_id"])
    op.create_table(
        "shop_quote",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("created_at", UTC_TIME, nullable=False),
        sa.Column("valid_until", UTC_TIME, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.UniqueConstraint("shop_id", "id", name="shop_quote_id"),
    )
    op.create_index("shop_quote_customer", "shop_quote", ["shop_id", "customer_id"])


def _make_ads_and_traffic() -> None:
    op.create_table(
        "shop_campaign",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("daily_budget", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "shop_keyword",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("campaign_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("bid", sa.Integer(), nullable=False),
        sa.Column("skus", sa.JSON(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "shop_keyword_day",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("keyword_id", sa.String(), primary_key=True),
        sa.Column("impressions", sa.Integer(), nullable=False),
        sa.Column("clicks", sa.Integer(), nullable=False),
        sa.Column("spend", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("sales", sa.Integer(), nullable=False),
    )
    op.create_table(
        "shop_traffic",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("visitors", sa.Integer(), nullable=False),
    )


def _make_production_and_log() -> None:
    op.create_table(
        "shop_production",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("placed_at", UTC_TIME, nullable=False),
        sa.Column("due_at", UTC_TIME, nullable=False),
        sa.Column("arrived_at", UTC_TIME, nullable=True),
        sa.UniqueConstraint("shop_id", "id", name="shop_production_id"),
    )
    op.create_table(
        "shop_event",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("acknowledged", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("shop_id", "id", name="shop_event_id"),
    )
    op.create_index("shop_event_open", "shop_event", ["shop_id", "acknowledged", "number"])
    op.create_table(
        "shop_write",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("arguments", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
    )
