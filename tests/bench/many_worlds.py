"""Engines beside the oracle and fixed rules over many worlds, in shops of arrays:

    python -m tests.bench.many_worlds --days 180 --worlds 1-20 [--seeds 1-4] [--searched rule|both]

Without ``--searched`` the oracle has its usual weights and the best rule is one for all worlds: of 112 (prices, cover,
bids) the one that earns most on the tuning worlds together, at the same days. With it the rule, or both, are searched
in each world as ``scenario run`` does it.
A line a world, of sums over the seeds, then means with a bootstrap interval over worlds. Takes one core, with one
thread.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from decimal import Decimal
from itertools import product

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from scenarios.contest import Player, play
from scenarios.halving import Search, best_of
from scenarios.oracle.board import OracleKnobs
from scenarios.oracle.search import ORACLES, RULES, SEARCH
from scenarios.ratios import bootstrap
from scenarios.rules import PLAIN, RuleTerms
from scenarios.world import LoadedWorld, load_world
from shopstaff.commands.ranges import read_seeds

TUNING = tuple(f"sixteen-tune-{number:02d}" for number in range(1, 9))

COMMON = tuple(
    RuleTerms(mark_up=Decimal(mark_up), cover_days=cover, bid=Decimal(bid))
    for mark_up, cover, bid in product(
        ("0.95", "1.00", "1.05", "1.10", "1.15", "1.20", "1.30"), (20, 30, 50, 70), ("0.3", "0.6", "1.0", "1.5")
    )
)
"""Every rule that is tried for all worlds together."""
COMMON_SEARCH = Search(seeds=(101, 102, 103, 104), first=1, kept=12)


def rule_of(days: int) -> RuleTerms:
    """Give the rule that earns most on the tuning worlds together."""
    worlds = [load_world(name) for name in TUNING]

    def earned(runs: Sequence[tuple[RuleTerms, int]]) -> list[int]:
        return [sum(play(world, seed, days, Player("rule", terms)).profit for world in worlds) for terms, seed in runs]

    return best_of(COMMON, earned, COMMON_SEARCH)


def searched_oracle(world: LoadedWorld, days: int) -> OracleKnobs:
    """Give the oracle that a search in this world finds, with the budget that the rule has."""

    def earned(runs: Sequence[tuple[OracleKnobs, int]]) -> list[int]:
        return [play(world, seed, days, Player("oracle", knobs=knobs)).profit for knobs, seed in runs]

    return best_of(ORACLES, earned, SEARCH)


def searched_rule(world: LoadedWorld, days: int) -> RuleTerms:
    """Give the rule that a search in this world finds."""

    def earned(runs: Sequence[tuple[RuleTerms, int]]) -> list[int]:
        return [play(world, seed, days, Player("rule", terms=terms)).profit for terms, seed in runs]

    return best_of(RULES, earned, SEARCH)


def say(name: str, ratios: Sequence[float]) -> None:
    """Print mean, interval, tenth percentile and worst of a ratio."""
    low, high = bootstrap(ratios)
    p10 = float(np.quantile(ratios, 0.1))
    print(f"{name}: {np.mean(ratios):.3f} ({low:.3f} – {high:.3f}), p10 {p10:.3f}, worst {min(ratios):.3f}", flush=True)


def main() -> None:
    """Measure, a line a world."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--days", type=int, required=True)
    asked.add_argument("--worlds", default="1-20")
    asked.add_argument("--seeds", default="1")
    asked.add_argument("--searched", choices=("rule", "both"))
    given = asked.parse_args()
    seeds = read_seeds(given.seeds)
    days, common = given.days, PLAIN if given.searched else rule_of(given.days)
    weights = "searched in each world" if given.searched == "both" else "the usual ones"
    rule = "searched in each world" if given.searched else common
    print(f"{days} days, seeds {given.seeds}, oracle's weights: {weights}; best rule: {rule}", flush=True)
    rows = []
    for number in read_seeds(given.worlds):
        world = load_world(f"sixteen-test-{number:02d}")
        begun = time.process_time()
        knobs = searched_oracle(world, days) if given.searched == "both" else OracleKnobs()
        terms = searched_rule(world, days) if given.searched else common
        players = Player("engines"), Player("oracle", knobs=knobs), Player("rule", terms=terms), Player("rule")
        row = [sum(play(world, seed, days, one).profit for seed in seeds) for one in players]
        rows.append(row)
        engines, oracle, best, plain = row
        told = f"{world.name}: engines / oracle {engines / oracle:.3f}, / best rule {engines / best:.3f}"
        told += f", / plain rule {engines / plain:.3f}; {time.process_time() - begun:.0f} s"
        print(
            told + (f"; {terms}" if given.searched else "") + (f"; {knobs}" if knobs != OracleKnobs() else ""),
            flush=True,
        )
    for place, name in ((1, "engines / oracle"), (2, "engines / best rule"), (3, "engines / plain rule")):
        say(name, [row[0] / row[place] for row in rows])
    print("worlds where the engines earn more than the oracle:", sum(row[0] > row[1] for row in rows))


if __name__ == "__main__":
    main()
