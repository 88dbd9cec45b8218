"""Line charts as numbers for an inline SVG: where the points, ticks and labels of two series stand.

Why there is no chart library here: docs/decisions/0006-report-charts.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shopstaff.report.words import ENGLISH, Words

WIDTH, HEIGHT = 420, 250
LEFT, RIGHT, TOP, BOTTOM = 52, 28, 12, 30
MOST_MARKS = 31
"""Points are marked, and can be pointed at, up to this many days."""


@dataclass(frozen=True)
class Tick:
    """A place on an axis, in SVG units, and its label; ``is_zero`` marks the line of nothing."""

    at: float
    label: str
    is_zero: bool = False


@dataclass(frozen=True)
class Mark:
    """A point of a series with the words that a reader gets on pointing at it."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Series:
    """One line: ``style`` is its CSS class and, with it, its dashes and the shape of its marks."""

    name: str
    style: str
    points: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Chart:
    """A chart of two series over days; ``words`` describe it to who cannot see it."""

    name: str
    title: str
    words: str
    series: tuple[Series, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


def draw(
    name: str,
    title: str,
    days: Sequence[date],
    lines: Mapping[str, Sequence[int]],
    *,
    symbol: str,
    say: Words = ENGLISH,
) -> Chart:
    """Lay a chart out.

    Args:
        name: Its id in the page, e.g. ``"gmv"``.
        title: Its title.
        days: The days, in order.
        lines: Values in whole major units by the name of the series, one a day; the first is drawn bold.
        symbol: Sign of the currency before the labels of the y axis.
        say: The words of the reader's language.
    """
    steps = nice_steps(min(0, *map(min, lines.values())), max(map(max, lines.values())))
    low, high = steps[0], steps[-1]
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(index: int) -> float:
        return round(LEFT + wide * (index / (len(days) - 1) if len(days) > 1 else 0.5), 1)

    def y(value: float) -> float:
        return round(TOP + tall * (high - value) / (high - low), 1)

    series = []
    for (label, values), style in zip(lines.items(), ("first", "second"), strict=True):
        marks = tuple(Mark(x(i), y(v), f"{days[i]}, {label}: {_label(v, symbol)}") for i, v in enumerate(values))
        points = " ".join(f"{mark.x:g},{mark.y:g}" for mark in marks)
        series.append(Series(label, style, points, marks if len(marks) <= MOST_MARKS else ()))
    totals = "; ".join(
        say("{label} {sum} in all", label=label, sum=_label(sum(values), symbol)) for label, values in lines.items()
    )
    every = math.ceil(len(days) / 5)
    return Chart(
        name=name,
        title=title,
        words=say("{title}, {first} to {last}: {totals}.", title=title, first=days[0], last=days[-1], totals=totals),
        series=tuple(series),
        x_ticks=tuple(Tick(x(i), say.day(day)) for i, day in enumerate(days) if i % every == 0),
        y_ticks=tuple(Tick(y(step), short_label(step, symbol), step == 0) for step in steps),
    )


def nice_steps(low: int, high: int) -> list[int]:
    """Give 4 to 7 round numbers, evenly spaced, that span from ``low`` (at most 0) to ``high``.

    Example:
        >>> nice_steps(-130, 12000)
        [-2500, 0, 2500, 5000, 7500, 10000, 12500]
    """
    span = max(high - low, 4)
    magnitude = 10 ** int(math.log10(span / 4))
    step = next(int(magnitude * part) for part in (1, 2, 2.5, 5, 10) if magnitude * part * 5 >= span)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def _label(value: int, symbol: str) -> str:
    return f"{'-' if value < 0 else ''}{symbol}{abs(value):,}"


def short_label(value: int, symbol: str) -> str:
    """Write a label of the y axis, ``"£12.5k"``."""
    size = abs(value)
    words = f"{size / 1_000_000:g}M" if size >= 1_000_000 else f"{size / 1000:g}k" if size >= 1000 else str(size)
    return f"{'-' if value < 0 else ''}{symbol}{words}"
