"""Create the tables of the memory."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kit.store import UtcTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create memory, memory_evidence and memory_outbox."""
    _create_memory()
    op.create_table(
        "memory_evidence",
        sa.Column("shop", sa.String, primary_key=True),
        sa.Column("event", sa.String, primary_key=True),
        sa.Column("content_hash", sa.String, primary_key=True),
        sa.Column("memory", sa.String, nullable=False),
        sa.Column("recorded_at", UtcTime, nullable=False),
    )
    op.create_index("memory_evidence_memory", "memory_evidence", ["shop", "memory"])
    op.create_table(
        "memory_outbox",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("shop", sa.String, nullable=False),
        sa.Column("memory", sa.String, nullable=False),
        sa.Column("index", sa.String, nullable=False),
    )
    op.create_index("memory_outbox_index", "memory_outbox", ["index", "seq"])


def _create_memory() -> None:
    op.create_table(
        "memory",
        sa.Column("shop", sa.String, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("predicate", sa.String),
        sa.Column("key", sa.String),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True)),
        sa.Column("employee", sa.String),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("trust", sa.Integer, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("support", sa.Integer, nullable=False),
        sa.Column("valid_from", UtcTime, nullable=False),
        sa.Column("valid_to", UtcTime),
        sa.Column("recorded_at", UtcTime, nullable=False),
        sa.Column("retired_at", UtcTime),
        sa.Column("superseded_by", sa.String),
        sa.Column("content_hash", sa.String, nullable=False),
    )
    live = sa.text("retired_at IS NULL")
    for name, column in (("memory_one_current", "key"), ("memory_one_text", "content_hash")):
        op.create_index(name, "memory", ["shop", column], unique=True, sqlite_where=live, postgresql_where=live)
    op.create_index("memory_subject", "memory", ["shop", "subject", "predicate"])
    op.create_index("memory_key", "memory", ["shop", "key", "valid_from"])
