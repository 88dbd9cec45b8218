"""客户 · customer question 客户问答: what waits, who buys most and again, what was given back; else its own work."""

from __future__ import annotations

from datetime import datetime, timedelta

from agents.books import midnight, paid_orders
from agents.complaint_messages import HARM, complaints_since
from agents.customer.wording import states
from agents.evidence import about_own_work, open_orders, today
from agents.job import Brief, JobContext, job
from agents.owner_refusals import not_mine
from agents.owner_topics import OwnerTopic, days_asked, topics_of
from agents.report_lines import Lines
from agents.trigger import OnIntent, OnQuestion
from kit.errors import Retry
from shops.aftersales import OPEN
from shops.models import FulfilmentStatus, Order, RefundStatus

MOST = 5
REFUNDED_LATE = timedelta(days=90)
"""Money that goes back later than so long after the order is not looked for."""
REASONS = {
    "broken": ("broken", "破损"),
    "missing": ("pieces missing", "少件"),
    "quality": ("quality", "质量"),
    "not_as_described": ("not as described", "与描述不符"),
    "late": ("late", "太慢"),
    HARM: ("tells of harm to people", "涉及人身安全"),
}


@job(
    "customer",
    "Customer question",
    "客户问答",
    OnIntent((OwnerTopic.WAITING, OwnerTopic.BUYERS, OwnerTopic.GIVEN_BACK, OwnerTopic.COMPLAINTS, "one_order")),
    OnQuestion(),
    tools=("recall",),
    action="care",
    model_use="judgement",
    speaks=True,
)
def customer_question(ctx: JobContext) -> Brief:
    """Answer the owner from orders, talks, requests and what this employee did in the last 24 hours; change nothing."""
    if (refusal := not_mine(ctx)) is not None:
        return refusal
    text = ctx.task.input["text"]
    understood, topics = ctx.understand(text, "owner"), topics_of(text)
    lines = Lines(ctx, language=understood.language)
    if understood.slots.order:
        _say_order(ctx, lines, understood.slots.order)
    else:
        for topic, say in _SAID.items():
            if topic in topics:
                say(ctx, lines)
    if not lines.text():
        return about_own_work(ctx, "customer")
    return Brief(facts=lines.facts, draft=lines.text(), language=understood.language)


def _say_order(ctx: JobContext, lines: Lines, order_id: str) -> None:
    """Show where an order stands, what it holds and what left of it."""
    try:
        order = ctx.reads.shop.get_order(order_id)
    except Retry:
        lines.head("There is no such order in the shop.", "店里没有这个订单。")
        return
    source = f"shop:order/{order.id}"
    name = lines.fact(f"{order.id}.id", order.id, source)
    total = lines.money(f"{order.id}.total", order.total, source)
    goods = lines.fact(f"{order.id}.goods", ", ".join(f"{line.quantity} × {line.sku}" for line in order.lines), source)
    day = lines.fact(f"{order.id}.day", order.placed_at.astimezone(ctx.zone).date(), source, str(order.placed_at))
    lines.say(
        f"{name} of {day}, {total}: {goods}; {', '.join(states(order, 'en'))}",
        f"{name}({day}),{total}:{goods};{'、'.join(states(order, 'zh'))}",
        order.id,
    )
    for sent in ctx.reads.shop.list_shipments(order.id):
        by = lines.fact(f"{sent.id}.by", f"{sent.carrier} {sent.tracking}", source)
        left = lines.fact(f"{sent.id}.left", sent.shipped_at.astimezone(ctx.zone).date(), source, str(sent.shipped_at))
        lines.say(f"left on {left} with {by}", f"{left} 由 {by} 发出", sent.id)


def _say_waiting(ctx: JobContext, lines: Lines) -> None:
    """Show orders that wait to leave, those past their promise, and talks and requests that wait for an answer."""
    orders = open_orders(ctx)
    waiting = lines.fact("waiting.to_ship", len(orders), "shop:orders/open")
    late = sum(order.ship_by is not None and order.ship_by < ctx.now for order in orders)
    overdue = lines.fact("waiting.late", late, "shop:orders/open")
    threads = ctx.reads.messages.list_threads(unanswered=True) if ctx.reads.messages else ()
    talks = lines.fact("waiting.talks", len(threads), "shop:threads/unanswered")
    with_person = lines.fact("waiting.with_person", sum(one.with_person for one in threads), "shop:threads/unanswered")
    found = ctx.reads.aftersales.list_requests(states=OPEN) if ctx.reads.aftersales else ()
    asked = lines.fact("waiting.requests", len(found), "shop:requests/open")
    lines.say(
        f"{waiting} orders wait to leave, {overdue} of them past their promise; {talks} conversations unanswered, "
        f"{with_person} of them with a person; {asked} requests after the sale are open",
        f"待发货 {waiting} 单,其中超过承诺 {overdue} 单;未回复会话 {talks} 个,其中转人工 {with_person} 个;"
        f"未结售后 {asked} 个",
        "waiting",
    )


def _orders(ctx: JobContext, days: int) -> list[Order]:
    return list(paid_orders(ctx, ctx.now - timedelta(days=days), ctx.now))


def _say_buyers(ctx: JobContext, lines: Lines) -> None:
    """Show how many buyers ordered lately, how many of them more than once, and who spent most."""
    back, spent = days_asked(ctx.task.input["text"]), dict[str, list[int]]()
    for order in _orders(ctx, back):
        spent.setdefault(order.customer_id, []).append(sum(line.paid for line in order.lines))
    source = f"shop:orders/{back} days to {today(ctx)}"
    days = lines.fact("buyers.days", back, source)
    number = lines.fact("buyers.all", len(spent), source)
    again = lines.fact("buyers.again", sum(len(one) > 1 for one in spent.values()), source)
    lines.say(
        f"in {days} days {number} buyers ordered, {again} of them more than once",
        f"{days} 天内 {number} 个买家下单,其中 {again} 个不止一次",
        "buyers",
    )
    for buyer in sorted(spent, key=lambda one: (-sum(spent[one]), one))[:MOST]:
        name = f"buyer_{buyer}"
        who = lines.fact(f"{name}.name", ctx.reads.shop.get_customer(buyer).name or buyer, source)
        known = lines.fact(f"{name}.id", buyer, source)
        orders = lines.fact(f"{name}.orders", len(spent[buyer]), source)
        total = lines.money(f"{name}.spent", sum(spent[buyer]), source)
        lines.say(f"{who} ({known}) ordered {orders} times, {total}", f"{who}({known}):{orders} 单,{total}", name)


def _say_given_back(ctx: JobContext, lines: Lines) -> None:
    """Show what went back to buyers of late and to whom, cancelled orders too, and how many requests are open."""
    span = days_asked(ctx.task.input["text"])
    since = midnight(ctx, today(ctx) - timedelta(days=span - 1))
    back, source = _refunds(ctx, since), f"shop:refunds/{span} days to {today(ctx)}"
    days = lines.fact("back.days", span, source)
    number = lines.fact("back.orders", len(back), source)
    cancelled = lines.fact(
        "back.cancelled", sum(one.fulfilment == FulfilmentStatus.CANCELLED for one, _ in back), source
    )
    money = lines.money("back.money", sum(sum(sums) for _, sums in back), source)
    found = ctx.reads.aftersales.list_requests(states=OPEN) if ctx.reads.aftersales else ()
    asked = lines.fact("back.requests", len(found), "shop:requests/open")
    lines.say(
        f"in the last {days} days {number} orders had money given back, {money} in all; {cancelled} of them were "
        f"cancelled; {asked} requests after the sale are open",
        f"近 {days} 天 {number} 单有退款,共 {money},其中 {cancelled} 单是取消;未结售后 {asked} 个",
        "back",
    )
    for order, sums in back[-MOST:]:
        name = f"back_{order.id}"
        who = lines.fact(f"{name}.buyer", order.customer_id, f"shop:order/{order.id}")
        which = lines.fact(f"{name}.order", order.id, f"shop:order/{order.id}")
        money = lines.money(f"{name}.money", sum(sums), f"shop:order/{order.id}")
        lines.say(f"buyer {who}, order {which}: {money}", f"买家 {who},订单 {which}:{money}", name)


def _refunds(ctx: JobContext, since: datetime) -> list[tuple[Order, list[int]]]:
    """Give the orders on which money went back since then, and each sum in minor units, by when they were placed."""
    found, cursor = list[tuple[Order, list[int]]](), None
    while True:
        page = ctx.reads.shop.list_orders(since=since - REFUNDED_LATE, cursor=cursor)
        for order in page.items:
            if order.refund != RefundStatus.NONE:
                sums = [one.amount for one in ctx.reads.shop.list_refunds(order.id) if one.at >= since]
                found += [(order, sums)] if sums else []
        if (cursor := page.next_cursor) is None:
            return found


def _say_complaints(ctx: JobContext, lines: Lines) -> None:
    """Show who complained in words of late and about what; money given back is counted apart from it."""
    span = days_asked(ctx.task.input["text"])
    found = complaints_since(ctx, ctx.now - timedelta(days=span))
    source = f"shop:threads/{span} days to {today(ctx)}"
    days = lines.fact("complaints.days", span, source)
    number = lines.fact("complaints.all", len(found), source)
    goods = lines.fact("complaints.about_goods", sum(one.is_about_goods for one in found), source)
    threats = lines.fact("complaints.threats", sum(one.threatens for one in found), source)
    lines.say(
        f"in {days} days buyers complained in {number} conversations, in {goods} of them about the goods; "
        f"{threats} threaten with a dispute",
        f"近 {days} 天有 {number} 个会话里买家投诉,其中 {goods} 个针对商品质量;{threats} 个扬言举报或起诉",
        "complaints",
    )
    for one in found[-MOST:]:
        source = f"shop:thread/{one.thread}"
        day = lines.fact(f"{one.thread}.day", one.at.astimezone(ctx.zone).date(), source, str(one.at))
        who = lines.fact(f"{one.thread}.buyer", one.buyer, source)
        order = lines.fact(f"{one.thread}.order", one.order, source) if one.order else ""
        lines.fact(f"{one.thread}.reasons", ", ".join(one.reasons) or "not said", source)
        english = ", ".join(REASONS[name][0] for name in one.reasons) or "no reason said"
        chinese = "、".join(REASONS[name][1] for name in one.reasons) or "未说明原因"
        about, about_zh = (f", order {order}", f",订单 {order}") if order else ("", "")
        lines.say(f"{day} buyer {who}{about}: {english}", f"{day} 买家 {who}{about_zh}:{chinese}", one.thread)
    if OwnerTopic.GIVEN_BACK not in topics_of(ctx.task.input["text"]):
        _say_given_back(ctx, lines)


_SAID = {
    OwnerTopic.WAITING: _say_waiting,
    OwnerTopic.BUYERS: _say_buyers,
    OwnerTopic.COMPLAINTS: _say_complaints,
    OwnerTopic.GIVEN_BACK: _say_given_back,
}
