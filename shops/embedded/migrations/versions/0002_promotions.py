"""Make the tables of promotions and of their uses. Frozen: it does not import the tables of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

UTC_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make two tables; a shop of the release before has no promotion."""
    op.create_table(
        "shop_promotion",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("discount", sa.JSON(), nullable=False),
        sa.Column("starts_at", UTC_TIME, nullable=False),
        sa.Column("ends_at", UTC_TIME, nullable=False),
        sa.Column("max_uses", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.UniqueConstraint("shop_id", "id", name="shop_promotion_id"),
    )
    op.create_table(
        "shop_promotion_use",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("promotion_id", sa.String(), primary_key=True),
        sa.Column("order_id", sa.String(), primary_key=True),
        sa.Column("customer_id", sa.String(), nullable=False),
    )
    op.create_index("shop_promotion_use_buyer", "shop_promotion_use", ["shop_id", "promotion_id", "customer_id"])


def downgrade() -> None:
    """Refuse: what was sold under a promotion would be without it."""
    raise NotImplementedError("restore a backup instead of going back before 0002")
