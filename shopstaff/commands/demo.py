"""`shopstaff demo`: the crew runs a shop in a market, beside a plain fixed rule."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from config.settings import Settings, load_settings
from kit.clock import Stopwatch
from kit.errors import Misconfigured
from kit.money import format_minor
from kit.text import Language, counted
from scenarios.foreign import foreign_market
from scenarios.foreign.documents import MarketFailed
from scenarios.foreign.players import DEFAULT_TIMEOUT
from scenarios.market import Market
from scenarios.runner import MakeMarket, Result
from scenarios.world import LoadedWorld, load_world
from shopstaff.report.page import write_report
from shopstaff.scenario import run_crew, run_rule
from shopstaff.summary import say_cost, summarise

MOST_DAYS = 730


def run(
    world: str,
    days: int,
    seed: int,
    json_file: Path | None,
    html_file: Path | None,
    language: str | None = None,
    market: str | None = None,
    market_timeout: float = DEFAULT_TIMEOUT,
) -> None:
    """Run both policies with a progress bar, print the table, write JSON and report.

    ``market`` plays the buyers in place of the world's own (docs/market.md).

    Raises:
        MarketFailed: A market by others could not go on; what was run until then is shown and written all the same.
        Misconfigured: Days or seed out of range, a language that the report does not have, or a file's folder does not
            exist.
    """
    _check(days, seed, (json_file, html_file), language)
    settings, loaded = load_settings(), load_world(world)
    shop, currency = settings.shop or loaded.name, loaded.spec.shop.currency
    if "language" not in settings.model_fields_set:  # plans and daily reports in the tongue of the shop's house
        settings = settings.model_copy(update={"language": "zh" if currency == "CNY" else "en"})
    around: MakeMarket = foreign_market(market, days=days, timeout=market_timeout) if market is not None else Market
    console = Console()
    crew, rule, wall_s = _both(settings, loaded, console, around, seed=seed, days=days, shop=shop)
    summary = summarise(crew, rule, model=settings.model, wall_s=wall_s)
    console.print(_table(summary, rule, currency))
    if json_file is not None:
        text = json.dumps(summary, ensure_ascii=False, indent=2, sort_keys=True)
        json_file.write_text(text + "\n", encoding="utf-8")
    report = html_file or settings.home / shop / "report.html"
    for path, spoken, other in pages(report, language, settings.language):
        write_report(
            path, summary, crew, rule, settings=settings, shop=shop, currency=currency, language=spoken, other=other
        )
        console.print(f"Report: {path}", soft_wrap=True)
    for name, result in (("the crew", crew), ("the fixed rule", rule)):
        if result.stopped:
            raise MarketFailed(f"the run of {name} ended early, after {counted(result.days, 'day')}: {result.stopped}")
    console.print('Ask on: shopstaff chat "why did prices go up yesterday?" · shopstaff approvals list')


def _both(
    settings: Settings, world: LoadedWorld, console: Console, market: MakeMarket, *, seed: int, days: int, shop: str
) -> tuple[Result, Result, float]:
    """Run the crew, then the fixed rule; gives both and the seconds that the crew's run took.

    The rule's shop stands inside the crew's folder, so that the home holds one shop.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:

        def shown(name: str) -> Callable[[int], None]:
            bar = progress.add_task(name, total=days)
            return lambda done: progress.update(bar, completed=done)

        plan: dict[str, Any] = {"seed": seed, "days": days, "shop": shop, "market": market}
        watch = Stopwatch()
        crew = run_crew(settings, world, on_day=shown("the crew"), **plan)
        wall_s = watch.seconds()
        aside = settings.model_copy(update={"home": settings.home / shop / "rule"})
        return crew, run_rule(aside, world, on_day=shown("the fixed rule"), **plan), wall_s


def _check(days: int, seed: int, files: Sequence[Path | None], language: str | None) -> None:
    """Refuse what cannot be meant."""
    if not 1 <= days <= MOST_DAYS:
        raise Misconfigured(f"--days {days} is not possible; give 1 to {MOST_DAYS}")
    if seed < 0:
        raise Misconfigured(f"--seed {seed} is not possible; give 0 or more")
    for file in files:
        if file is not None and not file.absolute().parent.is_dir():
            raise Misconfigured(f"the folder of {file} does not exist; make it first")
    if language not in (None, "zh", "en", "both"):
        raise Misconfigured(f"--language {language} is not possible; give zh, en or both")


def pages(report: Path, language: str | None, own: Language) -> list[tuple[Path, Language, str]]:
    """Give the files to write: path, language, and the name of the page in the other language beside it.

    The file that was asked for is in the owner's language unless one is named; with ``both`` the other language
    stands beside it, ``report.en.html``.
    """
    if language != "both":
        return [(report, "zh" if (language or own) == "zh" else "en", "")]
    foreign: Language = "en" if own == "zh" else "zh"
    beside = report.with_name(f"{report.stem}.{foreign}{report.suffix or '.html'}")
    return [(report, own, beside.name), (beside, foreign, report.name)]


def _table(summary: dict[str, Any], rule: Result, currency: str) -> Table:
    days = counted(summary["days"], "day")
    table = Table(
        "",
        "the crew",
        "fixed rule",
        title=f"{summary['world']}, {days}, seed {summary['seed']}, model {summary['model']}",
    )
    crew, fixed = summary["kpi"], rule.kpi.model_dump()
    for name, label in (("gmv", "GMV"), ("contribution", "contribution")):
        table.add_row(label, format_minor(crew[name], currency), format_minor(fixed[name], currency))
    for name in ("orders", "visitors"):
        table.add_row(name, f"{crew[name]:,}", f"{fixed[name]:,}")
    for name in ("purchase_rate", "repurchase_rate", "refund_rate", "on_time_rate"):
        table.add_row(name.replace("_", " "), _percent(crew[name]), _percent(fixed[name]))
    table.add_row("first reply, s", _plain(crew["first_reply_s"]), _plain(fixed["first_reply_s"]))
    effects, tasks = summary["effects"], summary["tasks"]
    table.add_row("effects allowed · held · denied", f"{effects['allow']} · {effects['hold']} · {effects['deny']}", "")
    table.add_row("tasks a day", str(tasks["per_day"]), "")
    models = summary["models"]
    if models["calls"]:
        table.add_row("model calls a buyer's message", _number(models["calls_per_buyer_message"]), "")
        table.add_row("other model calls a day", _number(models["other_calls_per_day"]), "")
        table.add_row("model cost a day", say_cost(models["cost_micro_per_day"], models), "")
    table.add_row("violations", str(summary["violations"]), str(summary["rule_violations"]))
    audit = summary["audit"]
    table.add_row("ledger", f"{'verified' if audit['verified'] else 'BROKEN'}, {audit['entries']} entries", "")
    table.add_row("shop-days a second", str(summary["shop_days_per_s"]), "")
    return table


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.2f}"


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"
