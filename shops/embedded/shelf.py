"""Orders that nobody has touched since they were read: they are not read again, with all their lines, for each list.

Every parcel that leaves and every order that comes in changes the tables that each list of orders is read from, and
nearly all orders of a list read as they did before. Which ones do not, SQLite itself tells.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from shops.models import Order

MOST = 50_000
"""Orders kept at once."""

_TOUCHING = (("shop_order", "id"), ("shop_order_line", "order_id"))
_EVENTS = (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))


class Shelf:
    """The orders read so far, each with the number of the last change that was known before it was read.

    Triggers in the temporary schema of the connection for changes name each order that a row of is written; they are
    that connection's own and leave nothing in the file. Source: https://sqlite.org/lang_createtrigger.html

    Args:
        writer: The one connection over which this process changes the shop.
    """

    def __init__(self, writer: sa.Connection) -> None:
        self._orders: dict[str, tuple[Order, int]] = {}
        self._changed: dict[str, int] = {}
        self._touched: set[str] = set()
        driver: Any = writer.connection.dbapi_connection
        driver.create_function("shop_touched", 1, self._touched.add)
        for table, column in _TOUCHING:
            for event, row in _EVENTS:
                body = f"BEGIN SELECT shop_touched({row}.{column}); END"
                driver.execute(f"CREATE TEMP TRIGGER {table}_{event} AFTER {event} ON {table} {body}")

    def settle(self, change: int) -> None:
        """Give the orders that were touched since the last change the number of this one."""
        self._changed.update(dict.fromkeys(self._touched, change))
        self._touched.clear()

    def at(self, known: int, foreign: int) -> Moment:
        """Give the shelf as it counts for who begins to read now.

        Args:
            known: The last change that is known.
            foreign: The last one that somebody else made: what was read before it counts no more.
        """
        return Moment(self, known, foreign)

    def get(self, order_id: str, known: int, foreign: int) -> Order | None:
        """Give an order as it stood at a change, if it was read and not touched since."""
        found = self._orders.get(order_id)
        if found is None or found[1] < foreign or self._changed.get(order_id, 0) > min(found[1], known):
            return None
        return found[0]

    def put(self, orders: list[Order], known: int) -> None:
        """Keep orders that were read when a change was the last one known."""
        if len(self._orders) + len(orders) > MOST:
            self._orders.clear()
        self._orders.update((one.id, (one, known)) for one in orders)


class Moment:
    """A shelf for one reading: what is on it is of the moment before the reading began, or has not changed since."""

    def __init__(self, shelf: Shelf, known: int, foreign: int) -> None:
        self._shelf, self._known, self._foreign = shelf, known, foreign

    def take(self, ids: list[str], read: Callable[[list[str]], list[Order]]) -> list[Order]:
        """Give the orders of these ids in their order; ``read`` reads those that are not on the shelf."""
        found = {one: self._shelf.get(one, self._known, self._foreign) for one in ids}
        missing = [one for one, order in found.items() if order is None]
        if missing:
            fresh = read(missing)
            self._shelf.put(fresh, self._known)
            found |= {one.id: one for one in fresh}
        return [order for one in ids if (order := found[one]) is not None]
