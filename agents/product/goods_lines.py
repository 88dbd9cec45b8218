"""Lines for the owner about goods: what one sold and has left, several together, what is on the shelf or sold out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from agents.evidence import lead_days, sales, shelved, today
from agents.job import JobContext
from agents.owner_spans import USUAL_DAYS, Span
from agents.report_lines import Lines, counted
from authority.tasks import Origin
from shops.models import Stock, Variant

MOST, MOST_OUT = 5, 20
HOLD = ("on quality hold, not on sale", "品质停售中,不在售")
BY_OWNER = ("off sale on your order", "按您的要求已下架,不在售")
OFF = ("not on sale", "不在售")
_OUT = re.compile(r"缺货|断货|卖[完光断]|[没无]货|售罄|\bout of stock\b|\bsold out\b|\bno stock\b", re.IGNORECASE)
_LOW = re.compile(
    r"快|要|补|够|还剩|\blow\b|\brun(?:s|ning)?\b|\bsoon\b|\brestock|\bre-?order|\bleft\b|\bwill\b", re.IGNORECASE
)
_OFF_ASKED = re.compile(
    r"下架|停售|没在售|不在售|\boff (?:sale|the shelf)\b|\bdelisted\b|\bnot (?:on|for) sale\b|\bunlisted\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Goods:
    """One article: pieces and money of the days asked about, stock, and pieces of the last four whole weeks.

    ``off`` says in English and Chinese why it is not sold; None if it is.
    """

    span: Span
    variant: Variant
    stock: Stock
    pieces: int
    revenue: int
    lately: int
    off: tuple[str, str] | None = None

    @property
    def lasts(self) -> int | None:
        """Give whole days of cover at the pace of four weeks; None where nothing sold."""
        return max(0, self.stock.available) * USUAL_DAYS // self.lately if self.lately else None


def goods_of(ctx: JobContext, span: Span) -> list[Goods]:
    """Give every article of the shop with what it sold in a span."""
    lately, stock, on_sale = sales(ctx, USUAL_DAYS), ctx.reads.shop.get_stock(), shelved(ctx)
    holds, pieces, revenue = _holds(ctx), dict[str, int](), dict[str, int]()
    for row in ctx.reads.shop.list_sales(since=span.first, until=span.last + timedelta(days=1)):
        pieces[row.sku] = pieces.get(row.sku, 0) + row.units
        revenue[row.sku] = revenue.get(row.sku, 0) + row.revenue
    return [
        Goods(
            span=span,
            variant=variant,
            stock=stock[variant.sku],
            pieces=pieces.get(variant.sku, 0),
            revenue=revenue.get(variant.sku, 0),
            lately=sum(row.units for row in lately.get(variant.sku, ())),
            off=None if variant.sku in on_sale else holds.get(variant.product_id, OFF),
        )
        for variant in ctx.reads.shop.list_variants()
    ]


def _holds(ctx: JobContext) -> dict[str, tuple[str, str]]:
    """Give why each product was taken off sale the last time; goods that are back on sale have a reason here too."""
    rows = ctx.log.list_effects(kinds=("set_listed",), states=("done",))
    ordered = sorted(rows, key=lambda row: row.settled_at or row.submitted_at)
    return {
        str(row.payload["product_id"]): BY_OWNER if row.origin == Origin.OWNER else HOLD
        for row in ordered
        if not row.payload["listed"]
    }


def say_one(lines: Lines, one: Goods) -> None:
    """Show an article: price, stock, what sold, how long the stock lasts."""
    sku, source = one.variant.sku, f"shop:variant/{one.variant.sku}"
    lines.fact(f"{sku}.title", f"{one.variant.title} {sku}", source)
    price = lines.money(f"{sku}.price", one.variant.tiers[0].unit_price, source)
    have = lines.fact(f"{sku}.available", max(0, one.stock.available), source)
    coming = lines.fact(f"{sku}.incoming", one.stock.incoming, source)
    pieces = lines.fact(f"{sku}.pieces", one.pieces, source)
    revenue = lines.money(f"{sku}.revenue", one.revenue, source)
    days = lines.fact(f"{sku}.days", one.span if one.span.named else USUAL_DAYS, source)
    when, when_zh = f"in {days} days", f"{days} 天"
    if one.span.named:
        when, when_zh = f"{'on' if one.span.days == 1 else 'in'} {days}", f"{days} "
    english = chinese = ""
    if one.lasts is not None:
        lasts = lines.fact(f"{sku}.lasts_days", one.lasts, source)
        pace, pace_zh = "at that pace", "按此速度"
        if one.span.named:
            weeks = lines.fact(f"{sku}.pace_of_days", USUAL_DAYS, source)
            pace, pace_zh = f"at the pace of {weeks} days", f"按近 {weeks} 天的速度"
        english, chinese = f"; {pace} it lasts {counted(lasts, 'day')}", f";{pace_zh}可卖 {lasts} 天"
    there = f"可售 {have}"
    if one.off is not None:
        english, chinese, there = f"; {one.off[0]}", f";{one.off[1]}", f"库存 {have}"
    lines.say(
        f"{one.variant.title} ({sku}): {price}, {have} in stock, {coming} coming; "
        f"{counted(pieces, 'piece')} sold for {revenue} {when}{english}",
        f"{one.variant.title}({sku}):单价 {price},{there},在途 {coming};{when_zh}卖出 {pieces} 件,{revenue}{chinese}",
        sku,
    )


def say_total(lines: Lines, goods: Sequence[Goods]) -> None:
    """Show what several goods sold together and have left; those that sold most after that."""
    span, source = goods[0].span, "shop:sales"
    number = lines.fact("kind.goods", len(goods), source)
    pieces = lines.fact("kind.pieces", sum(one.pieces for one in goods), source)
    revenue = lines.money("kind.revenue", sum(one.revenue for one in goods), source)
    have = lines.fact("kind.in_stock", sum(max(0, one.stock.available) for one in goods), "shop:stock")
    days = lines.fact("kind.days", span if span.named else USUAL_DAYS, source)
    when = f"in {days}" if span.named and span.days > 1 else f"on {days}" if span.named else f"in {days} days"
    lines.say(
        f"{number} goods together: {counted(pieces, 'piece')} sold for {revenue} {when}, {have} in stock",
        f"共 {number} 款:{days}{'' if span.named else ' 天'} 卖出 {pieces} 件,{revenue};库存 {have} 件",
        "kind",
    )
    _say_some(lines, sorted(goods, key=lambda one: (-one.revenue, one.variant.sku)), MOST)


def say_stock(ctx: JobContext, lines: Lines, goods: Sequence[Goods]) -> None:
    """Show what is sold out and, unless that alone is asked, what will be before new production could arrive."""
    text = ctx.task.input["text"]
    selling = [one for one in goods if one.lately and one.off is None]
    held = [one for one in goods if one.off not in (None, OFF)]
    lead, source = lead_days(ctx), f"shop:stock/{today(ctx)}"
    out = [one for one in selling if one.stock.available <= 0]
    short = [one for one in selling if one not in out and (one.lasts or 0) < lead]
    of = lines.fact("stock.selling", len(selling), source)
    gone = lines.fact("stock.sold_out", len(out), source)
    low = lines.fact("stock.short", len(short), source)
    days = lines.fact("stock.lead_days", lead, source)
    lines.say(
        f"of {of} goods that sell, {gone} are sold out and {low} last less than the {days} days that new ones take",
        f"在售且有销量的 {of} 个 SKU 中,缺货 {gone} 个,另有 {low} 个撑不过 {days} 天的生产周期",
        "stock",
    )
    if _OUT.search(text) and not _LOW.search(text):
        _say_some(lines, _by_revenue(out), MOST_OUT)
        return
    for some in (out, short, held):
        _say_some(lines, _by_revenue(some), MOST)


def say_shelf(ctx: JobContext, lines: Lines, goods: Sequence[Goods]) -> None:
    """Show how many goods are on sale and how many are not and why; of these the names, if they are asked for."""
    source, off = f"shop:variants/{today(ctx)}", [one for one in goods if one.off is not None]
    of = lines.fact("shelf.all", len(goods), source)
    on = lines.fact("shelf.on_sale", len(goods) - len(off), source)
    number = lines.fact("shelf.off_sale", len(off), source)
    mine = lines.fact("shelf.by_owner", sum(one.off == BY_OWNER for one in off), source)
    held = lines.fact("shelf.on_hold", sum(one.off == HOLD for one in off), source)
    lines.say(
        f"of {of} goods (SKUs), {on} are on sale and {number} are not: {mine} on your order, {held} on quality hold",
        f"共 {of} 个 SKU,在售 {on} 个,不在售 {number} 个,其中按您的要求下架 {mine} 个,品质停售 {held} 个",
        "shelf",
    )
    if off and _OFF_ASKED.search(ctx.task.input["text"]):
        _say_some(lines, _by_revenue(off), MOST_OUT)


def _by_revenue(goods: Sequence[Goods]) -> list[Goods]:
    return sorted(goods, key=lambda one: (-one.revenue, one.variant.sku))


def _say_some(lines: Lines, goods: Sequence[Goods], most: int) -> None:
    """Show the first of some goods, and how many more there are."""
    for one in goods[:most]:
        say_one(lines, one)
    if len(goods) > most:
        name = f"more_{goods[most].variant.sku}"
        more = lines.fact(name, len(goods) - most, "shop:variants")
        lines.say(f"and {more} more", f"另有 {more} 个", name)
