"""Make the table of suppliers. Frozen: it does not import the tables of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make one table; nobody has named a supplier yet."""
    op.create_table(
        "shop_supplier",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), primary_key=True),
    )


def downgrade() -> None:
    """Take the table away; the names stand in the limits too, if they matter."""
    op.drop_table("shop_supplier")
