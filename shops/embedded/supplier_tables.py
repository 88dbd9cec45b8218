"""Table of the built-in shop's suppliers; see :mod:`shops.embedded.tables`."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class SupplierRow(SQLModel, table=True):
    """A name of who makes or sells to the shop what it sells."""

    __tablename__ = "shop_supplier"
    shop_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)


SUPPLIER = SQLModel.metadata.tables["shop_supplier"]
