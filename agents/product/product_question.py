"""商品 · product question 商品问答: what is left, what sells, one article's figures; else the employee's own work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from agents.evidence import about_own_work, days_asked, lead_days, sales, shelved, today, unit_margin
from agents.job import Brief, JobContext, job
from agents.owner_goods import goods_named, goods_of_kind
from agents.owner_refusals import not_mine
from agents.owner_spans import USUAL_DAYS, Span
from agents.owner_topics import OwnerTopic, topics_of
from agents.report_lines import Lines, counted
from agents.trigger import OnIntent, OnQuestion
from authority.tasks import Origin
from kit import text as writing
from shops.models import Stock, Variant

MOST = 5
HOLD = ("on quality hold, not on sale", "品质停售中,不在售")
BY_OWNER = ("off sale on your order", "按您的要求已下架,不在售")
OFF = ("not on sale", "不在售")
_SLOW = re.compile(
    r"滞销|卖不(?:动|掉|出去)|没人买|没(?:有)?(?:卖|销量|动销)|压货|\bslow|\bdead stock\b"
    r"|(?:n't|\bnot|\bnever|\bno longer|\bhardly)\s(?:been\s)?(?:sell|sold|mov)",
    re.IGNORECASE,
)
_WORST = re.compile(r"不好卖|卖得?(?:不好|差)|最(?:差|少|难卖)|\bworst\b|\bleast\b|\bpoor", re.IGNORECASE)
_NUMBER = re.compile(
    rf"(?:前|最[好差]的|最[多少]的)\s?(?P<zh>{writing.NUMERAL})\s?[个款名样种件大]"
    rf"|\b(?:top|best|worst)\s(?:selling\s)?(?P<en>{writing.NUMERAL})\b"
    rf"|(?P<before>{writing.NUMERAL})\s(?:best|worst|top|slowest)\b",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class _Goods:
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


@job(
    "product",
    "Product question",
    "商品问答",
    OnIntent((OwnerTopic.STOCK_LEFT, OwnerTopic.SELLERS, OwnerTopic.MARGIN, "one_product")),
    OnQuestion(),
    tools=("recall",),
    action="care",
    model_use="judgement",
    speaks=True,
)
def product_question(ctx: JobContext) -> Brief:
    """Answer the owner from stock, sales and what this employee did in the last 24 hours; nothing is changed."""
    if (refusal := not_mine(ctx)) is not None:
        return refusal
    text = ctx.task.input["text"]
    understood, topics = ctx.understand(text, "owner"), topics_of(text)
    lines, yesterday = Lines(ctx, language=understood.language), today(ctx) - timedelta(days=1)
    goods = _goods(ctx, days_asked(ctx, text, end=yesterday))
    variants = [one.variant for one in goods]
    skus = goods_named(understood.slots, text, variants)
    named = [one for one in goods if one.variant.sku in skus][:MOST]
    if not named and (kind := goods_of_kind(text, variants)):
        goods = [one for one in goods if one.variant.sku in kind]
    if OwnerTopic.MARGIN in topics:
        _say_margins(ctx, lines, named or sorted(goods, key=lambda one: (-one.revenue, one.variant.sku))[:MOST])
    for one in named if OwnerTopic.MARGIN not in topics or len(topics) > 1 else ():
        _say_one(lines, one)
    if not named and OwnerTopic.STOCK_LEFT in topics:
        _say_stock(ctx, lines, goods)
    if not named and OwnerTopic.SELLERS in topics:
        _say_sellers(lines, goods, text)
    if not lines.facts:
        return about_own_work(ctx, "product")
    return Brief(facts=lines.facts, draft=lines.text(), language=understood.language)


def _goods(ctx: JobContext, span: Span) -> list[_Goods]:
    lately, stock, on_sale = sales(ctx, USUAL_DAYS), ctx.reads.shop.get_stock(), shelved(ctx)
    holds, pieces, revenue = _holds(ctx), dict[str, int](), dict[str, int]()
    for row in ctx.reads.shop.list_sales(since=span.first, until=span.last + timedelta(days=1)):
        pieces[row.sku] = pieces.get(row.sku, 0) + row.units
        revenue[row.sku] = revenue.get(row.sku, 0) + row.revenue
    return [
        _Goods(
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


def _say_one(lines: Lines, one: _Goods) -> None:
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


def _say_stock(ctx: JobContext, lines: Lines, goods: list[_Goods]) -> None:
    """Show what is sold out and what will be before a new production order could arrive."""
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
    for some in ((*out, *short), held):
        for one in sorted(some, key=lambda one: (-one.revenue, one.variant.sku))[:MOST]:
            _say_one(lines, one)


def _say_margins(ctx: JobContext, lines: Lines, goods: list[_Goods]) -> None:
    """Show what an article costs and leaves at its first price, and what one piece leaves after all costs."""
    for one in goods:
        sku, cost, tier = one.variant.sku, one.variant.cost, one.variant.tiers[0]
        name, source = f"margin_{sku}", f"shop:variant/{sku}"
        if cost is None:
            lines.fact(f"{name}.title", f"{one.variant.title} {sku}", source)
            lines.say(
                f"{one.variant.title} ({sku}): the shop does not say what it costs",
                f"{one.variant.title}({sku}):店里没有记录成本",
                name,
            )
            continue
        lines.fact(f"{name}.title", f"{one.variant.title} {sku}", source)
        price, each = lines.money(f"{name}.price", tier.unit_price, source), lines.money(f"{name}.cost", cost, source)
        gross = lines.money(f"{name}.gross", tier.unit_price - cost, source)
        rate = lines.share(f"{name}.rate", tier.unit_price - cost, tier.unit_price, source)
        count = lines.fact(f"{name}.pieces", tier.min_quantity, source)
        left = lines.money(f"{name}.left", unit_margin(ctx, one.variant, tier.min_quantity), "limits:floor")
        lines.say(
            f"{one.variant.title} ({sku}): price {price}, cost {each}, gross margin {gross} ({rate}); an order of "
            f"{count} leaves {left} a piece after packing, freight and fees",
            f"{one.variant.title}({sku}):单价 {price},成本 {each},毛利 {gross}({rate});"
            f"买 {count} 件时扣除打包、运费和平台费后每件剩 {left}",
            name,
        )


def _say_sellers(lines: Lines, goods: list[_Goods], text: str) -> None:
    """Show what sold most; or of what lies in stock what sold least, or what lasts longest at its pace."""
    match = _NUMBER.search(writing.fold(text))
    most = min(20, int(writing.number(next(filter(None, match.groups()))) or MOST)) if match else MOST
    if _SLOW.search(text):
        _say_slow(lines, goods, most)
        return
    worst = bool(_WORST.search(text))
    if worst:
        goods = [one for one in goods if one.stock.available > 0 and one.off is None]
    ranked = sorted(goods, key=lambda one: (one.revenue if worst else -one.revenue, one.variant.sku))
    lines.head(
        "What sold least of what is in stock:" if worst else "What sold most:",
        "有库存而卖得最少的:" if worst else "卖得最多的:",
    )
    for one in ranked[:most] if worst else [one for one in ranked if one.pieces][:most]:
        _say_one(lines, one)
    if not any(one.pieces for one in ranked):
        days = lines.fact("sold.days", goods[0].span if goods else "–", "shop:sales")
        lines.say(f"nothing was sold: {days}", f"没有卖出任何商品:{days}", "sold")


def _say_slow(lines: Lines, goods: list[_Goods], most: int) -> None:
    """Show what of the stock would last longest at the pace of four weeks, what sold nothing first."""
    there = [one for one in goods if one.stock.available > 0 and one.off is None]
    there.sort(key=lambda one: (-1 if one.lasts is None else 0, -(one.lasts or 0), one.variant.sku))
    days = lines.fact("slow.days", USUAL_DAYS, "shop:sales")
    none = lines.fact("slow.unsold", sum(one.lasts is None for one in there), "shop:sales")
    of = lines.fact("slow.in_stock", len(there), "shop:sales")
    lines.say(
        f"of {of} goods in stock, {none} sold nothing in {days} days; those that last longest at their pace:",
        f"有库存的 {of} 个 SKU 中,{days} 天没有卖出的 {none} 个;按销售速度最久才能卖完的:",
        "slow",
    )
    for one in there[:most]:
        _say_one(lines, one)
