"""Money and pieces of 64 bits; a file's integers always had them, a server's ended at 21 million of a major unit."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WIDE = {
    "staff_effect": ("money_out",),
    "staff_offer": ("quantity", "unit_price", "ladder"),
    "staff_model_call": ("cost_micro",),
}


def upgrade() -> None:
    """Widen the columns on a server."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, columns in WIDE.items():
        for column in columns:
            op.alter_column(table, column, type_=sa.BigInteger())
