"""Indexes over what is asked for together: of one shop a task, a kind, a day, what is open.

A column's own index beside that of the shop lets a planner without statistics read the whole shop for one task.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

GONE = {
    "staff_effect": ("kind", "submitted_at", "task", "undoes"),
    "staff_task": ("end", "parent", "shop"),
    "staff_turn": ("shop",),
}
NEW = {
    "staff_effect": (("task",), ("kind", "submitted_at"), ("submitted_at",), ("undoes",)),
    "staff_task": (("end", "due_at"), ("job", "due_at"), ("due_at",)),
}


def upgrade() -> None:
    """Put indexes over the shop and more columns in place of those over one column."""
    for table, columns in GONE.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table, if_exists=True)
    for table, indexes in NEW.items():
        for columns in indexes:
            op.create_index(f"ix_{table}_shop_{columns[0]}", table, ["shop", *columns], if_not_exists=True)
