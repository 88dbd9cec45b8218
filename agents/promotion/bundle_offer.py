"""推广 · bundle offer 组合购: slow goods that product hands over are offered with a seller, if the owner agrees."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from agents.evidence import giveaway_left, sales
from agents.job import Brief, Call, JobContext, job
from agents.product.slow_goods import slow_cases
from agents.promotion.ad_figures import WINDOW_DAYS
from agents.trigger import OnHandoff
from decisions.bundle import DAYS, BundleAdvice, FastGoods, advise_bundle
from kit.facts import Fact
from shops.promotions import Threshold

NO_PROMOTIONS = "this platform has no promotions"
MOST = 3
"""Bundles of one hand-off: a shop full of them sells none."""
PARTNERS = 5


@job(
    "promotion",
    "Bundle offer",
    "组合购",
    OnHandoff(),
    tools=("publish_promotion", "list_promotions"),
    action="promotion",
)
def bundle_offer(ctx: JobContext) -> Brief:
    """Offer slow goods with an article that sells, at a price for both above both floors; others need the owner."""
    if ctx.reads.promotions is None:
        return Brief(missing=(NO_PROMOTIONS,))
    advice, zh = _advice(ctx), ctx.language == "zh"
    facts = tuple(
        Fact(
            id=f"bundle.{one.slow}",
            text=one.reason,
            value=one.gain,
            source=f"engine:bundle sku/{one.slow}",
            secret=True,
        )
        for one in advice
    )
    calls = tuple(
        Call(
            tool="publish_promotion",
            args={
                "title": f"Together 组合购 {one.slow} + {one.fast}",
                "discount": {"kind": "threshold", "spend": one.spend, "save": one.save, "pair": [one.slow, one.fast]},
                "starts_at": ctx.now.isoformat(),
                "ends_at": (ctx.now + timedelta(days=DAYS)).isoformat(),
                "max_uses": one.uses,
                "reason": f"{one.reason}\n{one.reason_zh}\n",
            },
        )
        for one in advice
    )
    told = [one.reason_zh if zh else one.reason for one in advice]
    if not told:
        told = ["没有在底价之上有利的组合。" if zh else "No bundle above both floors pays."]
    figures = {"bundles": [[one.slow, one.fast] for one in advice]}
    return Brief(facts=facts, calls=calls, draft="\n".join(told), figures=figures, language=ctx.language)


def _advice(ctx: JobContext) -> list[BundleAdvice]:
    """Ask the engine about the goods handed over, each with the sellers that it pays most with; none twice."""
    wanted = {name.removeprefix("sku:") for name in ctx.task.subject if name.startswith("sku:")}
    busy, fast = _busy(ctx), _fast(ctx)
    found: list[BundleAdvice] = []
    left = giveaway_left(ctx)
    for case in slow_cases(ctx):
        if case.sku in busy or (wanted and case.sku not in wanted):
            continue
        taken = {one.fast for one in found} | busy | {case.sku}
        offers = [
            one
            for partner in fast
            if partner.sku not in taken and (one := advise_bundle(case, partner, ctx.limits.floor, budget=left))
        ]
        if offers and len(found) < MOST:
            best = max(offers, key=lambda one: (one.gain, one.fast))
            left -= best.save * best.uses
            found.append(best)
    return found


def _busy(ctx: JobContext) -> set[str]:
    """Give the SKUs of bundles that run, wait for the owner, or were refused lately."""
    assert ctx.reads.promotions is not None
    plans = [one.discount for one in ctx.reads.promotions.list_promotions(open_only=True)]
    since = ctx.now - timedelta(days=30)
    for row in ctx.log.list_effects(since=since, kinds=("publish_promotion",), states=("held", "rejected")):
        if row.payload["plan"]["discount"]["kind"] == "threshold":
            plans.append(Threshold.model_validate(row.payload["plan"]["discount"]))
    return {sku for plan in plans if isinstance(plan, Threshold) for sku in plan.pair or ()}


def _fast(ctx: JobContext) -> list[FastGoods]:
    """Give the articles with most orders of the last weeks that are in the house."""
    sold, stock = sales(ctx, WINDOW_DAYS), ctx.reads.shop.get_stock()
    orders = Counter({sku: sum(row.orders for row in rows) for sku, rows in sold.items()})
    variants = {one.sku: one for one in ctx.reads.shop.list_variants() if one.listed and one.cost is not None}
    best = [sku for sku, _ in sorted(orders.items(), key=lambda one: (-one[1], one[0])) if sku in variants]
    found = []
    for sku in [one for one in best if stock[one].shown > 0][:PARTNERS]:
        units, one = sum(row.units for row in sold[sku]), variants[sku]
        usual = max(one.moq, round(units / max(1, orders[sku])))
        assert one.cost is not None
        found.append(FastGoods(sku=sku, tiers=one.tiers, cost=one.cost, typical_quantity=usual))
    return found
