"""The kernel: a pure function from limits, snapshot and exposure to a verdict.

Every rule looks at the exposure of an effect, never at its name, and gives a verdict or None. All rules are asked;
a denial wins over a hold, a hold over an allow, the first of its kind is named. An approval lifts holds that the
approver's class may lift, never a denial.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from authority.effect import Exposure
from authority.limits import Limits
from authority.roles import MANAGERS_RULES, Role, may_approve
from authority.rules.changes import order_change as order_change
from authority.rules.samples import sample_credit as sample_credit
from authority.rules.samples import samples as samples
from authority.state import LineState as LineState
from authority.state import PriceState as PriceState
from authority.state import Snapshot as Snapshot
from authority.state import largest_move as largest_move
from authority.state import named_sales, prices_exposed
from authority.verdict import Verdict as Verdict
from authority.verdict import deny as _deny
from authority.verdict import hold as _hold
from shops.terms import floor_price, ladder_faults

LEADING_OUT = ("payment", "link", "contact")
"""Kinds of word faults that lead a buyer or money out of the shop."""


Rule = Callable[[Limits, Snapshot, Exposure], Verdict | None]


def judge(limits: Limits, snapshot: Snapshot, exposure: Exposure | None, *, approved: Role | bool = False) -> Verdict:
    """Judge one effect.

    Args:
        limits: The limits in force.
        snapshot: The state at this moment.
        exposure: What the effect risks; None if it cannot be told.
        approved: Class of the person who has approved exactly this effect; True is the owner.

    Returns:
        ``allow``, ``hold`` (a person has to decide) or ``deny``.
    """
    declared = exposure or Exposure()
    found = [verdict for rule in RULES if (verdict := rule(limits, snapshot, declared))]
    if exposure is None:
        found.insert(0, _hold("exposure.undeclared", "what it risks is not declared"))
    for verdict in found:
        if verdict.ruling == "deny":
            return verdict
    role: Role = ("owner" if approved else "") if isinstance(approved, bool) else approved
    holds = [_with_class(limits, declared, verdict) for verdict in found]
    # the highest class that any hold needs is the least that may approve the effect
    for approver in ("owner", "manager"):
        for verdict in holds:
            if verdict.approver == approver and not may_approve(role, approver):
                return verdict
    return Verdict("allow", "approved" if approved else "within_limits", "inside every limit")


def stopped(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Nothing is done under a pulled kill switch, but what only reduces a risk."""
    scopes = ("shop", f"employee:{snapshot.employee}", f"action:{snapshot.action}")
    pulled = [scope for scope in scopes if scope in snapshot.stops]
    return _deny("stopped", f"stopped: {pulled[0]}") if pulled and not exposure.reduces else None


def level(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Level 0 watches, level 1 proposes; an action class without a level is held."""
    now = _level(limits, snapshot)
    if now == 0:
        return _deny("level.watch", f"{snapshot.action} is at level 0: watch only")
    if now == 1 or now is None:
        lowered = " (lowered by measured error)" if snapshot.demoted == now else ""
        at = f"level {now}{lowered}" if now is not None else "no level"
        return _hold("level.propose", f"{snapshot.action} is at {at}: propose")
    return None


def floor(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """No sale below the floor; a SKU of unknown cost has no floor and is not sold under the staff's hand."""
    say = snapshot.money
    for sku, quantity, price, extra in prices_exposed(exposure):
        state = snapshot.prices.get(sku)
        if state is None or state.cost is None:
            return _deny("floor.unknown_cost", f"the cost of {sku} is unknown, so it has no floor")
        lowest = floor_price(state.cost + extra, quantity, limits.floor)
        if price < lowest:
            return _deny("floor", f"{sku} at {quantity} pieces: {say(price)} is below the floor of {say(lowest)}")
    return None


def ladder(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """A ladder's quantities rise and its prices do not."""
    for move in exposure.ladders:
        if faults := ladder_faults(move.new):
            return _deny("ladder", f"{move.sku}: {faults[0]}")
    return None


def price_move(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """A price moves at most so much in 24 hours and in 30 days; more is the owner's."""
    for move in exposure.ladders:
        state = snapshot.prices.get(move.sku)
        if state is None:
            continue
        spans = (("24 h", state.day_ago, limits.price.move_24h), ("30 days", state.month_ago, limits.price.move_30d))
        for span, before, limit in spans:
            change = largest_move(before, move.new)
            if change > _wide(limits, snapshot, limit):
                return _hold(
                    f"price.move_{span.replace(' ', '').replace('days', 'd')}",
                    f"{move.sku} would move {change:.1%} in {span}; the limit is {limit:.1%}",
                )
    return None


def quote_term(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """What binds the shop has an end, after now and not too far away."""
    if not exposure.binding:
        return None
    latest = snapshot.now + timedelta(days=limits.quote.max_valid_days)
    if exposure.valid_until is None or not snapshot.now < exposure.valid_until <= latest:
        return _deny("quote.term", f"an offer needs an end within {limits.quote.max_valid_days} days")
    return None


def refund_sum(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """A line gives back at most what was paid for it, over all effects that are out, held or unknown."""
    say = snapshot.money
    asked: dict[str, int] = {}
    for refund in exposure.refunds:
        state = snapshot.lines.get(refund.line_id)
        if state is None or state.order_id != refund.order_id:
            return _deny("refund.line", f"order {refund.order_id} has no line {refund.line_id}")
        asked[refund.line_id] = asked.get(refund.line_id, 0) + refund.amount
        left = state.paid - state.refunded
        if refund.amount <= 0 or not state.is_paid or asked[refund.line_id] > left:
            return _deny("refund.sum", f"line {refund.line_id}: {say(refund.amount)} asked, {say(left)} left to give")
    return None


def refund_caps(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Refunds above the small ones, to one buyer often, or beyond the day's sum are the owner's."""
    say = snapshot.money
    amount = sum(refund.amount for refund in exposure.refunds)
    if not amount or exposure.budget == "change":
        return None  # money of an order that has not left is judged by order_change
    if amount > _wide(limits, snapshot, limits.refund.auto_per_effect):
        return _hold("refund.amount", f"{say(amount)} is above {say(limits.refund.auto_per_effect)} per refund")
    if any(snapshot.buyer_refunds_30d.get(who, 0) >= limits.refund.per_buyer_30d for who in exposure.customers):
        return _hold("refund.buyer", f"this buyer has had {limits.refund.per_buyer_30d} refunds in 30 days")
    if snapshot.spent.get("refund.day", 0) + amount > limits.refund.per_day:
        return _hold("refund.day", f"the day's refunds would pass {say(limits.refund.per_day)}")
    return None


def ship(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Only what is paid, not yet shipped and in the house goes out."""
    leaving: dict[str, int] = {}
    taken: dict[str, int] = {}
    for handling in exposure.handlings:
        for parcel in handling.parcels:
            state = snapshot.lines.get(parcel.line_id)
            if state is None or state.order_id != handling.order_id:
                return _deny("ship.line", f"order {handling.order_id} has no line {parcel.line_id}")
            if state.is_cancelled or state.is_altering:
                return _deny("ship.changed", f"order {handling.order_id} is cancelled, or a change of it waits")
            if not state.is_paid:
                return _deny("ship.unpaid", f"order {handling.order_id} is not paid")
            if state.refunded >= state.paid > 0:
                return _deny("ship.refunded", f"line {parcel.line_id} was refunded in full")
            taken[parcel.line_id] = taken.get(parcel.line_id, 0) + parcel.quantity
            if taken[parcel.line_id] > state.quantity - state.shipped:
                return _deny("ship.twice", f"line {parcel.line_id} has {state.quantity - state.shipped} left to ship")
            leaving[state.sku] = leaving.get(state.sku, 0) + parcel.quantity
            if leaving[state.sku] > snapshot.on_hand.get(state.sku, 0):
                return _deny("ship.stock", f"{state.sku}: {snapshot.on_hand.get(state.sku, 0)} in the house")
    return None


def ads(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Bids stay under their cap, or come down to it, in small steps; daily budgets stay within the day's sum."""
    say = snapshot.money
    for bid in exposure.bids:
        if bid.new < 1 or bid.new > max(limits.ads.max_bid, bid.old - 1):
            return _deny("ads.bid", f"a bid of {say(bid.new)} is above {say(limits.ads.max_bid)} or below the least")
        # a step of one minor unit is always possible, or a small bid could never move
        step = max(1, int(bid.old * _wide(limits, snapshot, limits.ads.step)))
        if abs(bid.new - bid.old) > step:
            return _hold("ads.step", f"{say(bid.old)} to {say(bid.new)} is more than one step of {say(step)}")
    asked = exposure.money_out if exposure.budget == "ads" else 0
    raises = asked > 0 or any(bid.new > bid.old for bid in exposure.bids)
    if raises and snapshot.ads_per_day + asked > limits.ads.per_day:
        return _hold("ads.day", f"daily ad budgets are above {say(limits.ads.per_day)}")
    return None


def production(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Goods are bought within the 30 days' sum; above the small order they are the owner's."""
    say = snapshot.money
    if exposure.budget != "production":
        return None
    if snapshot.spent.get("production.30d", 0) + exposure.money_out > limits.production.per_30d:
        return _deny("production.30d", f"production in 30 days would be above {say(limits.production.per_30d)}")
    if exposure.money_out > _wide(limits, snapshot, limits.production.auto_per_order):
        most = limits.production.auto_per_order
        why = f"more than {say(most)} an order is the owner's" if most else "every production order is the owner's"
        return _hold("production.order", f"{say(exposure.money_out)}: {why}")
    return None


def giveaway(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """What is given away stays within the day's sum, and a discount is for few: for many it is a price change."""
    say, share = snapshot.money, exposure.audience_share or 0
    if share > limits.promotion.max_audience_share:
        return _hold("promotion.audience", f"a discount for {share:.0%} of the buyers is a price change")
    given = snapshot.spent.get("giveaway.day", 0) + exposure.money_out
    if exposure.budget == "giveaway" and given > limits.giveaway.per_day:
        return _hold("giveaway.day", f"giveaways of the day would be above {say(limits.giveaway.per_day)}")
    return None


def money(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Money never flows with a minus sign, and money that leaves names the budget it is counted against."""
    if exposure.money_out < 0:
        return _deny("money.negative", f"an amount of {exposure.money_out} is not possible")
    if exposure.money_out and exposure.budget is None:
        return _deny("money.budget", "money would leave without a budget to count it against")
    return None


def consistent(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """An exposure agrees with itself: refunds are money out, and the orders it handles are named."""
    refunds = sum(refund.amount for refund in exposure.refunds)
    altered = {one.order_id for one in exposure.alterations}
    back = {refund.order_id for refund in exposure.refunds}
    declared = exposure.budget in ("refund", "change") and exposure.money_out == refunds
    if (back and not declared) or (exposure.budget == "change" and (not altered or back - altered)):
        return _deny("exposure.money", "money that leaves is not declared as what it is")
    credited = sum(credit.amount for credit in exposure.credits)
    if exposure.credits and (exposure.budget, exposure.money_out) != ("credit", credited):
        return _deny("exposure.money", "a fee that goes back is not declared as money that leaves")
    back |= {credit.order_id for credit in exposure.credits}
    handled = back | altered | {one.order_id for one in exposure.handlings}
    if not handled <= set(exposure.orders):
        return _deny("exposure.orders", f"{sorted(handled - set(exposure.orders))[0]} is handled and not named")
    return None


def buyer_scope(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """What a buyer set off touches only that buyer's own, unless it only reduces a risk."""
    if snapshot.buyer is None or exposure.reduces:
        return None
    named = [f"customer:{who}" for who in exposure.customers]
    named += [f"order:{order}" for order in exposure.orders] + [f"thread:{thread}" for thread in exposure.threads]
    foreign = [name for name in named if snapshot.owners.get(name) != snapshot.buyer]
    if foreign:
        return _hold("buyer.scope", f"{foreign[0]} does not belong to the buyer who wrote")
    if exposure.general or not named:
        return _hold("buyer.scope", "a buyer's message cannot set off a change of the shop")
    return None


def like_effect(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """The same done lately to the same object waits for a person."""
    if snapshot.like_effect is not None:
        return _hold("like_effect", f"the same was done lately: {snapshot.like_effect}")
    return None


def message_rate(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """A buyer is not flooded."""
    if exposure.words is None:
        return None
    for thread in exposure.threads:
        if snapshot.thread_messages_hour.get(thread, 0) >= limits.message.per_thread_hour:
            return _hold("message.rate", f"{limits.message.per_thread_hour} messages an hour in {thread}")
    return None


def equal(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Like buyers pay alike: nobody more than the published ladder, and what one is let off another is too."""
    say, sales = snapshot.money, list(named_sales(snapshot, exposure))
    for sale, listed in sales:
        if sale.unit_price > listed:
            return _deny("price.unequal", f"{sale.sku}: {say(sale.unit_price)} is above the ladder's {say(listed)}")
    for sale, listed in sales:
        for offer in snapshot.offers:
            let_off, others = listed - sale.unit_price, offer.ladder - offer.unit_price
            # the same share of each day's ladder, to the minor unit
            differs = abs(let_off * offer.ladder - others * listed) >= offer.ladder
            if (offer.sku, offer.quantity) == (sale.sku, sale.quantity) and differs:
                why = f"{sale.sku} x {sale.quantity}: {offer.customer} was offered {say(others)} off the ladder"
                return _hold("price.unequal", f"{why}, not {say(let_off)}")
    return None


def concession(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """What a named buyer is let off the published ladder is small, and in 30 days within its sum."""
    say, sales = snapshot.money, list(named_sales(snapshot, exposure))
    worth = sum(max(0, listed - sale.unit_price) * sale.quantity for sale, listed in sales)
    for sale, listed in sales:
        if sale.unit_price < listed * (1 - limits.concession.max_rate):
            return _hold("concession.rate", f"{sale.sku}: more than {limits.concession.max_rate:.1%} below the ladder")
    if worth and snapshot.spent.get("concession.30d", 0) + worth > limits.concession.per_30d:
        return _hold("concession.30d", f"concessions in 30 days would be above {say(limits.concession.per_30d)}")
    return None


def quiet_hours(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """At night a buyer hears only answers to what they asked."""
    start, end = (at.hour * 60 + at.minute for at in (limits.message.quiet_from, limits.message.quiet_to))
    now = snapshot.local_minute
    is_quiet = start <= now < end if start <= end else now >= start or now < end
    answers = exposure.threads and all(snapshot.thread_waits.get(thread) for thread in exposure.threads)
    if exposure.words is None or not is_quiet or answers:
        return None
    span = f"{limits.message.quiet_from:%H:%M} and {limits.message.quiet_to:%H:%M}"
    return _hold("message.quiet", f"nobody waits for an answer, and it is between {span} in the shop")


def words(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Links, contacts and payment details never leave; banned words, threats and claims to be human are a person's."""
    grave = [fault for fault in snapshot.word_faults if fault.partition(":")[0] in LEADING_OUT]
    if grave:
        return _deny("words.leads_out", f"only what is configured may be sent: {grave[0]}")
    if snapshot.word_faults:
        return _hold("words.banned", f"a person has to look at: {snapshot.word_faults[0]}")
    return None


def claims(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """No message says what the shop's records do not hold."""
    return _hold("claims", "; ".join(snapshot.false_claims[:3])) if snapshot.false_claims else None


RULES: tuple[Rule, ...] = (
    stopped,
    consistent,
    money,
    floor,
    ladder,
    refund_sum,
    ship,
    order_change,
    quote_term,
    buyer_scope,
    price_move,
    refund_caps,
    ads,
    production,
    giveaway,
    samples,
    sample_credit,
    like_effect,
    message_rate,
    quiet_hours,
    words,
    claims,
    equal,
    concession,
    level,
)


def _wide(limits: Limits, snapshot: Snapshot, value: Decimal | int) -> Decimal:
    factor = limits.level3_factor if _level(limits, snapshot) == 3 else Decimal(1)
    return Decimal(value) * factor


def _with_class(limits: Limits, exposure: Exposure, verdict: Verdict) -> Verdict:
    small = 0 < exposure.money_out <= limits.approval.manager_up_to
    return replace(verdict, approver="manager") if small and verdict.rule in MANAGERS_RULES else verdict


def _level(limits: Limits, snapshot: Snapshot) -> int | None:
    stated = limits.levels.get(snapshot.action)
    return stated if stated is None or snapshot.demoted is None else min(stated, snapshot.demoted)
