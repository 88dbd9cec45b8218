"""A day of the array market brought into a built-in shop, as one transaction.

The kernel draws the day; the shop prices it, meets its stock and keeps the books by its own rules. After the same acts
both stand at the same orders, stock and money, or one of them is wrong (tests/scenarios/test_agreement.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from decisions.day_view import ADS, CHANNELS, QUOTE
from scenarios.market.kernel import Body, DayOutcome, Params
from scenarios.market.opening import open_shop
from scenarios.market.places import address, business
from scenarios.market.state import make_state
from shops.buyers import Draft, DraftLine, MarketSide
from shops.models import Customer, KeywordDay
from shops.port import Reads

MORNING, OPENS, EVENING = time(8), time(9), time(21, 30)
"""When the shop acts, when the first order of a day comes, when parcels and goods are brought; local."""


class BuiltMarket:
    """The buyers, factory and ad platform of a built-in shop, as an array market has them.

    Args:
        params, body: The array market.
        side, reads: The shop, empty.

    Example:
        >>> built = BuiltMarket(array.params, array.body, shop.market, shop.reads)  # doctest: +SKIP
        >>> built.open(clock.now(), shop_id="shop")  # doctest: +SKIP
        >>> built.bring(array.play(acts))  # doctest: +SKIP
    """

    def __init__(self, params: Params, body: Body, side: MarketSide, reads: Reads) -> None:
        self._params, self._body, self._side, self._reads = params, body, side, reads
        self._zone = ZoneInfo(params.spec.shop.time_zone)

    def open(self, at: datetime, *, shop_id: str) -> None:
        """Fill the shop with the world's goods, buyers, history and ads."""
        open_shop(make_state(self._params.world, self._params.seed, self._side, self._reads), at, shop_id=shop_id)

    def bring(self, outcome: DayOutcome) -> None:
        """Bring a day that has passed into the shop: all of it, or nothing if it raises."""
        day = self._params.spec.shop.start + timedelta(days=outcome.day)
        evening = local(self._params, outcome.day, EVENING)
        drafts = self.drafts(outcome)
        with self._side.together():
            if newcomers := self._newcomers(outcome):
                self._side.register(newcomers)
            placed = self._side.place_orders(drafts)
            assert None not in placed, "the shop has goods for every order that the market placed"
            visits = zip(CHANNELS, outcome.visits.tolist(), strict=False)
            self._side.record_traffic(day, dict(visits))
            self._side.record_keywords(self._report(outcome))
            for production in self._due(outcome):
                self._side.finish_production(production, at=evening)

    def drafts(self, outcome: DayOutcome) -> list[Draft]:
        """Give the day's orders as buyers place them: what was wanted, in the order of time."""
        sales, params = outcome.sales, self._params
        ends = np.searchsorted(sales.wish_order, np.arange(1, len(sales.order) + 1)).tolist()
        first, step = local(self._params, outcome.day, OPENS), timedelta(hours=12) / (len(ends) + 1)
        drafts, start = [], 0
        for place, end in enumerate(ends):
            row, by_ad = int(sales.buyer[place]), sales.origin[place] == ADS
            customer = self.customer_id(row)
            lines = tuple(
                DraftLine(
                    sku=params.goods.skus[int(sales.wish_sku[line])],
                    quantity=int(sales.wish_pieces[line]),
                    unit_price=int(outcome.lines.unit_price[line]) if sales.origin[place] == QUOTE else None,
                )
                for line in range(start, end)
            )
            drafts.append(
                Draft(
                    id=order_id(int(sales.order[place])),
                    customer_id=customer,
                    lines=lines,
                    address=address(params.spec.places, customer, self._country(row)),
                    at=(first + step * place).replace(microsecond=0),
                    channel=CHANNELS[int(sales.origin[place])],
                    keyword_id=params.spec.ads.keywords[int(sales.keyword[place])].id if by_ad else None,
                    coupon=coupon_code(outcome.day) if sales.coupon[place] else None,
                )
            )
            start = end
        return drafts

    def customer_id(self, row: int) -> str:
        """Give the id of a buyer by the row: of the data, or by channel, day and number of the first order."""
        crowd, people = self._params.crowd, self._body.buyers
        if row < crowd.real:
            return crowd.ids[row]
        letter = "DNAI"[int(people.origin[row])]
        return f"{letter}{int(people.day[row]):04d}{int(people.number[row]):06d}"

    def _country(self, row: int) -> str:
        return self._params.crowd.country[int(self._body.buyers.kind[row])]

    def _newcomers(self, outcome: DayOutcome) -> list[Customer]:
        crowd, places = self._params.crowd, self._params.spec.places
        found = []
        for row in range(outcome.sales.first_new, len(self._body.buyers.kind)):
            customer = self.customer_id(row)
            chinese = crowd.chinese[int(self._body.buyers.kind[row])]
            found.append(
                Customer(
                    id=customer,
                    name=business(places, customer),
                    country=self._country(row),
                    language="zh" if chinese else "en",
                    created_at=local(self._params, outcome.day, OPENS),
                )
            )
        return found

    def _report(self, outcome: DayOutcome) -> Sequence[KeywordDay]:
        day, ads = self._params.spec.shop.start + timedelta(days=outcome.day), outcome.ads
        return [
            KeywordDay(
                keyword_id=keyword.id,
                day=day,
                impressions=int(ads.impressions[row]),
                clicks=int(ads.clicks[row]),
                spend=int(ads.spend[row]),
                orders=int(ads.orders[row]),
                sales=int(ads.sales[row]),
            )
            for row, keyword in enumerate(self._params.spec.ads.keywords)
        ]

    def _due(self, outcome: DayOutcome) -> list[str]:
        """Give the ids of the orders to the factory that come this evening."""
        if not len(outcome.arrived_from) or self._reads.factory is None:
            return []
        start = self._params.spec.shop.start
        days = {start + timedelta(days=int(number)) for number in outcome.arrived_from}
        waiting = self._reads.factory.list_production(open_only=True)
        return [one.id for one in waiting if one.placed_at.astimezone(self._zone).date() in days]


def local(params: Params, day: int, at: time) -> datetime:
    """Give a local time of a day of the run."""
    start, zone = params.spec.shop.start, ZoneInfo(params.spec.shop.time_zone)
    return datetime.combine(start + timedelta(days=day), at, zone)


def order_id(number: int) -> str:
    """Give the id that an order of the array market has in a built-in shop."""
    return f"O{number:07d}"


def coupon_code(day: int) -> str:
    """Give the code of the coupon that the shop published on a day."""
    return f"DAY-{day:04d}"
