"""Tables of authority, first release."""

import sqlalchemy as sa
from alembic import op

from kit.store import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create tasks, turns, effects, ledger, payloads and stops."""
    op.create_table(
        "staff_effect",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("shop", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("employee", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("buyer", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("limits", sa.String(), nullable=False),
        sa.Column("budget", sa.String(), nullable=True),
        sa.Column("money_out", sa.Integer(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("exposure", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("approver", sa.String(), nullable=True),
        sa.Column("expires_at", UtcTime(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("submitted_at", UtcTime(), nullable=False),
        sa.Column("settled_at", UtcTime(), nullable=True),
    )
    op.create_index("ix_staff_effect_budget", "staff_effect", ["budget"])
    op.create_index("ix_staff_effect_kind", "staff_effect", ["kind"])
    op.create_index("ix_staff_effect_shop", "staff_effect", ["shop"])
    op.create_index("ix_staff_effect_state", "staff_effect", ["state"])
    op.create_index("ix_staff_effect_submitted_at", "staff_effect", ["submitted_at"])
    op.create_index("ix_staff_effect_task", "staff_effect", ["task"])
    op.create_index("ux_staff_effect_key", "staff_effect", ["key"], unique=True)
    op.create_table(
        "staff_ledger",
        sa.Column("shop", sa.String(), primary_key=True, nullable=False),
        sa.Column("seq", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
    )
    op.create_index("ix_staff_ledger_effect", "staff_ledger", ["effect"])
    op.create_table(
        "staff_payload",
        sa.Column("shop", sa.String(), primary_key=True, nullable=False),
        sa.Column("seq", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
    )
    op.create_table(
        "staff_stop",
        sa.Column("shop", sa.String(), primary_key=True, nullable=False),
        sa.Column("scope", sa.String(), primary_key=True, nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
    )
    op.create_table(
        "staff_task",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("shop", sa.String(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("employee", sa.String(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("input", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("buyer", sa.String(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("hops", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("end", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("model_calls", sa.Integer(), nullable=False),
        sa.Column("prompt_bytes", sa.Integer(), nullable=False),
    )
    op.create_index("ix_staff_task_end", "staff_task", ["end"])
    op.create_index("ix_staff_task_parent", "staff_task", ["parent"])
    op.create_index("ix_staff_task_shop", "staff_task", ["shop"])
    op.create_table(
        "staff_turn",
        sa.Column("task", sa.String(), primary_key=True, nullable=False),
        sa.Column("turn", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("ordinal", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("kind", sa.String(), primary_key=True, nullable=False),
        sa.Column("shop", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
    )
    op.create_index("ix_staff_turn_shop", "staff_turn", ["shop"])
