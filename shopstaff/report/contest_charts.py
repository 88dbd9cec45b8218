"""Charts of a contest as numbers for inline SVG: money by day, ratios by world, what each lever lost."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from shopstaff.report.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Tick, nice_steps, short_label
from shopstaff.report.words import Words, mark

STYLES = 6
"""Styles of lines that the page has; a policy beyond them shares the last."""
LEVER_NAMES = {
    "price": mark("Prices"),
    "stock": mark("Stock"),
    "ads": mark("Ads"),
    "service": mark("Quotes and coupons"),
    "refunds": mark("Refunds"),
}
ROW = 30
"""Height of a row of dots or bars, SVG units."""
NAME_WIDTH = 130


@dataclass(frozen=True)
class Line:
    """One policy's line with its style's number."""

    name: str
    style: int
    points: str


@dataclass(frozen=True)
class Lines:
    """Money earned so far by day; ``words`` describe it to who cannot see it."""

    words: str
    lines: tuple[Line, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Row:
    """One row of dots or bars: name, place, ends of its interval (or of the bar), and its figures in words."""

    name: str
    y: float
    at: float
    low: float
    high: float
    words: str
    style: int = 0


@dataclass(frozen=True)
class Rows:
    """A chart of rows over one axis; ``marks`` are lines at values of note, such as 1."""

    height: int
    zero: float
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    words: str


def money_lines(policies: Mapping[str, Any], *, symbol: str, unit: int, say: Words) -> Lines:
    """Draw the mean contribution so far, by day, of every policy.

    Args:
        policies: ``policies`` of the summary.
        symbol: Sign of the currency.
        unit: Minor units of a major one.
        say: The reader's words.
    """
    sums = {name: [value / unit for value in accumulate(one["daily"])] for name, one in policies.items()}
    steps = nice_steps(
        math.floor(min(0.0, *(min(values) for values in sums.values()))),
        math.ceil(max(max(values) for values in sums.values())),
    )
    count = max(len(values) for values in sums.values())
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def y(value: float) -> float:
        return round(TOP + tall * (steps[-1] - value) / (steps[-1] - steps[0]), 1)

    def x(place: int) -> float:
        return round(LEFT + wide * (place / (count - 1) if count > 1 else 0.5), 1)

    lines = tuple(
        Line(
            name, min(number, STYLES - 1), " ".join(f"{x(place):g},{y(value):g}" for place, value in enumerate(values))
        )
        for number, (name, values) in enumerate(sums.items())
    )
    every = max(1, math.ceil(count / 6))
    ends = "; ".join(f"{name} {symbol}{values[-1]:,.0f}" for name, values in sums.items())
    return Lines(
        words=say("Contribution so far after {days} days: {ends}.", days=count, ends=ends),
        lines=lines,
        x_ticks=tuple(Tick(x(place), str(place + 1)) for place in range(0, count, every)),
        y_ticks=tuple(Tick(y(step), short_label(step, symbol), step == 0) for step in steps),
    )


def ratio_dots(
    worlds: Sequence[str], ratios: Mapping[str, Mapping[str, Any]], seeds: int, *, say: Words
) -> Rows | None:
    """Draw the share of the oracle's profit that each of ours earned, one row a world (or a seed, of one world)."""
    found = {name: others["oracle"] for name, others in ratios.items() if others.get("oracle")}
    if not found:
        return None
    cells = list(worlds) if len(worlds) > 1 else [say("seed {number}", number=place + 1) for place in range(seeds)]
    values = {
        name: [sum(part) / len(part) for part in _cut(one["per_seed"], seeds if len(worlds) > 1 else 1)]
        for name, one in found.items()
    }
    high = max(1.0, *(max(row) for row in values.values()))
    low = min(0.0, *(min(row) for row in values.values()))
    rows = [
        Row(cell, row_at(place), _across(row[place], low, high), 0, 0, f"{name}, {cell}: {row[place]:.3f}", number)
        for number, (name, row) in enumerate(values.items())
        for place, cell in enumerate(cells)
    ]
    words = "; ".join(f"{name} {one['mean']:.3f}" for name, one in found.items())
    return Rows(
        height=TOP + ROW * len(cells) + BOTTOM,
        zero=_across(1.0, low, high),
        rows=tuple(rows),
        ticks=tuple(Tick(_across(at, low, high), f"{at:g}") for at in _quarters(low, high)),
        words=say("Share of the oracle's profit, mean: {words}.", words=words),
    )


def loss_bars(losses: Mapping[str, Any], *, say: Words) -> Rows | None:
    """Draw by lever how much of the oracle's profit the engines would earn more with the oracle's lever."""
    if not losses:
        return None
    ends = [end for one in losses.values() for end in (one["share"], *(one["interval"] or ()))]
    low, high = min(0.0, *ends), max(0.02, *ends)
    rows = tuple(
        Row(
            say(LEVER_NAMES[lever]),
            row_at(place),
            _across(one["share"], low, high),
            _across((one["interval"] or [one["share"]] * 2)[0], low, high),
            _across((one["interval"] or [one["share"]] * 2)[1], low, high),
            f"{one['share']:+.1%}",
        )
        for place, (lever, one) in enumerate(losses.items())
    )
    step = max(0.01, round((high - low) / 4, 2))
    ticks = [step * number for number in range(math.ceil(low / step), math.floor(high / step) + 1)]
    return Rows(
        height=TOP + ROW * len(losses) + BOTTOM,
        zero=_across(0.0, low, high),
        rows=rows,
        ticks=tuple(Tick(_across(at, low, high), f"{at:.0%}", at == 0) for at in ticks),
        words="; ".join(f"{row.name} {row.words}" for row in rows),
    )


def _cut(values: Sequence[float], size: int) -> list[Sequence[float]]:
    return [values[place : place + size] for place in range(0, len(values), size)]


def row_at(place: int) -> float:
    """Give the height at which a row stands."""
    return TOP + ROW * (place + 0.5)


def _across(value: float, low: float, high: float) -> float:
    return round(NAME_WIDTH + (WIDTH - NAME_WIDTH - RIGHT) * (value - low) / ((high - low) or 1.0), 1)


def _quarters(low: float, high: float) -> list[float]:
    return [number / 4 for number in range(math.ceil(low * 4), math.floor(high * 4) + 1)]
