"""Shop-days a second of the array market, CPU of one core with one thread: ``make bench``.

The view is made and the books are checked every day, as in every run; the policy does nothing, so this is the market.
"""

from __future__ import annotations

import os
import platform
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from decisions.day_view import DayActs, DayView, ShopTerms
from scenarios.array_shop import run_numbers
from scenarios.world import load_world

DAYS, ROUNDS = 180, 5


class Idle:
    """Keeps everything as it is and refuses what must be answered."""

    def __init__(self, terms: ShopTerms) -> None:
        self.terms = terms

    def decide(self, view: DayView) -> DayActs:
        """Do nothing."""
        quotes = np.zeros(len(view.inquiries.id), dtype=np.int64)
        return DayActs(quotes=quotes, grants=np.zeros(len(view.refunds.id), dtype=bool))


def main() -> None:
    """Print median and best of some runs for each world."""
    print(f"array market, {DAYS} days, {ROUNDS} rounds, CPU of one thread, {platform.machine()}")
    for name in ("sixteen-tune-01", "fridge-magnets", "giftware"):
        world = load_world(name)
        run_numbers(world, 1, 3, Idle)
        speeds = []
        for seed in range(1, ROUNDS + 1):
            start = time.process_time()
            run_numbers(world, seed, DAYS, Idle)
            speeds.append(DAYS / (time.process_time() - start))
        print(
            f"{name}, {len(world.articles)} articles: {sorted(speeds)[ROUNDS // 2]:.0f} (best {max(speeds):.0f}) days/s"
        )


if __name__ == "__main__":
    main()
