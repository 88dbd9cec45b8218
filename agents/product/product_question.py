"""商品 · product question 商品问答: what is left, what sells, one article's figures; else the employee's own work."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agents.evidence import about_own_work, lead_days, sales, shelved, today
from agents.job import Brief, JobContext, job
from agents.owner_refusals import not_mine
from agents.owner_topics import OwnerTopic, days_asked, topics_of
from agents.report_lines import Lines
from agents.trigger import OnIntent, OnQuestion
from authority.tasks import Origin
from shops.models import Stock, Variant

MOST = 5
HOLD = ("on quality hold, not on sale", "品质停售中,不在售")
BY_OWNER = ("off sale on your order", "按您的要求已下架,不在售")
OFF = ("not on sale", "不在售")
_SLOW = re.compile(r"滞销|卖不动|不好卖|最差|\bslow|\bworst\b|\bnot sell", re.IGNORECASE)


@dataclass(frozen=True)
class _Goods:
    """One article: pieces and money of the last ``days``, stock, and how long it lasts at that pace.

    ``off`` says in English and Chinese why it is not sold; None if it is.
    """

    days: int
    variant: Variant
    stock: Stock
    pieces: int
    revenue: int
    off: tuple[str, str] | None = None

    @property
    def lasts(self) -> int | None:
        """Give whole days of cover; None where nothing sold."""
        return max(0, self.stock.available) * self.days // self.pieces if self.pieces else None


@job(
    "product",
    "Product question",
    "商品问答",
    OnIntent((OwnerTopic.STOCK_LEFT, OwnerTopic.SELLERS, "one_product")),
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
    lines, goods = Lines(ctx, language=understood.language), _goods(ctx, days_asked(text))
    named = [one for one in goods if one.variant.sku in (understood.slots.sku, *understood.slots.sku_candidates)]
    for one in named[:MOST]:
        _say_one(lines, one)
    if not named and OwnerTopic.STOCK_LEFT in topics:
        _say_stock(ctx, lines, goods)
    if not named and OwnerTopic.SELLERS in topics:
        _say_sellers(ctx, lines, goods, slow=bool(_SLOW.search(text)))
    if not lines.facts:
        return about_own_work(ctx, "product")
    return Brief(facts=lines.facts, draft=lines.text(), language=understood.language)


def _goods(ctx: JobContext, days: int) -> list[_Goods]:
    sold, stock, on_sale = sales(ctx, days), ctx.reads.shop.get_stock(), shelved(ctx)
    holds = _holds(ctx)
    return [
        _Goods(
            days=days,
            variant=variant,
            stock=stock[variant.sku],
            pieces=sum(row.units for row in sold.get(variant.sku, ())),
            revenue=sum(row.revenue for row in sold.get(variant.sku, ())),
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
    days = lines.fact(f"{sku}.days", one.days, source)
    english = chinese = ""
    if one.lasts is not None:
        lasts = lines.fact(f"{sku}.lasts_days", one.lasts, source)
        english, chinese = f"; at that pace it lasts {lasts} days", f";按此速度可卖 {lasts} 天"
    there = f"可售 {have}"
    if one.off is not None:
        english, chinese, there = f"; {one.off[0]}", f";{one.off[1]}", f"库存 {have}"
    lines.say(
        f"{one.variant.title} ({sku}): {price}, {have} in stock, {coming} coming; "
        f"{pieces} pieces sold for {revenue} in {days} days{english}",
        f"{one.variant.title}({sku}):单价 {price},{there},在途 {coming};{days} 天卖出 {pieces} 件,{revenue}{chinese}",
        sku,
    )


def _say_stock(ctx: JobContext, lines: Lines, goods: list[_Goods]) -> None:
    """Show what is sold out and what will be before a new production order could arrive."""
    selling = [one for one in goods if one.pieces and one.off is None]
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


def _say_sellers(ctx: JobContext, lines: Lines, goods: list[_Goods], *, slow: bool) -> None:
    """Show what sold most, or of what lies in stock what sold least, in the last weeks."""
    if slow:
        goods = [one for one in goods if one.stock.available > 0 and one.off is None]
    ranked = sorted(goods, key=lambda one: (one.revenue if slow else -one.revenue, one.variant.sku))
    lines.head(
        "What sold least of what is in stock:" if slow else "What sold most:",
        "有库存而卖得最少的:" if slow else "卖得最多的:",
    )
    for one in ranked[:MOST]:
        _say_one(lines, one)
