"""Add where a shop is at home and whom it ships with. Frozen: it does not import the tables of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NAMES = ("home_country", "home_carrier", "abroad_carrier")


def upgrade() -> None:
    """Add three columns; a shop of the release before has not said."""
    for name in NAMES:
        op.add_column("shop_info", sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the columns away; shops ship with the usual carriers again."""
    for name in NAMES:
        op.drop_column("shop_info", name)
