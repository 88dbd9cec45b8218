"""Lines for the owner about what went wrong: money that went back to buyers, and what they complained of."""

from __future__ import annotations

from datetime import datetime, timedelta

from agents.books import midnight
from agents.complaint_messages import HARM, complaints_since
from agents.evidence import days_asked
from agents.job import JobContext
from agents.owner_spans import Span
from agents.owner_topics import OwnerTopic, topics_of
from agents.report_lines import Lines, counted
from shops.aftersales import OPEN
from shops.changes import ChangeKind, ChangeState
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


def bounds(ctx: JobContext, span: Span) -> tuple[datetime, datetime]:
    """Give the moments at which a span begins and ends, the end not included."""
    return midnight(ctx, span.first), midnight(ctx, span.last + timedelta(days=1))


def say_given_back(ctx: JobContext, lines: Lines) -> None:
    """Show what went back to buyers on the days asked about and to whom, and how many requests are open.

    Cancelled orders count too, and what a change of an order gave back.
    """
    span = days_asked(ctx, ctx.task.input["text"])
    back, source = _given_back(ctx, span), f"shop:refunds/{span}"
    days = lines.fact("back.days", span, source)
    number = lines.fact("back.orders", len(back), source)
    gone = sum(one.fulfilment == FulfilmentStatus.CANCELLED for one, _, _ in back)
    cancelled = lines.fact("back.cancelled", gone, source)
    changed = lines.fact("back.changed", sum(by_change for _, _, by_change in back), source)
    money = lines.money("back.money", sum(sum(sums) for _, sums, _ in back), source)
    found = ctx.reads.aftersales.list_requests(states=OPEN) if ctx.reads.aftersales else ()
    asked = lines.fact("back.requests", len(found), "shop:requests/open")
    lines.say(
        f"{days}: {counted(number, 'order')} had money given back, {money} in all; {cancelled} of them "
        f"{'was' if cancelled == '1' else 'were'} cancelled, {changed} changed to cost less; "
        f"open requests after the sale: {asked}",
        f"{days}:{number} 单有退款,共 {money},其中 {cancelled} 单是取消,{changed} 单是改单退差价;未结售后 {asked} 个",
        "back",
    )
    for order, sums, _ in back[-MOST:]:
        name = f"back_{order.id}"
        who = lines.fact(f"{name}.buyer", order.customer_id, f"shop:order/{order.id}")
        which = lines.fact(f"{name}.order", order.id, f"shop:order/{order.id}")
        money = lines.money(f"{name}.money", sum(sums), f"shop:order/{order.id}")
        lines.say(f"buyer {who}, order {which}: {money}", f"买家 {who},订单 {which}:{money}", name)


def _given_back(ctx: JobContext, span: Span) -> list[tuple[Order, list[int], bool]]:
    """Give the orders on which money went back in a span, each sum, and whether a change gave back, oldest first."""
    begin, end = bounds(ctx, span)
    by_change, found, cursor = _by_change(ctx, begin, end), list[tuple[Order, list[int], bool]](), None
    while True:
        page = ctx.reads.shop.list_orders(since=begin - REFUNDED_LATE, cursor=cursor)
        for order in page.items:
            sums = by_change.get(order.id, [])
            if order.refund != RefundStatus.NONE:
                sums = [*sums, *(one.amount for one in ctx.reads.shop.list_refunds(order.id) if begin <= one.at < end)]
            found += [(order, sums, order.id in by_change)] if sums else []
        if (cursor := page.next_cursor) is None:
            return found


def _by_change(ctx: JobContext, begin: datetime, end: datetime) -> dict[str, list[int]]:
    """Give by paid order what changes of its items gave back between two moments."""
    if ctx.reads.changes is None:
        return {}
    rows = ctx.log.list_effects(since=begin - REFUNDED_LATE, kinds=("change_items",), states=("done", "partial"))
    found = dict[str, list[int]]()
    for order in dict.fromkeys(str(row.payload["order_id"]) for row in rows):
        less = [
            -one.difference
            for one in ctx.reads.changes.list_changes(order)
            if one.kind is ChangeKind.ITEMS
            and one.state is ChangeState.DONE
            and one.difference < 0
            and begin <= one.at < end
        ]
        if less and ctx.reads.shop.get_order(order).payment == "paid":
            found[order] = less
    return found


def say_complaints(ctx: JobContext, lines: Lines) -> None:
    """Show who complained in words of late and about what; money given back is counted apart from it."""
    span = days_asked(ctx, ctx.task.input["text"])
    begin, end = bounds(ctx, span)
    found = [one for one in complaints_since(ctx, begin) if one.at < end]
    source = f"shop:threads/{span}"
    days = lines.fact("complaints.days", span, source)
    number = lines.fact("complaints.all", len(found), source)
    goods = lines.fact("complaints.about_goods", sum(one.is_about_goods for one in found), source)
    threats = lines.fact("complaints.threats", sum(one.threatens for one in found), source)
    lines.say(
        f"{days}: buyers complained in {counted(number, 'conversation')}, in {goods} of them about the goods; "
        f"threats of a dispute: {threats}",
        f"{days}:有 {number} 个会话里买家投诉,其中 {goods} 个针对商品质量;{threats} 个扬言举报或起诉",
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
        say_given_back(ctx, lines)
