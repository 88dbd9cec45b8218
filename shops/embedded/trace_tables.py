"""Tables of what carriers report of the built-in shop's parcels; see :mod:`shops.embedded.tables`."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from kit.store import UtcTime


class TraceRow(SQLModel, table=True):
    """One report about one parcel."""

    __tablename__ = "shop_trace"
    __table_args__ = (sa.UniqueConstraint("shop_id", "shipment_id", "at", "kind", name="shop_trace_once"),)
    number: int | None = Field(default=None, primary_key=True)
    shop_id: str
    shipment_id: str
    at: datetime = Field(sa_type=UtcTime)
    kind: str
    place: str
    note: str


class CarrierDayRow(SQLModel, table=True):
    """By when a carrier says that a parcel arrives."""

    __tablename__ = "shop_carrier_day"
    shop_id: str = Field(primary_key=True)
    shipment_id: str = Field(primary_key=True)
    expected_by: datetime = Field(sa_type=UtcTime)


TRACE = SQLModel.metadata.tables["shop_trace"]
CARRIER_DAY = SQLModel.metadata.tables["shop_carrier_day"]
