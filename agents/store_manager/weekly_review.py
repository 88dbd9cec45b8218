"""店长 · weekly review 周报: why profit moved, what price moves brought, what is to be decided, what was learnt."""

from __future__ import annotations

from datetime import date, timedelta

from agents.books import Book, book
from agents.complaints import quality_rows
from agents.evidence import today
from agents.job import Brief, JobContext, job
from agents.report_lines import Lines
from agents.store_manager.held_lines import say_held
from agents.store_manager.kpi_lines import is_known, say_figures, say_split
from agents.store_manager.price_weeks import SIDE, WEEK, moves_of_week
from agents.store_manager.reminder_lines import say_reminders
from agents.trigger import at
from decisions.kpi_split import sku_causes
from decisions.price_outcomes import Outcome, Readout, outcome, read_out
from decisions.quality import advise_quality
from memory.notes import Note

MOST_DECISIONS = 3
MOST_LESSONS = 5
"""Single moves that are remembered each week, those that did most."""
DIRECTIONS = {"raise": ("price raises", "涨价"), "cut": ("price cuts", "降价")}


def _news(ctx: JobContext) -> list[str]:
    """Give the week on Mondays, if anything was sold in it."""
    day = today(ctx)
    if day.weekday() != 0 or not ctx.reads.shop.list_sales(since=day - timedelta(days=WEEK), until=day):
        return []
    return [f"day:{day - timedelta(days=1)}"]


@job(
    "store_manager",
    "Weekly review",
    "周报",
    at("08:30"),
    tools=("recall",),
    action="care",
    model_use="never",
    speaks=True,
    work=_news,
)
def weekly_review(ctx: JobContext) -> Brief:
    """Review the last seven days beside the seven before; measure the moves of the week before and remember it."""
    lines, last = Lines(ctx), today(ctx) - timedelta(days=1)
    now, before = book(ctx, last, WEEK), book(ctx, last - timedelta(days=WEEK), WEEK)
    shown = lines.fact("week.until", last, "clock")
    lines.say(f"Weekly review up to {shown}", f"周报,截至 {shown}", "week")
    lines.head("Why profit moved", "利润为何变动")
    say_figures(lines, now, "this_week")
    if is_known(before):
        say_figures(lines, before, "week_before")
        say_split(lines, before, now, "split")
        _causes(ctx, lines, before, now)
    lines.head("What price moves brought", "调价的效果")
    outcomes = [outcome(one) for one in moves_of_week(ctx, last - timedelta(days=2 * WEEK - 1))]
    learnt = [*_readouts(ctx, lines, outcomes, last), *_lessons(ctx, outcomes), *say_reminders(ctx, lines)]
    _goods(ctx, lines)
    lines.head("To decide", "待决定")
    say_held(ctx, lines, MOST_DECISIONS)
    figures = {"moves": len(outcomes), "learnt": len(learnt), "left_out": lines.left_out}
    return Brief(facts=lines.facts, draft=lines.text(), figures=figures, learnt=tuple(learnt), language=ctx.language)


def _causes(ctx: JobContext, lines: Lines, before: Book, now: Book) -> None:
    """Name the goods whose margin moved most."""
    for sku, moved in sku_causes(before.period, now.period):
        name = f"cause_{sku}"
        title = ctx.reads.shop.get_variant(sku).title
        lines.fact(f"{name}.sku", f"{sku} {title}", "engine:kpi_split")
        change = lines.money(f"{name}.margin", moved, "engine:kpi_split", signed=True)
        lines.say(f"{title} ({sku}): margin {change}", f"{title}({sku}):毛利 {change}", name)


def _readouts(ctx: JobContext, lines: Lines, outcomes: list[Outcome], last: date) -> list[Note]:
    """Tell what raises and cuts brought on the mean, beside what was learnt of them before."""
    notes = []
    for direction, (english, chinese) in DIRECTIONS.items():
        mine = [one for one in outcomes if (one.change > 0) == (direction == "raise")]
        seen, source = read_out(mine), f"engine:price_outcomes/{last}"
        number = lines.fact(f"{direction}.moves", seen.n, source)
        if not seen.known:
            lines.say(f"{english}: {number}, too few to tell", f"{chinese}:{number} 次,样本太少", direction)
            continue
        mean, low, high = (
            lines.money(f"{direction}.{key}", round(getattr(seen, key)), source, signed=True)
            for key in ("mean", "low", "high")
        )
        days = lines.fact(f"{direction}.days", SIDE, source)
        sure = ("beyond chance", "超出偶然") if seen.is_sure else ("not beyond chance", "未超出偶然")
        lines.say(
            f"{english}: {number}; {mean} of margin a SKU in {days} days, {low} to {high}, {sure[0]}",
            f"{chinese}:{number} 次;每 SKU {days} 天毛利 {mean},区间 {low} 至 {high},{sure[1]}",
            direction,
        )
        _before(ctx, lines, direction)
        notes.append(
            _note(ctx, direction, seen, f"{english}: {number} moves, {mean} a SKU in {days} days, {low} to {high}")
        )
    return notes


def _before(ctx: JobContext, lines: Lines, direction: str) -> None:
    """Show what was remembered of the same moves, so that a lesson is weighed and not only written."""
    known = ctx.memory.get("shop", f"price.{direction}", min_trust=3)
    if known is not None:
        name = f"learnt_{direction}"
        lines.fact(name, known.text, f"memory:{known.id}", known.value)
        lines.say(f"learnt before: {known.text}", f"此前的经验:{known.text}", name)


def _note(ctx: JobContext, direction: str, seen: Readout, text: str) -> Note:
    return Note(
        kind="lesson",
        subject="shop",
        predicate=f"price.{direction}",
        text=text,
        value=seen.model_dump(mode="json"),
        source="ledger",
        event=ctx.task.id,
    )


def _lessons(ctx: JobContext, outcomes: list[Outcome]) -> list[Note]:
    """Remember the single moves that did most, each with what was expected and what came."""
    most = sorted(outcomes, key=lambda one: (-abs(one.gain), one.sku))[:MOST_LESSONS]
    return [
        Note(
            kind="lesson",
            subject=f"sku:{one.sku}",
            predicate="price.last_move",
            text=f"price {one.change:+.1%}: margin {one.after} in six days after, {one.expected} expected without it",
            value=one.model_dump(mode="json"),
            source="ledger",
            event=one.event,
        )
        for one in most
    ]


def _goods(ctx: JobContext, lines: Lines) -> None:
    """Name goods that are complained about beyond chance and still pay: the factory's to mend, not to be stopped."""
    watched = advise_quality(quality_rows(ctx)).watched
    if watched:
        lines.head("Goods to take up with the factory", "需与工厂核查的商品")
    for one in watched:
        lines.fact(f"goods_{one.sku}", one.why_zh if lines.zh else one.why, "engine:quality", one.chance)
        lines.say(one.why, one.why_zh, f"goods_{one.sku}")
