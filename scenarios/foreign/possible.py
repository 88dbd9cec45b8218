"""What an answer says that cannot happen in the shop: unknown names, money above a budget, clicks that nobody saw."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain

from kit.errors import Retry
from scenarios.foreign.documents import Did, NewBuyer
from shops.port import Reads
from shops.promotions import Coupon


def impossible(did: Did, reads: Reads, *, skus: Collection[str]) -> list[str]:
    """Give the faults of an answer, each with its field and remedy; none for one that can happen.

    Args:
        did: The answer.
        reads: The shop's reading side, as it stands in the morning.
        skus: Articles of the shop.
    """
    return list(
        chain(_customers(did), _orders(did, reads, skus), _ads(did, reads), _messages(did, reads), _quotes(did, reads))
    )


def _customers(did: Did) -> list[str]:
    stated: dict[str, NewBuyer] = {}
    return [
        f"customers.{place}: {one.id!r} is stated twice, and not alike; state each once"
        for place, one in enumerate(did.customers)
        if stated.setdefault(one.id, one) != one
    ]


def _orders(did: Did, reads: Reads, skus: Collection[str]) -> list[str]:
    words = {one.id for one in reads.ads.list_keywords()} if reads.ads else set()
    offers = reads.promotions.list_promotions(open_only=False) if reads.promotions else ()
    codes = {one.discount.code for one in offers if isinstance(one.discount, Coupon)}
    faults = []
    for place, order in enumerate(did.orders):
        faults += [
            f"orders.{place}.lines.{row}.sku: there is no article {line.sku!r}; order one of `articles`"
            for row, line in enumerate(order.lines)
            if line.sku not in skus
        ]
        if order.keyword is not None and order.keyword not in words:
            faults.append(f"orders.{place}.keyword: there is no keyword {order.keyword!r}; use an id of `keywords`")
        if order.coupon is not None and order.coupon not in codes:
            faults.append(
                f"orders.{place}.coupon: there is no coupon {order.coupon!r}; use a `code` of `promotions`, or null"
            )
    return faults


def _ads(did: Did, reads: Reads) -> list[str]:
    homes = {one.id: one.campaign_id for one in reads.ads.list_keywords()} if reads.ads else {}
    budgets = {one.id: one.daily_budget for one in reads.ads.list_campaigns()} if reads.ads else {}
    faults = []
    for place, one in enumerate(did.ads):
        if one.keyword not in homes:
            faults.append(f"ads.{place}.keyword: there is no keyword {one.keyword!r}; use an id of `keywords`")
        if one.clicks > one.impressions:
            faults.append(
                f"ads.{place}.clicks: {one.clicks} clicks on {one.impressions} impressions; no more than one each"
            )
        if one.spend and not one.clicks:
            faults.append(f"ads.{place}.spend: {one.spend} for no click; only clicks are paid for")
    for campaign, budget in budgets.items():
        spent = sum(one.spend for one in did.ads if homes.get(one.keyword) == campaign)
        if spent > budget:
            faults.append(f"ads: the keywords of {campaign!r} spend {spent}, more than its budget {budget} a day")
    if len({one.keyword for one in did.ads}) < len(did.ads):
        faults.append("ads: a keyword stands twice; report each once")
    return faults


def _messages(did: Did, reads: Reads) -> list[str]:
    faults = []
    for place, one in enumerate(did.messages):
        if one.thread is None or reads.messages is None:
            continue
        try:
            owner = reads.messages.get_thread(one.thread).customer_id
        except Retry:
            faults.append(
                f"messages.{place}.thread: there is no conversation {one.thread!r}; leave it out for a new one"
            )
            continue
        if owner != one.customer:
            faults.append(f"messages.{place}.thread: {one.thread!r} is the conversation of {owner!r}")
    return faults


def _quotes(did: Did, reads: Reads) -> list[str]:
    faults = []
    for place, one in enumerate(did.accept):
        try:
            assert reads.quotes is not None
            reads.quotes.get_quote(one.quote)
        except Retry:
            faults.append(f"accept.{place}.quote: there is no quote {one.quote!r}; take one of `quotes`")
    return faults
