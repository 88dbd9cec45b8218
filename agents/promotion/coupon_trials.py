"""What coupons brought: each one that has ended is measured once against its holdout, and the lesson is remembered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from agents.evidence import money
from agents.job import JobContext
from agents.promotion.coupon_buyers import GONE_DAYS, bought, orders_between, sides
from decisions.coupons import Trial
from decisions.increment import Increment, read_increment
from memory.notes import Note
from shops.models import Order
from shops.promotions import Coupon, Promotion
from shops.terms import floor_price

PREFIX = "BACK-"
LOOK_BACK_DAYS = 180
TRIAL = "coupon.trial"


@dataclass(frozen=True)
class Measured:
    """A coupon that has ended: who came back on each side, and what it brought."""

    promotion: Promotion
    coupon: Coupon
    trial: Trial
    increment: Increment


def ended(ctx: JobContext) -> list[tuple[Promotion, Coupon]]:
    """Give the coupons of this kind that have ended lately, oldest first."""
    since = ctx.now - timedelta(days=LOOK_BACK_DAYS)
    found = ctx.reads.promotions.list_promotions() if ctx.reads.promotions else ()
    return [
        (one, one.discount)
        for one in found
        if isinstance(one.discount, Coupon) and one.discount.code.startswith(PREFIX) and since < one.ends_at <= ctx.now
    ]


def unmeasured(ctx: JobContext) -> list[tuple[Promotion, Coupon]]:
    """Give those that no task has measured yet."""
    found = ended(ctx)
    if not found:
        return []
    before = ctx.tasks.of_job("coupons", since=ctx.now - timedelta(days=LOOK_BACK_DAYS))
    told = {name for row in before if row.id != ctx.task.id for name in row.subject}
    return [(one, coupon) for one, coupon in found if f"promotion:{one.id}" not in told]


def measure(ctx: JobContext, promotion: Promotion, coupon: Coupon) -> Measured:
    """Measure one: of the buyers who had it and of the holdout, who came back and what their orders left."""
    since, until = promotion.starts_at, promotion.ends_at
    orders = orders_between(ctx, since - timedelta(days=GONE_DAYS), until)
    treated, held_out = set(coupon.audience), sides(orders, since, coupon.min_spend).held_out
    back = bought(orders, since, until)
    left: dict[str, int] = defaultdict(int)
    costs = _piece_costs(ctx)
    for order in orders:
        if order.placed_at >= since:
            left[order.customer_id] += _contribution(ctx, order, costs)
    return Measured(
        promotion,
        coupon,
        Trial(
            depth=coupon.largest / coupon.min_spend,
            treated=len(treated),
            treated_back=len(treated & back),
            held_out=len(held_out),
            held_out_back=len(held_out & back),
        ),
        read_increment([left[one] for one in sorted(treated)], [left[one] for one in sorted(held_out)]),
    )


def remembered(ctx: JobContext) -> list[tuple[Trial, Increment]]:
    """Give what was learnt of earlier coupons; a house without a memory has learnt nothing."""
    found = [ctx.memory.get(f"promotion:{one.id}", TRIAL, min_trust=3) for one, _ in ended(ctx)]
    return [
        (Trial.model_validate(one.value["trial"]), Increment.model_validate(one.value["increment"]))
        for one in found
        if one is not None
    ]


def lesson(ctx: JobContext, seen: Measured) -> list[Note]:
    """Remember the trial, for the next decision, and what it brought, for people who ask."""
    value = {"trial": seen.trial.model_dump(mode="json"), "increment": seen.increment.model_dump(mode="json")}
    text = say(ctx, seen, zh=False)
    keys = ((f"promotion:{seen.promotion.id}", TRIAL), ("shop", "coupon.last_trial"))
    return [
        Note(kind="lesson", subject=subject, predicate=key, text=text, value=value, source="ledger", event=ctx.task.id)
        for subject, key in keys
    ]


def say(ctx: JobContext, seen: Measured, *, zh: bool) -> str:
    """Say in one sentence what a coupon did."""
    trial, found, code = seen.trial, seen.increment, seen.coupon.code
    sides_en = f"{trial.treated_back} of {trial.treated} came back, of the holdout {trial.held_out_back} of "
    sides_en += f"{trial.held_out}; used {seen.promotion.used} times"
    sides_zh = (
        f"发券 {trial.treated} 人回购 {trial.treated_back} 人,留出 {trial.held_out} 人回购 {trial.held_out_back} 人"
    )
    sides_zh += f",用券 {seen.promotion.used} 次"
    if not found.known:
        return f"{code}:{sides_zh};数据不足" if zh else f"{code}: {sides_en}; not enough to tell what it brought"
    low, mean, high = (money(ctx, round(one)) for one in (found.low, found.mean, found.high))
    total = money(ctx, found.total)
    sure, sure_zh = ("beyond chance", "超出偶然") if found.is_sure else ("not beyond chance", "未超出偶然")
    if zh:
        return f"{code}:{sides_zh};每位买家净增 {mean}(区间 {low} 至 {high},{sure_zh}),合计 {total}"
    return f"{code}: {sides_en}; {mean} a buyer ({low} to {high}, {sure}), {total} in all"


def _piece_costs(ctx: JobContext) -> dict[str, int]:
    """Give the cost of a piece by SKU; one of unknown cost leaves its whole price."""
    return {one.sku: one.cost for one in ctx.reads.shop.list_variants() if one.cost is not None}


def _contribution(ctx: JobContext, order: Order, costs: dict[str, int]) -> int:
    """Give what an order leaves after goods, picking, freight, after-sale and fees; discounts are in what was paid."""
    terms = ctx.limits.floor.model_copy(update={"min_margin_rate": Decimal(0)})
    left = Decimal(0)
    for line in order.lines:
        break_even = floor_price(costs[line.sku], line.quantity, terms) if line.sku in costs else 0
        left += (line.paid - line.refunded - line.quantity * break_even) * terms.kept_rate
    return int(left)


def facts_of(found: Sequence[Measured]) -> dict[str, float]:
    """Give the figures of a task that measured some."""
    return {f"increment.{one.coupon.code}": one.increment.total for one in found if one.increment.known}
