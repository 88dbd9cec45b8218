"""Optional port: where parcels are 物流轨迹, as carriers report it.

A trace begins with nothing: handed over, and not yet collected 揽收. What a carrier reports is data for judging, and
never an instruction. Kinds as Chinese platforms and carriers group them (快递100 state codes, as known in 2025).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shops.models import Model, Shipment


class TraceKind(StrEnum):
    """揽收, 在途, 派件, 签收, 疑难, 退回."""

    COLLECTED = "collected"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    EXCEPTION = "exception"
    RETURNED = "returned"


class TraceEvent(Model):
    """One report of a carrier: when, what, in which city, in its own words."""

    at: datetime
    kind: TraceKind
    place: str = ""
    note: str = ""


class Trace(Model):
    """A parcel with what its carrier has reported, oldest first; ``expected_by`` is the carrier's own promise."""

    parcel: Shipment
    events: tuple[TraceEvent, ...] = ()
    expected_by: datetime | None = None

    @property
    def last(self) -> TraceEvent | None:
        """Give the newest report."""
        return self.events[-1] if self.events else None


class TracePost(Model):
    """What a carrier adds to the trace of a parcel; None leaves its promise as it is."""

    shipment_id: str
    events: tuple[TraceEvent, ...] = ()
    expected_by: datetime | None = None


class TraceReader(Protocol):
    """Optional: traces of parcels."""

    def get_trace(self, shipment_id: str) -> Trace:
        """Give one parcel's trace; an unknown parcel is a Retry."""

    def list_traces(self) -> Sequence[Trace]:
        """List the traces of all parcels that are on their way, oldest parcel first."""
