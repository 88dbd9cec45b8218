"""A small shop in a folder of its own, for drills: four buyers, goods, orders, keywords, a factory, another shop."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from langchain_core.language_models import BaseChatModel

from agents.chat_models import RulesModel
from agents.crew import Crew
from authority.desk import Desk
from authority.ledger import Ledger
from authority.limits import Limits
from config.settings import Settings
from kit.clock import SetClock
from shops.buyers import Draft, DraftLine, MarketSide
from shops.custom import ATTRIBUTE
from shops.embedded.platform import open_embedded
from shops.embedded.writes import Faults
from shops.models import Address, Campaign, Customer, Keyword, Product, ShopInfo, Tier, Variant
from shops.port import Connection, Reads
from shops.production import FactoryTerms
from shopstaff.house import House, mark_simulated, open_house

SHOP, OTHER = "drill", "neighbour"
START = datetime(2011, 9, 6, 8, tzinfo=UTC)
"""A Tuesday, 09:00 in the shop's London."""
SUPPLIER = "Haitian Ceramics"
"""Maker of the goods; a secret of the shop."""

GOODS = (
    # sku, title, ladder (pieces, minor units), landed cost, pieces in the house
    ("85123A", "White Hanging Heart", ((1, 295), (32, 255)), 128, 900),
    ("22423", "Regency Cakestand", ((1, 1275), (16, 1095)), 620, 300),
    ("47566", "Party Bunting", ((1, 495), (50, 415)), 212, 60),
    ("84879", "Bird Ornament", ((1, 169), (150, 145)), 70, 4000),
    ("22720", "Cake Tins", ((1, 495),), None, 50),
)
PROCESSES = (
    '[{"name": "logo print", "area_cm2": 20, "max_colours": 2, "min_line_mm": 0.3, "set_up_fee": 3000, "unit_fee": 20,'
    ' "set_up_cost": 2000, "unit_cost": 12, "min_quantity": 50, "proof_days": 3}]'
)
"""What can be done to the first of the goods."""
BUYERS = (
    ("20101", "Marlow Gifts", "United Kingdom", "en"),
    ("20102", "宁波礼品", "China", "zh"),
    ("20103", "Tay Cards", "United Kingdom", "en"),
    ("20104", "Leeds Fair", "United Kingdom", "en"),
)
_TOWNS = {"20101": "Marlow", "20102": "Ningbo", "20103": "Perth", "20104": "Leeds"}


@dataclass
class Stage:
    """The open shop of a drill.

    Attributes:
        house: Its house; the desk that works is ``desk``, which meets the faults.
        limits: The limits in force, read once.
        neighbour: Another shop of the same home, which nothing may touch.
    """

    home: Path
    clock: SetClock
    house: House
    connection: Connection
    desk: Desk
    limits: Limits
    neighbour: Connection

    @property
    def reads(self) -> Reads:
        """Give the shop, to read."""
        return self.connection.reads

    @property
    def market(self) -> MarketSide:
        """Give the buyers' side."""
        assert self.connection.market is not None
        return self.connection.market

    def crew(self, model: BaseChatModel | None = None, *, budget: int = 6) -> Crew:
        """Give the crew at the drill's desk; without a model it takes recommendations as they stand."""
        crew = self.house.crew(model or RulesModel())
        return replace(crew, desk=self.desk, reads=self.reads, max_model_calls=budget)

    def later(self, span: timedelta) -> None:
        """Let time pass."""
        self.clock.set(self.clock.now() + span)

    def order(self, buyer: str, sku: str, pieces: int, *, paid: bool = True) -> str | None:
        """Let a buyer order; None if the goods are not there."""
        address = Address(name=buyer, street="1 High Street", city=_TOWNS[buyer], country="United Kingdom")
        line = DraftLine(sku=sku, quantity=pieces)
        draft = Draft(customer_id=buyer, lines=(line,), address=address, at=self.clock.now(), paid=paid)
        return self.market.place_orders([draft])[0]

    def close(self) -> None:
        """Let go of the files."""
        self.house.close()


def open_stage(home: Path, *, seed: int, clock: SetClock | None = None, faults: Faults | None = None) -> Stage:
    """Open the drill's shop in a folder, setting it up if it is not there; opened again it stands as it was left.

    Args:
        home: The folder.
        seed: Seed of the ledger's salts.
        clock: The clock of an earlier opening; a new one at the start if None.
        faults: Faults that the shop's writes meet.
    """
    is_new = not (home / SHOP).exists()
    clock = clock or SetClock(START)
    salts = random.Random(seed)  # noqa: S311  (a drill is to be repeatable, not secret)
    house = open_house(Settings(home=home), SHOP, clock=clock, salt=_salt(salts))
    mark_simulated(house)
    connection = open_embedded(SHOP, home, clock, faults)
    neighbour = open_embedded(OTHER, home, clock)
    if is_new:
        _set_up(connection, SHOP)
        _set_up(neighbour, OTHER)
        # a copy of the folder would write the first version of its limits each time
        house.limits_versions.sync()
    limits = house.limits()
    # an owner who decides at random would demote every class, and the drill would only meet holds
    limits = limits.model_copy(update={"autonomy": limits.autonomy.model_copy(update={"least": 10**9})})
    desk = Desk(
        house.database,
        connection.reads,
        connection.writes,
        limits=lambda: limits,
        ledger=Ledger(SHOP, _salt(salts)),
        clock=clock,
    )
    stage = Stage(home, clock, house, connection, desk, limits, neighbour)
    if is_new:
        _first_orders(stage)
        _first_orders(replace(stage, connection=neighbour))
    return stage


def _salt(stream: random.Random) -> Callable[[], str]:
    return lambda: f"{stream.getrandbits(128):032x}"


def _set_up(connection: Connection, shop: str) -> None:
    market, opened = connection.market, START - timedelta(days=100)
    assert market is not None
    info = ShopInfo(
        id=shop, name="Gifts", platform="embedded", currency="GBP", time_zone="Europe/London", ship_promise_hours=48
    )
    market.set_up(info, FactoryTerms(capacity_per_day=2000, lead_time_days=7, min_batch=24))
    market.name_suppliers(["Haitian Ceramics", "海天陶瓷"])
    stock = {sku: pieces for sku, _title, _ladder, _cost, pieces in GOODS}
    market.load_products([_product(*row[:4], at=opened) for row in GOODS], stock, at=opened)
    market.register(
        [
            Customer(id=who, name=name, country=country, language=language, created_at=opened)
            for who, name, country, language in BUYERS
        ]
    )
    market.load_ads(
        [Campaign(id="c1", name="Gifts", daily_budget=3000, currency="GBP")],
        [
            Keyword(id="k1", campaign_id="c1", text="cake stand", bid=60, skus=("22423",)),
            Keyword(id="k2", campaign_id="c1", text="bunting", bid=240, skus=("47566",)),
        ],
    )


def _product(sku: str, title: str, steps: tuple[tuple[int, int], ...], cost: int | None, *, at: datetime) -> Product:
    tiers = tuple(Tier(min_quantity=quantity, unit_price=price) for quantity, price in steps)
    variant = Variant(sku=sku, product_id=f"P-{sku}", title=title, tiers=tiers, base_price=steps[0][1], cost=cost)
    said = {ATTRIBUTE: PROCESSES} if sku == GOODS[0][0] else {}
    return Product(id=f"P-{sku}", title=title, attributes=said, variants=(variant,), currency="GBP", updated_at=at)


def _first_orders(stage: Stage) -> None:
    for number, (buyer, _name, _country, _language) in enumerate(BUYERS):
        stage.order(buyer, "85123A", 12 + number)
        stage.order(buyer, "22423", 2)
        stage.order(buyer, "84879", 40, paid=number % 2 == 0)
        stage.market.send_message(buyer, "Where is my order?", at=stage.clock.now())
