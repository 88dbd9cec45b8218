"""What running promotions do to buyers: who sees one, who comes because of it, and what it is worth at the choice.

A known buyer whom a coupon is for notices it with probability ``seen``. A buyer who expects to spend E weighs a
saving of S from M on as the share ``r = S / max(M, E)`` of the prices, and not at all when E is below ``top_up · M``.
Prices are then felt as ``p · (1 - r)`` in the choice, and a known buyer comes ``(1 - r)^-lift`` times as often, with
the segment's own ``lift``. A basket that is nearly large enough is made larger until the saving is reached. What is
paid is the shop's own arithmetic: the code is only put into the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scenarios.market.choice import Shelf, shelf_prices
from scenarios.market.goods import Floats
from scenarios.market.laws import coupon_pull
from scenarios.market.state import State
from scenarios.market.streams import stream
from scenarios.market.visits import KNOWN, Visits
from shops.models import Tier
from shops.promotions import Coupon, CrossShop, ItemDiscount, Promotion, Threshold
from shops.stacking import item_price
from shops.terms import ladder_price

_STEPS = 100
"""Savings are felt in whole percents, so that few choices have to be worked out."""


@dataclass(frozen=True)
class Felt:
    """What one buyer feels of the promotions: the share saved in percent, and the promotion that saves it."""

    percent: int
    promotion: Promotion


def running(state: State, moment: datetime) -> list[Promotion]:
    """Give the promotions in force at a moment."""
    if state.reads.promotions is None:
        return []
    return [one for one in state.reads.promotions.list_promotions(open_only=True) if one.runs(moment)]


def felt_shelf(state: State, shelf: Shelf, promotions: Sequence[Promotion]) -> Shelf:
    """Give the shelf at the prices that item discounts leave, as everybody sees them."""
    items = [one for one in promotions if isinstance(one.discount, ItemDiscount)]
    if not items:
        return shelf
    lower = [
        tuple(Tier(min_quantity=t.min_quantity, unit_price=item_price(sku, t.unit_price, items)[0]) for t in ladder)
        for sku, ladder in zip(state.goods.skus, shelf.ladders, strict=True)
    ]
    return replace(shelf, price=shelf_prices(lower, state.usual))


class Offers:
    """The promotions on whole orders that buyers of one slot may feel.

    Args:
        state: The market.
        shelf: What buyers meet.
        promotions: Those in force.
    """

    def __init__(self, state: State, shelf: Shelf, promotions: Sequence[Promotion]) -> None:
        self._state, self._terms = state, state.world.spec.coupons
        self._orders = [one for one in promotions if not isinstance(one.discount, ItemDiscount | CrossShop)]
        self._spend = _line_money(state, shelf) if self._orders else np.zeros(0)

    @property
    def pull(self) -> Floats | None:
        """Give ``[n]`` how much more often each known buyer comes; None when nothing runs."""
        if not self._orders:
            return None
        crowd = self._state.crowd
        factor = np.ones(len(crowd.ids))
        for row, felt in self._known.items():
            segment = self._state.world.spec.segments[crowd.segment[row]].name
            factor[row] = coupon_pull(felt.percent / _STEPS, self._terms.lift.get(segment, 0.0))
        return factor

    def split(self, visits: Visits) -> Iterator[tuple[Promotion | None, int, Visits]]:
        """Split visits by what their buyers feel: the promotion, the saving in percent, and the visits."""
        if not self._orders:
            yield None, 0, visits
            return
        felt_by: Mapping[int, Felt | None] = self._known if visits.origin == KNOWN else self._felt_by_new(visits)
        groups: dict[tuple[str, int], tuple[Promotion | None, list[int]]] = {}
        for place, kind in enumerate(visits.kind.tolist()):
            felt = felt_by.get(kind)
            key = (felt.promotion.id, felt.percent) if felt else ("", 0)
            groups.setdefault(key, (felt.promotion if felt else None, []))[1].append(place)
        for key in sorted(groups):
            promotion, places = groups[key]
            yield promotion, key[1], _only(visits, np.array(places, dtype=np.int64))

    @cached_property
    def _known(self) -> dict[int, Felt]:
        """Give what the known buyers feel, by row of the crowd."""
        crowd = self._state.crowd
        audiences = [one.discount.audience if isinstance(one.discount, Coupon) else () for one in self._orders]
        # a coupon for few is felt by few: the others need not be asked
        asked = {who for one in audiences for who in one} if all(audiences) else set(crowd.ids)
        rows = sorted(crowd.place[who] for who in asked if who in crowd.place)
        felt = self._best(np.array(rows, dtype=np.int64), 1.0, invited=[crowd.ids[row] for row in rows])
        return {row: one for row, one in zip(rows, felt, strict=True) if one is not None}

    def _felt_by_new(self, visits: Visits) -> dict[int, Felt | None]:
        """Give what buyers who are not known feel, by the row of the crowd whose habits they have."""
        kinds, cold = np.unique(visits.kind), self._state.world.spec.traffic.cold_lines
        return dict(zip(kinds.tolist(), self._best(kinds, cold, invited=[None] * len(kinds)), strict=True))

    def _best(self, rows: NDArray[np.int64], cold: float, *, invited: Sequence[str | None]) -> list[Felt | None]:
        """Give by buyer the promotion that saves most; only public ones for who is not known."""
        expects = self._expects(rows, cold)
        most, whose = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
        by_id = sorted(self._orders, key=lambda one: one.id)
        for number, one in enumerate(by_id):
            shares = _shares(one, expects, self._terms.top_up)
            # of equal savings the last id is felt
            better = (shares >= np.maximum(most, 1)) & self._reaches(one, rows, invited)
            most[better], whose[better] = shares[better], number
        return [
            Felt(share, by_id[number]) if share else None
            for share, number in zip(most.tolist(), whose.tolist(), strict=True)
        ]

    def _expects(self, rows: NDArray[np.int64], cold: float) -> Floats:
        """Give what buyers expect to spend on an order, minor units."""
        crowd, terms = self._state.crowd, self._state.world.spec.orders
        lines = np.maximum(1.0, crowd.lines[rows] * cold * terms.lines_scale)
        return np.asarray(lines * crowd.size[rows] * terms.quantity_scale * self._spend[crowd.segment[rows]])

    def _reaches(self, one: Promotion, rows: NDArray[np.int64], invited: Sequence[str | None]) -> NDArray[np.bool_]:
        """Tell by buyer who may use a promotion and has noticed it; a threshold stands in the shop for all."""
        if not isinstance(one.discount, Coupon):
            return np.ones(len(rows), dtype=bool)
        noticed: NDArray[np.bool_] = self._notices[one.discount.code][rows] < self._terms.seen
        if one.discount.audience:
            noticed &= np.array([who in self._invited[one.id] for who in invited], dtype=bool)
        return noticed

    @cached_property
    def _invited(self) -> dict[str, frozenset[str]]:
        coupons = [(one.id, one.discount) for one in self._orders if isinstance(one.discount, Coupon)]
        return {name: frozenset(discount.audience) for name, discount in coupons}

    @cached_property
    def _notices(self) -> dict[str, Floats]:
        """Give the luck of noticing a code, by buyer; the same for a buyer on every day."""
        codes = [one.discount.code for one in self._orders if isinstance(one.discount, Coupon)]
        count = len(self._state.crowd.ids)
        return {code: stream(self._state.seed, "notices", code).random(count) for code in codes}


def reach(state: State, ladders: Sequence[Sequence[Tier]], promotion: Promotion, lines: list[tuple[int, int]]) -> None:
    """Make a basket larger, in place, until it reaches what a promotion asks for, if it is nearly there."""
    least = _least_spend(promotion)
    skus = state.goods.skus
    counted = [place for place, (article, _) in enumerate(lines) if promotion.touches(skus[article])]
    money = sum(lines[place][1] * ladder_price(ladders[lines[place][0]], lines[place][1]) for place in counted)
    if not counted or money >= least or money < state.world.spec.coupons.top_up * least:
        return
    most = state.world.spec.orders.max_quantity
    while money < least:
        grown = False
        for place in counted:
            article, pieces = lines[place]
            more = min(most, pieces + int(state.goods.pack[article]))
            if money < least and more > pieces:
                ladder = ladders[article]
                money += more * ladder_price(ladder, more) - pieces * ladder_price(ladder, pieces)
                lines[place], grown = (article, more), True
        if not grown:
            return


def code_of(promotion: Promotion | None) -> str | None:
    """Give the code that a buyer puts into the order; a threshold needs none."""
    return promotion.discount.code if promotion and isinstance(promotion.discount, Coupon) else None


def _shares(one: Promotion, expects: Floats, top_up: float) -> NDArray[np.int64]:
    """Give r in whole percents; 0 for a buyer whose usual order is too small to be made larger."""
    least, discount = _least_spend(one), one.discount
    if _is_bundle(one):
        return np.zeros(len(expects), dtype=np.int64)
    spent = np.maximum(least, expects)
    if isinstance(discount, Coupon) and discount.percent:
        shares = np.floor(np.minimum(discount.percent, _STEPS * discount.largest / spent))
    else:
        save = discount.largest if isinstance(discount, Coupon) else getattr(discount, "save", 0)
        shares = np.rint(_STEPS * save / spent)
    return np.where(expects < top_up * least, 0, shares).astype(np.int64)


def _is_bundle(one: Promotion) -> bool:
    return isinstance(one.discount, Threshold) and one.discount.pair is not None


def _least_spend(one: Promotion) -> int:
    discount = one.discount
    return discount.min_spend if isinstance(discount, Coupon) else getattr(discount, "spend", 0)


def _line_money(state: State, shelf: Shelf) -> Floats:
    """Give ``[S]`` the money of a usual line by segment, articles weighed by how much they are wanted."""
    weight = np.exp(state.goods.alpha)
    usual: Floats = (shelf.price * state.goods.median * weight).sum(axis=1) / weight.sum()
    return usual


def _only(visits: Visits, places: NDArray[np.int64]) -> Visits:
    return replace(
        visits,
        kind=visits.kind[places],
        keyword=visits.keyword[places],
        term=visits.term[places],
        number=visits.number[places],
        luck=visits.luck[places],
    )
