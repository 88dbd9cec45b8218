"""The factory behind the built-in shop: production orders and their arrival."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from kit.errors import Misconfigured
from kit.ids import stable_id
from shops.embedded.catalogue import change_stock, find_variants
from shops.embedded.events import event_row, raise_event
from shops.embedded.kept import kept
from shops.embedded.rows import add_rows, find_row
from shops.embedded.store import ShopStore, absent
from shops.embedded.supplier_tables import SUPPLIER
from shops.embedded.tables import INFO, PRODUCTION
from shops.embedded.writes import WriteJournal, done, refused
from shops.models import Outcome
from shops.production import FactoryTerms, ProductionLine, ProductionOrder


class EmbeddedFactoryReader:
    """Reads the factory's terms and orders."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store

    @kept
    def terms(self) -> FactoryTerms:
        """Give capacity, lead time and smallest batch."""
        with self._store.reading() as connection:
            return _find_terms(connection, self._store.shop_id)

    @kept
    def suppliers(self) -> Sequence[str]:
        """List the names of who supplies the shop, sorted."""
        query = sa.select(SUPPLIER.c.name).where(SUPPLIER.c.shop_id == self._store.shop_id)
        with self._store.reading() as connection:
            return sorted(connection.execute(query).scalars())

    @kept
    def list_production(self, *, open_only: bool = False) -> Sequence[ProductionOrder]:
        """List production orders, oldest first."""
        query = sa.select(PRODUCTION).where(PRODUCTION.c.shop_id == self._store.shop_id)
        if open_only:
            query = query.where(PRODUCTION.c.arrived_at.is_(None))
        with self._store.reading() as connection:
            rows = connection.execute(query.order_by(PRODUCTION.c.number)).all()
        return [ProductionOrder.model_validate(row, from_attributes=True) for row in rows]


class EmbeddedFactoryWrites:
    """Orders production."""

    def __init__(self, journal: WriteJournal) -> None:
        self._journal = journal
        self._store = journal.store

    def order_production(self, lines: Sequence[ProductionLine], *, key: str) -> Outcome:
        """Order goods from the factory.

        The factory works its orders off one after the other: with Q pieces not yet arrived, this order's among them,
        it is due ``lead_time_days + ceil(Q / capacity_per_day) - 1`` days from now. It is refused when Q is more than
        the factory makes in one lead time (``capacity_per_day * lead_time_days``, at least one day's capacity), and
        when a line is below the smallest batch.
        """
        ordered = [line.model_dump() for line in lines]

        def act(connection: sa.Connection) -> Outcome:
            shop_id = self._store.shop_id
            find_variants(connection, shop_id, [line.sku for line in lines])
            terms = _find_terms(connection, shop_id)
            queue = _pieces_on_the_way(connection, shop_id) + sum(line.quantity for line in lines)
            why = _production_faults(lines, terms, queue)
            if why:
                return refused("; ".join(why))
            production_id = stable_id("production", shop_id, key)
            add_rows(connection, PRODUCTION, [self._row(production_id, ordered, terms, queue)])
            change_stock(connection, shop_id, "incoming", _by_sku(lines))
            return done(production_id)

        return self._journal.once("order_production", key, {"lines": ordered}, act)

    def _row(self, production_id: str, lines: list[dict[str, Any]], terms: FactoryTerms, queue: int) -> dict[str, Any]:
        now = self._store.clock.now()
        days = terms.lead_time_days + -(-queue // terms.capacity_per_day) - 1
        return {
            "shop_id": self._store.shop_id,
            "id": production_id,
            "lines": lines,
            "pieces": sum(line["quantity"] for line in lines),
            "currency": self._store.info().currency,
            "placed_at": now,
            "due_at": now + timedelta(days=days),
            "arrived_at": None,
        }


def finish_production(store: ShopStore, production_id: str, *, at: datetime) -> None:
    """Bring goods into the house, once; see :meth:`shops.buyers.MarketSide.finish_production`.

    Raises:
        Retry: The production order is not there.
    """
    shop_id = store.shop_id
    with store.writing() as connection:
        row = find_row(connection, PRODUCTION, shop_id, "id", production_id)
        if row is None:
            raise absent("production order", production_id, "list production")
        if row.arrived_at is not None:
            return
        here = (PRODUCTION.c.shop_id == shop_id, PRODUCTION.c.id == production_id)
        connection.execute(sa.update(PRODUCTION).where(*here).values(arrived_at=at))
        pieces = _by_sku(ProductionOrder.model_validate(row, from_attributes=True).lines)
        change_stock(connection, shop_id, "on_hand", pieces)
        change_stock(connection, shop_id, "incoming", {sku: -count for sku, count in pieces.items()})
        payload = {"pieces": dict(pieces)}
        raise_event(connection, event_row(shop_id, "production.arrived", production_id, at, payload=payload))


def _production_faults(lines: Sequence[ProductionLine], terms: FactoryTerms, queue: int) -> list[str]:
    most = terms.capacity_per_day * max(1, terms.lead_time_days)
    faults = [] if lines else ["a production order needs at least one line"]
    for line in lines:
        if line.quantity < terms.min_batch:
            faults.append(f"{line.quantity} pieces of {line.sku} is below the smallest batch of {terms.min_batch}")
    if queue > most:
        faults.append(f"{queue} pieces would be on the way; the factory's capacity is {most} in one lead time")
    return faults


def _by_sku(lines: Sequence[ProductionLine]) -> Counter[str]:
    pieces = Counter[str]()
    for line in lines:
        pieces[line.sku] += line.quantity
    return pieces


def _pieces_on_the_way(connection: sa.Connection, shop_id: str) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(PRODUCTION.c.pieces), 0)).where(
        PRODUCTION.c.shop_id == shop_id, PRODUCTION.c.arrived_at.is_(None)
    )
    return int(connection.execute(query).scalar_one())


def _find_terms(connection: sa.Connection, shop_id: str) -> FactoryTerms:
    row = connection.execute(sa.select(INFO).where(INFO.c.shop_id == shop_id)).one_or_none()
    if row is None:
        raise Misconfigured(f"the shop {shop_id!r} has not been set up; run `shopstaff import` with a catalogue")
    return FactoryTerms.model_validate(row, from_attributes=True)
