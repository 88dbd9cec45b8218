"""Table of changed orders of the built-in shop; see :mod:`shops.embedded.tables`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from kit.store import UtcTime


class OrderChangeRow(SQLModel, table=True):
    """One change of an order; ``wanted`` are the lines of a change of items and the promotions they use."""

    __tablename__ = "shop_order_change"
    __table_args__ = (
        sa.UniqueConstraint("shop_id", "id", name="shop_order_change_id"),
        sa.Index("shop_order_change_order", "shop_id", "order_id"),
    )
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    id: str
    order_id: str
    kind: str
    at: datetime = Field(sa_type=UtcTime)
    difference: int
    state: str
    pay_until: datetime | None = Field(sa_type=UtcTime)
    wanted: dict[str, Any] = Field(sa_type=sa.JSON)


ORDER_CHANGE = SQLModel.metadata.tables["shop_order_change"]
