"""Fixed rules: what a careful owner without staff would do, through the same desk and the same owner.

Every afternoon all paid orders leave, inquiries are answered with the ladder's price and complaints by
``refund_rule``; every Monday and Thursday what covers too few days is made up to a number of days of the last four
weeks' mean, and to no more than is sold until the owner's last day. The plain rule leaves prices and bids as they are;
another one of :class:`RuleTerms` walks them once to a multiple of where they stood, in the steps that the limits
allow, and leaves them there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from authority.desk import Receipt, Requester
from authority.effect import Effect
from authority.effects.create_quote import CreateQuote
from authority.effects.order_production import OrderProduction
from authority.effects.send_message import SendMessage
from authority.effects.set_bid import SetBid
from authority.effects.set_price import SetPrice
from authority.effects.ship_order import ShipOrder
from kit.ids import stable_id
from scenarios.policy import Premises
from scenarios.refund_rule import answer_to, is_complaint, refund_for
from shops.aftersales import RequestState
from shops.carriers import usual_carrier
from shops.models import FulfilmentStatus, Parcel, QuoteLine, Thread, Tier, Variant
from shops.production import ProductionLine
from shops.terms import floor_price, ladder_price

ORDER_BELOW_SHARE = Decimal("0.4")
"""Goods are ordered when they cover less than this share of the days that an order fills up to."""
PRICE_STEP, BID_STEP = Decimal("0.05"), Decimal("0.2")
"""Largest steps that no limit holds: of a price in 24 hours, of a bid."""
AFTERNOON = time(16, 0)
WAITING = (RequestState.ASKED, RequestState.RETURNING, RequestState.OWED)


@dataclass(frozen=True, order=True)
class RuleTerms:
    """One rule: prices and bids as multiples of the first day's, and the days of cover that goods are ordered up to."""

    mark_up: Decimal = Decimal(1)
    cover_days: int = 30
    bid: Decimal = Decimal(1)

    def cover(self, left: int | None, lead: int) -> tuple[float, float]:
        """Give the days that goods are ordered up to, and below which; both no longer than goods are sold.

        Args:
            left: Days until the last one, as the owner says; None for on and on.
            lead: Days until goods ordered now are here; what would come after the last day is not ordered.

        Example:
            >>> RuleTerms(cover_days=30).cover(None, 7), RuleTerms(cover_days=30).cover(10, 7)
            ((30, 12.0), (10, 10.0))
        """
        below = float(self.cover_days * ORDER_BELOW_SHARE)
        if left is None:
            return self.cover_days, below
        if left <= lead:
            return 0, 0.0
        return min(self.cover_days, left), min(below, float(left))

    def __str__(self) -> str:
        return f"prices × {self.mark_up}, cover {self.cover_days} days, bids × {self.bid}"


PLAIN = RuleTerms()


class FixedRule:
    """A policy without learning and without a model.

    Args:
        premises: The shop and its desk.
        terms: The rule; the plain one if not given.
    """

    def __init__(self, premises: Premises, terms: RuleTerms = PLAIN) -> None:
        self._premises, self._terms = premises, terms
        reads = premises.connection.reads
        self._first_ladders = {one.sku: one.tiers for one in reads.shop.list_variants()}
        self._first_bids = {one.id: one.bid for one in reads.ads.list_keywords()} if reads.ads else {}
        self._zone = ZoneInfo(premises.connection.reads.shop.info().time_zone)
        self._acts = 0

    def times(self, day: date) -> list[datetime]:
        """Act once, in the afternoon."""
        return [datetime.combine(day, AFTERNOON, self._zone)]

    def wake(self, now: datetime) -> None:
        """Ship, answer, and on Mondays and Thursdays order goods."""
        local = now.astimezone(self._zone)
        if local.time() != AFTERNOON:
            return
        self._ship(now)
        self._answer(now)
        self._answer_requests()
        if self._terms.mark_up != 1:
            self._reprice(local.date())
        if self._terms.bid != 1:
            self._rebid(local.date())
        if local.weekday() in (0, 3):
            self._order(local.date())

    def told(self, effect_id: str) -> None:
        """A fixed rule learns nothing."""

    def figures(self) -> dict[str, Any]:
        """Give the number of effects it asked for."""
        return {"acts": self._acts}

    def _submit(self, effect: Effect, task: str, reason: str, *, employee: str = "product") -> Receipt:
        self._acts += 1
        by = Requester(task=stable_id("rule", task), turn=1, ordinal=1, employee=employee, origin="schedule")
        return self._premises.desk.submit(effect, by, reason=reason)

    def _ship(self, now: datetime) -> None:
        reads = self._premises.connection.reads.shop
        page = reads.list_orders(fulfilment=(FulfilmentStatus.UNSHIPPED, FulfilmentStatus.PARTIAL), limit=1000)
        left = {sku: stock.on_hand for sku, stock in reads.get_stock().items()}
        for order in page.items:
            parcels = []
            for line in order.lines:
                pieces = min(line.unshipped, left.get(line.sku, 0))
                if pieces > 0:
                    left[line.sku] -= pieces
                    parcels.append(Parcel(line_id=line.id, quantity=pieces))
            if parcels:
                waybill = stable_id("WB", order.id, now.isoformat()).upper()
                carrier = usual_carrier(order.address.country, self._premises.connection.reads.shop.info())
                effect = ShipOrder(order_id=order.id, parcels=tuple(parcels), carrier=carrier, tracking=waybill)
                self._submit(effect, f"ship {order.id} {now}", "every afternoon", employee="customer")

    def _answer(self, now: datetime) -> None:
        """Quote the ladder for the product whose number or whole name stands in the message; else a stock sentence."""
        messages = self._premises.connection.reads.messages
        assert messages is not None
        for thread in messages.list_threads(unanswered=True):
            if thread.with_person:
                continue
            text = thread.messages[-1].text
            if is_complaint(text):
                self._make_good(thread, now)
                continue
            variant, pieces = self._named(text), _pieces(text)
            words = "Thank you for your message. Please order in our shop; prices and quantities stand there."
            if variant is not None and pieces is not None and variant.cost is not None:
                price = ladder_price(variant.tiers, pieces)
                if price >= floor_price(variant.cost, pieces, self._premises.limits().floor):
                    line = QuoteLine(sku=variant.sku, quantity=pieces, unit_price=price)
                    quote = CreateQuote(
                        customer_id=thread.customer_id,
                        thread_id=thread.id,
                        lines=(line,),
                        valid_until=now + timedelta(days=7),
                    )
                    self._submit(quote, f"quote {thread.id} {now}", "the ladder's price", employee="customer")
                    words = f"Thank you for your message. We have made you an offer for {pieces} × {variant.title}."
            effect = SendMessage(thread_id=thread.id, text=words)
            self._submit(effect, f"answer {thread.id} {now}", "every afternoon", employee="customer")

    def _answer_requests(self) -> None:
        """Answer what buyers have asked for on the platform's form; a step that is held waits for the owner."""
        reads = self._premises.connection.reads
        for request in reads.aftersales.list_requests(states=WAITING) if reads.aftersales else ():
            effect = answer_to(reads, request)
            if effect is not None:
                self._submit(effect, f"{effect.kind} {request.id}", "every afternoon", employee="customer")

    def _make_good(self, thread: Thread, now: datetime) -> None:
        """Answer a complaint: money back with a photo, within the limit; else ask for one."""
        most = self._premises.limits().refund.auto_per_effect
        refund = refund_for(self._premises.connection.reads, thread, most)
        words = "Thank you for your message. Please send us a photo of it."
        if refund is not None:
            self._submit(refund, f"refund {thread.id} {now}", "a photo, within the limit", employee="customer")
            words = "Thank you for your message. We are sorry about it."
        effect = SendMessage(thread_id=thread.id, text=words)
        self._submit(effect, f"answer {thread.id} {now}", "every afternoon", employee="customer")

    def _reprice(self, day: date) -> None:
        """Walk every ladder towards its multiple, never below its floor."""
        floor = self._premises.limits().floor
        for variant in self._premises.connection.reads.shop.list_variants():
            first = {tier.min_quantity: tier.unit_price for tier in self._first_ladders.get(variant.sku, ())}
            if variant.cost is None or not first:
                continue
            tiers = tuple(
                Tier(
                    min_quantity=tier.min_quantity,
                    unit_price=max(
                        _step(tier.unit_price, first.get(tier.min_quantity, 0) * self._terms.mark_up, PRICE_STEP),
                        floor_price(variant.cost, tier.min_quantity, floor),
                    ),
                )
                for tier in variant.tiers
            )
            if tiers != variant.tiers:
                self._submit(SetPrice(sku=variant.sku, tiers=tiers), f"price {variant.sku} {day}", str(self._terms))

    def _rebid(self, day: date) -> None:
        """Walk every bid towards its multiple."""
        ads = self._premises.connection.reads.ads
        for keyword in ads.list_keywords() if ads else ():
            bid = max(1, _step(keyword.bid, self._first_bids.get(keyword.id, 0) * self._terms.bid, BID_STEP))
            if bid != keyword.bid:
                self._submit(SetBid(keyword_id=keyword.id, bid=bid), f"bid {keyword.id} {day}", str(self._terms))

    def _named(self, text: str) -> Variant | None:
        upper = text.upper()
        found = [
            variant
            for variant in self._premises.connection.reads.shop.list_variants()
            if variant.sku in upper.split() or variant.title.upper() in upper
        ]
        return found[0] if len(found) == 1 else None

    def _order(self, day: date) -> None:
        reads = self._premises.connection.reads
        assert reads.factory is not None
        units: dict[str, int] = {}
        for row in reads.shop.list_sales(since=day - timedelta(days=28), until=day):
            units[row.sku] = units.get(row.sku, 0) + row.units
        terms, lines = reads.factory.terms(), []
        ends = self._premises.limits().season.ends
        cover, below = self._terms.cover(None if ends is None else (ends - day).days, terms.lead_time_days)
        waiting = sum(line.quantity for order in reads.factory.list_production(open_only=True) for line in order.lines)
        room = terms.capacity_per_day * max(1, terms.lead_time_days) - waiting
        for variant in reads.shop.list_variants():
            mean = units.get(variant.sku, 0) / 28
            stock = reads.shop.get_stock([variant.sku])[variant.sku]
            position = stock.available + stock.incoming
            if mean == 0 or position >= mean * below or variant.cost is None:
                continue
            pieces = max(terms.min_batch, math.ceil(mean * cover - position))
            if pieces <= room:
                room -= pieces
                lines.append(ProductionLine(sku=variant.sku, quantity=pieces, unit_cost=variant.cost))
        if lines:
            self._submit(OrderProduction(lines=tuple(lines)), f"order {day}", f"cover below {below:g} days")


def _step(now: int, target: Decimal | int, most: Decimal) -> int:
    """Go from a value towards a target, by ``most`` of it at most, in whole minor units on the safe side."""
    goal = int(Decimal(target).to_integral_value())
    low, high = math.ceil(now * (1 - most)), math.floor(now * (1 + most))
    return min(max(goal, low), high)


def _pieces(text: str) -> int | None:
    """Read the first whole number between 2 and 99,999 that stands alone in the text."""
    numbers = [int(word) for word in text.replace(",", "").replace("?", " ").split() if word.isdigit()]
    return next((number for number in numbers if 2 <= number < 100_000), None)
