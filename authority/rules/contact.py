"""Writing to buyers who have not asked: whether they want it, and how often."""

from __future__ import annotations

from authority.effect import Exposure
from authority.limits import Limits
from authority.state import Snapshot
from authority.verdict import Verdict, deny, hold


def contact_wish(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """A buyer who wants no offers gets none, whoever approves it."""
    if not exposure.contact:
        return None
    if exposure.words is None or len(exposure.customers) != 1:
        return deny("contact.whom", "what nobody asked for is words to one buyer")
    state = snapshot.contacts.get(exposure.customers[0])
    if state is None:
        return deny("contact.whom", f"there is no buyer {exposure.customers[0]}")
    if exposure.contact == "offer" and state.no_offers:
        return deny("contact.wish", f"{exposure.customers[0]} wants no offers")
    return None


def contact_rate(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """A buyer hears of what they did not ask for seldom."""
    if not exposure.contact:
        return None
    for who in exposure.customers:
        state = snapshot.contacts.get(who)
        if state is None:
            continue
        if exposure.contact == "offer" and state.offers:
            return hold("contact.offers", f"{who} had an offer in the last {limits.message.offer_days} days")
        if state.today >= limits.message.unasked_per_day:
            return hold("contact.day", f"{who} had {state.today} messages in 24 hours that nobody asked for")
    return None
