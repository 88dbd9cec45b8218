"""Tables of creative tests of the built-in shop and of who met them; see :mod:`shops.embedded.tables`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from kit.store import UtcTime


class CreativeTestRow(SQLModel, table=True):
    """One test with its variants, the listing as it stood first."""

    __tablename__ = "shop_creative_test"
    __table_args__ = (sa.UniqueConstraint("shop_id", "id", name="shop_creative_test_id"),)
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    id: str
    product_id: str
    variants: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    started_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    kept: str | None = None


class CreativeViewRow(SQLModel, table=True):
    """That a visitor met a tested listing, in which variant, and what came of it."""

    __tablename__ = "shop_creative_view"
    shop_id: str = Field(primary_key=True)
    test_id: str = Field(primary_key=True)
    visitor: str = Field(primary_key=True)
    variant: str
    clicked: bool
    ordered: bool


CREATIVE_TEST = SQLModel.metadata.tables["shop_creative_test"]
CREATIVE_VIEW = SQLModel.metadata.tables["shop_creative_view"]
