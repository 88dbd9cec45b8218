"""商品 · replenishment 补货: what to make before it runs out; the owner decides on the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from agents.day_board import Morning
from agents.evidence import WINDOW_DAYS, daily_units, money, sales, today
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnHandoff
from decisions.board.reasons import stock_reason
from decisions.board.stocking import StockLevels, StockPlan, stock_levels
from decisions.forecast import Forecast, SalesHistory, forecast_demand
from decisions.not_enough import NotEnough
from decisions.owner_grant import granted
from kit.facts import Fact

ANSWERED = ("done", "partial", "rejected")
AT_ONCE = 5
"""One order takes at most this part of the 30 days' production limit."""
SAID = 5
"""Articles whose reasons the order names, the most urgent first."""


@job(
    "product",
    "Replenishment",
    "补货",
    OnHandoff(),
    tools=("order_production", "get_stock"),
    action="production",
    model_use="never",
)
def replenishment(ctx: JobContext) -> Brief:
    """Propose one production order for all SKUs below the level of lead-time risk, the most urgent first."""
    if ctx.reads.factory is None:
        return Brief(missing=("this platform has no factory to order from",))
    zh, morning = ctx.language == "zh", ctx.morning()
    if isinstance(morning, NotEnough):
        return _not_enough(morning, zh=zh)
    found = _levels(ctx, morning)
    if isinstance(found, NotEnough):
        return _not_enough(found, zh=zh)
    (plan, levels), waiting = found, len(ctx.held_production())
    skus, cost = morning.view.terms.skus, morning.view.terms.cost
    rows = [int(row) for row in np.argsort(-levels.risk, kind="stable") if levels.order[row]]
    spend = int(levels.order @ cost)
    figures = {"skus": len(rows), "money": spend, "at_risk": round(float(levels.risk.sum())), "waiting": waiting}
    if not rows:
        rest = f"无需补货;{waiting} 个 SKU 待老板审批。" if zh else f"Nothing to order; waiting: {waiting} SKUs."
        return Brief(draft=rest, figures=figures, language=ctx.language)
    whys = {skus[row]: stock_reason(plan, levels, morning.view, row) for row in rows}
    facts = tuple(
        Fact(
            id=f"stock.{skus[row]}",
            text=f"{morning.view.terms.names[row]}: {whys[skus[row]][0]}",
            value=int(levels.order[row]),
            source=f"engine:stocking variant/{skus[row]}",
        )
        for row in rows
    )
    facts += _alone(ctx, [skus[row] for row in rows[:SAID]], levels.days)
    lines = [{"sku": skus[row], "quantity": int(levels.order[row])} for row in rows]
    said = list(whys.items())[:SAID]
    reason = "; ".join(f"{sku}: {why}" for sku, (why, _) in said)
    reason_zh = ";".join(f"{sku}:{why}" for sku, (_, why) in said)
    draft = (
        f"提议生产 {len(rows)} 个 SKU,共 {money(ctx, spend)},待老板审批。"
        if zh
        else f"Production proposed to the owner: SKUs {len(rows)}, money {money(ctx, spend)}."
    )
    return Brief(
        facts=facts,
        draft=draft,
        figures=figures,
        language=ctx.language,
        calls=(Call(tool="order_production", args={"lines": lines, "reason": f"{reason}\n{reason_zh}"}),),
    )


def _alone(ctx: JobContext, skus: Sequence[str], days: int) -> tuple[Fact, ...]:
    """Show beside the board's levels what each article's own past sales foresee: the second opinion on an order."""
    sold, stock, facts = sales(ctx), ctx.reads.shop.get_stock(), []
    weekday = (today(ctx) - timedelta(days=WINDOW_DAYS)).weekday()
    for sku in skus:
        units = daily_units(ctx, sold.get(sku, []), sold_out=stock[sku].available <= 0)
        found = forecast_demand(SalesHistory(units=tuple(units), first_weekday=weekday), days)
        text, value = str(found), None
        if isinstance(found, Forecast):
            value = round(sum(found.daily))
            text = f"{value} pieces in {days} days: {found.reason}"
        facts.append(Fact(id=f"alone.{sku}", text=text, value=value, source=f"engine:forecast variant/{sku}"))
    return tuple(facts)


def _not_enough(found: NotEnough, *, zh: bool) -> Brief:
    return Brief(missing=(f"尚不足以决定:{';'.join(found.needs_zh)}" if zh else str(found),))


def _levels(ctx: JobContext, morning: Morning) -> tuple[StockPlan, StockLevels] | NotEnough:
    """Ask the engine about all goods on sale together, within what the owner grants at once.

    While too few days of sales are known, the plan is by the cover that the owner states.
    """
    shelf = {one.sku for one in ctx.reads.shop.list_variants() if one.listed}
    month = ctx.log.list_effects(since=ctx.now - timedelta(days=30), kinds=("order_production",))
    answers = [(row.money_out, row.state != "rejected") for row in month if row.state in ANSWERED]
    view = replace(morning.view, credit=granted(answers, ctx.limits.production.per_30d // AT_ONCE))
    plan = morning.board.plan_or_cover(view)
    if isinstance(plan, NotEnough):
        return plan
    sold = np.array([sku in shelf for sku in view.terms.skus])
    return plan, stock_levels(view, replace(plan, daily=plan.daily * sold[:, None]))
