"""The owner's part of a contest's page: where each policy made and lost its money, and how ours differs from others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from kit.money import digits, format_minor
from scenarios.income import BRIDGE, LEVERS
from shopstaff.report.charts import RIGHT, WIDTH, Tick, nice_steps, short_label
from shopstaff.report.contest_charts import NAME_WIDTH, ROW, Row, Rows, row_at
from shopstaff.report.words import Words, mark

LEVER_WORDS = {
    "shop": (mark("Shop sales"), mark("orders at listed prices less goods, freight, packing and fee")),
    "ads": (mark("Ads"), mark("the same of orders by ads, less what the clicks cost")),
    "service": (mark("Quotes"), mark("the same of orders by quotes, less samples")),
    "refunds": (mark("Refunds"), mark("money back, and goods sent again")),
    "keeping": (mark("Goods kept"), mark("holding, and what goods left at the end have lost")),
}
PART_WORDS = {
    "price": (mark("Prices"), mark("the same pieces at other prices")),
    "pieces": (mark("Pieces sold"), mark("buyers and goods that were there, or not")),
    **{name: words for name, words in LEVER_WORDS.items() if name != "shop"},
    "profit": (mark("Profit"), mark("the sum")),
}


@dataclass(frozen=True)
class Lever:
    """One row of the table: the lever's name, what it holds, and each policy's money in words; ``is_sum`` ends it."""

    name: str
    what: str
    money: tuple[str, ...]
    is_sum: bool = False


@dataclass(frozen=True)
class Bridge:
    """What ours earned more than another, by part: words, chart, and rows of name, what it holds, mean, interval."""

    title: str
    chart: Rows
    rows: tuple[tuple[str, str, str, str], ...]


def levers(income: Mapping[str, Mapping[str, Any]], *, currency: str, say: Words) -> list[Lever]:
    """Lay the levers of all policies out, mean of a run, with the profit and what empty shelves lost below."""
    if not income:
        return []
    money = partial(whole, currency=currency)
    rows = [
        Lever(say(name), say(what), tuple(money(one[lever]) for one in income.values()))
        for lever, (name, what) in LEVER_WORDS.items()
    ]
    sums = tuple(money(sum(one[lever] for lever in LEVERS)) for one in income.values())
    name, what = PART_WORDS["profit"]
    rows.append(Lever(say(name), say(what), sums, is_sum=True))
    if all(one["lost_orders"] is not None for one in income.values()):
        lost = tuple(f"{one['lost_orders']:,.0f}" for one in income.values())
        rows.append(Lever(say("Orders lost to empty shelves"), say("expected; not in the sum"), lost))
    return rows


def bridges(
    found: Mapping[str, Mapping[str, Any]], names: Mapping[str, str], *, currency: str, symbol: str, say: Words
) -> list[Bridge]:
    """Draw what each of ours earned more than the others."""
    return [
        Bridge(
            say("{ours} against {other}", ours=say(names[one]), other=say(names[other])),
            _chart({name: parts[name] for name in BRIDGE}, unit=10 ** digits(currency), symbol=symbol, say=say),
            tuple(_row(PART_WORDS[name], part, currency, say) for name, part in parts.items()),
        )
        for one, others in found.items()
        for other, parts in others.items()
    ]


def whole(minor: float, currency: str) -> str:
    """Write an amount without its minor units: a mean of runs has no pence."""
    unit = 10 ** digits(currency)
    return format_minor(round(minor / unit) * unit, currency).partition(".")[0]


def _row(words: tuple[str, str], part: Mapping[str, Any], currency: str, say: Words) -> tuple[str, str, str, str]:
    ends = " – ".join(whole(end, currency) for end in part["interval"] or ()) or "–"
    return say(words[0]), say(words[1]), whole(part["mean"], currency), ends


def _chart(parts: Mapping[str, Mapping[str, Any]], *, unit: int, symbol: str, say: Words) -> Rows:
    """Draw one bar a part, to the right where ours earned more."""
    ends = [end / unit for part in parts.values() for end in (part["mean"], *(part["interval"] or ()))]
    steps = nice_steps(math.floor(min(0, *ends)), math.ceil(max(0, *ends)))

    def x(value: float) -> float:
        return round(NAME_WIDTH + (WIDTH - NAME_WIDTH - RIGHT) * (value - steps[0]) / (steps[-1] - steps[0]), 1)

    rows = []
    for place, (name, part) in enumerate(parts.items()):
        low, high = (x(end / unit) for end in part["interval"] or (part["mean"], part["mean"]))
        words = f"{symbol}{part['mean'] / unit:+,.0f}"
        rows.append(Row(say(PART_WORDS[name][0]), row_at(place), x(part["mean"] / unit), low, high, words))
    every = max(1, math.ceil(len(steps) / 5))
    return Rows(
        height=round(row_at(len(parts)) + ROW),
        zero=x(0),
        rows=tuple(rows),
        ticks=tuple(
            Tick(x(step), short_label(step, symbol), step == 0)
            for step in steps
            if (step // (steps[1] - steps[0])) % every == 0
        ),
        words="; ".join(f"{row.name} {row.words}" for row in rows),
    )
