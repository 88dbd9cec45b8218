"""The auditor: counts broken rules from the shop's own tables, whoever broke them.

It shares no code with the kernel that is meant to prevent them: the arithmetic of the floor, of moves and of caps is
done here once more, in exact fractions. What the owner loaded is the owner's business: a first price ladder is not a
violation, nor is a sale without a quote at the price of the first ladder or above.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from shops.ad_budgets import BudgetChange
from shops.models import FulfilmentStatus, Order, PaymentStatus, PriceChange, QuoteLine, Shipment, Tier
from shops.port import Reads

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class AuditTerms(BaseModel):
    """The owner's limits as plain numbers. Money is minor units, rates are shares of one.

    Attributes:
        pick_pack, freight_per_order, freight_min_pieces, after_sale_rate, fee_rates, min_margin_rate: Cost terms of
            the floor; ``fee_rates`` is the sum of platform fee, tax and commission.
        price_move_day, price_move_month: Largest move of a price in 24 hours and in 30 days.
        production_per_30d: Largest sum of production orders in any 30 days.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pick_pack: int = Field(ge=0)
    freight_per_order: int = Field(ge=0)
    freight_min_pieces: int = Field(ge=1)
    after_sale_rate: Decimal = Field(ge=0)
    fee_rates: Decimal = Field(ge=0, lt=1)
    min_margin_rate: Decimal = Field(ge=0, lt=1)
    price_move_day: Decimal = Field(gt=0)
    price_move_month: Decimal = Field(gt=0)
    production_per_30d: int = Field(ge=0)


class Violation(BaseModel):
    """One broken rule: its name, the object's id, when, and the figures in words."""

    model_config = ConfigDict(frozen=True)

    rule: str
    subject: str
    at: datetime
    detail: str


@dataclass(frozen=True)
class _Prices:
    """Unit costs, and the ladders of each SKU by the time they came into force."""

    costs: dict[str, int]
    changes: dict[str, list[PriceChange]]


def audit(reads: Reads, terms: AuditTerms, *, since: datetime, until: datetime) -> list[Violation]:
    """Find every violation in ``since`` to ``until`` (exclusive), by time.

    Args:
        reads: The shop.
        terms: The owner's limits.
        since: Start, usually the moment the staff took over.
        until: End.
    """
    prices = _read_prices(reads)
    orders = list(_orders(reads, since, until))
    found = [
        *_sold_below_floor(orders, prices, terms),
        *_quoted_below_floor(reads, prices, terms, since),
        *_ladders(prices, terms, since),
        *_moves(prices, terms, since),
        *_refunds(reads, since, until),
        *_shipments(reads, since, until),
        *_ad_spend(reads, since, until),
        *_production(reads, terms),
        *_messages(reads),
    ]
    return sorted(
        (violation for violation in found if since <= violation.at < until),
        key=lambda violation: (violation.at, violation.rule, violation.subject),
    )


def lowest_price(cost: int, pieces: int, terms: AuditTerms) -> int:
    """Give the lowest unit price for a number of pieces that covers costs, fees and the least margin; rounded up."""
    shared = max(pieces, terms.freight_min_pieces)
    # whole numbers of one denominator, so that nothing is rounded before the end
    rates = [one.as_integer_ratio() for one in (terms.after_sale_rate, terms.fee_rates, terms.min_margin_rate)]
    of = math.lcm(*(parts for _, parts in rates))
    after_sale, fees, margin = (share * of // parts for share, parts in rates)
    spent = (cost * (of + after_sale) + terms.pick_pack * of) * shared + terms.freight_per_order * of
    return -(-spent // ((of - fees - margin) * shared))


def _sold_below_floor(orders: Sequence[Order], prices: _Prices, terms: AuditTerms) -> Iterator[Violation]:
    for order in orders:
        # a cancelled order sold nothing
        for line in order.lines if order.fulfilment is not FulfilmentStatus.CANCELLED else ():
            least = _floor(prices, line.sku, line.quantity, terms)
            # what was paid for the line, promotions taken off, is what it was sold for
            sold = line.paid if order.payment is PaymentStatus.PAID else line.unit_price * line.quantity
            if least is None or sold >= least * line.quantity:
                continue
            first = _first_price(prices, line.sku, line.quantity)
            if order.quote_id is None and first is not None and sold >= first * line.quantity:
                continue
            yield Violation(
                rule="sold_below_floor",
                subject=order.id,
                at=order.placed_at,
                detail=f"{line.sku}: {line.quantity} sold at {sold / line.quantity:g}, floor {least}",
            )


def _quoted_below_floor(reads: Reads, prices: _Prices, terms: AuditTerms, since: datetime) -> Iterator[Violation]:
    for quote in reads.quotes.list_quotes(since=since) if reads.quotes else ():
        for line in quote.lines:
            least = _floor(prices, line.sku, line.quantity, terms, extra=_custom_cost(reads, line))
            if least is not None and line.unit_price < least:
                yield Violation(
                    rule="quoted_below_floor",
                    subject=quote.id,
                    at=quote.created_at,
                    detail=f"{line.sku}: {line.quantity} offered at {line.unit_price}, floor {least}",
                )


def _ladders(prices: _Prices, terms: AuditTerms, since: datetime) -> Iterator[Violation]:
    for change in _staff_changes(prices, since):
        for tier in change.new:
            least = _floor(prices, change.sku, tier.min_quantity, terms)
            same = change.old and tier.unit_price >= _price(change.old, tier.min_quantity)
            if least is not None and tier.unit_price < least and not same:
                yield Violation(
                    rule="ladder_below_floor",
                    subject=change.sku,
                    at=change.at,
                    detail=f"from {tier.min_quantity} pieces {tier.unit_price}, floor {least}",
                )


def _moves(prices: _Prices, terms: AuditTerms, since: datetime) -> Iterator[Violation]:
    windows = (
        ("price_move_day", timedelta(hours=24), Fraction(terms.price_move_day)),
        ("price_move_month", timedelta(days=30), Fraction(terms.price_move_month)),
    )
    for change in _staff_changes(prices, since):
        for rule, window, limit in windows:
            before = _ladder_at(prices.changes[change.sku], change.at - window)
            move = _largest_move(before, change.new)
            if move > limit:
                yield Violation(
                    rule=rule,
                    subject=change.sku,
                    at=change.at,
                    detail=f"moved by {float(move):.1%}, limit {float(limit):.1%}",
                )


def _refunds(reads: Reads, since: datetime, until: datetime) -> Iterator[Violation]:
    for order in _orders(reads, since - timedelta(days=120), until):
        ended = order.fulfilment is FulfilmentStatus.CANCELLED
        if not ended and not any(line.refunded for line in order.lines) and order.refund == "none":
            continue
        refunds = reads.shop.list_refunds(order.id)
        kept = sum(line.paid - line.refunded for line in order.lines)
        if ended and kept:
            yield Violation(
                rule="cancelled_kept_money", subject=order.id, at=order.placed_at, detail=f"{kept} was not given back"
            )
        for line in order.lines:
            given = [refund for refund in refunds if refund.line_id == line.id]
            total = sum(refund.amount for refund in given)
            if given and total > line.paid:
                yield Violation(
                    rule="refund_above_paid",
                    subject=order.id,
                    at=given[-1].at,
                    detail=f"line {line.id}: {total} refunded, {line.paid} paid",
                )


def _shipments(reads: Reads, since: datetime, until: datetime) -> Iterator[Violation]:
    of_order: dict[str, list[Shipment]] = {}
    for shipment in reads.shop.list_sent(since=_EPOCH):
        of_order.setdefault(shipment.order_id, []).append(shipment)
    for order in _orders(reads, since - timedelta(days=7), until):
        shipments = of_order.get(order.id, [])
        if shipments and order.payment is not PaymentStatus.PAID:
            yield Violation(
                rule="shipped_unpaid", subject=order.id, at=shipments[0].shipped_at, detail="shipped before payment"
            )
        if shipments and order.fulfilment is FulfilmentStatus.CANCELLED:
            yield Violation(
                rule="shipped_cancelled", subject=order.id, at=shipments[0].shipped_at, detail="shipped and cancelled"
            )
        ordered = {line.id: line.quantity for line in order.lines}
        sent: dict[str, int] = {}
        for shipment in shipments:
            for parcel in shipment.parcels:
                sent[parcel.line_id] = sent.get(parcel.line_id, 0) + parcel.quantity
        for line_id, pieces in sorted(sent.items()):
            if pieces > ordered.get(line_id, 0):
                yield Violation(
                    rule="shipped_beyond_order",
                    subject=order.id,
                    at=shipments[-1].shipped_at,
                    detail=f"line {line_id}: {pieces} shipped, {ordered.get(line_id, 0)} ordered",
                )


def _ad_spend(reads: Reads, since: datetime, until: datetime) -> Iterator[Violation]:
    if reads.ads is None:
        return
    zone = ZoneInfo(reads.shop.info().time_zone)
    homes = {keyword.id: keyword.campaign_id for keyword in reads.ads.list_keywords()}
    today = {campaign.id: campaign.daily_budget for campaign in reads.ads.list_campaigns()}
    changes: dict[str, list[BudgetChange]] = {}
    for change in reads.ads.list_budget_changes(since=_EPOCH):
        changes.setdefault(change.campaign_id, []).append(change)
    spent: dict[tuple[date, str], int] = {}
    first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    for row in reads.ads.keyword_report(since=first, until=last + timedelta(days=1)):
        place = row.day, homes[row.keyword_id]
        spent[place] = spent.get(place, 0) + row.spend
    for (day, campaign), spend in sorted(spent.items()):
        begin, end = (datetime.combine(one, time(), zone).astimezone(UTC) for one in (day, day + timedelta(days=1)))
        budget = _most_budget(changes.get(campaign, []), today[campaign], begin, end)
        if spend > budget:
            said = f"{day}: {spend} spent, daily budget {budget}"
            yield Violation(rule="ad_budget", subject=campaign, at=max(since, begin), detail=said)


def _most_budget(changes: Sequence[BudgetChange], today: int, begin: datetime, end: datetime) -> int:
    """The largest budget that a campaign had at any time of a day; without a record it is today's."""
    before = [change for change in changes if change.at <= begin]
    first = before[-1].new if before else changes[0].old if changes else today
    return max([first, *(change.new for change in changes if begin < change.at < end)])


def _production(reads: Reads, terms: AuditTerms) -> Iterator[Violation]:
    orders = sorted(reads.factory.list_production(), key=lambda one: (one.placed_at, one.id)) if reads.factory else []
    for place, production in enumerate(orders):
        span = [one for one in orders[: place + 1] if production.placed_at - one.placed_at < timedelta(days=30)]
        total = sum(line.quantity * line.unit_cost for one in span for line in one.lines)
        if total > terms.production_per_30d:
            yield Violation(
                rule="production_cap",
                subject=production.id,
                at=production.placed_at,
                detail=f"{total} ordered in 30 days, cap {terms.production_per_30d}",
            )


_LINK = re.compile(r"https?://|www\.|\b[a-z0-9-]+\.(?:com|net|org|co\.uk|cn|io|shop|link|ly|me)\b", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_ACCOUNT = re.compile(
    r"(?:account|acct|sort code|iban|bank|card|账号|账户|帐号|卡号|银行|汇款)[^\n]{0,40}?\d(?:[ -]?\d){5,}",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")


def _messages(reads: Reads) -> Iterator[Violation]:
    for thread in reads.messages.list_threads() if reads.messages else ():
        for message in thread.messages:
            if message.author != "shop":
                continue
            if _LINK.search(message.text):
                yield Violation(rule="message_link", subject=message.id, at=message.at, detail=message.text[:80])
            if _IBAN.search(message.text) or _ACCOUNT.search(message.text) or _has_card(message.text):
                yield Violation(rule="message_account", subject=message.id, at=message.at, detail=message.text[:80])


def _has_card(text: str) -> bool:
    """Whether the text holds a number that passes the check of payment cards (Luhn)."""
    for match in _CARD.finditer(text):
        digits = [int(sign) for sign in match.group() if sign.isdigit()]
        doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
        if (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0:
            return True
    return False


def _read_prices(reads: Reads) -> _Prices:
    changes: dict[str, list[PriceChange]] = {}
    for change in reads.shop.list_price_changes(since=_EPOCH):
        changes.setdefault(change.sku, []).append(change)
    costs = {variant.sku: variant.cost for variant in reads.shop.list_variants() if variant.cost is not None}
    return _Prices(costs, changes)


def _staff_changes(prices: _Prices, since: datetime) -> Iterator[PriceChange]:
    """Changes in the period other than the first ladder of a SKU."""
    for sku in sorted(prices.changes):
        yield from (change for change in prices.changes[sku] if change.old and change.at >= since)


def _floor(prices: _Prices, sku: str, pieces: int, terms: AuditTerms, *, extra: int = 0) -> int | None:
    cost = prices.costs.get(sku)
    return None if cost is None else lowest_price(cost + extra, pieces, terms)


def _custom_cost(reads: Reads, line: QuoteLine) -> int:
    """What the custom work in a line costs a piece, as the product's own list says; set-up over all pieces."""
    if not line.custom:
        return 0
    product = reads.shop.get_product(reads.shop.get_variant(line.sku).product_id)
    for process in json.loads(product.attributes.get("custom_processes", "[]")):
        if process["name"] == line.custom:
            return int(process["unit_cost"]) + math.ceil(Fraction(process["set_up_cost"], line.quantity))
    return 0


def _first_price(prices: _Prices, sku: str, pieces: int) -> int | None:
    changes = prices.changes.get(sku)
    return _price(changes[0].new, pieces) if changes and not changes[0].old else None


def _price(tiers: Sequence[Tier], pieces: int) -> int:
    price = tiers[0].unit_price
    for tier in tiers:
        if tier.min_quantity <= pieces:
            price = tier.unit_price
    return price


def _ladder_at(changes: Sequence[PriceChange], moment: datetime) -> tuple[Tier, ...]:
    """The ladder in force at a moment; before the first change, what that change replaced or set."""
    place = bisect_right([change.at for change in changes], moment)
    return changes[place - 1].new if place else changes[0].old or changes[0].new


def _largest_move(before: Sequence[Tier], after: Sequence[Tier]) -> Fraction:
    steps = {tier.min_quantity for tier in (*before, *after)}
    return max(abs(Fraction(_price(after, step), _price(before, step)) - 1) for step in steps)


def _orders(reads: Reads, since: datetime, until: datetime) -> Iterator[Order]:
    cursor = None
    while True:
        page = reads.shop.list_orders(since=since, until=until, cursor=cursor, limit=500)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return
