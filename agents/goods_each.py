"""What some goods sold in each of several spans of days, beside each other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from agents.days_told import say_together
from agents.job import JobContext
from agents.owner_spans import Span
from agents.report_lines import Lines, counted


def say_goods_each(ctx: JobContext, lines: Lines, spans: Sequence[Span], skus: Collection[str]) -> None:
    """Show the pieces and the money of goods in each span, and in which they sold most pieces.

    Args:
        ctx: The job's.
        lines: Where the figures are said.
        spans: Two or more.
        skus: The goods, together.
    """
    sold, money = list[int](), 0
    for place, span in enumerate(spans, 1):
        source = f"shop:sales/{span}"
        rows = ctx.reads.shop.list_sales(since=span.first, until=span.last + timedelta(days=1))
        mine = [row for row in rows if row.sku in skus]
        sold.append(sum(row.units for row in mine))
        money += sum(row.revenue for row in mine)
        days = lines.fact(f"each_{place}.days", span, source)
        number = lines.fact(f"each_{place}.goods", len(skus), source)
        pieces = lines.fact(f"each_{place}.pieces", sold[-1], source)
        revenue = lines.money(f"each_{place}.revenue", sum(row.revenue for row in mine), source)
        goods = counted(number, "product")
        lines.say(
            f"{days}: {goods}, {counted(pieces, 'piece')} sold for {revenue}",
            f"{days}:{number} 款商品卖出 {pieces} 件,{revenue}",
            f"each_{place}",
        )
    say_together(lines, spans, "each", (sum(sold), "piece", "件"), money)
    best = sold.index(max(sold)) + 1
    when = lines.fact("each.most", spans[best - 1], "shop:sales")
    if sold.count(max(sold)) == 1:
        lines.say(f"most pieces: {when}", f"卖出件数最多的是 {when}", "each")
    if len({one.days for one in spans}) > 1:
        lengths = [lines.fact(f"lengths.each_{place}", one.days, "clock") for place, one in enumerate(spans, 1)]
        lines.say(
            f"they are not equally long: {' and '.join(lengths)} days",
            f"天数不同:分别为 {'、'.join(lengths)} 天",
            "lengths",
        )
