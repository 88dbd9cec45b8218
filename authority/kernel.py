"""The kernel: a pure function from limits, snapshot and exposure to a verdict. It is read in one sitting.

Every rule looks at the exposure of an effect, never at its name, and gives a verdict or None. All rules are asked;
a denial wins over a hold, a hold over an allow, the first of its kind is named. An approval lifts holds that the
approver's class may lift, never a denial.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from authority.effect import Exposure
from authority.limits import Limits
from kit.money import format_minor
from shops.models import Tier
from shops.terms import floor_price, ladder_faults, ladder_price

Ruling = Literal["allow", "hold", "deny"]


@dataclass(frozen=True)
class Verdict:
    """What the kernel says: the ruling, the rule that made it, why in words, and the class that may approve."""

    ruling: Ruling
    rule: str = ""
    why: str = ""
    approver: str | None = None


@dataclass(frozen=True)
class LineState:
    """One order line as the shop and the ledger show it.

    ``refunded`` and ``shipped`` include effects that are held, approved or of unknown outcome.
    """

    order_id: str
    is_paid: bool
    paid: int
    refunded: int
    quantity: int
    shipped: int
    sku: str


@dataclass(frozen=True)
class PriceState:
    """Ladder of a SKU now and the ladders that held 24 hours and 30 days ago, and its unit cost (None: unknown)."""

    cost: int | None
    now: tuple[Tier, ...]
    day_ago: tuple[Tier, ...]
    month_ago: tuple[Tier, ...]


@dataclass(frozen=True)
class Snapshot:
    """All that the kernel may know at the moment of judging. Money in minor units of the shop's currency.

    ``spent`` maps ``"refund.day"``, ``"giveaway.day"``, ``"production.30d"`` to what is already out, held and unknown
    effects included; ``ads_per_day`` is the sum of daily budgets.
    """

    now: datetime
    employee: str
    action: str
    currency: str = "XXX"
    buyer: str | None = None
    prices: dict[str, PriceState] = field(default_factory=dict)
    lines: dict[str, LineState] = field(default_factory=dict)
    on_hand: dict[str, int] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    spent: dict[str, int] = field(default_factory=dict)
    buyer_refunds_30d: dict[str, int] = field(default_factory=dict)
    thread_messages_hour: dict[str, int] = field(default_factory=dict)
    like_effect: str | None = None
    ads_per_day: int = 0
    stops: frozenset[str] = frozenset()

    def money(self, amount: int) -> str:
        """Write minor units as people read them."""
        return format_minor(amount, self.currency)


Rule = Callable[[Limits, Snapshot, Exposure], Verdict | None]


def judge(limits: Limits, snapshot: Snapshot, exposure: Exposure | None, *, approved: bool = False) -> Verdict:
    """Judge one effect.

    Args:
        limits: The limits in force.
        snapshot: The state at this moment.
        exposure: What the effect risks; None if it cannot be told.
        approved: The right person has approved exactly this effect.

    Returns:
        ``allow``, ``hold`` (a person has to decide) or ``deny``.
    """
    declared = exposure or Exposure()
    found = [verdict for rule in RULES if (verdict := rule(limits, snapshot, declared))]
    if exposure is None:
        found.insert(0, _hold("exposure.undeclared", "what it risks is not declared"))
    for ruling in ("deny",) if approved else ("deny", "hold"):
        for verdict in found:
            if verdict.ruling == ruling:
                return verdict
    return Verdict("allow", "approved" if approved else "within_limits", "inside every limit")


def stopped(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Nothing is done under a pulled kill switch, but what only reduces a risk."""
    scopes = ("shop", f"employee:{snapshot.employee}", f"action:{snapshot.action}")
    pulled = [scope for scope in scopes if scope in snapshot.stops]
    return _deny("stopped", f"stopped: {pulled[0]}") if pulled and not exposure.reduces else None


def level(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Level 0 watches, level 1 proposes; an action class without a level is held."""
    now = limits.levels.get(snapshot.action)
    if now == 0:
        return _deny("level.watch", f"{snapshot.action} is at level 0: watch only")
    if now == 1 or now is None:
        return _hold("level.propose", f"{snapshot.action} is at level {now if now is not None else 'none'}: propose")
    return None


def floor(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """No sale below the floor; a SKU of unknown cost has no floor and is not sold under the staff's hand."""
    say = snapshot.money
    for sku, quantity, price in _prices_exposed(exposure):
        state = snapshot.prices.get(sku)
        if state is None or state.cost is None:
            return _deny("floor.unknown_cost", f"the cost of {sku} is unknown, so it has no floor")
        lowest = floor_price(state.cost, quantity, limits.floor)
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
    if not amount:
        return None
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
    """What is given away stays within the day's sum."""
    say = snapshot.money
    if exposure.budget != "giveaway":
        return None
    if snapshot.spent.get("giveaway.day", 0) + exposure.money_out > limits.giveaway.per_day:
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
    if exposure.refunds and (exposure.budget != "refund" or exposure.money_out != refunds):
        return _deny("exposure.money", "refunds are not declared as money that leaves")
    handled = {refund.order_id for refund in exposure.refunds} | {one.order_id for one in exposure.handlings}
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


RULES: tuple[Rule, ...] = (
    stopped,
    consistent,
    money,
    floor,
    ladder,
    refund_sum,
    ship,
    quote_term,
    buyer_scope,
    price_move,
    refund_caps,
    ads,
    production,
    giveaway,
    like_effect,
    message_rate,
    level,
)


def largest_move(before: tuple[Tier, ...], after: tuple[Tier, ...]) -> Decimal:
    """Give the largest relative change of the unit price at any quantity where either ladder has a step."""
    if not before or not after:
        return Decimal(0)
    steps = {tier.min_quantity for tier in (*before, *after)}
    moves = [abs(Decimal(ladder_price(after, step)) / ladder_price(before, step) - 1) for step in steps]
    return max(moves)


def _prices_exposed(exposure: Exposure) -> Iterator[tuple[str, int, int]]:
    for sale in exposure.sales:
        yield sale.sku, sale.quantity, sale.unit_price
    for move in exposure.ladders:
        for number, tier in enumerate(move.new):
            # the first step's price holds below it too, from one piece on
            yield move.sku, tier.min_quantity if number else 1, tier.unit_price


def _wide(limits: Limits, snapshot: Snapshot, value: Decimal | int) -> Decimal:
    factor = limits.level3_factor if limits.levels.get(snapshot.action) == 3 else Decimal(1)
    return Decimal(value) * factor


def _hold(rule: str, why: str) -> Verdict:
    return Verdict("hold", rule, why, approver="owner")


def _deny(rule: str, why: str) -> Verdict:
    return Verdict("deny", rule, why)
