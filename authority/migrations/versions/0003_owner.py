"""What the owner moves: versions of the limits, levels lowered by measured error, and offers to named buyers."""

import sqlalchemy as sa
from alembic import op

from kit.store import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of limits versions, levels and offers."""
    op.create_table(
        "staff_limits_version",
        sa.Column("shop", sa.String(), primary_key=True, nullable=False),
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
    )
    op.create_table(
        "staff_level",
        sa.Column("shop", sa.String(), primary_key=True, nullable=False),
        sa.Column("action", sa.String(), primary_key=True, nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
    )
    op.create_table(
        "staff_offer",
        sa.Column("effect", sa.String(), primary_key=True, nullable=False),
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("shop", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=False),
        sa.Column("ladder", sa.Integer(), nullable=False),
    )
    op.create_index("ix_staff_offer_sku", "staff_offer", ["shop", "sku", "quantity"])
