"""A world and a seed as arrays: everything that does not move while the market runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from decisions.day_view import NO_STEP, Bools, Floats, Ints
from scenarios.market.choice import first_logits, inclusive, usual_quantities, utilities
from scenarios.market.crowd import Crowd, make_crowd, segment_sizes
from scenarios.market.goods import Goods, intents, make_goods
from scenarios.market.hidden_goods import defect_rates, qualities
from scenarios.market.opening import ladder, start_pieces
from scenarios.market.rhythm import season_factor, season_progress, weekday_factor
from scenarios.market.shocks import CALENDAR_DAYS, Shocks, draw_shocks
from scenarios.world import LoadedWorld
from scenarios.world_spec import WorldSpec
from shops.terms import floor_price

AFTER = 60
"""Days past the last one for which the calendar is laid out: goods may still be on the way."""


@dataclass(frozen=True)
class Params:
    """The market of one world and seed. J articles, S segments, K keywords, L steps, D days and some after them.

    Attributes:
        world, spec, seed, days: What it was made from; days of the run.
        goods, crowd: The articles; the buyers on the first day, whose habits newcomers have as well.
        tier_from, first_tiers, floors: ``[J, L]`` pieces from which a step holds, starting prices, lowest prices.
        usual_place: ``[S, J]`` place in a ladder table, flat, of the step at a segment's usual quantity.
        slope, nest: ``[S, 1]``.
        dropship, lifts: ``[S]``; what a coupon's saving does to how often known buyers come.
        lift, intent: ``[K + 1, J]`` extra utility by keyword and its exponential; the last row is none.
        logit0: ``[3]`` decision to buy at the start, by origin.
        references: ``[D or 1, S, K + 1]`` inclusive values at the starting prices with everything on the shelf, by day
            if the articles have seasons of their own; see :meth:`reference`.
        quality, defect: ``[J]`` hidden quality (logits of staying), share of faulty lines.
        campaign: ``[K]`` row of the campaign.
        start_stock: ``[J]``.
        abroad: ``[n]`` whether a buyer of the data lives abroad.
        transit: Shares of parcels that are there in 1, 2, … days, summed.
        wanted: ``[D, J]`` log demand by article, season and fashion in it.
        boost: ``[D]`` weekday times season times the dates of the calendar.
        week: Mean open days in a week, as a factor on known buyers' rates.
        shocks: What befalls the market.
    """

    world: LoadedWorld
    spec: WorldSpec
    seed: int
    days: int
    goods: Goods
    crowd: Crowd
    tier_from: Ints
    first_tiers: Ints
    floors: Ints
    usual_place: Ints
    slope: Floats
    nest: Floats
    dropship: Bools
    lifts: Floats
    intent: Floats
    lift: Floats
    logit0: Floats
    references: Floats
    quality: Floats
    defect: Floats
    campaign: Ints
    start_stock: Ints
    abroad: Bools
    transit: Floats
    wanted: Floats
    boost: Floats
    week: float
    shocks: Shocks

    @property
    def articles(self) -> int:
        """Give J."""
        return len(self.goods.skus)

    def reference(self, day: int) -> Floats:
        """Give ``[S, K + 1]`` the inclusive values that a day's are held against."""
        at: Floats = self.references[min(day, len(self.references) - 1)]
        return at

    @property
    def keywords(self) -> int:
        """Give K."""
        return len(self.campaign)


def make_params(world: LoadedWorld, seed: int, days: int) -> Params:
    """Lay a world and a seed out as arrays."""
    spec = world.spec
    goods, crowd = make_goods(world.articles, spec), make_crowd(world.buyers, spec)
    tier_from, tiers, floors = _ladders(world, goods)
    usual = usual_quantities(goods, segment_sizes(crowd, len(spec.segments)))
    usual_tier = np.maximum((usual[:, :, None] >= tier_from).sum(axis=2) - 1, 0)
    slope, nest = (np.array([getattr(one, name) for one in spec.segments])[:, None] for name in ("price_slope", "nest"))
    intent = intents(world, goods)
    start = tiers[np.arange(len(goods.skus)), usual_tier].astype(float)
    shocks = draw_shocks(spec, seed, len(goods.skus))
    dates = [spec.shop.start + timedelta(days=number) for number in range(min(days + AFTER, CALENDAR_DAYS))]
    terms = spec.catalogue
    autumn = [season_progress(day, terms.season_from, terms.season_until) for day in dates]
    own = np.outer(autumn, spec.traffic.article_season_weight * goods.autumn)
    everything = np.ones(len(goods.skus), dtype=bool)
    homes = {campaign.id: row for row, campaign in enumerate(spec.ads.campaigns)}
    return Params(
        world=world,
        spec=spec,
        seed=seed,
        days=days,
        goods=goods,
        crowd=crowd,
        tier_from=tier_from,
        first_tiers=tiers,
        floors=floors,
        usual_place=np.arange(len(goods.skus)) * tiers.shape[1] + usual_tier,
        slope=slope,
        nest=nest,
        dropship=np.array([one.dropship for one in spec.segments]),
        lifts=np.array([spec.coupons.lift.get(one.name, 0.0) for one in spec.segments]),
        intent=intent,
        lift=np.exp(intent),
        logit0=first_logits(spec),
        references=np.array(
            [
                inclusive(utilities(one, slope, start, goods.ref), np.exp(intent), everything)
                for one in (goods.alpha + own if own.any() else [goods.alpha])
            ]
        ),
        quality=qualities(spec, goods.skus, seed),
        defect=defect_rates(spec, goods.skus, seed),
        campaign=np.array([homes[one.campaign] for one in spec.ads.keywords], dtype=np.int64),
        start_stock=start_pieces(spec, goods),
        abroad=np.array([one != spec.carriers.home_country for one in crowd.country]),
        transit=np.cumsum(spec.carriers.day_weights) / sum(spec.carriers.day_weights),
        wanted=goods.alpha + own + [shocks.trend(number, len(goods.skus)) for number in range(len(dates))],
        boost=np.array(
            [
                weekday_factor(world.weekdays, day) * season_factor(spec.traffic.season, day) * shocks.event[number]
                for number, day in enumerate(dates)
            ]
        ),
        week=7 / sum(world.weekdays.values()),
        shocks=shocks,
    )


def _ladders(world: LoadedWorld, goods: Goods) -> tuple[Ints, Ints, Ints]:
    """Lay the starting ladders and their floors out; a missing step repeats the one before it."""
    ladders = [ladder(article) for article in world.articles]
    steps = max(len(one) for one in ladders)
    shape = (len(ladders), steps)
    since, prices, floors = np.full(shape, NO_STEP), np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for row, tiers in enumerate(ladders):
        for step in range(steps):
            tier = tiers[min(step, len(tiers) - 1)]
            prices[row, step] = tier.unit_price
            floors[row, step] = floor_price(int(goods.cost[row]), tier.min_quantity, world.spec.floor)
            if step < len(tiers):
                since[row, step] = tier.min_quantity
    return since, prices, floors
