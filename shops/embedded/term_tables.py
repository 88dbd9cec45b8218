"""Table of the search terms behind the ads."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel


class SearchTermRow(SQLModel, table=True):
    """What one typed term did on one day under one keyword."""

    __tablename__ = "shop_search_term"
    shop_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    keyword_id: str = Field(primary_key=True)
    term: str = Field(primary_key=True)
    impressions: int
    clicks: int
    spend: int
    orders: int
    sales: int


SEARCH_TERM = SQLModel.metadata.tables["shop_search_term"]
