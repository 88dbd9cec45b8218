"""What reminders brought, as the weekly review tells and remembers it: beside the holdout, with an interval."""

from __future__ import annotations

from agents.job import JobContext
from agents.reminder_waves import LOOK_BACK, OUTCOME_DAYS, measured
from agents.report_lines import Lines
from decisions.reminders import Arms, Lift, is_harmful, lift
from memory.notes import Note

LESSON = "reminders.lift"


def say_reminders(ctx: JobContext, lines: Lines) -> tuple[Note, ...]:
    """Tell the order rate of the reminded beside the held out, and give it as a lesson; nothing where no wave ended."""
    arms = measured(ctx)
    if not arms.reminded and not arms.held_out:
        return ()
    lines.head("What reminders brought", "复购提醒的效果")
    source, seen = f"engine:reminders/{OUTCOME_DAYS}d", lift(arms)
    reminded = lines.fact("reminders.reminded", arms.reminded, source)
    held_out = lines.fact("reminders.held_out", arms.held_out, source)
    if not seen.known:
        lines.say(
            f"{reminded} buyers reminded, {held_out} held out: too few to tell",
            f"已提醒 {reminded} 位,留出 {held_out} 位:样本太少",
            "reminders",
        )
        return ()
    days = lines.fact("reminders.days", OUTCOME_DAYS, source)
    rate, rate_held, difference, low, high = (
        lines.fact(f"reminders.{name}", f"{100 * value:+.1f}%" if name in SIGNED else f"{100 * value:.1f}%", source)
        for name, value in _shares(seen).items()
    )
    sure = ("beyond chance", "超出偶然") if seen.is_sure else ("not beyond chance", "未超出偶然")
    english = (
        f"{rate} of {reminded} reminded ordered within {days} days, {rate_held} of {held_out} held out: "
        f"{difference} points, {low} to {high}, {sure[0]}"
    )
    lines.say(
        english,
        f"提醒 {reminded} 位,{days} 天内 {rate} 下单;留出 {held_out} 位,{rate_held} 下单:差 {difference},"
        f"区间 {low} 至 {high},{sure[1]}",
        "reminders",
    )
    if is_harmful(arms):
        lines.say("they cost orders, so none are sent any more", "提醒反而减少订单,已停止发送", "reminders")
    return (_lesson(ctx, arms, seen, english),)


SIGNED = ("difference", "low", "high")


def _shares(seen: Lift) -> dict[str, float]:
    return {
        "rate": seen.rate,
        "rate_held_out": seen.rate_held_out,
        "difference": seen.difference,
        "low": seen.low,
        "high": seen.high,
    }


def _lesson(ctx: JobContext, arms: Arms, seen: Lift, text: str) -> Note:
    """Remember it with its measured outcome; the newest one takes the place of the one before."""
    return Note(
        kind="lesson",
        subject="shop",
        predicate=LESSON,
        text=f"repurchase reminders of the last {LOOK_BACK} weeks: {text}",
        value=seen.model_dump(mode="json") | arms.model_dump(mode="json"),
        source="ledger",
        event=ctx.task.id,
    )
