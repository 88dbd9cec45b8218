"""Changes of orders that have not left: cancel, address, items, payment method."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, Field

from authority.desk import Receipt
from authority.effects.cancel_order import CancelOrder
from authority.effects.change_address import ChangeAddress
from authority.effects.change_items import ChangeItems
from authority.effects.change_payment import ChangePayment
from kit.errors import Retry
from shops.changes import ItemWish
from shops.models import Address
from tools.tool import ToolContext, tool

PAY_WITHIN = timedelta(days=3)
"""Time that a buyer has to pay the difference of changed items."""


class WantedItem(BaseModel):
    """Pieces of one SKU that the order is to have in the end."""

    sku: str
    quantity: int = Field(gt=0, le=10**6)


class NewAddress(BaseModel):
    """Where the order is to go."""

    name: str
    street: str
    city: str
    postcode: str = ""
    country: str


@tool("customer")
def cancel_order(ctx: ToolContext, order_id: str, reason: str) -> Receipt:
    """Cancel an order of which nothing has left; what was paid goes back to the buyer.

    Args:
        order_id: The order's id.
        reason: Why, in the buyer's words.
    """
    return ctx.submit(CancelOrder(order_id=order_id, reason=reason), reason)


@tool("customer")
def change_address(ctx: ToolContext, order_id: str, address: NewAddress, reason: str) -> Receipt:
    """Send an order elsewhere before it has left.

    Args:
        order_id: The order's id.
        address: The whole new address; never completed by guessing.
        reason: Who asked for it, and where.
    """
    new = Address(**address.model_dump())
    if not all(part.strip() for part in (new.name, new.street, new.city, new.country)):
        raise Retry("an address needs name, street, city and country; ask the buyer for what is missing")
    before = ctx.reads.shop.get_order(order_id).address
    return ctx.submit(ChangeAddress(order_id=order_id, before=before, address=new), reason)


@tool("customer")
def price_items(ctx: ToolContext, order_id: str, items: list[WantedItem]) -> dict[str, object]:
    """Say what an order would cost with other items, and why it cannot be changed so; nothing is changed.

    Args:
        order_id: The order's id.
        items: All items that the order is to have, those that stay too.
    """
    if ctx.reads.changes is None:
        raise Retry("this platform cannot change the items of an order; hand the conversation to a person")
    return ctx.reads.changes.price_items(order_id, _wishes(items)).model_dump(mode="json")


@tool("customer")
def change_items(ctx: ToolContext, order_id: str, items: list[WantedItem], difference: int, reason: str) -> Receipt:
    """Give an order other items before it has left, priced by ladder and running promotions.

    Args:
        order_id: The order's id.
        items: All items that the order is to have, those that stay too.
        difference: What the buyer pays more in minor units, below 0 what goes back, exactly as price_items says.
        reason: What the buyer asked for.
    """
    wishes, until = _wishes(items), ctx.now + PAY_WITHIN
    return ctx.submit(ChangeItems(order_id=order_id, items=wishes, difference=difference, pay_until=until), reason)


@tool("customer")
def change_payment(ctx: ToolContext, order_id: str, method: str, reason: str) -> Receipt:
    """Set how an unpaid order will be paid.

    Args:
        order_id: The order's id.
        method: One of the platform's methods, e.g. "bank_transfer".
        reason: What the buyer asked for.
    """
    return ctx.submit(ChangePayment(order_id=order_id, method=method), reason)


def _wishes(items: list[WantedItem]) -> tuple[ItemWish, ...]:
    return tuple(ItemWish(sku=item.sku, quantity=item.quantity) for item in items)
