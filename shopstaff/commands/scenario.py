"""`shopstaff scenario`: policies measured beside each other, over worlds and seeds."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from config.settings import Settings, load_settings
from kit.errors import BadInput, Misconfigured
from kit.text import counted
from scenarios.foreign.documents import MarketFailed
from scenarios.foreign.players import DEFAULT_TIMEOUT
from scenarios.halving import best_of_each
from scenarios.levers import LEVERS
from scenarios.oracle.board import OracleKnobs
from scenarios.oracle.search import ORACLES, RULES, SEARCH
from scenarios.overrides import read_override, with_overrides
from scenarios.rule_grid import BUILT_SEARCH, GRID
from scenarios.rules import PLAIN, RuleTerms
from scenarios.world import load_world, worlds
from scenarios.worlds.sixteen.draw import FAMILIES
from shopstaff.batch import Run, run_all, world_named
from shopstaff.commands.plain import print_json
from shopstaff.commands.ranges import read_seeds, read_worlds
from shopstaff.commands.scenario_told import tell
from shopstaff.contest import Asked, summarise
from shopstaff.report.contest import write_contest

MOST_DAYS = 730
CREWS, DESK, NUMBERS = ("crew", "crew-no-memory"), "desk-engines", ("engines", "oracle")
BUILT = (*CREWS, DESK)
POLICIES = {
    "crew": "the four employees",
    "crew-no-memory": "the four employees, who write their memory and never read it",
    "engines": "the decision engines alone: beside the crew at the desk of the same built shop, else in one of arrays",
    DESK: "the decision engines alone at the desk of a built shop, and all others with them",
    "rule": "the plain fixed rule",
    "best-rule": f"the best of {len(GRID)} fixed rules, chosen on seeds {BUILT_SEARCH.seeds[0]} to "
    f"{BUILT_SEARCH.seeds[-1]}; beside engines or oracle of {len(RULES)}, on seeds {SEARCH.seeds[0]} to "
    f"{SEARCH.seeds[-1]}",
    "oracle": "one that knows the laws of the market and not its luck, where the others play",
}

FAMILY_USES = {"tune": ("to tune on", "用于调参"), "test": ("to measure on", "用于测量")}


def show(as_json: bool) -> None:
    """List the worlds, families of drawn ones as one each, and the policies."""
    rows = []
    for name, world in worlds().items():
        loaded = load_world(name)
        spec = loaded.spec.shop
        rows.append(
            {
                "name": name,
                "summary": world.summary,
                "summary_zh": world.summary_zh,
                "shop": spec.name,
                "currency": spec.currency,
                "start": spec.start.isoformat(),
                "articles": len(loaded.articles),
                "buyers": len(loaded.buyers),
                "numbers": None,
            }
        )
    rows += [_family(family) for family in FAMILIES]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(f"{row['name']}: {row['summary']}")
        print(f"  {row['summary_zh']}")
        if row["numbers"]:
            print(f"  {row['articles']} articles, {row['currency']}, any N from {row['numbers']}")
        else:
            print(f"  {row['articles']} articles, {row['buyers']} buyers, {row['currency']}, from {row['start']}")
    print("Policies: " + "; ".join(f"{name}, {what}" for name, what in POLICIES.items()))


def _family(family: str) -> dict[str, Any]:
    """Describe worlds that are drawn from their number, of which there are too many to list."""
    drawn = load_world(f"sixteen-{family}-01")
    use, use_zh = FAMILY_USES[family]
    return {
        "name": f"sixteen-{family}-N",
        "summary": f"drawn shop of fridge magnets, another for each number N (sixteen-{family}-01, -02, …), {use}",
        "summary_zh": f"抽取的冰箱贴店,每个编号 N 一家(sixteen-{family}-01、-02……),{use_zh}",
        "shop": drawn.spec.shop.name,
        "currency": drawn.spec.shop.currency,
        "start": None,
        "articles": len(drawn.articles),
        "buyers": None,
        "numbers": "0 to 9999",
    }


def run(
    world: str,
    policy: str,
    days: int,
    seeds: str,
    jobs: int,
    json_file: Path | None,
    report: Path | None = None,
    market: str | None = None,
    market_timeout: float = DEFAULT_TIMEOUT,
    overrides: Sequence[str] = (),
) -> None:
    """Run every policy on every world and seed, print what each earned with intervals and ratios, write the report.

    Raises:
        BadInput: A policy, the seeds, the days or a world are not there, or a parameter does not fit.
        MarketFailed: A market by others could not go on; what was run until then is printed and written all the same.
    """
    names, numbers, places = _policies(policy), read_seeds(seeds), read_worlds(world)
    if market is not None and "oracle" in names:
        raise BadInput(
            "the oracle knows the laws of the world's own market and not those of --market: leave one of them"
        )
    changes = tuple(read_override(one) for one in overrides)
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(f"--days {days} is not possible; give 1 to {MOST_DAYS}")
    if not 1 <= jobs <= 64:
        raise BadInput(f"--jobs {jobs} is not possible; give 1 to 64")
    for file in (json_file, report):
        if file is not None and not file.absolute().parent.is_dir():
            raise Misconfigured(f"the folder of {file} does not exist; make it first")
    loaded = [with_overrides(world_named(one), changes) for one in places]
    around = {"market": market, "market_timeout": market_timeout, "overrides": changes}
    batch = _Batch(load_settings(), Console(), places, numbers, days, jobs, names, around)
    asked, outcomes, replaced = batch.measure()
    stopped = [
        {"policy": name, "days": len(row["daily"]), "why": row["stopped"]}
        for name, rows in outcomes.items()
        for row in rows
        if row.get("stopped")
    ]
    summary = summarise(asked, outcomes, replaced) | {"market": market, "stopped": stopped}
    summary |= {"set": dict(changes)}
    if json_file is not None:
        text = json.dumps(summary, ensure_ascii=False, indent=2, sort_keys=True)
        json_file.write_text(text + "\n", encoding="utf-8")
    currency = loaded[0].spec.shop.currency
    place = report or batch.settings.home / "contest.html"
    write_contest(place, summary, currency=currency)
    tell(batch.console, summary, currency)
    batch.console.print(f"Report: {place}", soft_wrap=True)
    if stopped:
        first = stopped[0]
        raise MarketFailed(
            f"{counted(len(stopped), 'run')} ended early; {first['policy']} after {counted(first['days'], 'day')}: "
            f"{first['why']}"
        )


class _Batch:
    """One call of the command: what is to be run, and how."""

    def __init__(
        self,
        settings: Settings,
        console: Console,
        worlds: Sequence[str],
        seeds: Sequence[int],
        days: int,
        jobs: int,
        names: Sequence[str],
        around: dict[str, Any],
    ) -> None:
        self.settings, self.console = settings, console
        self._worlds, self._seeds, self._days, self._jobs, self._names = worlds, seeds, days, jobs, names
        self._around = around
        # searches of many runs go through shops of arrays where there are policies in numbers
        self._search_arrays = any(name in NUMBERS for name in names) and around["market"] is None
        # all play in one place: a shop of arrays where nobody needs a desk, else the same built shop with the same luck
        self._arrays = self._search_arrays and not any(name in BUILT for name in names)

    def measure(self) -> tuple[Asked, dict[str, list[dict[str, Any]]], dict[str, list[dict[str, Any]]]]:
        """Run all; gives what was asked, rows by policy, and rows of the engines by the lever that was replaced."""
        rules = self._best_rules() if "best-rule" in self._names else {}
        knobs = self._best_oracles() if "oracle" in self._names else {}
        asked = Asked(
            worlds=tuple(self._worlds),
            seeds=tuple(self._seeds),
            days=self._days,
            model=self.settings.model,
            in_arrays=self._arrays,
            searched_in_arrays=self._search_arrays,
            rules=rules,
            knobs=knobs,
        )
        blocks: dict[str, list[Run]] = {
            name: [self._run_of(name, *cell, rules, knobs) for cell in asked.cells] for name in self._names
        }
        levers = self._levers()
        for lever in levers:
            blocks[f"engines+{lever}"] = [
                self._run("engines", *cell, knobs=knobs[cell[0]], levers=(lever,)) for cell in asked.cells
            ]
        rows = self._with_bar("runs", [one for block in blocks.values() for one in block])
        cut = len(asked.cells)
        found = {name: rows[place * cut : (place + 1) * cut] for place, name in enumerate(blocks)}
        return asked, {name: found[name] for name in self._names}, {one: found[f"engines+{one}"] for one in levers}

    def _levers(self) -> tuple[str, ...]:
        """Give the levers of the engines that are replaced by the oracle's; at the desk a rule serves all refunds."""
        if not {"engines", "oracle"} <= set(self._names):
            return ()
        return LEVERS if self._arrays else tuple(one for one in LEVERS if one != "refunds")

    def _run_of(
        self, name: str, world: str, seed: int, rules: dict[str, RuleTerms], knobs: dict[str, OracleKnobs]
    ) -> Run:
        if name in CREWS:
            return replace(self._run("crew", world, seed), has_memory=name != "crew-no-memory")
        if name == "best-rule":
            return self._run("rule", world, seed, terms=rules[world])
        return self._run("engines" if name == DESK else name, world, seed, knobs=knobs.get(world, OracleKnobs()))

    def _run(
        self,
        policy: str,
        world: str,
        seed: int,
        *,
        terms: RuleTerms = PLAIN,
        knobs: OracleKnobs | None = None,
        levers: tuple[str, ...] = (),
    ) -> Run:
        used = knobs if knobs is not None and (policy == "oracle" or levers) else OracleKnobs()
        there = self._arrays
        return Run(world, policy, seed, self._days, terms=terms, in_arrays=there, knobs=used, from_oracle=levers)

    def _best_rules(self) -> dict[str, RuleTerms]:
        """Find the best rule of every world: beside engines or oracle in shops of arrays, as the oracle is."""

        def earned(tried: Sequence[tuple[str, RuleTerms, int]]) -> list[int]:
            runs = [
                Run(world, "rule", seed, self._days, terms=terms, in_arrays=self._search_arrays)
                for world, terms, seed in tried
            ]
            return [row["profit"] for row in self._with_bar("fixed rules", runs)]

        grid, search = (RULES, SEARCH) if self._search_arrays else (GRID, BUILT_SEARCH)
        return best_of_each(self._worlds, grid, earned, search)

    def _best_oracles(self) -> dict[str, OracleKnobs]:
        """Find the oracle's weights for every world, in shops of arrays: a search in built ones would take hours."""

        def earned(tried: Sequence[tuple[str, OracleKnobs, int]]) -> list[int]:
            runs = [Run(world, "oracle", seed, self._days, in_arrays=True, knobs=knobs) for world, knobs, seed in tried]
            return [row["profit"] for row in self._with_bar("oracles", runs)]

        return best_of_each(self._worlds, ORACLES, earned, SEARCH)

    def _with_bar(self, title: str, runs: Sequence[Run]) -> list[dict[str, Any]]:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        kept = 0
        try:
            with Progress(*columns, console=self.console, transient=not self.console.is_terminal) as progress:
                bar = progress.add_task(title, total=len(runs))

                def on_done(done: int) -> None:
                    nonlocal kept
                    kept = done
                    progress.update(bar, completed=done)

                asked = [replace(one, **self._around) for one in runs]
                return run_all(asked, self.settings, jobs=self._jobs, on_done=on_done)
        except KeyboardInterrupt:
            print(self._said_stopped(title, kept, len(set(runs))), file=sys.stderr)
            raise

    def _said_stopped(self, title: str, kept: int, of: int) -> str:
        if self._around["market"] is not None:
            return "stopped; runs with --market are not taken up again: the same command runs all of them anew"
        return (
            f"stopped; {kept} of {of} {title} are kept in {self.settings.home / 'scenarios'}: give the same command "
            "again, and only the others run"
        )


def _policies(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in POLICIES:
            raise BadInput(f"there is no policy {name!r} here; known: {', '.join(POLICIES)}")
    if not names or len(set(names)) != len(names):
        raise BadInput("name each policy once, e.g. --policy crew,rule")
    return names
