"""Answers to questions about the shop as a whole: what sells, the least order, what is on offer, by whom it ships."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.customer.inquiry import Inquiry
from agents.customer.inquiry_offer import Reply
from agents.customer.wording import date_words
from agents.evidence import money
from agents.goods_words import KINDS
from agents.job import JobContext
from agents.language_patterns import Intent
from agents.shop_questions import Kind, shop_questions_of
from kit.facts import Fact
from kit.text import fold, stem
from shops.about import BEST, about, articles
from shops.models import Variant
from shops.promotions import ItemDiscount, Promotion, Threshold

OF_GOODS = ("best", "cheapest", "range", "wants", "wholesale")
_WANTING = {Intent.UNKNOWN, Intent.GREETING, Intent.ORDER, Intent.PRICE, Intent.STOCK, Intent.PREFERENCE}
PRICED = 3
"""Articles whose prices are told, where more are named."""
_NO_KIND = frozenset(map(stem, ("gift", "shop", "home", "your", "with", "from", "best", "good")))
"""Words of titles that buyers use of themselves and of others."""


def answer_shop(ctx: JobContext, reply: Reply, inquiry: Inquiry) -> tuple[Kind, ...]:
    """Add the answers to what is asked about the shop, and give the kinds that were answered.

    Who names one article asks what holds for that, and is left to the offer.
    """
    understood = inquiry.understood
    if understood.suspicious or understood.topics or understood.items:
        return ()
    asked = shop_questions_of(inquiry.text)
    if "wants" in asked and not (_wants_a_kind(ctx, inquiry) and set(understood.intents) <= _WANTING):
        asked = tuple(one for one in asked if one != "wants")
    if understood.slots.sku is not None or understood.hints:
        asked = tuple(one for one in asked if one not in ("moq", "wholesale"))
    if understood.slots.sku is not None and inquiry.names_goods:
        asked = tuple(one for one in asked if one != "promotions")
    if shown := [one for one in OF_GOODS if one in asked]:
        _goods(ctx, reply, inquiry, shown)
    if "moq" in asked:
        _say(ctx, reply, inquiry, "moq")
    if "promotions" in asked:
        _promotions(ctx, reply, inquiry)
    if "courier" in asked:
        _courier(ctx, reply, inquiry)
    if shown or "moq" in asked:
        reply.add("invite")
    return asked


def _wants_a_kind(ctx: JobContext, inquiry: Inquiry) -> bool:
    """Tell whether goods of a kind are wanted, and neither one article nor pieces are named."""
    slots = inquiry.understood.slots
    named = inquiry.understood.goods or (slots.sku and inquiry.names_goods) or slots.quantity or slots.boxes
    return not named and bool(_of_kind(inquiry.text, articles(ctx.reads, ctx.now)))


def _say(ctx: JobContext, reply: Reply, inquiry: Inquiry, kind: str) -> None:
    """Say what the shop's records say of a kind."""
    country = ctx.reads.shop.get_customer(inquiry.customer_id).country
    words = about(ctx.reads, kind, ctx.now, country)
    if words is not None:
        end = "。" if reply.language == "zh" else "."
        reply.facts.append(Fact(id=f"shop.{kind}", text=words[reply.language], source="shop:catalogue"))
        reply.say(words[reply.language] + end)


def _goods(ctx: JobContext, reply: Reply, inquiry: Inquiry, asked: Sequence[str]) -> None:
    """Name what sells most, or goods of the kind that is spoken of, with the ends of each ladder."""
    there = articles(ctx.reads, ctx.now)
    named = {inquiry.understood.slots.sku} if inquiry.names_goods else set()
    kind = _of_kind(inquiry.text, there) or [one for one in there if one.sku in named]
    if not kind:
        for question in dict.fromkeys((*(one for one in asked if one not in ("cheapest", "wants")), "best")):
            if question != "best" or "cheapest" not in asked:
                _say(ctx, reply, inquiry, question)
    if "cheapest" in asked:
        kind = sorted(kind or there, key=lambda one: (one.tiers[-1].unit_price, one.sku))
    shown, zh = kind[:BEST] or there[:PRICED], reply.language == "zh"
    for one in shown:
        ends = dict.fromkeys((one.tiers[0], one.tiers[-1]))
        text = ", ".join(f"{money(ctx, tier.unit_price)} at {tier.min_quantity} pieces" for tier in ends)
        reply.facts.append(Fact(id=f"ladder.{one.sku}", text=f"{one.title}: {text}", source=f"shop:variant/{one.sku}"))
    if shown:
        reply.add("prices", list=(";" if zh else "; ").join(_with_prices(ctx, one, zh=zh) for one in shown))


def _with_prices(ctx: JobContext, one: Variant, *, zh: bool) -> str:
    first, last = one.tiers[0], one.tiers[-1]
    name = f"{one.title} ({one.sku}) {money(ctx, first.unit_price)}"
    if first == last:
        return name
    least = money(ctx, last.unit_price)
    return name + (f",{last.min_quantity} 件起 {least}" if zh else f", from {last.min_quantity} on {least}")


def _of_kind(text: str, there: Sequence[Variant]) -> list[Variant]:
    """Give the articles of the kind that a text speaks of: 地垫, bunting, christmas; none if it speaks of no kind."""
    folded = fold(text).lower()
    kinds = {word for word in KINDS if word in folded}
    if kinds:
        return [one for one in there if any(word in one.title for word in kinds)]
    said = {stem(word) for word in re.findall(r"[a-z]{4,}", folded)} - _NO_KIND
    titles = [(one, {stem(word) for word in re.findall(r"[a-z]+", one.title.lower())}) for one in there]
    most = max((len(said & words) for _, words in titles), default=0)
    return [one for one, words in titles if most and len(said & words) == most]


def _promotions(ctx: JobContext, reply: Reply, inquiry: Inquiry) -> None:
    """Tell the discounts that everybody gets now; whom a coupon is for, the coupon's own message says."""
    found = ctx.reads.promotions.list_promotions(open_only=True) if ctx.reads.promotions else ()
    for one in found:
        if one.runs(ctx.now) and (words := _discount(ctx, one, zh=reply.language == "zh")):
            reply.facts.append(Fact(id=f"promotion.{one.id}", text=words, source=f"shop:promotion/{one.id}"))
            reply.say(words)
    _say(ctx, reply, inquiry, "quiet")


def _discount(ctx: JobContext, one: Promotion, *, zh: bool) -> str | None:
    until = date_words(one.ends_at.astimezone(ctx.zone).date(), "zh" if zh else "en")
    match one.discount:
        case ItemDiscount(skus=skus, percent=percent) if percent is not None:
            names = ("、" if zh else ", ").join(ctx.reads.shop.get_variant(sku).title for sku in skus)
            return f"{names} 优惠 {percent}%,截至 {until}。" if zh else f"{names}: {percent}% off until {until}."
        case Threshold(spend=spend, save=save, pair=pair):
            most, less = money(ctx, spend), money(ctx, save)
            both = ("、" if zh else " and ").join(ctx.reads.shop.get_variant(sku).title for sku in pair or ())
            if zh:
                return f"{both}{' 一起' if pair else ''}满 {most} 减 {less},截至 {until}。"
            return f"{both}{' together: ' if pair else ''}spend {most} and save {less} until {until}."
    return None


def _courier(ctx: JobContext, reply: Reply, inquiry: Inquiry) -> None:
    """Tell the carrier for the buyer's country; one that they asked for is told as noted."""
    wish = ctx.memory.get(f"customer:{inquiry.customer_id}", "prefers.carrier")
    if wish is None:
        _say(ctx, reply, inquiry, "courier")
    else:
        reply.facts.append(Fact(id="prefers.carrier", text=wish.text, value=wish.value, source=f"memory:{wish.id}"))
        reply.add("noted")
