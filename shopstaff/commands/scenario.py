"""`shopstaff scenario`: policies measured beside each other, over seeds of one world."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from config.settings import Settings, load_settings
from kit.errors import BadInput, Misconfigured
from kit.money import digits, format_minor
from scenarios.ratios import ratio, spread
from scenarios.rule_grid import GRID, SEARCH_SEEDS, best_rule
from scenarios.rules import RuleTerms
from scenarios.world import load_world, worlds
from shopstaff.batch import Run, run_all
from shopstaff.commands.plain import print_json

MOST_DAYS, MOST_SEEDS = 730, 200
POLICIES = {
    "crew": "the four employees",
    "crew-no-memory": "the four employees, who write their memory and never read it",
    "rule": "the plain fixed rule",
    "best-rule": f"the best of {len(GRID)} fixed rules, chosen on seeds {SEARCH_SEEDS[0]} to {SEARCH_SEEDS[-1]}",
}


def show(as_json: bool) -> None:
    """List the worlds."""
    rows = []
    for name, world in worlds().items():
        spec = load_world(name).spec.shop
        rows.append(
            {
                "name": name,
                "summary": world.summary,
                "summary_zh": world.summary_zh,
                "shop": spec.name,
                "currency": spec.currency,
                "start": spec.start.isoformat(),
                "articles": len(load_world(name).articles),
                "buyers": len(load_world(name).buyers),
            }
        )
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(f"{row['name']}: {row['summary']}")
        print(f"  {row['summary_zh']}")
        print(f"  {row['articles']} articles, {row['buyers']} buyers, {row['currency']}, from {row['start']}")
    print("Policies: " + "; ".join(f"{name}, {what}" for name, what in POLICIES.items()))


def run(world: str, policy: str, days: int, seeds: str, jobs: int, json_file: Path | None) -> None:
    """Run every policy on every seed and print what each earned, with intervals and ratios.

    Raises:
        BadInput: A policy, the seeds, the days or the world are not there.
    """
    names, numbers = _policies(policy), read_seeds(seeds)
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(f"--days {days} is not possible; give 1 to {MOST_DAYS}")
    if not 1 <= jobs <= 64:
        raise BadInput(f"--jobs {jobs} is not possible; give 1 to 64")
    if json_file is not None and not json_file.absolute().parent.is_dir():
        raise Misconfigured(f"the folder of {json_file} does not exist; make it first")
    settings, loaded = load_settings(), load_world(world)
    console = Console()
    terms = _best(world, days, settings, jobs, console) if "best-rule" in names else None
    runs = [_run_of(name, world, seed, days, terms) for name in names for seed in numbers]
    outcomes = _with_bar("runs", runs, settings, jobs, console)
    by_policy = {name: outcomes[place * len(numbers) : (place + 1) * len(numbers)] for place, name in enumerate(names)}
    summary = summarise(loaded.name, days, numbers, by_policy, terms, model=settings.model)
    if json_file is not None:
        text = json.dumps(summary, ensure_ascii=False, indent=2, sort_keys=True)
        json_file.write_text(text + "\n", encoding="utf-8")
    _print(console, summary, loaded.spec.shop.currency)


def summarise(
    world: str,
    days: int,
    seeds: Sequence[int],
    outcomes: dict[str, list[dict[str, Any]]],
    terms: RuleTerms | None,
    *,
    model: str,
) -> dict[str, Any]:
    """Give the result of a batch (docs/json.md): ``outcomes`` are by policy, in the order of the seeds."""
    policies = {}
    for name, rows in outcomes.items():
        earned = [row["contribution"] for row in rows]
        policies[name] = {
            "contribution": earned,
            **spread(earned),
            "violations": sum(len(row["violations"]) for row in rows),
            "verified": all(row["verified"] for row in rows),
            "days_per_s": round(days * len(rows) / sum(row["wall_s"] for row in rows), 3),
            "effects": {kind: sum(row["effects"][kind] for row in rows) for kind in ("allow", "hold", "deny", "done")},
        }
    if terms is not None:
        policies["best-rule"]["rule"] = {
            "mark_up": str(terms.mark_up),
            "cover_days": terms.cover_days,
            "bid": str(terms.bid),
        }
    earned_by = {name: one["contribution"] for name, one in policies.items()}
    ours = earned_by.get("crew")

    def against(other: str) -> dict[str, Any] | None:
        return ratio(ours, earned_by[other]) if ours and other in earned_by and other != "crew" else None

    return {
        "world": world,
        "days": days,
        "seeds": list(seeds),
        "model": model,
        "policies": policies,
        "ratio_to_rule": against("rule"),
        "ratio_to_best_rule": against("best-rule"),
        "ratio_to_no_memory": against("crew-no-memory"),
        "ratio_to_oracle": against("oracle"),
        "memory": _memory(outcomes),
    }


def _memory(outcomes: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, int]] | None:
    """Count by kind what was done with memory alone and without it alone, over all seeds; None if not both were run."""
    if not {"crew", "crew-no-memory"} <= outcomes.keys():
        return None
    found: dict[str, dict[str, int]] = {}
    for ours, theirs in zip(outcomes["crew"], outcomes["crew-no-memory"], strict=True):
        for kind in sorted(ours["done"].keys() | theirs["done"].keys()):
            mine, other = Counter(ours["done"].get(kind, ())), Counter(theirs["done"].get(kind, ()))
            counted = found.setdefault(kind, {"only_with": 0, "only_without": 0})
            counted["only_with"] += (mine - other).total()
            counted["only_without"] += (other - mine).total()
    return {kind: counted for kind, counted in found.items() if any(counted.values())}


def read_seeds(text: str) -> list[int]:
    """Read ``"1-5"``, ``"3"`` or ``"1,4,7-9"``.

    Raises:
        BadInput: It is something else, or too many.
    """
    found: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,9})(?:\s*-\s*(\d{1,9}))?\s*", part)
        if match is None:
            raise BadInput(f"--seeds {text!r} cannot be read; write 1-5, 3 or 1,4,7-9")
        low, high = int(match[1]), int(match[2] or match[1])
        if high < low or high - low >= MOST_SEEDS:
            raise BadInput(
                f"--seeds {part.strip()} is no range of 1 to {MOST_SEEDS} seeds; write the smaller one first"
            )
        found += range(low, high + 1)
    if len(set(found)) != len(found) or len(found) > MOST_SEEDS:
        raise BadInput(f"--seeds {text!r} names a seed twice or more than {MOST_SEEDS}; name each once")
    return found


def _policies(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in POLICIES:
            raise BadInput(f"there is no policy {name!r} here; known: {', '.join(POLICIES)}")
    if not names or len(set(names)) != len(names):
        raise BadInput("name each policy once, e.g. --policy crew,rule")
    return names


def _run_of(policy: str, world: str, seed: int, days: int, terms: RuleTerms | None) -> Run:
    plain = Run(world=world, policy="rule", seed=seed, days=days)
    if policy == "best-rule":
        assert terms is not None
        return replace(plain, terms=terms)
    return plain if policy == "rule" else replace(plain, policy="crew", has_memory=policy == "crew")


def _best(world: str, days: int, settings: Settings, jobs: int, console: Console) -> RuleTerms:
    def earned(tried: Sequence[tuple[RuleTerms, int]]) -> list[int]:
        runs = [Run(world=world, policy="rule", seed=seed, days=days, terms=terms) for terms, seed in tried]
        return [row["contribution"] for row in _with_bar("fixed rules", runs, settings, jobs, console)]

    return best_rule(earned)


def _with_bar(title: str, runs: Sequence[Run], settings: Settings, jobs: int, console: Console) -> list[dict[str, Any]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        bar = progress.add_task(title, total=len(runs))
        return run_all(runs, settings, jobs=jobs, on_done=lambda done: progress.update(bar, completed=done))


def _print(console: Console, summary: dict[str, Any], currency: str) -> None:
    seeds = summary["seeds"]
    named = f"seed {seeds[0]}" if len(seeds) == 1 else f"{len(seeds)} seeds from {seeds[0]}"
    table = Table(
        *("policy", "contribution", "95 % interval", "p10", "worst", "violations", "days/s"),
        title=f"{summary['world']}, {summary['days']} days, {named}, model {summary['model']}",
    )
    for name, one in summary["policies"].items():
        low_high = "–".join(_whole(end, currency) for end in one["interval"] or ()) or "one seed"
        money = [_whole(value, currency) for value in (one["mean"], one["p10"], one["worst"])]
        row = (name, money[0], low_high, *money[1:], str(one["violations"]), f"{one['days_per_s']:.2f}")
        table.add_row(*row)
    console.print(table)
    for key, other in (
        ("ratio_to_rule", "the fixed rule"),
        ("ratio_to_best_rule", "the best rule"),
        ("ratio_to_no_memory", "the crew without memory"),
    ):
        if found := summary[key]:
            ends = " to ".join(f"{end:.3f}" for end in found["interval"] or ()) or "one seed"
            console.print(f"The crew earns {found['ratio']:.3f} of {other} (95 %: {ends}; worst {found['worst']:.3f}).")
    for kind, counted in (summary["memory"] or {}).items():
        console.print(f"{kind}: {counted['only_with']} only with memory, {counted['only_without']} only without it")
    if rule := summary["policies"].get("best-rule", {}).get("rule"):
        console.print(f"Best rule: prices × {rule['mark_up']}, cover {rule['cover_days']} days, bids × {rule['bid']}.")


def _whole(minor: float, currency: str) -> str:
    """Write an amount without its minor units: a mean of runs has no pence."""
    unit = 10 ** digits(currency)
    return format_minor(round(minor / unit) * unit, currency).partition(".")[0]
