"""The tables of authority: tasks, turn records, effects, the ledger, stops. Every one is keyed by shop."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from kit.store import Database, UtcTime

MIGRATIONS = Path(__file__).parent / "migrations"


class TaskRow(SQLModel, table=True):
    """One task: everything that happens in the house."""

    __tablename__ = "staff_task"
    __table_args__ = (
        sa.Index("ix_staff_task_shop_end", "shop", "end", "due_at"),
        sa.Index("ix_staff_task_shop_job", "shop", "job", "due_at"),
        sa.Index("ix_staff_task_shop_due_at", "shop", "due_at"),
    )
    id: str = Field(primary_key=True)
    shop: str
    job: str
    employee: str
    subject: list[str] = Field(sa_type=sa.JSON, default_factory=list)
    input: dict[str, Any] = Field(sa_type=sa.JSON, default_factory=dict)
    origin: str
    buyer: str | None = None
    cause: str
    lane: str
    parent: str | None = None
    hops: int = 0
    created_at: datetime = Field(sa_type=UtcTime)
    due_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    end: str | None = None
    answer: str = ""
    model: str = ""
    model_calls: int = 0
    prompt_bytes: int = 0


class TurnRow(SQLModel, table=True):
    """One step of a task as it was first taken: brief, reply or read; a re-run reads it back."""

    __tablename__ = "staff_turn"
    task: str = Field(primary_key=True)
    turn: int = Field(primary_key=True)
    ordinal: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    shop: str
    body: dict[str, Any] = Field(sa_type=sa.JSON)


def _of_some(column: str, *more: str) -> sa.Index:
    """Index the effects that have a value there; most have none, and each index costs every effect that is written."""
    some = sa.text(f"{column} IS NOT NULL")
    return sa.Index(f"ix_staff_effect_shop_{column}", "shop", column, *more, sqlite_where=some, postgresql_where=some)


class EffectRow(SQLModel, table=True):
    """One effect with its verdict and outcome as they stand; the ledger has how it came to be so."""

    __tablename__ = "staff_effect"
    # every sum of a verdict asks for one shop and one of these; no index is over one column alone, which a planner
    # without statistics could take instead
    __table_args__ = (
        sa.Index("ix_staff_effect_shop_state", "shop", "state"),
        _of_some("budget", "state"),
        _of_some("decided_as"),
        _of_some("undoes"),
        sa.Index("ix_staff_effect_shop_action", "shop", "action", "state"),
        sa.Index("ix_staff_effect_shop_object_id", "shop", "object_id"),
        sa.Index("ix_staff_effect_shop_task", "shop", "task"),
        sa.Index("ix_staff_effect_shop_kind", "shop", "kind", "submitted_at"),
        sa.Index("ix_staff_effect_shop_submitted_at", "shop", "submitted_at"),
    )
    id: str = Field(primary_key=True)
    shop: str
    key: str = Field(unique=True)
    task: str
    turn: int
    ordinal: int
    employee: str
    kind: str
    action: str
    payload: dict[str, Any] = Field(sa_type=sa.JSON)
    summary: str
    reason: str = ""
    origin: str
    buyer: str | None = None
    state: str
    verdict: str = ""
    rule: str = ""
    why: str = ""
    limits: str = ""
    budget: str | None = None
    money_out: int = Field(default=0, sa_type=sa.BigInteger)
    object_id: str = ""
    exposure: dict[str, Any] = Field(sa_type=sa.JSON, default_factory=dict)
    outcome: dict[str, Any] = Field(sa_type=sa.JSON, default_factory=dict)
    approver: str | None = None
    expires_at: datetime | None = Field(default=None, sa_type=UtcTime)
    decided_by: str | None = None
    decided_as: str | None = None
    undoes: str | None = None
    undone_by: str | None = None
    submitted_at: datetime = Field(sa_type=UtcTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcTime)


class LedgerRow(SQLModel, table=True):
    """One link of a shop's chain; it holds a digest only, the payload stands apart."""

    __tablename__ = "staff_ledger"
    __table_args__ = (sa.Index("ix_staff_ledger_shop_effect", "shop", "effect", "seq"),)
    shop: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    at: str
    kind: str
    effect: str
    digest: str
    previous: str
    link: str


class PayloadRow(SQLModel, table=True):
    """What a link's digest is of; a buyer is erased by taking these rows away, and the chain still verifies."""

    __tablename__ = "staff_payload"
    shop: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    salt: str
    body: str


class LimitsRow(SQLModel, table=True):
    """Limits that a verdict was made by, under their digest, so that it can be replayed.

    ``version`` numbers what the body holds (:mod:`authority.kept_limits`).
    """

    __tablename__ = "staff_limits"
    shop: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    body: dict[str, Any] = Field(sa_type=sa.JSON)
    version: int


class StopRow(SQLModel, table=True):
    """A pulled kill switch: ``scope`` is ``shop``, ``employee:NAME`` or ``action:NAME``."""

    __tablename__ = "staff_stop"
    shop: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    since: datetime = Field(sa_type=UtcTime)
    why: str = ""


class LimitsVersionRow(SQLModel, table=True):
    """One version of a shop's limits: ``text`` is its own file as it was, ``digest`` the id of what was in force."""

    __tablename__ = "staff_limits_version"
    shop: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    digest: str
    at: datetime = Field(sa_type=UtcTime)
    by: str
    why: str
    change: str
    text: str


class LevelRow(SQLModel, table=True):
    """Level that measured error has lowered an action class to; ``level`` None: as stated, ``since`` counts anew."""

    __tablename__ = "staff_level"
    shop: str = Field(primary_key=True)
    action: str = Field(primary_key=True)
    level: int | None = None
    since: datetime = Field(sa_type=UtcTime)
    why: str = ""


class OfferRow(SQLModel, table=True):
    """A price that an effect names to a buyer, beside the ladder's when it was judged last; minor units a piece.

    ``conditions`` are what it was given for, comma-separated.
    """

    __tablename__ = "staff_offer"
    effect: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    shop: str
    customer: str
    sku: str
    quantity: int = Field(sa_type=sa.BigInteger)
    unit_price: int = Field(sa_type=sa.BigInteger)
    ladder: int = Field(sa_type=sa.BigInteger)
    conditions: str = ""


class ModelCallRow(SQLModel, table=True):
    """One call of a model that is not free: written down at its most before it is made, and with its cost after it.

    ``cost_micro`` is in millionths of a major unit of ``currency``, None where the price is not known; ``day`` is the
    shop's; ``state`` is ``asked``, ``answered`` or ``failed``; ``estimated``: the endpoint did not count.
    """

    __tablename__ = "staff_model_call"
    task: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    shop: str = Field(index=True)
    turn: int
    day: str = Field(index=True)
    at: datetime = Field(sa_type=UtcTime)
    model: str
    state: str
    why: str = ""
    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    cost_micro: int | None = Field(default=None, sa_type=sa.BigInteger)
    currency: str = ""
    estimated: bool = True
    prompt_bytes: int


def open_staff_database(url: str) -> Database:
    """Open the staff's database and bring it to the newest migration."""
    return Database(url, MIGRATIONS)
