"""Lines for the owner about buyers: who bought most, who bought an article, what one buyer ordered, who stays away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from agents.books import paid_orders
from agents.customer.back_lines import bounds
from agents.customer.buyer_days import buyer_days
from agents.customer.order_lines import say_order
from agents.evidence import days_asked, orders_of, today
from agents.job import JobContext
from agents.named_buyers import buyers_named
from agents.owner_goods import goods_bought, goods_like, goods_named
from agents.owner_spans import Span, span_asked
from agents.report_lines import Lines, counted
from shops.models import Customer, FulfilmentStatus, Order, PaymentStatus

MOST = 5
AWAY_DAYS, REGULAR_DAYS = 60, 3
"""Who ordered on so many days of a year and not for so long stays away."""


def say_buyers(ctx: JobContext, lines: Lines) -> None:
    """Show who bought on the days asked about, most money first; of an article that is named, who bought that."""
    text, span = ctx.task.input["text"], days_asked(ctx, ctx.task.input["text"])
    goods, known = _goods(ctx)
    if not known:
        lines.head(
            f"I know no article “{goods_bought(text)}”, so I cannot say who bought it. Please give its name or SKU.",
            f"没有找到“{goods_bought(text)}”这款商品,无法说明谁买过。请给出名称或 SKU。",
        )
        return
    spent: dict[str, list[tuple[int, int]]] = {}
    for order in paid_orders(ctx, *bounds(ctx, span)):
        rows = [line for line in order.lines if not goods or line.sku in goods]
        if rows:
            sums = (sum(line.paid for line in rows), sum(line.quantity for line in rows))
            spent.setdefault(order.customer_id, []).append(sums)
    source = f"shop:orders/{span}"
    days = lines.fact("buyers.days", span, source)
    named = " / ".join(_titles(ctx, goods))
    of = lines.fact("buyers.goods", named, source) if goods else ""
    number = lines.fact("buyers.all", len(spent), source)
    again = lines.fact("buyers.again", sum(len(one) > 1 for one in spent.values()), source)
    if not spent:
        lines.say(
            f"{days}: nobody bought {of or 'anything'} ({number})",
            f"{days}:没有人买{of or '东西'}({number} 人)",
            "buyers",
        )
        return
    lines.say(
        f"{days}: {counted(number, 'buyer')} ordered{of and f' {of}'}, {again} of them more than once",
        f"{days}:{number} 个买家下单{of and f'买了 {of}'},其中 {again} 个不止一次",
        "buyers",
    )
    for buyer in sorted(spent, key=lambda one: (-sum(sums for sums, _ in spent[one]), one))[:MOST]:
        name = f"buyer_{buyer}"
        who = lines.fact(f"{name}.name", ctx.reads.shop.get_customer(buyer).name or buyer, source)
        known_as = lines.fact(f"{name}.id", buyer, source)
        orders = lines.fact(f"{name}.orders", len(spent[buyer]), source)
        pieces = lines.fact(f"{name}.pieces", sum(count for _, count in spent[buyer]), source)
        total = lines.money(f"{name}.spent", sum(sums for sums, _ in spent[buyer]), source)
        lines.say(
            f"{who} ({known_as}): {counted(orders, 'order')}, {counted(pieces, 'piece')}, {total}",
            f"{who}({known_as}):{orders} 单,{pieces} 件,{total}",
            name,
        )


def _goods(ctx: JobContext) -> tuple[tuple[str, ...], bool]:
    """Give the articles that are asked about, none for all, and False where words name an article nobody knows."""
    text, variants = ctx.task.input["text"], ctx.reads.shop.list_variants()
    if found := goods_named(ctx.understand(text, "owner").slots, text, variants):
        return found, True
    words = goods_bought(text)
    alike = goods_like(words, variants) if words else ()
    return alike, bool(alike or not words)


def _titles(ctx: JobContext, goods: Sequence[str]) -> list[str]:
    shown = [f"{ctx.reads.shop.get_variant(sku).title} ({sku})" for sku in goods[:MOST]]
    return [*shown, "…"] if len(goods) > MOST else shown


def say_one_buyer(ctx: JobContext, lines: Lines) -> None:
    """Show what the buyer who is named ordered, on the days asked about if there are any."""
    found = buyers_named(ctx.reads, ctx.task.input["text"], today(ctx))
    if not found:
        lines.head(
            "I find no buyer of that name or id in the shop's orders of a year, so I cannot say.",
            "近一年的订单里没有这个名称或编号的买家,无法说明。",
        )
    span = days_asked(ctx, ctx.task.input["text"])
    begin, end = bounds(ctx, span)
    orders = {one.id: orders_of(ctx, one.id) for one in found}
    if span.named:
        orders = {who: [one for one in rows if begin <= one.placed_at < end] for who, rows in orders.items()}
    if len(found) > 1:
        _say_namesakes(lines, found, span, sum(map(bool, orders.values())))
    bought = [one for one in found if orders[one.id] or len(found) == 1]
    for customer in bought[:MOST]:
        _say_orders(ctx, lines, customer, span, orders[customer.id])


def _say_namesakes(lines: Lines, found: Sequence[Customer], span: Span, ordered: int) -> None:
    """Say how many buyers have the name asked about, and how many of them ordered."""
    name = lines.fact("namesakes.name", found[0].name, "shop:customers")
    number = lines.fact("namesakes.buyers", len(found), "shop:customers")
    some = lines.fact("namesakes.ordered", ordered, "shop:orders")
    days = lines.fact("namesakes.days", span, "shop:orders") if span.named else ""
    lines.say(
        f"{number} buyers are called {name}{days and f'; {days}'}; of them ordered: {some}",
        f"叫 {name} 的买家有 {number} 位{days and f';{days}'} 其中下单 {some} 位",
        "namesakes",
    )


def _say_orders(ctx: JobContext, lines: Lines, customer: Customer, span: Span, orders: Sequence[Order]) -> None:
    source = f"shop:orders/{customer.id}"
    group = f"buyer_{customer.id}"
    who = lines.fact(f"{group}.name", customer.name or customer.id, source)
    known_as = lines.fact(f"{group}.id", customer.id, source)
    number = lines.fact(f"{group}.orders", len(orders), source)
    paid = [one for one in orders if _counts(one)]
    total = lines.money(f"{group}.paid", sum(sum(line.paid for line in one.lines) for one in paid), source)
    when = lines.fact(f"{group}.days", span, source) if span.named else ""
    lines.say(
        f"{who} ({known_as}){when and f', {when}'}: {counted(number, 'order')}, {total} paid",
        f"{who}({known_as}){when and f',{when}'}:{number} 单,已付 {total}",
        group,
    )
    for order in orders[: -MOST - 1 : -1]:
        say_order(lines, ctx, order)


def _counts(order: Order) -> bool:
    return order.payment is PaymentStatus.PAID and order.fulfilment is not FulfilmentStatus.CANCELLED


def say_lapsed(ctx: JobContext, lines: Lines) -> None:
    """Show regular buyers who have not ordered for long, those first who paid most."""
    text, seen = ctx.task.input["text"], today(ctx)
    span = span_asked(text, seen)
    away, source = span.days if span.named and span.days > 1 else AWAY_DAYS, "shop:buyer_days/year"
    rows: dict[str, list[tuple[str, int, int]]] = {}
    last = {row.customer_id: row.day for row in buyer_days(ctx)}
    for row in buyer_days(ctx):
        rows.setdefault(row.customer_id, []).append((str(row.day), row.orders, row.paid))
    gone = [one for one in rows if len(rows[one]) >= REGULAR_DAYS and seen - last[one] >= timedelta(days=away)]
    gone.sort(key=lambda one: (-sum(paid for _, _, paid in rows[one]), one))
    days = lines.fact("lapsed.days", away, source)
    regular = lines.fact("lapsed.regular_days", REGULAR_DAYS, source)
    number = lines.fact("lapsed.buyers", len(gone), source)
    lines.say(
        f"buyers who ordered on {regular} days or more within a year and not for {days} days: {number}",
        f"一年内下单 {regular} 天以上、已有 {days} 天没来的客户:{number} 位",
        "lapsed",
    )
    for buyer in gone[:MOST]:
        name = f"lapsed_{buyer}"
        who = lines.fact(f"{name}.name", ctx.reads.shop.get_customer(buyer).name or buyer, source)
        known_as = lines.fact(f"{name}.id", buyer, source)
        when = lines.fact(f"{name}.last", last[buyer], source)
        orders = lines.fact(f"{name}.orders", sum(count for _, count, _ in rows[buyer]), source)
        total = lines.money(f"{name}.paid", sum(paid for _, _, paid in rows[buyer]), source)
        lines.say(
            f"{who} ({known_as}): last on {when}; {counted(orders, 'order')}, {total} in the year",
            f"{who}({known_as}):最近一次 {when};一年 {orders} 单,{total}",
            name,
        )
