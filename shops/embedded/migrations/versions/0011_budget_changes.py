"""Make the table of budgets that were set. Frozen: it does not import the tables of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make one table; what was set before this release is not known, a campaign's budget of today stands for it."""
    op.create_table(
        "shop_budget_change",
        sa.Column("number", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("shop_id", "campaign_id")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("old", "new")),
        sa.Column("key", sa.String(), nullable=False),
    )
    op.create_index("shop_budget_change_at", "shop_budget_change", ["shop_id", "at"])


def downgrade() -> None:
    """Take the table away with what was written down."""
    op.drop_table("shop_budget_change")
