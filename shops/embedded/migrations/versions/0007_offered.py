"""Give the stock a listed quantity. Frozen: it does not import the tables of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add one column; until somebody sets it, the shop offers what is available."""
    op.add_column("shop_stock", sa.Column("offered", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take the column away; the shop offers what is available again."""
    op.drop_column("shop_stock", "offered")
