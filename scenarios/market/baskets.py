"""The silent orders of one slot: what visitors put into their baskets, and placing the orders in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

import numpy as np
from numpy.random import Generator

from scenarios.market.ads import draw_auctions, run_auctions
from scenarios.market.choice import Rows, Shelf, Taste, best, shelf_prices, tastes
from scenarios.market.contact import contact_pull
from scenarios.market.creatives import felt_by, meet, running_tests
from scenarios.market.goods import Floats
from scenarios.market.loyalty import remember_order
from scenarios.market.mood import pull_of
from scenarios.market.offers import Offers, code_of, felt_shelf, reach, running
from scenarios.market.places import address, business
from scenarios.market.rhythm import interval, season_progress
from scenarios.market.state import Experience, State
from scenarios.market.streams import stream
from scenarios.market.visits import ADS, KNOWN, SEARCH, Visits, draw_visits
from scenarios.world_people import PlacesPart
from shops.buyers import Draft, DraftLine
from shops.creatives import CreativeView
from shops.models import Customer

_POOL = 512
_CHANNELS = ("direct", "search", "ads")


@dataclass
class Basket:
    """An order in the making: visitor, time, articles with pieces, share of the wanted lines that were missing."""

    origin: int
    kind: int
    keyword: int
    term: int
    number: int
    at: datetime
    lines: list[tuple[int, int]]
    missing: float = 0.0
    coupon: str | None = None


def read_shelf(state: State) -> Shelf:
    """Read what buyers meet now; an article taken out of the catalogue is not listed."""
    ladders = {}
    for product in state.reads.shop.list_products(limit=10_000).items:
        for variant in product.variants:
            ladders[variant.sku] = (variant.tiers, product.listed and variant.listed)
    stock = state.reads.shop.get_stock()
    goods = state.goods
    tiers = tuple(ladders[sku][0] for sku in goods.skus)
    return Shelf(
        ladders=tiers,
        price=shelf_prices(tiers, state.usual),
        listed=np.array([ladders[sku][1] for sku in goods.skus]),
        available=np.array([stock[sku].shown for sku in goods.skus], dtype=np.int64),
    )


def slot_baskets(state: State, shelf: Shelf, day: date, slot: int) -> list[Basket]:
    """Draw the visits of a slot and the baskets of those who order, by time; counts visitors and lost demand."""
    terms = state.world.spec.catalogue
    clicks = run_auctions(state, draw_auctions(state, day, slot))
    promotions = running(state, interval(day, slot, state.zone)[0])
    felt, offers = felt_shelf(state, shelf, promotions), Offers(state, shelf, promotions)
    autumn, fashion = season_progress(day, terms.season_from, terms.season_until), pull_of(state, day)

    @cache
    def taste_at(percent: int) -> Taste:
        seen = replace(felt, price=felt.price * (1 - percent / 100)) if percent else felt
        start, intent = state.start_prices, state.intent
        return tastes(state.world.spec, state.goods, seen, start=start, intent=intent, autumn=autumn, pull=fashion)

    baskets, tested, views = list[Basket](), running_tests(state), list[CreativeView]()
    pulls = [one for one in (offers.pull, contact_pull(state, interval(day, slot, state.zone)[0])) if one is not None]
    for group in draw_visits(state, day, slot, clicks, pull=np.prod(pulls, axis=0) if pulls else None):
        for promotion, percent, visits in offers.split(group):
            who = _who(state, visits, (day, slot)) if tested else []
            filled = _fill(state, shelf, taste_at(percent), visits, (day, slot), felt_by(tested, who))
            views += meet(state, tested, visits, who, _bought(state, filled, (day, slot)), (day, slot))
            for basket in filled if promotion else ():
                assert promotion is not None
                basket.coupon = code_of(promotion)
                reach(state, shelf.ladders, promotion, basket.lines)
            baskets += filled
    state.side.record_views(views)
    baskets.sort(key=lambda basket: (basket.at, basket.origin, basket.number))
    _meet_stock(state, shelf, baskets)
    return baskets


def place_baskets(state: State, baskets: Sequence[Basket], key: tuple[date, int]) -> None:
    """Register newcomers, place the orders in one go, and remember what each buyer lived through."""
    day, slot = key
    customers: list[Customer] = []
    drafts: list[Draft] = []
    for basket in baskets:
        customer = _customer_id(state, basket, key)
        row = state.crowd.place.get(customer)
        country = state.crowd.country[basket.kind]
        if row is None:
            chinese, places = state.crowd.chinese[basket.kind], state.world.spec.places
            customers.append(_newcomer(places, customer, country, chinese=chinese, at=basket.at))
        drafts.append(_draft(state, basket, customer, order_id=f"O{day:%y%m%d}{slot}{len(drafts) + 1:03d}"))
    if customers:
        state.side.register(customers)
    placed = state.side.place_orders(drafts) if drafts else []
    for basket, draft, order_id in zip(baskets, drafts, placed, strict=True):
        if order_id is None:
            continue
        experience = Experience(draft.customer_id, basket.at, basket.missing)
        remember_order(state, order_id, experience, kind=basket.kind)
        if basket.origin == ADS:
            state.today.ads.orders[basket.term] += 1
            state.today.ads.sales[basket.term] += state.reads.shop.get_order(order_id).total


def _who(state: State, visits: Visits, key: tuple[date, int]) -> list[str]:
    """Name the visitors."""
    pairs = zip(visits.kind.tolist(), visits.number.tolist(), strict=True)
    return [_visitor(state, visits.origin, kind, number, key) for kind, number in pairs]


def _bought(state: State, baskets: Sequence[Basket], key: tuple[date, int]) -> dict[str, set[int]]:
    """Give the articles of baskets by visitor."""
    return {_customer_id(state, one, key): {article for article, _ in one.lines} for one in baskets}


def _fill(
    state: State,
    shelf: Shelf,
    taste: Taste,
    visits: Visits,
    key: tuple[date, int],
    appeals: Sequence[tuple[int, Floats]] = (),
) -> list[Basket]:
    """Make the baskets of the visits that order; ``appeals`` adds to an article's utility by visit."""
    crowd, terms = state.crowd, state.world.spec.orders
    segment = crowd.segment[visits.kind]
    chance = taste.buy[visits.origin, segment, visits.keyword]
    state.lost.orders += float((taste.buy_full[visits.origin, segment, visits.keyword] - chance).sum())
    if visits.origin == ADS:
        chance = np.minimum(1.0, chance * state.terms.worth[visits.term])
    buys = np.flatnonzero(visits.luck < chance)
    if not len(buys):
        return []
    luck = stream(state.seed, "basket", visits.origin, *key)
    rows = visits.number[buys] % _POOL
    gumbel, pieces_luck, lines_luck, times = _basket_luck(luck, len(state.goods.skus), rows)
    kind, keyword = visits.kind[buys], visits.keyword[buys]
    cold = 1.0 if visits.origin == KNOWN else state.world.spec.traffic.cold_lines
    wanted = crowd.lines[kind] * cold * terms.lines_scale * np.exp(terms.lines_spread * lines_luck)
    lines = np.maximum(1, np.rint(wanted)).astype(np.int64)
    utility = taste.utility[crowd.segment[kind]] + taste.intent[keyword]
    for article, appeal in appeals:
        utility[:, article] += appeal[buys]
    wished = best(utility, gumbel, lines, shelf.listed)
    chosen = best(utility, gumbel, lines, shelf.listed & (shelf.available > 0))
    start, end = interval(*key, state.zone)
    baskets = []
    for place in range(len(rows)):
        size = np.full(len(chosen[place]), crowd.size[kind[place]] * terms.quantity_scale)
        pieces = state.goods.quantities(chosen[place], pieces_luck[place, chosen[place]], size, terms.quantity_within)
        gone = int((shelf.available[wished[place]] <= 0).sum())
        baskets.append(
            Basket(
                origin=visits.origin,
                kind=int(kind[place]),
                keyword=int(keyword[place]),
                term=int(visits.term[buys[place]]),
                number=int(visits.number[buys[place]]),
                at=(start + (end - start) * float(times[place])).replace(microsecond=0),
                lines=list(zip(chosen[place].tolist(), np.minimum(pieces, terms.max_quantity).tolist(), strict=True)),
                missing=gone / max(1, len(wished[place])),
            )
        )
    return baskets


def _basket_luck(luck: Generator, articles: int, rows: Rows) -> tuple[Floats, Floats, Floats, Floats]:
    """Luck of the baskets of ``rows`` of a pool: Gumbel and uniforms ``[n, J]``, normals and uniforms ``[n]``."""
    spans = luck.standard_exponential((_POOL, articles), dtype=np.float32)[rows]
    gumbel = -np.log(np.maximum(spans, 1e-30)).astype(float)
    pieces = luck.random((_POOL, articles), dtype=np.float32)[rows].astype(np.float64)
    return gumbel, pieces, luck.standard_normal(_POOL)[rows], luck.random(_POOL)[rows]


def _meet_stock(state: State, shelf: Shelf, baskets: Sequence[Basket]) -> None:
    """Let the baskets meet the stock in order of time; what is short counts as missing. The shop cuts it itself."""
    left = shelf.available.copy()
    for basket in baskets:
        short = 0
        for article, pieces in basket.lines:
            got = min(pieces, max(0, int(left[article])))
            left[article] -= got
            state.lost.units += pieces - got
            short += got == 0
        basket.missing = min(1.0, basket.missing + short / max(1, len(basket.lines)))


def _customer_id(state: State, basket: Basket, key: tuple[date, int]) -> str:
    return _visitor(state, basket.origin, basket.kind, basket.number, key)


def _visitor(state: State, origin: int, kind: int, number: int, key: tuple[date, int]) -> str:
    if origin == KNOWN:
        return state.crowd.ids[kind]
    letter = "N" if origin == SEARCH else "A"
    return f"{letter}{key[0]:%y%m%d}{key[1]}{number:04d}"


def _newcomer(places: PlacesPart, customer_id: str, country: str, *, chinese: bool, at: datetime) -> Customer:
    name, language = business(places, customer_id), "zh" if chinese else "en"
    return Customer(id=customer_id, name=name, country=country, language=language, created_at=at)


def _draft(state: State, basket: Basket, customer_id: str, *, order_id: str) -> Draft:
    caught = state.today.ads.caught
    return Draft(
        id=order_id,
        customer_id=customer_id,
        lines=tuple(DraftLine(sku=state.goods.skus[article], quantity=pieces) for article, pieces in basket.lines),
        address=address(state.world.spec.places, customer_id, state.crowd.country[basket.kind]),
        at=basket.at,
        channel=_CHANNELS[basket.origin],
        keyword_id=caught[basket.term] if basket.origin == ADS else None,
        coupon=basket.coupon,
    )
