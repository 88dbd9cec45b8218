"""The laws of a day of the market of slots, for the oracle at the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from decisions.day_view import Ints, ShopTerms
from scenarios.market.choice import first_logits, inclusive, utilities
from scenarios.market.mood import pull_of
from scenarios.market.rhythm import season_progress
from scenarios.market.state import State
from scenarios.market.true_laws import Moment, TrueLaws
from scenarios.numbers import Truth


class SlotTruth:
    """A :class:`scenarios.numbers.Hidden` of one market of slots; it reads the living state and never changes it.

    Args:
        state: The market's hidden state.
        terms: The shop's, in whose order articles and keywords are given.

    Raises:
        KeyError: The shop has an article or a keyword that the market does not have.
    """

    def __init__(self, state: State, terms: ShopTerms) -> None:
        spec = state.world.spec
        self._state = state
        self._laws = TrueLaws(
            spec,
            state.goods,
            state.crowd,
            state.seed,
            usual=state.usual,
            intent=state.intent,
            ad_worth=np.array([one.worth for one in spec.ads.keywords]),
        )
        words = {one.text: row for row, one in enumerate(spec.ads.keywords)}
        self._articles = np.array([state.place[sku] for sku in terms.skus], dtype=np.int64)
        self._keywords = np.array([words[text] for text in terms.keywords], dtype=np.int64)

    def truth(self, day: int) -> Truth:
        """Give the laws of a day, today or later."""
        return _in_order(self._laws.at(self._moment(day)), self._articles, self._keywords)

    def _moment(self, number: int) -> Moment:
        state, spec, crowd = self._state, self._state.world.spec, self._state.crowd
        day, count = spec.shop.start + timedelta(days=number), len(spec.segments)
        autumn = season_progress(day, spec.catalogue.season_from, spec.catalogue.season_until)
        slope = np.array([one.price_slope for one in spec.segments])[:, None]
        wanted = state.goods.alpha + spec.traffic.article_season_weight * autumn * state.goods.autumn
        pull = pull_of(state, day)
        at_start = utilities(wanted, slope, state.start_prices, state.goods.ref)
        everything = np.ones(len(state.goods.skus), dtype=bool)
        ref = np.broadcast_to(state.goods.ref, at_start.shape)
        mine, rates = crowd.segment[crowd.alive], crowd.rate[crowd.alive]
        return Moment(
            appeal=utilities(wanted + pull.articles, slope, ref, state.goods.ref),
            logits=first_logits(spec) + pull.origins,
            start=inclusive(at_start, np.exp(state.intent), everything),
            boost=state.boost(day),
            week=7 / sum(state.weekdays.values()),
            rank=state.rank,
            alive=np.bincount(mine, minlength=count),
            rate=np.bincount(mine, rates, minlength=count).astype(np.float64),
            delay=int(state.shocks.delay[state.shocks.at(day)]),
        )


def _in_order(law: Truth, articles: Ints, keywords: Ints) -> Truth:
    """Bring articles and keywords into the shop's order; what it does not have is left out."""
    columns = np.append(keywords, len(law.searches))
    return replace(
        law,
        **{name: getattr(law, name)[:, articles] for name in ("appeal", "usual", "pieces")},
        **{name: getattr(law, name)[articles] for name in ("ref", "quality", "defect")},
        **{
            name: getattr(law, name)[keywords]
            for name in ("searches", "click_rate", "ad_worth", "rival_median", "rival_spread")
        },
        start=law.start[:, columns],
        intent=law.intent[np.ix_(columns, articles)],
    )
