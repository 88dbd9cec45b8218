"""店长 · shop report 经营数据: one day's figures beside the day before, from the shop's own tables."""

from __future__ import annotations

from datetime import date, timedelta

from agents.evidence import money, today
from agents.job import Brief, JobContext, job
from agents.language_patterns import Intent
from agents.trigger import OnIntent
from kit.facts import Fact


@job(
    "store_manager",
    "Shop report",
    "经营数据",
    OnIntent((Intent.REPORT,)),
    tools=("recall",),
    action="care",
    model_use="words",
    speaks=True,
    lane="conversation",
)
def shop_report(ctx: JobContext) -> Brief:
    """Give sales, orders' lines and visitors of the day asked about (yesterday if none is named)."""
    understood = ctx.understand(ctx.task.input["text"])
    zh = understood.language == "zh"
    day = understood.slots.date or today(ctx) - timedelta(days=1)
    now, before = _figures(ctx, day), _figures(ctx, day - timedelta(days=1))
    facts = tuple(
        Fact(
            id=f"{name}.{day}",
            text=f"{name} {value} (day before: {before[name]})",
            value=value,
            source=f"shop:sales/{day}",
        )
        for name, value in now.items()
    )
    revenue = money(ctx, now["revenue"])
    was = money(ctx, before["revenue"])
    draft = (
        f"{day}:销售额 {revenue}(前一日 {was}),售出 {now['units']} 件、{now['skus']} 个 SKU,访客 {now['visitors']}。"
        if zh
        else f"{day}: sales {revenue} (day before {was}), {now['units']} pieces of {now['skus']} SKUs, "
        f"{now['visitors']} visitors."
    )
    return Brief(facts=facts, draft=draft, language=understood.language)


def _figures(ctx: JobContext, day: date) -> dict[str, int]:
    rows = ctx.reads.shop.list_sales(since=day, until=day + timedelta(days=1))
    traffic = ctx.reads.shop.list_traffic(since=day, until=day + timedelta(days=1))
    return {
        "revenue": sum(row.revenue for row in rows),
        "units": sum(row.units for row in rows),
        "skus": len(rows),
        "visitors": sum(row.visitors for row in traffic),
    }
