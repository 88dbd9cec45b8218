"""What is said of the days that the owner asked about: their sum, that they have only begun, that it is open which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from agents.owner_spans import Span, unclear_days, weekend_begun
from agents.report_lines import Lines, counted


def say_unclear(lines: Lines, text: str) -> bool:
    """Ask which days are meant where words do not say how many: the last weeks of August; tell whether they do not."""
    unclear = unclear_days(text)
    if unclear is not None:
        lines.head(
            f"“{unclear}” how many? Please say a number, e.g. “last two weeks of August”, “last 3 days of August”.",
            f"“{unclear}”是几天、几周?请带上数字,例如“8月最后两周”或“8月最后3天”。",
        )
    return unclear is not None


def say_begun(lines: Lines, text: str, spans: Sequence[Span], today: date) -> None:
    """Say of a weekend that only its Saturday has come so far."""
    if weekend_begun(text, spans, today):
        day = lines.fact("weekend.begun", today, "clock")
        lines.say(
            f"this weekend so far is Saturday, {day}; the weekend before is asked by “last weekend”",
            f"这个周末到目前只有周六 {day};上一个周末请问“上周末”",
            "weekend",
        )


def say_together(lines: Lines, spans: Sequence[Span], name: str, count: tuple[int, str, str], money: int) -> None:
    """Show the sum of spans that share no day: pieces or orders, and money.

    Args:
        lines: Where the figures are said.
        spans: Two or more.
        name: Of the line.
        count: How many, and of what, in English and Chinese.
        money: In minor units.
    """
    ordered = sorted(spans, key=lambda one: one.first)
    if any(later.first <= one.last for one, later in pairwise(ordered)):
        return
    number, what, what_zh = count
    all_ = lines.fact(f"{name}_sum.count", number, "shop:sales")
    revenue = lines.money(f"{name}_sum.revenue", money, "shop:sales")
    lines.say(f"together: {counted(all_, what)}, {revenue}", f"合计:{all_} {what_zh},{revenue}", f"{name}_sum")
