"""What a change of an order needs before it is made: the call and its words, or what is asked back instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.customer.change_words import AND_GONE, AND_ITEM, GONE, IN_PACKS, ITEM
from agents.customer.changed_pieces import CUES, only_asks, pieces_changed
from agents.customer.lines_wished import read_wishes
from agents.customer.more_pieces import items_in_the_end
from agents.customer.wording import Language
from agents.job import Call, JobContext
from agents.wish_mood import mood_of
from decisions.order_changes import ChangeAdvice, pieces_of, whole_packs
from shops.changes import ItemsPrice, ItemWish
from shops.models import Order, PaymentStatus, Variant


@dataclass(frozen=True)
class Plan:
    """One wish and what it needs: the call that would do it, and the words that say it was done.

    ``doubt``: it may mean something else, and is asked back.
    """

    advice: ChangeAdvice
    call: Call | None = None
    done: str = ""
    more: tuple[tuple[str, str], ...] = ()
    gives_back: bool = False
    phone: str = ""
    doubt: bool = False


def asked_first(ctx: JobContext, plan: Plan, order: Order | None) -> Plan:
    """Ask back before what cannot be undone, where it was not plainly wished."""
    if plan.call is None or order is None or not plan.gives_back:
        return plan
    if plan.call.tool == "cancel_order":
        whole = all(line.paid and not line.refunded for line in order.lines)
        return Plan(ChangeAdvice(verdict="ask", code="sure_cancel" if whole else "sure_end"), more=plan.more)
    if "goods" in dict(plan.more):
        return Plan(ChangeAdvice(verdict="ask", code="sure_drop"), more=plan.more)
    changed = _changed(order, [ItemWish(**one) for one in plan.call.args["items"]])
    return _sure(ctx, order, changed[0]) if len(changed) == 1 else sure_items(ctx, changed)


def sure_drop(ctx: JobContext, skus: Sequence[str]) -> Plan:
    """Ask whether goods shall be taken out of the order."""
    return Plan(ChangeAdvice(verdict="ask", code="sure_drop"), more=(("goods", listed(ctx, skus)),))


def listed(ctx: JobContext, skus: Sequence[str]) -> str:
    """Give the titles of goods with their SKUs, as a list in the language of the task."""
    titles = [f"{ctx.reads.shop.get_variant(sku).title} ({sku})" for sku in skus]
    return ("、" if ctx.language == "zh" else ", ").join(titles)


def doubt_of(ctx: JobContext, order: Order, wishes: tuple[ItemWish, ...], text: str) -> Plan | None:
    """Ask where the order has not the pieces that the text says it has, or where those wished are no whole packs."""
    befores = _befores(ctx, order, wishes, text)
    held, in_the_end = pieces_of(order), items_in_the_end(ctx, order)
    no_packs: dict[str, list[int]] = {}
    for wish in wishes:
        had = held.get(wish.sku, 0)
        if wish.quantity == had:
            continue
        variant, before = ctx.reads.shop.get_variant(wish.sku), befores.get(wish.sku)
        if before is not None and had and before not in (had, in_the_end.get(wish.sku)):
            options = _options((wish.quantity,), ctx.language)
            return Plan(ChangeAdvice(verdict="ask", code="other_count"), more=(*_goods(variant, had), options))
        packs = whole_packs(wish.quantity, variant.pack, variant.moq)
        if packs == (wish.quantity,):
            continue
        no_packs[wish.sku] = [
            one
            for one in packs
            if one != had
            and (one < had) == (wish.quantity < had)
            and _can_be(ctx, order, wishes, ItemWish(sku=wish.sku, quantity=one))
        ]
        if not no_packs[wish.sku]:
            code = "packs_only" if wish.quantity < had else "goods"
            return Plan(ChangeAdvice(verdict="refuse", code=code), more=_goods(variant, had))
    return _packs_asked(ctx, order, wishes, no_packs) if no_packs else None


def _packs_asked(ctx: JobContext, order: Order, wishes: tuple[ItemWish, ...], no_packs: dict[str, list[int]]) -> Plan:
    """Ask which whole packs are meant; of several goods for all in one question, the nearest of each."""
    held = pieces_of(order)
    if len(no_packs) == 1:
        ((sku, counts),) = no_packs.items()
        goods = _goods(ctx.reads.shop.get_variant(sku), held.get(sku, 0))
        options = _options(counts, ctx.language)
        others = [one for one in _changed(order, wishes) if one.sku != sku]
        if not others:
            return Plan(ChangeAdvice(verdict="ask", code="packs"), more=(*goods, options))
    wished = {one.sku: one.quantity for one in wishes}
    ends = {sku: min(counts, key=lambda one: abs(one - wished[sku])) for sku, counts in no_packs.items()}
    changed = _changed(order, [ItemWish(sku=sku, quantity=ends.get(sku, count)) for sku, count in wished.items()])
    asked = sure_items(ctx, changed)
    variants = [ctx.reads.shop.get_variant(sku) for sku in no_packs]
    packs = (";" if ctx.language == "zh" else "; ").join(
        IN_PACKS[ctx.language].format(title=one.title, sku=one.sku, pack=one.pack) for one in variants
    )
    return Plan(ChangeAdvice(verdict="ask", code="sure_packs"), more=(*asked.more, ("packs", packs)))


def _befores(ctx: JobContext, order: Order, wishes: Sequence[ItemWish], text: str) -> dict[str, int]:
    """Give the pieces that a text says there are now, of the goods that change."""
    read = read_wishes(ctx, order, text)
    if read is not None and read.ends:
        return read.before
    before, _ = pieces_changed(text)
    return {} if before is None else {one.sku: before for one in wishes}


def question_of(
    ctx: JobContext, order: Order, wishes: tuple[ItemWish, ...], price: ItemsPrice, text: str
) -> Plan | None:
    """Ask back where it was only asked whether pieces can be fewer: it would be done, and money given back, at once."""
    changed = _changed(order, wishes)
    gives_back = order.payment is PaymentStatus.PAID and price.difference < 0
    is_asked = only_asks(text) or mood_of(text, *CUES) != "plain"
    if not (gives_back and is_asked) or not any(one.quantity for one in changed):
        return None
    return _sure(ctx, order, changed[0]) if len(changed) == 1 else sure_items(ctx, changed)


def _changed(order: Order, wishes: Sequence[ItemWish]) -> list[ItemWish]:
    """Give what the order would hold of each article that changes, none of what goes."""
    held, wished = pieces_of(order), {one.sku: one.quantity for one in wishes}
    return [
        ItemWish.model_construct(sku=sku, quantity=wished.get(sku, 0))
        for sku in wished | held
        if wished.get(sku, 0) != held.get(sku, 0)
    ]


def _sure(ctx: JobContext, order: Order, one: ItemWish) -> Plan:
    more = _goods(ctx.reads.shop.get_variant(one.sku), pieces_of(order).get(one.sku, 0))
    options = _options((one.quantity,), ctx.language)
    return Plan(ChangeAdvice(verdict="ask", code="sure"), more=(*more, options))


def sure_items(ctx: JobContext, changed: Sequence[ItemWish]) -> Plan:
    """Ask whether goods of an order shall have other pieces, all in one question."""
    words: dict[bool, list[str]] = {True: [], False: []}
    for one in changed:
        title, stays = ctx.reads.shop.get_variant(one.sku).title, one.quantity > 0
        template = (ITEM if stays else GONE)[ctx.language]
        words[stays].append(template.format(count=one.quantity, title=title, sku=one.sku))
    stay = AND_ITEM[ctx.language].join(words[True])
    items = AND_GONE[ctx.language].join([*filter(None, [stay]), *words[False]])
    return Plan(ChangeAdvice(verdict="ask", code="sure_items"), more=(("items", items),))


def _goods(variant: Variant, had: int) -> tuple[tuple[str, str], ...]:
    return (("title", variant.title), ("sku", variant.sku), ("pack", str(variant.pack)), ("count", str(had)))


def _can_be(ctx: JobContext, order: Order, wishes: tuple[ItemWish, ...], instead: ItemWish) -> bool:
    """Tell whether the order can hold its new items with other pieces of one of them."""
    assert ctx.reads.changes is not None
    items = [instead if one.sku == instead.sku else one for one in wishes]
    return not ctx.reads.changes.price_items(order.id, items).faults


def _options(counts: Sequence[int], language: Language) -> tuple[str, str]:
    written = (
        " 件还是 ".join(map(str, counts)) + " 件" if language == "zh" else " or ".join(f"{n} pieces" for n in counts)
    )
    return "options", written
