"""Table of samples of the built-in shop; see :mod:`shops.embedded.tables`."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from kit.store import UtcTime


class SampleRow(SQLModel, table=True):
    """One sample."""

    __tablename__ = "shop_sample"
    __table_args__ = (
        sa.UniqueConstraint("shop_id", "id", name="shop_sample_id"),
        sa.Index("shop_sample_customer", "shop_id", "customer_id"),
    )
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    id: str
    customer_id: str
    thread_id: str | None
    sku: str
    fee: int
    cost: int
    credit_from: int
    at: datetime = Field(sa_type=UtcTime)
    pay_until: datetime = Field(sa_type=UtcTime)
    ready_at: datetime = Field(sa_type=UtcTime)
    status: str
    credited: int
    credit_order: str | None


SAMPLE = SQLModel.metadata.tables["shop_sample"]
