"""The laws of a day of the market of arrays, for the oracle."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from scenarios.market.choice import usual_quantities
from scenarios.market.crowd import segment_sizes
from scenarios.market.kernel.body import Body
from scenarios.market.kernel.demand import order_logits, wanted_utility
from scenarios.market.kernel.params import Params
from scenarios.market.true_laws import Moment, TrueLaws
from scenarios.numbers import Truth


@dataclass
class KernelTruth:
    """A :class:`scenarios.numbers.Hidden` of one market; it reads the living state and never changes it."""

    params: Params
    body: Body
    _laws: TrueLaws = field(init=False)

    def __post_init__(self) -> None:
        params = self.params
        self._laws = TrueLaws(
            params.spec,
            params.goods,
            params.crowd,
            params.seed,
            usual=usual_quantities(params.goods, segment_sizes(params.crowd, len(params.spec.segments))),
            intent=params.intent,
            ad_worth=np.ones(params.keywords),
        )

    def truth(self, day: int) -> Truth:
        """Give the laws of a day, today or later."""
        params, body = self.params, self.body
        people, count = body.buyers, len(params.spec.segments)
        at = min(day, len(params.boost) - 1)
        mine, rates = params.crowd.segment[people.kind][people.alive], people.rate[people.alive]
        return self._laws.at(
            Moment(
                appeal=wanted_utility(params, body, np.broadcast_to(params.goods.ref, (count, params.articles)), at),
                logits=order_logits(params, body, at),
                start=params.reference(at),
                boost=float(params.boost[at]),
                week=params.week,
                rank=body.rank,
                alive=np.bincount(mine, minlength=count),
                rate=np.bincount(mine, rates, minlength=count).astype(np.float64),
                delay=int(params.shocks.delay[at]),
            )
        )
