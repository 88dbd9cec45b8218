"""店长 · anomaly watch 异常监测: a measure out of the ordinary is explained and handed to who owns its cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from agents.books import book
from agents.evidence import today
from agents.job import Brief, Call, JobContext, job
from agents.report_lines import Lines
from agents.store_manager.day_series import day_series, least_effect
from agents.store_manager.kpi_lines import is_known, say_split, week_before
from agents.store_manager.settled_lines import say_settled
from agents.trigger import at
from decisions.anomaly import LEAST_DAYS, OWN_DAYS, Anomaly, Series, days_known, find_anomalies

QUIET_DAYS = 7
"""A measure that was reported is not reported again for the same in so many days: the owner knows."""
WHOLE_DAY_UNTIL = 10
"""Local hour up to which the day before is judged; later the day so far, which can only be too high yet."""
OWNERS = {
    ("gmv", False): ("replenishment", "Sales fell: see whether goods that sell are sold out, and what has to be made."),
    ("gmv", True): ("replenishment", "Sales jumped: see whether the goods last, and what has to be made."),
    ("visitors", False): ("keyword_bids", "Visitors fell: see whether bids and keywords still bring them."),
    ("ad_spend", True): ("keyword_bids", "Ad spend jumped: see which keywords are worth it."),
    ("refunds", True): ("quality_loop", "Refunds jumped: see whether goods are complained about beyond chance."),
}
"""Whose cause it is, by measure and whether it is too high; what is in no row is news for the owner alone."""
NAMES = {"gmv": ("sales", "成交额"), "visitors": ("visitors", "访客"), "ad_spend": ("ad spend", "推广花费"),
         "refunds": ("refunds", "退款笔数")}  # fmt: skip


def _news(ctx: JobContext) -> list[str]:
    return [_subject(one) for one in _found(ctx, _judged_day(ctx))]


@job(
    "store_manager",
    "Anomaly watch",
    "异常监测",
    at("08:30", "18:00"),
    tools=("hand_off",),
    action="care",
    model_use="never",
    speaks=True,
    work=_news,
)
def anomaly_watch(ctx: JobContext) -> Brief:
    """Say which measures are out of the ordinary, by how much money, and hand each to who owns its cause."""
    day = _judged_day(ctx)
    series = day_series(ctx, day)
    if not any(days_known(one) >= LEAST_DAYS for one in series):
        return Brief(missing=(_too_young(series, zh=ctx.language == "zh"),), language=ctx.language)
    found, lines = _found(ctx, day, series), Lines(ctx)
    for one in found:
        _say(lines, one, day)
    if any(one.name == "gmv" for one in found) and any(one.began for one in series):
        since = max(len(one.values) - 1 - one.began for one in series if one.began)
        own = lines.fact("own.days", since, "engine:anomaly")
        lines.say(
            f"the level is that of the shop's own {own} days; days loaded from before give only shape and scatter",
            f"水平以本店自己的 {own} 天为准;此前导入的日子只用其星期规律与波动",
            "own",
        )
    if not found:
        lines.head("Nothing is out of the ordinary.", "没有异常。")
    if day < today(ctx) and any(one.name == "gmv" for one in found):
        now, before = book(ctx, day), book(ctx, week_before(day))
        if is_known(before):
            say_split(lines, before, now, "split")
    calls = () if ctx.settled else tuple(_handoffs(found))
    say_settled(ctx, lines)
    figures = {"found": [one.model_dump(mode="json") for one in found], "left_out": lines.left_out}
    return Brief(facts=lines.facts, calls=calls, draft=lines.text(), figures=figures, language=ctx.language)


def _judged_day(ctx: JobContext) -> date:
    """Give the day before in the morning, when it is wholly counted, and today later on."""
    day = ctx.task.due_at.astimezone(ctx.zone)
    return day.date() - timedelta(days=day.hour < WHOLE_DAY_UNTIL)


def _found(ctx: JobContext, day: date, series: Sequence[Series] | None = None) -> list[Anomaly]:
    """Find what is out of the ordinary and was not told within the last days."""
    series = list(series or day_series(ctx, day))
    since = ctx.now - timedelta(days=QUIET_DAYS)
    told = {
        name for row in ctx.tasks.of_job("anomaly_watch", since=since) if row.id != ctx.task.id for name in row.subject
    }
    found = find_anomalies(series, least_effect=least_effect(series), drift=day < today(ctx))
    return [one for one in found if _subject(one) not in told]


def _subject(one: Anomaly) -> str:
    return f"metric:{one.name}.{'high' if one.value > one.expected else 'low'}"


def _say(lines: Lines, one: Anomaly, day: date) -> None:
    """Say what was seen and what was expected, how unlikely it is and what it costs or brings."""
    name, source = one.name, f"engine:anomaly {one.name}/{day}"
    english, chinese = NAMES.get(one.name, (one.name, one.name))
    shown = lines.fact(f"{name}.day", day, source)
    is_money = one.name in ("gmv", "ad_spend")
    pair = {"value": one.value, "expected": one.expected}
    seen, usual = (
        lines.money(f"{name}.{key}", round(number), source)
        if is_money
        else lines.fact(f"{name}.{key}", f"{number:.0f}", source, number)
        for key, number in pair.items()
    )
    score = lines.fact(f"{name}.deviations", f"{abs(one.score):.1f}", source, one.score)
    effect = lines.money(f"{name}.effect", one.effect, source, signed=True)
    if one.kind == "jump":
        lines.say(
            f"{english} of {shown}: {seen}, where {usual} is usual for the weekday ({score} deviations); {effect}",
            f"{shown} {chinese} {seen},同一星期几的常值为 {usual}(偏离 {score} 倍);{effect}",
            name,
        )
    else:
        lines.say(
            f"{english} have crept to {seen} a day up to {shown}, from {usual} (CUSUM {score}); {effect} a day",
            f"{chinese}到 {shown} 逐渐变为每天 {seen},原为 {usual}(CUSUM {score});每天 {effect}",
            name,
        )


def _handoffs(found: Sequence[Anomaly]) -> list[Call]:
    """Hand each cause to its owner, one job once."""
    goals: dict[str, list[str]] = {}
    for one in found:
        owner = OWNERS.get((one.name, one.value > one.expected))
        if owner is not None:
            goals.setdefault(owner[0], []).append(owner[1])
    return [
        Call(tool="hand_off", args={"job": name, "goal": " ".join(said), "subject": []}) for name, said in goals.items()
    ]


def _too_young(series: Sequence[Series], *, zh: bool) -> str:
    known, loaded = max(map(days_known, series), default=0), any(one.began for one in series)
    if zh:
        more = f";导入的日子在本店自己满 {OWN_DAYS} 天后才用" if loaded else ""
        return f"历史不足:已知 {known} 天,需要 {LEAST_DAYS} 天{more}"
    more = f"; loaded days count once the shop has {OWN_DAYS} of its own" if loaded else ""
    return f"not enough history: {known} of the {LEAST_DAYS} days that are needed{more}"
