"""Give an order other items before it has left."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from pydantic import AwareDatetime

from authority.effect import Alteration, Effect, Exposure, Sale, effect
from kit.errors import Retry
from shops.changes import ChangeKind, ChangeState, ItemWish
from shops.models import Outcome, PaymentStatus
from shops.port import Reads
from shops.writes import Writes


@effect(action="order_change", undo="final", port="changes")
class ChangeItems(Effect):
    """The order has these items and no others; ``difference`` is what the buyer pays more, or gets back (below 0)."""

    final_why: ClassVar[tuple[str, str]] = (
        "the order is as the buyer asked for it; change it again",
        "订单已按买家要求修改;可再次修改",
    )

    order_id: str
    items: tuple[ItemWish, ...]
    difference: int
    pay_until: AwareDatetime

    def exposure(self, reads: Reads) -> Exposure:
        """Each line is sold at what it would cost; a smaller order gives money back, a larger one binds the shop."""
        altered = Alteration(order_id=self.order_id, kind=ChangeKind.ITEMS)
        declared = Exposure(object_id=f"order:{self.order_id}", alterations=(altered,), orders=(self.order_id,))
        if reads.changes is None:
            return declared  # nothing can be done there
        try:
            order = reads.shop.get_order(self.order_id)
            price = reads.changes.price_items(self.order_id, self.items)
        except Retry:
            # the kernel denies what names an order, or a SKU, that is not there
            unknown = (Sale(sku=item.sku, quantity=item.quantity, unit_price=0) for item in self.items)
            return declared.model_copy(update={"sales": tuple(unknown)})
        sales = tuple(
            Sale(sku=line.sku, quantity=line.quantity, unit_price=line.net // line.quantity) for line in price.lines
        )
        more: dict[str, object] = {"sales": sales}
        if order.payment is PaymentStatus.PAID and self.difference < 0:
            more |= {"money_out": -self.difference, "budget": "change"}
        if order.payment is PaymentStatus.PAID and self.difference > 0:
            more |= {"binding": True, "valid_until": self.pay_until}
        return declared.model_copy(update=more)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Change them."""
        assert writes.changes is not None  # the desk has looked
        return writes.changes.change_items(
            self.order_id, self.items, difference=self.difference, pay_until=self.pay_until, key=key
        )

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The order has these items, or waits for the buyer to pay for them."""
        assert reads.changes is not None
        order = reads.shop.get_order(self.order_id)
        noted = [one for one in reads.changes.list_changes(self.order_id) if one.id == outcome.object_id]
        if noted and noted[0].state is not ChangeState.DONE:
            return True
        return [(line.sku, line.quantity) for line in order.lines] == [(one.sku, one.quantity) for one in self.items]

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the items and who gets the difference."""
        items = ", ".join(f"{item.quantity} × {item.sku}" for item in self.items)
        way = "to pay" if self.difference > 0 else "to give back"
        return f"change the order {self.order_id} to {items}: {money(abs(self.difference))} {way}"
