"""Where the parcels of the built-in shop are, as its carriers report it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from kit.prepared import Prepared
from shops.embedded.kept import kept
from shops.embedded.rows import find_as, find_rows, put_rows
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import CARRIER_DAY, SHIPMENT, TRACE
from shops.models import Shipment
from shops.traces import Trace, TraceEvent, TraceKind, TracePost

_PARCELS = (
    sa.select(SHIPMENT.c.id, CARRIER_DAY.c.expected_by)
    .outerjoin(
        CARRIER_DAY, (CARRIER_DAY.c.shop_id == SHIPMENT.c.shop_id) & (CARRIER_DAY.c.shipment_id == SHIPMENT.c.id)
    )
    .where(SHIPMENT.c.shop_id == sa.bindparam("shop"))
)
_ONE = Prepared(_PARCELS.where(SHIPMENT.c.id == sa.bindparam("parcel")))
_OPEN = Prepared(_PARCELS.where(SHIPMENT.c.delivered_at.is_(None)))
_EVENT_FIELDS = ("shipment_id", *TraceEvent.model_fields)


class EmbeddedTraceReader:
    """Reads traces."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store

    @kept
    def get_trace(self, shipment_id: str) -> Trace:
        """Give one parcel's trace."""
        found = self._read(_ONE, parcel=shipment_id)
        if not found:
            raise absent("shipment", shipment_id, "list the shipments of an order")
        return found[0]

    @kept
    def list_traces(self) -> Sequence[Trace]:
        """List the traces of all parcels that are on their way, oldest parcel first."""
        return self._read(_OPEN)

    def _read(self, query: Prepared, **asked: str) -> list[Trace]:
        shop = self._store.shop_id
        with self._store.reading() as connection:
            expected = {parcel: day for parcel, day in query.rows(connection, {"shop": shop, **asked})}
            ids = list(expected)
            parcels = find_as(Shipment, connection, SHIPMENT, shop, id=ids)
            told = find_rows(connection, TRACE, shop, order=("at", "number"), fields=_EVENT_FIELDS, shipment_id=ids)
        events: dict[str, list[TraceEvent]] = {}
        for parcel, *told_of in told:
            events.setdefault(parcel, []).append(_event(*told_of))
        return [
            Trace(parcel=one, events=tuple(events.get(one.id, ())), expected_by=expected[one.id]) for one in parcels
        ]


@lru_cache(maxsize=5_000)
def _event(at: datetime, kind: str, place: str, note: str) -> TraceEvent:
    """Make a report, once: a parcel on its way is read again several times a day."""
    return TraceEvent(at=at, kind=TraceKind(kind), place=place, note=note)


def add_traces(store: ShopStore, posts: Sequence[TracePost]) -> None:
    """Take in what carriers report; see :meth:`shops.buyers.MarketSide.track`."""
    with store.writing() as connection:
        wanted = [post.shipment_id for post in posts]
        query = sa.select(SHIPMENT.c.id).where(SHIPMENT.c.shop_id == store.shop_id, SHIPMENT.c.id.in_(wanted))
        known = set(connection.execute(query).scalars())
        for post in posts:
            if post.shipment_id not in known:
                raise absent("shipment", post.shipment_id, "list the shipments of an order")
        write_events(connection, store.shop_id, [(post.shipment_id, event) for post in posts for event in post.events])
        promised = [(post.shipment_id, post.expected_by) for post in posts if post.expected_by is not None]
        put_rows(
            connection,
            CARRIER_DAY,
            [{"shop_id": store.shop_id, "shipment_id": parcel, "expected_by": day} for parcel, day in promised],
        )


def write_events(connection: sa.Connection, shop_id: str, events: Sequence[tuple[str, TraceEvent]]) -> None:
    """Write reports; one that is there already is left as it is."""
    rows = [{"shop_id": shop_id, "shipment_id": parcel, **event.model_dump()} for parcel, event in events]
    if rows:
        connection.execute(sqlite_insert(TRACE).on_conflict_do_nothing(), rows)


def write_arrivals(connection: sa.Connection, shop_id: str, parcels: Sequence[str], at: datetime) -> None:
    """Write that parcels have arrived."""
    write_events(connection, shop_id, [(one, TraceEvent(at=at, kind=TraceKind.DELIVERED)) for one in parcels])
