"""Whether the staff may act at all, and on whose objects: stops, levels, agreement with itself, buyers, repeats."""

from __future__ import annotations

from authority.effect import Exposure
from authority.limits import Limits
from authority.state import Snapshot
from authority.verdict import Verdict, deny, hold, level_in_force


def stopped(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Nothing is done under a pulled kill switch, but what only reduces a risk."""
    scopes = ("shop", f"employee:{snapshot.employee}", f"action:{snapshot.action}")
    pulled = [scope for scope in scopes if scope in snapshot.stops]
    return deny("stopped", f"stopped: {pulled[0]}") if pulled and not exposure.reduces else None


MOVES_NO_MONEY = frozenset({"care", "quality"})
"""Action classes that neither sell, price nor spend: only these may a person take on without knowing the sums."""


def undeclared(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """What cannot say what it risks is nobody's to approve: without sums neither the floor nor a budget is judged."""
    if not exposure.untold:
        return None
    if snapshot.action in MOVES_NO_MONEY:
        return hold("exposure.undeclared", "what it risks is not declared")
    return deny("exposure.unbounded", "what it sells, prices or spends cannot be told, so no limit can be judged")


def consistent(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """An exposure agrees with itself: refunds are money out, and the orders it handles are named."""
    refunds = sum(refund.amount for refund in exposure.refunds)
    altered = {one.order_id for one in exposure.alterations}
    back = {refund.order_id for refund in exposure.refunds}
    declared = exposure.budget in ("refund", "change") and exposure.money_out == refunds
    if (back and not declared) or (exposure.budget == "change" and (not altered or back - altered)):
        return deny("exposure.money", "money that leaves is not declared as what it is")
    credited = sum(credit.amount for credit in exposure.credits)
    if exposure.credits and (exposure.budget, exposure.money_out) != ("credit", credited):
        return deny("exposure.money", "a fee that goes back is not declared as money that leaves")
    back |= {credit.order_id for credit in exposure.credits}
    back |= {step.order_id for step in exposure.requests if step.order_id}
    handled = back | altered | {one.order_id for one in exposure.handlings}
    if not handled <= set(exposure.orders):
        return deny("exposure.orders", f"{sorted(handled - set(exposure.orders))[0]} is handled and not named")
    return None


def buyer_scope(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """What a buyer set off touches only that buyer's own, unless it only reduces a risk."""
    if snapshot.buyer is None or exposure.reduces:
        return None
    named = [f"customer:{who}" for who in exposure.customers]
    named += [f"order:{order}" for order in exposure.orders] + [f"thread:{thread}" for thread in exposure.threads]
    foreign = [name for name in named if snapshot.owners.get(name) != snapshot.buyer]
    if foreign:
        return hold("buyer.scope", f"{foreign[0]} does not belong to the buyer who wrote")
    if exposure.general or not named:
        return hold("buyer.scope", "a buyer's message cannot set off a change of the shop")
    return None


def like_effect(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """The same done lately to the same object waits for a person."""
    if snapshot.like_effect is not None:
        return hold("like_effect", f"the same was done lately: {snapshot.like_effect}")
    return None


def level(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Level 0 watches, level 1 proposes; an action class without a level is held."""
    now = level_in_force(limits, snapshot)
    if now == 0:
        return deny("level.watch", f"{snapshot.action} is at level 0: watch only")
    if now == 1 or now is None:
        lowered = " (lowered by measured error)" if snapshot.demoted == now else ""
        at = f"level {now}{lowered}" if now is not None else "no level"
        return hold("level.propose", f"{snapshot.action} is at {at}: propose")
    return None
