"""The market of one shop: what the runner calls, slot by slot and evening by evening."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scenarios.market.ads import report_ads
from scenarios.market.aftersale import complaint_wishes, feel, return_goods
from scenarios.market.baskets import place_baskets, read_shelf, slot_baskets
from scenarios.market.changes import change_wishes, pay_differences
from scenarios.market.contact import hear, stop_wishes
from scenarios.market.inquiries import draw_inquiries
from scenarios.market.mood import move_rivals
from scenarios.market.opening import open_shop
from scenarios.market.parcels import deliver_parcels, deliver_production, give_up, move_rank
from scenarios.market.platform_requests import open_requests
from scenarios.market.rhythm import SLOTS, interval
from scenarios.market.samples import react_to_samples, sample_wishes
from scenarios.market.state import Inquiry, Lost, make_state, new_day
from scenarios.market.talks import deliver, react_to_replies
from scenarios.world import LoadedWorld
from shops.buyers import MarketSide
from shops.port import Reads


class Market:
    """The buyers, carriers, factory and ad platform around one shop. Hidden state stays in this object.

    The runner's day: ``deliver_inquiry`` for each inquiry at its time; with the clock at the end of each slot
    (12, 15, 18 and 21 h local) ``slot``; after the last slot ``evening``.

    Args:
        world: The loaded world.
        seed: All luck follows from it, by process, day and slot: two policies meet the same.
        side: The shop's market side.
        reads: What may be read of the shop.

    Attributes:
        hidden: The hidden state, for the oracle and for diagnosis; no policy may see it.

    Example:
        >>> market = Market(load_world("giftware"), 7, shop.market, shop.reads)  # doctest: +SKIP
        >>> inquiries = market.set_up(clock.now())  # doctest: +SKIP
    """

    def __init__(self, world: LoadedWorld, seed: int, side: MarketSide, reads: Reads) -> None:
        """Make the hidden state; nothing is written to the shop before :meth:`set_up`."""
        self.zone = ZoneInfo(world.spec.shop.time_zone)
        self.hidden = make_state(world, seed, side, reads)

    def set_up(self, at: datetime, *, shop_id: str = "shop") -> list[Inquiry]:
        """Open the shop: goods, stock, buyers, 13 weeks of orders, ads.

        Returns:
            The inquiries of the first day's first slot.
        """
        open_shop(self.hidden, at, shop_id=shop_id)
        return draw_inquiries(self.hidden, self.hidden.world.spec.shop.start, 0)

    def morning(self, day: date) -> list[Inquiry]:
        """Begin a day: its first inquiries came with the last slot of the day before."""
        return []

    def slot_interval(self, day: date, slot: int) -> tuple[datetime, datetime]:
        """Give the start and end of a slot (0..3) in UTC."""
        return interval(day, slot, self.zone)

    def slot(self, day: date, slot: int) -> list[Inquiry]:
        """Place the silent orders of a slot that has just ended, and let buyers react to replies and quotes.

        Args:
            day: Local day.
            slot: 0..3; the clock must stand at its end or later.

        Returns:
            The inquiries of the next slot (after the last: of the next day's first), by time.
        """
        state = self.hidden
        if state.today.day != day:
            state.today = new_day(day, len(state.terms.text))
        following = (day, slot + 1) if slot + 1 < len(SLOTS) else (day + timedelta(days=1), 0)
        now = self.slot_interval(day, slot)[1]
        shelf = read_shelf(state)
        place_baskets(state, slot_baskets(state, shelf, day, slot), (day, slot))
        report_ads(state, day)
        counters = react_to_replies(state, shelf, now, self.slot_interval(*following))
        pay_differences(state, now)
        react_to_samples(state, now)
        open_requests(state, now)
        fresh = draw_inquiries(state, *following)
        fresh += change_wishes(state, self.slot_interval(day, slot)[0], now, self.slot_interval(*following))
        fresh += sample_wishes(state, *following)
        fresh += complaint_wishes(state, self.slot_interval(*following))
        fresh += stop_wishes(state, self.slot_interval(*following))
        return sorted(fresh + counters, key=lambda inquiry: (inquiry.at, inquiry.id))

    def deliver_inquiry(self, inquiry: Inquiry) -> str:
        """Write an inquiry into the shop at its time; gives the thread's id."""
        return deliver(self.hidden, inquiry)

    def evening(self, day: date) -> None:
        """Close a day after its last slot: reports, carriers, factory, memory of buyers, rank."""
        state = self.hidden
        now = self.slot_interval(day, len(SLOTS) - 1)[1]
        self._report(day)
        deliver_parcels(state, now)
        deliver_production(state, now)
        give_up(state, now)
        move_rank(state, now)
        move_rivals(state, day)
        return_goods(state, now)
        feel(state, now)
        hear(state, now)

    def lost(self) -> Lost:
        """Give the demand lost to empty shelves so far, for diagnosis by people; no policy may see it."""
        return self.hidden.lost

    def close(self) -> None:
        """The run is over; nothing is held open."""

    def _report(self, day: date) -> None:
        """Report visitors by channel, once a day; the ad platform reports by the slot."""
        today = self.hidden.today
        visitors = {"direct": len(today.direct), "search": today.search, "ads": today.clicks}
        self.hidden.side.record_traffic(day, visitors)
