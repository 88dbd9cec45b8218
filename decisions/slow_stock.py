"""Slow stock: which goods do not move, and the markdown that recovers most of their money before they grow old.

What was paid for the goods is spent. Over the next H days at price p a SKU sells ``u(p) = min(N, m·(p/p0)^-e·H)`` of
its N pieces, m pieces a day at today's p0, e its elasticity; each brings ``p·k − f`` (k the share of a price that is
kept, f picking, packing, freight, after-sale), and what is still there is held at h of its cost a day, on average ``N
− u/2`` pieces: ``V(p) = u·(p·k − f) − h·c·(N − u/2)·H``. The best p of a grid between today's price and the lowest
allowed is taken; the lowest is the floor, a step of the price limits, or the month's limit, whichever is highest.
Goods that would be slow even at the lowest price of this month, its limit or the floor, are named for a bundle. Source:
the usual markdown problem with sunk cost; the thresholds are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from decisions.demand import HOLDING_PER_DAY, MIN_DAYS
from kit.money import format_minor
from shops.models import Tier
from shops.terms import FloorTerms, floor_price, raise_to_floor, scale_ladder

SLOW_COVER_DAYS = 150
"""Goods that last longer at the present pace are slow."""
LEAST_AGE_DAYS = 60
"""Younger goods have not had their chance."""
HORIZON_DAYS = 120
STEPS = 20
LEAST_GAIN = Decimal("0.02")
"""Share of the value at today's price that a markdown must add, or it is not worth an edit."""


class SlowCase(BaseModel):
    """One SKU. Money in minor units, ``daily_units`` as in :class:`decisions.demand.StockCase`.

    Attributes:
        pieces: Available and on the way.
        age_days: Days since the newest goods came in, or since the SKU is sold.
        month_ago: First step's price 30 days ago.
        typical_quantity: Pieces of a usual order line.
    """

    model_config = ConfigDict(frozen=True)

    sku: str
    currency: str
    tiers: tuple[Tier, ...]
    month_ago: int
    cost: int
    pieces: int
    age_days: int
    daily_units: tuple[int | None, ...]
    elasticity: float
    typical_quantity: int

    @property
    def daily_mean(self) -> float:
        """Give pieces a day, above zero."""
        return _mean([units for units in self.daily_units if units is not None])

    @property
    def cover_days(self) -> float:
        """Give how long the pieces last."""
        return self.pieces / self.daily_mean


class SlowAdvice(BaseModel):
    """What to do with slow goods: a ladder (None: the price stays), and whether the price alone cannot move them."""

    model_config = ConfigDict(frozen=True)

    sku: str
    tiers: tuple[Tier, ...] | None
    needs_more: bool
    tied_up: int
    reason: str
    reason_zh: str


def is_slow(pieces: int, age_days: int, daily_units: Sequence[int | None]) -> bool:
    """Tell whether goods are old enough, seen long enough, and last too long; the arguments as in :class:`SlowCase`.

    Example:
        >>> is_slow(1000, 90, [2, None] * 28), is_slow(1000, 90, [20, None] * 28)
        (True, False)
    """
    seen = [units for units in daily_units if units is not None]
    old = age_days >= LEAST_AGE_DAYS and len(seen) >= MIN_DAYS
    return old and pieces > 0 and pieces / _mean(seen) > SLOW_COVER_DAYS


def _mean(seen: Sequence[int]) -> float:
    """Give pieces a day; half a piece in all where nothing was sold, so that a price can still be thought of."""
    return max(sum(seen), 0.5) / max(len(seen), 1)


def advise_slow(
    cases: Sequence[SlowCase], terms: FloorTerms, *, move_24h: Decimal, move_30d: Decimal
) -> list[SlowAdvice]:
    """Advise on the slow SKUs among the cases, the most money tied up first.

    Args:
        cases: SKUs on the shelf.
        terms: The owner's cost terms, for floor and costs.
        move_24h: Largest relative change at once, e.g. ``Decimal("0.05")``.
        move_30d: Largest relative change in 30 days.
    """
    found = [
        _advise(case, terms, move_24h, move_30d)
        for case in cases
        if is_slow(case.pieces, case.age_days, case.daily_units)
    ]
    return sorted(found, key=lambda one: (-one.tied_up, one.sku))


def value(case: SlowCase, price: Decimal, terms: FloorTerms) -> Decimal:
    """Give V(p) of the module's docstring, in minor units."""
    now = case.tiers[0].unit_price
    pace = case.daily_mean * float(price / now) ** -case.elasticity
    sold = Decimal(min(float(case.pieces), pace * HORIZON_DAYS))
    kept = 1 - terms.platform_fee_rate - terms.tax_rate - terms.commission_rate
    freight = Decimal(terms.freight_per_order) / max(case.typical_quantity, terms.freight_min_pieces)
    per_piece = price * kept - terms.pick_pack - freight - case.cost * terms.after_sale_rate
    held = Decimal(HOLDING_PER_DAY) * case.cost * (case.pieces - sold / 2) * HORIZON_DAYS
    return sold * per_piece - held


def _advise(case: SlowCase, terms: FloorTerms, move_24h: Decimal, move_30d: Decimal) -> SlowAdvice:
    now = case.tiers[0].unit_price
    floor = floor_price(case.cost, case.tiers[0].min_quantity, terms)
    in_month = max(Decimal(floor), case.month_ago * (1 - move_30d))
    lowest = max(in_month, now * (1 - move_24h))
    best, tiers = Decimal(now), None
    if lowest < now:
        grid = [lowest + (now - lowest) * step / STEPS for step in range(STEPS + 1)]
        best = max(grid, key=lambda price: (value(case, price, terms), price))
        worth = value(case, Decimal(now), terms)
        if value(case, best, terms) - worth > LEAST_GAIN * abs(worth):
            tiers = raise_to_floor(scale_ladder(case.tiers, best / now), case.cost, terms)
    tiers = None if tiers == case.tiers or (tiers and tiers[0].unit_price >= now) else tiers
    # still slow at the lowest price of this month: only something beside the price can move them
    pace = case.daily_mean * float(max(in_month, Decimal(1)) / now) ** -case.elasticity
    needs_more = case.pieces / max(pace, case.daily_mean) > SLOW_COVER_DAYS
    return _in_words(case, tiers, needs_more)


def _in_words(case: SlowCase, tiers: tuple[Tier, ...] | None, needs_more: bool) -> SlowAdvice:
    tied_up = case.pieces * case.cost
    money, cover = format_minor(tied_up, case.currency), f"{case.cover_days:.0f}"
    to = format_minor(tiers[0].unit_price, case.currency) if tiers else ""
    does, does_zh = (f"marked down to {to}", f"降价到 {to}") if tiers else ("the price stays", "价格不变")
    more, more_zh = "", ""
    if needs_more:
        more, more_zh = "; the lowest price of this month alone will not move them", ";只降到本月最低可降价仍难动销"
    return SlowAdvice(
        sku=case.sku,
        tiers=tiers,
        needs_more=needs_more,
        tied_up=tied_up,
        reason=f"{case.pieces} pieces last {cover} days, {money} tied up for {case.age_days} days: {does}{more}",
        reason_zh=f"{case.pieces} 件可售 {cover} 天,占用 {money},库龄 {case.age_days} 天:{does_zh}{more_zh}",
    )
