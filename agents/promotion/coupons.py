"""推广 · coupons 券: lapsed buyers get one when it earns more than it gives away; a part of them never does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from agents.evidence import margin_rate, today
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnHandoff, at
from decisions.coupons import (
    DEPTHS,
    CouponAdvice,
    Segment,
    Trial,
    advise_coupon,
    chance_of_gain,
    learn_response,
)
from kit.facts import Fact
from kit.ids import stable_id
from shops.models import FulfilmentStatus, Order
from shops.promotions import Coupon, Promotion
from shops.terms import floor_price

TUESDAY = 1
PREFIX = "BACK-"
LAPSED_DAYS, GONE_DAYS = 30, 84
"""A buyer whose last order is so long ago has lapsed; one of longer ago is not expected back."""
RUN_DAYS = 14
HELD_OUT_TENTHS = 3
NO_PROMOTIONS = "this platform has no promotions"


@dataclass(frozen=True)
class _Plan:
    advice: CouponAdvice
    audience: tuple[str, ...]


@job(
    "promotion",
    "Coupons",
    "发券",
    at("08:00"),
    OnHandoff(),
    tools=("publish_promotion", "list_promotions"),
    action="promotion",
    work=lambda ctx: ["coupons"] if today(ctx).weekday() == TUESDAY and _plan(ctx) else [],
)
def coupons(ctx: JobContext) -> Brief:
    """Issue a coupon to lapsed buyers, beside a holdout that gets none, if it earns more than it gives away."""
    if ctx.reads.promotions is None:
        return Brief(missing=(NO_PROMOTIONS,))
    plan, zh = _plan(ctx), ctx.language == "zh"
    if plan is None:
        nothing = (
            "本周不发券:预计得不偿失,或有促销在进行。" if zh else "No coupon: none earns more than it gives away now."
        )
        return Brief(draft=nothing, language=ctx.language)
    advice = plan.advice
    reason = f"{advice.reason}\n{advice.reason_zh}\n"
    code = PREFIX + stable_id("coupon", ctx.info.id, today(ctx).isoformat())[-6:].upper()
    discount = {
        "kind": "coupon",
        "code": code,
        "save": advice.save,
        "min_spend": advice.min_spend,
        "audience": list(plan.audience),
    }
    call = Call(
        tool="publish_promotion",
        args={
            "title": "Welcome back 欢迎回来",
            "discount": discount,
            "starts_at": ctx.now.isoformat(),
            "ends_at": (ctx.now + timedelta(days=RUN_DAYS)).isoformat(),
            "max_uses": advice.uses,
            "reason": reason,
        },
    )
    fact = Fact(id="coupon.chance", text=advice.reason, value=advice.chance, source="engine:coupons", secret=True)
    draft = f"发券 {code}:{len(plan.audience)} 位买家。" if zh else f"Coupon {code} for {len(plan.audience)} buyers."
    return Brief(
        facts=(fact,), calls=(call,), draft=draft, figures={"audience": len(plan.audience)}, language=ctx.language
    )


def _plan(ctx: JobContext) -> _Plan | None:
    """Ask the engine, unless a promotion of the shop runs: then its buyers cannot be told from the coupon's.

    The margin is asked first: where no depth could earn anything, the orders need not be read.
    """
    if ctx.reads.promotions is None or ctx.reads.promotions.list_promotions(open_only=True):
        return None
    waiting = ctx.log.list_effects(
        since=ctx.now - timedelta(days=30), kinds=("publish_promotion",), states=("held", "rejected")
    )
    margin, room = margin_rate(ctx), _room(ctx)
    hopeful = Segment(currency=ctx.info.currency, buyers=0, back=0.1, order_value=0, margin=margin, room=room, budget=0)
    belief = learn_response(())
    if waiting or not any(d <= room and chance_of_gain(d, belief, hopeful) > 0.1 for d in DEPTHS):
        return None
    orders = _orders(ctx, ctx.now - timedelta(days=GONE_DAYS + 2 * RUN_DAYS))
    lapsed = _lapsed(orders, ctx.now)
    treated = [buyer for buyer in lapsed if not _is_held_out(buyer)]
    # who was lapsed a coupon's time ago, and had none, shows how many come back anyway
    before = _lapsed(orders, ctx.now - timedelta(days=RUN_DAYS))
    back = len(before & _buyers(orders, ctx.now - timedelta(days=RUN_DAYS), ctx.now))
    totals = sorted(order.total for order in orders if order.customer_id in lapsed)
    share = int(ctx.limits.promotion.max_audience_share * len({order.customer_id for order in orders}))
    segment = hopeful.model_copy(
        update={
            "buyers": min(len(treated), share),
            "back": (back + 1) / (len(before) + 10),
            "order_value": totals[len(totals) // 2] if totals else 0,
            "budget": ctx.limits.giveaway.per_day,
        }
    )
    advice = advise_coupon(segment, _trials(ctx))
    if advice is None:
        return None
    return _Plan(advice, tuple(sorted(treated, key=lambda one: stable_id("order", one))[: advice.audience]))


def _trials(ctx: JobContext) -> list[Trial]:
    """Measure every coupon of this kind that has ended: who came back of those who had it, and of the holdout."""
    assert ctx.reads.promotions is not None
    found = []
    for one in ctx.reads.promotions.list_promotions():
        if isinstance(one.discount, Coupon) and one.discount.code.startswith(PREFIX) and one.ends_at <= ctx.now:
            found.append(_trial(ctx, one, one.discount))
    return found


def _trial(ctx: JobContext, promotion: Promotion, coupon: Coupon) -> Trial:
    orders = _orders(ctx, promotion.starts_at - timedelta(days=GONE_DAYS), promotion.ends_at)
    held_out = {buyer for buyer in _lapsed(orders, promotion.starts_at) if _is_held_out(buyer)}
    back = _buyers(orders, promotion.starts_at, promotion.ends_at)
    treated = set(coupon.audience)
    return Trial(
        depth=(coupon.save or 0) / coupon.min_spend,
        treated=len(treated),
        treated_back=len(treated & back),
        held_out=len(held_out),
        held_out_back=len(held_out & back),
    )


def _is_held_out(buyer: str) -> bool:
    """Tell whether a buyer never gets a coupon, for good, so that later trials stay clean."""
    return int(stable_id("holdout", buyer)[-8:], 16) % 10 < HELD_OUT_TENTHS


def _lapsed(orders: list[Order], moment: datetime) -> set[str]:
    last: dict[str, datetime] = {}
    for order in orders:
        if order.placed_at < moment:
            last[order.customer_id] = max(order.placed_at, last.get(order.customer_id, order.placed_at))
    low, high = moment - timedelta(days=GONE_DAYS), moment - timedelta(days=LAPSED_DAYS)
    return {buyer for buyer, at_ in last.items() if low <= at_ <= high}


def _buyers(orders: list[Order], since: datetime, until: datetime) -> set[str]:
    return {order.customer_id for order in orders if since <= order.placed_at < until}


def _orders(ctx: JobContext, since: datetime, until: datetime | None = None) -> list[Order]:
    found: list[Order] = []
    cursor = None
    while True:
        page = ctx.reads.shop.list_orders(since=since, until=until or ctx.now, cursor=cursor, limit=500)
        found += [order for order in page.items if order.fulfilment is not FulfilmentStatus.CANCELLED]
        cursor = page.next_cursor
        if cursor is None:
            return found


def _room(ctx: JobContext) -> float:
    """Give the largest share off an order at which no SKU is below its floor; 0 where one has none.

    A product that is held for now counts too: it may come back while the coupon runs.
    """
    shares = [1.0]
    for variant in ctx.reads.shop.list_variants():
        if not variant.listed:
            continue
        if variant.cost is None:
            return 0.0
        for tier in variant.tiers:
            shares.append(1 - floor_price(variant.cost, tier.min_quantity, ctx.limits.floor) / tier.unit_price)
    return min(shares)
