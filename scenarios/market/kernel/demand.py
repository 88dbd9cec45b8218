"""Who comes, what they put into their baskets, and what the stock leaves of it: one day, no loop over visits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from decisions.day_view import ADS, DIRECT, SEARCH, Bools, DayActs, Floats, Ints
from scenarios.market.auctions import Won
from scenarios.market.choice import buy_chances, inclusive, ranked, utilities
from scenarios.market.kernel.body import Body
from scenarios.market.kernel.params import Params
from scenarios.market.laws import come_chance, coupon_pull, order_chance
from scenarios.market.streams import scatter, stream

HABITS = 4
"""Columns of a basket's luck before those of the articles: moment, lines, coupon, new buyer's rate."""


@dataclass(frozen=True)
class Visits:
    """Visits of a day, one row each: channel, buyer (-1 for a new one), habits' row, keyword's row (K for none),
    number of the visit among those that could have been, the uniform that decides whether it orders, and how often
    that buyer was expected to look in today (0 for who comes once).
    """

    origin: Ints
    buyer: Ints
    kind: Ints
    keyword: Ints
    number: Ints
    luck: Floats
    times: Floats


@dataclass(frozen=True)
class Baskets:
    """Orders of a day in the order of time, and their lines.

    Attributes:
        origin, buyer, kind, keyword, number, coupon: ``[n]`` of the visit, and whether a coupon is used.
        missing: ``[n]`` share of the wanted lines that were not on the shelf or ran short.
        order: ``[m]`` row of the order, rising.
        sku, wanted, got: ``[m]`` article, pieces wanted, pieces in stock.
        missed: ``[J]`` lines that were wanted and could not be had.
        rate_luck: ``[n]`` uniform for a newcomer's own rate.
    """

    origin: Ints
    buyer: Ints
    kind: Ints
    keyword: Ints
    number: Ints
    coupon: Bools
    missing: Floats
    order: Ints
    sku: Ints
    wanted: Ints
    got: Ints
    missed: Ints
    rate_luck: Floats


def draw_visits(params: Params, body: Body, won: Won, invited: Bools, off: float) -> Visits:
    """Draw the visits of the day; who is ``invited`` by a coupon of ``off`` (a share) comes more often."""
    day, traffic, ranks = body.day, params.spec.traffic, params.spec.loyalty
    luck = float(stream(params.seed, "day", day).gamma(traffic.day_shape, 1 / traffic.day_shape))
    boost, people = params.boost[day], body.buyers
    draws = stream(params.seed, "known", day).random((len(people.kind), 2))
    often = boost * params.week * luck**traffic.known_day_power * body.rank / traffic.conversion_known
    expected = people.rate * often * bursts(params, body)
    if off:
        pull = coupon_pull(off, params.lifts[params.crowd.segment[people.kind]])
        expected = expected * np.where(invited, pull, 1.0)
    known = np.flatnonzero(people.alive & (draws[:, 0] < come_chance(expected)))
    search = stream(params.seed, "search", day)
    count = int(search.poisson(traffic.search_visits * ranks.rank_high * boost * luck))
    found = search.random((3, count))
    new = np.flatnonzero(found[0] < body.rank / ranks.rank_high)
    clicked = scatter(params.seed, "clicked", day, rows=won.number, columns=2)
    sizes = (len(known), len(new), len(won.number))
    nobody = np.full(len(new), params.keywords)
    real = params.crowd.real
    return Visits(
        origin=np.repeat(np.array([DIRECT, SEARCH, ADS]), sizes),
        buyer=np.concatenate([known, np.full(sizes[1] + sizes[2], -1)]),
        kind=np.concatenate(
            [people.kind[known], (found[1][new] * real).astype(np.int64), (clicked[:, 0] * real).astype(np.int64)]
        ),
        keyword=np.concatenate([np.full(len(known), params.keywords), nobody, won.keyword]),
        number=np.concatenate([known, new, won.number]),
        luck=np.concatenate([draws[known, 1], found[2][new], clicked[:, 1]]),
        times=np.concatenate([expected[known], np.zeros(sizes[1] + sizes[2])]),
    )


def bursts(params: Params, body: Body) -> Floats | float:
    """Give how much more often than usual each known buyer comes today; 1 where nobody buys in bursts."""
    if not any(one.burst_every for one in params.spec.segments):
        return 1.0
    ordinal = params.spec.shop.start.toordinal() + body.day
    mine = params.crowd.segment[body.buyers.kind]
    factor: Floats = np.ones(len(mine))
    for row, segment in enumerate(params.spec.segments):
        if not segment.burst_every:
            continue
        stretch, place = divmod(ordinal, segment.burst_every)
        draws: Floats = stream(params.seed, "burst", segment.name, stretch).random(len(mine))
        first = np.floor(draws * (segment.burst_every - segment.burst_days + 1))
        is_there = (place >= first) & (place < first + segment.burst_days)
        here = mine == row
        factor[here] = np.where(is_there[here], segment.burst_every / segment.burst_days, 0.0)
    return factor


def shelf_prices(params: Params, body: Body, off: float = 0.0) -> Floats:
    """Give ``[S, J]`` prices at the segments' usual quantities, ``off`` (a share) cheaper."""
    prices = np.take(body.tiers, params.usual_place)
    return np.asarray(prices * (1.0 - off), dtype=np.float64)


def wanted_utility(params: Params, body: Body, prices: Floats, day: int) -> Floats:
    """Give ``[S, J]`` utilities of a day: season and fashion, rivals' prices, our own."""
    wanted = params.wanted[day] + params.spec.rivals.weight * params.slope * body.rivals
    return utilities(wanted, params.slope, prices, params.goods.ref)


def order_logits(params: Params, body: Body, day: int) -> Floats:
    """Give ``[3]`` logits of an order by origin: stars move newcomers, a price war everybody."""
    stars = params.spec.reviews.weight * (body.rating - params.spec.reviews.start)
    logits: Floats = params.logit0 + np.array([0.0, stars, stars]) - params.shocks.war[day]
    return logits


def buying(params: Params, body: Body, utility: Floats, on_shelf: Bools) -> Floats:
    """Give ``[3, S, K + 1]`` chances that a visit orders today."""
    now = inclusive(utility, params.lift, on_shelf)
    return buy_chances(order_logits(params, body, body.day), params.nest, now, params.reference(body.day))


def see_coupon(params: Params, body: Body, coupon: int, after: int) -> Bools:
    """Give ``[n]`` which known buyers see a coupon that they may use."""
    if not coupon:
        return np.zeros(len(body.buyers.kind), dtype=bool)
    rows = np.arange(len(body.buyers.kind))
    seen = scatter(params.seed, "coupon", body.day, rows=rows, columns=1)[:, 0] < params.spec.coupons.seen
    return seen & (body.day - body.buyers.last >= after)


def fill_baskets(params: Params, body: Body, visits: Visits, invited: Bools, acts: DayActs) -> Baskets:
    """Let the visits that order choose, in the order of time, and meet the stock.

    Args:
        params, body: The market.
        visits: Of today.
        invited: ``[n]`` known buyers who see the coupon; newcomers see one that is for everybody as often.
        acts: Of today: the coupon.
    """
    on_shelf = body.stock > 0
    eligible = _eligible(params, body, visits, invited, acts)
    utility = wanted_utility(params, body, shelf_prices(params, body), body.day)
    chance, taste = buying(params, body, utility, on_shelf), utility[None]
    segment = params.crowd.segment[visits.kind]
    where = (visits.origin, segment, visits.keyword)
    buys = visits.luck < order_chance(chance[where], visits.times)
    if eligible.any():
        cheaper = wanted_utility(params, body, shelf_prices(params, body, acts.coupon / 100), body.day)
        taste = np.stack([utility, cheaper])
        felt = np.where(eligible, buying(params, body, cheaper, on_shelf)[where], chance[where])
        buys = visits.luck < order_chance(felt, visits.times)
    rows = np.flatnonzero(buys)
    luck = _basket_luck(params, body.day, visits.origin[rows], visits.number[rows])
    rows, luck = rows[np.argsort(luck[:, 0], kind="stable")], luck[np.argsort(luck[:, 0], kind="stable")]
    return _choose(params, body, _Going(visits, rows, eligible[rows], luck), taste)


@dataclass(frozen=True)
class _Going:
    """Visits that order: their rows in the order of time, who has a coupon, their luck."""

    visits: Visits
    rows: Ints
    coupon: Bools
    luck: Floats


def _choose(params: Params, body: Body, going: _Going, taste: Floats) -> Baskets:
    visits, rows, luck = going.visits, going.rows, going.luck
    kind, keyword, origin = visits.kind[rows], visits.keyword[rows], visits.origin[rows]
    terms, count = params.spec.orders, params.articles
    cold = np.where(origin == DIRECT, 1.0, params.spec.traffic.cold_lines)
    spread = np.exp(terms.lines_spread * _normal(luck[:, 1]))
    lines = np.maximum(1, np.rint(params.crowd.lines[kind] * cold * terms.lines_scale * spread)).astype(np.int64)
    utility = taste[going.coupon.astype(np.int64), params.crowd.segment[kind]] + params.intent[keyword]
    gumbel = -np.log(-np.log(np.maximum(luck[:, HABITS : HABITS + count], 1e-300)))
    everything = np.ones(count, dtype=bool)
    wished, wish = ranked(utility, gumbel, lines, everything)
    order, sku = wished, wish
    missed = np.zeros(count, dtype=np.int64)
    gone = np.zeros(len(rows))
    if (body.stock <= 0).any():
        order, sku = ranked(utility, gumbel, lines, body.stock > 0)
        absent = body.stock[wish] <= 0
        missed += np.bincount(wish[absent], minlength=count)
        gone += np.bincount(wished[absent], minlength=len(rows)) / np.maximum(
            1, np.bincount(wished, minlength=len(rows))
        )
    size = params.crowd.size[kind[order]] * terms.quantity_scale
    pieces = params.goods.quantities(sku, luck[order, HABITS + count + sku], size, terms.quantity_within)
    wanted = np.minimum(pieces, terms.max_quantity)
    got = meet_stock(sku, wanted, body.stock, params.goods.moq)
    short = np.bincount(order[got == 0], minlength=len(rows))
    missed += np.bincount(sku[got == 0], minlength=count)
    return Baskets(
        origin=origin,
        buyer=visits.buyer[rows],
        kind=kind,
        keyword=keyword,
        number=visits.number[rows],
        coupon=going.coupon,
        missing=np.minimum(1.0, gone + short / np.maximum(1, np.bincount(order, minlength=len(rows)))),
        order=order,
        sku=sku,
        wanted=wanted,
        got=got,
        missed=missed,
        rate_luck=luck[:, 3],
    )


def meet_stock(sku: Ints, wanted: Ints, stock: Ints, moq: Ints) -> Ints:
    """Give the pieces that each line gets, in the order given: what is left, none below the smallest order.

    A line that runs short takes what there is, so sums of what was wanted before tell what is left.

    Example:
        >>> meet_stock(np.array([0, 0, 0]), np.array([4, 4, 4]), np.array([6]), np.array([1])).tolist()
        [4, 2, 0]
    """
    if not len(sku):
        return np.zeros(0, dtype=np.int64)
    order = np.argsort(sku, kind="stable")
    ends = np.cumsum(wanted[order])
    firsts = np.searchsorted(sku[order], np.arange(len(stock)))
    before = np.empty(len(sku), dtype=np.int64)
    before[order] = ends - wanted[order] - np.concatenate([[0], ends])[firsts][sku[order]]
    got = np.clip(stock[sku] - before, 0, wanted)
    return np.where(got >= moq[sku], got, 0)


def _eligible(params: Params, body: Body, visits: Visits, invited: Bools, acts: DayActs) -> Bools:
    """Give ``[n]`` which visits are by somebody who has a coupon."""
    if not acts.coupon:
        return np.zeros(len(visits.origin), dtype=bool)
    keys = visits.origin * 1_000_000 + visits.number
    seen = scatter(params.seed, "public coupon", body.day, rows=keys, columns=1)[:, 0] < params.spec.coupons.seen
    return np.where(visits.buyer >= 0, invited[visits.buyer], seen & (acts.coupon_after == 0))


def _basket_luck(params: Params, day: int, origin: Ints, number: Ints) -> Floats:
    keys = origin * 1_000_000 + number
    return scatter(params.seed, "basket", day, rows=keys, columns=HABITS + 2 * params.articles)


def _normal(uniform: Floats) -> Floats:
    """Turn uniforms into normals, by the quantile function."""
    normals: Floats = ndtri(np.clip(uniform, 1e-12, 1 - 1e-12))
    return normals
