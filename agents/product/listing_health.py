"""商品 · listing health 商品体检: what facts can mend is put to the owner, the rest is one list a week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from agents.evidence import sales, today
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnHandoff, at
from authority.words import word_faults
from decisions.listing_health import Finding, Fix, Health, Listing, advise_listings
from kit.facts import Fact

MONDAY = 0
EDITS_PER_DAY = 3
TITLE_REST_DAYS = 7
"""A title keeps its weight in search only if it is left alone between changes."""
NAMED = 5
_KINDS = {
    "banned_words": ("words that advertising law forbids", "广告法禁用词"),
    "title_length": ("titles too long or too short", "标题过长或过短"),
    "missing_attributes": ("attributes missing", "缺少属性"),
    "no_picture": ("no picture", "没有图片"),
    "ladder": ("price steps nobody can reach", "阶梯价有误"),
    "no_orders": ("in stock and not ordered in four weeks", "有货四周无订单"),
    "no_impressions": ("advertised and never shown", "投放无曝光"),
}


def _due(ctx: JobContext) -> list[str]:
    """Ask daily for what can be mended; what only the owner can mend is asked for on Mondays."""
    health = _health(ctx)
    products = [one.product_id for one in _editable(ctx, health)]
    if today(ctx).weekday() == MONDAY:
        products += [one.product_id for one in health.findings]
    return [f"product:{one}" for one in dict.fromkeys(products)]


@job(
    "product",
    "Listing health",
    "商品体检",
    at("07:00"),
    OnHandoff(),
    tools=("edit_listing",),
    action="listing",
    work=_due,
)
def listing_health(ctx: JobContext) -> Brief:
    """Mend titles and attributes as far as facts bear it; list for the owner what they do not."""
    health, zh = _health(ctx), ctx.language == "zh"
    fixes = _editable(ctx, health)
    calls = tuple(
        Call(
            tool="edit_listing",
            args={
                "product_id": one.product_id,
                "attributes": one.attributes,
                "reason": f"{one.reason}\n{one.reason_zh}",
            }
            | ({"title": one.title} if one.title else {}),
        )
        for one in fixes
    )
    facts = tuple(
        Fact(id=f"listing.{one.product_id}", text=one.reason, source=f"engine:listing_health product/{one.product_id}")
        for one in fixes
    )
    lines = _lines(health.findings, zh=zh)
    head = f"可修正的商品 {len(fixes)} 个。" if zh else f"{len(fixes)} listings can be mended from facts."
    counts = {kind: sum(one.kind == kind for one in health.findings) for kind in _KINDS}
    figures = {"fixes": len(fixes), **{kind: count for kind, count in counts.items() if count}}
    return Brief(facts=facts, calls=calls, draft="\n".join([head, *lines]), figures=figures, language=ctx.language)


def _lines(findings: Sequence[Finding], *, zh: bool) -> list[str]:
    """Give a line a kind: how many products, and the first of them."""
    lines = []
    for kind, (en, cn) in _KINDS.items():
        mine = [one for one in findings if one.kind == kind]
        named = ", ".join(one.product_id for one in mine[:NAMED]) + (" …" if len(mine) > NAMED else "")
        if mine:
            lines.append(f"{cn}:{len(mine)} 个({named})" if zh else f"{en}: {len(mine)} ({named})")
    return lines


def _editable(ctx: JobContext, health: Health) -> list[Fix]:
    """Leave out what waits for the owner or was refused, titles that rest, and what is above the day's edits."""
    since = ctx.now - timedelta(days=30)
    rows = ctx.log.list_effects(since=since, kinds=("edit_listing",))
    settled = {row.payload["product_id"] for row in rows if row.state in ("held", "rejected")}
    week = ctx.now - timedelta(days=TITLE_REST_DAYS)
    settled |= {row.payload["product_id"] for row in rows if row.payload["title"] and row.submitted_at > week}
    room = EDITS_PER_DAY - sum(row.submitted_at > ctx.now - timedelta(days=1) for row in rows)
    return [one for one in health.fixes if one.product_id not in settled][: max(0, room)]


def _health(ctx: JobContext) -> Health:
    """Ask the engine about the products on the shelf; goods taken off it are left to who took them off."""
    sold, stock = sales(ctx, 28), ctx.reads.shop.get_stock()
    shown = _impressions(ctx)
    listings = []
    for product in ctx.reads.shop.list_products(limit=10_000).items:
        skus = [one for one in product.variants if one.listed]
        if not product.listed or not skus:
            continue
        here = any(stock[one.sku].available > 0 for one in skus)
        orders = sum(row.orders for one in skus for row in sold.get(one.sku, []))
        advertised = [shown[one.sku] for one in skus if one.sku in shown]
        listings.append(
            Listing(
                product_id=product.id,
                title=product.title,
                category=product.category,
                attributes=product.attributes,
                images=len(product.images),
                banned=_banned(product.title),
                ladders={one.sku: (one.tiers, one.moq) for one in skus},
                orders=orders if here and sold else None,
                impressions=sum(advertised) if advertised else None,
            )
        )
    return advise_listings(listings, lambda text: not word_faults(text))


@cache
def _banned(title: str) -> tuple[str, ...]:
    found = [fault.partition(": ") for fault in word_faults(title)]
    return tuple(word for kind, _, word in found if kind == "banned")


def _impressions(ctx: JobContext) -> dict[str, int]:
    """Sum the impressions of the running keywords that show a SKU, over two weeks with any report at all."""
    if ctx.reads.ads is None:
        return {}
    end = today(ctx)
    report = ctx.reads.ads.keyword_report(since=end - timedelta(days=14), until=end)
    if not any(row.impressions for row in report):
        return {}
    by_keyword: dict[str, int] = {}
    for row in report:
        by_keyword[row.keyword_id] = by_keyword.get(row.keyword_id, 0) + row.impressions
    found: dict[str, int] = {}
    for keyword in ctx.reads.ads.list_keywords():
        for sku in keyword.skus if not keyword.paused else ():
            found[sku] = found.get(sku, 0) + by_keyword.get(keyword.id, 0)
    return found
