"""Table of requests after the sale of the built-in shop; see :mod:`shops.embedded.tables`."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from kit.store import UtcTime


class AftersaleRow(SQLModel, table=True):
    """One request of a buyer about one line."""

    __tablename__ = "shop_aftersale"
    __table_args__ = (
        sa.UniqueConstraint("shop_id", "id", name="shop_aftersale_id"),
        sa.Index("shop_aftersale_order", "shop_id", "order_id"),
        sa.Index("shop_aftersale_customer", "shop_id", "customer_id"),
        sa.Index("shop_aftersale_state", "shop_id", "state"),
    )
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    id: str
    order_id: str
    line_id: str
    customer_id: str
    thread_id: str | None
    kind: str
    state: str
    pieces: int
    amount: int
    reason: str
    words: str
    evidence: list[str] = Field(sa_type=sa.JSON)
    opened_at: datetime = Field(sa_type=UtcTime)
    answer_by: datetime | None = Field(sa_type=UtcTime)
    answer: str
    decided_by: str
    tracking: str
    back_at: datetime | None = Field(sa_type=UtcTime)
    shipment: str
    settled_at: datetime | None = Field(sa_type=UtcTime)


AFTERSALE = SQLModel.metadata.tables["shop_aftersale"]
