"""Approver class of a decision, undo links between effects, and the limits that verdicts were made by."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns of approvals and undo, and the table of limits."""
    for name in ("decided_as", "undoes", "undone_by"):
        op.add_column("staff_effect", sa.Column(name, sa.String(), nullable=True))
    op.create_index("ix_staff_effect_undoes", "staff_effect", ["undoes"])
    op.create_table(
        "staff_limits",
        sa.Column("shop", sa.String(), primary_key=True, nullable=False),
        sa.Column("digest", sa.String(), primary_key=True, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
    )
