"""Buyers who hear from the shop without having asked: at a good moment they come sooner, of too much they leave.

Hidden truth: a moment is good when so large a part of the buyer's own usual time between orders has passed; what was
offered too soon after the last order, or too soon after another offer, only annoys. News of an order count in
:mod:`scenarios.market.parcels`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from scenarios.market.goods import Floats
from scenarios.market.loyalty import drop_out
from scenarios.market.state import Inquiry, State
from scenarios.market.streams import stream
from shops.models import Thread

STOPS = {"en": ("STOP", "Please don't send me messages like this."), "zh": ("退订", "不要再给我发广告了。")}
MEMORY = timedelta(days=30)
"""How long a buyer remembers having heard an offer."""


def hear(state: State, now: datetime) -> None:
    """Let buyers take in what the shop has written first since the evening before."""
    if state.reads.messages is None:
        return
    for thread in state.reads.messages.list_threads():
        first = thread.messages[0] if thread.messages else None
        if thread.id in state.heard or first is None or first.author != "shop":
            continue
        state.heard.add(thread.id)
        if thread.order_id is None and thread.customer_id in state.crowd.place:
            _take_in(state, thread, first.at, now)


def stop_wishes(state: State, window: tuple[datetime, datetime]) -> list[Inquiry]:
    """Give the answers of a slot that ask for no more offers."""
    due = [one for one in state.stops if one.at < window[1]]
    state.stops = [one for one in state.stops if one.at >= window[1]]
    return [replace(one, at=max(one.at, window[0])) for one in due]


def contact_pull(state: State, now: datetime) -> Floats | None:
    """Give ``[n]`` how much more often known buyers come because they were reminded; None when nobody was."""
    terms = state.world.spec.contact
    on = {row for row, until in state.reminded.items() if until > now}
    if not on or terms.pull == 1.0:
        return None
    factor = np.ones(len(state.crowd.ids))
    factor[sorted(on)] = terms.pull
    return factor


def is_ripe(state: State, row: int, now: datetime) -> bool:
    """Tell whether so much of a buyer's usual time between orders has passed that a reminder is welcome."""
    last = _last_order(state, state.crowd.ids[row], now)
    if last is None:
        return False
    return (now - last) / timedelta(days=1) * float(state.crowd.rate[row]) >= state.world.spec.contact.ripe_from


def _take_in(state: State, thread: Thread, at: datetime, now: datetime) -> None:
    terms, who = state.world.spec.contact, thread.customer_id
    row = state.crowd.place[who]
    earlier = [one for one in state.offers_heard.get(who, ()) if at - one <= MEMORY]
    state.offers_heard[who] = [*earlier, at]
    mind = stream(state.seed, "stops", who, at).random(3)
    if mind[0] < terms.stop_share:
        words = STOPS["zh" if state.crowd.chinese[row] else "en"]
        when = (at + timedelta(days=1) * float(mind[1])).replace(microsecond=0)
        text = words[int(mind[2] * len(words))]
        state.stops.append(Inquiry(f"N-{thread.id}", when, who, text, thread_id=thread.id))
    ripe = is_ripe(state, row, at)
    if ripe:
        state.reminded[row] = at + timedelta(days=terms.pull_days)
    if len(earlier) + (not ripe) > terms.patience:
        drop_out(state, who, -terms.annoy_loss, key=f"annoyed {who} {at.isoformat()}")
        if stream(state.seed, "objects", who, at).random() < terms.object_share:
            state.side.want_offers(who, False)


def _last_order(state: State, who: str, now: datetime) -> datetime | None:
    """Give when a buyer ordered last; the shop's newest page of their orders is enough."""
    page = state.reads.shop.list_orders(customer_id=who, since=now - timedelta(days=180), until=now, limit=500)
    return page.items[-1].placed_at if page.items else None
