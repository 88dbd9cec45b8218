"""Samples 打样: what they cost in a month, one free one a quarter, the fee given back once and for a real order."""

from __future__ import annotations

from authority.effect import Exposure
from authority.limits import Limits
from authority.state import Snapshot
from authority.verdict import Verdict, deny, hold


def samples(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Samples stay within the budget of 30 days and are small; a buyer has one free one in so many days."""
    say, most = snapshot.money, limits.samples
    if exposure.budget != "sample":
        return None
    if snapshot.spent.get("sample.30d", 0) + exposure.money_out > most.per_30d:
        return hold("sample.30d", f"samples in 30 days would cost more than {say(most.per_30d)}")
    if exposure.money_out > most.auto_per_sample:
        return hold("sample.amount", f"{say(exposure.money_out)} for a sample is above {say(most.auto_per_sample)}")
    for who in exposure.customers if exposure.is_free_sample else ():
        if snapshot.free_samples.get(who, 0) >= most.free_per_buyer:
            return hold("sample.free", f"this buyer has had {most.free_per_buyer} free in {most.free_days} days")
    return None


def sample_credit(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """A sample's fee is given back once, to who paid it, for an order of enough pieces that has left."""
    for credit in exposure.credits:
        state = snapshot.samples.get(credit.sample_id)
        if state is None or state.order_id != credit.order_id:
            return deny("credit.sample", f"there is no sample {credit.sample_id}")
        if not 0 < credit.amount <= state.fee - state.credited:
            left = snapshot.money(state.fee - state.credited)
            return deny("credit.sum", f"{snapshot.money(credit.amount)} asked of {credit.sample_id}, {left} left")
        if not state.is_earned:
            return deny("credit.order", f"order {credit.order_id} does not earn the fee of sample {credit.sample_id}")
    return None
