"""How discounts stack: the one arithmetic of what an order costs. Integers of minor units throughout.

The order, stated in ``docs/decisions/0007-promotion-stacking.md``:

1. tier: each line has the ladder's price at its own pieces;
2. item discount: the lowest running one of the SKU, rounded up;
3. shop: one of the thresholds reached, bundles among them, or the coupon of the order, whichever saves most (at a tie
   the threshold); of a bundle its two SKUs count and become cheaper, of a coupon all but those it excludes;
4. cross-shop: the platform's threshold that saves most, reached by what is left of the goods.

A fixed saving is shared among the lines in proportion to their money: each share rounded down, and the minor units
left over go to the largest remainders. A coupon in percent takes its part of each line, rounded down; above its most
it is a fixed saving. A quote does not stack: its prices are final, and no promotion and no code lowers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shops.models import Tier
from shops.promotions import Coupon, CrossShop, ItemDiscount, Promotion, Threshold, discounted
from shops.terms import ladder_price

Rate = tuple[int, int]
"""A part as numerator and denominator, not reduced: a bound compares many, and whole numbers are cheap."""

Basket = Sequence[tuple[str, int]]
"""SKUs with pieces, one for each line; a SKU may stand in several lines."""


@dataclass(frozen=True)
class NetLine:
    """One line: ``unit_price`` after tier and item discount, ``net`` what is paid for the whole line."""

    sku: str
    quantity: int
    unit_price: int
    net: int


@dataclass(frozen=True)
class NetOrder:
    """What an order costs, line by line in the order given, and the ids of the promotions it used."""

    lines: tuple[NetLine, ...]
    used: tuple[str, ...]

    @property
    def total(self) -> int:
        """Give what the order costs."""
        return sum(line.net for line in self.lines)


def net_lines(
    basket: Basket,
    ladders: Mapping[str, Sequence[Tier]],
    promotions: Sequence[Promotion],
    coupon: str | None = None,
) -> NetOrder:
    """Price a basket under promotions.

    Args:
        basket: SKU and pieces of each line.
        ladders: Price ladders by SKU.
        promotions: Those that apply to this buyer at this moment.
        coupon: Code that the buyer gives; one that is not among the promotions does nothing.

    Example:
        23 pieces at 1360 under 满300减50 (spend 30000, save 5000): one line of net 26280, 1142.6 a piece.
    """
    units, used = list[int](), list[str]()
    for sku, quantity in basket:
        price, item = item_price(sku, ladder_price(ladders[sku], quantity), promotions)
        units.append(price)
        if item is not None and item not in used:
            used.append(item)
    nets = [unit * quantity for unit, (_, quantity) in zip(units, basket, strict=True)]
    for step in ((Threshold, Coupon), (CrossShop,)):
        best_id, shares = _order_step(
            basket, nets, [one for one in promotions if isinstance(one.discount, step)], coupon
        )
        if best_id is not None:
            used.append(best_id)
            nets = [net - share for net, share in zip(nets, shares, strict=True)]
    lines = zip(basket, units, nets, strict=True)
    return NetOrder(tuple(NetLine(sku, pieces, unit, net) for (sku, pieces), unit, net in lines), tuple(used))


def lowest_unit_price(sku: str, quantity: int, unit_price: int, promotions: Sequence[Promotion]) -> int:
    """Give a price that no basket can go below, in closed form, for a step of a ladder.

    Whatever else is in the order, whichever coupon is used: a line of ``quantity`` pieces of the SKU, or of more at
    the same step, costs at least this much a piece. It holds because a threshold's share of the line's money is at
    most ``save / max(spend, the line's money)``, which falls with the quantity, and a whole minor unit of rounding
    cannot cross ``quantity × a whole price``. A line of the exact search (``decisions/attack.py``) is never below it.

    Args:
        sku: The SKU.
        quantity: First quantity of the step, at least 1.
        unit_price: The step's price, minor units.
        promotions: All that may run together.

    Returns:
        Minor units a piece, rounded down.
    """
    price, _ = item_price(sku, unit_price, promotions)
    money = price * quantity
    part, of = _largest(_largest_rate(one, money) for one in promotions if one.touches(sku))
    left = money * (of - part)  # in parts of a minor unit, as many as `of` says
    cross = [one.discount for one in promotions if isinstance(one.discount, CrossShop)]
    if cross:
        left = max(0, left - of)  # the third step's rounding, which the fourth then shares in
        part, out_of = _largest((one.save * of, max(one.spend * of, left)) for one in cross)
        left, of = left * (out_of - part), of * out_of
    return left // (of * quantity)


def reachable(sku: str, tiers: Sequence[Tier], promotions: Sequence[Promotion]) -> list[tuple[int, int]]:
    """Give for each step of a ladder its first quantity and the price that no basket goes below there.

    The first step's price holds below it too, from one piece on.
    """
    starts = [tier.min_quantity if number else 1 for number, tier in enumerate(tiers)]
    return [
        (start, lowest_unit_price(sku, start, tier.unit_price, promotions))
        for start, tier in zip(starts, tiers, strict=True)
    ]


def share_out(amount: int, weights: Sequence[int], names: Sequence[tuple[str, int]]) -> list[int]:
    """Share an amount in proportion to weights: rounded down, what is left over by largest remainder.

    ``names`` break ties, so that the order of lines does not matter.
    """
    whole = sum(weights)
    shares = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), names[i], i))
    for place in by_remainder[: amount - sum(shares)]:
        shares[place] += 1
    return shares


def item_price(sku: str, price: int, promotions: Sequence[Promotion]) -> tuple[int, str | None]:
    """Give a SKU's unit price after the item discount that lowers it most, and that promotion's id."""
    best: tuple[int, str | None] = (price, None)
    for one in sorted(promotions, key=lambda one: one.id):
        if isinstance(one.discount, ItemDiscount) and sku in one.discount.skus:
            lower = discounted(price, one.discount)
            best = (lower, one.id) if lower < best[0] else best
    return best


def _order_step(
    basket: Basket, nets: Sequence[int], promotions: Sequence[Promotion], coupon: str | None
) -> tuple[str | None, list[int]]:
    """Give the promotion that saves most on the order, and each line's share."""
    best: tuple[Promotion, int, list[int]] | None = None
    for one in sorted(promotions, key=lambda one: (isinstance(one.discount, Coupon), one.id)):
        counted = [net if one.touches(sku) else 0 for net, (sku, _) in zip(nets, basket, strict=True)]
        saved = _saving(one, basket, counted, coupon)
        if saved and (best is None or saved > best[1]):
            best = one, saved, counted
    if best is None:
        return None, []
    discount, counted = best[0].discount, best[2]
    if isinstance(discount, Coupon) and discount.percent and sum(parts := _parts(counted, discount)) == best[1]:
        return best[0].id, parts
    return best[0].id, share_out(best[1], counted, [(sku, quantity) for sku, quantity in basket])


def _saving(promotion: Promotion, basket: Basket, nets: Sequence[int], coupon: str | None) -> int:
    """Give what a promotion takes off an order; ``nets`` is the money of each line that counts for it, else 0."""
    discount, total = promotion.discount, sum(nets)
    if isinstance(discount, Threshold) and discount.pair and not set(discount.pair) <= {sku for sku, _ in basket}:
        return 0
    if isinstance(discount, Coupon):
        if discount.code != coupon or total < discount.min_spend:
            return 0
        return discount.save or min(discount.largest, sum(_parts(nets, discount)))
    assert isinstance(discount, Threshold | CrossShop)
    return discount.save if total >= discount.spend else 0


def _parts(nets: Sequence[int], coupon: Coupon) -> list[int]:
    return [net * (coupon.percent or 0) // 100 for net in nets]


def _largest(rates: Iterable[Rate]) -> Rate:
    part, of = 0, 1
    for one, out_of in rates:
        if one * of > part * out_of:
            part, of = one, out_of
    return part, of


def _largest_rate(promotion: Promotion, money: int) -> Rate:
    """Give the largest part of a line's money that the third step can take."""
    discount = promotion.discount
    if isinstance(discount, Threshold):
        return discount.save, max(discount.spend, money)
    if isinstance(discount, Coupon) and discount.save is not None:
        return discount.save, max(discount.min_spend, money)
    if isinstance(discount, Coupon):
        percent = discount.percent or 0
        return (percent, 100) if percent * money <= 100 * discount.largest else (discount.largest, money)
    return 0, 1
