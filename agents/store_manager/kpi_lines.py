"""Lines about a shop's figures that several reports of 店长 show: the funnel, and the splits of what changed."""

from __future__ import annotations

from datetime import date

from agents.books import Book
from agents.report_lines import Lines, counted
from decisions.kpi_split import BRIDGE, bridge, split_gmv

_BRIDGE_EN = ("price", "volume", "mix", "cost", "ads", "after-sale")
_BRIDGE_ZH = ("价格", "销量", "结构", "成本", "推广", "售后")


def span(book: Book) -> str:
    """Write the days of a book: one, or the first and the last."""
    return str(book.first) if book.first == book.last else f"{book.first} – {book.last}"


def say_figures(lines: Lines, book: Book, name: str) -> None:
    """Show the funnel of a book and what was left; ``name`` tells its facts from another book's."""
    source, seen = f"shop:books/{span(book)}", book.funnel
    day = lines.fact(f"{name}.days", span(book), source)
    gmv = lines.money(f"{name}.gmv", seen.gmv, source)
    orders = lines.fact(f"{name}.orders", seen.orders, source)
    pieces = lines.fact(f"{name}.pieces", book.pieces, source)
    visitors = lines.fact(f"{name}.visitors", seen.visitors, source)
    rate = lines.share(f"{name}.rate", seen.orders, seen.visitors, source)
    value = lines.money(f"{name}.order_value", round(seen.gmv / seen.orders) if seen.orders else 0, source)
    profit = lines.money(f"{name}.profit", book.profit, "engine:kpi_split")
    english, chinese = f"{visitors} visitors × {rate} purchase rate", f"访客 {visitors} × 采购率 {rate}"
    if not seen.visitors:
        english, chinese = counted(orders, "order"), f"{orders} 单"
    unseen_en, unseen_zh = " (visitors and ads not counted yet)", "(访客与推广尚未统计)"
    if not book.visitors_known:
        unseen_en, unseen_zh = " (visitors are not known for every day)", "(并非每天都有访客数据)"
    lines.say(
        f"{day}: GMV {gmv} = {english} × {value} an order; {counted(orders, 'order')}, {counted(pieces, 'piece')}; "
        f"profit before stock costs {profit}{'' if seen.visitors else unseen_en}",
        f"{day}:GMV {gmv} = {chinese} × 客单价 {value};{orders} 单,{pieces} 件;"
        f"利润(未计仓储){profit}{'' if seen.visitors else unseen_zh}",
        name,
    )


def say_split(lines: Lines, before: Book, now: Book, name: str) -> None:
    """Show why GMV and profit moved from one book to another; each sums exactly to its change."""
    source = f"engine:kpi_split {span(before)} → {span(now)}"
    was = lines.fact(f"{name}.before", span(before), source)
    split = split_gmv(before.funnel, now.funnel)
    change = lines.money(f"{name}.gmv_change", split.change, source, signed=True)
    visits = lines.money(f"{name}.by_visitors", split.visitors, source, signed=True)
    rate = lines.money(f"{name}.by_rate", split.purchase_rate, source, signed=True)
    value = lines.money(f"{name}.by_order_value", split.order_value, source, signed=True)
    if split.traffic_known and (before.funnel.visitors or now.funnel.visitors):
        english = f"visitors {visits}, purchase rate {rate}, order value {value}"
        chinese = f"访客 {visits},采购率 {rate},客单价 {value}"
    else:
        english = f"number of orders {rate}, order value {value} (visitors are not known)"
        chinese = f"订单数 {rate},客单价 {value}(没有访客数据)"
    lines.say(f"GMV {change} against {was}: {english}", f"GMV 较 {was} {change}:{chinese}", name)
    found = bridge(before.period, now.period)
    moved = lines.money(f"{name}.profit_change", found.change, source, signed=True)
    parts = [lines.money(f"{name}.profit.{part}", found.parts[part], source, signed=True) for part in BRIDGE]
    english = ", ".join(f"{word} {part}" for word, part in zip(_BRIDGE_EN, parts, strict=True))
    chinese = ",".join(f"{word} {part}" for word, part in zip(_BRIDGE_ZH, parts, strict=True))
    lines.say(f"profit {moved}: {english}", f"利润 {moved}:{chinese}", name)


def is_known(book: Book) -> bool:
    """Tell whether anything is known of a book's days: days before the shop began change nothing."""
    return bool(book.funnel.orders or book.funnel.visitors)


def week_before(day: date) -> date:
    """Give the same weekday a week earlier, which a day is compared with."""
    return date.fromordinal(day.toordinal() - 7)
