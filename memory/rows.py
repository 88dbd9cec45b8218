"""The tables of the memory: rows, the evidence behind them, and the outbox that keeps the indexes up to date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from kit.store import UtcTime

LIVE = sa.text("retired_at IS NULL")
"""Condition of the rows that hold now; only these are indexed."""


class Memory(SQLModel, table=True):
    """One thing remembered, with where it is known from and when it held."""

    __tablename__ = "memory"
    __table_args__ = (
        # two processes that write at once cannot both become the current value, nor both be the first to say a thing
        sa.Index("memory_one_current", "shop", "key", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        sa.Index("memory_one_text", "shop", "content_hash", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        sa.Index("memory_subject", "shop", "subject", "predicate"),
        sa.Index("memory_key", "shop", "key", "valid_from"),
    )

    shop: str = Field(primary_key=True)
    """Shop that remembers; part of every key of every table."""
    id: str = Field(primary_key=True)
    """Derived from shop, event and content, e.g. ``"mem_0f3c5a8d21b7e946"``."""
    kind: str
    """One of :data:`memory.notes.Kind`."""
    subject: str
    """What it is about: ``"customer:17850"``, ``"sku:85123A"`` or ``"shop"``."""
    predicate: str | None = None
    """What is said of the subject, e.g. ``"prefers.colour"``; None for prose."""
    key: str | None = None
    """Hash of kind, subject and predicate; rows of one key are one value through time. None for what has no key."""
    text: str
    """The memory in words, as a person reads it."""
    language: str
    """``"zh"`` or ``"en"``."""
    value: Any = Field(default=None, nullable=True, sa_type=sa.JSON(none_as_null=True))
    """The value as JSON, money in minor units."""
    employee: str | None = None
    """Who wrote it down, e.g. ``"customer"``."""
    source: str
    """Who said it, one of :data:`memory.notes.Source`."""
    event: str
    """Id of the effect, task or platform event it comes from, e.g. ``"ef_12ab34cd56ef7890"``."""
    trust: int
    """0 buyer, 1 employee, 2 tool, 3 ledger, 4 owner."""
    confidence: float
    """How sure the source is, above 0 and at most 1."""
    support: int = 1
    """How many events said it."""
    valid_from: datetime = Field(sa_type=UtcTime)
    """When it began to hold in the world."""
    valid_to: datetime | None = Field(default=None, sa_type=UtcTime)
    """When it ceased to hold in the world."""
    recorded_at: datetime = Field(sa_type=UtcTime)
    """When it was written down."""
    retired_at: datetime | None = Field(default=None, sa_type=UtcTime)
    """When it stopped being what the staff goes by; None while it is."""
    superseded_by: str | None = None
    """Id of the row that took its place."""
    content_hash: str
    """Hash of kind, subject, predicate, text and value: equal for exact duplicates."""


TABLE = SQLModel.metadata.tables[str(Memory.__tablename__)]
"""The table of what is remembered."""


class MemoryEvidence(SQLModel, table=True):
    """That an event said a thing: saying it again with the same event changes nothing."""

    __tablename__ = "memory_evidence"
    __table_args__ = (sa.Index("memory_evidence_memory", "shop", "memory"),)

    shop: str = Field(primary_key=True)
    event: str = Field(primary_key=True)
    content_hash: str = Field(primary_key=True)
    memory: str
    """Id of the row that holds it."""
    recorded_at: datetime = Field(sa_type=UtcTime)


class MemoryOutbox(SQLModel, table=True):
    """One row that one index has yet to look at again; written in the transaction of the row itself."""

    __tablename__ = "memory_outbox"
    __table_args__ = (sa.Index("memory_outbox_index", "index", "seq"),)

    seq: int | None = Field(default=None, primary_key=True)
    shop: str
    memory: str
    index: str
    """``"words"`` or ``"vectors"``."""
