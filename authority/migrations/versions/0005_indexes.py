"""Indexes that the sums of a verdict can use: all ask for one shop and a state, a budget, an action or an object."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

EFFECT = (("state",), ("budget", "state"), ("action", "state"), ("object_id",))


def upgrade() -> None:
    """Put indexes over shop and column in place of those over the column alone."""
    for name in ("shop", "state", "budget"):
        op.drop_index(f"ix_staff_effect_{name}", "staff_effect")
    for names in EFFECT:
        op.create_index(f"ix_staff_effect_shop_{names[0]}", "staff_effect", ["shop", *names])
    op.drop_index("ix_staff_ledger_effect", "staff_ledger")
    op.create_index("ix_staff_ledger_shop_effect", "staff_ledger", ["shop", "effect", "seq"])
