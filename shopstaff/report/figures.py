"""The figures at the top: tiles of the crew beside the fixed rule, the two charts, and the numbers of each day.

Every figure leads to a line that says what it is made of; amounts are the days' of the table added up.
"""

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
    """One measure of both runs.

    Attributes:
        key: Its place in the page is ``kpi-`` and this.
        against: In words, how the crew stands to the rule.
        of_crew, of_rule: What the two are made of, in words; empty where they are the days of the table added up.
    """

    key: str
    name: str
    crew: str
    rule: str
    against: str
    of_crew: str = ""
    of_rule: str = ""

    @property
    def anchor(self) -> str:
        """Name the place of the line that says what it is made of."""
        return f"kpi-{self.key}"


@dataclass(frozen=True)
class DayRow:
    """One day in numbers: each measure of the crew and of the rule."""

    day: str
    cells: tuple[tuple[str, str], ...]


DAY_HEADS = (
    mark("GMV"),
    mark("Contribution"),
    mark("Orders"),
    mark("Buyers"),
    mark("Visitors"),
    mark("Ad spend"),
)


def tiles_of(crew: Result, rule: Result, names: Names) -> list[Tile]:
    """Give the measures in the order of their weight for an owner; what models cost only where one was asked."""
    money: Callable[[int], str] = names.money
    ours, theirs, say = crew.kpi, rule.kpi, names.say
    parts = (_parts(crew, say), _parts(rule, say))
    return [
        _amount("gmv", say("GMV"), (ours.gmv, theirs.gmv), money, say),
        _amount("contribution", say("Contribution"), (ours.contribution, theirs.contribution), money, say),
        _amount("orders", say("Orders"), (ours.orders, theirs.orders), "{:,}".format, say),
        _rate("purchase", say("Purchase rate"), (ours.purchase_rate, theirs.purchase_rate), parts, say),
        _rate("repurchase", say("Repurchase rate"), (ours.repurchase_rate, theirs.repurchase_rate), parts, say),
        _rate("refund", say("Refund rate"), (ours.refund_rate, theirs.refund_rate), parts, say),
        _rate("on_time", say("Shipped on time"), (ours.on_time_rate, theirs.on_time_rate), parts, say),
        _reply((ours.first_reply_s, theirs.first_reply_s), parts, say),
        *_models(crew.figures.get("models", {}), say),
    ]


def _parts(run: Result, say: Words) -> dict[str, str]:
    """Say what each rate of a run is a share of."""
    counts, kpi = run.kpi.counts, run.kpi
    buyers = sum(day.buyers for day in run.daily)
    return {
        "purchase": say("{part:,} buyers of the days, {whole:,} visitors", part=buyers, whole=kpi.visitors),
        "repurchase": say(
            "{part:,} came again of {whole:,} new buyers", part=counts["came_again"], whole=counts["new_buyers"]
        ),
        "refund": say("{part:,} with a refund of {whole:,} orders", part=counts["refunded"], whole=kpi.orders),
        "on_time": say("{part:,} on time of {whole:,} orders due", part=counts["on_time"], whole=counts["due"]),
        "first_reply": say("median of {count:,} first replies", count=counts["answered"]),
    }


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
    """Give the numbers behind the charts, and below them their sums."""
    rows = []
    for ours, theirs in zip(crew, rule, strict=True):
        pairs = tuple(zip(_cells(_values(ours), names), _cells(_values(theirs), names), strict=True))
        rows.append(DayRow(f"{ours.day} {names.say.weekday(ours.day)}", pairs))
    sums = [[sum(column) for column in zip(*map(_values, days), strict=True)] for days in (crew, rule) if days]
    if sums:
        pairs = tuple(zip(*(_cells(one, names) for one in sums), strict=True))
        rows.append(DayRow(names.say("All days"), pairs))
    return rows


def _values(day: DayKpi) -> tuple[int, ...]:
    return day.gmv, day.contribution, day.orders, day.buyers, day.visitors, day.ad_spend


def _cells(values: Sequence[int], names: Names) -> tuple[str, ...]:
    gmv, contribution, orders, buyers, visitors, spend = values
    money = names.money
    return money(gmv), money(contribution), f"{orders:,}", f"{buyers:,}", f"{visitors:,}", money(spend)


def _models(counted: dict[str, Any], say: Words) -> list[Tile]:
    if not counted.get("calls"):
        return []
    tokens = counted["input_tokens"] + counted["output_tokens"]
    against = say("{calls:,} calls, {tokens:,} tokens", calls=counted["calls"], tokens=tokens)
    cost = say_cost(counted["cost_micro"], counted)
    made_of = say(
        "{read:,} tokens read and {written:,} written", read=counted["input_tokens"], written=counted["output_tokens"]
    )
    return [Tile("models", say("Model cost"), cost, "–", against, made_of, "–")]


def _amount(key: str, name: str, values: tuple[int, int], write: Callable[[int], str], say: Words) -> Tile:
    ours, theirs = values
    against = ""
    if ours == theirs:
        against = say(SAME)
    elif theirs > 0:
        share = f"{abs(ours / theirs - 1) * 100:.1f}"
        against = say("▲ {share} % above the rule", share=share)
        if ours < theirs:
            against = say("▼ {share} % below the rule", share=share)
    return Tile(key, name, write(ours), write(theirs), against)


Parts = tuple[dict[str, str], dict[str, str]]


def _rate(key: str, name: str, values: tuple[float | None, float | None], parts: Parts, say: Words) -> Tile:
    ours, theirs = values
    against = ""
    if ours is not None and theirs is not None:
        points = round((ours - theirs) * 100, 2)
        against = say(SAME)
        if points > 0:
            against = say("▲ {points:.2f} points above the rule", points=points)
        if points < 0:
            against = say("▼ {points:.2f} points below the rule", points=-points)
    return Tile(key, name, percent(ours), percent(theirs), against, *(one[key] for one in parts))


def _reply(values: tuple[float | None, float | None], parts: Parts, say: Words) -> Tile:
    ours, theirs = values
    against = ""
    if ours is not None and theirs is not None and ours != theirs:
        time = duration(abs(ours - theirs), say)
        against = say("▲ {time} slower", time=time) if ours > theirs else say("▼ {time} faster", time=time)
    made_of = [one["first_reply"] for one in parts]
    return Tile("first_reply", say("First reply"), duration(ours, say), duration(theirs, say), against, *made_of)
