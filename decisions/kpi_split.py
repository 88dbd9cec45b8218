"""Why sales and profit moved: two splits whose parts add up to the change, to the last minor unit.

``ΔGMV`` is split over GMV = visitors × purchase rate × average order value with logarithmic mean weights (LMDI-I,
additive): the part of a factor ``x`` is ``L(V1, V0) · ln(x1 / x0)`` with ``L(a, b) = (a − b) / (ln a − ln b)``,
``L(a, a) = a``. Source: Ang, "The LMDI approach to decomposition analysis: a practical guide", Energy Policy 33
(2005). Where an end is zero the analytical limits hold (Ang and Liu, "Handling zero values in the logarithmic mean
Divisia index decomposition approach", Energy Policy 35, 2007): the factor that is zero takes the whole change, and
nothing changes between two zeros.

The profit bridge is the price, volume and mix analysis of management accounting (Horngren, Datar and Rajan, "Cost
Accounting", chapter on sales-mix and sales-quantity variances) on margins a piece, with what is no margin beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor, lcm, log
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

BRIDGE = ("price", "volume", "mix", "cost", "ads", "after_sale")
"""Parts of a profit bridge, in the order in which they are shown."""


class Funnel(BaseModel):
    """One span of days: distinct visitors a day, paid orders, and their paid value in minor units."""

    model_config = ConfigDict(frozen=True)

    visitors: int = Field(ge=0)
    orders: int = Field(ge=0)
    gmv: int = Field(ge=0)

    @model_validator(mode="after")
    def _sold_by_orders(self) -> Self:
        if self.gmv and not self.orders:
            raise ValueError("there is paid value without an order")
        return self


class GmvSplit(BaseModel):
    """Parts of a change of GMV, minor units; they add up to ``change``.

    ``traffic_known`` is False where an end has orders and no visitors: then ``visitors`` is 0 and ``purchase_rate``
    holds what the number of orders did.
    """

    model_config = ConfigDict(frozen=True)

    change: int
    visitors: int
    purchase_rate: int
    order_value: int
    traffic_known: bool = True


class SkuPeriod(BaseModel):
    """What one SKU did in a span: pieces, money paid for them, and what a piece cost (minor units)."""

    model_config = ConfigDict(frozen=True)

    units: int = Field(ge=0)
    revenue: int = Field(ge=0)
    unit_cost: int = Field(ge=0)


class Period(BaseModel):
    """One span of days for the bridge. Money in minor units.

    Attributes:
        skus: What each SKU did.
        freight: What the parcels of its orders cost.
        ads: Ad spend, and what samples cost beside their fees.
        refunds: Money back on its orders; the fee on it comes back too.
        pick_pack: Minor units a piece.
        fee_rate: Share of net sales that is the platform's.
    """

    model_config = ConfigDict(frozen=True)

    skus: dict[str, SkuPeriod] = {}
    freight: int = Field(default=0, ge=0)
    ads: int = 0
    refunds: int = Field(default=0, ge=0)
    pick_pack: int = Field(default=0, ge=0)
    fee_rate: Decimal = Field(default=Decimal(0), ge=0, le=1)

    @property
    def kept(self) -> Fraction:
        """Give the share of net sales that the fee leaves."""
        return 1 - Fraction(self.fee_rate)

    @property
    def margin(self) -> Fraction:
        """Give sales less fee, goods and picking."""
        goods = sum(one.units * (one.unit_cost + self.pick_pack) for one in self.skus.values())
        return sum(one.revenue for one in self.skus.values()) * self.kept - goods

    @property
    def profit(self) -> int:
        """Give sales less refunds, fee, goods, picking, freight and ads, rounded half to even."""
        return round(self.margin - self.refunds * self.kept - self.freight - self.ads)


class Bridge(BaseModel):
    """Parts of a change of profit by the names of :data:`BRIDGE`, minor units; they add up to ``change``."""

    model_config = ConfigDict(frozen=True)

    change: int
    parts: dict[str, int]


def whole_parts(parts: Sequence[Fraction | float], total: int) -> list[int]:
    """Round parts to whole numbers that add up to ``total``, by the largest remainder; equal ones in their order.

    Source: the method of largest remainders (Hamilton): one more to those with the largest fraction.

    Raises:
        ValueError: The parts do not add up to the total before they are rounded: one of them is wrong, and rounding
            must not hide it. A unit is allowed for (the total is a rounded difference), and the noise of floats.

    Example:
        >>> whole_parts([1.5, 1.5, -1.0], 2)
        [2, 1, -1]
    """
    off = abs(float(sum(parts) - total))
    if off > 1 + sum(abs(float(part)) for part in parts) / 10**9:
        raise ValueError(f"the parts add up to {float(sum(parts))}, not to {total}")
    down = [floor(part) for part in parts]
    each, more = divmod(total - sum(down), len(down))
    first = sorted(range(len(down)), key=lambda place: (down[place] - parts[place], place))[:more]
    return [value + each + (place in first) for place, value in enumerate(down)]


def split_gmv(before: Funnel, now: Funnel) -> GmvSplit:
    """Split a change of GMV over visitors, purchase rate and average order value.

    A factor behind a zero is not defined and counts as unchanged: without visitors there is no rate, without orders
    no order value. So of a span without sales the first zero on the way is the cause.

    Example:
        >>> split_gmv(Funnel(visitors=100, orders=4, gmv=4000), Funnel(visitors=200, orders=8, gmv=8000)).visitors
        4000
    """
    change = now.gmv - before.gmv
    known = all(one.visitors or not one.orders for one in (before, now))
    if not (before.gmv and now.gmv):
        parts = _of_zero(now if before.gmv else before, change, known=known) if change else [0.0, 0.0, 0.0]
    else:
        weight = change / log(now.gmv / before.gmv) if change else float(now.gmv)
        visits = log(now.visitors / before.visitors) if known else 0.0
        orders = log(now.orders / before.orders)
        value = log(now.gmv / before.gmv) - orders
        parts = [weight * part for part in (visits, orders - visits, value)]
    visitors, rate, value_part = whole_parts(parts, change) if known else (0, *whole_parts(parts[1:], change))
    return GmvSplit(change=change, visitors=visitors, purchase_rate=rate, order_value=value_part, traffic_known=known)


def bridge(before: Period, now: Period) -> Bridge:
    """Split a change of profit into price, volume, mix, cost, ads and after-sale.

    With margins a piece ``m = p·(1 − fee) − c − pick``: price is ``Σ q1·(p1 − p0)·(1 − fee)``, cost what a piece
    costs more, freight a piece in it, volume ``(Q1 − Q0)`` times the mean margin before, mix the rest: other goods for
    the same pieces. A SKU that one span does not have changes no price and no cost; it is mix, or volume where the span
    sold nothing at all.
    """
    change = now.profit - before.profit
    units = [sum(one.units for one in period.skus.values()) for period in (before, now)]
    price, cost, standard = _pieces(before, now)
    whole = before.margin - before.freight
    if units[0] and units[1]:
        volume = (units[1] - units[0]) * whole / units[0]
        freight_at_old = units[1] * Fraction(before.freight, units[0])
        mix = standard - freight_at_old - whole - volume
        cost -= now.freight - freight_at_old
    else:  # one of the spans sold nothing: all that goods and their freight did is volume
        volume, mix, price, cost = now.margin - now.freight - whole, Fraction(0), Fraction(0), Fraction(0)
    ads = Fraction(before.ads - now.ads)
    after = before.refunds * before.kept - now.refunds * now.kept
    names = dict(zip(BRIDGE, whole_parts([price, volume, mix, cost, ads, after], change), strict=True))
    return Bridge(change=change, parts=names)


def sku_causes(before: Period, now: Period, *, most: int = 3) -> list[tuple[str, int]]:
    """Give the SKUs whose margin changed most, largest first, with the change in minor units."""
    skus = sorted({*before.skus, *now.skus})
    none = SkuPeriod(units=0, revenue=0, unit_cost=0)
    moved = {
        sku: round(
            _margin(now.skus.get(sku, none), now.pick_pack, now.kept)
            - _margin(before.skus.get(sku, none), before.pick_pack, before.kept)
        )
        for sku in skus
    }
    return sorted(((sku, value) for sku, value in moved.items() if value), key=lambda one: (-abs(one[1]), one[0]))[
        :most
    ]


def _of_zero(end: Funnel, change: int, *, known: bool) -> list[float]:
    """Give the whole change to the first factor that is zero at the end without sales."""
    place = 0 if known and not end.visitors else 1 if not end.orders else 2
    return [float(change) if number == place else 0.0 for number in range(3)]


def _margin(one: SkuPeriod, pick_pack: int, kept: Fraction) -> Fraction:
    return one.revenue * kept - one.units * (one.unit_cost + pick_pack)


def _pieces(before: Period, now: Period) -> tuple[Fraction, Fraction, Fraction]:
    """Give price and cost parts of the goods, and this span's pieces at the margins of the span before."""
    both = [(before.skus[sku], new) for sku, new in now.skus.items() if sku in before.skus]
    both = [(old, new) for old, new in both if old.units and new.units]
    # whole numbers over one denominator: a sum of fractions would reduce itself at every step
    over = lcm(*(old.units for old, _ in both))
    at_old_price = Fraction(sum(new.units * old.revenue * (over // old.units) for old, new in both), over)
    goods = sum(new.units * (new.unit_cost + now.pick_pack) for _, new in both)
    old_goods = sum(new.units * (old.unit_cost + before.pick_pack) for old, new in both)
    kept_of_both = sum(new.revenue for _, new in both) * now.kept
    price, at_old_margin = kept_of_both - at_old_price * before.kept, at_old_price * before.kept - old_goods
    others = now.margin - (kept_of_both - goods)
    return price, Fraction(old_goods - goods), at_old_margin + others
