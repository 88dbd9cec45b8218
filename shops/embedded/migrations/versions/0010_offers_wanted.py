"""Give buyers the wish to have no offers. Frozen: it does not import the tables of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add one column; nobody has objected yet."""
    op.add_column("shop_customer", sa.Column("no_offers", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("shop_customer", "no_offers")
