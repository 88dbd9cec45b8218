"""Buyers who think again: some write after ordering to cancel or to have other pieces, and pay what that costs more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from scenarios.market.places import person
from scenarios.market.state import Inquiry, State
from scenarios.market.streams import stream
from shops.changes import ChangeState
from shops.models import Order

Texts = Mapping[str, tuple[str, ...]]
CANCEL = {
    "en": ("Please cancel my order {order}.", "We no longer need order {order}, please cancel it."),
    "zh": ("请取消订单{order}。", "订单{order}不要了，麻烦取消一下。"),
}
ITEMS = {
    "en": (
        "Please change order {order}: only {pieces} pieces of {sku}.",
        "Make it {pieces} of {sku} in order {order}.",
    ),
    "zh": ("订单{order}请改一下，{sku}改成{pieces}个。", "订单{order}里{sku}只要{pieces}个。"),
}


def change_wishes(state: State, since: datetime, until: datetime, window: tuple[datetime, datetime]) -> list[Inquiry]:
    """Let some buyers of the orders placed in a slot write in the next one; the same for every policy.

    Args:
        state: The market.
        since: Start of the slot.
        until: Its end, exclusive.
        window: Start and end of the next slot.
    """
    terms = state.world.spec.changes
    wishes: list[Inquiry] = []
    if not terms.cancel_share + terms.items_share:
        return wishes
    page = state.reads.shop.list_orders(since=since, until=until, limit=1000)
    for order in page.items:
        luck = stream(state.seed, "change", order.customer_id, order.placed_at)
        draw, moment, pick, factor = luck.random(4)
        if draw < terms.cancel_share:
            text = _words(state, order, CANCEL, pick)
        elif draw < terms.cancel_share + terms.items_share:
            text = _words(state, order, ITEMS, pick, factor=0.5 + factor)
        else:
            continue
        at = (window[0] + (window[1] - window[0]) * moment).replace(microsecond=0)
        state.thought_again[order.id] = at
        wishes.append(Inquiry(f"C-{order.id}", at, order.customer_id, text))
    return wishes


def pay_differences(state: State, now: datetime) -> None:
    """Pay what changed orders cost more, of the buyers who asked for it."""
    if state.reads.changes is None:
        return
    for order_id, asked in sorted(state.thought_again.items()):
        if asked > now:
            continue
        for change in state.reads.changes.list_changes(order_id):
            if change.state is ChangeState.DUE:
                state.side.pay_change(change.id, at=now)


def _words(
    state: State, order: Order, texts: Mapping[str, tuple[str, ...]], pick: float, *, factor: float = 1.0
) -> str:
    row = state.crowd.place.get(order.customer_id)
    is_chinese = row is not None and row < len(state.crowd.chinese) and bool(state.crowd.chinese[row])
    language = "zh" if is_chinese else "en"
    line = order.lines[0]
    pieces = max(1, round(line.quantity * factor)) + (round(line.quantity * factor) == line.quantity)
    choices = texts[language]
    text = choices[int(pick * len(choices))].format(order=order.id, sku=line.sku, pieces=pieces)
    return text + ("" if is_chinese else f" {person(order.customer_id, chinese=False)}")
