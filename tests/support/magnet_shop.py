"""The second world's shop as it stands on its first morning: real goods, buyers, past and ads of ``fridge-magnets``."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from config.settings import Settings
from kit.clock import SetClock
from scenarios.market import Market
from scenarios.world import LoadedWorld, load_world
from shops.buyers import Draft, DraftLine
from shopstaff.house import House, open_house
from tests.support.gift_shop import GiftShop
from tests.support.homes import left_alone, new_home

WORLD = "fridge-magnets"
MORNING = datetime(2026, 9, 21, 0, 30, tzinfo=UTC)
"""A Monday, 08:30 in Shanghai."""


class MagnetShop(GiftShop):
    """The magnet shop; its day is told by the local time."""

    def at(self, hour: int, minute: int = 0) -> None:
        """Go to a local time of the day."""
        self.clock.set(datetime(2026, 9, 21, hour - 8, minute, tzinfo=UTC))

    def order(self, buyer: str, *lines: tuple[str, int], hours_ago: float = 0) -> str:
        """Place a paid order of a known buyer to their own address and give its id."""
        known = self.house.connection.reads.shop.list_orders(customer_id=buyer, limit=1).items[0]
        wishes = tuple(DraftLine(sku=sku, quantity=quantity) for sku, quantity in lines)
        when = self.clock.now() - timedelta(hours=hours_ago)
        draft = Draft(customer_id=buyer, lines=wishes, address=known.address, at=when)
        order_id = self.market.place_orders([draft])[0]
        assert order_id is not None
        return order_id


def open_magnet_shop(home: Path) -> MagnetShop:
    """Open the shop in an empty folder."""
    shutil.copytree(_made(), home, dirs_exist_ok=True)
    clock = SetClock(MORNING)
    house = _open(home, clock)
    assert house.connection.market is not None
    return MagnetShop(house, house.connection.market, clock)


def _open(home: Path, clock: SetClock) -> House:
    return open_house(Settings(home=home), WORLD, clock=clock, salt=lambda: "5" * 32, floor=_world().spec.floor)


@cache
def _world() -> LoadedWorld:
    return load_world(WORLD)


@cache
def _made() -> Path:
    """Make the shop once a process; every test gets a copy of its own."""
    home = new_home()
    house = _open(home, SetClock(MORNING))
    assert house.connection.market is not None
    market = Market(_world(), 7, house.connection.market, house.connection.reads)
    market.set_up(MORNING, shop_id=WORLD)
    return left_alone(house, home)
