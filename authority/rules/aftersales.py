"""Requests after the sale 售后: each step once and in its order, goods sent again within their sums, few refusals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from authority.effect import Exposure, RequestStep
from authority.limits import Limits
from authority.state import Snapshot
from authority.verdict import Verdict, deny, hold

NEEDS = {"agree": "asked", "refuse": "asked", "back": "returning", "send": "owed"}
"""Step to the state that the request must be in."""


def request_steps(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """A request is answered once, money or goods follow goods that are back, and nothing owed leaves an empty house."""
    return next(chain.from_iterable(_faults(snapshot, step) for step in exposure.requests), None)


def _faults(snapshot: Snapshot, step: RequestStep) -> Iterator[Verdict]:
    if step.act == "open":
        line = snapshot.lines.get(step.line_id)
        if line is None or line.order_id != step.order_id or not 0 < step.pieces <= line.quantity:
            yield deny("request.line", f"order {step.order_id} has no line {step.line_id} of {step.pieces} pieces")
        return
    state = snapshot.requests.get(step.request_id)
    if state is None:
        yield deny("request.unknown", f"there is no request {step.request_id}")
    elif state.is_busy:
        yield deny("request.busy", f"another answer to request {step.request_id} is under way")
    elif state.state != NEEDS[step.act]:
        yield deny("request.state", f"request {step.request_id} is {state.state}, not {NEEDS[step.act]}")
    elif step.act == "back" and not state.is_back:
        yield deny("request.back", f"the goods of request {step.request_id} are not back")
    elif step.act == "send" and step.pieces > state.free:
        yield deny("request.stock", f"{state.free} pieces are free, {step.pieces} are owed")


def made_good_once(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Money back and goods sent again for a line together make good what was paid for it once, or the owner decides."""
    for line_id in dict.fromkeys([*(one.line_id for one in exposure.refunds), *(s.line_id for s in exposure.requests)]):
        state = snapshot.lines.get(line_id)
        money = sum(one.amount for one in exposure.refunds if one.line_id == line_id)
        goods = sum(step.value for step in exposure.requests if step.line_id == line_id)
        if state is None or not money + goods or not goods + state.replaced:
            continue  # money alone is judged by refund_sum
        if state.refunded + state.replaced + money + goods > state.paid:
            done = snapshot.money(state.refunded + state.replaced)
            return hold("request.again", f"line {line_id}: {done} of it was made good before")
    return None


def resends(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Goods sent again cost little each and in a day, without the owner."""
    say, most = snapshot.money, limits.aftersale
    if exposure.budget != "resend":
        return None
    if exposure.money_out > most.auto_per_resend:
        return hold("resend.amount", f"goods of {say(exposure.money_out)}, more than {say(most.auto_per_resend)}")
    if snapshot.spent.get("resend.day", 0) + exposure.money_out > most.per_day:
        return hold("resend.day", f"goods sent again today would pass {say(most.per_day)}")
    return None


def refusals(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Few requests a day are refused without the owner: each may become a dispute."""
    refused = sum(step.act == "refuse" for step in exposure.requests)
    if refused and snapshot.refusals_day + refused > limits.aftersale.refusals_per_day:
        return hold("refuse.day", f"more than {limits.aftersale.refusals_per_day} refusals in 24 hours")
    return None
