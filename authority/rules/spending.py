"""Money that leaves: ads, production, giveaways."""

from __future__ import annotations

from decimal import Decimal

from authority.effect import Exposure
from authority.limits import Limits
from authority.state import Snapshot
from authority.verdict import Verdict, deny, hold, widened


def unstated(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Amounts bind in the currency that they are stated in: until the owner has stated all, money is the owner's."""
    flows = (exposure.money_out, exposure.budget, exposure.sales, exposure.ladders, exposure.refunds, exposure.bids)
    if not any(flows) and not exposure.credits:
        return None
    if limits.currency != snapshot.currency:
        return hold("limits.currency", f"the limits are in {limits.currency}, the shop's money is {snapshot.currency}")
    if limits.unstated:
        first, more = limits.unstated[0], len(limits.unstated) - 1
        missing = f"{first} and {more} more" if more else first
        why = f"no limits are stated in {limits.currency}: {missing}; `shopstaff limits set KEY VALUE`"
        return hold("limits.unstated", why)
    return None


def money(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Money never flows with a minus sign, and money that leaves names the budget it is counted against."""
    if exposure.money_out < 0:
        return deny("money.negative", f"an amount of {exposure.money_out} is not possible")
    if exposure.money_out and exposure.budget is None:
        return deny("money.budget", "money would leave without a budget to count it against")
    return None


def ads(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Bids stay under their cap, or come down to it, in small steps; daily budgets stay within the day's sum."""
    say = snapshot.money
    for bid in exposure.bids:
        if bid.new < 1 or bid.new > max(limits.ads.max_bid, bid.old - 1):
            return deny("ads.bid", f"a bid of {say(bid.new)} is above {say(limits.ads.max_bid)} or below the least")
        # a step of one minor unit is always possible, or a small bid could never move
        step = max(1, int(bid.old * widened(limits, snapshot, limits.ads.step)))
        if abs(bid.new - bid.old) > step:
            return hold("ads.step", f"{say(bid.old)} to {say(bid.new)} is more than one step of {say(step)}")
    asked = exposure.money_out if exposure.budget == "ads" else 0
    raises = asked > 0 or any(bid.new > bid.old for bid in exposure.bids)
    if raises and snapshot.ads_per_day + asked > limits.ads.per_day:
        return hold("ads.day", f"daily ad budgets are above {say(limits.ads.per_day)}")
    if asked > 0:
        return hold("ads.raise", f"the daily ad money would rise by {say(asked)}; raising it is the owner's")
    return None


def production(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Goods are bought within the 30 days' sum; above the small order they are the owner's."""
    say = snapshot.money
    if exposure.budget != "production":
        return None
    if snapshot.spent.get("production.30d", 0) + exposure.money_out > limits.production.per_30d:
        return deny("production.30d", f"production in 30 days would be above {say(limits.production.per_30d)}")
    if exposure.money_out > widened(limits, snapshot, limits.production.auto_per_order):
        most = limits.production.auto_per_order
        why = f"more than {say(most)} an order is the owner's" if most else "every production order is the owner's"
        return hold("production.order", f"{say(exposure.money_out)}: {why}")
    return None


def deal(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """The first discount of a type, or one deeper than any that the owner has approved, is the owner's."""
    if exposure.deal is None:
        return None
    known = max(limits.promotion.depth(exposure.deal.type), snapshot.deals.get(exposure.deal.type, Decimal(0)))
    if exposure.deal.depth > known:
        so_far = f"the deepest so far is {known:.0%}" if known else "it is the first of its type"
        return hold("promotion.new", f"{exposure.deal.type} of {exposure.deal.depth:.0%}: {so_far}")
    return None


def giveaway(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """What is given away stays within the day's sum, and a discount is for few: for many it is a price change."""
    say, share = snapshot.money, exposure.audience_share or 0
    if share > limits.promotion.max_audience_share:
        return hold("promotion.audience", f"a discount for {share:.0%} of the buyers is a price change")
    given = snapshot.spent.get("giveaway.day", 0) + exposure.money_out
    if exposure.budget == "giveaway" and given > limits.giveaway.per_day:
        return hold("giveaway.day", f"giveaways of the day would be above {say(limits.giveaway.per_day)}")
    return None
