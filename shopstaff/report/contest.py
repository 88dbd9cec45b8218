"""The report of `scenario run`: one HTML page a language that an owner reads on a phone, made of the summary alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kit.money import SYMBOLS, digits, format_minor
from kit.text import Language
from shopstaff.report.charts import HEIGHT, LEFT, RIGHT, WIDTH
from shopstaff.report.contest_charts import LEVER_NAMES, NAME_WIDTH, loss_bars, money_lines, ratio_dots
from shopstaff.report.contest_memory import changed_by_memory
from shopstaff.report.contest_money import bridges, levers, whole
from shopstaff.report.page import environment
from shopstaff.report.words import Words, mark, words_of

NAMES = {
    "crew": mark("the crew"),
    "crew-no-memory": mark("the crew without memory"),
    "engines": mark("the engines alone"),
    "desk-engines": mark("the engines at the desk"),
    "rule": mark("the fixed rule"),
    "best-rule": mark("the best fixed rule"),
    "oracle": mark("the oracle"),
}


@dataclass(frozen=True)
class Earned:
    """One policy's row: name, style of its line, and what it earned in words."""

    name: str
    style: int
    mean: str
    interval: str
    p10: str
    worst: str
    stall: str
    violations: int
    speed: str


def write_contest(path: Path, summary: dict[str, Any], *, currency: str) -> None:
    """Write the page in English, and in Chinese beside it, e.g. ``contest.html`` and ``contest.zh.html``."""
    chinese = path.with_name(f"{path.stem}.zh{path.suffix}")
    for language, place, other in (("en", path, chinese.name), ("zh", chinese, path.name)):
        text = render(summary, currency=currency, language="zh" if language == "zh" else "en", other=other)
        place.write_text(text, encoding="utf-8", newline="\n")


def render(summary: dict[str, Any], *, currency: str, language: Language, other: str = "") -> str:
    """Give the page's HTML; the same summary gives the same text, speeds apart."""
    say = words_of(language)
    policies = {say(NAMES[name]): one for name, one in summary["policies"].items()}
    ratios = {say(NAMES[name]): others for name, others in summary["ratios"].items()}
    symbol, unit = SYMBOLS.get(currency, currency + " "), 10 ** digits(currency)
    views = {
        "lang": language,
        "other": other,
        "summary": summary,
        "searches": {say(NAMES[name]): one for name, one in summary["search"].items()},
        "place": _place(summary["worlds"], say),
        "earned": _earned(policies, summary["days"], currency, say),
        "ratios": [
            {"ours": ours, "other": say(NAMES[theirs]), **found}
            for ours, others in ratios.items()
            for theirs, found in others.items()
            if found
        ],
        "lines": money_lines(policies, symbol=symbol, unit=unit, say=say),
        "dots": ratio_dots(summary["worlds"], ratios, len(summary["seeds"]), say=say),
        "dot_names": list(ratios),
        "bars": loss_bars(summary["losses"], say=say),
        "losses": [
            {**one, "name": say(LEVER_NAMES[lever]), "gain": format_minor(one["gain"], currency)}
            for lever, one in summary["losses"].items()
        ],
        "income_names": [say(NAMES[name]) for name in summary["income"]],
        "income": levers(summary["income"], currency=currency, say=say),
        "bridges": bridges(summary["bridges"], NAMES, currency=currency, symbol=symbol, say=say),
        "memory": changed_by_memory(summary, currency=currency, say=say),
        "defects": [
            {**one, "policy": say(NAMES[one["policy"]]), "more": format_minor(one["profit"] - one["oracle"], currency)}
            for one in summary["oracle_defects"]
        ],
        "axis": {"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "names": NAME_WIDTH},
    }
    return environment(language).get_template("contest.html.j2").render(views)


def _place(worlds: list[str], say: Words) -> str:
    """Name the worlds."""
    if len(worlds) <= 3:
        return ", ".join(worlds)
    return say("{count} worlds, {first} to {last}", count=len(worlds), first=worlds[0], last=worlds[-1])


def _stall(found: list[int | None], days: int, say: Words) -> str:
    """Say when the worst whole run ceased to earn."""
    stall = min((day for day in found if day is not None), default=None)
    if stall is None:
        return "–"
    if stall == 0:
        return say("never earned")
    return say("never") if stall >= days else say("day {number}", number=stall)


def _earned(policies: dict[str, Any], days: int, currency: str, say: Words) -> list[Earned]:
    money = partial(whole, currency=currency)
    rows = []
    for number, (name, one) in enumerate(policies.items()):
        earned = one["profit_spread"]
        done = min(one["days_done"])
        rows.append(
            Earned(
                name=name if done == days else f"{name} ({say('{done} of {days} days', done=done, days=days)})",
                style=number,
                mean=money(earned["mean"]),
                interval=" – ".join(money(end) for end in earned["interval"] or ()) or "–",
                p10=money(earned["p10"]),
                worst=money(earned["worst"]),
                stall=_stall(one["stall"], days, say),
                violations=one["violations"],
                speed=f"{one['days_per_s']:.1f}",
            )
        )
    return rows
