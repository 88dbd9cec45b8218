"""客户 · refund and return 售后: money back by the decision table, or what is missing asked for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, get_args

from agents.customer.aftersale_case import KIND_OF, costs_of, days_since, orders_of, risk_of, stage_of, why
from agents.customer.asked_back import agrees
from agents.customer.change_words import ASK as CHANGE_ASK
from agents.customer.change_words import STAYS, UNREAD, open_orders
from agents.customer.complaint_about import (
    complaint_of,
    line_complained_of,
    order_complained_of,
    order_named,
    reason_before,
    showed_before,
)
from agents.customer.goods_of_order import counted_lines, lines_named, names_other_goods, wished_away
from agents.customer.lines_wished import is_half_cancelled
from agents.customer.order_meant import cancelled_in_talk
from agents.customer.order_wish import may_mean_another
from agents.customer.refund_plain import WRONG, goods_asked, is_plain, means_all, pieces_meant, sum_wanted
from agents.customer.refund_talk import MONEY_BACK, money_mood, pieces_refunded, speaks_of_sum, wants_goods_again
from agents.customer.refund_words import ASK, CARD, DONE, GOODS, HELD, PERSON, REFUSED, SUM, SUM_TOLD
from agents.customer.shown_complaint import says_one, without_pieces
from agents.evidence import money, thread_here
from agents.job import Brief, Call, JobContext, job
from agents.language import Slots
from agents.plain_wish import is_anothers
from agents.safety_words import is_unsafe
from agents.short_answer import is_no, last_said
from agents.topics import UNWANTED, Topic
from agents.trigger import OnBuyerIntent, OnHandoff
from decisions.refunds import Case, Reason, RefundAdvice, Way, advise_refund
from kit.facts import Fact
from kit.money import parse_minor
from kit.text import fold
from shops.aftersales import MONEY, OPEN
from shops.models import FulfilmentStatus, Order, OrderLine

WISHES = ("refund", "return_goods", "exchange", "missing", "after_sale")
SUPPORTED: frozenset[Way] = frozenset({"refund_only"})


@job(
    "customer",
    "Refund and return",
    "售后",
    OnBuyerIntent(WISHES),
    OnHandoff(),
    tools=("issue_refund", "cancel_order", "open_request", "get_order", "hand_off"),
    action="refund",
    model_use="never",
    lane="conversation",
)
def refund_request(ctx: JobContext) -> Brief:
    """Settle a buyer's complaint about a line of an order by the table; ask for the photo, the pieces or the reason."""
    text = str(ctx.task.input.get("goal", ""))
    if ctx.task.buyer is None:
        return Brief(missing=("whose order it is: the task has no buyer",), language=ctx.language)
    understood = ctx.understand(text)
    slots, mine = understood.slots, orders_of(ctx, ctx.task.buyer)
    named = order_named(ctx, slots)
    order = order_complained_of(ctx, named, slots, mine)
    harm = PERSON["safety"][ctx.language] if is_unsafe(text) else ""
    if order is None:
        if not named and (told := _cancelled(ctx)) is not None:
            return told
        which = _ask(ctx, "which_order") + open_orders(mine, ctx.language)
        said = {"refused": _say(ctx, REFUSED["not_yours"])} if named else {"ask": which}
        return _answer(ctx, said, person=harm)
    if "threat" in map(str, understood.topics):
        return _person(ctx, order, "dispute")
    if names_other_goods(ctx, order, without_pieces(text)):
        return _answer(ctx, {"ask": _ask(ctx, "not_in_order", order)}, order, person=harm)
    if stage_of(order) == "unshipped" and not harm and (unsent := _unsent(ctx, order, text, mine)) is not None:
        return unsent
    if goods_asked(thread_here(ctx)) and is_no(text):
        return _answer(ctx, {"said": _say(ctx, STAYS["one"], order=order.id)}, order)
    sure, open_ones = lines_named(ctx, order, text)
    if open_ones and not harm:
        goods = _titles(ctx, order, open_ones)
        return _answer(ctx, {"ask": _say(ctx, CHANGE_ASK["which_line"], order=order.id, goods=goods)}, order)
    if not slots.sku and len(sure) == 1:
        slots = slots.model_copy(update={"sku": sure[0]})
    slots, counted = _counted(ctx, order, slots, text)
    if len(counted) > 1 and not harm:
        return _each(ctx, order, counted, slots, mine)
    line = line_complained_of(
        order, slots, [one.removeprefix("sku:") for one in ctx.task.subject if one.startswith("sku:")]
    )
    if line is None:
        return _answer(ctx, {"ask": _ask(ctx, "which_item", order)}, order, person=harm)
    if slots.quantity is None and means_all(text):
        slots = slots.model_copy(update={"quantity": line.quantity})
    case = _case(ctx, order, line, slots, _wish(ctx, understood.topics), mine)
    if case.has_photo and case.stage != "unshipped" and harm and not ctx.settled:
        subject = [f"sku:{line.sku}", f"order:{order.id}"]
        stop = Call(tool="hand_off", args={"job": "quality_loop", "goal": text, "subject": subject})
        return Brief(calls=(stop,), language=ctx.language, routine=True)
    # who reports harm is not asked for details by a table, and not refused by it
    if harm:
        return _person(ctx, order, "safety")
    return _asked_first(ctx, order, [_decided(ctx, order, line, case, text)], text)


def _cancelled(ctx: JobContext) -> Brief | None:
    """Say what was given back to who asks for the money of the order that was cancelled in this conversation."""
    thread = thread_here(ctx)
    order = cancelled_in_talk(ctx, thread) if thread else None
    back = sum(line.refunded for line in order.lines) if order else 0
    if order is None or not back:
        return None
    return _answer(ctx, {"said": _say(ctx, DONE["cancel"], order=order.id, money=money(ctx, back))}, order)


def _counted(ctx: JobContext, order: Order, slots: Slots, text: str) -> tuple[Slots, dict[str, int | None]]:
    """Give what was read with the pieces and the sum that are meant, and the goods with pieces that are named.

    A yes means those of the question that it answers.
    """
    asked = goods_asked(thread_here(ctx)) if agrees(text, Topic.REFUND) else {}
    told = complaint_of(ctx, order, text)
    read: dict[str, Any] = {}
    if (pieces := pieces_meant(fold(told).split("\n")[-1])) is not None:
        read["quantity"] = pieces
    if slots.quantity is None and not read and says_one(told):
        read["quantity"] = 1
    if (wanted := sum_wanted(fold(told).split("\n")[-1])) is not None:
        read["price_minor"] = parse_minor(wanted, ctx.info.currency)
        read |= {"quantity": None} if str(slots.quantity) == wanted else {}
    if len(asked) == 1:
        ((sku, count),) = asked.items()
        read = {"price_minor": ctx.understand(told).slots.price_minor} | read | {"sku": sku, "quantity": count}
    return slots.model_copy(update=read), asked or counted_lines(ctx, order, text, *WRONG)


def _each(ctx: JobContext, order: Order, counted: dict[str, int | None], slots: Slots, mine: list[Order]) -> Brief:
    """Settle several goods of an order, each with its own pieces; all by the table, or a person does."""
    text = str(ctx.task.input.get("goal", ""))
    lines = [next(line for line in order.lines if line.sku == sku) for sku in counted]
    if any(pieces is None and line.quantity > 1 for line, pieces in zip(lines, counted.values(), strict=True)):
        goods = _titles(ctx, order, tuple(counted))
        return _answer(ctx, {"ask": _say(ctx, ASK["pieces_each"], order=order.id, goods=goods)}, order)
    wish, briefs = _wish(ctx, ctx.understand(text).topics), []
    for line in lines:
        named = slots.model_copy(update={"sku": line.sku, "quantity": counted[line.sku], "price_minor": None})
        briefs.append(_decided(ctx, order, line, _case(ctx, order, line, named, wish, mine), text))
    if all(one.calls for one in briefs):
        return _asked_first(ctx, order, briefs, text)
    return briefs[0] if len({one.draft for one in briefs}) == 1 else _person(ctx, order, "several")


def _asked_first(ctx: JobContext, order: Order, briefs: list[Brief], text: str) -> Brief:
    """Make one of the briefs; ask back first where money would go back for words that are not plain."""
    calls = tuple(call for one in briefs for call in one.calls)
    said = [one.figures["reply"] for one in briefs]
    refunds = [call.args for call in calls if call.tool == "issue_refund"]
    thread = thread_here(ctx)
    is_answer = bool(goods_asked(thread)) and agrees(text, Topic.REFUND)
    if refunds and not is_answer and not is_plain(order, f"{complaint_of(ctx, order, text)}\n{text}"):
        goods, lines = [], {line.id: line for line in order.lines}
        for one, args in zip(briefs, refunds, strict=True):
            line = lines[args["line_id"]]
            count = one.figures["pieces"]
            goods.append(_say(ctx, GOODS, count=str(count), title=line.title, sku=line.sku))
        listed = ("、" if ctx.language == "zh" else ", ").join(goods)
        return _answer(ctx, {"ask": _say(ctx, ASK["sure"], order=order.id, goods=listed)}, order)
    if len(briefs) == 1:
        return briefs[0]
    reply = said[0] | {"done": ("" if ctx.language == "zh" else " ").join(one["done"] for one in said)}
    facts = tuple(fact for one in briefs for fact in one.facts)
    figures = briefs[0].figures | {"reply": reply}
    return briefs[0].model_copy(update={"facts": facts, "calls": calls, "draft": reply["done"], "figures": figures})


def _unsent(ctx: JobContext, order: Order, text: str, mine: list[Order]) -> Brief | None:
    """Answer who no longer wants goods that have not left: the order is cancelled, whole only if no line is named.

    Who gives no reason is asked back; None for another reason, which the table answers.
    """
    slots, wish = ctx.understand(text).slots, _wish(ctx, ctx.understand(text).topics)
    late = slots.reason == "late" and wish in ("refund", "return_goods")
    bare = slots.reason is None and not slots.evidence and wish in ("refund", "return_goods")
    unwanted = slots.reason == "changed_mind" or late or bare
    paid = sum(one.paid - one.refunded for one in order.lines)
    if slots.reason == "late" and not late:
        return _answer(ctx, {"refused": _say(ctx, REFUSED["not_arrived"], order=order.id)}, order)
    if not unwanted or not paid or ctx.reads.changes is None or order.fulfilment is not FulfilmentStatus.UNSHIPPED:
        return None
    if is_anothers(text):
        return _answer(ctx, {"said": _say(ctx, STAYS["anothers"], order=order.id)}, order)
    sure, open_ones = lines_named(ctx, order, text)
    held = {line.sku for line in order.lines}
    if open_ones or (sure and len(sure) < len(held)):
        goods = _titles(ctx, order, open_ones or sure)
        code = "which_line" if open_ones else "sure_drop"
        again = _say(ctx, UNREAD) if is_half_cancelled(ctx, order, text) else ""
        return _answer(ctx, {"ask": again + _say(ctx, CHANGE_ASK[code], order=order.id, goods=goods)}, order)
    mood = wished_away(order, text, *MONEY_BACK, UNWANTED, whole=True)
    if mood == "denied":
        return None
    if mood != "plain" or bare or (order_named(ctx, slots) is None and may_mean_another(ctx, order, text)):
        code = "sure_end" if any(one.refunded or not one.paid for one in order.lines) else "sure_cancel"
        return _answer(ctx, {"ask": _say(ctx, CHANGE_ASK[code], order=order.id, money=money(ctx, paid))}, order)
    said = {
        "done": _say(ctx, DONE["cancel"], order=order.id, money=money(ctx, paid)),
        "held": _say(ctx, HELD, order=order.id),
        "refused": _say(ctx, REFUSED["not_possible"], order=order.id),
    }
    reason = f"{slots.reason}, unshipped, risk {risk_of(mine):.2f}: {text[:200]}"
    fact = Fact(id=f"cancel.{order.id}", text=reason, value=paid, source=f"shop:order/{order.id}")
    call = Call(tool="cancel_order", args={"order_id": order.id, "reason": reason})
    return _answer(ctx, said, order, call=call, fact=fact)


def _told_sum(ctx: JobContext, order: Order, line: OrderLine, text: str) -> Brief | None:
    """Say what was given back and why to who finds it too little; who says so again gets a person."""
    if not line.refunded or not speaks_of_sum(text):
        return None
    thread = thread_here(ctx)
    if thread is not None and SUM_TOLD.search(last_said(thread)):
        return _person(ctx, order, "sum")
    count = pieces_refunded(line)
    values = {"order": order.id, "title": line.title, "sku": line.sku, "back": money(ctx, line.refunded)}
    said = _say(ctx, SUM["pieces" if count else "other"], **values, count=str(count))
    return _answer(ctx, {"said": said}, order)


def _decided(ctx: JobContext, order: Order, line: OrderLine, case: Case, text: str) -> Brief:
    if (told := _told_sum(ctx, order, line, text)) is not None:
        return told
    mood, supported = money_mood(text), _supported(ctx, order)
    if mood == "denied":
        # money comes back neither at once nor with the goods
        supported -= {"refund_only", "return_refund", "cancel"}
    advice = advise_refund(line, case, costs_of(ctx, line), supported)
    is_open = mood == "denied" and case.wish not in ("exchange", "missing")
    if advice.verdict in ("do", "person") and (is_open or (mood == "open" and advice.way == "refund_only")):
        if advice.verdict == "do" or advice.code == "not_here":
            return _answer(ctx, {"ask": _say(ctx, ASK["which_way"], order=order.id, title=line.title)}, order)
    if mood == "denied" and advice.code == "not_here":
        return _person(ctx, order, "no_money")
    if advice.verdict == "do" and _is_open(ctx, line):
        return _answer(ctx, {"refused": _say(ctx, REFUSED["open"], order=order.id)}, order)
    if advice.verdict == "person":
        return _person(ctx, order, advice.code)
    back, paid = money(ctx, line.refunded), money(ctx, line.paid)
    values = {"order": order.id, "title": line.title, "back": back, "paid": paid}
    if advice.verdict == "ask":
        return _answer(ctx, {"ask": _ask(ctx, advice.code, order)}, order)
    if advice.verdict == "refuse":
        return _answer(ctx, {"refused": _say(ctx, REFUSED[advice.code], **values)}, order)
    assert advice.way is not None
    if advice.way == "cancel" and not _wished_off(order, text):
        code = "sure_end" if any(one.refunded or not one.paid for one in order.lines) else "sure_cancel"
        left = money(ctx, sum(one.paid - one.refunded for one in order.lines))
        return _answer(ctx, {"ask": _say(ctx, CHANGE_ASK[code], order=order.id, money=left)}, order)
    amount = sum(one.paid - one.refunded for one in order.lines) if advice.way == "cancel" else advice.amount
    said = {
        "done": _say(ctx, DONE[advice.way], **values, money=money(ctx, amount), pieces=str(advice.pieces)),
        "held": _say(ctx, HELD, order=order.id),
        "refused": _say(ctx, REFUSED["not_possible"], order=order.id),
    }
    reason = why(ctx, advice, case)
    fact = Fact(id=f"refund.{line.id}", text=reason, value=advice.amount, source=f"engine:refunds order/{order.id}")
    done = _answer(ctx, said, order, call=_call(order, line, advice, case, reason), fact=fact)
    return done.model_copy(update={"figures": done.figures | {"pieces": advice.pieces}})


def _wished_off(order: Order, text: str) -> bool:
    """Tell whether these words themselves wish an order away: a reason given before is none now."""
    cues = (*MONEY_BACK, UNWANTED)
    return any(cue.search(fold(text)) for cue in cues) and wished_away(order, text, *cues, whole=True) == "plain"


def _is_open(ctx: JobContext, line: OrderLine) -> bool:
    """Tell whether a request about the line waits for somebody: it is settled before another one is."""
    asked = ctx.reads.aftersales
    return asked is not None and any(one.line_id == line.id for one in asked.list_requests(states=OPEN))


def _wish(ctx: JobContext, topics: tuple[Any, ...]) -> str:
    handed = [one.removeprefix("wish:") for one in ctx.task.subject if one.startswith("wish:")]
    text = str(ctx.task.input.get("goal", ""))
    denied = {"refund"} if money_mood(text) == "denied" else set()
    named = (wish for wish in (*handed, *map(str, topics)) if wish in WISHES and wish not in denied)
    wish = next(named, "after_sale")
    return "missing" if wish == "after_sale" and wants_goods_again(text) else wish


def _case(ctx: JobContext, order: Order, line: OrderLine, slots: Slots, wish: str, mine: list[Order]) -> Case:
    reasons: tuple[Reason, ...] = get_args(Reason)
    said = slots.reason or reason_before(ctx, order, line)
    reason = next((one for one in reasons if one == said), None)
    return Case(
        wish=wish,
        reason=reason or ("missing" if wish == "missing" else None),
        stage=stage_of(order),
        has_photo=bool(slots.evidence) or showed_before(ctx, order),
        pieces=slots.quantity,
        asked=slots.price_minor,
        days=days_since(ctx, order),
        risk=risk_of(mine),
    )


def _supported(ctx: JobContext, order: Order) -> frozenset[Way]:
    """Give the ways open here; an order is cancelled whole, so only one with a single line is on this road."""
    requests: set[Way] = set(KIND_OF) if ctx.reads.aftersales else set()
    return SUPPORTED | requests | ({"cancel"} if ctx.reads.changes and len(order.lines) == 1 else set())


def _call(order: Order, line: OrderLine, advice: RefundAdvice, case: Case, reason: str) -> Call:
    if advice.way == "cancel":
        return Call(tool="cancel_order", args={"order_id": order.id, "reason": reason})
    args: dict[str, Any] = {"order_id": order.id, "line_id": line.id, "amount": advice.amount, "reason": reason}
    if advice.way in KIND_OF:
        kind = KIND_OF[advice.way]
        amount = advice.amount if kind in MONEY else 0
        more = {"kind": kind.value, "pieces": advice.pieces, "amount": amount, "cause": case.reason or ""}
        return Call(tool="open_request", args=args | more)
    return Call(tool="issue_refund", args=args)


def _person(ctx: JobContext, order: Order, code: str) -> Brief:
    said = {"held": _say(ctx, HELD, order=order.id)}
    return _answer(ctx, said, order, person=_say(ctx, CARD, order=order.id, why=PERSON[code][ctx.language]))


def _titles(ctx: JobContext, order: Order, skus: Collection[str]) -> str:
    titles = [f"{line.title} ({line.sku})" for line in order.lines if line.sku in skus]
    return ("、" if ctx.language == "zh" else ", ").join(titles)


def _say(ctx: JobContext, texts: Any, **values: str) -> str:
    return str(texts[ctx.language]).format(**values)


def _ask(ctx: JobContext, code: str, order: Order | None = None) -> str:
    return _say(ctx, ASK[code], order=order.id if order else "")


def _answer(
    ctx: JobContext,
    reply: dict[str, str],
    order: Order | None = None,
    *,
    person: str = "",
    call: Call | None = None,
    fact: Fact | None = None,
) -> Brief:
    figures: dict[str, Any] = {"reply": reply, "order": order.id if order else None}
    return Brief(
        facts=(fact,) if fact else (),
        calls=(call,) if call else (),
        draft=next(iter(reply.values())),
        figures=figures | ({"person": person} if person else {}),
        language=ctx.language,
    )
