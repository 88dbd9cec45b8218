"""Lines for the owner about orders: one order, what waits to leave and until when, what is not paid."""

from __future__ import annotations

import re
from datetime import timedelta

from agents.books import midnight
from agents.customer.wording import states
from agents.evidence import open_orders, today
from agents.job import JobContext
from agents.report_lines import Lines, counted
from kit import text as writing
from shops.aftersales import OPEN
from shops.changes import ChangeKind, ChangeState, OrderChange
from shops.models import FulfilmentStatus, Order, PaymentStatus

MOST = 5
_LATE = re.compile(
    r"\blate\b|\boverdue\b|\bdelayed\b|\bpast (?:the|their|its) promise|超时|逾期|延误|晚发|迟发|太晚", re.IGNORECASE
)
_WHICH = re.compile(r"\b(?:which|what|list|show)\b|哪|什么|列", re.IGNORECASE)
_LEAVE = re.compile(r"\b(?:ship|shipped|leave|go out|dispatch|send|due)\b|发", re.IGNORECASE)


def say_order(lines: Lines, ctx: JobContext, order: Order) -> None:
    """Show where an order stands, what it holds and what left of it."""
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
    if back := given_back(ctx, order):
        money = lines.money(f"{order.id}.back", sum(back), source)
        lines.say(f"money given back on it: {money}", f"已退给买家 {money}", order.id)
    for sent in ctx.reads.shop.list_shipments(order.id):
        by = lines.fact(f"{sent.id}.by", f"{sent.carrier} {sent.tracking}", source)
        left = lines.fact(f"{sent.id}.left", sent.shipped_at.astimezone(ctx.zone).date(), source, str(sent.shipped_at))
        lines.say(f"left on {left} with {by}", f"{left} 由 {by} 发出", sent.id)


def given_back(ctx: JobContext, order: Order) -> list[int]:
    """Give the sums that went back on an order: refunds, and what changes of its items gave back."""
    sums = [one.amount for one in ctx.reads.shop.list_refunds(order.id)]
    changes = ctx.reads.changes.list_changes(order.id) if ctx.reads.changes else ()
    done = [one for one in changes if one.kind is ChangeKind.ITEMS and one.state is ChangeState.DONE]
    less = [-one.difference for one in done if one.difference < 0]
    return [*sums, *less] if order.payment is PaymentStatus.PAID else sums


def say_waiting(ctx: JobContext, lines: Lines) -> None:
    """Show orders that wait to leave, those late or due by the day named, and what waits for an answer."""
    orders, text = open_orders(ctx), ctx.task.input["text"]
    waiting = lines.fact("waiting.to_ship", len(orders), "shop:orders/open")
    late = [one for one in orders if one.ship_by is not None and one.ship_by < ctx.now]
    overdue = lines.fact("waiting.late", len(late), "shop:orders/open")
    threads = ctx.reads.messages.list_threads(unanswered=True) if ctx.reads.messages else ()
    talks = lines.fact("waiting.talks", len(threads), "shop:threads/unanswered")
    with_person = lines.fact("waiting.with_person", sum(one.with_person for one in threads), "shop:threads/unanswered")
    found = ctx.reads.aftersales.list_requests(states=OPEN) if ctx.reads.aftersales else ()
    asked = lines.fact("waiting.requests", len(found), "shop:requests/open")
    lines.say(
        f"{counted(waiting, 'order waits', 'orders wait')} to leave, {overdue} of them past their promise; "
        f"conversations unanswered: {talks}, of them with a person: {with_person}; "
        f"open requests after the sale: {asked}",
        f"待发货 {waiting} 单,其中超过承诺 {overdue} 单;未回复会话 {talks} 个,其中转人工 {with_person} 个;"
        f"未结售后 {asked} 个",
        "waiting",
    )
    days = [day.date for day in writing.dates(text, today(ctx)) if day.date >= today(ctx)]
    if days and _LEAVE.search(text):
        end = midnight(ctx, days[-1] + timedelta(days=1))
        due = [one for one in orders if one.ship_by is not None and one.ship_by < end]
        until = lines.fact("due.until", days[-1], "shop:orders/open")
        number = lines.fact("due.orders", len(due), "shop:orders/open")
        lines.say(f"to leave by the end of {until}: {counted(number, 'order')}", f"{until} 前须发出:{number} 单", "due")
    else:
        due = late if _LATE.search(text) else orders if _WHICH.search(text) and _LEAVE.search(text) else []
    for order in sorted(due, key=lambda one: (one.ship_by or ctx.now, one.id))[:MOST]:
        _say_due(ctx, lines, order)


def _say_due(ctx: JobContext, lines: Lines, order: Order) -> None:
    """Show an order that has to leave: whose it is, what is left of it, and until when."""
    source = f"shop:order/{order.id}"
    which = lines.fact(f"{order.id}.id", order.id, source)
    who = lines.fact(f"{order.id}.buyer", order.customer_id, source)
    rest = ", ".join(f"{line.unshipped} × {line.sku}" for line in order.lines if line.unshipped)
    goods = lines.fact(f"{order.id}.to_ship", rest, source)
    shown = f"{order.ship_by.astimezone(ctx.zone):%Y-%m-%d %H:%M}" if order.ship_by else "–"
    until = lines.fact(f"{order.id}.ship_by", shown, source)
    lines.say(
        f"{which}, buyer {who}: {goods}; promised by {until}",
        f"{which},买家 {who}:{goods};承诺 {until} 前发出",
        order.id,
    )


def say_unpaid(ctx: JobContext, lines: Lines) -> None:
    """Show orders that are not paid, and differences of changed orders that buyers still have to pay."""
    orders, due = _unpaid(ctx), _differences(ctx)
    number = lines.fact("unpaid.orders", len(orders), "shop:orders/unpaid")
    sums = lines.money(
        "unpaid.money",
        sum(sum(line.paid or line.unit_price * line.quantity for line in one.lines) for one in orders),
        "shop:orders/unpaid",
    )
    open_ = lines.fact("unpaid.differences", len(due), "shop:changes/due")
    more = lines.money("unpaid.difference_money", sum(one.difference for _, one in due), "shop:changes/due")
    if not orders and not due:
        lines.say(
            f"nobody owes you anything: unpaid orders {number}, open differences of changed orders {open_}",
            f"没有人欠款:未付款订单 {number} 单,未补差价的改单 {open_} 单",
            "unpaid",
        )
        return
    lines.say(
        f"unpaid: {counted(number, 'order')}, {sums}; changed orders whose difference is not paid: {open_}, {more}",
        f"未付款 {number} 单,共 {sums};改单未补差价 {open_} 单,共 {more}",
        "unpaid",
    )
    for order in orders[-MOST:]:
        say_order_of(lines, ctx, order)
    for order, change in due[-MOST:]:
        source = f"shop:change/{change.id}"
        which = lines.fact(f"{change.id}.order", order.id, source)
        who = lines.fact(f"{change.id}.buyer", order.customer_id, source)
        owed = lines.money(f"{change.id}.difference", change.difference, source)
        lines.say(f"buyer {who}, order {which}: difference {owed}", f"买家 {who},订单 {which}:差价 {owed}", change.id)


def say_order_of(lines: Lines, ctx: JobContext, order: Order) -> None:
    """Show an order in one line, with its buyer."""
    source = f"shop:order/{order.id}"
    which = lines.fact(f"{order.id}.id", order.id, source)
    who = lines.fact(f"{order.id}.buyer", order.customer_id, source)
    total = lines.money(f"{order.id}.total", order.total, source)
    day = lines.fact(f"{order.id}.day", order.placed_at.astimezone(ctx.zone).date(), source, str(order.placed_at))
    lines.say(f"buyer {who}, order {which} of {day}: {total}", f"买家 {who},订单 {which}({day}):{total}", order.id)


def _unpaid(ctx: JobContext) -> list[Order]:
    """Give orders that were placed and not paid, oldest first; cancelled ones are owed by nobody."""
    found, cursor = list[Order](), None
    while True:
        page = ctx.reads.shop.list_orders(fulfilment=(FulfilmentStatus.UNSHIPPED,), cursor=cursor, limit=200)
        found += [one for one in page.items if one.payment is PaymentStatus.UNPAID]
        if (cursor := page.next_cursor) is None:
            return found


def _differences(ctx: JobContext) -> list[tuple[Order, OrderChange]]:
    """Give the changes of orders that wait for the buyer's payment."""
    if ctx.reads.changes is None:
        return []
    rows = ctx.log.list_effects(kinds=("change_items",), states=("done", "partial"))
    orders = dict.fromkeys(str(row.payload["order_id"]) for row in rows)
    return [
        (ctx.reads.shop.get_order(order), one)
        for order in orders
        for one in ctx.reads.changes.list_changes(order)
        if one.state is ChangeState.DUE and (one.pay_until is None or one.pay_until > ctx.now)
    ]
