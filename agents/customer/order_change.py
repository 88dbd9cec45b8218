"""客户 · order change 改单: cancel, address, items, payment method, while the order allows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agents.customer.address_wished import address_wished
from agents.customer.asked_back import agrees, order_asked_about, skus_asked_about
from agents.customer.change_words import (
    ASK,
    CARD,
    DONE,
    HELD,
    METHOD_CUES,
    METHODS,
    PERSON,
    PHONE,
    PHONE_CARD,
    REFUSED,
    STAYS,
    WISHES,
    method_name,
    open_orders,
)
from agents.customer.changed_pieces import (
    CUES,
    only_asks,
    pieces_changed,
)
from agents.customer.goods_of_order import (
    about,
    is_part,
    lines_left,
    lines_named,
    names_other_goods,
    says_kept,
    wished_away,
)
from agents.customer.items_wished import WAYS, items_wished
from agents.customer.lines_wished import less_is_plain, lines_wished
from agents.customer.more_pieces import items_in_the_end, pieces_more
from agents.customer.order_meant import order_meant, orders_here
from agents.customer.wording import Language
from agents.evidence import money, thread_here
from agents.job import Brief, Call, JobContext, job
from agents.language import Slots
from agents.short_answer import is_no
from agents.topics import Topic, cue_of
from agents.trigger import OnBuyerIntent, OnHandoff
from agents.wish_mood import Mood, mood_of
from agents.written_address import WrittenAddress
from decisions.order_changes import ChangeAdvice, advise_change, pieces_of, whole_packs
from kit.facts import Fact
from kit.text import fold
from shops.changes import ChangeKind, ItemsPrice, ItemWish
from shops.models import FulfilmentStatus, Order, PaymentStatus, Thread, Variant

KINDS = {
    "cancel": ChangeKind.CANCEL,
    "change_address": ChangeKind.ADDRESS,
    "change_items": ChangeKind.ITEMS,
    "change_payment": ChangeKind.PAYMENT,
}
"""Topics of a buyer and what they change; a subject ``wish:cancel`` or ``change:cancel`` of a hand-off says it too."""
GOES = (WAYS["drop"], cue_of(Topic.CANCEL))
"""What says that goods shall leave an order."""


@dataclass(frozen=True)
class Plan:
    """One wish and what it needs: the call that would do it, and the words that say it was done."""

    advice: ChangeAdvice
    call: Call | None = None
    done: str = ""
    more: tuple[tuple[str, str], ...] = ()
    gives_back: bool = False
    phone: str = ""


@job(
    "customer",
    "Order change",
    "改单",
    OnBuyerIntent(("cancel", "change_address", "change_items", "change_payment")),
    OnHandoff(),
    tools=("cancel_order", "change_address", "change_items", "change_payment", "get_order", "price_items"),
    action="order_change",
    model_use="never",
    lane="conversation",
)
def order_change(ctx: JobContext) -> Brief:
    """Cancel or change an order as its buyer asks, if nothing of it has left; ask for what was not said."""
    text, language = str(ctx.task.input.get("goal", "")), ctx.language
    understood = ctx.understand(text)
    kind, mood = _wished(ctx, understood.topics, text)
    if kind is None:
        return Brief(missing=("what shall change is not said: cancel, change_address, change_items, change_payment",))
    mine = orders_here(ctx)
    order = order_meant(ctx, understood.slots, mine, text)
    if mood == "denied" and (order is None or order.fulfilment is not FulfilmentStatus.CANCELLED):
        stays = STAYS["one" if order else "none"][language].format(order=order.id if order else "")
        return Brief(draft=stays, figures={"reply": {"said": stays}, "kind": kind.value}, language=language)
    plan = _PLANS[kind](ctx, order, understood.slots, text)
    if mood != "plain" or not _is_plain(plan, order, text):
        plan = _asked_first(ctx, plan, order)
    facts = () if order is None else (_fact(order),)
    words = _words(plan, order, mine, language)
    figures: dict[str, Any] = {"reply": words, "order": order.id if order else None, "kind": kind.value}
    if plan.advice.verdict == "person":
        why, wish = PERSON[plan.advice.code][language], WISHES[kind][language]
        figures["person"] = CARD[language].format(order=order.id if order else "?", wish=wish, why=why)
    if plan.phone and plan.call is not None and order is not None:
        words["done"] += PHONE[language] if language == "zh" else f" {PHONE[language]}"
        figures["person"] = PHONE_CARD[language].format(order=order.id, phone=plan.phone)
    calls = (plan.call,) if plan.call is not None and plan.advice.verdict == "do" else ()
    return Brief(facts=facts, calls=calls, draft=next(iter(words.values())), figures=figures, language=language)


def _wished(ctx: JobContext, topics: Sequence[str], text: str) -> tuple[ChangeKind | None, Mood]:
    """Give the first change that is wished and how plainly; one that is denied only where none is wished."""
    named = [one.removeprefix("change:") for one in ctx.task.subject if one.startswith("change:")]
    if named and named[0] in list(ChangeKind):
        return ChangeKind(named[0]), "plain"
    wishes = [one.removeprefix("wish:") for one in ctx.task.subject if one.startswith("wish:")]
    meant = [wish for wish in dict.fromkeys((*wishes, *map(str, topics))) if wish in KINDS]
    if not meant:
        return None, "plain"
    thread = thread_here(ctx)
    if thread is not None and order_asked_about(thread) and is_no(text):
        return KINDS[meant[0]], "denied"
    moods = {wish: mood_of(text, *(CUES if wish == Topic.CHANGE_ITEMS else (cue_of(Topic(wish)),))) for wish in meant}
    first = next((wish for wish in meant if moods[wish] != "denied"), meant[0])
    return KINDS[first], moods[first]


def _is_plain(plan: Plan, order: Order | None, text: str) -> bool:
    """Tell whether nothing stands beside the wish to cancel an order, or to take lines out of it."""
    whole = plan.call is not None and plan.call.tool == "cancel_order"
    if order is None or not (whole or plan.gives_back) or agrees(text, Topic.CANCEL if whole else Topic.CHANGE_ITEMS):
        return True  # a yes answers what was asked back
    if not whole and ("goods" not in dict(plan.more) or less_is_plain(order, text)):
        return less_is_plain(order, text)
    cues = (cue_of(Topic.CANCEL),) if whole else GOES
    named = any(cue.search(fold(text)) for cue in cues)
    return named and wished_away(order, text, *cues, whole=whole) == "plain"


def _cancel(ctx: JobContext, order: Order | None, slots: Slots, text: str) -> Plan:
    """End the order; where lines of it are named and not all, only they go."""
    advice = _advise(ctx, order, ChangeKind.CANCEL)
    if advice.verdict != "do" or order is None:
        return Plan(advice)
    said, near = about(text, cue_of(Topic.CANCEL))
    sure, open_ones = lines_named(ctx, order, said)
    if open_ones:
        return Plan(ChangeAdvice(verdict="ask", code="which_line"), more=(("goods", _listed(ctx, open_ones)),))
    if is_part(ctx, order, said, sure):
        return Plan(ChangeAdvice(verdict="ask", code="which_items"))
    if not sure and says_kept(text):
        go = lines_left(ctx, order, text)
        return _sure_drop(ctx, go) if go else Plan(ChangeAdvice(verdict="ask", code="which_items"))
    if sure and len(sure) < len(pieces_of(order)):
        return _taken_out(ctx, order, sure, text)
    if not sure and names_other_goods(ctx, order, near):
        return Plan(ChangeAdvice(verdict="ask", code="not_in_order"))
    left = sum(line.paid - line.refunded for line in order.lines)
    call = _call("cancel_order", order, text)
    return Plan(advice, call, "cancel" if left else "cancel_unpaid", (("money", money(ctx, left)),), gives_back=True)


def _taken_out(ctx: JobContext, order: Order, skus: Sequence[str], text: str) -> Plan:
    """Take whole lines out of an order."""
    wishes = tuple(ItemWish(sku=sku, quantity=count) for sku, count in pieces_of(order).items() if sku not in skus)
    if not wishes:
        return Plan(_advise(ctx, order, ChangeKind.ITEMS, is_complete=False))
    plan = _priced(ctx, order, wishes, text)
    return replace(plan, more=(*plan.more, ("goods", _listed(ctx, skus)))) if plan.call else plan


def _asked_first(ctx: JobContext, plan: Plan, order: Order | None) -> Plan:
    """Ask back before what cannot be undone, where it was not plainly wished."""
    if plan.call is None or order is None or not plan.gives_back:
        return plan
    if plan.call.tool == "cancel_order":
        whole = all(line.paid and not line.refunded for line in order.lines)
        return Plan(ChangeAdvice(verdict="ask", code="sure_cancel" if whole else "sure_end"), more=plan.more)
    if "goods" in dict(plan.more):
        return Plan(ChangeAdvice(verdict="ask", code="sure_drop"), more=plan.more)
    changed = _changed(order, [ItemWish.model_validate(one) for one in plan.call.args["items"]])
    return _sure(ctx, order, changed[0]) if len(changed) == 1 else Plan(ChangeAdvice(verdict="ask", code="which_items"))


def _sure_drop(ctx: JobContext, skus: Sequence[str]) -> Plan:
    return Plan(ChangeAdvice(verdict="ask", code="sure_drop"), more=(("goods", _listed(ctx, skus)),))


def _listed(ctx: JobContext, skus: Sequence[str]) -> str:
    titles = [f"{ctx.reads.shop.get_variant(sku).title} ({sku})" for sku in skus]
    return ("、" if ctx.language == "zh" else ", ").join(titles)


def _address(ctx: JobContext, order: Order | None, slots: Slots, text: str) -> Plan:
    written = address_wished(ctx, slots, text)
    new = _new_address(order, written)
    advice = _advise(ctx, order, ChangeKind.ADDRESS, is_complete=new is not None)
    if advice.verdict != "do" or order is None or new is None:
        return Plan(advice)
    phone = (written.phone if written else None) or ""
    return Plan(
        advice, _call("change_address", order, text, address=new), "address", (("city", new["city"]),), phone=phone
    )


def _new_address(order: Order | None, written: WrittenAddress | None) -> dict[str, str] | None:
    """Give the address as it was written; name and country stay the order's where none was, nothing else is added."""
    parts = written.model_dump() if written else {}
    said = {name: str(value).strip() for name, value in parts.items() if value and str(value).strip()}
    if order is None or not said.get("street") or not said.get("city"):
        return None
    names = ("name", "street", "city", "postcode", "country")
    return {"name": order.address.name, "country": order.address.country} | {
        name: said[name] for name in names if name in said
    }


def _items(ctx: JobContext, order: Order | None, slots: Slots, text: str) -> Plan:
    thread = thread_here(ctx)
    if order is not None and (skus := _to_take_out(ctx, order, thread, text)):
        advice = _advise(ctx, order, ChangeKind.ITEMS)
        return _taken_out(ctx, order, skus, text) if advice.verdict == "do" else Plan(advice)
    if order is not None and (open_ones := lines_wished(ctx, order, text)[1]):
        return Plan(ChangeAdvice(verdict="ask", code="which_line"), more=(("goods", _listed(ctx, open_ones)),))
    wishes = items_wished(ctx, order, slots, text)
    advice = _advise(ctx, order, ChangeKind.ITEMS, is_complete=bool(wishes))
    if advice.verdict != "do" or order is None or ctx.reads.changes is None:
        return Plan(advice)
    if (doubt := _doubt(ctx, order, wishes, text)) is not None:
        return doubt
    return _priced(ctx, order, wishes, text)


def _to_take_out(ctx: JobContext, order: Order, thread: Thread | None, text: str) -> tuple[str, ...]:
    """Give the SKUs that shall go whole: of the question that is answered with yes, or named without a count."""
    if thread is not None and (skus := skus_asked_about(thread)) and agrees(text, Topic.CHANGE_ITEMS):
        return skus
    wished, _ = lines_wished(ctx, order, text)
    if wished:
        return () if any(wished.values()) else tuple(wished)
    if not WAYS["drop"].search(text) or pieces_more(text) or any(pieces_changed(text)):
        return ()
    if WAYS["add"].search(text) or WAYS["swap"].search(text):
        return ()
    sure, open_ones = lines_named(ctx, order, text)
    counted = ctx.understand(text).slots
    return sure if not open_ones and not counted.quantity and not counted.boxes else ()


def _priced(ctx: JobContext, order: Order, wishes: tuple[ItemWish, ...], text: str) -> Plan:
    """Price the new items and give the change to them; a fault of the price is told."""
    assert ctx.reads.changes is not None
    price = ctx.reads.changes.price_items(order.id, wishes)
    if price.faults:
        return Plan(ChangeAdvice(verdict="refuse", code="goods"))
    if (question := _question(ctx, order, wishes, price, text)) is not None:
        return question
    advice = _advise(ctx, order, ChangeKind.ITEMS)
    item = "{1}({2}){0} 件" if ctx.language == "zh" else "{0} pieces of {1} ({2})"
    listed = "; ".join(item.format(line.quantity, line.title, line.sku) for line in price.lines)
    done, amount = "items_unpaid", price.total
    if order.payment is PaymentStatus.PAID:
        amount = abs(price.difference)
        done = "items_more" if price.difference > 0 else "items_less" if amount else "items_same"
    items = [wish.model_dump() for wish in wishes]
    call = _call("change_items", order, text, items=items, difference=price.difference)
    gives_back = done == "items_less"
    return Plan(advice, call, done, (("items", listed), ("money", money(ctx, amount))), gives_back=gives_back)


def _doubt(ctx: JobContext, order: Order, wishes: tuple[ItemWish, ...], text: str) -> Plan | None:
    """Ask where the order has not the pieces that the text says it has, or where those wished are no whole packs."""
    before, _ = pieces_changed(text)
    held, in_the_end = pieces_of(order), items_in_the_end(ctx, order)
    for wish in wishes:
        had = held.get(wish.sku, 0)
        if wish.quantity == had:
            continue
        variant = ctx.reads.shop.get_variant(wish.sku)
        goods = _goods(variant, had)
        if before is not None and had and before not in (had, in_the_end.get(wish.sku)):
            options = _options((wish.quantity,), ctx.language)
            return Plan(ChangeAdvice(verdict="ask", code="other_count"), more=(*goods, options))
        packs = whole_packs(wish.quantity, variant.pack, variant.moq)
        if packs == (wish.quantity,):
            continue
        can_be = [
            one
            for one in packs
            if one != had
            and (one < had) == (wish.quantity < had)
            and _can_be(ctx, order, wishes, ItemWish(sku=wish.sku, quantity=one))
        ]
        if not can_be:
            return Plan(ChangeAdvice(verdict="refuse", code="goods"))
        return Plan(ChangeAdvice(verdict="ask", code="packs"), more=(*goods, _options(can_be, ctx.language)))
    return None


def _question(ctx: JobContext, order: Order, wishes: tuple[ItemWish, ...], price: ItemsPrice, text: str) -> Plan | None:
    """Ask back where it was only asked whether pieces can be fewer: it would be done, and money given back, at once."""
    changed = _changed(order, wishes)
    gives_back = order.payment is PaymentStatus.PAID and price.difference < 0
    is_asked = only_asks(text) or mood_of(text, *CUES) != "plain"
    if not (gives_back and len(changed) == 1 and is_asked):
        return None
    return _sure(ctx, order, changed[0])


def _changed(order: Order, wishes: Sequence[ItemWish]) -> list[ItemWish]:
    held = pieces_of(order)
    return [one for one in wishes if one.quantity != held.get(one.sku)]


def _sure(ctx: JobContext, order: Order, one: ItemWish) -> Plan:
    more = _goods(ctx.reads.shop.get_variant(one.sku), pieces_of(order).get(one.sku, 0))
    options = _options((one.quantity,), ctx.language)
    return Plan(ChangeAdvice(verdict="ask", code="sure"), more=(*more, options))


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


def _payment(ctx: JobContext, order: Order | None, slots: Slots, text: str) -> Plan:
    there = ctx.reads.changes.payment_methods() if ctx.reads.changes else ()
    named = [method for method in there if method in METHOD_CUES and METHOD_CUES[method].search(text)]
    advice = _advise(ctx, order, ChangeKind.PAYMENT, is_complete=len(named) == 1)
    if advice.verdict == "ask":
        names = ", ".join(method_name(method, ctx.language) for method in there)
        return Plan(advice, more=(("methods", names),))
    if advice.verdict != "do" or order is None:
        return Plan(advice)
    call = _call("change_payment", order, text, method=named[0])
    return Plan(advice, call, "payment", (("method", METHODS[named[0]][ctx.language]),))


_PLANS: dict[ChangeKind, Callable[[JobContext, Order | None, Slots, str], Plan]] = {
    ChangeKind.CANCEL: _cancel,
    ChangeKind.ADDRESS: _address,
    ChangeKind.ITEMS: _items,
    ChangeKind.PAYMENT: _payment,
}


def _advise(ctx: JobContext, order: Order | None, kind: ChangeKind, *, is_complete: bool = True) -> ChangeAdvice:
    supported = ctx.reads.changes.change_kinds() if ctx.reads.changes else frozenset()
    return advise_change(order, kind, supported, is_complete=is_complete)


def _words(plan: Plan, order: Order | None, mine: list[Order], language: Language) -> dict[str, str]:
    values = {"order": order.id if order else "", "names": open_orders(mine, language), **dict(plan.more)}
    if order is None and not mine:
        return {"ask": ASK["no_order"][language]}
    if plan.advice.verdict == "ask":
        return {"ask": ASK[plan.advice.code][language].format(**values)}
    held = HELD[language].format(**values)
    if plan.advice.verdict == "person":
        return {"held": held}
    if plan.advice.verdict == "refuse":
        return {"refused": REFUSED[plan.advice.code][language].format(**values)}
    refused = REFUSED["not_possible"][language].format(**values)
    return {"done": DONE[plan.done][language].format(**values), "held": held, "refused": refused}


def _fact(order: Order) -> Fact:
    text = f"order {order.id}: {order.payment.value}, {order.fulfilment.value}"
    return Fact(id="order", text=text, value=order.id, source=f"shop:order/{order.id}")


def _call(tool: str, order: Order, text: str, **args: Any) -> Call:
    return Call(tool=tool, args={"order_id": order.id, **args, "reason": f"the buyer asked: {text[:300]}"})
