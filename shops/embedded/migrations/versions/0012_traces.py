"""Make the tables of what carriers report. Frozen: it does not import the tables of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

UTC_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make two tables; of parcels shipped before nothing is reported."""
    op.create_table(
        "shop_trace",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("shipment_id", sa.String(), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.UniqueConstraint("shop_id", "shipment_id", "at", "kind", name="shop_trace_once"),
    )
    op.create_table(
        "shop_carrier_day",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("shipment_id", sa.String(), primary_key=True),
        sa.Column("expected_by", UTC_TIME, nullable=False),
    )


def downgrade() -> None:
    """Drop them; what carriers reported is gone."""
    op.drop_table("shop_carrier_day")
    op.drop_table("shop_trace")
