"""The laws of a day as the oracle may know them: parameters and shocks, never the luck."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from decisions.day_view import Floats, Ints
from scenarios.market.kernel.body import Body
from scenarios.market.kernel.demand import order_logits, wanted_utility
from scenarios.market.kernel.params import Params
from scenarios.numbers import Truth


@dataclass
class KernelTruth:
    """A :class:`scenarios.numbers.Hidden` of one market; it reads the living state and never changes it."""

    params: Params
    body: Body
    _pieces: Floats = field(init=False)
    _usual: Ints = field(init=False)

    def __post_init__(self) -> None:
        self._pieces = mean_pieces(self.params)
        sizes = _segment_means(self.params, self.params.crowd.size)
        self._usual = np.maximum(1, np.rint(np.outer(sizes, self.params.goods.median))).astype(np.int64)

    def truth(self, day: int) -> Truth:
        """Give the laws of a day, today or later."""
        params, body, spec = self.params, self.body, self.params.spec
        crowd, people, terms = params.crowd, body.buyers, spec.inquiries
        count = len(spec.segments)
        at = min(day, len(params.boost) - 1)
        boost = params.boost[at]
        segment = crowd.segment[people.kind]
        alive = np.bincount(segment[people.alive], minlength=count)
        rate = np.bincount(segment[people.alive], people.rate[people.alive], minlength=count).astype(np.float64)
        mix = np.bincount(crowd.segment, minlength=count) / crowd.real
        keywords = spec.ads.keywords
        genuine = params.defect + spec.aftersale.broken_share + spec.aftersale.missing_share
        late = int(params.shocks.delay[at]) + spec.factory.late_days_max / 2
        return Truth(
            appeal=wanted_utility(params, body, np.broadcast_to(params.goods.ref, (count, params.articles)), at),
            slope=params.slope[:, 0],
            nest=params.nest[:, 0],
            lines=_segment_means(params, crowd.lines) * spec.orders.lines_scale,
            ref=params.goods.ref,
            usual=self._usual,
            pieces=self._pieces,
            logit0=order_logits(params, body, at),
            start=params.reference(at),
            intent=params.intent,
            known=rate * boost * params.week * body.rank / spec.traffic.conversion_known,
            search=mix * spec.traffic.search_visits * boost * body.rank,
            mix=mix,
            searches=np.array([one.searches for one in keywords]) * boost,
            click_rate=np.array([one.click_rate for one in keywords]),
            rival_median=np.array([one.rival_median for one in keywords]),
            rival_spread=np.array([one.rival_spread for one in keywords]),
            cold_lines=spec.traffic.cold_lines,
            drop=spec.loyalty.drop,
            quality=params.quality + spec.loyalty.on_time_gain,
            new_rate=spec.loyalty.new_rate,
            alive=alive,
            rate=rate,
            defect=genuine,
            false_share=spec.aftersale.false_share,
            genuine=(spec.disputes.evidence_genuine, spec.disputes.evidence_false),
            inquiries=terms.per_day * (1 - terms.delivery_share) * boost,
            reservation=(terms.reservation_median, terms.reservation_spread),
            quote_slope=terms.price_slope,
            delay=late,
        )


def mean_pieces(params: Params) -> Floats:
    """Give ``[S, J]`` the mean pieces of a line, over the luck of quantities."""
    grid = (np.arange(64) + 0.5) / 64
    sizes = _segment_means(params, params.crowd.size) * params.spec.orders.quantity_scale
    result = np.zeros((len(sizes), params.articles))
    for row, size in enumerate(sizes):
        for article in range(params.articles):
            rows = np.full(len(grid), article)
            drawn = params.goods.quantities(rows, grid, np.full(len(grid), size), params.spec.orders.quantity_within)
            result[row, article] = np.minimum(drawn, params.spec.orders.max_quantity).mean()
    return result


def _segment_means(params: Params, values: Floats) -> Floats:
    """Give ``[S]`` means over the buyers of each segment; 1 for a segment without any."""
    segments = range(len(params.spec.segments))
    mine = [values[params.crowd.segment == row] for row in segments]
    return np.array([one.mean() if len(one) else 1.0 for one in mine])
