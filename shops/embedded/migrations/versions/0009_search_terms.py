"""Make the table of search terms. Frozen: it does not import the tables of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make one table; nothing has been reported yet."""
    op.create_table(
        "shop_search_term",
        sa.Column("shop_id", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("keyword_id", sa.String(), primary_key=True),
        sa.Column("term", sa.String(), primary_key=True),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("impressions", "clicks", "spend", "orders", "sales")
        ),
    )


def downgrade() -> None:
    """Take the table away with its report."""
    op.drop_table("shop_search_term")
