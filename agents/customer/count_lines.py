"""Lines for the owner that count the days asked about: orders that left, buyers who wrote."""

from __future__ import annotations

from agents.customer.back_lines import bounds
from agents.evidence import days_asked
from agents.job import JobContext
from agents.report_lines import Lines, counted


def say_shipped(ctx: JobContext, lines: Lines) -> None:
    """Show how many orders left on the days asked about, in how many shipments."""
    span = days_asked(ctx, ctx.task.input["text"])
    begin, end = bounds(ctx, span)
    sent = [one for one in ctx.reads.shop.list_sent(since=begin) if one.shipped_at < end]
    source = f"shop:shipments/{span}"
    days = lines.fact("shipped.days", span, source)
    orders = lines.fact("shipped.orders", len({one.order_id for one in sent}), source)
    number = lines.fact("shipped.shipments", len(sent), source)
    lines.say(
        f"{days}: {counted(orders, 'order')} left in {counted(number, 'shipment')}",
        f"{days}:发出 {orders} 单,{number} 个包裹",
        "shipped",
    )


def say_asked(ctx: JobContext, lines: Lines) -> None:
    """Show how many buyers wrote on the days asked about, and how many messages."""
    span = days_asked(ctx, ctx.task.input["text"])
    begin, end = bounds(ctx, span)
    written: dict[str, int] = {}
    for thread in ctx.reads.messages.list_threads() if ctx.reads.messages else ():
        # a platform may list conversations without their messages
        messages = thread.messages or ctx.reads.messages.get_thread(thread.id).messages if ctx.reads.messages else ()
        number = sum(one.author == "buyer" and begin <= one.at < end for one in messages)
        if number:
            written[thread.customer_id] = written.get(thread.customer_id, 0) + number
    source = f"shop:threads/{span}"
    days = lines.fact("wrote.days", span, source)
    buyers = lines.fact("wrote.buyers", len(written), source)
    told = lines.fact("wrote.messages", sum(written.values()), source)
    lines.say(
        f"{days}: {counted(buyers, 'buyer')} wrote, {counted(told, 'message')} in all",
        f"{days}:{buyers} 个买家来咨询,共 {told} 条消息",
        "wrote",
    )
