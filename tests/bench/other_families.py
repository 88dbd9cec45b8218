"""Crew, engines and rules in markets of other families than our own (`tests/bench/families/`), in built shops:

    python -m tests.bench.other_families --markets stockists,bargains --worlds sixteen-tune-01 --seeds 1-2 --days 60

A line a run: profit, goods that buyers asked for and found sold out (share of article-days), orders of empty hands,
ad spend, violations, and how far the first-step prices moved. Then the ratios to the plain rule and to the best of a
few rules, with an interval over runs in pairs. Runs take CPU of one core.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from config.settings import load_settings
from scenarios.contest import Player
from scenarios.foreign.market import ForeignMarket
from scenarios.foreign.players import PythonPlayer
from scenarios.ratios import bootstrap
from scenarios.rules import PLAIN, RuleTerms
from scenarios.runner import Result
from scenarios.world import LoadedWorld, load_world
from shopstaff.commands.ranges import read_seeds, read_worlds
from shopstaff.scenario import run_crew, run_numbers, run_rule

MARKETS = {name.lower(): f"tests.bench.families.{name.lower()}:{name}" for name in
           ("Stockists", "Shortlists", "Projects", "Bargains")}  # fmt: skip
RULES = {
    "rule": PLAIN,
    "rule-dear": RuleTerms(mark_up=Decimal("1.10"), cover_days=45),
    "rule-cheap": RuleTerms(mark_up=Decimal("0.95"), cover_days=45),
    "rule-long": RuleTerms(cover_days=45),
}
POLICIES = ("crew", "desk-engines", *RULES)


@dataclass
class Watched:
    """A player that is looked at: prices over first ones, articles that are sold out, orders that found nothing."""

    player: PythonPlayer
    first: dict[str, int] = field(default_factory=dict)
    prices: list[Any] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)
    nothing: int = 0
    spend: int = 0

    def open(self, opening: dict[str, Any]) -> None:
        """Remember the first prices."""
        self.first = {one["sku"]: one["ladder"][0]["price"] for one in opening["articles"]}
        self.player.open(opening)

    def day(self, seen: dict[str, Any]) -> Any:
        """Look, and let it play."""
        rows = [one for one in seen["articles"] if one["listed"]]
        self.prices.append(np.array([one["ladder"][0]["price"] / self.first[one["sku"]] for one in rows]))
        self.empty.append(float(np.mean([one["stock"] <= 0 for one in rows])))
        self.nothing += sum(one is None for one in seen["orders"])
        did = self.player.day(seen)
        self.spend += sum(one["spend"] for one in did["ads"])
        return did

    def close(self) -> None:
        """Nothing to end."""

    def told(self) -> str:
        """Give the figures of a run in words."""
        path = " ".join(f"{np.median(self.prices[at]):.2f}" for at in range(0, len(self.prices), 10))
        last = self.prices[-1]
        return (
            f"sold out {np.mean(self.empty):.3f}, empty hands {self.nothing}, prices {path} "
            f"(last {np.min(last):.2f} – {np.max(last):.2f})"
        )


def play(market: str, world: LoadedWorld, seed: int, days: int, policy: str) -> tuple[Result, Watched]:
    """Run a policy in a market of another family."""
    watched = Watched(PythonPlayer(MARKETS[market]))

    def make(*shop: Any) -> ForeignMarket:
        return ForeignMarket(*shop, player=watched, days=days)

    with tempfile.TemporaryDirectory() as home:
        usual: dict[str, Any] = {"seed": seed, "days": days, "shop": "s", "market": make}
        settings = load_settings(home=Path(home), model="rules")
        if policy == "crew":
            result = run_crew(settings, world, **usual)
        elif policy == "desk-engines":
            result = run_numbers(settings, world, Player("engines"), **usual)
        else:
            result = run_rule(settings, world, terms=RULES[policy], **usual)
    assert result.stopped is None, result.stopped
    return result, watched


def main() -> None:
    """Measure, a line a run."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--markets", default=",".join(MARKETS))
    asked.add_argument("--worlds", default="sixteen-tune-01,sixteen-tune-02")
    asked.add_argument("--policies", default=",".join(POLICIES))
    asked.add_argument("--seeds", default="1-2")
    asked.add_argument("--days", type=int, default=60)
    given = asked.parse_args()
    policies = given.policies.split(",")
    for market in given.markets.split(","):
        profits: dict[str, list[float]] = {policy: [] for policy in policies}
        for world in [load_world(name) for name in read_worlds(given.worlds)]:
            for seed in read_seeds(given.seeds):
                for policy in policies:
                    result, watched = play(market, world, seed, given.days, policy)
                    profits[policy].append(result.profit)
                    kpi, faults = result.kpi, len(result.violations) + len(result.audit.faults)
                    told = f"{market} {world.name} seed {seed} {policy}: profit {result.profit}, orders {kpi.orders}, "
                    told += f"ads {watched.spend}, left {result.left_cost}, violations {faults}, {watched.told()}"
                    print(told, flush=True)
        best = max((sum(profits[name]), name) for name in policies if name in RULES)[1] if "rule" in policies else ""
        for policy in policies:
            for other in dict.fromkeys(("rule", best)) if best else ():
                ratios = [one / max(two, 1.0) for one, two in zip(profits[policy], profits[other], strict=True)]
                low, high = bootstrap(ratios) if len(ratios) > 1 else (ratios[0], ratios[0])
                told = f"{market}: {policy} / {other} {np.mean(ratios):.3f} ({low:.3f} – {high:.3f})"
                print(f"{told}, worst {min(ratios):.3f}", flush=True)


if __name__ == "__main__":
    main()
