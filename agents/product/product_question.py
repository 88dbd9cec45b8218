"""商品 · product question 商品问答: what is left, what sells, one article's figures; else the employee's own work."""

from __future__ import annotations

import re
from datetime import timedelta

from agents.days_told import say_begun, say_unclear
from agents.evidence import about_own_work, days_asked, several_days_asked, today, unit_margin
from agents.goods_each import say_goods_each
from agents.job import Brief, JobContext, job
from agents.owner_goods import goods_named, goods_of_kind, kind_asked, unknown_goods
from agents.owner_refusals import not_mine
from agents.owner_spans import USUAL_DAYS
from agents.owner_topics import OwnerTopic, topics_of
from agents.product.goods_lines import MOST, Goods, goods_of, say_one, say_shelf, say_stock, say_total
from agents.report_lines import Lines
from agents.trigger import OnIntent, OnQuestion
from kit import text as writing

_SLOW = re.compile(
    r"滞销|卖不(?:动|掉|出去)|没人买|没(?:有)?(?:卖|销量|动销)|压货|\bslow|\bdead stock\b"
    r"|(?:n't|\bnot|\bnever|\bno longer|\bhardly)\s(?:been\s)?(?:sell|sold|mov)",
    re.IGNORECASE,
)
_WORST = re.compile(r"不好卖|卖得?(?:不好|差)|最(?:差|少|难卖)|\bworst\b|\bleast\b|\bpoor", re.IGNORECASE)
_BY_PIECES = re.compile(r"件数|数量|销量|按量|\b(?:units|pieces|quantity|volume|pcs)\b", re.IGNORECASE)
_NUMBER = re.compile(
    rf"(?:前|最[好差]的|最[多少]的)\s?(?P<zh>{writing.NUMERAL})\s?(?:[个款名样种件大的是]|$)"
    rf"|\b(?:top|best|worst)\s(?:selling\s)?(?P<en>{writing.NUMERAL})\b"
    rf"|(?P<before>{writing.NUMERAL})\s(?:best|worst|top|slowest)\b",
    re.IGNORECASE | re.ASCII,
)


@job(
    "product",
    "Product question",
    "商品问答",
    OnIntent((OwnerTopic.STOCK_LEFT, OwnerTopic.SELLERS, OwnerTopic.MARGIN, OwnerTopic.SHELVED, "one_product")),
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
    if say_unclear(lines, text):
        return Brief(draft=lines.text(), language=understood.language)
    spans = several_days_asked(ctx, text, end=yesterday)
    goods = goods_of(ctx, days_asked(ctx, text, end=yesterday))
    variants = [one.variant for one in goods]
    skus = goods_named(understood.slots, text, variants)
    if (len(skus) != 1 or skus == understood.slots.sku_candidates) and {*topics} <= {OwnerTopic.STOCK_LEFT}:
        skus = kind_asked(text, understood.slots, variants) or skus
    named = [one for one in goods if one.variant.sku in skus]
    if not named and (unknown := unknown_goods(text, variants)):
        lines.head(
            f"I know no goods “{unknown}”, so I cannot say what was sold of them. Please give a name or SKU.",
            f"没有找到“{unknown}”这类商品,无法说明卖了多少。请给出名称或 SKU。",
        )
        return Brief(draft=lines.text(), language=understood.language)
    if not named and (kind := goods_of_kind(text, variants)):
        goods = [one for one in goods if one.variant.sku in kind]
    if OwnerTopic.SHELVED in topics and not named:
        say_shelf(ctx, lines, goods)
    if OwnerTopic.MARGIN in topics:
        _say_margins(ctx, lines, (named or sorted(goods, key=lambda one: (-one.revenue, one.variant.sku)))[:MOST])
    say_begun(lines, text, spans, today(ctx))
    if named and len(spans) > 1:
        say_goods_each(ctx, lines, spans, {one.variant.sku for one in named})
    elif OwnerTopic.MARGIN not in topics or len(topics) > 1:
        _say_named(lines, named)
    if not named and OwnerTopic.STOCK_LEFT in topics:
        say_stock(ctx, lines, goods)
    if not named and OwnerTopic.SELLERS in topics:
        _say_sellers(lines, goods, text)
    if not lines.facts:
        return about_own_work(ctx, "product")
    return Brief(facts=lines.facts, draft=lines.text(), language=understood.language)


def _say_named(lines: Lines, named: list[Goods]) -> None:
    """Show the goods that are named; of several what they sold together first."""
    if len(named) > 1:
        say_total(lines, named)
    for one in named if len(named) == 1 else ():
        say_one(lines, one)


def _say_margins(ctx: JobContext, lines: Lines, goods: list[Goods]) -> None:
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


def _say_sellers(lines: Lines, goods: list[Goods], text: str) -> None:
    """Show what sold most; or of what lies in stock what sold least, or what lasts longest at its pace."""
    match = _NUMBER.search(writing.fold(text))
    most = min(20, int(writing.number(next(filter(None, match.groups()))) or MOST)) if match else MOST
    if _SLOW.search(text):
        _say_slow(lines, goods, most)
        return
    worst = bool(_WORST.search(text))
    if worst:
        goods = [one for one in goods if one.stock.available > 0 and one.off is None]
    by_pieces, sign = bool(_BY_PIECES.search(text)), 1 if worst else -1
    ranked = sorted(goods, key=lambda one: (sign * (one.pieces if by_pieces else one.revenue), one.variant.sku))
    how, how_zh = (" by pieces", "(按件数)") if by_pieces else (" by money", "(按金额)")
    lines.head(
        f"What sold least of what is in stock{how}:" if worst else f"What sold most{how}:",
        f"有库存而卖得最少的{how_zh}:" if worst else f"卖得最多的{how_zh}:",
    )
    for one in ranked[:most] if worst else [one for one in ranked if one.pieces][:most]:
        say_one(lines, one)
    if not any(one.pieces for one in ranked):
        days = lines.fact("sold.days", goods[0].span if goods else "–", "shop:sales")
        lines.say(f"nothing was sold: {days}", f"没有卖出任何商品:{days}", "sold")


def _say_slow(lines: Lines, goods: list[Goods], most: int) -> None:
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
        say_one(lines, one)
