"""Tables of promotions of the built-in shop and of their use; see :mod:`shops.embedded.tables`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from kit.store import UtcTime


class PromotionRow(SQLModel, table=True):
    """One promotion, the shop's or the platform's; ending it brings ``ends_at`` forward."""

    __tablename__ = "shop_promotion"
    __table_args__ = (sa.UniqueConstraint("shop_id", "id", name="shop_promotion_id"),)
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    id: str
    title: str
    discount: dict[str, Any] = Field(sa_type=sa.JSON)
    starts_at: datetime = Field(sa_type=UtcTime)
    ends_at: datetime = Field(sa_type=UtcTime)
    max_uses: int
    used: int


class PromotionUseRow(SQLModel, table=True):
    """That an order used a promotion, and how often: pieces of an item discount, else once."""

    __tablename__ = "shop_promotion_use"
    __table_args__ = (sa.Index("shop_promotion_use_buyer", "shop_id", "promotion_id", "customer_id"),)
    shop_id: str = Field(primary_key=True)
    promotion_id: str = Field(primary_key=True)
    order_id: str = Field(primary_key=True)
    customer_id: str
    uses: int


PROMOTION = SQLModel.metadata.tables["shop_promotion"]
PROMOTION_USE = SQLModel.metadata.tables["shop_promotion_use"]
