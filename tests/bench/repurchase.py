"""When buyers order again: the hazard beside plain frequency on the worlds' own histories, printed.

``python -m tests.bench.repurchase``. Each line holds back the last four weeks before a cut; none of them is fitted to.
The giftware history is the development part of a real wholesaler's orders, the other one is made (its SOURCE.md).
"""

from __future__ import annotations

from datetime import date

from decisions.order_hazard import LEAST_WEEKS, History, rhythms_of
from decisions.repurchase import AHEAD, Comparison, Score, compare
from scenarios.world import load_world


def histories(name: str) -> tuple[list[History], date, date]:
    """Give the order days of a world's buyers, the first day of its history and the day after the last."""
    world = load_world(name)
    known = {row.buyer: row.first_order for row in world.buyers}
    days: dict[str, set[date]] = {}
    for row in world.history:
        days.setdefault(row.buyer, set()).add(row.placed_at.date())
    begin = min(min(mine) for mine in days.values())
    rows = [History(buyer, tuple(sorted(mine)), known[buyer] < begin) for buyer, mine in sorted(days.items())]
    return rows, begin, world.spec.shop.start


def compared(name: str) -> list[tuple[int, Comparison]]:
    """Compare both models at every cut that leaves enough to fit; gives (weeks known, comparison)."""
    rhythms = rhythms_of(*histories(name))
    cuts = range(LEAST_WEEKS + AHEAD, rhythms.weeks + 1)
    return [(cut - AHEAD, compare(rhythms.until(cut))) for cut in cuts]


def main() -> None:
    """Print a table for both worlds."""
    print(f"the next {AHEAD} weeks foreseen from what was known before; MAE of the median, in weeks with an order")
    for name in ("giftware", "fridge-magnets"):
        for weeks, one in compared(name):
            print(f"{name}, {weeks} weeks known, {one.buyers} buyers; saying nobody comes errs by {one.none:.3f}")
            print(f"  frequency  {_line(one.frequency)}")
            print(f"  hazard     {_line(one.hazard)}  {'is used' if one.hazard_wins else 'is not used'}")


def _line(score: Score | None) -> str:
    if score is None:
        return "too little history"
    return (
        f"MAE {score.error:.3f}  top-decile capture {score.capture:.3f}  Brier {score.brier:.4f}  "
        f"foreseen/came {score.total:.2f}"
    )


if __name__ == "__main__":
    main()
