"""Buyers who ask on the platform's form instead of writing: money back, goods back, other goods, goods again.

What they choose follows from what is wrong; who changed their mind sends goods back within the seven days that the law
gives (:mod:`decisions.refunds`), and who waits in vain for a parcel wants the money.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from scenarios.market.state import Complaint, State
from scenarios.market.streams import stream
from shops.aftersales import MONEY, AftersaleWish, RequestKind
from shops.models import Order, OrderLine

WAYS: dict[str, tuple[tuple[RequestKind, float], ...]] = {
    "broken": ((RequestKind.REFUND, 0.6), (RequestKind.RESEND, 0.4)),
    "quality": ((RequestKind.RETURN, 0.5), (RequestKind.EXCHANGE, 0.5)),
    "missing": ((RequestKind.RESEND, 0.7), (RequestKind.REFUND, 0.3)),
    "false": ((RequestKind.REFUND, 1.0),),
    "changed_mind": ((RequestKind.RETURN, 1.0),),
    "late": ((RequestKind.REFUND, 1.0),),
}
"""What is asked for by what is wrong, with its share; assumptions."""
REGRET_DAYS = 3
"""Days after arrival within which who changed their mind says so."""


def platform_wish(
    order: Order, line: OrderLine, what: str, pieces: int, *, has_photo: bool, luck: float, words: str = ""
) -> AftersaleWish:
    """Fill in the form for what is wrong with a line."""
    kind, left = WAYS[what][-1][0], luck
    for way, share in WAYS[what]:
        if left < share:
            kind = way
            break
        left -= share
    return AftersaleWish(
        order_id=order.id,
        line_id=line.id,
        kind=kind,
        pieces=pieces,
        amount=line.paid * pieces // line.quantity if kind in MONEY else 0,
        reason="broken" if what == "false" else what,
        words=words,
        evidence=(f"photo-{order.id}",) if has_photo else (),
    )


def regret(state: State, order: Order, now: datetime) -> None:
    """Let some buyers whose order came as wanted change their mind about a line of it."""
    terms = state.world.spec.aftersale
    luck = stream(state.seed, "regret", order.customer_id, order.placed_at).random(3)
    if luck[0] >= terms.regret_share or order.id in state.complaints:
        return
    line = order.lines[int(luck[1] * len(order.lines))]
    wish = platform_wish(order, line, "changed_mind", line.quantity, has_photo=False, luck=0.0)
    at = (now + timedelta(days=REGRET_DAYS * float(luck[2]))).replace(microsecond=0)
    state.complaints[order.id] = Complaint(order.id, order.customer_id, line.id, "", at, wish)


def give_up_parcel(state: State, order: Order, now: datetime) -> None:
    """Let the buyer of a parcel that never came ask for the money of its dearest line."""
    line = max(order.lines, key=lambda one: (one.paid - one.refunded, one.id))
    wish = platform_wish(order, line, "late", line.quantity, has_photo=False, luck=0.0)
    state.complaints.setdefault(order.id, Complaint(order.id, order.customer_id, line.id, "", now, wish))


def open_requests(state: State, now: datetime) -> None:
    """Open on the platform what buyers have filled in by now; one that the platform does not take is not asked."""
    for one in state.complaints.values():
        if one.wish is None or one.at > now or one.order in state.complained:
            continue
        state.complained.add(one.order)
        if state.side.open_request(one.wish, at=now) is None:
            one.settled = True  # there is nothing left of the line: it was made good before
