"""Whether buyers come back: newcomers join the crowd, and experience decides who stays away for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import mean

from scenarios.market.hidden_goods import quality
from scenarios.market.laws import drop_chance, reply_gain
from scenarios.market.state import Experience, State
from scenarios.market.streams import stream
from shops.models import Order

_REPLY_MEMORY = timedelta(days=30)


def join_crowd(state: State, customer_id: str, kind: int) -> None:
    """Let a buyer who ordered for the first time come back at a rate of their own, with the habits of ``kind``."""
    if customer_id in state.crowd.place:
        return
    terms = state.world.spec.loyalty
    luck = stream(state.seed, "rate", customer_id)
    state.crowd.add(customer_id, kind, rate=terms.new_rate * float(luck.gamma(terms.new_shape, 1 / terms.new_shape)))


def remember_order(state: State, order_id: str, experience: Experience, *, kind: int) -> None:
    """Keep what a placed order was like for its buyer, who is from now on one of the crowd."""
    join_crowd(state, experience.customer_id, kind)
    state.experiences[order_id] = experience


def judge(
    state: State, order: Order, *, late: timedelta, wrong_carrier: bool, now: datetime, transit: float = 0.0
) -> None:
    """Let the buyer of an order decide, once, whether to come back.

    ``z`` is the gain of an order on time or the loss of a late one, less what missing lines, a wrong carrier and a
    parcel past its carrier's day (``transit``) cost,
    and moved by the speed of the reply if the buyer asked in the last 30 days and by the goods' hidden quality.
    """
    terms = state.world.spec.loyalty
    experience = state.experiences.setdefault(order.id, Experience(order.customer_id, order.placed_at))
    if experience.judged:
        return
    experience.judged = True
    z = terms.on_time_gain
    if late > timedelta(0):
        z = -(terms.late_loss + terms.late_day_loss * min(terms.late_days_max, late / timedelta(days=1)))
    z -= terms.missing_loss * experience.missing + terms.wrong_carrier_loss * wrong_carrier + transit
    if state.world.spec.quality.spread:
        z += mean(quality(state.world.spec, line.sku, state.seed) for line in order.lines)
    asked = state.crowd.reply.get(order.customer_id)
    if asked is not None and now - asked[0] <= _REPLY_MEMORY:
        z += reply_gain(terms, asked[1])
    drop_out(state, order.customer_id, z, key=f"{order.customer_id} {order.placed_at}")


def drop_out(state: State, customer_id: str, z: float, *, key: str) -> None:
    """Let a buyer stay away for good with probability sigmoid(logit(drop) − z); ``key`` names the occasion."""
    chance = drop_chance(state.world.spec.loyalty.drop, z)
    row = state.crowd.place.get(customer_id)
    if row is not None and stream(state.seed, "drop", key).random() < chance:
        state.crowd.alive[row] = False
