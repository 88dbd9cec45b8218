"""店长 · explain changes 为什么: why prices moved, from what was stored when it was decided."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from agents.evidence import money, today
from agents.job import Brief, JobContext, job
from agents.language_patterns import Intent
from agents.trigger import OnIntent
from authority.rows import EffectRow
from kit.facts import Fact

MOST = 8
_STATES_ZH = {"done": "已执行", "held": "待审批", "denied": "已拒绝", "rejected": "老板未同意", "expired": "已过期"}


@job(
    "store_manager",
    "Explain changes",
    "为什么",
    OnIntent((Intent.WHY,)),
    tools=("get_price", "recall"),
    action="care",
    model_use="words",
    speaks=True,
    lane="conversation",
)
def explain_changes(ctx: JobContext) -> Brief:
    """Say why prices moved on the day asked about: the stored reasons with their numbers, or that none moved."""
    understood = ctx.understand(ctx.task.input["text"])
    slots, zh = understood.slots, understood.language == "zh"
    day = slots.date or today(ctx)
    since, until = _span(ctx, day)
    rows = ctx.log.list_effects(since=since, until=until, kinds=("set_price",))
    found = [(row, _change(ctx, row)) for row in rows if slots.sku in (None, row.payload["sku"])]
    found = [(row, change) for row, change in found if slots.direction in (None, "up" if change > 0 else "down")]
    found.sort(key=lambda pair: (pair[0].state != "done", -abs(pair[1]), pair[0].id))
    facts = tuple(_fact(ctx, row, change, zh) for row, change in found[:MOST])
    return Brief(facts=facts, draft=_words(day, facts, found, zh), language=understood.language)


def _span(ctx: JobContext, day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(0), ctx.zone)
    return start.astimezone(ctx.now.tzinfo), (start + timedelta(days=1)).astimezone(ctx.now.tzinfo)


def _change(ctx: JobContext, row: EffectRow) -> float:
    """Give the relative change of the first step: against the ladder that the shop recorded before it."""
    new = int(row.payload["tiers"][0]["unit_price"])
    changes = ctx.reads.shop.list_price_changes(since=row.submitted_at, skus=[row.payload["sku"]])
    done = [change for change in changes if change.new[0].unit_price == new and change.old]
    old = done[0].old[0] if done else ctx.reads.shop.get_variant(row.payload["sku"]).tiers[0]
    return new / old.unit_price - 1


def _fact(ctx: JobContext, row: EffectRow, change: float, zh: bool) -> Fact:
    variant = ctx.reads.shop.get_variant(row.payload["sku"])
    new = money(ctx, row.payload["tiers"][0]["unit_price"])
    reason = (row.reason.splitlines() or [""])[-1 if zh else 0]
    state = _STATES_ZH.get(row.state, row.state) if zh else row.state
    verdict = state if row.verdict == "allow" else f"{state}, {row.rule}: {row.why}"
    text = f"{variant.title} ({variant.sku}) {change:+.1%} → {new}, {verdict}. {reason}"
    return Fact(id=row.id, text=text, value=row.payload["tiers"][0]["unit_price"], source=f"ledger:{row.id}")


def _words(day: date, facts: tuple[Fact, ...], found: list[tuple[EffectRow, float]], zh: bool) -> str:
    if not found:
        return f"{day}没有这样的价格变动。" if zh else f"No such price move on {day}."
    done = sum(row.state == "done" for row, _ in found)
    head = (
        f"{day}价格变动 {len(found)} 项(已执行 {done} 项),按幅度排列:"
        if zh
        else f"{len(found)} price moves on {day} ({done} carried out), largest first:"
    )
    more = len(found) - len(facts)
    rest = [f"…另有 {more} 项" if zh else f"… and {more} more"] if more else []
    return "\n".join([head, *(f"- {fact.text} [{fact.id}]" for fact in facts), *rest])
