"""What the kernel may know at the moment of judging, as plain data, and what an exposure means in it.

``authority/snapshot.py`` reads it; the kernel judges on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from authority.effect import Exposure, Sale
from kit.money import format_minor
from shops.models import Tier
from shops.terms import ladder_price


@dataclass(frozen=True)
class LineState:
    """One order line as the shop and the ledger show it.

    ``refunded`` and ``shipped`` include effects that are held, approved or of unknown outcome.
    ``is_altering``: a change of the order is so. ``replaced`` is what was paid for pieces sent again, or promised so;
    ``refunded`` counts money that a request was agreed to.
    """

    order_id: str
    is_paid: bool
    paid: int
    refunded: int
    quantity: int
    shipped: int
    sku: str
    is_cancelled: bool = False
    is_altering: bool = False
    replaced: int = 0


@dataclass(frozen=True)
class OrderState:
    """One order that an effect changes: pieces that have left or may leave, and other changes of it, held ones too."""

    is_paid: bool
    is_cancelled: bool
    shipped: int
    altered: int


@dataclass(frozen=True)
class SampleState:
    """A sample's fee as paid, what came back of it or may, and whether the order named earns it."""

    order_id: str
    fee: int
    credited: int
    is_earned: bool


@dataclass(frozen=True)
class RequestView:
    """A request after the sale: its state, whether goods are back, another answer waits, and pieces free to send."""

    state: str
    is_back: bool
    is_busy: bool
    free: int


@dataclass(frozen=True)
class PriceState:
    """Ladder of a SKU now and the ladders that held 24 hours and 30 days ago, and its unit cost (None: unknown)."""

    cost: int | None
    now: tuple[Tier, ...]
    day_ago: tuple[Tier, ...]
    month_ago: tuple[Tier, ...]


@dataclass(frozen=True)
class ContactState:
    """What a buyer had without asking, held messages too: offers within their days, all within 24 hours; their wish."""

    no_offers: bool
    offers: int
    today: int


@dataclass(frozen=True)
class Offer:
    """A price that another effect named to a buyer in the last 30 days, beside that day's ladder at the quantity.

    ``conditions`` are what it was given for, sorted.
    """

    customer: str
    sku: str
    quantity: int
    unit_price: int
    ladder: int
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """All that the kernel may know at the moment of judging. Money in minor units of the shop's currency.

    ``spent`` maps ``"refund.day"``, ``"change.day"``, ``"giveaway.day"``, ``"production.30d"``, ``"sample.30d"``,
    ``"resend.day"``, ``"concession.30d"`` to what is already out, held and unknown effects included; ``free_samples``
    counts those of each buyer; ``deals`` maps a type of discount to the deepest that the owner approved lately;
    ``ads_per_day`` is the sum of daily budgets; ``refusals_day`` counts requests refused
    in 24 hours;
    ``off_shelf_day`` counts the products taken off the shelf in 24 hours; ``offers`` are those to other buyers that
    are out; ``thread_waits`` tells whether a buyer waits for an answer there, ``thread_answered`` whether the
    shop has written there while this effect was held; ``local_minute`` counts from the
    shop's midnight; ``word_faults`` is what :func:`authority.words.word_faults` found, ``false_claims`` what
    :func:`authority.claims.check` found; ``demoted`` is the level that measured error has lowered the action class to,
    None if it has not.
    """

    now: datetime
    employee: str
    action: str
    currency: str = "XXX"
    buyer: str | None = None
    prices: dict[str, PriceState] = field(default_factory=dict)
    lines: dict[str, LineState] = field(default_factory=dict)
    on_hand: dict[str, int] = field(default_factory=dict)
    orders: dict[str, OrderState] = field(default_factory=dict)
    samples: dict[str, SampleState] = field(default_factory=dict)
    requests: dict[str, RequestView] = field(default_factory=dict)
    refusals_day: int = 0
    free_samples: dict[str, int] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    spent: dict[str, int] = field(default_factory=dict)
    deals: dict[str, Decimal] = field(default_factory=dict)
    buyer_refunds_30d: dict[str, int] = field(default_factory=dict)
    thread_messages_hour: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, ContactState] = field(default_factory=dict)
    like_effect: str | None = None
    ads_per_day: int = 0
    off_shelf_day: int = 0
    stops: frozenset[str] = frozenset()
    offers: tuple[Offer, ...] = ()
    thread_waits: dict[str, bool] = field(default_factory=dict)
    thread_answered: dict[str, bool] = field(default_factory=dict)
    local_minute: int = 720
    word_faults: tuple[str, ...] = ()
    false_claims: tuple[str, ...] = ()
    demoted: int | None = None
    approved_day: int | None = None

    def money(self, amount: int) -> str:
        """Write minor units as people read them."""
        return format_minor(amount, self.currency)


def largest_move(before: tuple[Tier, ...], after: tuple[Tier, ...]) -> Decimal:
    """Give the largest relative change of the unit price at any quantity where either ladder has a step."""
    if not before or not after:
        return Decimal(0)
    steps = {tier.min_quantity for tier in (*before, *after)}
    moves = [abs(Decimal(ladder_price(after, step)) / ladder_price(before, step) - 1) for step in steps]
    return max(moves)


def prices_exposed(exposure: Exposure) -> Iterator[tuple[str, int, int, int]]:
    """Give SKU, pieces, unit price and cost of custom work of everything that could be sold."""
    for sale in exposure.sales:
        yield sale.sku, sale.quantity, sale.unit_price, sale.extra_cost
    for move in exposure.ladders:
        for number, tier in enumerate(move.new):
            # the first step's price holds below it too, from one piece on
            yield move.sku, tier.min_quantity if number else 1, tier.unit_price, 0


def named_sales(snapshot: Snapshot, exposure: Exposure) -> Iterator[tuple[Sale, int]]:
    """Give what is sold to named buyers with its published price, custom work in it; an unknown SKU has none."""
    for sale in exposure.sales if exposure.customers else ():
        if state := snapshot.prices.get(sale.sku):
            yield sale, ladder_price(state.now, sale.quantity) + sale.extra_fee
