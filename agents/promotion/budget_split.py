"""推广 · budget split 预算分配: the day's ad money goes where the next unit brings most; a larger sum is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from agents.evidence import margin_rate, money, today
from agents.job import Brief, Call, JobContext, job
from agents.promotion.ad_figures import NO_ADS, WINDOW_DAYS, order_value, report
from agents.trigger import at
from decisions.ad_budget import CampaignCase, SplitAdvice, advise_raise, advise_split
from decisions.bids import REPEAT_FACTOR
from decisions.not_enough import NotEnough
from kit.facts import Fact

REST_DAYS, ASK_AGAIN_DAYS = 3, 28
"""A split is left alone for so long, so that its days can be seen before the next; after the owner's no to more money
that is not asked again for so long.
"""


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
    """Ask the engine about the running campaigns, on whole days since the last split; a fresh split rests."""
    if ctx.reads.ads is None:
        return None
    campaigns = [one for one in ctx.reads.ads.list_campaigns() if not one.paused]
    lately = ctx.log.list_effects(since=ctx.now - timedelta(days=REST_DAYS), kinds=("set_ad_budgets",))
    if not campaigns or lately:
        return None
    rows = report(ctx)
    value = order_value(ctx, rows)
    if value is None:
        return None
    worth = value * margin_rate(ctx) * REPEAT_FACTOR
    home = {keyword.id: keyword.campaign_id for keyword in ctx.reads.ads.list_keywords()}
    days = [today(ctx) - timedelta(days=back) for back in range(WINDOW_DAYS, 0, -1)]
    spent: dict[tuple[str, object], list[int]] = {}
    for row in rows:
        sums = spent.setdefault((home.get(row.keyword_id, ""), row.day), [0, 0])
        sums[0] += row.spend
        sums[1] += row.orders
    cases = []
    for one in campaigns:
        sums_by_day = [spent[one.id, day] for day in days if (one.id, day) in spent]
        found = tuple((spend, round(orders * worth)) for spend, orders in sums_by_day)
        case = CampaignCase(campaign_id=one.id, currency=one.currency, budget=one.daily_budget, days=found)
        cases.append(case)
    return _more(ctx, cases) or advise_split(cases, step=ctx.limits.ads.step)


def _more(ctx: JobContext, cases: Sequence[CampaignCase]) -> SplitAdvice | None:
    """Ask the engines what clicks can cost, unless the owner has lately not wanted more."""
    since, morning = ctx.now - timedelta(days=ASK_AGAIN_DAYS), ctx.morning()
    refused = ctx.log.list_effects(since=since, kinds=("set_ad_budgets",), states=("rejected", "expired"))
    if refused or isinstance(morning, NotEnough):
        return None
    budgets = morning.board.ads(morning.view).budgets
    assert budgets is not None
    wanted = dict(zip((one.id for one in morning.look.campaigns), budgets.tolist(), strict=True))
    return advise_raise(cases, wanted, step=ctx.limits.ads.step, most=ctx.limits.ads.per_day)
