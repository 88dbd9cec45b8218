"""The plain fixed rule: what a careful owner without staff would do, through the same desk and the same owner.

Prices and bids stay as they are. Every afternoon all paid orders leave, inquiries are answered with the ladder's price
and complaints by ``refund_rule``; every Monday and Thursday what covers less than 12 days is made up to 30 days of the
last four weeks' mean.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from authority.desk import Requester
from authority.effect import Effect
from authority.effects.create_quote import CreateQuote
from authority.effects.order_production import OrderProduction
from authority.effects.send_message import SendMessage
from authority.effects.ship_order import ShipOrder
from kit.ids import stable_id
from scenarios.policy import Premises
from scenarios.refund_rule import is_complaint, refund_for
from shops.carriers import usual_carrier
from shops.models import FulfilmentStatus, Parcel, QuoteLine, Thread, Variant
from shops.production import ProductionLine
from shops.terms import floor_price, ladder_price

ORDER_BELOW_DAYS, ORDER_UP_TO_DAYS = 12, 30
AFTERNOON = time(16, 0)


class FixedRule:
    """A policy without learning and without a model.

    Args:
        premises: The shop and its desk.
    """

    def __init__(self, premises: Premises) -> None:
        self._premises = premises
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
        if local.weekday() in (0, 3):
            self._order(local.date())

    def told(self, effect_id: str) -> None:
        """A fixed rule learns nothing."""

    def figures(self) -> dict[str, Any]:
        """Give the number of effects it asked for."""
        return {"acts": self._acts}

    def _submit(self, effect: Effect, task: str, reason: str, *, employee: str) -> None:
        self._acts += 1
        by = Requester(task=stable_id("rule", task), turn=1, ordinal=1, employee=employee, origin="schedule")
        self._premises.desk.submit(effect, by, reason=reason)

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
        waiting = sum(line.quantity for order in reads.factory.list_production(open_only=True) for line in order.lines)
        room = terms.capacity_per_day * max(1, terms.lead_time_days) - waiting
        for variant in reads.shop.list_variants():
            mean = units.get(variant.sku, 0) / 28
            stock = reads.shop.get_stock([variant.sku])[variant.sku]
            position = stock.available + stock.incoming
            if mean == 0 or position >= mean * ORDER_BELOW_DAYS or variant.cost is None:
                continue
            pieces = max(terms.min_batch, math.ceil(mean * ORDER_UP_TO_DAYS - position))
            if pieces <= room:
                room -= pieces
                lines.append(ProductionLine(sku=variant.sku, quantity=pieces, unit_cost=variant.cost))
        if lines:
            self._submit(OrderProduction(lines=tuple(lines)), f"order {day}", "cover below 12 days", employee="product")


def _pieces(text: str) -> int | None:
    """Read the first whole number between 2 and 99,999 that stands alone in the text."""
    numbers = [int(word) for word in text.replace(",", "").replace("?", " ").split() if word.isdigit()]
    return next((number for number in numbers if 2 <= number < 100_000), None)
