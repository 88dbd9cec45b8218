"""The laws of a day as the oracle may know them, of either form of market: parameters and shocks, never the luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from decisions.day_view import Floats, Ints
from scenarios.market.crowd import Crowd
from scenarios.market.goods import Goods
from scenarios.market.hidden_goods import defect_rates, qualities
from scenarios.numbers import Truth
from scenarios.world_spec import WorldSpec

GRID, SIZES = 64, 24
"""Points of the luck, and sizes of buyers, over which means are taken."""


@dataclass(frozen=True)
class Moment:
    """What a day makes of the laws.

    Attributes:
        appeal: ``[S, J]`` utility at the reference prices.
        logits: ``[3]`` of an order by origin.
        start: ``[S, K + 1]`` inclusive values that the day's are held against.
        boost: Demand over a mean open day; ``week`` makes open days of days, for known buyers.
        rank: Of the shop, today.
        alive, rate: ``[S]`` buyers who still come, and the sum of their rates.
        delay: Days by which the supplier is late over its usual lateness.
    """

    appeal: Floats
    logits: Floats
    start: Floats
    boost: float
    week: float
    rank: float
    alive: Ints
    rate: Floats
    delay: int


class TrueLaws:
    """What does not move.

    Args:
        spec: The world.
        goods: Its articles.
        crowd: Its buyers; newcomers have the habits of those of the data.
        seed: Of the hidden qualities.
        usual: ``[S, J]`` pieces at which each segment looks up the ladder.
        intent: ``[K + 1, J]``.
        ad_worth: ``[K]`` how often a keyword's clicks order beside the law's chance.
    """

    def __init__(
        self, spec: WorldSpec, goods: Goods, crowd: Crowd, seed: int, *, usual: Ints, intent: Floats, ad_worth: Floats
    ) -> None:
        self._spec, self._usual, self._intent, self._ad_worth = spec, usual, intent, ad_worth
        self._goods, count = goods, len(spec.segments)
        self._mix = np.bincount(crowd.segment[: crowd.real], minlength=count) / crowd.real
        self._lines, self._pieces = _habits(spec, goods, crowd)
        self._quality = qualities(spec, goods.skus, seed) + spec.loyalty.on_time_gain
        faults = spec.aftersale.broken_share + spec.aftersale.missing_share
        self._defect = defect_rates(spec, goods.skus, seed) + faults

    def at(self, now: Moment) -> Truth:
        """Give the laws of a day."""
        spec, terms, keywords = self._spec, self._spec.inquiries, self._spec.ads.keywords
        return Truth(
            appeal=now.appeal,
            slope=np.array([one.price_slope for one in spec.segments]),
            nest=np.array([one.nest for one in spec.segments]),
            lines=self._lines,
            ref=self._goods.ref,
            usual=self._usual,
            pieces=self._pieces,
            logit0=now.logits,
            start=now.start,
            intent=self._intent,
            known=now.rate * now.boost * now.week * now.rank / spec.traffic.conversion_known,
            search=self._mix * spec.traffic.search_visits * now.boost * now.rank,
            mix=self._mix,
            searches=np.array([one.searches for one in keywords]) * now.boost,
            click_rate=np.array([one.click_rate for one in keywords]),
            ad_worth=self._ad_worth,
            rival_median=np.array([one.rival_median for one in keywords]),
            rival_spread=np.array([one.rival_spread for one in keywords]),
            cold_lines=spec.traffic.cold_lines,
            drop=spec.loyalty.drop,
            quality=self._quality,
            new_rate=spec.loyalty.new_rate,
            alive=now.alive,
            rate=now.rate,
            defect=self._defect,
            false_share=spec.aftersale.false_share,
            genuine=(spec.disputes.evidence_genuine, spec.disputes.evidence_false),
            inquiries=terms.per_day * (1 - terms.delivery_share) * now.boost,
            reservation=(terms.reservation_median, terms.reservation_spread),
            quote_slope=terms.price_slope,
            counter_within=terms.counter_within,
            delay=now.delay + spec.factory.late_days_max / 2,
        )


def _habits(spec: WorldSpec, goods: Goods, crowd: Crowd) -> tuple[Floats, Floats]:
    """Give ``[S]`` mean lines of an order and ``[S, J]`` mean pieces of a line; 1 for a segment without buyers.

    Orders are those of the buyers of the data at their own rates, so who orders often counts often, and the size of who
    fills many lines counts for each of them.
    """
    terms, count = spec.orders, len(spec.segments)
    spread = np.exp(terms.lines_spread * ndtri(_luck(GRID)))
    lines, pieces = np.ones(count), np.ones((count, len(goods.skus)))
    for row in range(count):
        mine = np.flatnonzero(crowd.segment[: crowd.real] == row)
        if not len(mine):
            continue
        own = np.maximum(1, np.rint(crowd.lines[mine, None] * terms.lines_scale * spread)).mean(axis=1)
        lines[row] = np.average(own, weights=crowd.rate[mine])
        sizes = _quantiles(crowd.size[mine], crowd.rate[mine] * own) * terms.quantity_scale
        pieces[row] = mean_pieces(spec, goods, sizes)
    return lines, pieces


def mean_pieces(spec: WorldSpec, goods: Goods, sizes: Floats) -> Floats:
    """Give ``[J]`` the mean pieces of a line over buyers of these sizes and the luck of quantities."""
    article = np.repeat(np.arange(len(goods.skus)), len(sizes) * GRID)
    size, luck = np.tile(np.repeat(sizes, GRID), len(goods.skus)), np.tile(_luck(GRID), len(goods.skus) * len(sizes))
    drawn = goods.quantities(article, luck, size, spec.orders.quantity_within)
    held = np.minimum(drawn, spec.orders.max_quantity)
    return np.bincount(article, held) / np.bincount(article)


def _quantiles(values: Floats, weights: Floats) -> Floats:
    """Give :data:`SIZES` quantiles of weighted values."""
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order]) / weights.sum()
    return np.asarray(values[order][np.minimum(np.searchsorted(below, _luck(SIZES)), len(order) - 1)])


def _luck(points: int) -> Floats:
    return (np.arange(points) + 0.5) / points
