"""What may change of an order: nothing once a piece has left, once without a person, money back within its sums."""

from __future__ import annotations

from authority.effect import Exposure
from authority.limits import Limits
from authority.state import Snapshot

Fault = tuple[str, str, str]
"""Ruling, rule, and why in words."""


def change_fault(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Fault | None:
    """Judge the changes of orders in an exposure; the first denial, else the first hold, else None."""
    found = [*_denials(snapshot, exposure), *_holds(limits, snapshot, exposure)]
    return found[0] if found else None


def _denials(snapshot: Snapshot, exposure: Exposure) -> list[Fault]:
    found = []
    for one in exposure.alterations:
        state = snapshot.orders.get(one.order_id)
        if state is None:
            found.append(("deny", "change.order", f"there is no order {one.order_id}"))
        elif state.is_cancelled:
            found.append(("deny", "change.cancelled", f"order {one.order_id} is cancelled"))
        elif state.shipped:
            found.append(("deny", "change.shipped", f"{state.shipped} pieces of order {one.order_id} have left"))
        elif one.kind == "payment" and state.is_paid:
            found.append(("deny", "change.paid", f"order {one.order_id} is paid already"))
    return found


def _holds(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> list[Fault]:
    say, most, found = snapshot.money, limits.changes, []
    for one in exposure.alterations:
        state = snapshot.orders.get(one.order_id)
        if state is not None and state.altered >= most.per_order:
            found.append(("hold", "change.again", f"order {one.order_id} was changed {state.altered} times already"))
        if one.is_abroad:
            found.append(("hold", "change.country", f"order {one.order_id} would go to another country"))
    if exposure.budget == "change":
        given = snapshot.spent.get("change.day", 0) + exposure.money_out
        if exposure.money_out > most.auto_per_effect:
            why = f"{say(exposure.money_out)} would be given back, more than {say(most.auto_per_effect)}"
            found.append(("hold", "change.amount", why))
        if given > most.per_day:
            found.append(("hold", "change.day", f"given back for changes today would pass {say(most.per_day)}"))
    return found
