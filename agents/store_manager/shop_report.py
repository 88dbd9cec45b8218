"""店长 · shop report 经营数据: one day's figures beside the time before, from the shop's own tables."""

from __future__ import annotations

import re
from datetime import date, timedelta

from agents.evidence import money, today
from agents.job import Brief, JobContext, job
from agents.language_patterns import Intent
from agents.trigger import OnIntent
from kit.facts import Fact

_WEEK = re.compile(r"\bweek|周|星期|七天|7 ?天", re.IGNORECASE)


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
    """Give sales, pieces and visitors of the day, or the seven days, asked about (yesterday if nothing is named)."""
    understood = ctx.understand(ctx.task.input["text"])
    zh = understood.language == "zh"
    last = understood.slots.date or today(ctx) - timedelta(days=1)
    days = 7 if _WEEK.search(ctx.task.input["text"]) else 1
    first = last - timedelta(days=days - 1)
    now, before = _figures(ctx, first, days), _figures(ctx, first - timedelta(days=days), days)
    day = str(last) if days == 1 else f"{first} – {last}"
    facts = tuple(
        Fact(
            id=f"{name}.{day}",
            text=f"{name} {value} (before: {before[name]})",
            value=value,
            source=f"shop:sales/{day}",
        )
        for name, value in now.items()
    )
    revenue = money(ctx, now["revenue"])
    was = money(ctx, before["revenue"])
    draft = (
        f"{day}:销售额 {revenue}(上一期 {was}),售出 {now['units']} 件、{now['skus']} 个 SKU,访客 {now['visitors']}。"
        if zh
        else f"{day}: sales {revenue} (before: {was}), {now['units']} pieces of {now['skus']} SKUs, "
        f"{now['visitors']} visitors."
    )
    return Brief(facts=facts, draft=draft, language=understood.language)


def _figures(ctx: JobContext, first: date, days: int) -> dict[str, int]:
    rows = ctx.reads.shop.list_sales(since=first, until=first + timedelta(days=days))
    traffic = ctx.reads.shop.list_traffic(since=first, until=first + timedelta(days=days))
    return {
        "revenue": sum(row.revenue for row in rows),
        "units": sum(row.units for row in rows),
        "skus": len({row.sku for row in rows}),
        "visitors": sum(row.visitors for row in traffic),
    }
