"""Print how often the analysis of trials finds an effect where there is none, and how often a planted one.

Run: ``OMP_NUM_THREADS=1 python tests/bench/experiments.py``. Every line has the share and its 95 % interval (Wilson).
"""

from __future__ import annotations

import math

import numpy as np

from decisions.experiments import Effect, always_valid, compare, stopped_at, switchback

RUNS = 4000


def wilson(hits: int, runs: int) -> str:
    """Write a share with its Wilson interval."""
    p, z = hits / runs, 1.96
    middle = (p + z * z / (2 * runs)) / (1 + z * z / runs)
    half = z * math.sqrt(p * (1 - p) / runs + z * z / (4 * runs * runs)) / (1 + z * z / runs)
    return f"{p:.4f} ({middle - half:.4f} to {middle + half:.4f})"


def is_found(effect: object) -> bool:
    """Tell whether an effect was found."""
    return isinstance(effect, Effect) and effect.verdict != "undecided"


def main() -> None:
    """Print the table."""
    luck = np.random.default_rng(20261126)
    for name, planted in (("no effect", 0.0), ("an effect of 15 %", 0.15)):
        plain = cuped = switched = looked = 0
        for _ in range(RUNS):
            usual = luck.gamma(2, 50, 240)
            after = usual * luck.gamma(8, 1 / 8, 240)
            after[:120] *= 1 + planted
            arms = after[:120].tolist(), after[120:].tolist()
            plain += is_found(compare(*arms))
            cuped += is_found(compare(*arms, before=(usual[:120].tolist(), usual[120:].tolist())))
            order = luck.random(20) < 0.5
            base = 1000 + 10 * np.arange(40) + luck.normal(0, 100, 40)
            on = np.array([first if half == 0 else not first for first in order for half in (0, 1)])
            switched += is_found(switchback(list(zip(on.tolist(), (base * (1 + planted * on)).tolist(), strict=True))))
            gaps = luck.normal(planted, 0.4, 120)
            looked += stopped_at(always_valid(gaps.tolist(), planned=60)) is not None
        print(f"{name}, {RUNS} trials each, share in which one is found:")
        print(f"  holdout {wilson(plain, RUNS)}; with CUPED {wilson(cuped, RUNS)}")
        print(f"  switchback of 20 pairs {wilson(switched, RUNS)}; looked at daily for 120 days {wilson(looked, RUNS)}")


if __name__ == "__main__":
    main()
