"""店长 · morning plan 晨会: three employees report, and the day's agenda is made of their settled results."""

from __future__ import annotations

import re
from datetime import timedelta

from agents.books import midnight
from agents.evidence import money, today
from agents.job import Brief, Call, JobContext, Settled, job
from agents.language_patterns import Intent
from agents.report_lines import Lines
from agents.roster import employees
from agents.store_manager.held_lines import say_held
from agents.store_manager.staff_work import asks_what_was_done, staff_work
from agents.store_manager.work_words import what_done, why_ruled
from agents.trigger import OnIntent, at
from authority.tasks import End
from decisions.agenda import Item, rank
from kit.facts import Fact
from shops.models import FulfilmentStatus

REPORTS = (
    ("replenishment", "Propose what has to be made now; judged by contribution at risk before new goods come."),
    ("ship_list", "Send what is due; judged by promises kept."),
    ("keyword_bids", "Move the bids; judged by contribution per unit of money spent."),
)
MADE_AT = "08:30"
MOST = 3
_HEAD = ("Plan of the day", "今日计划")
_TOMORROW = re.compile(r"\btomorrow\b|明[天日早]", re.IGNORECASE)
_YESTERDAY = re.compile(r"\byesterday\b|昨[天日]", re.IGNORECASE)
_WORDS = {
    "made": ("The plan made on {at} (nothing new was done by asking):", "{at} 的计划(这次询问没有新的动作):"),
    "other": ("It is kept in Chinese: `shopstaff explain {id}`.", "计划原文为英文:`shopstaff explain {id}`。"),
    "tomorrow": ("Tomorrow's plan is made tomorrow at {at}.", "明天的计划明早 {at} 才做。"),
}


@job(
    "store_manager",
    "Morning plan",
    "晨会",
    at(MADE_AT),
    OnIntent((Intent.PLAN,)),
    tools=("hand_off", "recall"),
    action="care",
    model_use="words",
)
def morning_plan(ctx: JobContext) -> Brief:
    """Hand the morning's work out, then order what is left for the owner by money at risk and urgency."""
    text = ctx.task.input.get("text")
    language = ctx.understand(text, "owner").language if text else ctx.language
    if text and asks_what_was_done(text):
        return staff_work(ctx, zh=language == "zh")
    if text and not ctx.settled and (made := _made(ctx, text, zh=language == "zh")) is not None:
        return made
    if not ctx.settled:
        calls = tuple(Call(tool="hand_off", args={"job": name, "goal": goal, "subject": []}) for name, goal in REPORTS)
        return Brief(calls=calls, language=language)
    items = rank([*_reported(ctx), *_approvals(ctx)])
    facts = [
        Fact(id=result.job, text=result.answer, value=result.figures, source=f"task:{result.task}")
        for result in ctx.settled
    ]
    facts += [Fact(id=item.source, text=item.text, value=item.at_risk, source=item.source) for item in items]
    return Brief(facts=tuple(facts), draft=_words(ctx, items, language == "zh"), language=language)


def _made(ctx: JobContext, text: str, *, zh: bool) -> Brief | None:
    """Show the plan that is made, and what waits now: to ask for it is no order to work the morning again."""
    lines = Lines(ctx, language="zh" if zh else "en")
    facts: tuple[Fact, ...] = ()
    if _TOMORROW.search(text):
        plan = _WORDS["tomorrow"][zh].format(at=lines.fact("plan.made", MADE_AT, "shop:job/morning_plan"))
    else:
        day = today(ctx) - timedelta(days=bool(_YESTERDAY.search(text)))
        rows = ctx.tasks.of_job("morning_plan", since=midnight(ctx, day))
        done = [row for row in rows if row.id != ctx.task.id and row.end == End.DONE and row.answer]
        if not done:
            return None
        made = min(done, key=lambda row: row.due_at)
        at = lines.fact("plan.made", f"{made.due_at.astimezone(ctx.zone):%m-%d %H:%M}", f"task:{made.id}")
        facts = (Fact(id="plan.text", text=made.answer, source=f"task:{made.id}"),)
        in_words = made.answer if made.answer.startswith(_HEAD[zh]) else _WORDS["other"][zh].format(id=made.id)
        plan = f"{_WORDS['made'][zh].format(at=at)}\n{in_words}"
    lines.head("Waiting for your decision now:", "现在待您审批:")
    say_held(ctx, lines, MOST)
    return Brief(facts=(*facts, *lines.facts), draft=f"{plan}\n{lines.text()}", language="zh" if zh else "en")


def _reported(ctx: JobContext) -> list[Item]:
    """Make agenda items of the figures that the employees brought."""
    results = {result.job: result for result in ctx.settled}
    items = []
    stock = _figures(results, "replenishment")
    if stock.get("at_risk"):
        risk = money(ctx, stock["at_risk"])
        items.append(
            Item(
                text=f"{risk} of contribution is at risk from stock running out; production proposed now for "
                f"{stock['skus']} SKUs, {stock['waiting']} wait for you",
                text_zh=f"缺货风险涉及毛利 {risk};本次提议生产 {stock['skus']} 个 SKU,待审批 {stock['waiting']} 个",
                at_risk=stock["at_risk"],
                hours_left=24,
                source="replenishment",
            )
        )
    ship = _figures(results, "ship_list")
    if ship.get("late") or ship.get("without_goods"):
        items.append(
            Item(
                text=f"{ship['late']} orders are past their promise, {ship['without_goods']} wait for goods",
                text_zh=f"{ship['late']} 单超过承诺时间,{ship['without_goods']} 单缺货等待",
                at_risk=_order_value(ctx) * (ship["late"] + ship["without_goods"]),
                hours_left=4,
                source="ship_list",
            )
        )
    ads = _figures(results, "keyword_bids")
    if ads.get("spend"):
        spend, sold = money(ctx, ads["spend"]), money(ctx, ads["sales"])
        items.append(
            Item(
                text=f"ads: {spend} spent for {sold} of sales in 28 days",
                text_zh=f"推广:28 天花费 {spend},成交 {sold}",
                at_risk=max(0, ads["spend"] - ads["sales"] // 4),
                hours_left=48,
                source="keyword_bids",
            )
        )
    return items


def _approvals(ctx: JobContext) -> list[Item]:
    """Make an agenda item of each decision that waits for the owner."""
    items = []
    for row in ctx.log.list_effects(states=("held",)):
        (what, what_zh), (why, why_zh) = what_done(row), why_ruled(row)
        hours = (row.expires_at - ctx.now).total_seconds() / 3600 if row.expires_at else 24
        items.append(
            Item(
                text=f"decide: {what} ({why}) [{row.id}]",
                text_zh=f"待审批:{what_zh}({why_zh})[{row.id}]",
                at_risk=row.money_out // 10 or 100,
                hours_left=max(hours, 1),
                source=f"ledger:{row.id}",
            )
        )
    return items


def _figures(results: dict[str, Settled], name: str) -> dict[str, int]:
    return results[name].figures if name in results else {}


def _order_value(ctx: JobContext) -> int:
    page = ctx.reads.shop.list_orders(limit=50)
    totals = [order.total for order in page.items if order.fulfilment is not FulfilmentStatus.CANCELLED]
    return sum(totals) // max(1, len(totals))


def _words(ctx: JobContext, items: list[Item], zh: bool) -> str:
    names = {one.name: one.title_zh if zh else one.title for one in employees().values()}
    reports = [
        f"{names.get(result.employee, result.employee)}: {result.answer}" for result in ctx.settled if result.answer
    ]
    if zh:
        agenda = [f"{number}. {item.text_zh}" for number, item in enumerate(items, 1)] or ["今天没有需要您决定的事。"]
        return "\n".join([_HEAD[1], *reports, "请您关注:", *agenda])
    agenda = [f"{number}. {item.text}" for number, item in enumerate(items, 1)] or ["Nothing needs you today."]
    return "\n".join([_HEAD[0], *reports, "For you:", *agenda])
