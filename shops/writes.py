"""The writing side of a shop. Only the desk (``authority/desk.py``) holds it; the build checks who imports this file.

Every write takes an idempotency ``key``: a key that was carried out before gives the first answer again and does
nothing. A final no of the platform is an outcome ``refused``, not an exception; a time-out after sending is
``unknown``, and :meth:`SellerWrites.probe` tells later what became of the key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shops.aftersales import AftersaleWrites
from shops.changes import ChangeWrites
from shops.creatives import CreativeWrites
from shops.models import Outcome, Parcel, QuoteLine, Tier
from shops.production import ProductionLine
from shops.promotions import PromotionWrites
from shops.samples import SampleWrites


class SellerWrites(Protocol):
    """What the seller can change in every shop."""

    def set_price(self, sku: str, tiers: Sequence[Tier], *, key: str) -> Outcome:
        """Replace the price ladder of a SKU."""

    def set_stock(self, sku: str, on_hand: int, *, key: str) -> Outcome:
        """Set the pieces in the house after a count."""

    def set_offered(self, sku: str, pieces: int | None, *, key: str) -> Outcome:
        """Set the listed quantity of a SKU, 0 to take it down; None offers what is available. Refused below zero."""

    def edit_listing(self, product_id: str, *, title: str | None, attributes: Mapping[str, str], key: str) -> Outcome:
        """Give a product another title (None: it stays) and put attributes beside or over those it has."""

    def set_listed(self, product_id: str, listed: bool, *, key: str) -> Outcome:
        """Put a product on or off the shelf."""

    def ship(self, order_id: str, parcels: Sequence[Parcel], *, carrier: str, tracking: str, key: str) -> Outcome:
        """Hand pieces of a paid order to a carrier; refused when unpaid, already shipped or not in the house."""

    def refund(self, order_id: str, line_id: str, amount: int, *, reason: str, key: str) -> Outcome:
        """Give money of one line back; refused beyond what was paid and not yet refunded or agreed to."""

    def probe(self, key: str) -> Outcome | None:
        """Give the answer to an earlier write with this key, or None if it never arrived."""


class MessageWrites(Protocol):
    """Optional: answering buyers."""

    def send_message(self, thread_id: str, text: str, *, key: str) -> Outcome:
        """Send a message to the buyer of a thread."""

    def open_thread(
        self, customer_id: str, text: str, *, is_offer: bool, order_id: str | None = None, key: str
    ) -> Outcome:
        """Write to a buyer first, in a new conversation, about an order of theirs or not; gives the thread's id.

        Refused when empty, when the order is another buyer's, and an offer to a buyer who wants none.
        """

    def open_case(self, customer_id: str, *, order_id: str | None = None, key: str) -> Outcome:
        """Open a conversation that a person has, without a word to the buyer; gives the thread's id.

        Refused when the order is another buyer's.
        """

    def stop_offers(self, customer_id: str, *, key: str) -> Outcome:
        """Note that a buyer wants no offers (:attr:`shops.models.Customer.no_offers`); only the buyer takes it back."""

    def hand_over(self, thread_id: str, *, key: str) -> Outcome:
        """Give a thread to a person; the staff is silent in it from then on."""

    def take_back(self, thread_id: str, *, key: str) -> Outcome:
        """Give a thread back to the staff."""


class QuoteWrites(Protocol):
    """Optional: binding offers."""

    def create_quote(
        self,
        customer_id: str,
        lines: Sequence[QuoteLine],
        *,
        valid_until: datetime,
        thread_id: str | None,
        key: str,
    ) -> Outcome:
        """Make an offer that the buyer can accept until ``valid_until``, at final prices: nothing stacks on them."""

    def withdraw_quote(self, quote_id: str, *, key: str) -> Outcome:
        """Take an open offer back; refused when it was accepted."""


class AdWrites(Protocol):
    """Optional: keyword ads."""

    def set_bid(self, keyword_id: str, bid: int, *, key: str) -> Outcome:
        """Set the most that is paid for one click."""

    def add_keyword(self, campaign_id: str, text: str, bid: int, skus: Sequence[str], *, key: str) -> Outcome:
        """Bid on another search word; refused when the shop has it already, it is blank or the bid below one unit."""

    def set_keyword_paused(self, keyword_id: str, paused: bool, *, key: str) -> Outcome:
        """Stop or start a keyword."""

    def set_budgets(self, budgets: Mapping[str, int], *, key: str) -> Outcome:
        """Set daily budgets by campaign, all of them or none; refused below one minor unit."""


class FactoryWrites(Protocol):
    """Optional: ordering production."""

    def order_production(self, lines: Sequence[ProductionLine], *, key: str) -> Outcome:
        """Order goods from the factory; refused beyond its capacity."""


@dataclass(frozen=True)
class Writes:
    """All that can be written to one shop; an optional port that the platform lacks is None."""

    shop: SellerWrites
    messages: MessageWrites | None = None
    quotes: QuoteWrites | None = None
    ads: AdWrites | None = None
    factory: FactoryWrites | None = None
    promotions: PromotionWrites | None = None
    changes: ChangeWrites | None = None
    samples: SampleWrites | None = None
    aftersales: AftersaleWrites | None = None
    creatives: CreativeWrites | None = None
