"""The second world's shop as it stands on its first morning: real goods, buyers, past and ads of ``fridge-magnets``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.settings import Settings
from kit.clock import SetClock
from scenarios.market import Market
from scenarios.world import load_world
from shops.buyers import Draft, DraftLine
from shopstaff.house import open_house
from tests.support.gift_shop import GiftShop

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
    world, clock = load_world(WORLD), SetClock(MORNING)
    house = open_house(Settings(home=home), WORLD, clock=clock, salt=lambda: "5" * 32, floor=world.spec.floor)
    market = house.connection.market
    assert market is not None
    Market(world, 7, market, house.connection.reads).set_up(clock.now(), shop_id=WORLD)
    return MagnetShop(house, market, clock)
