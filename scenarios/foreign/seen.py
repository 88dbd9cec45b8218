"""What buyers and the ad platform see of a built-in shop, read out of its own reading side; nothing of its costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from scenarios.foreign.documents import (
    KnownBuyer,
    Opening,
    Seen,
    SeenArticle,
    SeenKeyword,
    SeenMessage,
    SeenParcel,
    SeenQuote,
    SeenRefund,
    Step,
)
from scenarios.world import LoadedWorld
from shops.models import QuoteStatus
from shops.port import Reads
from shops.promotions import CrossShop


def opening(reads: Reads, world: LoadedWorld, *, seed: int, days: int, languages: Sequence[str]) -> Opening:
    """Give the shop before its first day."""
    shop = world.spec.shop
    return Opening(
        world=world.name,
        seed=seed,
        days=days,
        start=shop.start,
        currency=shop.currency,
        time_zone=shop.time_zone,
        ship_promise_hours=shop.ship_promise_hours,
        articles=articles(reads),
        keywords=keywords(reads),
        buyers=[
            KnownBuyer(
                id=row.buyer, country=row.country, language=language, orders=row.orders, last_order=row.last_order
            )
            for row, language in zip(world.buyers, languages, strict=False)
        ],
    )


def look(reads: Reads, *, day: int, today: date, now: datetime, orders: Sequence[str | None], mine: set[str]) -> Seen:
    """Give a morning.

    Args:
        reads: The shop's reading side.
        day, today: Number and date of the day that begins.
        now: The moment; what was written or sent in the day before it is new.
        orders: Ids of the orders of the day that ended, as they were asked for.
        mine: Ids of all orders that this market placed.
    """
    since = now - timedelta(days=1)
    return Seen(
        day=day,
        date=today,
        articles=articles(reads),
        promotions=_promotions(reads),
        keywords=keywords(reads),
        messages=_messages(reads, since),
        quotes=_quotes(reads, now),
        orders=list(orders),
        parcels=_parcels(reads, since, mine),
        refunds=_refunds(reads, now, mine),
    )


def articles(reads: Reads) -> list[SeenArticle]:
    """Give the shelf: every variant of a product, by product and SKU."""
    stock = reads.shop.get_stock()
    return [
        SeenArticle(
            sku=variant.sku,
            title=variant.title,
            category=product.category,
            attributes=dict(product.attributes),
            ladder=[Step(pieces=tier.min_quantity, price=tier.unit_price) for tier in variant.tiers],
            moq=variant.moq,
            pack=variant.pack,
            listed=product.listed and variant.listed,
            stock=stock[variant.sku].shown if variant.sku in stock else 0,
        )
        for product in reads.shop.list_products(limit=10_000).items
        for variant in product.variants
    ]


def keywords(reads: Reads) -> list[SeenKeyword]:
    """Give what the ad platform knows: keywords with bids, paused when the campaign is."""
    if reads.ads is None:
        return []
    campaigns = {one.id: one for one in reads.ads.list_campaigns()}
    return [
        SeenKeyword(
            id=one.id,
            text=one.text,
            skus=list(one.skus),
            bid=one.bid,
            paused=one.paused or campaigns[one.campaign_id].paused,
            campaign=one.campaign_id,
            budget=campaigns[one.campaign_id].daily_budget,
        )
        for one in reads.ads.list_keywords()
    ]


def _promotions(reads: Reads) -> list[dict[str, object]]:
    """Give promotions that run or will run, as they are published; a coupon's audience are those who hold the code."""
    if reads.promotions is None:
        return []
    return [
        {
            "id": one.id,
            "title": one.title,
            "by": "platform" if isinstance(one.discount, CrossShop) else "shop",
            "discount": one.discount.model_dump(mode="json"),
            "starts_at": one.starts_at.isoformat(),
            "ends_at": one.ends_at.isoformat(),
        }
        for one in reads.promotions.list_promotions(open_only=True)
    ]


def _messages(reads: Reads, since: datetime) -> list[SeenMessage]:
    if reads.messages is None:
        return []
    return [
        SeenMessage(thread=thread.id, customer=thread.customer_id, text=message.text)
        for thread in reads.messages.list_threads()
        for message in thread.messages
        if message.author == "shop" and message.at > since
    ]


def _quotes(reads: Reads, now: datetime) -> list[SeenQuote]:
    if reads.quotes is None:
        return []
    return [
        SeenQuote(
            id=one.id,
            customer=one.customer_id,
            thread=one.thread_id,
            lines=[
                {"sku": line.sku, "quantity": line.quantity, "unit_price": line.unit_price, "custom": line.custom}
                for line in one.lines
            ],
            valid_until=one.valid_until.isoformat(),
        )
        for one in reads.quotes.list_quotes(since=now - timedelta(days=30))
        if one.status is QuoteStatus.OPEN and one.valid_until > now
    ]


def _parcels(reads: Reads, since: datetime, mine: set[str]) -> list[SeenParcel]:
    found = []
    for sent in reads.shop.list_sent(since=since - timedelta(days=30)):
        is_new = sent.shipped_at > since or (sent.delivered_at is not None and sent.delivered_at > since)
        if sent.order_id in mine and is_new:
            customer = reads.shop.get_order(sent.order_id).customer_id
            state = "delivered" if sent.delivered_at is not None else "shipped"
            found.append(
                SeenParcel.model_validate(
                    {"order": sent.order_id, "customer": customer, "carrier": sent.carrier, "state": state}
                )
            )
    return found


def _refunds(reads: Reads, now: datetime, mine: set[str]) -> list[SeenRefund]:
    page = reads.shop.list_orders(since=now - timedelta(days=30), limit=100_000)
    return [
        SeenRefund(order=order.id, customer=order.customer_id, amount=sum(line.refunded for line in order.lines))
        for order in page.items
        if order.id in mine and any(line.refunded for line in order.lines)
    ]
