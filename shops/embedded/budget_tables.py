"""Table of the daily ad budgets that were set."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from kit.store import UtcTime


class BudgetChangeRow(SQLModel, table=True):
    """One setting of a campaign's daily budget; fields as in :class:`shops.ad_budgets.BudgetChange`."""

    __tablename__ = "shop_budget_change"
    __table_args__ = (sa.Index("shop_budget_change_at", "shop_id", "at"),)
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    campaign_id: str
    at: datetime = Field(sa_type=UtcTime)
    old: int
    new: int
    key: str


BUDGET_CHANGE = SQLModel.metadata.tables["shop_budget_change"]
