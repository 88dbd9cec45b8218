"""What may be sold, and at what price: floor, ladder, moves, terms of offers, equal treatment, concessions."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from authority.effect import Exposure
from authority.limits import Limits
from authority.state import Snapshot, largest_move, named_sales, prices_exposed
from authority.verdict import Verdict, deny, hold, widened
from shops.terms import floor_price, ladder_faults


def floor(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """No sale below the floor; a SKU of unknown cost has no floor and is not sold under the staff's hand."""
    say = snapshot.money
    for sku, quantity, price, extra in prices_exposed(exposure):
        state = snapshot.prices.get(sku)
        if state is None or state.cost is None:
            return deny("floor.unknown_cost", f"the cost of {sku} is unknown, so it has no floor")
        lowest = floor_price(state.cost + extra, quantity, limits.floor)
        if price < lowest:
            return deny("floor", f"{sku} at {quantity} pieces: {say(price)} is below the floor of {say(lowest)}")
    return None


def ladder(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """A ladder's quantities rise and its prices do not."""
    for move in exposure.ladders:
        if faults := ladder_faults(move.new):
            return deny("ladder", f"{move.sku}: {faults[0]}")
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
            if change > widened(limits, snapshot, limit):
                return hold(
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
        return deny("quote.term", f"an offer needs an end within {limits.quote.max_valid_days} days")
    return None


def equal(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Like buyers pay alike: nobody more than the ladder; what one is let off for a condition, another is too."""
    say, sales = snapshot.money, list(named_sales(snapshot, exposure))
    for sale, listed in sales:
        if sale.unit_price > listed:
            return deny("price.unequal", f"{sale.sku}: {say(sale.unit_price)} is above the ladder's {say(listed)}")
    for sale, listed in sales:
        for offer in snapshot.offers:
            let_off, others = listed - sale.unit_price, offer.ladder - offer.unit_price
            # the same share of each day's ladder, to the minor unit
            differs = abs(let_off * offer.ladder - others * listed) >= offer.ladder
            alike = (offer.sku, offer.quantity, offer.conditions) == (sale.sku, sale.quantity, sale.conditions)
            if alike and differs:
                why = f"{sale.sku} x {sale.quantity}: {offer.customer} was offered {say(others)} off the ladder"
                return hold("price.unequal", f"{why}, not {say(let_off)}")
    return None


def concession(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """What a named buyer is let off the ladder is small, within its conditions and the sum of 30 days."""
    say, sales = snapshot.money, list(named_sales(snapshot, exposure))
    worth = sum(max(0, listed - sale.unit_price) * sale.quantity for sale, listed in sales)
    for sale, listed in sales:
        if sale.unit_price < listed * (1 - limits.concession.max_rate):
            return hold("concession.rate", f"{sale.sku}: more than {limits.concession.max_rate:.1%} below the ladder")
        published = limits.conditions.model_dump()
        share = sum((published.get(one, Decimal(0)) for one in set(sale.conditions)), Decimal(0))
        if sale.conditions and sale.unit_price < listed * (1 - share):
            return hold(
                "concession.condition", f"{sale.sku}: {', '.join(sale.conditions)} give no more than {share:.1%}"
            )
    if worth and snapshot.spent.get("concession.30d", 0) + worth > limits.concession.per_30d:
        return hold("concession.30d", f"concessions in 30 days would be above {say(limits.concession.per_30d)}")
    return None
