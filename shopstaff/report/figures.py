"""The figures at the top: tiles of the crew beside the fixed rule, the two charts, and the numbers of each day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kit.money import SYMBOLS, digits
from scenarios.kpi import DayKpi
from scenarios.runner import Result
from shopstaff.report.charts import Chart, draw
from shopstaff.report.data import Names
from shopstaff.report.wording import duration, percent
from shopstaff.report.words import Words, mark
from shopstaff.summary import say_cost

CREW, RULE = mark("the crew"), mark("the fixed rule")
SAME = mark("same as the rule")


@dataclass(frozen=True)
class Tile:
    """One measure of both runs; ``against`` says in words how the crew stands to the rule."""

    name: str
    crew: str
    rule: str
    against: str


@dataclass(frozen=True)
class DayRow:
    """One day in numbers: each measure of the crew and of the rule."""

    day: str
    cells: tuple[tuple[str, str], ...]


DAY_HEADS = (mark("GMV"), mark("Contribution"), mark("Orders"), mark("Visitors"), mark("Ad spend"))


def tiles_of(crew: Result, rule: Result, names: Names) -> list[Tile]:
    """Give the measures in the order of their weight for an owner; what models cost only where one was asked."""
    money: Callable[[int], str] = names.money
    ours, theirs, say = crew.kpi, rule.kpi, names.say
    return [
        _amount(say("GMV"), (ours.gmv, theirs.gmv), money, say),
        _amount(say("Contribution"), (ours.contribution, theirs.contribution), money, say),
        _amount(say("Orders"), (ours.orders, theirs.orders), "{:,}".format, say),
        _rate(say("Purchase rate"), ours.purchase_rate, theirs.purchase_rate, say),
        _rate(say("Repurchase rate"), ours.repurchase_rate, theirs.repurchase_rate, say),
        _rate(say("Refund rate"), ours.refund_rate, theirs.refund_rate, say),
        _rate(say("Shipped on time"), ours.on_time_rate, theirs.on_time_rate, say),
        _reply(ours.first_reply_s, theirs.first_reply_s, say),
        *_models(crew.figures.get("models", {}), say),
    ]


def charts_of(crew: Result, rule: Result, names: Names) -> list[Chart]:
    """Draw GMV and contribution a day, in whole major units."""
    scale = 10 ** digits(names.currency)
    symbol = SYMBOLS.get(names.currency, f"{names.currency} ")
    days = [day.day for day in crew.daily]

    def chart(name: str, title: str) -> Chart:
        lines = {
            names.say(label): [round(getattr(day, name) / scale) for day in daily]
            for label, daily in ((CREW, crew.daily), (RULE, rule.daily))
        }
        return draw(name, title, days, lines, symbol=symbol, say=names.say)

    return [chart("gmv", names.say("GMV a day")), chart("contribution", names.say("Contribution a day"))]


def day_rows(crew: Sequence[DayKpi], rule: Sequence[DayKpi], names: Names) -> list[DayRow]:
    """Give the numbers behind the charts."""
    rows = []
    for ours, theirs in zip(crew, rule, strict=True):
        pairs = tuple(zip(_cells(ours, names), _cells(theirs, names), strict=True))
        rows.append(DayRow(f"{ours.day} {names.say.weekday(ours.day)}", pairs))
    return rows


def _cells(day: DayKpi, names: Names) -> tuple[str, ...]:
    money = names.money
    return money(day.gmv), money(day.contribution), f"{day.orders:,}", f"{day.visitors:,}", money(day.ad_spend)


def _models(counted: dict[str, Any], say: Words) -> list[Tile]:
    if not counted.get("calls"):
        return []
    tokens = counted["input_tokens"] + counted["output_tokens"]
    against = say("{calls:,} calls, {tokens:,} tokens", calls=counted["calls"], tokens=tokens)
    return [Tile(say("Model cost"), say_cost(counted["cost_micro"], counted), "–", against)]


def _amount(name: str, values: tuple[int, int], write: Callable[[int], str], say: Words) -> Tile:
    ours, theirs = values
    against = ""
    if ours == theirs:
        against = say(SAME)
    elif theirs > 0:
        share = f"{abs(ours / theirs - 1) * 100:.1f}"
        against = say("▲ {share} % above the rule", share=share)
        if ours < theirs:
            against = say("▼ {share} % below the rule", share=share)
    return Tile(name, write(ours), write(theirs), against)


def _rate(name: str, ours: float | None, theirs: float | None, say: Words) -> Tile:
    against = ""
    if ours is not None and theirs is not None:
        points = round((ours - theirs) * 100, 2)
        against = say(SAME)
        if points > 0:
            against = say("▲ {points:.2f} points above the rule", points=points)
        if points < 0:
            against = say("▼ {points:.2f} points below the rule", points=-points)
    return Tile(name, percent(ours), percent(theirs), against)


def _reply(ours: float | None, theirs: float | None, say: Words) -> Tile:
    against = ""
    if ours is not None and theirs is not None and ours != theirs:
        time = duration(abs(ours - theirs), say)
        against = say("▲ {time} slower", time=time) if ours > theirs else say("▼ {time} faster", time=time)
    return Tile(say("First reply"), duration(ours, say), duration(theirs, say), against)
