"""Make the tables of creative tests. Frozen: it does not import the tables of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make both tables; nothing is tested yet."""
    op.create_table(
        "shop_creative_test",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("variants", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept", sa.String(), nullable=True),
        sa.UniqueConstraint("shop_id", "id", name="shop_creative_test_id"),
    )
    op.create_table(
        "shop_creative_view",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("test_id", sa.String(), primary_key=True),
        sa.Column("visitor", sa.String(), primary_key=True),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("clicked", sa.Boolean(), nullable=False),
        sa.Column("ordered", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    """Take both tables away with what they hold."""
    op.drop_table("shop_creative_view")
    op.drop_table("shop_creative_test")
