"""Lines of the daily report about single topics: refunds, ads, service, goods."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from agents.evidence import WINDOW_DAYS, open_orders, sales, today
from agents.job import JobContext
from agents.report_lines import Lines

MOST_SKUS = 5


def say_refunds(ctx: JobContext, lines: Lines, begin: datetime) -> None:
    """Show the refunds given since a moment, and what they were."""
    rows = ctx.log.list_effects(since=begin, kinds=("issue_refund",), states=("done", "partial"))
    if not rows:
        return
    number = lines.fact("refunds.number", len(rows), "ledger:issue_refund")
    amount = lines.money("refunds.amount", sum(row.money_out for row in rows), "ledger:issue_refund")
    lines.say(f"refunds: {number}, {amount}", f"退款:{number} 笔,{amount}", "refunds")


def say_ads(ctx: JobContext, lines: Lines, day: date) -> None:
    """Show what a whole day's ads cost and brought."""
    if ctx.reads.ads is None:
        return
    rows = ctx.reads.ads.keyword_report(since=day, until=day + timedelta(days=1))
    if not rows:
        return
    source = f"shop:ads/{day}"
    when = lines.fact("ads.day", day, source)
    spend = lines.money("ads.spend", sum(row.spend for row in rows), source)
    sold = lines.money("ads.sales", sum(row.sales for row in rows), source)
    orders = lines.fact("ads.orders", sum(row.orders for row in rows), source)
    clicks = lines.fact("ads.clicks", sum(row.clicks for row in rows), source)
    lines.head("Ads", "推广")
    lines.say(
        f"{when}: {spend} spent, {clicks} clicks, {orders} orders, {sold} sold through them",
        f"{when}:花费 {spend},点击 {clicks} 次,{orders} 单,成交 {sold}",
        "ads",
    )


def say_service(ctx: JobContext, lines: Lines) -> None:
    """Show orders that wait to leave, those past their promise, and conversations that wait for an answer."""
    orders = open_orders(ctx)
    waiting = lines.fact("service.to_ship", len(orders), "shop:orders/open")
    late = sum(order.ship_by is not None and order.ship_by < ctx.now for order in orders)
    overdue = lines.fact("service.late", late, "shop:orders/open")
    threads = ctx.reads.messages.list_threads(unanswered=True) if ctx.reads.messages else ()
    unanswered = lines.fact("service.unanswered", len(threads), "shop:threads/unanswered")
    lines.head("Service", "服务")
    lines.say(
        f"{waiting} orders wait to leave, {overdue} of them past their promise; {unanswered} conversations unanswered",
        f"待发货 {waiting} 单,其中超过承诺 {overdue} 单;未回复会话 {unanswered} 个",
        "service",
    )


def say_stock(ctx: JobContext, lines: Lines) -> None:
    """Show how many goods that sell are sold out, and those that sold most before they were."""
    sold = sales(ctx)
    stock = ctx.reads.shop.get_stock()
    listed = {one.sku: one for one in ctx.reads.shop.list_variants() if one.listed and sold.get(one.sku)}
    out = [sku for sku in listed if stock[sku].available <= 0]
    out.sort(key=lambda sku: (-sum(row.revenue for row in sold[sku]), sku))
    source = f"shop:stock/{today(ctx)}"
    lines.head("Goods", "商品")
    number = lines.fact("goods.sold_out", len(out), source)
    coming = lines.fact("goods.coming", sum(stock[sku].incoming > 0 for sku in out), source)
    of = lines.fact("goods.selling", len(listed), source)
    days = lines.fact("goods.days", WINDOW_DAYS, source)
    lines.say(
        f"sold out: {number} of {of} goods that sold in {days} days; {coming} of them are being made",
        f"{days} 天内有成交的 {of} 个 SKU 中,缺货 {number} 个,其中在产 {coming} 个",
        "goods",
    )
    for sku in out[:MOST_SKUS]:
        name = f"out_{sku}"
        lines.fact(f"{name}.sku", f"{sku} {listed[sku].title}", source)
        revenue = lines.money(f"{name}.sold", sum(row.revenue for row in sold[sku]), source)
        incoming = lines.fact(f"{name}.incoming", stock[sku].incoming, source)
        lines.say(
            f"sold out: {listed[sku].title} ({sku}), sold {revenue} before; {incoming} pieces are coming",
            f"缺货:{listed[sku].title}({sku}),此前成交 {revenue};在途 {incoming} 件",
            name,
        )
