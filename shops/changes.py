"""Optional port: what an order still allows before it has left: cancel, another address, other items, another payment.

A platform says which kinds it can do; one that it cannot do is answered ``unsupported``. The general rule, the same on
1688, Shopify and Woo: address, items and cancellation before the first piece is handed to a carrier, the payment method
before payment. 1688 has cancellation alone (``alibaba.trade.cancel``, after a look at the seller's view).

Items are priced as if ordered at this moment: the ladder at the new pieces and the promotions that run, this order's
own use of them counting as free. A line of an order from a quote that keeps its SKU and pieces keeps the quoted price.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pydantic import Field

from shops.models import Address, Model, Outcome


class ChangeKind(StrEnum):
    """What of an order changes; ``cancel`` ends it."""

    CANCEL = "cancel"
    ADDRESS = "address"
    ITEMS = "items"
    PAYMENT = "payment"


class ChangeState(StrEnum):
    """Life of a change: ``due`` waits for the buyer to pay the difference, ``lapsed`` was not paid in time."""

    DONE = "done"
    DUE = "due"
    LAPSED = "lapsed"


class ItemWish(Model):
    """Pieces of a SKU that an order is to have in the end."""

    sku: str
    quantity: int = Field(gt=0, le=10**6)


class ChangedLine(Model):
    """A line as it would be: ``unit_price`` after tier and item discount, ``net`` what the whole line costs."""

    sku: str
    title: str
    quantity: int
    unit_price: int
    net: int


class ItemsPrice(Model):
    """What changed items would cost; ``difference`` is above zero if the buyer has to pay more, below if less.

    ``faults`` say why the order cannot be changed so, e.g. pieces that are not in the house; none means it can.
    """

    lines: tuple[ChangedLine, ...]
    difference: int
    faults: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Give what the order would cost."""
        return sum(line.net for line in self.lines)


class OrderChange(Model):
    """A change that was made or waits for payment; ``difference`` as in :class:`ItemsPrice`, of a cancellation what
    was given back with a minus sign.
    """

    id: str
    order_id: str
    kind: ChangeKind
    at: datetime
    difference: int
    state: ChangeState
    pay_until: datetime | None = None


class ChangeReader(Protocol):
    """Optional: changes of orders."""

    def change_kinds(self) -> frozenset[ChangeKind]:
        """Give what this platform can change."""

    def list_changes(self, order_id: str) -> Sequence[OrderChange]:
        """List the changes of an order, oldest first."""

    def payment_methods(self) -> Sequence[str]:
        """List the methods that an unpaid order can be set to."""

    def payment_method(self, order_id: str) -> str:
        """Give the method chosen for an order, empty if none was."""

    def price_items(self, order_id: str, items: Sequence[ItemWish]) -> ItemsPrice:
        """Say what the order would cost with these items; nothing is changed."""


class ChangeWrites(Protocol):
    """Optional: changing orders. Each is refused once a piece has left, and on a cancelled order."""

    def cancel_order(self, order_id: str, *, reason: str, key: str) -> Outcome:
        """End an order of which nothing has left: stock and promotions are released, what was paid is given back.

        Every line is refunded what is left of it; an accepted quote stays used. An order that has partly left is
        refused: what is left of it is refunded line by line.
        """

    def change_address(self, order_id: str, address: Address, *, key: str) -> Outcome:
        """Send an order elsewhere."""

    def change_items(
        self, order_id: str, items: Sequence[ItemWish], *, difference: int, pay_until: datetime, key: str
    ) -> Outcome:
        """Give an order these items and no others.

        Refused when the difference is not (any more) what was stated, when pieces are not available, or when a line
        was refunded. Of a paid order less money is given back at once; more is ``due``, and the order changes when
        the buyer pays before ``pay_until``.
        """

    def change_payment(self, order_id: str, method: str, *, key: str) -> Outcome:
        """Set how an unpaid order will be paid; refused once it is paid."""
