"""A market run for tests: a real world, a real built-in shop, and a runner of a few lines."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kit.clock import SetClock
from scenarios.market import Inquiry, Market
from scenarios.market.rhythm import interval
from scenarios.world import LoadedWorld, load_world
from shops.embedded.platform import open_embedded
from shops.models import FulfilmentStatus, Order, Parcel
from shops.port import Connection


@dataclass
class Run:
    """A running market with its shop."""

    home: Path
    world: LoadedWorld
    shop: Connection
    market: Market
    clock: SetClock
    inquiries: list[Inquiry]
    threads: dict[str, str] = field(default_factory=dict)

    @property
    def first_day(self) -> date:
        """Give the first day."""
        return self.world.spec.shop.start

    def orders(self) -> list[Order]:
        """Give every order placed since the opening."""
        opening = self.market.slot_interval(self.first_day, 0)[0]
        return list(self.shop.reads.shop.list_orders(since=opening, limit=100_000).items)

    def ship(self, *, older_than: timedelta = timedelta(0)) -> None:
        """Ship every order that is older."""
        shop, until = self.shop, self.clock.now() - older_than
        waiting = shop.reads.shop.list_orders(fulfilment=[FulfilmentStatus.UNSHIPPED], until=until, limit=10_000)
        for order in waiting.items:
            parcels = [Parcel(line_id=line.id, quantity=line.quantity) for line in order.lines]
            shop.writes.shop.ship(order.id, parcels, carrier="DHL", tracking=f"T-{order.id}", key=f"ship-{order.id}")

    def days(
        self,
        count: int,
        *,
        after_slot: Callable[[Run], None] | None = None,
        before_evening: Callable[[Run], None] | None = None,
        start: int = 0,
    ) -> Run:
        """Let days pass; what the shop does stands in the two functions."""
        for number in range(start, start + count):
            day = self.first_day + timedelta(days=number)
            for slot in range(4):
                for inquiry in self.inquiries:
                    self.clock.set(inquiry.at)
                    self.threads[inquiry.id] = self.market.deliver_inquiry(inquiry)
                self.clock.set(self.market.slot_interval(day, slot)[1])
                self.inquiries = self.market.slot(day, slot)
                if after_slot:
                    after_slot(self)
            if before_evening:
                before_evening(self)
            self.market.evening(day)
        return self


@pytest.fixture(scope="session")
def giftware() -> LoadedWorld:
    """Give the world giftware as it is."""
    return load_world("giftware")


@pytest.fixture(scope="session")
def stocked(giftware: LoadedWorld) -> LoadedWorld:
    """Give giftware with little history and stock that never ends, to see demand alone."""
    plenty = {"short_share": 0.0, "cover_days_low": 400.0, "cover_days_high": 500.0}
    stock = giftware.spec.stock.model_copy(update=plenty)
    return replace(giftware, spec=giftware.spec.model_copy(update={"stock": stock}), history=giftware.history[:400])


def go_on(stood: Run, home: Path) -> Run:
    """Give a run that goes on where another one stands, in a folder of its own; the other one is over then."""
    stood.shop.close()
    shutil.copytree(stood.home, home)
    clock = SetClock(stood.clock.now())
    shop = open_embedded("giftware", home, clock)
    own = ((stood.shop, shop), (stood.shop.market, shop.market), (stood.shop.reads, shop.reads), (stood.clock, clock))
    shared = (stood.world, stood.world)
    return replace(deepcopy(stood, {id(old): new for old, new in (*own, shared)}), home=home)


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, LoadedWorld], Run]:
    """Give a function that opens a shop in a market, once for a seed in a world; to go on from, not to be changed."""
    made: dict[tuple[int, int], Run] = {}

    def go(seed: int, world: LoadedWorld) -> Run:
        if (seed, id(world)) not in made:
            home = tmp_path_factory.mktemp("opened")
            clock = SetClock(interval(world.spec.shop.start, 0, ZoneInfo(world.spec.shop.time_zone))[0])
            shop = open_embedded("giftware", home, clock)
            assert shop.market is not None
            market = Market(world, seed, shop.market, shop.reads)
            run = Run(home, world, shop, market, clock, market.set_up(clock.now(), shop_id="giftware"))
            made[seed, id(world)] = run
        return made[seed, id(world)]

    return go


@pytest.fixture
def start(tmp_path: Path, stocked: LoadedWorld, opened: Callable[[int, LoadedWorld], Run]) -> Callable[..., Run]:
    """Give a function that opens a shop in a market of its own."""
    number = count()

    def go(seed: int = 1, world: LoadedWorld | None = None) -> Run:
        return go_on(opened(seed, world or stocked), tmp_path / str(next(number)))

    return go
