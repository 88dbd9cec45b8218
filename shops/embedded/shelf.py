"""What nobody has touched since it was read: it is not read again, with all its lines, for each list.

Every parcel that leaves and every order that comes in changes the tables that each list of orders and each sum of a
day's sales is read from, and nearly all of them read as they did before. Which ones do not, SQLite itself tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import sqlalchemy as sa

MOST = 50_000
"""Things kept at once."""
FEW = 100
"""An answer made of so many things or fewer hangs on each of them, one made of more on the whole shelf."""

T = TypeVar("T")


class Answers(Protocol):
    """Where answers are made of what is taken from a shelf."""

    def hang(self, names: frozenset[str]) -> None:
        """Let the answer in the making hang on these names."""

    def apart(self, read: Callable[[], T]) -> T:
        """Read what the answer in the making does not hang on."""


class Touch(NamedTuple):
    """A table whose rows, written, touch the things of their ``key``; of an update only ``columns``, all if none.

    The key is SQL in which ``ROW`` stands for the row that was written; with ``via`` it is asked of the rows there.
    """

    table: str
    key: str
    columns: tuple[str, ...] = ()
    via: str = ""

    def select(self, function: str, row: str) -> str:
        """Write the statement that names what is touched, by the row before (``OLD``) or after (``NEW``)."""
        where = f" FROM {self.via}" if self.via else ""
        return f"SELECT {function}({self.key}){where};".replace("ROW", row)


ORDERS, SALES, BUYERS, THREADS, VARIANTS, PRICES = "orders", "sales", "buyers", "threads", "variants", "prices"
SHIPMENTS, REFUNDS, CHANGES = "shipments", "refunds", "changes"
TOUCHES = {
    ORDERS: (Touch("shop_order", "ROW.id"), Touch("shop_order_line", "ROW.order_id")),
    # what a shipment changes of a line is no part of a day's sales
    SALES: (Touch("shop_order_line", "ROW.sale_day", ("sale_day", "sku", "order_id", "quantity", "paid")),),
    BUYERS: (
        Touch("shop_order", "ROW.day", ("day", "customer_id", "payment", "fulfilment")),
        Touch("shop_order_line", "ROW.sale_day", ("sale_day", "order_id", "paid")),
        Touch("shop_customer", "day", ("created_at",), via="shop_order WHERE customer_id = ROW.id"),
    ),
    SHIPMENTS: (Touch("shop_shipment", "ROW.order_id"), Touch("shop_order", "ROW.id", ("id",))),
    REFUNDS: (Touch("shop_refund", "ROW.order_id"), Touch("shop_order", "ROW.id", ("id",))),
    CHANGES: (Touch("shop_order_change", "ROW.order_id"), Touch("shop_order", "ROW.id", ("id",))),
    THREADS: (Touch("shop_thread", "ROW.id"), Touch("shop_message", "ROW.thread_id")),
    VARIANTS: (Touch("shop_variant", "ROW.sku"),),
    PRICES: (Touch("shop_price_change", "substr(ROW.at, 1, 10)"),),
}
"""What touches the things on each shelf.

Orders and conversations stand there by id, sales and who bought by day, shipments, refunds and changes by order,
variants by SKU, and changes of prices by the day in UTC.
"""


class Shelf(Generic[T]):
    """The things of a kind read so far, each with the number of the last change that was known before it was read.

    Triggers in the temporary schema of the connection for changes name each thing that a row of is written; they are
    that connection's own and leave nothing in the file. Source: https://sqlite.org/lang_createtrigger.html

    Args:
        writer: The one connection over which this process changes the shop.
        name: The shelf's, a key of :data:`TOUCHES`.
    """

    def __init__(self, writer: sa.Connection, name: str) -> None:
        self._name = name
        self._things: dict[str, tuple[T, int]] = {}
        self._changed: dict[str, int] = {}
        self._touched: set[str] = set()
        driver: Any = writer.connection.dbapi_connection
        driver.create_function(f"touched_{name}", 1, self._touched.add)
        for touch in TOUCHES[name]:
            some = f" OF {', '.join(touch.columns)}" if touch.columns else ""
            for event, rows in (("INSERT", ("NEW",)), (f"UPDATE{some}", ("OLD", "NEW")), ("DELETE", ("OLD",))):
                body = " ".join(touch.select(f"touched_{name}", row) for row in rows)
                trigger = f"{name}_{touch.table}_{event.partition(' ')[0]}"
                driver.execute(f"CREATE TEMP TRIGGER {trigger} AFTER {event} ON {touch.table} BEGIN {body} END")

    def settle(self, change: int) -> frozenset[str]:
        """Give what was touched since the last change the number of this one, and name it as :meth:`names` does."""
        touched = frozenset(self._touched)
        self._changed.update(dict.fromkeys(touched, change))
        self._touched.clear()
        return frozenset((self._name, *(f"{self._name} {key}" for key in touched))) if touched else touched

    def names(self, keys: Sequence[str]) -> frozenset[str]:
        """Name what an answer made of the things of these keys hangs on."""
        return frozenset((self._name,) if len(keys) > FEW else (f"{self._name} {key}" for key in keys))

    def at(self, known: int, foreign: int, answers: Answers) -> Moment[T]:
        """Give the shelf as it counts for who begins to read now.

        Args:
            known: The last change that is known.
            foreign: The last one that somebody else made: what was read before it counts no more.
            answers: Whose answer in the making hangs on what is taken, and on no more.
        """
        return Moment(self, known, foreign, answers)

    def find(self, keys: Sequence[str], known: int, foreign: int) -> dict[str, T]:
        """Give the things of these keys as they stood at a change, of those that were read and not touched since."""
        things, changed = self._things, self._changed
        found: dict[str, T] = {}
        for key in keys:
            if (one := things.get(key)) is not None and one[1] >= foreign and changed.get(key, 0) <= min(one[1], known):
                found[key] = one[0]
        return found

    def put(self, things: Mapping[str, T], known: int) -> None:
        """Keep what was read when a change was the last one known."""
        if len(self._things) + len(things) > MOST:
            self._things.clear()
        self._things.update((key, (one, known)) for key, one in things.items())


class Moment(Generic[T]):
    """A shelf for one reading: what is on it is of the moment before the reading began, or has not changed since."""

    def __init__(self, shelf: Shelf[T], known: int, foreign: int, answers: Answers) -> None:
        self._shelf, self._known, self._foreign, self._answers = shelf, known, foreign, answers

    def take(self, keys: Sequence[str], read: Callable[[list[str]], Mapping[str, T]]) -> list[T]:
        """Give the things of these keys in their order; ``read`` reads those that are not on the shelf."""
        self._answers.hang(self._shelf.names(keys))
        found = self._shelf.find(keys, self._known, self._foreign)
        if missing := [one for one in dict.fromkeys(keys) if one not in found]:
            fresh = self._answers.apart(lambda: read(missing))
            self._shelf.put(fresh, self._known)
            found |= fresh
        return [found[one] for one in keys if one in found]
