"""A small gift shop with its house: six products, eight weeks of sales, three buyers, keywords; no network, no key."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from langchain_core.language_models import BaseChatModel

from agents.crew import Crew
from agents.roster import jobs
from agents.supervisor import run_task
from authority.claim_evidence import gather
from authority.claims import check
from authority.docket import Docket
from authority.task import Task
from authority.tasks import NewTask, Origin
from config.settings import Settings
from kit.clock import SetClock
from shops.buyers import Draft, DraftLine, MarketSide, PastOrder
from shops.models import Address, Campaign, Customer, Keyword, KeywordDay, Message, Product, ShopInfo, Tier, Variant
from shops.production import FactoryTerms
from shopstaff.house import House, open_house
from shopstaff.intake import ask, take_events
from tests.support.homes import left_alone, new_home

START = datetime(2011, 9, 6, 8, tzinfo=UTC)
"""A Tuesday, 09:00 in the shop's London."""
SHOP = "gifts"
HISTORY_DAYS = 70
LEEDS = Address(name="Ann", street="1 High Street", city="Leeds", postcode="LS1", country="United Kingdom")
NINGBO = Address(name="Li", street="8 Zhongshan Road", city="Ningbo", country="China")
PERTH = Address(name="Ben", street="2 Mill Street", city="Perth", postcode="PH1", country="United Kingdom")
ADDRESSES = {"17850": LEEDS, "13047": NINGBO, "14911": PERTH}

_GOODS = (
    # sku, title, ladder, cost, pack, pieces a day, pieces in the house
    ("47566", "Party Bunting", ((1, 495), (50, 415)), 212, 4, 16, 20),
    ("85123A", "White Hanging Heart T-Light Holder", ((1, 295), (32, 255)), 128, 6, 24, 600),
    ("22423", "Regency Cakestand 3 Tier", ((1, 1275), (16, 1095)), 620, 1, 4, 200),
    ("85099B", "Jumbo Bag Red Retrospot", ((1, 208), (100, 179)), 85, 10, 40, 900),
    ("84879", "Assorted Colour Bird Ornament", ((1, 169), (150, 145)), 70, 8, 8, 3000),
    ("22720", "Set of 3 Cake Tins Pantry Design", ((1, 495),), None, 3, 2, 50),
)


@dataclass(frozen=True)
class GiftShop:
    """The open shop: its house, the buyers' side, the clock that both share, and the conversations had here."""

    house: House
    market: MarketSide
    clock: SetClock
    threads: list[str] = field(default_factory=list)

    def crew(self, model: BaseChatModel | None = None) -> Crew:
        """Give the crew; it takes recommendations as they stand unless a model is given."""
        return self.house.crew(model)

    def pass_time(self, **span: float) -> None:
        """Let time pass, e.g. ``hours=2``."""
        self.clock.set(self.clock.now() + timedelta(**span))

    def count_visits(self, *, days: int = 60, a_day: int = 60) -> None:
        """Put visits of the last days on record: most are known buyers', a third come by the search."""
        today = self.clock.now().date()
        for back in range(1, days + 1):
            visitors = {"direct": a_day - a_day // 3, "search": a_day // 3}
            self.market.record_traffic(today - timedelta(days=back), visitors)

    def open_words(self, text: str, *, to: str | None = None) -> str:
        """Open the task of the owner's words and give its id."""
        return self._asked(self.crew(), text, to)

    def owner(self, text: str, model: BaseChatModel | None = None, *, to: str | None = None) -> Task:
        """Let the owner say something and run it to its end."""
        crew = self.crew(model)
        return run_task(crew, self._asked(crew, text, to))

    def _asked(self, crew: Crew, text: str, to: str | None) -> str:
        return ask(crew, text, to=to, now=self.clock.now())

    def open_message(self, buyer: str, text: str, *, thread: str | None = None) -> str:
        """Let a buyer write and give the id of the task that the message opens."""
        return self._written(self.crew(), buyer, text, thread)

    def buyer(self, buyer: str, text: str, model: BaseChatModel | None = None, *, thread: str | None = None) -> Task:
        """Let a buyer write and run the task of the message."""
        crew = self.crew(model)
        return run_task(crew, self._written(crew, buyer, text, thread))

    def _written(self, crew: Crew, buyer: str, text: str, thread: str | None) -> str:
        take_events(crew, self.house.connection.events)
        self.market.send_message(buyer, text, at=self.clock.now(), thread_id=thread)
        return take_events(crew, self.house.connection.events)[-1]

    def run(self, task_id: str, model: BaseChatModel | None = None) -> Task:
        """Run an open task to its end."""
        return run_task(self.crew(model), task_id)

    def open_job(self, name: str, *, cause: str = "test", subject: tuple[str, ...] = ()) -> str:
        """Open a task of a job as its schedule would and give its id."""
        job = jobs()[name]
        new = NewTask(
            job=name,
            employee=job.employee,
            cause=cause,
            origin=Origin.SCHEDULE,
            due_at=self.clock.now(),
            subject=subject,
            lane=job.lane,
        )
        return self.house.tasks.open(new, now=self.clock.now())

    def job(
        self,
        name: str,
        model: BaseChatModel | None = None,
        *,
        cause: str = "test",
        subject: tuple[str, ...] = (),
    ) -> Task:
        """Run a job as its schedule would."""
        return run_task(self.crew(model), self.open_job(name, cause=cause, subject=subject))

    def place(self, buyer: str, *lines: tuple[str, int]) -> str:
        """Place a paid order and give its id."""
        wishes = tuple(DraftLine(sku=sku, quantity=quantity) for sku, quantity in lines)
        draft = Draft(customer_id=buyer, lines=wishes, address=ADDRESSES[buyer], at=self.clock.now())
        order_id = self.market.place_orders([draft])[0]
        assert order_id is not None
        return order_id

    def price(self, sku: str) -> tuple[int, ...]:
        """Give the unit prices of a ladder."""
        return tuple(tier.unit_price for tier in self.house.connection.reads.shop.get_variant(sku).tiers)

    def thread_of(self, task: Task) -> str:
        """Give the conversation of a task."""
        return str(task.subject[0]).removeprefix("thread:")

    def said(self, task: Task) -> list[Message]:
        """Give what the shop has written in the conversation of a task."""
        messages = self.house.connection.reads.messages
        assert messages is not None
        return [one for one in messages.get_thread(self.thread_of(task)).messages if one.author == "shop"]

    def talk(self, buyer: str, *texts: str) -> str:
        """Let a buyer write one message after the other in one conversation; every answer is true; gives the last."""
        return self._talk(None, buyer, texts)

    def talk_on(self, buyer: str, *texts: str) -> str:
        """Let a buyer write more in the last conversation, as :meth:`talk` does."""
        return self._talk(self.threads[-1], buyer, texts)

    def _talk(self, thread: str | None, buyer: str, texts: tuple[str, ...]) -> str:
        said = ""
        for text in texts:
            self.pass_time(minutes=1)
            task = self.buyer(buyer, text, thread=thread)
            thread, said = self.thread_of(task), self.said(task)[-1].text
            assert check(said, gather(self.house.connection.reads, thread, said, self.clock.now())) == (), said
        self.threads.append(thread or "")
        return said

    def effects(self, task: Task | None = None) -> list[Docket]:
        """Give the effects of a task, or all."""
        return self.house.log.of_task(task.id) if task else self.house.log.list_effects()


@dataclass(frozen=True)
class Wrote:
    """What several tests begin with: a buyer wrote these texts in one conversation; see ``shop_after``."""

    buyer: str
    texts: tuple[str, ...]

    def __call__(self, shop: GiftShop) -> None:
        """Let the buyer write."""
        shop.talk(self.buyer, *self.texts)


def open_gift_shop(home: Path, **settings: object) -> GiftShop:
    """Open the shop in a folder; a folder that holds it already is opened as it stands.

    Args:
        home: Empty folder, or one of an earlier call.
        **settings: Settings other than the home.
    """
    if not (home / SHOP).exists():
        shutil.copytree(_made(), home, dirs_exist_ok=True)
    clock = SetClock(START)
    house = open_house(_settings(home, settings), SHOP, clock=clock, salt=lambda: "5" * 32)
    market = house.connection.market
    assert market is not None
    return GiftShop(house, market, clock)


def _settings(home: Path, own: dict[str, object]) -> Settings:
    """Read the settings; where nothing outside states one, once for all tests: it costs as much as a database."""
    outside = [name for name in os.environ if name.upper().startswith(("SHOPSTAFF_", "OPENAI_"))]
    if own or outside or Path("shop.toml").exists():
        return Settings(home=home, **own)
    return _plain_settings().model_copy(update={"home": home})


@cache
def _plain_settings() -> Settings:
    return Settings()


@cache
def _made() -> Path:
    """Make the shop once a process; every test gets a copy of its own."""
    home = new_home()
    house = open_house(Settings(home=home), SHOP, clock=SetClock(START), salt=lambda: "5" * 32)
    assert house.connection.market is not None
    _set_up(house.connection.market)
    # the index of what is remembered is made at the first search; without it, each copy would make its own
    house.memory.handle(SHOP, "customer").recall("anything")
    return left_alone(house, home)


def _set_up(market: MarketSide) -> None:
    info = ShopInfo(
        id=SHOP, name="Gifts", platform="embedded", currency="GBP", time_zone="Europe/London", ship_promise_hours=48
    )
    opened = START - timedelta(days=HISTORY_DAYS + 30)
    market.set_up(info, FactoryTerms(capacity_per_day=400, lead_time_days=7, min_batch=24))
    market.load_products(
        [_product(*row[:5], at=opened) for row in _GOODS], {row[0]: row[6] for row in _GOODS}, at=opened
    )
    market.register(
        [
            Customer(id="17850", name="Marlow Gifts", country="United Kingdom", created_at=opened),
            Customer(id="14911", name="Tay Cards", country="United Kingdom", created_at=opened),
            Customer(id="13047", name="宁波礼品", country="China", language="zh", created_at=opened),
        ]
    )
    market.load_history(_history())
    market.load_ads(
        [Campaign(id="c1", name="Gifts", daily_budget=3000, currency="GBP")],
        [
            Keyword(id="k1", campaign_id="c1", text="cake stand", bid=60, skus=("22423",)),
            Keyword(id="k2", campaign_id="c1", text="bunting", bid=60, skus=("47566",)),
        ],
    )
    yesterday = (START - timedelta(days=1)).date()
    market.record_traffic(yesterday, {"direct": 120, "ads": 40})
    market.record_keywords(
        [
            KeywordDay(keyword_id="k1", day=yesterday, impressions=4000, clicks=200, spend=9000, orders=0, sales=0),
            KeywordDay(
                keyword_id="k2", day=yesterday, impressions=4000, clicks=200, spend=9000, orders=30, sales=90000
            ),
        ]
    )


def _product(
    sku: str, title: str, steps: tuple[tuple[int, int], ...], cost: int | None, pack: int, *, at: datetime
) -> Product:
    tiers = tuple(Tier(min_quantity=quantity, unit_price=price) for quantity, price in steps)
    variant = Variant(
        sku=sku, product_id=f"P-{sku}", title=title, tiers=tiers, base_price=steps[0][1], cost=cost, pack=pack
    )
    return Product(id=f"P-{sku}", title=title, variants=(variant,), currency="GBP", updated_at=at)


def _history() -> list[PastOrder]:
    """Sell the usual pieces of each product every day, a fifth more on Mondays."""
    orders = []
    for back in range(HISTORY_DAYS, 0, -1):
        at = START - timedelta(days=back)
        busy = 1.2 if at.weekday() == 0 else 1.0
        lines = tuple(
            DraftLine(sku=sku, quantity=round(pieces * busy), unit_price=steps[0][1])
            for sku, _title, steps, _cost, _pack, pieces, _stock in _GOODS
        )
        buyer = "17850" if back % 2 else "13047"
        orders.append(PastOrder(id=f"h_{back}", customer_id=buyer, placed_at=at, lines=lines))
    return orders
