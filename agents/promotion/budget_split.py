"""推广 · budget split 预算分配: the day's ad money goes where the next unit brings most; a larger sum is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from agents.books import midnight
from agents.evidence import margin_rate, money, today
from agents.job import Brief, Call, JobContext, job
from agents.promotion.ad_figures import NO_ADS, WINDOW_DAYS, order_value, report
from agents.trigger import at
from decisions.ad_budget import CampaignCase, SplitAdvice, advise_raise, advise_split
from decisions.bids import REPEAT_FACTOR
from decisions.not_enough import NotEnough
from kit.facts import Fact
from shops.ad_budgets import BudgetChange

REST_DAYS, RAISE_REST_DAYS = 3, 1
"""Days that a split, and a raise, are left alone, so that they can be seen before the next."""
ASK_AGAIN_DAYS, NO_DAYS = 7, 28
"""After the owner's no, days until more money is asked for again, half of it then; and how long a no is remembered."""
REFUSED = ("rejected", "expired")


@job(
    "promotion",
    "Budget split",
    "预算分配",
    at("07:30"),
    tools=("set_ad_budgets", "list_campaigns"),
    action="ads",
    work=lambda ctx: [f"campaign:{name}" for name in sorted(advice.budgets)] if (advice := _advice(ctx)) else [],
)
def budget_split(ctx: JobContext) -> Brief:
    """Ask for more daily ad money where it runs out; else split it so that the next unit brings the same everywhere."""
    if ctx.reads.ads is None:
        return Brief(missing=(NO_ADS,))
    advice, zh = _advice(ctx), ctx.language == "zh"
    if advice is None:
        return Brief(draft="预算分配不变。" if zh else "The split of the ad money stays.", language=ctx.language)
    reason = f"{advice.reason}\n{advice.reason_zh}"
    fact = Fact(id="split.gain", text=reason, value=advice.gain, source="engine:ad_budget")
    call = Call(tool="set_ad_budgets", args={"budgets": advice.budgets, "reason": reason})
    listed = ", ".join(f"{name} {money(ctx, amount)}" for name, amount in sorted(advice.budgets.items()))
    draft = f"新的日预算:{listed}。" if zh else f"New daily budgets: {listed}."
    return Brief(facts=(fact,), calls=(call,), draft=draft, figures={"gain": advice.gain}, language=ctx.language)


def _advice(ctx: JobContext) -> SplitAdvice | None:
    """Ask the engine about the running campaigns, on their whole days; what was moved lately rests."""
    if ctx.reads.ads is None:
        return None
    campaigns = [one for one in ctx.reads.ads.list_campaigns() if not one.paused]
    if not campaigns or _moved(ctx, days=RAISE_REST_DAYS):
        return None
    rows = report(ctx)
    value = order_value(ctx, rows)
    if value is None:
        return None
    worth = value * margin_rate(ctx) * REPEAT_FACTOR
    home = {keyword.id: keyword.campaign_id for keyword in ctx.reads.ads.list_keywords()}
    days = [today(ctx) - timedelta(days=back) for back in range(WINDOW_DAYS, 0, -1)]
    spent: dict[tuple[str, date], tuple[int, int]] = {}
    for row in rows:
        spend, orders = spent.get(place := (home.get(row.keyword_id, ""), row.day), (0, 0))
        spent[place] = (spend + row.spend, orders + row.orders)
    changed = [
        (change.at.astimezone(ctx.zone).date(), change)
        for change in ctx.reads.ads.list_budget_changes(since=midnight(ctx, days[0]))
    ]
    cases = []
    for one in campaigns:
        changes = [(day, change) for day, change in changed if change.campaign_id == one.id]
        mine = [(day, *spent[one.id, day]) for day in days if (one.id, day) in spent]
        case = CampaignCase(
            campaign_id=one.id,
            currency=one.currency,
            budget=one.daily_budget,
            days=tuple((spend, round(orders * worth)) for _, spend, orders in mine),
            caps=tuple(_cap(changes, day, one.daily_budget) for day, _, _ in mine),
        )
        cases.append(case)
    more = _more(ctx, cases)
    if more is not None or _moved(ctx, days=REST_DAYS):
        return more
    return advise_split(cases, step=ctx.limits.ads.step)


def _moved(ctx: JobContext, *, days: int) -> bool:
    """Tell whether budgets were moved, or were to be, within so many days."""
    return bool(ctx.log.pick("id", since=ctx.now - timedelta(days=days), kinds=("set_ad_budgets",)))


def _cap(changes: Sequence[tuple[date, BudgetChange]], day: date, now: int) -> int:
    """Give the smallest budget that stood on a day, by the changes since, oldest first, and the budget of now."""
    # without an old one it was loaded then, and may have run before
    on = [min(change.old or change.new, change.new) for when, change in changes if when == day]
    return min(on) if on else next((change.old or change.new for when, change in changes if when > day), now)


def _more(ctx: JobContext, cases: Sequence[CampaignCase]) -> SplitAdvice | None:
    """Ask the engines what clicks can cost where money runs out, unless the owner has lately not wanted more."""
    if not any(case.used_up() for case in cases):
        return None
    noes = ctx.log.pick(
        "submitted_at", "money_out", since=ctx.now - timedelta(days=NO_DAYS), kinds=("set_ad_budgets",), states=REFUSED
    )
    if any(no.submitted_at > ctx.now - timedelta(days=ASK_AGAIN_DAYS) for no in noes):
        return None
    morning = ctx.morning()
    if isinstance(morning, NotEnough):
        return None
    budgets = morning.board.ads(morning.view).budgets
    assert budgets is not None
    wanted = dict(zip((one.id for one in morning.look.campaigns), budgets.tolist(), strict=True))
    limits, half = ctx.limits.ads, min((no.money_out // 2 for no in noes), default=None)
    return advise_raise(cases, wanted, step=limits.step, most=limits.per_day, rise_at_most=half)
