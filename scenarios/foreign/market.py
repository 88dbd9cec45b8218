"""A market by others around a built-in shop, in the runner's rhythm: told in the morning, acted out over the day.

Carriers and the factory stay the world's, so parcels and goods arrive as in every run; everything that buyers and the
ad platform do is the other's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scenarios.foreign.documents import Acceptance, Did, MarketFailed, NewOrder, checked
from scenarios.foreign.players import DEFAULT_TIMEOUT, Player, make_player
from scenarios.foreign.possible import impossible
from scenarios.foreign.seen import look, opening
from scenarios.market.aftersale import return_goods
from scenarios.market.opening import open_shop
from scenarios.market.parcels import deliver_parcels, deliver_production
from scenarios.market.places import address, business
from scenarios.market.rhythm import SLOTS, interval
from scenarios.market.state import Inquiry, make_state
from scenarios.world import LoadedWorld
from shops.buyers import Draft, DraftLine, MarketSide
from shops.models import Customer, KeywordDay
from shops.port import Reads

MakeMarket = Callable[[LoadedWorld, int, MarketSide, Reads], "ForeignMarket"]


def foreign_market(spec: str, *, days: int, timeout: float = DEFAULT_TIMEOUT) -> MakeMarket:
    """Give what makes the market of ``--market``: ``module:Class`` or a command."""
    return lambda world, seed, side, reads: ForeignMarket(
        world, seed, side, reads, player=make_player(spec, timeout), days=days
    )


class ForeignMarket:
    """The market of a player; see :class:`scenarios.market.Market` for the runner's rhythm.

    Args:
        world, seed: What opens the shop; the seed is passed on.
        side, reads: The shop.
        player: Who plays the buyers.
        days: Days of the run.
    """

    def __init__(
        self, world: LoadedWorld, seed: int, side: MarketSide, reads: Reads, *, player: Player, days: int
    ) -> None:
        self.zone = ZoneInfo(world.spec.shop.time_zone)
        self._world, self._seed, self._side, self._reads = world, seed, side, reads
        self._player, self._days = player, days
        self._state = make_state(world, seed, side, reads)
        self._did = Did()
        self._known = {row.buyer: row.country for row in world.buyers}
        self._mine: set[str] = set()
        self._asked: dict[int, str | None] = {}

    def set_up(self, at: datetime, *, shop_id: str = "shop") -> list[Inquiry]:
        """Open the shop and tell the player of it."""
        open_shop(self._state, at, shop_id=shop_id)
        languages = ["zh" if chinese else "en" for chinese in self._state.crowd.chinese]
        said = opening(self._reads, self._world, seed=self._seed, days=self._days, languages=languages)
        self._player.open(said.model_dump(mode="json"))
        return []

    def morning(self, day: date) -> list[Inquiry]:
        """Show the player the shop as it stood last evening, and ask what buyers do today."""
        number = (day - self._world.spec.shop.start).days
        evening = self.slot_interval(day - timedelta(days=1), len(SLOTS) - 1)[1] + timedelta(hours=1)
        return self._ask(number, evening)

    def slot_interval(self, day: date, slot: int) -> tuple[datetime, datetime]:
        """Give the start and end of a slot (0..3) in UTC."""
        return interval(day, slot, self.zone)

    def slot(self, day: date, slot: int) -> list[Inquiry]:
        """Let happen what the player said of a slot that has ended."""
        now = self.slot_interval(day, slot)[1]
        self._place(day, slot)
        for one in self._did.accept:
            if _slot_of(one.hour) == slot:
                self._accept(one, now)
        if slot + 1 == len(SLOTS):
            self._report(day)
        return []

    def deliver_inquiry(self, inquiry: Inquiry) -> str:
        """Write a message into the shop at its time; gives the thread's id."""
        return self._side.send_message(inquiry.customer_id, inquiry.text, at=inquiry.at, thread_id=inquiry.thread_id)

    def evening(self, day: date) -> None:
        """Let carriers and the factory deliver, and goods come back that the shop agreed to take."""
        now = self.slot_interval(day, len(SLOTS) - 1)[1]
        deliver_parcels(self._state, now)
        deliver_production(self._state, now)
        return_goods(self._state, now)

    def lost(self) -> None:
        """A market by others does not tell what empty shelves lost."""

    def close(self) -> None:
        """Tell the player that it is over."""
        self._player.close()

    def _ask(self, number: int, now: datetime) -> list[Inquiry]:
        """Ask for a day and check the whole answer; gives its messages as inquiries."""
        today = self._world.spec.shop.start + timedelta(days=number)
        orders = [self._asked.get(place) for place in range(len(self._did.orders))]
        seen = look(self._reads, day=number, today=today, now=now, orders=orders, mine=self._mine)
        where = f"line {number + 2} (day {number})"
        did = checked(self._player.day(seen.model_dump(mode="json")), where)
        self._check(did, number, where)
        self._did, self._asked = did, {}
        self._register(did, self.slot_interval(today, 0)[0])
        return sorted(
            (
                Inquiry(f"F{number:04d}{place:04d}", self._moment(today, one.hour), one.customer, one.text, one.thread)
                for place, one in enumerate(did.messages)
            ),
            key=lambda inquiry: (inquiry.at, inquiry.id),
        )

    def _check(self, did: Did, number: int, where: str) -> None:
        """Refuse the answer of another day, and what cannot happen in the shop."""
        if did.day not in (None, number):
            raise MarketFailed(
                f"{where}: day: this is the answer of day {did.day}; write one line for each that is read"
            )
        faults = [f"{where}: {fault}" for fault in impossible(did, self._reads, skus=self._state.place)]
        if faults:
            raise MarketFailed(f"the market's answer cannot happen in this shop: {'; '.join(faults[:5])}", faults)

    def _register(self, did: Did, at: datetime) -> None:
        """Register who is new: as stated, or at home."""
        spec = self._world.spec
        stated = {one.id: one for one in did.customers}
        names = [*stated, *(one.customer for one in did.orders), *(one.customer for one in did.messages)]
        fresh = []
        for name in dict.fromkeys(names):
            if name in self._known:
                continue
            one = stated.get(name)
            country = (one.country if one else None) or spec.carriers.home_country
            usual = "zh" if spec.inquiries.chinese_share > 0.5 else "en"
            self._known[name] = country
            fresh.append(
                Customer(
                    id=name,
                    name=(one.name if one else None) or business(spec.places, name),
                    country=country,
                    language=(one.language if one else None) or usual,
                    created_at=at,
                )
            )
        if fresh:
            self._side.register(fresh)

    def _place(self, day: date, slot: int) -> None:
        """Place the orders of a slot, in the order of time."""
        mine = [(place, one) for place, one in enumerate(self._did.orders) if _slot_of(one.hour) == slot]
        mine.sort(key=lambda pair: (pair[1].hour, pair[0]))
        number = (day - self._world.spec.shop.start).days
        drafts = [self._draft(one, f"X{number:04d}{place:05d}", day) for place, one in mine]
        placed: Sequence[str | None] = self._side.place_orders(drafts) if drafts else []
        for (place, _), order_id in zip(mine, placed, strict=True):
            self._asked[place] = order_id
            if order_id is not None:
                self._mine.add(order_id)

    def _draft(self, one: NewOrder, name: str, day: date) -> Draft:
        return Draft(
            id=name,
            customer_id=one.customer,
            lines=tuple(DraftLine(sku=line.sku, quantity=line.quantity) for line in one.lines),
            address=address(self._world.spec.places, one.customer, self._known[one.customer]),
            at=self._moment(day, one.hour),
            channel=one.channel,
            keyword_id=one.keyword,
            coupon=one.coupon,
        )

    def _accept(self, one: Acceptance, now: datetime) -> None:
        """Take a quote; one that is gone meanwhile, or not in stock, comes to nothing."""
        assert self._reads.quotes is not None
        customer = self._reads.quotes.get_quote(one.quote).customer_id
        place = address(self._world.spec.places, customer, self._known.get(customer, ""))
        order_id = self._side.accept_quote(one.quote, place, at=now)
        if order_id is not None:
            self._mine.add(order_id)

    def _report(self, day: date) -> None:
        """Report visitors and ads; orders and sales by ads are counted from the orders."""
        self._side.record_traffic(day, {str(channel): count for channel, count in self._did.visits.items()})
        by_ad: dict[str, list[int]] = {}
        for place, one in enumerate(self._did.orders):
            order_id = self._asked.get(place)
            if one.keyword is not None and order_id is not None:
                by_ad.setdefault(one.keyword, []).append(
                    sum(line.paid for line in self._reads.shop.get_order(order_id).lines)
                )
        shown = {one.keyword: one for one in self._did.ads}
        self._side.record_keywords(
            [
                KeywordDay(
                    keyword_id=name,
                    day=day,
                    impressions=shown[name].impressions if name in shown else 0,
                    clicks=shown[name].clicks if name in shown else 0,
                    spend=shown[name].spend if name in shown else 0,
                    orders=len(by_ad.get(name, [])),
                    sales=sum(by_ad.get(name, [])),
                )
                for name in sorted({*shown, *by_ad})
            ]
        )

    def _moment(self, day: date, hour: float) -> datetime:
        start = self.slot_interval(day, 0)[0]
        return (start + timedelta(hours=hour - SLOTS[0][0])).replace(microsecond=0)


def _slot_of(hour: float) -> int:
    """Give the slot that an hour falls into."""
    return next((place for place, (_, end) in enumerate(SLOTS) if hour < end), len(SLOTS) - 1)
