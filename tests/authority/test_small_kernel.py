"""Every sequence of a few effects on a shop of two SKUs, judged by the kernel alone: no order of them breaks a law.

The shop is a handful of numbers: two SKUs with a price each, a paid line of each, what running coupons take off, what
was refunded, quoted and given away, and one effect that may wait. Effects are prices, coupons, refunds, quotes and
shipments of a few amounts; what is held may be approved (judged again) or rejected, and counts as spent while it waits.
Snapshots are made from these numbers here, not by ``authority/snapshot.py``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache

from authority.effect import Exposure, Handling, LadderMove, LineRefund, Sale
from authority.kernel import judge
from authority.limits import Limits, load_limits
from authority.state import LineState, PriceState, Snapshot
from shops.models import Parcel, Tier
from shops.terms import floor_price

DEPTH = int(os.environ.get("SMALL_MODEL_DEPTH", "4"))
"""Effects of a sequence at most; `make soak` takes more than `make test`."""
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
COSTS, STOCK, PAID, PIECES = (100, 60), 3, 900, 2
REFUND_DAY, GIVEAWAY_DAY = 1000, 300


def limits() -> Limits:
    """Give tight limits, so that a few effects reach every one of them."""
    plain = load_limits().model_dump()
    plain["refund"] |= {"auto_per_effect": 500, "per_day": REFUND_DAY}
    plain["giveaway"] |= {"per_day": GIVEAWAY_DAY}
    plain["concession"] |= {"max_rate": Decimal("0.03"), "per_30d": 20}
    return Limits.model_validate(plain)


LIMITS = limits()
FLOORS = tuple(floor_price(cost, 1, LIMITS.floor) for cost in COSTS)


@dataclass(frozen=True)
class Shop:
    """All that a further step depends on; the numbers of a pair are those of the two SKUs and their lines."""

    prices: tuple[int, int] = (FLOORS[0] + 6, FLOORS[1] + 2)
    off: int = 0
    refunded: tuple[int, int] = (0, 0)
    shipped: tuple[int, int] = (0, 0)
    given: int = 0
    conceded: int = 0
    quoted: frozenset[tuple[int, int]] = frozenset()
    waits: str = ""


def exposures() -> dict[str, tuple[int, int]]:
    """Name the effects: kind, then SKU and amount."""
    found = {}
    for sku in (0, 1):
        found |= {f"price {sku} {change:+d}": (sku, change) for change in (-6, -2, 3)}
        found |= {f"refund {sku} {amount}": (sku, amount) for amount in (1, 450, PAID)}
        found |= {f"quote {sku} {change:+d}": (sku, change) for change in (-8, -1, 0)}
        found |= {f"ship {sku} {pieces}": (sku, pieces) for pieces in (1, PIECES)}
    return found | {f"coupon {off}": (0, off) for off in (1, 2, 7)}


EFFECTS = exposures()


def exposure(shop: Shop, name: str) -> Exposure:
    """Declare an effect as of now: a coupon reaches every price, and a price is reached with the coupon off."""
    kind, (sku, amount) = name.split()[0], EFFECTS[name]
    if kind == "price":
        price = shop.prices[sku] + amount
        move = LadderMove(sku=str(sku), new=(Tier(min_quantity=1, unit_price=price),))
        return Exposure(
            ladders=(move,), sales=(Sale(sku=str(sku), quantity=1, unit_price=price - shop.off),), general=True
        )
    if kind == "coupon":
        sales = tuple(Sale(sku=str(one), quantity=1, unit_price=shop.prices[one] - shop.off - amount) for one in (0, 1))
        return Exposure(money_out=100 * amount, budget="giveaway", sales=sales, general=True)
    if kind == "refund":
        back = LineRefund(order_id="o", line_id=str(sku), amount=amount)
        return Exposure(money_out=amount, budget="refund", refunds=(back,), orders=("o",), customers=("b",))
    if kind == "quote":
        sale = Sale(sku=str(sku), quantity=1, unit_price=shop.prices[sku] + amount)
        return Exposure(binding=True, valid_until=NOW + timedelta(days=3), sales=(sale,), customers=("b",))
    parcel = Parcel(line_id=str(sku), quantity=amount)
    return Exposure(handlings=(Handling(order_id="o", parcels=(parcel,)),), orders=("o",))


def snapshot(shop: Shop, name: str) -> Snapshot:
    """Show the kernel the shop; what waits counts as spent, but for the effect that is judged itself."""
    waits = shop.waits if shop.waits != name else ""
    kind, (sku, amount) = waits.partition(" ")[0], EFFECTS.get(waits, (0, 0))
    held = {one: amount if one == sku else 0 for one in (0, 1)}
    lines = {
        str(one): LineState(
            order_id="o",
            is_paid=True,
            paid=PAID,
            refunded=shop.refunded[one] + (held[one] if kind == "refund" else 0),
            quantity=PIECES,
            shipped=shop.shipped[one] + (held[one] if kind == "ship" else 0),
            sku=str(one),
        )
        for one in (0, 1)
    }
    ladders = [(Tier(min_quantity=1, unit_price=price),) for price in shop.prices]
    return Snapshot(
        now=NOW,
        employee="customer",
        action="refund",
        currency="GBP",
        prices={str(one): PriceState(COSTS[one], ladders[one], ladders[one], ladders[one]) for one in (0, 1)},
        lines=lines,
        on_hand={str(one): STOCK - shop.shipped[one] for one in (0, 1)},
        spent={
            "refund.day": sum(shop.refunded) + (amount if kind == "refund" else 0),
            "giveaway.day": shop.given + (100 * amount if kind == "coupon" else 0),
            "concession.30d": shop.conceded + (max(0, -amount) if kind == "quote" else 0),
        },
    )


def done(shop: Shop, name: str) -> Shop:
    """Give the shop after an effect was carried out."""
    kind, (sku, amount) = name.split()[0], EFFECTS[name]

    def at(pair: tuple[int, int]) -> tuple[int, int]:
        return (pair[0] + amount, pair[1]) if sku == 0 else (pair[0], pair[1] + amount)

    if kind == "price":
        return replace(shop, prices=at(shop.prices))
    if kind == "coupon":
        return replace(shop, off=shop.off + amount, given=shop.given + 100 * amount)
    if kind == "refund":
        return replace(shop, refunded=at(shop.refunded))
    if kind == "quote":
        offer = (sku, shop.prices[sku] + amount)
        return replace(shop, quoted=shop.quoted | {offer}, conceded=shop.conceded + max(0, -amount))
    return replace(shop, shipped=at(shop.shipped))


@cache
def ruled(shop: Shop, name: str, *, approved: bool = False) -> str:
    """Give the kernel's ruling on an effect; no snapshot shows offers that were made, so ``shop`` is without them."""
    return judge(LIMITS, snapshot(shop, name), exposure(shop, name), approved=approved).ruling


def following(shop: Shop) -> Iterator[tuple[str, str, Shop]]:
    """Give every step with its ruling and the shop after it: an effect asked for, or what waits decided."""
    for name in EFFECTS:
        ruling = ruled(replace(shop, quoted=frozenset()), name)
        if ruling == "allow":
            yield name, ruling, done(shop, name)
        elif ruling == "hold" and not shop.waits:
            yield name, ruling, replace(shop, waits=name)
    if shop.waits:
        yield f"reject {shop.waits}", "reject", replace(shop, waits="")
        if ruled(replace(shop, quoted=frozenset()), shop.waits, approved=True) == "allow":
            yield f"approve {shop.waits}", "approve", replace(done(shop, shop.waits), waits="")


def faults(shop: Shop, approved: bool) -> list[str]:
    """List what is wrong with a shop: laws that hold whatever was approved, and sums that the staff keeps by itself."""
    held = EFFECTS.get(shop.waits, (0, 0))
    waiting = [held[1] if shop.waits.startswith("refund") and held[0] == one else 0 for one in (0, 1)]
    found = [f"line {one} refunded" for one in (0, 1) if shop.refunded[one] + waiting[one] > PAID]
    found += [f"line {one} shipped" for one in (0, 1) if shop.shipped[one] > PIECES or shop.shipped[one] > STOCK]
    found += [f"sku {one} below its floor" for one in (0, 1) if shop.prices[one] - shop.off < FLOORS[one]]
    found += [f"quote of {sku} at {price}" for sku, price in sorted(shop.quoted) if price < FLOORS[sku]]
    if not approved:
        found += ["refunds of the day"] if sum(shop.refunded) > REFUND_DAY else []
        found += ["giveaways of the day"] if shop.given > GIVEAWAY_DAY else []
        found += ["concessions of the month"] if shop.conceded > LIMITS.concession.per_30d else []
    return found


def test_no_sequence_of_effects_on_two_skus_breaks_a_law() -> None:
    """Floor under coupons, Σ refunds ≤ paid, shipped ≤ ordered, sums of day and month: after every step."""
    frontier, seen, taken, rulings = {(Shop(), False)}, set[tuple[Shop, bool]](), 0, set[str]()
    for _depth in range(DEPTH):
        after = set()
        for shop, approved in frontier:
            for name, ruling, then in following(shop):
                taken += 1
                rulings.add(ruling)
                state = (then, approved or ruling == "approve")
                assert faults(*state) == [], (shop, name, then)
                after.add(state)
        frontier = after - seen
        seen |= after
    print(f"{taken} steps of up to {DEPTH} effects, {len(seen)} states")
    assert len(seen) > 2000 and rulings == {"allow", "hold", "approve", "reject"}
