"""推广 · coupons 券: lapsed buyers get one when it earns more than it gives away; a part of them never does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agents.evidence import giveaway_left, margin_rate, sales, today
from agents.job import Brief, Call, JobContext, job
from agents.promotion.coupon_buyers import GONE_DAYS, RUN_DAYS, bought, lapsed, orders_between, sides
from agents.promotion.coupon_trials import (
    PREFIX,
    Measured,
    facts_of,
    lesson,
    measure,
    remembered,
    say,
    unmeasured,
)
from agents.trigger import OnHandoff, at
from decisions.coupons import DEPTHS, CouponAdvice, Segment, advise_coupon, chance_of_gain, learn_response
from kit.facts import Fact
from kit.ids import stable_id
from shops.models import Order, Variant
from shops.promotions import Coupon, Promotion, Threshold
from shops.stacking import reachable
from shops.terms import floor_price

TUESDAY = 1
COVERED = 0.8
"""Part of the sales of the last weeks that a coupon has to be good for; what its depth would sell below the floor is
excluded from it."""
NO_PROMOTIONS = "this platform has no promotions"


@dataclass(frozen=True)
class _Plan:
    advice: CouponAdvice
    audience: tuple[str, ...]
    excluded: tuple[str, ...]


def _work(ctx: JobContext) -> list[str]:
    """Ask daily for coupons that have ended, and on Tuesdays for a new one."""
    over = [f"promotion:{one.id}" for one, _ in unmeasured(ctx)]
    is_day = today(ctx).weekday() == TUESDAY
    new = ["coupons"] if is_day and _plan(ctx, [measure(ctx, *one) for one in unmeasured(ctx)]) else []
    return over + new


@job(
    "promotion",
    "Coupons",
    "发券",
    at("08:00"),
    OnHandoff(),
    tools=("publish_promotion", "list_promotions"),
    action="promotion",
    work=_work,
)
def coupons(ctx: JobContext) -> Brief:
    """Measure the coupons that ended against their holdout; issue one if it earns more than it costs."""
    if ctx.reads.promotions is None:
        return Brief(missing=(NO_PROMOTIONS,))
    over, zh = [measure(ctx, *one) for one in unmeasured(ctx)], ctx.language == "zh"
    facts = [
        Fact(
            id=f"trial.{one.coupon.code}",
            text=say(ctx, one, zh=zh),
            value=one.increment.total,
            source="engine:increment",
        )
        for one in over
    ]
    told = [f"{say(ctx, one, zh=zh)}。" if zh else f"{say(ctx, one, zh=zh)}." for one in over]
    calls, figures = list[Call](), dict[str, float](facts_of(over))
    may_issue = today(ctx).weekday() == TUESDAY or ctx.task.origin == "employee"
    plan = _plan(ctx, over) if may_issue else None
    if plan is not None:
        code, call = _call(ctx, plan)
        calls.append(call)
        advice = plan.advice
        facts.append(
            Fact(id="coupon.chance", text=advice.reason, value=advice.chance, source="engine:coupons", secret=True)
        )
        figures["audience"] = len(plan.audience)
        who = len(plan.audience)
        told.append(f"发券 {code}:{who} 位买家。" if zh else f"Coupon {code} for {who} buyers.")
    elif not over:
        nothing = "No coupon: none earns more than it gives away now."
        told.append("本周不发券:预计得不偿失,或有促销在进行。" if zh else nothing)
    return Brief(
        facts=tuple(facts),
        calls=tuple(calls),
        draft="\n".join(told),
        figures=figures,
        learnt=tuple(note for one in over for note in lesson(ctx, one)),
        language=ctx.language,
    )


def _call(ctx: JobContext, plan: _Plan) -> tuple[str, Call]:
    code = PREFIX + stable_id("coupon", ctx.info.id, today(ctx).isoformat())[-6:].upper()
    advice = plan.advice
    discount = {
        "kind": "coupon",
        "code": code,
        "save": advice.save,
        "min_spend": advice.min_spend,
        "audience": list(plan.audience),
        "excluded": list(plan.excluded),
    }
    args = {
        "title": "Welcome back 欢迎回来",
        "discount": discount,
        "starts_at": ctx.now.isoformat(),
        "ends_at": (ctx.now + timedelta(days=RUN_DAYS)).isoformat(),
        "max_uses": advice.uses,
        "reason": f"{advice.reason}\n{advice.reason_zh}\n",
    }
    return code, Call(tool="publish_promotion", args=args)


def _plan(ctx: JobContext, measured: Sequence[Measured]) -> _Plan | None:
    """Ask the engine, unless a promotion of the shop runs: then its buyers cannot be told from the coupon's.

    The margin is asked first: where no depth could earn anything, the orders need not be read.
    """
    if ctx.reads.promotions is None or any(map(_blurs, ctx.reads.promotions.list_promotions(open_only=True))):
        return None
    waiting = ctx.log.list_effects(
        since=ctx.now - timedelta(days=30), kinds=("publish_promotion",), states=("held", "rejected")
    )
    margin, bare = margin_rate(ctx), _excluded_at(ctx)
    room = max((depth for depth, found in bare.items() if found is not None), default=0.0)
    hopeful = Segment(currency=ctx.info.currency, buyers=0, back=0.1, order_value=0, margin=margin, room=room, budget=0)
    belief = learn_response(())
    if waiting or not any(d <= room and chance_of_gain(d, belief, hopeful) > 0.1 for d in DEPTHS):
        return None
    orders = orders_between(ctx, ctx.now - timedelta(days=GONE_DAYS + 2 * RUN_DAYS))
    segment, treated = _segment(ctx, hopeful, orders)
    learnt = [*remembered(ctx), *((one.trial, one.increment) for one in measured)]
    advice = advise_coupon(segment, [one for one, _ in learnt], [one for _, one in learnt])
    if advice is None:
        return None
    depth = next(one for one in DEPTHS if one * advice.min_spend >= advice.save)
    audience = sorted(treated, key=lambda one: stable_id("order", one))[: advice.audience]
    return _Plan(advice, tuple(audience), bare[depth] or ())


def _blurs(one: Promotion) -> bool:
    """Tell whether a promotion hides what a coupon does; a bundle of two goods is there for the holdout as well."""
    return not (isinstance(one.discount, Threshold) and one.discount.pair)


def _segment(ctx: JobContext, hopeful: Segment, orders: list[Order]) -> tuple[Segment, frozenset[str]]:
    """Give the segment that the engine is asked about, and its buyers without the holdout."""
    gone = lapsed(orders, ctx.now)
    totals = sorted(order.total for order in orders if order.customer_id in gone)
    value = totals[len(totals) // 2] if totals else 0
    treated = sides(orders, ctx.now, value).treated
    # who was lapsed a coupon's time ago, and had none, shows how many come back anyway
    before = _then(orders, ctx.now - timedelta(days=RUN_DAYS), value)
    back = len(before & bought(orders, ctx.now - timedelta(days=RUN_DAYS), ctx.now))
    share = int(ctx.limits.promotion.max_audience_share * len({order.customer_id for order in orders}))
    segment = hopeful.model_copy(
        update={
            "buyers": min(len(treated), share),
            "back": (back + 1) / (len(before) + 10),
            "order_value": value,
            "budget": giveaway_left(ctx),
        }
    )
    return segment, treated


def _then(orders: list[Order], moment: datetime, value: int) -> frozenset[str]:
    both = sides(orders, moment, value)
    return both.treated | both.held_out


def _excluded_at(ctx: JobContext) -> dict[float, tuple[str, ...] | None]:
    """Give for each depth the SKUs that it would sell below their floor, None where these are too much of the sales.

    A product that is held for now counts too: it may come back while the coupon runs.
    """
    variants = [one for one in ctx.reads.shop.list_variants() if one.listed]
    sold = {sku: sum(row.revenue for row in rows) for sku, rows in sales(ctx, 28).items()}
    whole = sum(sold.get(one.sku, 0) for one in variants)
    found: dict[float, tuple[str, ...] | None] = {}
    for depth in DEPTHS:
        coupon = _at_depth(ctx, depth)
        out = tuple(sorted(one.sku for one in variants if not _bears(ctx, one, coupon)))
        lost = sum(sold.get(sku, 0) for sku in out)
        found[depth] = out if whole and lost <= (1 - COVERED) * whole else None
    return found


def _at_depth(ctx: JobContext, depth: float) -> Promotion:
    """Give a coupon that takes so much off the smallest basket that reaches it."""
    spend, end = 10**9, ctx.now + timedelta(days=1)
    coupon = Coupon(code="DEPTH", save=round(depth * spend), min_spend=spend)
    return Promotion(id="depth", title="depth", discount=coupon, starts_at=ctx.now, ends_at=end, max_uses=1)


def _bears(ctx: JobContext, variant: Variant, coupon: Promotion) -> bool:
    """Tell whether a SKU stays above its floor under a coupon."""
    if variant.cost is None:
        return False
    cost, floor, steps = variant.cost, ctx.limits.floor, reachable(variant.sku, variant.tiers, [coupon])
    return all(price >= floor_price(cost, quantity, floor) for quantity, price in steps)
