"""What may change of an order: nothing once a piece has left, once without a person, money back within its sums."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from authority.effect import Exposure
from authority.limits import Limits
from authority.state import Snapshot
from authority.verdict import Verdict, deny, hold


def order_change(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """An order changes only before it has left, and once without a person; money back stays within its sums."""
    return next(chain(_denials(snapshot, exposure), _holds(limits, snapshot, exposure)), None)


def _denials(snapshot: Snapshot, exposure: Exposure) -> Iterator[Verdict]:
    for one in exposure.alterations:
        state = snapshot.orders.get(one.order_id)
        if state is None:
            yield deny("change.order", f"there is no order {one.order_id}")
        elif state.is_cancelled:
            yield deny("change.cancelled", f"order {one.order_id} is cancelled")
        elif state.shipped:
            yield deny("change.shipped", f"{state.shipped} pieces of order {one.order_id} have left")
        elif one.kind == "payment" and state.is_paid:
            yield deny("change.paid", f"order {one.order_id} is paid already")


def _holds(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Iterator[Verdict]:
    say, most = snapshot.money, limits.changes
    for one in exposure.alterations:
        state = snapshot.orders.get(one.order_id)
        if state is not None and state.altered >= most.per_order:
            yield hold("change.again", f"order {one.order_id} was changed {state.altered} times already")
        if one.is_abroad:
            yield hold("change.country", f"order {one.order_id} would go to another country")
    if exposure.budget != "change":
        return
    if exposure.money_out > most.auto_per_effect:
        why = f"{say(exposure.money_out)} would be given back, more than {say(most.auto_per_effect)}"
        yield hold("change.amount", why)
    if snapshot.spent.get("change.day", 0) + exposure.money_out > most.per_day:
        yield hold("change.day", f"given back for changes today would pass {say(most.per_day)}")
