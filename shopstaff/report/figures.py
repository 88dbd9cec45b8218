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
from shopstaff.summary import say_cost

CREW, RULE = "the crew", "the fixed rule"
SAME = "same as the rule"


@dataclass(frozen=True)
class Tile:
    """One measure of both runs; ``against`` says in words how the crew stands to the rule."""

    name: str
    name_zh: str
    crew: str
    rule: str
    against: str


@dataclass(frozen=True)
class DayRow:
    """One day in numbers: each measure of the crew and of the rule."""

    day: str
    cells: tuple[tuple[str, str], ...]


DAY_HEADS = ("GMV", "Contribution", "Orders", "Visitors", "Ad spend")


def tiles_of(crew: Result, rule: Result, names: Names) -> list[Tile]:
    """Give the measures in the order of their weight for an owner; what models cost only where one was asked."""
    money: Callable[[int], str] = names.money
    return [
        _amount("GMV", "成交额", (crew.kpi.gmv, rule.kpi.gmv), money),
        _amount("Contribution", "毛利贡献", (crew.kpi.contribution, rule.kpi.contribution), money),
        _amount("Orders", "订单数", (crew.kpi.orders, rule.kpi.orders), "{:,}".format),
        _rate("Purchase rate", "进店购买率", crew.kpi.purchase_rate, rule.kpi.purchase_rate),
        _rate("Repurchase rate", "复购率", crew.kpi.repurchase_rate, rule.kpi.repurchase_rate),
        _rate("Refund rate", "退款率", crew.kpi.refund_rate, rule.kpi.refund_rate),
        _rate("Shipped on time", "准时发货率", crew.kpi.on_time_rate, rule.kpi.on_time_rate),
        _reply(crew.kpi.first_reply_s, rule.kpi.first_reply_s),
        *_models(crew.figures.get("models", {})),
    ]


def charts_of(crew: Result, rule: Result, names: Names) -> list[Chart]:
    """Draw GMV and contribution a day, in whole major units."""
    scale = 10 ** digits(names.currency)
    symbol = SYMBOLS.get(names.currency, f"{names.currency} ")
    days = [day.day for day in crew.daily]

    def chart(name: str, title: str) -> Chart:
        lines = {
            label: [round(getattr(day, name) / scale) for day in daily]
            for label, daily in ((CREW, crew.daily), (RULE, rule.daily))
        }
        return draw(name, title, days, lines, symbol=symbol)

    return [chart("gmv", "GMV a day 日成交额"), chart("contribution", "Contribution a day 日毛利贡献")]


def day_rows(crew: Sequence[DayKpi], rule: Sequence[DayKpi], names: Names) -> list[DayRow]:
    """Give the numbers behind the charts."""
    rows = []
    for ours, theirs in zip(crew, rule, strict=True):
        pairs = tuple(zip(_cells(ours, names), _cells(theirs, names), strict=True))
        rows.append(DayRow(f"{ours.day} {ours.day:%a}", pairs))
    return rows


def _cells(day: DayKpi, names: Names) -> tuple[str, ...]:
    money = names.money
    return money(day.gmv), money(day.contribution), f"{day.orders:,}", f"{day.visitors:,}", money(day.ad_spend)


def _models(counted: dict[str, Any]) -> list[Tile]:
    if not counted.get("calls"):
        return []
    against = f"{counted['calls']:,} calls, {counted['input_tokens'] + counted['output_tokens']:,} tokens"
    return [Tile("Model cost", "模型费用", say_cost(counted["cost_micro"], counted), "–", against)]


def _amount(name: str, name_zh: str, values: tuple[int, int], write: Callable[[int], str]) -> Tile:
    ours, theirs = values
    against = ""
    if ours == theirs:
        against = SAME
    elif theirs > 0:
        against = f"{_arrow(ours - theirs)} {abs(ours / theirs - 1) * 100:.1f} % {_side(ours - theirs)} the rule"
    return Tile(name, name_zh, write(ours), write(theirs), against)


def _rate(name: str, name_zh: str, ours: float | None, theirs: float | None) -> Tile:
    against = ""
    if ours is not None and theirs is not None:
        points = round((ours - theirs) * 100, 2)
        against = f"{_arrow(points)} {abs(points):.2f} points {_side(points)} the rule" if points else SAME
    return Tile(name, name_zh, percent(ours), percent(theirs), against)


def _reply(ours: float | None, theirs: float | None) -> Tile:
    against = ""
    if ours is not None and theirs is not None and ours != theirs:
        against = f"{_arrow(ours - theirs)} {duration(abs(ours - theirs))} {'slower' if ours > theirs else 'faster'}"
    return Tile("First reply", "首次响应", duration(ours), duration(theirs), against)


def _arrow(difference: float) -> str:
    return "▲" if difference > 0 else "▼"


def _side(difference: float) -> str:
    return "above" if difference > 0 else "below"
