"""What moves demand beside the shop in the market of slots: fashions, price wars, rivals who follow, stars."""

from __future__ import annotations

from datetime import date
from statistics import mean

import numpy as np

from scenarios.market.choice import Pull
from scenarios.market.creatives import standing_appeal
from scenarios.market.hidden_goods import quality
from scenarios.market.laws import next_rivals, stars_given
from scenarios.market.state import State
from scenarios.market.streams import stream
from shops.models import Order


def pull_of(state: State, day: date) -> Pull:
    """Give what fashions, better listings, price wars, rivals and stars add to demand on a day."""
    spec, number, articles = state.world.spec, state.shocks.at(day), len(state.goods.skus)
    wanted = state.shocks.trend(number, articles) + standing_appeal(state)
    if spec.rivals.weight:
        slope = np.array([one.price_slope for one in spec.segments])[:, None]
        wanted = wanted + spec.rivals.weight * slope * state.mood.rivals
    stars = spec.reviews.weight * (state.mood.stars / state.mood.reviews - spec.reviews.start)
    return Pull(wanted, np.array([0.0, stars, stars]) - state.shocks.war[number])


def move_rivals(state: State, day: date) -> None:
    """Let rivals follow our cuts part of the way in the evening, and move a little of their own."""
    terms, goods = state.world.spec.rivals, state.goods
    if not terms.weight:
        return
    prices = {one.sku: one.tiers[0].unit_price for one in state.reads.shop.list_variants()}
    moved = np.array([prices[sku] for sku in goods.skus]) / goods.ref - 1
    noise = stream(state.seed, "rivals", day).standard_normal(len(goods.skus))
    state.mood.rivals = next_rivals(terms, state.mood.rivals, moved, noise)


def review(state: State, order: Order, *, is_faulty: bool) -> None:
    """Let the buyer of an order that has arrived give it stars, or not."""
    terms = state.world.spec.reviews
    if not terms.weight or stream(state.seed, "review", order.customer_id, order.placed_at).random() >= terms.share:
        return
    experience = state.experiences.get(order.id)
    felt = mean(quality(state.world.spec, line.sku, state.seed) for line in order.lines)
    missing = experience.missing if experience else 0.0
    state.mood.stars += float(stars_given(terms, float(is_faulty), missing, felt))
    state.mood.reviews += 1
