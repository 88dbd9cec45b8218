"""A desk with everything real: the built-in shop, a staff database on disk, a clock that stands still until set."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from authority.desk import Desk, Receipt, Requester
from authority.effect import Effect
from authority.effects.issue_refund import IssueRefund
from authority.effects.set_price import SetPrice
from authority.ledger import Ledger
from authority.limits import Limits, load_limits
from authority.log import EffectLog
from authority.rows import EffectRow, open_staff_database
from kit.clock import SetClock
from kit.store import Database
from shops.aftersales import AftersaleRequest, AftersaleWish
from shops.creatives import Creative, CreativePlan
from shops.embedded.platform import open_embedded
from shops.models import Campaign, Keyword, Order, OutcomeStatus, Product, Tier
from shops.port import Connection
from shops.promotions import ItemDiscount
from tests.support.promotions import plan

# before the first import, or a failing bench would not show its values
pytest.register_assert_rewrite("shops.contract")

from shops.contract.bench import START, Bench, ContractBase  # noqa: E402

SHOP = "contract"
STAFF = "staff.sqlite"


@dataclass
class Place:
    """A small shop with its desk.

    Attributes:
        faults: Operation of the shop to the fault that its next writes meet.
        limits: The limits in force; a test may replace them.
        ordinals: Where the next effect stands in its task.
    """

    home: Path
    clock: SetClock
    bench: Bench
    database: Database
    faults: dict[str, OutcomeStatus] = field(default_factory=dict)
    limits: Limits = field(default_factory=load_limits)
    ordinals: Any = field(default_factory=lambda: count(1))

    @property
    def shop(self) -> Connection:
        """Give the shop."""
        return self.bench.shop

    @property
    def desk(self) -> Desk:
        """Give the desk of the shop as it stands."""
        return self.desk_on(self.shop)

    @property
    def log(self) -> EffectLog:
        """Give the shop's effects."""
        return EffectLog(self.database, SHOP)

    def desk_on(self, shop: Connection, database: Database | None = None) -> Desk:
        """Give a desk that works on another connection."""
        return Desk(
            database or self.database,
            shop.reads,
            shop.writes,
            limits=lambda: self.limits,
            ledger=Ledger(SHOP, salt=lambda: "5a17" * 8),
            clock=self.clock,
        )

    def desk_without(self, port: str) -> Desk:
        """Give the desk on a platform that cannot write through ``port``."""
        return self.desk_on(replace(self.shop, writes=replace(self.shop.writes, **{port: None})))

    def requester(self, ordinal: int, **more: Any) -> Requester:
        """Give the place of one tool call in the task ``t1``."""
        fields = {"task": "t1", "turn": 1, "employee": "customer", "origin": "schedule", **more}
        return Requester(ordinal=ordinal, **fields)

    def submit(self, effect: Effect, *, ordinal: int | None = None, **by: Any) -> Receipt:
        """Submit an effect, at the next place of the task unless one is named."""
        return self.desk.submit(effect, self.requester(ordinal or next(self.ordinals), **by), reason="a test")

    def limit(self, **groups: dict[str, Any]) -> None:
        """Change limits by group, e.g. ``limit(refund={"per_day": 100})``."""
        plain = self.limits.model_dump()
        self.limits = Limits.model_validate(plain | {name: plain[name] | new for name, new in groups.items()})

    def later(self, **span: float) -> None:
        """Let time pass, e.g. ``days=1``."""
        self.clock.set(self.clock.now() + timedelta(**span))

    def edit(self, effect_id: str, **columns: Any) -> None:
        """Write into an effect's row, as a crash would have left it."""
        with self.database.session() as session:
            row = session.exec(select(EffectRow).where(EffectRow.id == effect_id)).one()
            for name, value in columns.items():
                setattr(row, name, value)
            session.add(row)

    def set_cost(self, sku: str, cost: int | None) -> None:
        """Let the owner state another unit cost; the ladder stays."""
        reader = self.shop.reads.shop
        variant = reader.get_variant(sku)
        product = reader.get_product(variant.product_id)
        fields = product.model_dump() | {"variants": (variant.model_copy(update={"cost": cost}),)}
        self.bench.market.load_products([Product.model_validate(fields)], {}, at=self.clock.now())

    def refunds(self, order: Order) -> list[int]:
        """Give the amounts that the shop has given back on an order."""
        return [refund.amount for refund in self.shop.reads.shop.list_refunds(order.id)]

    def price(self, sku: str) -> tuple[int, ...]:
        """Give the prices of a ladder."""
        return tuple(tier.unit_price for tier in self.shop.reads.shop.get_variant(sku).tiers)

    def thread(self, text: str = "Where is my order?", buyer: str = "b1") -> str:
        """Let a buyer write; gives the thread."""
        return self.bench.market.send_message(buyer, text, at=self.clock.now())

    def promotion(self) -> str:
        """Run a small discount on jars that the owner published; gives its id."""
        assert self.shop.writes.promotions is not None
        outcome = self.shop.writes.promotions.publish_promotion(
            plan(ItemDiscount(skus=("jar",), percent=5)), key="owner"
        )
        assert outcome.object_id is not None
        return outcome.object_id

    def creative(self, product_id: str) -> str:
        """Run a test of a product's title that the owner began; gives its id."""
        assert self.shop.writes.creatives is not None
        tested = CreativePlan(product_id=product_id, variants=(Creative(title="Tin with a lid"),))
        outcome = self.shop.writes.creatives.start_test(tested, key=f"owner-{product_id}")
        assert outcome.object_id is not None
        return outcome.object_id

    def credit(self) -> tuple[str, str]:
        """Let buyer b1 pay a sample of mugs and get a bulk order; gives the sample and the order, which has left."""
        writes = self.shop.writes.samples
        assert writes is not None
        until = self.clock.now() + timedelta(days=1)
        made = writes.offer_sample("b1", "mug", fee=300, pay_until=until, thread_id=None, key="sample").object_id
        assert made is not None and self.bench.market.pay_sample(made, at=self.clock.now())
        order = self.bench.order(("mug", 12))
        self.bench.ship(order, 12, key="bulk")
        return made, order.id

    def left(self, pieces: int = 4) -> Order:
        """Let buyer b1 order mugs, each time a minute later, and ship them."""
        made = self.bench.place(("mug", pieces), minutes=next(self.ordinals))
        assert made is not None
        order = self.shop.reads.shop.get_order(made)
        self.bench.ship(order, pieces, key=f"left {order.id}")
        return order

    def request(self, kind: str = "resend", *, pieces: int = 2, amount: int = 0) -> str:
        """Let buyer b1 ask for something about an order of four mugs that has left; gives the request."""
        order = self.left()
        about = {"order_id": order.id, "line_id": order.lines[0].id, "kind": kind, "pieces": pieces, "amount": amount}
        made = self.bench.market.open_request(AftersaleWish.model_validate(about), at=self.clock.now())
        assert made is not None
        return made

    def requested(self, request_id: str) -> AftersaleRequest:
        """Read a request."""
        assert self.shop.reads.aftersales is not None
        return self.shop.reads.aftersales.get_request(request_id)

    def returned(self, kind: str = "return", amount: int = 600) -> str:
        """Let buyer b1 send two mugs back, agreed to by the owner; gives the request."""
        assert self.shop.writes.aftersales is not None
        made, now = self.request(kind, amount=amount), self.clock.now()
        self.shop.writes.aftersales.agree_request(made, key=f"agreed {made}")
        assert self.bench.market.send_back(made, "R1", at=now) and self.bench.market.bring_back(made, at=now)
        return made

    def said(self, thread: str) -> list[str]:
        """Give what the shop has written in a thread."""
        assert self.shop.reads.messages is not None
        messages = self.shop.reads.messages.get_thread(thread).messages
        return [message.text for message in messages if message.author == "shop"]


class _Embedded(ContractBase):
    def connect(self, home: Path, clock: SetClock) -> Connection:
        return open_embedded(SHOP, home, clock)


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("template")
    bench = _Embedded().bench(home)
    bench.market.load_ads(
        [Campaign(id="c1", name="Mugs", daily_budget=5000, currency="GBP")],
        [Keyword(id="k1", campaign_id="c1", text="mug", bid=100, skus=("mug",))],
    )
    open_staff_database(f"sqlite:///{home / STAFF}").engine.dispose()
    return home


@pytest.fixture(scope="session")
def open_place(_template: Path) -> Callable[[Path], Place]:
    """Give a function that sets the small shop up in an empty folder."""

    def opened(home: Path) -> Place:
        shutil.copytree(_template, home, dirs_exist_ok=True)
        clock = SetClock(START)
        faults: dict[str, OutcomeStatus] = {}
        shop = open_embedded(SHOP, home, clock, lambda operation, _key: faults.get(operation))
        assert shop.market is not None
        database = open_staff_database(f"sqlite:///{home / STAFF}")
        return Place(home, clock, Bench(shop, clock, shop.market), database, faults)

    return opened


@pytest.fixture
def place(open_place: Callable[[Path], Place], tmp_path: Path) -> Place:
    """Give the small shop with its desk."""
    return open_place(tmp_path)


@pytest.fixture
def refund() -> Callable[..., IssueRefund]:
    """Give a maker of refunds on one line of an order."""

    def made(order: Order, amount: int, line: int = 0) -> IssueRefund:
        return IssueRefund(order_id=order.id, line_id=order.lines[line].id, amount=amount, reason="broken")

    return made


@pytest.fixture
def reprice() -> Callable[..., SetPrice]:
    """Give a maker of ladders: from one piece, and from twelve."""

    def made(one: int, twelve: int, sku: str = "mug") -> SetPrice:
        tiers = (Tier(min_quantity=1, unit_price=one), Tier(min_quantity=12, unit_price=twelve))
        return SetPrice(sku=sku, tiers=tiers)

    return partial(made)
