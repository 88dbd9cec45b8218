"""Make the table of requests after the sale. Frozen: it does not import the tables of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

UTC_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make one table; a shop of the release before has no request."""
    op.create_table(
        "shop_aftersale",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("opened_at", UTC_TIME, nullable=False),
        sa.Column("answer_by", UTC_TIME, nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("tracking", sa.String(), nullable=False),
        sa.Column("back_at", UTC_TIME, nullable=True),
        sa.Column("shipment", sa.String(), nullable=False),
        sa.Column("settled_at", UTC_TIME, nullable=True),
        sa.UniqueConstraint("shop_id", "id", name="shop_aftersale_id"),
    )
    op.create_index("shop_aftersale_order", "shop_aftersale", ["shop_id", "order_id"])
    op.create_index("shop_aftersale_customer", "shop_aftersale", ["shop_id", "customer_id"])
    op.create_index("shop_aftersale_state", "shop_aftersale", ["shop_id", "state"])


def downgrade() -> None:
    """Refuse: money and goods that were promised would be forgotten."""
    raise NotImplementedError("restore a backup instead of going back before 0008")
