"""The bench of the contract kit: a small shop set up for one rule, and the helpers that rules share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn, TypeVar

from kit.clock import SetClock
from kit.errors import Retry
from shops.buyers import Draft, DraftLine, MarketSide
from shops.models import Address, Customer, Order, Outcome, OutcomeStatus, Parcel, Product, ShopInfo, Tier, Variant
from shops.port import Connection
from shops.production import FactoryTerms

T = TypeVar("T")

START = datetime(2011, 9, 1, 8, tzinfo=UTC)
"""When the contract's clock stands at first; 09:00 in the shop's London."""

ADDRESS = Address(name="Ann", street="1 High Street", city="Leeds", postcode="LS1", country="United Kingdom")
LADDER = (Tier(min_quantity=1, unit_price=300), Tier(min_quantity=12, unit_price=250))
LOWER = (Tier(min_quantity=1, unit_price=280), Tier(min_quantity=24, unit_price=240))
BUYERS = ("b1", "b2")
STOCK = {"mug": 100, "tin": 50, "jar": 0}

DONE = OutcomeStatus.DONE
REFUSED = OutcomeStatus.REFUSED


@dataclass(frozen=True)
class Bench:
    """An open shop on the bench; ``market`` has set it up with three products and two buyers."""

    shop: Connection
    clock: SetClock
    market: MarketSide

    def place(self, *lines: tuple[str, int], paid: bool = True, minutes: int = 0) -> str | None:
        """Place an order of buyer b1, ``minutes`` after the start."""
        wishes = tuple(DraftLine(sku=sku, quantity=quantity) for sku, quantity in lines)
        at = START + timedelta(minutes=minutes)
        draft = Draft(customer_id="b1", lines=wishes, address=ADDRESS, at=at, paid=paid)
        return self.market.place_orders([draft])[0]

    def order(self, *lines: tuple[str, int], paid: bool = True) -> Order:
        """Place an order and read it."""
        return self.shop.reads.shop.get_order(needed(self.place(*lines, paid=paid)))

    def again(self, order: Order) -> Order:
        """Read an order as it is now."""
        return self.shop.reads.shop.get_order(order.id)

    def stock(self, sku: str) -> tuple[int, int, int]:
        """Give (on hand, reserved, incoming)."""
        stock = self.shop.reads.shop.get_stock([sku])[sku]
        return stock.on_hand, stock.reserved, stock.incoming

    def ship(self, order: Order, *pieces: int, key: str) -> OutcomeStatus:
        """Ship so many pieces of each line."""
        parcels = [Parcel(line_id=line.id, quantity=n) for line, n in zip(order.lines, pieces, strict=False) if n]
        return self.shop.writes.shop.ship(order.id, parcels, carrier="RM", tracking="T1", key=key).status

    def events(self, kind: str) -> list[str]:
        """Give the subjects of the open events of a kind."""
        return [event.subject for event in self.shop.events.list_events(limit=1000) if event.kind == kind]


class ContractBase:
    """How the shop under test is opened and set up."""

    def connect(self, home: Path, clock: SetClock) -> Connection:
        """Open the shop under test, empty if it has a market side, in the folder ``home``."""
        raise NotImplementedError("say in your test class how your shop is opened")

    def connect_losing_answers(self, home: Path, clock: SetClock) -> Connection | None:
        """Open the same shop so that every write is carried out and its answer lost, or None if that cannot be had."""
        return None

    def bench(self, home: Path) -> Bench:
        """Open the shop and set it up; skip the rule if it has no market side."""
        clock = SetClock(START)
        shop = self.connect(home, clock)
        market = port(shop.market, "market side")
        info = ShopInfo(
            id=shop.shop_id,
            name="Contract",
            platform="contract",
            currency="GBP",
            time_zone="Europe/London",
            ship_promise_hours=48,
        )
        market.set_up(info, FactoryTerms(capacity_per_day=100, lead_time_days=5, min_batch=20))
        market.load_products([_product(sku) for sku in STOCK], STOCK, at=START)
        market.register([Customer(id=name, name=name, country="United Kingdom", created_at=START) for name in BUYERS])
        return Bench(shop, clock, market)


def port(found: T | None, name: str) -> T:
    """Give a port, or skip the rule because the platform lacks it."""
    if found is None:
        _skip(f"the platform has no {name}")
    return found


def needed(found: T | None) -> T:
    """Give what must be there."""
    assert found is not None
    return found


def repeat(write: Callable[[], Outcome]) -> Outcome:
    """Write twice with one key: both answers are the same and say that it was done."""
    first = write()
    assert first.status is DONE, first.message
    assert write() == first
    return first


@contextmanager
def retried() -> Iterator[None]:
    """Expect :class:`kit.errors.Retry` with a message."""
    try:
        yield
    except Retry as error:
        assert str(error)
    else:
        raise AssertionError("this should have raised kit.errors.Retry")


def _skip(why: str) -> NoReturn:
    import pytest  # a development dependency, and discovery imports this module

    pytest.skip(why)


def _product(sku: str) -> Product:
    variant = Variant(sku=sku, product_id=f"p-{sku}", title=sku.title(), tiers=LADDER, base_price=300, cost=100)
    return Product(id=f"p-{sku}", title=sku.title(), variants=(variant,), currency="GBP", updated_at=START)
