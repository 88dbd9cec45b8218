"""The attack finder: the basket in which a buyer pays least for one SKU, searched exactly before a promotion runs.

A basket is a line of the SKU and up to ``fillers`` lines of other or the same SKU, under any one coupon code. Between
two breakpoints of the order's sum the saving stands still, so a larger basket only thins it out: for each quantity
the search starts at every breakpoint, takes fillers in rising order, and stops when even a share rounded in the
buyer's favour cannot beat what was found. Every candidate is priced by :func:`shops.stacking.net_lines` itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from itertools import combinations
from math import ceil
from typing import NamedTuple

from shops.models import Tier
from shops.promotions import Coupon, CrossShop, ItemDiscount, Promotion, Threshold
from shops.stacking import Rate, item_price, net_lines

_NONE: Rate = (0, 1)
Taker = tuple[Callable[[int], Rate], bool]
"""What a discount takes of an order by its sum, and whether all goods of the basket count for it."""


Company = tuple[tuple[bool, bool], ...]
"""How a basket's SKUs stand to each discount of the attacked one: whether all of them count for it, and whether what
it asks to be bought together is there. Most fillers are alike in this, and what is known of one holds for all."""


class Goods(NamedTuple):
    """What stays while a basket is filled: the line of the SKU, its pieces and money, and what company it will have."""

    quantity: int
    money: int
    company: Company


@dataclass(frozen=True)
class Attack:
    """The cheapest way to buy a SKU.

    Attributes:
        sku: The SKU.
        quantity: Pieces in its line, the first of the basket.
        net: What the line costs, minor units.
        basket: SKU and pieces by line.
        coupon: The code used, if any.
    """

    sku: str
    quantity: int
    net: int
    basket: tuple[tuple[str, int], ...]
    coupon: str | None

    @property
    def unit(self) -> Fraction:
        """Give the net price of a piece, minor units."""
        return Fraction(self.net, self.quantity)


def find_attack(
    sku: str,
    ladders: Mapping[str, Sequence[Tier]],
    promotions: Sequence[Promotion],
    *,
    most_pieces: Mapping[str, int],
    fillers: int = 1,
) -> Attack | None:
    """Find the lowest net unit price of a SKU that any basket reaches.

    Args:
        sku: The SKU to attack.
        ladders: Price ladders of all that can be in a basket.
        promotions: Those that run together.
        most_pieces: Most pieces of each SKU in one line, e.g. its stock; a SKU without is in no basket.
        fillers: Most other lines in a basket.

    Returns:
        The attack, one with the fewest lines among equal prices; None when no piece can be bought.

    Example:
        A SKU at 1360 under 满300减50 alone: 23 pieces, net 26280, 1142.6 a piece.
    """
    there = sorted(name for name in most_pieces if name in ladders)
    goods = Shelf(most_pieces, ladders, promotions)
    best: Attack | None = None
    for coupon in (None, *sorted({one.discount.code for one in promotions if isinstance(one.discount, Coupon)})):
        usable = [one for one in promotions if not isinstance(one.discount, Coupon) or one.discount.code == coupon]
        search = _Search(sku, ladders, usable, coupon, goods, _breakpoints(usable, fillers + 1), fillers + 1, best)
        whole = [one for one in usable if not isinstance(one.discount, ItemDiscount)]
        bundled = any(isinstance(one.discount, Threshold) and one.discount.pair and one.touches(sku) for one in whole)
        rows = goods[sku] if sku in there else []
        targets = list(_targets(rows, ladders[sku], None if bundled else search.steps[-1]))
        # what counts towards nothing saves nothing, whatever it is put beside
        helping = [name for name in there if any(one.touches(name) for one in whole)]
        for size in range(fillers + 1):
            for others in combinations(helping, size):
                search.fill_beside(others, targets)
        best = search.best
    return best


@dataclass
class _Search:
    """One search under one coupon code; ``best`` is what was found so far."""

    sku: str
    ladders: Mapping[str, Sequence[Tier]]
    promotions: list[Promotion]
    coupon: str | None
    goods: Shelf
    steps: list[int]
    lines: int
    best: Attack | None
    takers: dict[tuple[Company, int], list[Taker]] = field(default_factory=dict)
    hopeful: dict[Company, tuple[Attack | None, list[tuple[int, int]]]] = field(default_factory=dict)

    def fill_beside(self, others: tuple[str, ...], targets: list[tuple[int, int]]) -> None:
        """Try every basket of a line of the SKU, (money, pieces) in ``targets``, and one line of each of the others."""
        names = {self.sku, *others}
        company = tuple((all(one.touches(name) for name in names), _complete(one, names)) for one in self._mine)
        best, hopeful = self.hopeful.get(company, (None, targets))
        if best is not self.best:
            # a line that cannot win with the least beside it cannot with more, nor later: what is best only falls
            hopeful = [row for row in hopeful if self._can_win_ever(row[0], Goods(row[1], row[0], company))]
            self.hopeful[company] = self.best, hopeful
        for money, quantity in hopeful:
            self._fill(((self.sku, quantity),), money, others, Goods(quantity, money, company))

    def _fill(self, basket: tuple[tuple[str, int], ...], total: int, others: tuple[str, ...], goods: Goods) -> None:
        """Try every basket that adds a line of each of the others, cheapest lines first."""
        if not others:
            if self._can_win_ever(total, goods):
                self._offer(basket)
            return
        name, rest = others[0], others[1:]
        if rest:
            for more, count in self.goods[name]:
                if not self._can_win_ever(total + more, goods):
                    break
                self._fill((*basket, (name, count)), total + more, rest, goods)
            return
        rows = self.goods[name]
        for step, start in enumerate(self.steps):
            for place in range(bisect_left(rows, (start - total, 0)), len(rows)):
                more, count = rows[place]
                if not self._can_win(total + more, step, goods):
                    break
                self._offer((*basket, (name, count)))

    def _can_win_ever(self, total: int, goods: Goods) -> bool:
        return any(self._can_win(total, step, goods) for step in range(len(self.steps)))

    def _can_win(self, total: int, step: int, goods: Goods) -> bool:
        """Tell whether a basket of ``total`` or more, between this step and the next, may be cheaper than the best."""
        if step + 1 < len(self.steps) and total >= self.steps[step + 1]:
            return False
        if self.best is None:
            return True
        whole, money = max(total, self.steps[step]), goods.money
        part, of = _NONE
        for rate, all_count in self._takers(goods.company, step):
            taken, out_of = rate(whole if all_count else money)
            if taken * of > part * out_of:
                part, of = taken, out_of
        left = money * (of - part) // of
        if self._cross:
            lowest = whole * (of - part)
            most = [(one.save * of, max(one.spend * of, lowest)) for one in self._cross]
            left = min(left * (sum_of - save) // sum_of for save, sum_of in most)
        return left * self.best.quantity < self.best.net * goods.quantity

    @cached_property
    def _cross(self) -> list[CrossShop]:
        return [one.discount for one in self.promotions if isinstance(one.discount, CrossShop)]

    @cached_property
    def _mine(self) -> list[Promotion]:
        return [one for one in self.promotions if one.touches(self.sku)]

    def _takers(self, company: Company, step: int) -> list[Taker]:
        """Give what the shop's discounts take at a step off the SKU, and whether all goods of the basket count for it.

        Of goods that do not count no more is known than that the line itself is there.
        """
        key = (company, step)
        if key not in self.takers:
            rates = [
                (self._rate(one, self.steps[step]) if complete else None, all_count)
                for one, (all_count, complete) in zip(self._mine, company, strict=True)
            ]
            self.takers[key] = [(rate, all_count) for rate, all_count in rates if rate is not None]
        return self.takers[key]

    def _rate(self, promotion: Promotion, step: int) -> Callable[[int], Rate] | None:
        """Give how the largest part of the order that a discount takes follows from the order's sum; None of none."""
        discount = promotion.discount
        if isinstance(discount, Threshold):
            return partial(_fixed, discount.save, discount.spend) if discount.spend <= step else None
        if not isinstance(discount, Coupon) or discount.min_spend > step:
            return None
        if discount.percent is None:
            return partial(_fixed, discount.largest, discount.min_spend)
        return partial(_of_hundred, discount.percent, discount.largest, self.lines)

    def _offer(self, basket: tuple[tuple[str, int], ...]) -> None:
        net = net_lines(basket, self.ladders, self.promotions, self.coupon).lines[0].net
        quantity = basket[0][1]
        if self.best is None or net * self.best.quantity < self.best.net * quantity:
            self.best = Attack(self.sku, quantity, net, basket, self.coupon)


class Shelf(dict[str, list[tuple[int, int]]]):
    """By SKU: (money of the line after the item discount, pieces), rising; made when a SKU is first looked for."""

    def __init__(
        self, most_pieces: Mapping[str, int], ladders: Mapping[str, Sequence[Tier]], promotions: Sequence[Promotion]
    ) -> None:
        super().__init__()
        self._most, self._ladders, self._promotions = most_pieces, ladders, promotions

    def __missing__(self, sku: str) -> list[tuple[int, int]]:
        tiers, rows, first = self._ladders[sku], list[tuple[int, int]](), 1
        for number, tier in enumerate(tiers):
            # a step's price holds for all its quantities, the first step's below it too
            price, _ = item_price(sku, tier.unit_price, self._promotions)
            last = tiers[number + 1].min_quantity - 1 if number + 1 < len(tiers) else self._most[sku]
            rows += [(count * price, count) for count in range(first, min(last, self._most[sku]) + 1)]
            first = max(first, last + 1)
        self[sku] = sorted(rows)
        return self[sku]


def _complete(promotion: Promotion, names: set[str]) -> bool:
    discount = promotion.discount
    return not isinstance(discount, Threshold) or discount.pair is None or names.issuperset(discount.pair)


def _fixed(save: int, spend: int, total: int) -> Rate:
    return save, max(total, spend)


def _of_hundred(percent: int, most: int, lines: int, total: int) -> Rate:
    # parts rounded down may stay under the coupon's most a little longer
    least = max(percent, total * percent - 100 * lines)
    return (percent, 100) if least <= 100 * most else (most * percent, least)


def _targets(rows: list[tuple[int, int]], tiers: Sequence[Tier], top: int | None) -> Iterator[tuple[int, int]]:
    """Give the lines of the SKU that can be cheapest: up to the first, past every step, that saves all by itself.

    Without a ``top`` none does, as in a bundle, whose saving is shared whatever the line is: then all are tried.
    """
    for money, quantity in sorted(rows, key=lambda row: row[1]):
        yield money, quantity
        if top is not None and money >= top and quantity >= tiers[-1].min_quantity:
            return


def _breakpoints(promotions: Sequence[Promotion], lines: int) -> list[int]:
    """Give the order sums at which a saving begins or stops growing; past the last one no saving changes."""
    steps, most = {0}, 0
    for one in promotions:
        discount = one.discount
        if isinstance(discount, Threshold):
            steps.add(discount.spend)
            most = max(most, discount.save)
        elif isinstance(discount, Coupon):
            steps.add(discount.min_spend)
            most = max(most, discount.largest)
            if discount.percent is not None:
                steps.add(ceil(Fraction(100 * (discount.largest + lines), discount.percent)))
    for one in promotions:
        if isinstance(one.discount, CrossShop):
            steps |= {one.discount.spend, one.discount.spend + most}
    return sorted(steps)
