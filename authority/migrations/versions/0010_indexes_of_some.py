"""Budget, who decided and what is undone: most effects have none of these, and an index of the others is enough."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SOME = (("budget", "state"), ("decided_as",), ("undoes",))


def upgrade() -> None:
    """Put indexes of the effects that have a value in place of those of all; who decided had none."""
    for name in ("budget", "undoes"):
        op.drop_index(f"ix_staff_effect_shop_{name}", "staff_effect")
    for names in SOME:
        some = sa.text(f"{names[0]} IS NOT NULL")
        op.create_index(
            f"ix_staff_effect_shop_{names[0]}",
            "staff_effect",
            ["shop", *names],
            sqlite_where=some,
            postgresql_where=some,
        )
