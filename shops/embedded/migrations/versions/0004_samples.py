"""Make the table of samples. Frozen: it does not import the tables of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

UTC_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make one table; a shop of the release before has given no sample."""
    op.create_table(
        "shop_sample",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=True),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("fee", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("credit_from", sa.Integer(), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.Column("pay_until", UTC_TIME, nullable=False),
        sa.Column("ready_at", UTC_TIME, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("credited", sa.Integer(), nullable=False),
        sa.Column("credit_order", sa.String(), nullable=True),
        sa.UniqueConstraint("shop_id", "id", name="shop_sample_id"),
    )
    op.create_index("shop_sample_customer", "shop_sample", ["shop_id", "customer_id"])


def downgrade() -> None:
    """Refuse: fees that were paid would be forgotten."""
    raise NotImplementedError("restore a backup instead of going back before 0004")
