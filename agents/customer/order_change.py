"""客户 · order change 改单: cancel, address, items, payment method, while the order allows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from agents.customer.address_wished import TO_AN_ADDRESS, address_wished, postcode_corrected, without_address
from agents.customer.asked_back import agrees, names_asked, order_asked_about, skus_asked_about
from agents.customer.change_plan import Plan, asked_first, doubt_of, listed, question_of, sure_drop
from agents.customer.change_words import (
    ASK,
    CARD,
    DONE,
    HELD,
    HELD_PIECES,
    METHOD_CUES,
    METHODS,
    PERSON,
    PHONE,
    PHONE_CARD,
    REFUSED,
    STAYS,
    UNREAD,
    WISHES,
    method_name,
    open_orders,
)
from agents.customer.changed_pieces import CUES, pieces_changed
from agents.customer.goods_of_order import (
    about,
    is_part,
    lines_left,
    lines_named,
    lines_of_part,
    names_goods,
    names_other_goods,
    parts_of,
    says_kept,
    wished_away,
)
from agents.customer.items_wished import WAYS, items_wished
from agents.customer.lines_wished import goes_by, is_half_cancelled, lines_wished, read_wishes, wished_plainly
from agents.customer.more_pieces import pieces_more
from agents.customer.order_meant import order_meant, orders_here
from agents.customer.order_wish import may_mean_another
from agents.customer.swap_plan import swap_plan
from agents.customer.swapped_goods import swap_wished
from agents.customer.wish_words import LATER, LESS
from agents.customer.wording import Language
from agents.evidence import money, thread_here
from agents.job import Brief, Call, JobContext, job
from agents.language import Slots
from agents.language_plain import spelled
from agents.plain_wish import is_anothers, names_another
from agents.short_answer import is_no, last_said
from agents.topics import Topic, cue_of
from agents.trigger import OnBuyerIntent, OnHandoff
from agents.wish_mood import Mood, mood_of
from agents.written_address import WrittenAddress
from decisions.order_changes import ChangeAdvice, advise_change, pieces_of
from kit.facts import Fact
from kit.text import fold
from shops.changes import ChangeKind, ItemWish
from shops.models import FulfilmentStatus, Order, PaymentStatus, Thread

KINDS = {
    "cancel": ChangeKind.CANCEL,
    "change_address": ChangeKind.ADDRESS,
    "change_items": ChangeKind.ITEMS,
    "change_payment": ChangeKind.PAYMENT,
}
"""Topics of a buyer and what they change; a subject ``wish:cancel`` or ``change:cancel`` of a hand-off says it too."""
GOES = (WAYS["drop"], cue_of(Topic.CANCEL))
"""What says that goods shall leave an order."""


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
    text, language = spelled(str(ctx.task.input.get("goal", ""))), ctx.language
    understood = ctx.understand(text)
    kind, mood = _wished(ctx, understood.topics, text)
    if kind is None:
        return Brief(missing=("what shall change is not said: cancel, change_address, change_items, change_payment",))
    mine = orders_here(ctx)
    order = order_meant(ctx, understood.slots, mine, text)
    if mood == "denied" and (order is None or order.fulfilment is not FulfilmentStatus.CANCELLED):
        stays = STAYS["one" if order else "none"][language].format(order=order.id if order else "")
        return Brief(draft=stays, figures={"reply": {"said": stays}, "kind": kind.value}, language=language)
    if order is not None and is_anothers(str(ctx.task.input.get("goal", ""))):
        said = STAYS["anothers"][language].format(order=order.id)
        return Brief(draft=said, figures={"reply": {"said": said}, "kind": kind.value}, language=language)
    rest = _beside_address(ctx, order, kind, understood.slots, text)
    if rest and order is not None:
        kind, mood = ChangeKind.ADDRESS, mood_of(text, TO_AN_ADDRESS)
    plan = _PLANS[kind](ctx, order, understood.slots, text)
    half = order is not None and _is_half_read(ctx, order, kind, text)
    doubt = half or plan.doubt or (kind is ChangeKind.ITEMS and order is not None and _is_guess(ctx, order, text))
    if mood != "plain" or doubt or not _is_plain(ctx, plan, order, text):
        plan = asked_first(ctx, replace(plan, gives_back=plan.gives_back or doubt), order)
    facts = () if order is None else (_fact(order),)
    words = _words(plan, order, mine, language)
    calls = _calls(plan)
    if rest and order is not None and calls:
        more, words = _other_pieces(ctx, order, rest, words)
        calls += more
    if half:
        words = {name: UNREAD[language] + said for name, said in words.items()}
    figures: dict[str, Any] = {"reply": words, "order": order.id if order else None, "kind": kind.value}
    if plan.advice.verdict == "person":
        why, wish = PERSON[plan.advice.code][language], WISHES[kind][language]
        figures["person"] = CARD[language].format(order=order.id if order else "?", wish=wish, why=why)
    if plan.phone and plan.call is not None and order is not None:
        words["done"] += PHONE[language] if language == "zh" else f" {PHONE[language]}"
        figures["person"] = PHONE_CARD[language].format(order=order.id, phone=plan.phone)
    return Brief(facts=facts, calls=calls, draft=next(iter(words.values())), figures=figures, language=language)


def _beside_address(ctx: JobContext, order: Order | None, kind: ChangeKind, slots: Slots, text: str) -> str:
    """Give the words beside a whole address that want other pieces of the order; empty where either is missing."""
    written = slots.address
    if order is None or kind not in (ChangeKind.ADDRESS, ChangeKind.ITEMS) or _new_address(order, written) is None:
        return ""
    assert written is not None
    if not TO_AN_ADDRESS.search(fold(text)) or names_another(text):
        return ""
    rest = without_address(text, written)
    read = read_wishes(ctx, order, rest) if rest else None
    return rest if read is not None and (read.ends or read.open_ones) and not read.whole else ""


def _other_pieces(
    ctx: JobContext, order: Order, text: str, words: dict[str, str]
) -> tuple[tuple[Call, ...], dict[str, str]]:
    """Give the call for the other pieces beside a new address, and the words of both; a question in doubt."""
    plan = _items(ctx, order, ctx.understand(text).slots, text)
    if not wished_plainly(ctx, order, text):
        plan = asked_first(ctx, replace(plan, gives_back=True), order)
    more = _words(plan, order, [order], ctx.language)
    second = more.get("done") or next(iter(more.values()))
    if _is_half_read(ctx, order, ChangeKind.ITEMS, text):
        second = UNREAD[ctx.language] + second
    between = "" if ctx.language == "zh" else " "
    part = words["done"] + between + HELD_PIECES[ctx.language].format(order=order.id)
    return _calls(plan), words | {"done": words["done"] + between + second, "part": part}


def _calls(plan: Plan) -> tuple[Call, ...]:
    return (plan.call,) if plan.call is not None and plan.advice.verdict == "do" else ()


def _is_half_read(ctx: JobContext, order: Order, kind: ChangeKind, text: str) -> bool:
    """Tell whether a text names goods of which it was not read what they shall be: it is not done at once.

    The end of a whole order leaves nothing to be said of its goods.
    """
    if kind is ChangeKind.CANCEL:
        return is_half_cancelled(ctx, order, text)
    if kind is not ChangeKind.ITEMS:
        return False
    if (swap := swap_wished(ctx, order, thread_here(ctx), text)) is not None:
        return swap.unread
    if (read := read_wishes(ctx, order, text)) is not None:
        return read.unread
    return any(names_goods(ctx, part) and not lines_of_part(ctx, order, part) for part in parts_of(text))


def _is_guess(ctx: JobContext, order: Order, text: str) -> bool:
    """Tell whether a text may want goods to buy instead: it is asked back, whatever becomes due."""
    read = read_wishes(ctx, order, text)
    return read is not None and read.is_guess


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
    if LATER.search(fold(text)):
        return KINDS[meant[0]], "denied"
    moods = {wish: mood_of(text, *_cues(Topic(wish), text)) for wish in meant}
    first = next((wish for wish in meant if moods[wish] != "denied"), meant[0])
    return KINDS[first], moods[first]


def _cues(wish: Topic, text: str) -> tuple[re.Pattern[str], ...]:
    """Give what a wish is called; goods that only go are called by that."""
    if wish == Topic.CANCEL:
        return (cue_of(wish),) if cue_of(wish).search(fold(text)) else (goes_by(text),)
    if wish != Topic.CHANGE_ITEMS:
        return (cue_of(wish),)
    return CUES if any(cue.search(fold(text)) for cue in CUES) else (*CUES, goes_by(text), LESS)


def _is_plain(ctx: JobContext, plan: Plan, order: Order | None, text: str) -> bool:
    """Tell whether nothing stands beside the wish to cancel an order, or to take lines out of it."""
    whole = plan.call is not None and plan.call.tool == "cancel_order"
    topic, thread = Topic.CANCEL if whole else Topic.CHANGE_ITEMS, thread_here(ctx)
    if order is None or not (whole or plan.gives_back) or (agrees(text, topic) and "?" in last_said(thread)):
        return True  # a yes answers what was asked back
    if may_mean_another(ctx, order, text):
        return False
    if wished_plainly(ctx, order, text):
        return True
    if not whole and "goods" not in dict(plan.more):
        return False
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
        return Plan(ChangeAdvice(verdict="ask", code="which_line"), more=(("goods", listed(ctx, open_ones)),))
    if is_part(ctx, order, said, sure):
        return Plan(ChangeAdvice(verdict="ask", code="which_items"))
    if not sure and says_kept(text):
        go = lines_left(ctx, order, text)
        return sure_drop(ctx, go) if go else Plan(ChangeAdvice(verdict="ask", code="which_items"))
    read = read_wishes(ctx, order, text)
    doubt = bool(sure) and len(sure) < len(pieces_of(order)) and read is not None and read.whole
    if sure and len(sure) < len(pieces_of(order)) and not doubt:
        return _taken_out(ctx, order, sure, text)
    if not sure and names_other_goods(ctx, order, near):
        return Plan(ChangeAdvice(verdict="ask", code="not_in_order"))
    left = sum(line.paid - line.refunded for line in order.lines)
    call = _call("cancel_order", order, text)
    more = (("money", money(ctx, left)),)  # “cancel my order, the bags are too small” may mean both
    return Plan(advice, call, "cancel" if left else "cancel_unpaid", more, gives_back=True, doubt=doubt)


def _taken_out(ctx: JobContext, order: Order, skus: Sequence[str], text: str) -> Plan:
    """Take whole lines out of an order."""
    wishes = tuple(ItemWish(sku=sku, quantity=count) for sku, count in pieces_of(order).items() if sku not in skus)
    if not wishes:
        return Plan(_advise(ctx, order, ChangeKind.ITEMS, is_complete=False))
    plan = _priced(ctx, order, wishes, text)
    return replace(plan, more=(*plan.more, ("goods", listed(ctx, skus)))) if plan.call else plan


def _address(ctx: JobContext, order: Order | None, slots: Slots, text: str) -> Plan:
    if order is not None and slots.address is None and (code := postcode_corrected(text)):
        right = order.address.model_copy(update={"postcode": code})
        is_whole = all(part.strip() for part in (right.name, right.street, right.city, right.country))
        advice = _advise(ctx, order, ChangeKind.ADDRESS, is_complete=is_whole)
        call = _call("change_address", order, text, address=right.model_dump()) if advice.verdict == "do" else None
        return Plan(advice, call, "postcode", (("address", right.line),))
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
    if order is not None and (swap := swap_wished(ctx, order, thread, text)) is not None:
        advice = _advise(ctx, order, ChangeKind.ITEMS)
        return swap_plan(ctx, order, swap) if advice.verdict == "do" else Plan(advice)
    if order is not None and (skus := _to_take_out(ctx, order, thread, text)):
        advice = _advise(ctx, order, ChangeKind.ITEMS)
        return _taken_out(ctx, order, skus, text) if advice.verdict == "do" else Plan(advice)
    if order is not None and (open_ones := lines_wished(ctx, order, text)[1]):
        return Plan(ChangeAdvice(verdict="ask", code="which_line"), more=(("goods", listed(ctx, open_ones)),))
    wishes = items_wished(ctx, order, slots, text)
    advice = _advise(ctx, order, ChangeKind.ITEMS, is_complete=bool(wishes))
    if advice.verdict != "do" or order is None or ctx.reads.changes is None:
        return Plan(advice)
    if not names_asked(thread, text) and (doubt := doubt_of(ctx, order, wishes, text)) is not None:
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
    if (question := question_of(ctx, order, wishes, price, text)) is not None:
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
