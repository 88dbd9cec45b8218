"""The reading side of a shop, which every employee may use, and the declaration of a platform.

A platform is one file or folder of this package (or of any wheel with the entry point ``shopstaff.platforms``) that
holds a :class:`Shop`. The core reader is required; messages, quotes, ads, factory,
promotions, changes, samples, aftersales and traces are optional ports: a platform
that lacks one leaves it None, and effects that need it end ``unsupported``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from kit.clock import Clock
from shops.ad_budgets import BudgetChange
from shops.aftersales import AftersaleReader
from shops.buyer_days import BuyerDay
from shops.buyers import MarketSide
from shops.changes import ChangeReader
from shops.creatives import CreativeReader
from shops.models import (
    Campaign,
    Customer,
    FulfilmentStatus,
    Keyword,
    KeywordDay,
    Order,
    Page,
    PriceChange,
    Product,
    Quote,
    Refund,
    SalesDay,
    Shipment,
    ShopEvent,
    ShopInfo,
    Stock,
    Thread,
    TrafficDay,
    Variant,
)
from shops.production import FactoryTerms, ProductionOrder
from shops.promotions import PromotionReader
from shops.samples import SampleReader
from shops.search_terms import SearchTermDay
from shops.traces import TraceReader
from shops.writes import Writes as Writes

T = TypeVar("T")


class ShopReader(Protocol):
    """Catalogue, stock, customers, orders, traffic. ``get_*`` raises :class:`kit.errors.Retry` when absent."""

    def info(self) -> ShopInfo:
        """Give the shop's name, currency, time zone and ship promise."""

    def list_products(self, *, cursor: str | None = None, limit: int = 100) -> Page[Product]:
        """List products by id."""

    def get_product(self, product_id: str) -> Product:
        """Give one product."""

    def list_variants(self) -> Sequence[Variant]:
        """List every variant by SKU."""

    def get_variant(self, sku: str) -> Variant:
        """Give one variant."""

    def get_stock(self, skus: Sequence[str] | None = None) -> dict[str, Stock]:
        """Give the stock of the SKUs named, or of all, by SKU."""

    def list_price_changes(self, *, since: datetime, skus: Sequence[str] | None = None) -> Sequence[PriceChange]:
        """List changes of price ladders, oldest first."""

    def get_customer(self, customer_id: str) -> Customer:
        """Give one buyer."""

    def list_orders(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        customer_id: str | None = None,
        fulfilment: Sequence[FulfilmentStatus] | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> Page[Order]:
        """List orders by (placed_at, id); ``until`` is exclusive."""

    def get_order(self, order_id: str) -> Order:
        """Give one order."""

    def list_shipments(self, order_id: str) -> Sequence[Shipment]:
        """List the shipments of one order, oldest first."""

    def list_sent(self, *, since: datetime) -> Sequence[Shipment]:
        """List the shipments of all orders that were handed over at ``since`` or later, oldest first."""

    def list_refunds(self, order_id: str) -> Sequence[Refund]:
        """List the refunds of one order, oldest first."""

    def list_sales(self, *, since: date, until: date) -> Sequence[SalesDay]:
        """Give sales by day (of the shop's time zone) and SKU; ``until`` is exclusive."""

    def list_buyer_days(self, *, since: date, until: date) -> Sequence[BuyerDay]:
        """Give who ordered on which day (of the shop's time zone), by day and buyer; ``until`` is exclusive."""

    def list_traffic(self, *, since: date, until: date) -> Sequence[TrafficDay]:
        """Give visitors by day and channel; ``until`` is exclusive."""


class MessageReader(Protocol):
    """Optional: conversations with buyers."""

    def get_thread(self, thread_id: str) -> Thread:
        """Give one thread with its messages, oldest first."""

    def list_threads(self, *, customer_id: str | None = None, unanswered: bool = False) -> Sequence[Thread]:
        """List threads; ``unanswered`` keeps those whose last message is the buyer's."""


class QuoteReader(Protocol):
    """Optional: binding offers."""

    def get_quote(self, quote_id: str) -> Quote:
        """Give one quote."""

    def list_quotes(self, *, customer_id: str | None = None, since: datetime | None = None) -> Sequence[Quote]:
        """List quotes, oldest first."""


class AdReader(Protocol):
    """Optional: keyword ads."""

    def list_campaigns(self) -> Sequence[Campaign]:
        """List campaigns by id."""

    def list_keywords(self, *, campaign_id: str | None = None) -> Sequence[Keyword]:
        """List keywords by id."""

    def list_budget_changes(self, *, since: datetime) -> Sequence[BudgetChange]:
        """List daily budgets that were set at ``since`` or later, oldest first, what the owner loaded among them."""

    def keyword_report(self, *, since: date, until: date) -> Sequence[KeywordDay]:
        """Give the report by day and keyword; ``until`` is exclusive."""

    def search_terms(self, *, since: date, until: date) -> Sequence[SearchTermDay]:
        """Give what buyers typed by day, keyword and term; ``until`` is exclusive. Empty where nobody reports it."""


class FactoryReader(Protocol):
    """Optional: the factory behind the shop."""

    def terms(self) -> FactoryTerms:
        """Give capacity, lead time and smallest batch."""

    def suppliers(self) -> Sequence[str]:
        """List the names of who supplies the shop; no message to a buyer may hold one."""

    def list_production(self, *, open_only: bool = False) -> Sequence[ProductionOrder]:
        """List production orders, oldest first."""


class EventFeed(Protocol):
    """What happened in the shop, in order, until it is acknowledged."""

    def list_events(self, *, limit: int = 100) -> Sequence[ShopEvent]:
        """List the oldest events that are not acknowledged."""

    def acknowledge(self, event_ids: Sequence[str]) -> None:
        """Take events off the list; an id already taken off is ignored."""


@dataclass(frozen=True)
class Reads:
    """All that may be read of one shop; an optional port that the platform lacks is None."""

    shop: ShopReader
    messages: MessageReader | None = None
    quotes: QuoteReader | None = None
    ads: AdReader | None = None
    factory: FactoryReader | None = None
    promotions: PromotionReader | None = None
    changes: ChangeReader | None = None
    samples: SampleReader | None = None
    aftersales: AftersaleReader | None = None
    traces: TraceReader | None = None
    creatives: CreativeReader | None = None


class Keep(Protocol):
    """Keeps what is made of a shop's reads, under a key, until what was read for it changes."""

    def __call__(self, key: Hashable, make: Callable[[], T], /) -> T:
        """Give what is kept under ``key``, or make it; it hangs on reads of the shop and on the key alone."""


def hold_nothing() -> None:
    """Close what holds nothing open."""


def make_anew(_key: Hashable, make: Callable[[], T]) -> T:
    """Keep nothing."""
    return make()


@dataclass(frozen=True)
class Connection:
    """One open shop. ``writes`` goes to the desk and nowhere else; ``market`` is there for built-in shops only.

    ``keep`` serves where the platform can tell what has changed; elsewhere everything is made anew. ``close`` lets
    files and sockets go.
    """

    shop_id: str
    reads: Reads
    writes: Writes
    events: EventFeed
    market: MarketSide | None = None
    keep: Keep = make_anew
    close: Callable[[], None] = hold_nothing


@dataclass(frozen=True)
class Shop:
    """A platform: how a shop of it is opened.

    Attributes:
        platform: Unique name, e.g. ``"embedded"``.
        open: Called with the shop's id, the home folder and the clock.
        max_tiers: How many steps a price ladder may have there.
    """

    platform: str
    open: Callable[[str, Path, Clock], Connection]
    max_tiers: int = 10
