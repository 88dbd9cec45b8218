"""What nobody has touched since it was read: it is not read again, with all its lines, for each list.

Every parcel that leaves and every order that comes in changes the tables that each list of orders and each sum of a
day's sales is read from, and nearly all of them read as they did before. Which ones do not, SQLite itself tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import sqlalchemy as sa

MOST = 50_000
"""Things kept at once."""

T = TypeVar("T")


class Touch(NamedTuple):
    """A table whose rows, written, touch what their ``column`` names; of an update only ``columns``, all if none."""

    table: str
    column: str
    columns: tuple[str, ...] = ()


ORDERS = (Touch("shop_order", "id"), Touch("shop_order_line", "order_id"))
SALES = (Touch("shop_order_line", "sale_day", ("sale_day", "sku", "order_id", "quantity", "paid")),)
"""What a shipment changes of a line is no part of a day's sales."""


class Shelf(Generic[T]):
    """The things of a kind read so far, each with the number of the last change that was known before it was read.

    Triggers in the temporary schema of the connection for changes name each thing that a row of is written; they are
    that connection's own and leave nothing in the file. Source: https://sqlite.org/lang_createtrigger.html

    Args:
        writer: The one connection over which this process changes the shop.
        name: Tells the triggers of one shelf from those of another.
        touches: What touches a thing, by its key.
    """

    def __init__(self, writer: sa.Connection, name: str, touches: tuple[Touch, ...]) -> None:
        self._things: dict[str, tuple[T, int]] = {}
        self._changed: dict[str, int] = {}
        self._touched: set[str] = set()
        driver: Any = writer.connection.dbapi_connection
        driver.create_function(f"touched_{name}", 1, self._touched.add)
        for table, column, columns in touches:
            some = f" OF {', '.join(columns)}" if columns else ""
            for event, rows in (("INSERT", ("NEW",)), (f"UPDATE{some}", ("OLD", "NEW")), ("DELETE", ("OLD",))):
                body = " ".join(f"SELECT touched_{name}({row}.{column});" for row in rows)
                trigger = f"{name}_{table}_{event.partition(' ')[0]}"
                driver.execute(f"CREATE TEMP TRIGGER {trigger} AFTER {event} ON {table} BEGIN {body} END")

    def settle(self, change: int) -> None:
        """Give what was touched since the last change the number of this one."""
        self._changed.update(dict.fromkeys(self._touched, change))
        self._touched.clear()

    def at(self, known: int, foreign: int) -> Moment[T]:
        """Give the shelf as it counts for who begins to read now.

        Args:
            known: The last change that is known.
            foreign: The last one that somebody else made: what was read before it counts no more.
        """
        return Moment(self, known, foreign)

    def get(self, key: str, known: int, foreign: int) -> T | None:
        """Give a thing as it stood at a change, if it was read and not touched since."""
        found = self._things.get(key)
        if found is None or found[1] < foreign or self._changed.get(key, 0) > min(found[1], known):
            return None
        return found[0]

    def put(self, things: Mapping[str, T], known: int) -> None:
        """Keep what was read when a change was the last one known."""
        if len(self._things) + len(things) > MOST:
            self._things.clear()
        self._things.update((key, (one, known)) for key, one in things.items())


class Moment(Generic[T]):
    """A shelf for one reading: what is on it is of the moment before the reading began, or has not changed since."""

    def __init__(self, shelf: Shelf[T], known: int, foreign: int) -> None:
        self._shelf, self._known, self._foreign = shelf, known, foreign

    def take(self, keys: list[str], read: Callable[[list[str]], Mapping[str, T]]) -> list[T]:
        """Give the things of these keys in their order; ``read`` reads those that are not on the shelf."""
        found = {one: self._shelf.get(one, self._known, self._foreign) for one in keys}
        missing = [one for one, thing in found.items() if thing is None]
        if missing:
            fresh = read(missing)
            self._shelf.put(fresh, self._known)
            found |= fresh
        return [thing for one in keys if (thing := found[one]) is not None]
