"""Figures of days beside each other: those of several spans, the best or worst day of one, the biggest orders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from agents.books import book, midnight, paid_orders
from agents.days_told import say_together
from agents.job import JobContext
from agents.owner_spans import Span
from agents.report_lines import Lines, counted
from agents.store_manager.kpi_lines import say_figures, say_split
from kit.text import NUMERAL, fold, number
from shops.models import Order

MOST, MOST_DAYS = 5, 92
_DAY_ASKED = re.compile(
    r"哪一?天|最[好差多少高低][^,，。]{0,4}[的那]一?天|\b(?:which|what)\sday\b|\bday\s(?:with|of)\s(?:the\s)?(?:most|fewest|least)\b|\b(?:best|worst|top|busiest|slowest|strongest|weakest)\s(?:\w+\s)?day\b",
    re.IGNORECASE,
)
_WORST = re.compile(r"差|最少|最低|少[？?]?$|\b(?:worst|slowest|weakest|least|fewest)\b", re.IGNORECASE)
_BY_ORDERS = re.compile(
    r"单[数量子]?(?:卖得?)?最|最[多少]的?单|\b(?:most|fewest|least)\s(?:\w+\s)?orders\b|\bby\sorders\b", re.IGNORECASE
)
"""Asks for the day of most orders, not of most money."""
_BIGGEST = re.compile(
    rf"最[贵大高](?:额|金额)?的?(?:那|前)?(?P<zh>{NUMERAL})?[个]?(?:大?订?单|笔)"
    rf"|\b(?:(?P<en>{NUMERAL})\s)?(?:biggest|largest|highest|dearest|priciest|most\sexpensive|most\svaluable)\s"
    rf"(?:(?P<en2>{NUMERAL})\s)?(?:single\s)?(?:orders?|sales?)\b",
    re.IGNORECASE,
)


def best_day_asked(text: str) -> bool | None:
    """Tell whether words ask for the best day (True) or the worst (False) of some; None where for neither.

    Example:
        >>> [best_day_asked(one) for one in ("which day last week was best", "本月哪天最差", "上周卖得如何")]
        [True, False, None]
    """
    words = fold(text).strip()
    return not _WORST.search(words) if _DAY_ASKED.search(words) else None


def biggest_asked(text: str) -> int | None:
    """Give how many of the biggest orders are asked for, None where they are not.

    Example:
        >>> [biggest_asked(one) for one in ("9月最贵的一单", "three biggest orders last week", "orders today")]
        [1, 3, None]
    """
    match = _BIGGEST.search(fold(text))
    if match is None:
        return None
    named = match["zh"] or match["en"] or match["en2"]
    return max(1, min(MOST, int((number(named) if named else None) or 1)))


def say_each(ctx: JobContext, lines: Lines, spans: Sequence[Span]) -> None:
    """Show the figures of each span, which sold most, and of two of them why the later differs."""
    books = [book(ctx, one.last, one.days) for one in spans]
    for place, one in enumerate(books, 1):
        say_figures(lines, one, f"days_{place}")
    if any([say_none_known(ctx, lines, one) for one in spans]):
        return
    orders, money = sum(one.funnel.orders for one in books), sum(one.funnel.gmv for one in books)
    say_together(lines, spans, "days", (orders, "order", "单"), money)
    top = max(books, key=lambda one: one.funnel.gmv)
    name, source = f"days_{books.index(top) + 1}", "shop:books"
    when = lines.fact(f"{name}.days", spans[books.index(top)], source)
    lines.say(f"most money: {when}", f"金额最高的是 {when}", name)
    if len({one.days for one in spans}) > 1:
        lengths = [lines.fact(f"lengths.days_{place}", one.days, "clock") for place, one in enumerate(spans, 1)]
        lines.say(
            f"they are not equally long: {' and '.join(lengths)} days",
            f"天数不同:分别为 {'、'.join(lengths)} 天",
            "lengths",
        )
    if len(books) == 2:
        before, now = sorted(books, key=lambda one: one.first)
        say_split(lines, before, now, "split")


def say_best_day(ctx: JobContext, lines: Lines, span: Span, text: str, *, best: bool) -> None:
    """Show which day of a span sold most or least, of the last three months of a longer one; by orders if so asked."""
    days = [span.last - timedelta(days=back) for back in range(min(span.days, MOST_DAYS))]
    books, by_orders = [book(ctx, day) for day in days], bool(_BY_ORDERS.search(fold(text)))
    sold = [one.funnel.orders if by_orders else one.funnel.gmv for one in books]
    top = max(sold) if best else min(sold)
    found = [one for one, count in zip(reversed(books), reversed(sold), strict=True) if count == top]
    source = f"shop:books/{span}"
    day = lines.fact("top.day", ", ".join(str(one.first) for one in found[:MOST]), source)
    gmv = lines.money("top.gmv", found[0].funnel.gmv, source)
    orders = lines.fact("top.orders", found[0].funnel.orders, source)
    of = lines.fact("top.of_days", len(books), source)
    if by_orders:
        each, each_zh = (" each", "每天 ") if len(found) > 1 else (f", {gmv}", "")
        lines.say(
            f"{'most' if best else 'fewest'} orders of {of} days: {day}, {counted(orders, 'order')}{each}",
            f"{of} 天里单数最{'多' if best else '少'}的是 {day}:{each_zh}{orders} 单{'' if each_zh else f',{gmv}'}",
            "top",
        )
        return
    each, each_zh = (" each", "每天 ") if len(found) > 1 else (f", {counted(orders, 'order')}", "")
    lines.say(
        f"{'most' if best else 'least'} of {of} days: {day}, {gmv}{each}",
        f"{of} 天里卖得最{'多' if best else '少'}的是 {day}:{each_zh}{gmv}{'' if each_zh else f',{orders} 单'}",
        "top",
    )


def say_biggest(ctx: JobContext, lines: Lines, spans: Sequence[Span], most: int) -> None:
    """Show the orders of the spans for which most was paid, cancelled ones left out."""
    found: dict[str, Order] = {}
    for span in spans:
        until = midnight(ctx, span.last + timedelta(days=1))
        found |= {one.id: one for one in paid_orders(ctx, midnight(ctx, span.first), until)}
    when, source = ", ".join(map(str, spans)), "shop:orders"
    days = lines.fact("span.days", when, source)
    number = lines.fact("span.orders", len(found), source)
    lines.say(f"{days}: {counted(number, 'order')}, the biggest:", f"{days} 共 {number} 单,金额最高的:", "span")
    for one in sorted(found.values(), key=lambda one: (-_paid(one), one.id))[:most]:
        name = lines.fact(f"{one.id}.order", one.id, f"shop:order/{one.id}")
        buyer = lines.fact(f"{one.id}.buyer", one.customer_id, f"shop:order/{one.id}")
        day = lines.fact(f"{one.id}.day", one.placed_at.astimezone(ctx.zone).date(), f"shop:order/{one.id}")
        paid = lines.money(f"{one.id}.paid", _paid(one), f"shop:order/{one.id}")
        pieces = lines.fact(f"{one.id}.pieces", sum(line.quantity for line in one.lines), f"shop:order/{one.id}")
        lines.say(
            f"{name} of {buyer}, {day}: {paid}, {counted(pieces, 'piece')}",
            f"{name},买家 {buyer},{day}:{paid},{pieces} 件",
            one.id,
        )


def say_none_known(ctx: JobContext, lines: Lines, span: Span) -> bool:
    """Say of days before the first order that the shop knows nothing of them; tell whether all of a span are such."""
    first = ctx.reads.shop.list_orders(limit=1).items
    began = first[0].placed_at.astimezone(ctx.zone).date() if first else None
    if began is not None and span.first < began:
        day = lines.fact("began", began, "shop:orders")
        lines.say(f"the shop's first order is of {day}", f"店里最早的订单是 {day} 的", "began")
    return began is not None and span.last < began


def _paid(order: Order) -> int:
    return sum(line.paid for line in order.lines)
